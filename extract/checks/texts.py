"""The text of a row is one whole item: not cut short, not two at once, and not the word 'none'."""

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import combinations, pairwise

from extract.checks.evidence import Checked, failed, name_of, quoted
from extract.families.column_roles import Role
from extract.layout.printed_numbers import PAGE_COUNT
from extract.readers.council_lists import read_label
from extract.readers.lists import says_none
from records.outcome import Issue
from records.report import Passage, RawRow

UNFINISHED = re.compile(
    r"(?::|[^.!?]\b(?:to|that|the|and|or|of|by|for|with|agree|agreed)(?:[:;,]|\s*[-–—])?)$", re.IGNORECASE
)
"""How a text ends of which the rest is missing."""

ANNOUNCED = re.compile(r"(?::|\b(?:to|that|agreed?|including|following|follows)[:;,–—-]?)$", re.IGNORECASE)
"""How a text ends that announces a list: rows may be lost, not only words."""

GOES_ON = re.compile(r"[;,] (?:and|or)$")
"""How an item ends that is the last but one of its list."""

FORMULA = re.compile(r"[a-z]+(?: \w+){0,2}: ")
"""How a text begins that kept the end of its opening: 'Decision taken: '."""

NOTHING = re.compile(
    r"(?:n/?a|nil|not applicable|see (?:above|below)"
    r"|no (?:new |further |outstanding )?(?:recommendations|actions)"
    r"(?: (?:for|from|were|are|have|due|this|to report|at)\b[^.]*)?"
    r"|there (?:are|were) (?:no|none)\b[^.]*|(?:the )?inspectors? did not find any\b[^.]*)\.?",
    re.IGNORECASE,
)
"""A text that may say that there is no item; those of `_none.yaml` surely do."""

NEARLY = 0.85
"""Likeness, from 0 to 1, of two texts that are one text printed twice."""

MOST_COMPARED = 12
"""Rows of one number of which each text is compared with each other; a column of years has thousands."""

HEADING = 12
"""Words that a heading within a text has at most."""

ENDS = (".", "!", "?", ";", ":")
"""Marks at which a text comes to a stop."""

SOME = 4
"""One in so many texts comes to a stop where stops are printed at all."""

MOSTLY = 0.7
"""Share of the rows that must begin with a capital for a small letter to mean something."""


def unfinished(checked: Checked) -> Iterator[Issue]:
    """Report texts that end in mid-sentence, and those that announce items below them."""
    before = {row.position for row, other in pairwise(checked.rows) if row.section == other.section}
    for row, text in _texts(checked):
        last = text.blocks[-1].text.rstrip()
        if GOES_ON.search(last) and row.position in before:
            continue
        if UNFINISHED.search(last):
            yield failed(
                "text_unfinished",
                f"The text of {name_of(row)} ends with {quoted(last[-30:])}: what follows may be missing.",
                page=row.regions[-1].page if row.regions else None,
                row=None if ANNOUNCED.search(last) else row,
            )


def not_said(checked: Checked) -> Iterator[Issue]:
    """Report texts that say that there is nothing."""
    for row, text in _texts(checked):
        if NOTHING.fullmatch(text.line) or says_none(text.line):
            yield failed(
                "says_none",
                f"The text of {name_of(row)} is {quoted(text.text)}: it may be no item at all.",
                row=row,
            )


def begun_before(checked: Checked) -> Iterator[Issue]:
    """Report texts that begin with a small letter where others begin with a capital: cut at the start.

    Where many do, those below a text that comes to no stop are, if some texts come to one. So is the first
    below a heading, if fewer than half begin so: the heading may be its first line.
    """
    texts = list(_texts(checked))
    first = {at for at in range(1, len(texts)) if texts[at][0].section != texts[at - 1][0].section}
    small = {at for at, (_, text) in enumerate(texts) if text.text[:1].islower()}
    stopped = [text.text.rstrip().endswith(ENDS) for _, text in texts]
    few = len(texts) - len(small) >= MOSTLY * len(texts)
    if 2 * len(small) >= len(texts):
        return
    stops = SOME * sum(stopped) >= len(texts)
    for at in sorted(small):
        row, text = texts[at]
        if not few and at not in first and (not stops or at == 0 or stopped[at - 1]):
            continue
        yield failed(
            "text_cut", f"The text of {name_of(row)} begins in mid-sentence: {quoted(text.text)}.", row=row
        )


def formula_kept(checked: Checked) -> Iterator[Issue]:
    """Report texts that begin with the end of an opening formula: 'taken: the lease be renewed'."""
    for row, text in _texts(checked):
        if FORMULA.match(text.text):
            message = (
                f"The text of {name_of(row)} begins with what may be no part of it: {quoted(text.text)}."
            )
            yield failed("formula_kept", message, row=row)


def headings_within(checked: Checked) -> Iterator[Issue]:
    """Report texts that hold a short bold paragraph below a plain one: a heading, behind which they end."""
    for row, text in _texts(checked):
        first = text.blocks[0]
        for block in text.blocks[1:]:
            if (
                block.bold
                and not first.bold
                and block.kind == "paragraph"
                and len(block.text.split()) <= HEADING
            ):
                yield failed(
                    "heading_within",
                    f"The text of {name_of(row)} holds what looks like a heading: {quoted(block.text)}.",
                    row=row,
                )


def printed_twice(checked: Checked) -> Iterator[Issue]:
    """Report rows of one number with nearly the same text: one of two printings is misread."""
    by_ref: dict[str, list[tuple[RawRow, str]]] = {}
    for row, text in _texts(checked):
        ref = row.fields.get(Role.REF)
        if ref is not None and ref.blocks:
            by_ref.setdefault(ref.line, []).append((row, text.line))
    for group in by_ref.values():
        for (first, one), (second, other) in _pairs(group):
            if one != other and SequenceMatcher(None, one, other).ratio() >= NEARLY:
                yield failed(
                    "printed_twice",
                    f"The texts of {name_of(first)} and {name_of(second)} differ in little: {quoted(other)}.",
                    row=second,
                )


def page_numbers_within(checked: Checked) -> Iterator[Issue]:
    """Report rows that hold a page number, which was printed over them."""
    for row in checked.rows:
        over = next((cell for cell in row.fields.values() if PAGE_COUNT.search(cell.line)), None)
        if over is not None:
            yield failed(
                "page_number_within",
                f"In {name_of(row)} stands a page number: {quoted(over.line[-40:])}.",
                row=row,
            )


def next_items_within(checked: Checked) -> Iterator[Issue]:
    """Report texts in which a paragraph opens with the number that comes next: two items were read as one."""
    for row, text in _texts(checked):
        ref = row.fields.get(Role.REF)
        if ref is None or not ref.blocks:
            continue
        labels = {label.kind: label.order for label in read_label(f"{ref.text.strip('.:)(')}. x")}
        for block in text.blocks[1:]:
            if any(
                label.kind in labels and label.order == (*labels[label.kind][:-1], labels[label.kind][-1] + 1)
                for label in read_label(block.text)
            ):
                yield failed(
                    "item_within",
                    f"The text of {name_of(row)} holds what looks like the next item: {quoted(block.text)}.",
                    row=row,
                )


def _texts(checked: Checked) -> Iterator[tuple[RawRow, Passage]]:
    for row in checked.rows:
        text = row.fields.get(Role.TEXT)
        if text is not None and text.blocks:
            yield row, text


def _pairs(group: list[tuple[RawRow, str]]) -> Iterable[tuple[tuple[RawRow, str], tuple[RawRow, str]]]:
    """Return which texts of one number to compare: all with all, or of many those next by the alphabet."""
    if len(group) <= MOST_COMPARED:
        return combinations(group, 2)
    return pairwise(sorted(group, key=lambda each: (each[1], each[0].position)))
