"""Runs beyond one machine: Dask clusters, and folders behind URLs."""
