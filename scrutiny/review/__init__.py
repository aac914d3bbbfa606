"""The review page: built as one file, or served to one person."""
