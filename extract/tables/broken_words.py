"""Words that a narrow cell breaks without a hyphen: 'Commissio' on one line and 'ning' on the next."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import pairwise

from msgspec.structs import replace

from extract.families.registry import load_columns
from extract.layout.hyphens import parted_below
from extract.layout.lines import Line, group_lines
from extract.layout.list_markers import is_bullet
from extract.tables.grids import Cell, Grid, Row
from extract.tolerances import PADDING, ROUNDED, SPACE
from records.geometry import Box
from records.pages import Page, Word, continuing

SHORT_WORDS = re.compile(r"a|am|an|as|at|be|by|do|go|he|i|if|in|is|it|me|my|no|of|on|or|so|to|up|us|we")
"""Words of one or two letters: no other pair of letters is a word by itself."""

LETTERS = re.compile(r"[^\W_]+")

CUT_CODE = re.compile(
    r"""
    .*[/.-]\d+ \n \d+[/.-].*         # 'CSC/20' and '24/017': the figures between two strokes are one number
    | .*[^\W\d].*[/.-]0\d* \n \d{1,3}   # 'OSC/2022/0' and '14': no number begins with 0
    | 00\d* \n \d+                      # '00' and '7'
    | \d{1,2}/\d{1,2}/(?:19|20) \n \d\d
    """,
    re.VERBOSE,
)
"""Two pieces of one code or date in figures, with the break between them, as a narrow cell parts it."""

TWO_NUMBERS = re.compile(r"0[1-9]\n0[1-9]|\d+(?:[.-]\d+)+\n\d+(?:[.-]\d+)+")
"""Two whole numbers below each other: '01' and '02', '2.1' and '2.2'."""


def known_words(pages: Iterable[Page]) -> frozenset[str]:
    """Return the words that stand within a line of a document, with others to both sides, in small letters.

    A word within a line is whole. With them go the words of the column headings that are known.
    """
    known = {
        word
        for names in load_columns().values()
        for name in names
        for word in LETTERS.findall(name.casefold())
    }
    within = {
        word.text
        for page in pages
        for line in group_lines(page.words)
        for before, word, after in zip(line.words, line.words[1:], line.words[2:], strict=False)
        if _near(before, word) and _near(word, after)
    }
    return frozenset(known.union(LETTERS.findall(" ".join(within).casefold())))


def _near(left: Word, right: Word) -> bool:
    return right.box.x0 - left.box.x1 < SPACE * left.size


def correct_words(
    grid: Grid, known: Callable[[], Collection[str]], written: Callable[[], frozenset[str]]
) -> Grid:
    """Mark, in the cells of a grid, the words that go on with a word of the line above.

    `known` gives the words within the lines of the document, `written` all of them; few documents have a
    word for which they must be asked.
    """
    return replace(
        grid, rows=tuple(Row(tuple(_mended(cell, known, written) for cell in row.cells)) for row in grid.rows)
    )


def _mended(cell: Cell, known: Callable[[], Collection[str]], written: Callable[[], frozenset[str]]) -> Cell:
    lines = group_lines(word for word in cell.words if word.upright)
    rest = {word.key for word in _continued(lines, cell.box, known)}
    rest |= {line.words[0].key for line in parted_below(lines, written)}
    if not rest:
        return cell
    words = tuple(continuing(word) if word.key in rest else word for word in cell.words)
    return replace(cell, words=words)


def _continued(lines: Sequence[Line], box: Box, known: Callable[[], Collection[str]]) -> list[Word]:
    """Return the first words of lines that are the rest of the word before.

    Only a word too long for its line is broken, and its next letter would not have fitted in. It stands
    alone on the line, but for a bullet; or, where a program fills the line first, behind others, and then
    the document prints the whole elsewhere: 'Head of Com' and 'munications'.
    """
    if not lines:
        return []
    inner = min(line.box.x0 for line in lines) - box.x0
    right = box.x1 - max(PADDING, min(inner, 0.25 * box.width))
    found: list[Word] = []
    start = ""
    code = all(len(line.words) == 1 for line in lines)
    for upper, lower in pairwise(lines):
        last, first = upper.words[-1], lower.words[0]
        start = start + last.text if found and found[-1] is last else last.text
        alone = all(is_bullet(word.text, word.font) for word in upper.words[:-1]) or (
            upper.words[-1] is upper.words[0]
        )
        full = last.box.x1 + _width_of_first(first) > right - ROUNDED
        long = full and inner + box.x0 + last.box.width + first.box.width > right
        # Within a code a line may also end early, behind a stroke.
        by_itself = (
            alone and (full or (code and start.endswith("/"))) and is_one_word(start, first.text, known)
        )
        if by_itself or (not alone and long and _is_printed_whole(start, first.text, known)):
            found.append(first)
    return found


def _is_printed_whole(start: str, rest: str, known: Callable[[], Collection[str]]) -> bool:
    """Return whether two pieces in letters, the second in small ones, are a word that is known as a whole."""
    if not start.isalpha() or LETTERS.match(rest) is None or not rest[0].islower():
        return False
    return start.casefold() + LETTERS.findall(rest.casefold())[0] in known()


def _width_of_first(word: Word) -> float:
    edges = word.edges
    return edges[1] - edges[0] if len(edges) > 1 else word.box.width


def is_one_word(start: str, rest: str, known: Callable[[], Collection[str]]) -> bool:
    """Return whether two pieces, one at the end of a full line and one below it, are one word or code.

    They are if the document prints the whole elsewhere and not both pieces, or does not print these as
    words, and the letters agree: a capital does not follow a small letter inside a word. What follows a
    stroke is the rest of a code ('SO/' and '3'), and so are figures of which a part would be no number.
    """
    end, opening = start[-1], rest[0]
    if (re.search(r"\w/$", start) and opening.isdigit()) or re.match(r"/\d", rest):
        return True
    if not (end.isalnum() and opening.isalnum()) or (opening.isupper() and end.islower()):
        return False
    if end.isdigit() != opening.isdigit():
        return False
    pieces = f"{start}\n{rest}"
    if opening.isdigit() and CUT_CODE.fullmatch(pieces) and not TWO_NUMBERS.fullmatch(pieces):
        return True
    left, right = LETTERS.findall(start.casefold())[-1], LETTERS.findall(rest.casefold())[0]
    if left + right in known() and not (left in known() and right in known()):
        return True
    if opening.isdigit():
        return False
    return SHORT_WORDS.fullmatch(right) is None and (len(right) <= 2 or right not in known())
