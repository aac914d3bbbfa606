"""One run from a folder of files to a dataset."""
