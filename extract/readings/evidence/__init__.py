"""What readings are like: signs of texts, of rows, and of the rows of a reading together."""
