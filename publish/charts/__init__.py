"""Pictures of a dataset: `counts` and `plans` count, `draw` draws, `page` writes the summary page."""
