"""The rows of listed readings: the likeliest, or one that a person chose, and what stands beside them."""
