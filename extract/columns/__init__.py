"""Columns of tables: where the header stands, and which role each column has."""
