"""Parts of a page as they may be read: proposals of tables, made by geometry alone."""
