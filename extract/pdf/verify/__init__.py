"""The cross-check: what a page prints, counted by parsers that share no code with pdfium."""
