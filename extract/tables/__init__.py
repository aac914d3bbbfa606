"""Ruled lines become grids, grids rows of cells, and the parts on successive pages one table."""
