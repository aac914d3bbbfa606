"""Tolerances of geometry and typography by which lines, paragraphs, tables and lists are told.

Those by which pages are read stand in `extract/pdf/tolerances.py`.
"""

from typing import Final

from extract.pdf.tolerances import Points, Share

# Words and lines of text. A share without another name is one of the letter size.

LEVEL: Final[Share] = 0.5
"""Words of one line differ less in the height of their middles: lines are a letter apart at least."""

GROUP_GAP: Final[Share] = 0.75
"""Words further apart are no neighbours; a space takes a third of it."""

SPACE: Final[Share] = 0.7
"""Words of one line in a cell stand closer; wider gaps part cells."""

COLUMN_GAP: Final[Share] = 3.0
"""Words side by side that are further apart stand in different columns."""

OTHER_SIZE: Final[Points] = 0.6
"""Letters that differ by more in size are set otherwise; a heading is, half a point is rounding."""

LARGER: Final[Share] = 1.08
"""Letters larger than this many times the usual size are a heading's."""

MUCH_LARGER: Final[Share] = 1.6
"""Letters this many times the size of a table's are those of a slide's title, bold or not."""

SMALL_PRINT: Final[Share] = 0.9
"""Footnotes are smaller than this share of the page's usual letters."""

# Paragraphs, lists and page furniture.

CLOSEST_LINES: Final[Share] = 0.8
WIDEST_LINES: Final[Share] = 1.6
"""Lines between these distances, from bottom to bottom, are set as one paragraph and tell the pitch."""

USUAL_PITCH: Final[Share] = 1.2
"""The distance of lines that word processors set, where no two lines tell it."""

LINE_PITCH: Final[Share] = 1.45
"""Lines further apart than this many times the usual pitch belong to different paragraphs."""

OUTDENT: Final[Points] = 2.5
"""A line this far left of a list item's text no longer belongs to the item."""

SET_IN: Final[Points] = 6.0
"""A paragraph that begins this far right of an item's label belongs to the item."""

SUB_ITEM: Final[Points] = 8.0
"""A list item set in this much further than the one before is a part of it."""

SHORT_LINE: Final[Share] = 30.0
"""A line shorter than this many letter sizes does not fill its column."""

MARGIN: Final[Share] = 0.12
"""The part of a page's longer side that furniture takes, at the top and at the foot."""

SAME_DISTANCE: Final[Points] = 4.0
"""A running line may move by this from page to page."""

# Ruled tables.

MEET: Final[Points] = 3.0
"""The ends of ruled lines may miss each other by this and still meet."""

SAME_EDGE: Final[Points] = 3.0
"""Two edges may differ by this and be one column's or one row's."""

CORNER: Final[Points] = 24.0
"""The sides of a frame with round corners end no further from its corner."""

LEAST_COLUMN: Final[Points] = 24.0
"""Level lines that run on so far beyond the last upright one rule a column, be it blank on a page."""

SAME_BEND: Final[Points] = 1.0
"""Both sides end as far from a round corner, but for this."""

BESIDE: Final[Share] = 0.8
"""Lines whose middles are closer, in heights of their letters, stand beside each other, not below."""

PADDING: Final[Points] = 1.0
"""Letters keep at least this far from a cell's side."""

ROUNDED: Final[Points] = 0.5
"""A line may seem to have room for so much more than the program that filled it thought."""

LARGEST_DOT: Final[Points] = 30.0
SMALLEST_DOT: Final[Points] = 4.0
"""A dot is no larger across, and no smaller: bullets and marks are."""

TALLEST_DOT: Final[Share] = 0.6
FLATTEST_DOT: Final[Share] = 1.7
"""A dot is about as wide as high: its width is between these shares of its height."""

WIDEST_DOT: Final[Share] = 0.8
"""A dot takes less than this share of its cell's width: wider shapes fill the cell."""

# Tables without upright lines.

GUTTER: Final[Points] = 2.0
"""The white that parts two columns is this wide at the least."""

CROSSING: Final[Share] = 0.03
"""The part of a table's lines that may stand in a gutter: section headings and what follows the table."""

HEADING_STEP: Final[Share] = 1.6
"""Lines of one header are no further apart, from bottom to bottom."""

LOOSEST: Final[Share] = 1.7
"""Lines of one cell are no further apart, from bottom to bottom."""

ROW_GAP: Final[Share] = 1.25
"""Rows are parted by a gap wider than this many times the usual pitch of lines."""

WIDE: Final[Share] = 0.8
"""A level line or band over this share of a table's width parts its rows."""

WHOLE_PAGE: Final[Share] = 0.9
"""A band higher than this share of the page is its background."""

# Colours, in red, green and blue from 0 to 1.

NEARLY_WHITE: Final = 0.97
"""Lighter than this in every channel is paper, not a colour."""

GREYISH: Final = 0.2
"""Channels that differ by no more make a grey."""

# Blocks of text, and the ways to cut them into records.

WIDE_GAP: Final[Share] = 1.6
"""A gap of so many letter sizes parts a line where others begin at its right end too; justified lines have
such gaps."""

BESIDE_MARKER: Final[Points] = 60.0
"""Points by which a marker may stand from its text."""

SAME_START: Final[Points] = 1.5
"""Points by which the beginnings of lines of one column differ."""

LINES_NEAR: Final[Points] = 70.0
"""Points of height within which other lines tell where a column begins."""

ONE_LINE_SIZES: Final[Share] = 0.35
"""Letters that differ in size by this share of the smaller do not belong to one line."""

COLUMN_WHITE: Final[Points] = 6.0
"""Points of white between columns."""

COLUMN_WIDTH: Final[Points] = 60.0
"""Points that a column of text is wide at least; markers stand in narrower ones."""

GROUND_WIDTH: Final[Points] = 60.0
"""Points that a ground is wide at least; cells of a chart and pills are narrower."""

GROUND_HEIGHT: Final[Share] = 1.8
"""Heights of its letters that the ground of a word has at least; less is the shading of a line."""

GROUND_GAP: Final[Points] = 1.0
"""Points by which two areas of one colour that are one ground may be apart."""

ITEM_SET_IN: Final[Points] = 4.0
"""Points right of its lead-in that a block between two items stands."""

RECORD_INDENT: Final[Points] = 4.0
"""Points right of its opener that a block of the same record stands."""

BLOCK_SIZES: Final[Points] = 0.9
"""Points by which the letters of two blocks differ in size."""

WIDER_STEP: Final[Share] = 1.3
"""A step between lines this many times the usual one parts blocks."""

FIRST_LINE_INDENT: Final[Points] = 8.0
"""Points by which the first line of a paragraph is set in, or a line below an item is set out."""

PARAGRAPH_END: Final[Share] = 0.12
"""A line that leaves this share of its column free, after a stop, ends a paragraph."""

TITLE_END: Final[Share] = 0.45
"""A line that leaves this share free, before a capital, ends a title, stop or no stop."""

BULLET_WITHIN: Final[Points] = 40.0
"""A dash this far right of the block's edge, in points, stands between words."""

NEXT_COLUMN: Final[Points] = 20.0
"""A line this many points higher than the one before stands in the next column."""

HEADING_SIZE: Final[Points] = 0.9
"""Points by which a heading is larger than the usual text."""

LEFT_STEP: Final[Points] = 8
"""Points within which left edges count as one."""

# Where a file of several papers is cut.

PAGE_EDGE: Final[Share] = 0.12
"""The part of a page's height, at the top and at the foot, where numbers of pages and running lines stand."""

PAGE_SIZES: Final[Points] = 0.3
"""Points by which the pages of one paper may differ in size."""

OPENS_WITHIN: Final[Share] = 0.4
"""The part of a page's height in which the lines stand that say what a paper is."""

FIRST_LINE_WITHIN: Final[Points] = 20.0
"""Points within which the first line of a page stands, and the last."""

TITLE_SIZE: Final[Share] = 1.25
"""How much larger than its text the title of a paper is."""

# Titles, headings over grids, page numbers, grades.

NEXT_TITLE_LINE: Final[Share] = 3.5
"""A line of the same title begins within so many letter sizes of the one above."""

TITLE_LINE_SIZES: Final[Share] = 0.1
"""The share by which the letters of two lines of one title may differ."""

BEYOND_WORDS: Final[Points] = 2.0
"""Points from the words of an outer column to its side."""

PAGE_NUMBER_APART: Final[Share] = 3.0
"""White above the number of a page, in heights of its letters, that tells it from a row or item above it."""

GRADE_GAP: Final[Share] = 2.0
"""Room between columns, in letter sizes; words of a sentence stand closer."""

MARGIN_GAP: Final[Share] = 0.8
"""A gap of so many letter sizes parts initials at the margin from the text at their left."""

MARGIN_CROSSED: Final[Share] = 0.06
"""The share of the parts of lines on a page, headers and footers mostly, that may reach into its margin."""

MARGIN_ABOVE: Final[Points] = 16.0
"""Points by which initials stand below the paragraph that they are of."""

MARGIN_WITHIN: Final[Share] = 0.12
"""The share of the breadth of a page's text within which initials at its margin end."""
