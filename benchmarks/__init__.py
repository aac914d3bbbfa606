"""Measurements: what is read, and how fast. Run with `make bench`, or `python -m benchmarks --help`."""
