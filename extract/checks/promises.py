"""What the text promises is there: what it resolves, recommends or asks for, as many items as it names."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec

from extract.checks.evidence import Checked, failed, name_of, plain, quoted
from extract.families.column_roles import Role
from extract.families.patterns import counter_fault_of, fault_of
from extract.readers.council_lists import read_label
from extract.readers.headings import contents_pages
from extract.tables.stitch import Table
from records.errors import ConfigError
from records.outcome import Issue
from records.strict_yaml import decode

FOLLOWING = 4
"""Paragraphs or tables below a sentence that asks, one of which must have given rows."""

DASHED = " .:–—-"
"""What may follow the opening of a resolution on its line."""

FILE = Path(__file__).parent / "promises.yaml"


class Promise(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a paragraph holds that must give rows. `counter_examples` must not match."""

    regex: str
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...] = ()


class Promises(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What makes a paragraph promise rows.

    `sentences` resolve, recommend or ask; each holds a match of `hint`, which is cheap. `formal` business
    asks for no row. `totals` count items with their group `number`, in figures or the words of `numbers`.
    """

    hint: str
    sentences: tuple[Promise, ...]
    formal: tuple[Promise, ...]
    totals: tuple[Promise, ...]
    numbers: dict[str, int]


@cache
def load_promises() -> Promises:
    """Load `promises.yaml`. Raises `ConfigError` for a pattern that misses an example or takes another."""
    try:
        promises = decode(FILE.read_bytes(), Promises)
    except msgspec.DecodeError as error:
        raise ConfigError(f"checks/{FILE.name}: {error}") from error
    for promise in (*promises.sentences, *promises.formal, *promises.totals):
        fault = fault_of(promise) or counter_fault_of(promise)
        if fault is not None:
            raise ConfigError(f"checks/{FILE.name}: {fault}")
    return promises


def unanswered_sentences(checked: Checked) -> Iterator[Issue]:
    """Report sentences that resolve, recommend or ask for something of which no row was made.

    The paragraph must stand in a row; where it ends with the opening itself or a colon, one of the few
    paragraphs and tables below it. 'Recommendation 4' may be a row elsewhere: reports print theirs again.
    """
    contents = contents_pages(checked.layout.paragraphs)
    took = [taken for _, taken in checked.elements]
    for place, (element, taken) in enumerate(checked.elements):
        if taken:
            continue
        if isinstance(element, Table):
            asking = next((line for line in _lines(element) if decisions(line)), None)
            if asking is not None:
                yield _unanswered(element.grids[0].page, asking)
            continue
        text = " ".join(element.text.split())
        asked = [] if element.page in contents else decisions(text)
        below = text.endswith(":") or any(not text[found.end() :].strip(DASHED) for found in asked)
        if not asked or (below and any(took[place + 1 : place + 1 + FOLLOWING])):
            continue
        labels = [label.ref for label in read_label(text) if label.worded]
        if not any(plain(ref) in checked.refs for ref in labels):
            yield _unanswered(element.page, text)


def decisions_within(checked: Checked) -> Iterator[Issue]:
    """Report texts in which another sentence resolves or recommends: two items were probably read as one."""
    for row in checked.rows:
        text = row.fields.get(Role.TEXT)
        line = text.line if text is not None else ""
        later = [found for found in decisions(line) if found.start() > 0]
        if later:
            yield failed(
                "decision_within",
                f"The text of {name_of(row)} holds another decision: {quoted(line[later[0].start() :])}.",
                row=row,
            )


def decisions(text: str) -> list[re.Match[str]]:
    """Return where a text of one line resolves, recommends or asks, formal business aside."""
    promises = load_promises()
    if re.search(promises.hint, text) is None:
        return []
    found = (match for each in promises.sentences for match in re.finditer(each.regex, text))
    return [match for match in found if not _is_formal(text[match.start() :], promises)]


def _is_formal(sentence: str, promises: Promises) -> bool:
    first = re.split(r"(?<=[a-z]{2}\.) ", sentence, maxsplit=1)[0]
    return any(re.search(each.regex, first) for each in promises.formal)


def _lines(table: Table) -> Iterator[str]:
    """Yield the words of each cell on one line."""
    cells = (cell for grid in table.grids for row in grid.rows for cell in row.filled)
    return (" ".join(word.text for word in cell.words) for cell in cells)


def _unanswered(page: int, text: str) -> Issue:
    message = f"No row was made of what page {page} resolves, recommends or asks: {quoted(text)}."
    return failed("nothing_read_below", message, page=page)


def printed_totals(checked: Checked) -> Iterator[Issue]:
    """Report a printed number of items that is larger than that of the rows, once, the largest."""
    said = [
        (number, match[0].split()[-1], paragraph)
        for paragraph in checked.layout.paragraphs
        for promise in load_promises().totals
        for match in re.finditer(promise.regex, " ".join(paragraph.text.split()))
        if (number := _number(match["number"])) is not None
    ]
    numbers = [number for number, _, _ in said]
    if not numbers or len(checked.rows) in numbers or max(numbers) < len(checked.rows):
        return
    number, items, paragraph = max(said, key=lambda each: each[0])
    yield failed(
        "total_differs",
        f"Page {paragraph.page} speaks of {number} {items}, {len(checked.rows)} rows were read: "
        f"{quoted(paragraph.text)}.",
        page=paragraph.page,
    )


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() else load_promises().numbers.get(text.casefold())
