"""Numbers printed at the head of a text, where a table has no column for them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from extract.families.column_roles import Role
from extract.layout.lines import group_lines, regions_of
from extract.layout.paragraphs import Paragraph, read_passage
from extract.layout.printed_numbers import OPENING
from extract.tables.grids import Cell
from records.pages import Word
from records.report import Block, Passage, RawRow

LABEL_WORDS = 5
"""A label takes no more words than this."""


class Labelled(msgspec.Struct, frozen=True):
    """A row with the number that opens its text as its reference; `worded` if a word such as 'Action' did."""

    row: RawRow
    worded: bool


def with_label(row: RawRow, cell: Cell | None) -> Labelled | None:
    """Return a row whose text opens with its printed number with the number as its reference.

    None for a text without one, for a row that has a reference, and for a text of several numbered
    parts: there the numbers are theirs.
    """
    if cell is None or not cell.words or (row.fields.get(Role.REF) and row.fields[Role.REF].blocks):
        return None
    words, match = _label(group_lines(cell.words)[0].words)
    if match is None:
        return None
    numbered = [b for b in cell.passage.blocks if (m := OPENING.match(b.text)) and not m["word"]]
    label = {word.key for word in words}
    rest = [word for word in cell.words if word.key not in label]
    if not rest or (not match["word"] and len(numbered) > 1):
        return None
    ref = Passage((Block(match["number"] or match["bare"]),), regions_of(words))
    fields = {Role.REF: ref, **{role: each for role, each in row.fields.items() if role != Role.REF}}
    fields[Role.TEXT] = read_passage(rest, cell.fill)
    return Labelled(replace(row, fields=fields), match["word"] is not None)


def _label(line: Sequence[Word]) -> tuple[Sequence[Word], re.Match[str] | None]:
    """Return the words that open a line as its label, the most that are one, and their match."""
    for count in range(min(LABEL_WORDS, len(line)), 0, -1):
        opening = " ".join(word.text for word in line[:count])
        match = OPENING.match(opening)
        if match is not None and not opening[match.end() :].strip(" -\u2013\u2014"):
            return line[:count], match
    return (), None


def is_numbered_heading(paragraph: Paragraph) -> bool:
    """Return whether a paragraph opens with a word such as 'Recommendation' and its number, and goes on."""
    match = OPENING.match(paragraph.text)
    return match is not None and match["word"] is not None and bool(paragraph.text[match.end() :].strip())


def number_rows(rows: Sequence[RawRow], labelled: Sequence[Labelled | None]) -> tuple[RawRow, ...]:
    """Return the rows of a table, as labelled if the numbers that open their texts are those of the rows.

    Half of the rows have one at least. Without a word such as 'Recommendation' before them there must
    be two, and they must not fall: '24. hour cover' alone is no label.
    """
    found = [each for each in labelled if each is not None]
    numbers = [_number(each.row.fields[Role.REF].text) for each in found]
    rising = all(each.worded for each in found) or (len(numbers) > 1 and numbers == sorted(numbers))
    if not found or 2 * len(found) < len(labelled) or not rising:
        return tuple(rows)
    return tuple(old if new is None else new.row for old, new in zip(rows, labelled, strict=True))


def _number(ref: str) -> tuple[str, list[int], str]:
    prefix, rest = re.sub(r"\d.*", "", ref), re.sub(r"^\D*", "", ref)
    return prefix, [int(part) for part in re.findall(r"\d+", rest)], re.sub(r"[\d.]", "", rest)
