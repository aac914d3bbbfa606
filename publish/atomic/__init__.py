"""One writer at a time, and a new folder that takes the place of the old one as a whole."""
