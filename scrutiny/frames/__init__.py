"""What `import scrutiny` offers, as DataFrames. pandas is loaded here alone."""
