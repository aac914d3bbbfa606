"""Facts about a document, such as its title and date, each with the words it was read from."""
