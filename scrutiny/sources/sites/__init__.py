"""Which pages of a site are asked for, and in which order: a module for each kind of site."""
