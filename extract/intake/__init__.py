"""From a file to bytes that a parser may see: which files there are, what each is, and repair."""
