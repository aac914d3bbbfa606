"""Council papers of unlike layouts, drawn by the project, each with the rows that a reader should take."""
