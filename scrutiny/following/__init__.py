"""Recommendations followed over all documents of a dataset, and the story of one."""
