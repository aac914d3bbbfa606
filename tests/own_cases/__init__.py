"""Draws the cases of tests/cases/own; `python -m tests.own_cases` writes each PDF and what it holds."""
