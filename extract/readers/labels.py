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
from records.report import Block, Passage, RawRow

LABEL_WORDS = 5
"""A label takes no more words than this."""


class Labelled(msgspec.Struct, frozen=True):
    """A row with the number that opens its text as its reference; `worded` if a word such as 'Action' did."""

    row: RawRow
    worded: bool


def with_label(row: RawRow, cell: Cell | None) -> Labelled | None:
    """Give a row whose text opens with its printed number with the number as its reference.

    None for a text without one, for a row that has a reference, and for a text of several numbered
    parts: there the numbers are theirs.
    """
    if cell is None or not cell.words or (row.fields.get(Role.REF) and row.fields[Role.REF].blocks):
        return None
    first = group_lines(cell.words)[0].words
    for count in range(min(LABEL_WORDS, len(first)), 0, -1):
        opening = " ".join(word.text for word in first[:count])
        match = OPENING.match(opening)
        if match is None or opening[match.end() :].strip(" -\u2013\u2014"):
            continue
        numbered = [b for b in cell.passage.blocks if (m := OPENING.match(b.text)) and not m["word"]]
        if not match["word"] and len(numbered) > 1:
            return None
        label = {word.key for word in first[:count]}
        rest = [word for word in cell.words if word.key not in label]
        if not rest:
            return None
        ref = Passage((Block(match["number"] or match["bare"]),), regions_of(first[:count]))
        text = read_passage(rest, cell.fill)
        fields = {Role.REF: ref, **{role: each for role, each in row.fields.items() if role != Role.REF}}
        return Labelled(replace(row, fields=fields | {Role.TEXT: text}), match["word"] is not None)
    return None


def is_numbered_heading(paragraph: Paragraph) -> bool:
    """Say whether a paragraph opens with a word such as 'Recommendation' and its number, and goes on."""
    match = OPENING.match(paragraph.text)
    return match is not None and match["word"] is not None and bool(paragraph.text[match.end() :].strip())


def number_rows(labelled: Sequence[Labelled | None]) -> bool:
    """Say whether the numbers that open the texts of a table are those of its rows.

    Half of the rows have one at least. Without a word such as 'Recommendation' before them there must
    be two, and they must not fall: '24. hour cover' alone is no label.
    """
    found = [each for each in labelled if each is not None]
    if not found or 2 * len(found) < len(labelled):
        return False
    if all(each.worded for each in found):
        return True
    numbers = [_number(each.row.fields[Role.REF].text) for each in found]
    return len(numbers) > 1 and numbers == sorted(numbers)


def _number(ref: str) -> tuple[str, list[int], str]:
    prefix, rest = re.sub(r"\d.*", "", ref), re.sub(r"^\D*", "", ref)
    return prefix, [int(part) for part in re.findall(r"\d+", rest)], re.sub(r"[\d.]", "", rest)
