"""Readings within running text: statements that decide, lists below lead-ins, and marks at the margin."""
