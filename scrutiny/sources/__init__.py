"""Fetching the documents that `data/sources.csv` lists: politely, safely, and never over another file.

`sources` reads the list, `addresses` says which places may be visited, `web` makes one visit, `download`
makes as many as a document needs, `ledger` remembers what came, and `gather` puts it into the folder.
"""
