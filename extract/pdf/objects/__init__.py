"""Objects of a file, for pdfminer: those that are written plainly are read by a helper in C."""
