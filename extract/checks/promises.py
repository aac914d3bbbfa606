"""What the text promises is there: what it resolves, recommends or asks for, as many items as it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import msgspec

from extract.checks.evidence import Checked, failed, quoted
from extract.families.patterns import fault_of
from extract.layout.paragraphs import Paragraph
from extract.readers.council_lists import read_label
from extract.readers.headings import contents_pages
from extract.tables.stitch import Table
from records.errors import ConfigError
from records.outcome import Issue
from records.strict_yaml import decode

FOLLOWING = 4
"""Paragraphs or tables below a sentence that asks, one of which must have given rows."""

FILE = Path(__file__).parent / "promises.yaml"


class Promise(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a paragraph holds that must give rows. `counter_examples` must not match."""

    regex: str
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...] = ()


class Promises(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sentences that resolve, recommend or ask; totals, whose group `number` counts items; words."""

    sentences: tuple[Promise, ...]
    totals: tuple[Promise, ...]
    numbers: dict[str, int]


@cache
def load_promises() -> Promises:
    """Load `promises.yaml`. Raises `ConfigError` for a pattern that misses an example or takes another."""
    try:
        promises = decode(FILE.read_bytes(), Promises)
    except msgspec.DecodeError as error:
        raise ConfigError(f"checks/{FILE.name}: {error}") from error
    for promise in (*promises.sentences, *promises.totals):
        fault = fault_of(promise) or next(
            (
                f"{promise.regex!r} matches its counter-example {example!r}. Correct one of them."
                for example in promise.counter_examples
                if re.search(promise.regex, example)
            ),
            None,
        )
        if fault is not None:
            raise ConfigError(f"checks/{FILE.name}: {fault}")
    return promises


def unanswered_sentences(checked: Checked) -> Iterator[Issue]:
    """Report sentences that resolve, recommend or ask for something of which no row was made.

    The paragraph must stand in a row; where it ends with the opening itself or a colon, one of the few
    paragraphs and tables below it. 'Recommendation 4' may be a row elsewhere: reports print theirs again.
    """
    contents = contents_pages(checked.layout.paragraphs)
    refs = {_plain(row.fields["ref"].text) for row in checked.rows if "ref" in row.fields}
    elements = _in_order(checked)
    took = [checked.took(element) for element in elements]
    for place, element in enumerate(elements):
        if isinstance(element, Table) or element.page in contents or took[place]:
            continue
        text = " ".join(element.text.split())
        asked = [found for promise in load_promises().sentences if (found := re.search(promise.regex, text))]
        below = text.endswith(":") or any(not text[found.end() :].strip(" .:") for found in asked)
        if not asked or (below and any(took[place + 1 : place + 1 + FOLLOWING])):
            continue
        labels = [label for label in read_label(text) if label.worded]
        if not any(_plain(label.ref) in refs for label in labels):
            yield failed(
                "nothing_read_below",
                f"No row was made of what page {element.page} resolves, recommends or asks: {quoted(text)}.",
                page=element.page,
            )


def printed_totals(checked: Checked) -> Iterator[Issue]:
    """Report a printed number of recommendations that is larger than that of the rows, once, the largest."""
    said = [
        (number, paragraph)
        for paragraph in checked.layout.paragraphs
        for promise in load_promises().totals
        for match in re.finditer(promise.regex, " ".join(paragraph.text.split()))
        if (number := _number(match["number"])) is not None
    ]
    numbers = [number for number, _ in said]
    if not numbers or len(checked.rows) in numbers or max(numbers) < len(checked.rows):
        return
    number, paragraph = max(said, key=lambda each: each[0])
    yield failed(
        "total_differs",
        f"Page {paragraph.page} speaks of {number} recommendations, {len(checked.rows)} rows were read: "
        f"{quoted(paragraph.text)}.",
        page=paragraph.page,
    )


def _in_order(checked: Checked) -> Sequence[Paragraph | Table]:
    """Return paragraphs and tables as they follow on the pages."""
    layout = checked.layout
    placed: list[tuple[tuple[int, float, float], Paragraph | Table]] = [
        *(((p.page, p.box.top, p.box.x0), p) for p in layout.paragraphs),
        *(((t.grids[0].page, t.grids[0].box.top, t.grids[0].box.x0), t) for t in layout.tables),
    ]
    return [element for _, element in sorted(placed, key=lambda each: each[0])]


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() else load_promises().numbers.get(text.casefold())


def _plain(ref: str) -> str:
    return re.sub(r"\W+", "", ref).casefold()
