"""The tables of PDFs as we and other programs find them, against those that people marked."""
