"""Pictures of a dataset for people, with the numbers behind each: SVG, PNG, and one page that needs no other.

`statuses`, `ages`, `grades` and `plans` count, one picture each; `figure` and `style` give them one form, one
set of words and colours; `layout` places the bars; `shapes` writes SVG and PNG; `page` writes the page;
`store` composes.
"""
