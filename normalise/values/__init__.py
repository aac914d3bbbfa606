"""Printed values and what they mean: statuses, grades, RAG ratings, dates, timescales, references."""
