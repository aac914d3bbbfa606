"""The pages of a PDF as pdfium holds them. No module elsewhere calls pdfium, but for rendering."""
