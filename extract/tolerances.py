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

PADDING: Final[Points] = 1.0
"""Letters keep at least this far from a cell's side."""

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
