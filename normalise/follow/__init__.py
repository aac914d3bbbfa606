"""Recommendations followed from document to document: which goes on from which, and what became of it."""
