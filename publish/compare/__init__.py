"""What differs between two datasets, and why."""
