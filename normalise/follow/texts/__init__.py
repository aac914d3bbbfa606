"""Texts of recommendations compared: their words, how rare these are, and what keeps two texts apart."""
