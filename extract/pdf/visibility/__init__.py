"""Text that is not read as it stands: hidden, struck through, or on a page that is turned."""
