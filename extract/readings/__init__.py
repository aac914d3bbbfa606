"""All plausible readings of a document: listed cheaply, compared as wholes, none decided while listing."""
