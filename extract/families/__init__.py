"""Report families: one small YAML file each, and what they share."""
