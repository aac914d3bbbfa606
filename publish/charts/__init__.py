"""Pictures of a dataset for people, with the numbers behind each: SVG, PNG, and one page that needs no other.

`statuses`, `ages`, `grades` and `plans` count, one picture each; `figure` and `look` give them one form and
one look; `render` draws, and alone knows vl-convert; `page` writes the page; `store` composes.
"""
