"""Words outside and inside tables become lines, and lines paragraphs, list items and headings."""
