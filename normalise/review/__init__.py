"""Decisions of people, and the questions that are put to them."""
