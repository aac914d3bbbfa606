"""Characters become words, by one rule for every page reader."""
