"""What became of each recommendation over the documents that tell of it, and who says so."""
