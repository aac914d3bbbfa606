"""Fetching the documents of a list, and watching a folder for new ones."""
