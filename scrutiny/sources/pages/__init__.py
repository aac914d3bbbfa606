"""What the pages of sites say: a module for each kind of page, from bytes to what stands on it."""
