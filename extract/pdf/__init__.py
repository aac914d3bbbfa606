"""Pages of a PDF as words, rules and fills, whichever library reads them."""
