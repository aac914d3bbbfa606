"""Tolerances by which tables without full ruling are told, each with its unit and its reason."""

from __future__ import annotations

from typing import Final

from extract.pdf.tolerances import Points, Share

# Lines and chunks. A share without another name is one of the letter size.

CHUNK_GAP: Final[Share] = 0.75
"""Words further apart are two chunks: a space takes 0.25 to 0.35, and 0.6 in letters of one width."""

JUSTIFIED_GAP: Final[Share] = 1.5
"""Spaces of a justified line are stretched to this at the most."""

EVEN: Final[Share] = 1.8
"""The widest space of a justified line is no more than this many times the middle one."""

FEWEST_SPACES: Final[int] = 5
"""A justified line has so many spaces at least; of fewer none can be called even."""

# Rules.

LIKE_END: Final[Points] = 4.0
"""The ends of level rules of one table differ by no more: line widths and mitred corners."""

SHORTEST_CHAIN: Final[Share] = 8.0
"""Level rules shorter than this many letters underline words and part no rows of a table."""

JOINT_GAP: Final[Share] = 2.5
"""Pieces of one rule over separate columns lie no further apart."""

LONG: Final[Share] = 0.6
"""A rule over this share of a table's width goes over all of it; stubs are at times left out."""

BESIDE: Final[Share] = 2.0
"""Rules that reach so far beyond the side of a grid rule a column there."""

UNDER: Final[Share] = 1.0
"""A partial rule so close below a heading tells which columns it stands over."""

TALL: Final[Share] = 0.5
"""An upright rule beside this share of a table's lines parts its columns."""

LABELLED: Final[Share] = 0.6
"""Labels beside a grid, which no rule holds, are its first column if this share of its lines has one."""

STRAY: Final[Share] = 0.1
"""Where more of the words within a grid are in no cell of it, outer columns have no sides."""

# Stretches of lines.

PROSE_WORDS: Final[int] = 5
"""Lines of running text hold so many words: one column of three on a page has six."""

PROSE_LINES: Final[int] = 3
"""Fewer lines below each other are a cell or a caption."""

PROSE_FULL: Final[Share] = 0.7
"""A line of running text that is not the last reaches this share of its column."""

SAME_LEFT: Final[Share] = 0.3
"""Lines of one paragraph begin at one place, but for this."""

INDENT: Final[Share] = 3.0
"""The first line of a paragraph, or the others, are set in by no more."""

CLOSE: Final[Share] = 1.7
"""Lines of a paragraph or of one cell are no further apart, from middle to middle."""

NEXT_PARAGRAPH: Final[Share] = 2.6
"""Lines of running text further apart, from middle to middle, are not of one column: a blank line is less."""

FAR: Final[Share] = 3.6
"""Lines further apart, from middle to middle, are not of one table: two blank lines are less."""

LONE_LINES: Final[int] = 2
"""So many lines with one chunk may stand between the rows of a table without rules: its section headings."""

FEWEST_LINES: Final[int] = 3
"""A table without rules has so many lines with several chunks: of two the columns may agree by chance."""

# Columns.

CROSSED: Final[Share] = 0.1
"""The share of all weight that may stand in a gutter: spanning heads, and texts that run over."""

NARROWEST: Final[Points] = 0.5
"""White that is no wider is rounding."""

NUMBER_SIDE: Final[Share] = 0.3
"""A gutter with numbers on its right parts a column if this share of the column's lines have it."""

PARTS_TO_CROSSINGS: Final[float] = 3.0
"""Such a gutter is free in so many times the lines that it crosses."""

# Rows.

TIGHT: Final[Share] = 0.8
"""Lines nearer than this share of the usual distance of rows are one row."""

RULES_PART: Final[Share] = 0.5
"""Level rules that stand between this share of neighbouring lines are the rows' borders."""

SEPARATE: Final[Share] = 0.2
"""Where this share of the ruled rows holds lines that are rows themselves, the rules part groups of rows."""

KEYED: Final[Share] = 0.7
"""The first column begins the rows if this share of the lines with several chunks fills it."""

# Is it a table?

FILLED: Final[Share] = 0.35
"""The least share of places in rows and columns that is filled."""

ONE_SIZE: Final[Points] = 0.6
"""Letters of the rows of one table differ by no more in size; titles beside each other do."""

MANY_COLUMNS: Final[int] = 4
"""Chunks of so many columns do not stand below each other by chance."""

MOSTLY_FULL: Final[Share] = 0.75
"""The share of such columns that most rows fill."""

SEVERAL: Final[Share] = 0.4
"""The least share of lines with several chunks."""

SCATTERED: Final[Share] = 0.75
"""Figures without a word that fill no more of their places stand beside the points of a chart."""

TORN: Final[Share] = 0.3
"""Rows of a table begin with a small letter less often than this."""

MOST_WORDS: Final[float] = 4.0
"""Chunks right of the first column have no more words in the mean, where no rules stand: others are prose."""

NUMBERS: Final[Share] = 0.5
"""The least share of chunks right of the first column that are numbers, where nothing else tells a table."""

UNLIKE_BARS: Final[Share] = 0.6
"""So many of the bars of a chart that begin at one line end at different ones."""

INSIDE: Final[Share] = 0.34
"""The share of a grid's words that stand in cells with rows or columns inside, from which it is read anew."""
