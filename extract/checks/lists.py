"""Lists go on to their last item, and numbers that the text speaks of are those of rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.checks.evidence import Checked, Element, failed, name_of, plain, quoted
from extract.families.column_roles import Role
from extract.layout.paragraphs import Paragraph
from extract.layout.printed_numbers import UNSTOPPED
from extract.readers.council_lists import Label, read_label
from extract.readers.headings import is_set_off, matching
from extract.tables.stitch import Table
from extract.tolerances import SET_IN
from records.outcome import Issue
from records.report import RawRow

FOLLOWING = 4
"""Paragraphs below an item among which the next one is looked for: a note may stand between them."""

SEVERAL = 2
"""Lines of one text that end with a semicolon, besides its last."""

NUMBERED = re.compile(
    r"(?:[:–—-]|\b(?:that|THAT|to)) ?\("
    r"(?:1\).{1,2000}?[;,.] (?:and )?\(2|a\).{1,2000}?[;,.] (?:and )?\(b|i\).{1,2000}?[;,.] (?:and )?\(ii)\)"
)
"""How one paragraph resolves several things: 'RESOLVED that (1) …; and (2) …'."""

NAMED = re.compile(
    r"\b[Rr]ecommendations? (?:[Nn]os?\.? ?)?(?P<numbers>\d{1,2}(?:(?:, ?| ?[-–] ?| to | and | & )\d{1,2})*)"
    r"(?![\d.]*\d|[)]? (?:of|from|in|by)\b|\.{2}| \.)"
)
"""Recommendations of this paper that its text speaks of by number; those 'of the first review' are others."""


def lists_cut(checked: Checked) -> Iterator[Issue]:
    """Report lists whose first items are rows and the next are not, and announced lists without rows."""
    elements, usual = checked.elements, checked.layout.usual
    for place, (element, taken) in enumerate(elements):
        if not taken or isinstance(element, Table):
            continue
        lost = _lost(element, elements[place + 1 : place + 1 + FOLLOWING], usual)
        if lost is not None:
            yield failed(
                "list_goes_on",
                f"No row was made of {quoted(lost.text)}, which follows {quoted(element.text)}.",
                page=lost.page,
            )


def items_behind_asides(checked: Checked) -> Iterator[Issue]:
    """Report items behind the heading of a case study without a box, set like the item before it.

    Nothing on the page tells where such a case study ends: they may be items of the list.
    """
    before: Paragraph | None = None
    aside = False
    for element, taken in checked.elements:
        if isinstance(element, Table):
            continue
        if taken or is_set_off(element, checked.layout.usual):
            aside = element.frame is None and matching(element, checked.family.asides) is not None
            before = element if taken and _is_marked(element) else before
        elif (
            aside
            and before is not None
            and abs(element.box.x0 - before.box.x0) < SET_IN
            and _is_marked(element)
        ):
            said = (
                f"No row was made of {quoted(element.text)}, which stands below a case study without a box."
            )
            yield failed("list_goes_on", said, page=element.page)
            aside = False


def _is_marked(paragraph: Paragraph) -> bool:
    return paragraph.bullet or paragraph.label is not None


def _lost(item: Paragraph, below: Sequence[tuple[Element, bool]], usual: float) -> Paragraph | None:
    """Return the paragraph that is the next item of a list, and no row; None if there is none."""
    labels = _labels(item)
    for place, (element, taken) in enumerate(below):
        if taken or isinstance(element, Table):
            return None
        if is_set_off(element, usual):
            continue
        first = place == 0 and (element.bullet or bool(_labels(element)))
        announced = first and item.text.endswith(":")
        beside = first and item.bullet and element.bullet and abs(element.box.x0 - item.box.x0) < SET_IN
        if (
            announced
            or beside
            or any(_follows(label, other) for label in labels for other in _labels(element))
        ):
            return element
    return None


def _labels(paragraph: Paragraph) -> list[Label]:
    """Return the labels that the opening of a paragraph may be, a number without a stop among them."""
    labels = [] if paragraph.bullet else read_label(paragraph.text)
    bare = None if labels or paragraph.bullet else UNSTOPPED.match(paragraph.text)
    return labels if bare is None else read_label(f"{bare[1]}. x")


def _follows(label: Label, other: Label) -> bool:
    return (other.kind, other.order) == (label.kind, (*label.order[:-1], label.order[-1] + 1))


def clauses_within(checked: Checked) -> Iterator[Issue]:
    """Report texts of which several lines end with a semicolon: resolutions without numbers, read as one."""
    for element, taken in checked.elements:
        if not taken or isinstance(element, Table):
            continue
        ends = [line.text for line in element.lines[:-1] if re.search(r";(?: and)?$", line.text)]
        if len(ends) >= SEVERAL:
            yield from (
                failed("clauses_within", f"The text of {name_of(row)} may be several items.", row=row)
                for row in _begun_by(ends[0], checked)
            )


def numbers_within(checked: Checked) -> Iterator[Issue]:
    """Report paragraphs that resolve several things by number, '(1) …; and (2) …', and are one row."""
    for element, taken in checked.elements:
        if not taken or isinstance(element, Table):
            continue
        found = NUMBERED.search(" ".join(element.text.split()))
        if found is not None:
            for row in _begun_by(found[0], checked):
                message = f"{name_of(row).capitalize()} may be several, by the numbers in {quoted(found[0])}."
                yield failed("several_numbers", message, page=element.page)


def _begun_by(line: str, checked: Checked) -> Iterator[RawRow]:
    """Yield the rows whose text begins within a line: the formula before it is no part of the text."""
    first = plain(line)
    texts = ((row, row.fields.get(Role.TEXT)) for row in checked.rows)
    return (row for row, text in texts if text is not None and _opens_with(plain(text.text), first))


def _opens_with(text: str, line: str) -> bool:
    """Return whether a text begins within the first half of a line, and holds the rest of it."""
    return any(line[start:] and text.startswith(line[start:]) for start in range(len(line) // 2 + 1))


def numbers_without_rows(checked: Checked) -> Iterator[Issue]:
    """Report a number of a recommendation that the text names and no row has, once, the first."""
    numbers = {int(number) for ref in checked.refs for number in re.findall(r"\d+", ref)}
    said = [
        (number, words, element.page)
        for element, taken in checked.elements
        if not taken and not isinstance(element, Table)
        for number, words in _named(" ".join(element.text.split()))
        if (number not in numbers if numbers else number > len(checked.rows))
    ]
    told = {number for text in _told(checked) for number, _ in _named(text)} if said else set()
    lost = next((each for each in said if each[0] not in told), None)
    if lost is not None:
        number, words, page = lost
        message = f"Page {page} speaks of {quoted(words)}; no row has the number {number}."
        yield failed("number_without_row", message, page=page)


def _told(checked: Checked) -> Iterator[str]:
    """Yield what rows say besides their texts: the recommendation that an action answers is named there."""
    for row in checked.rows:
        yield from row.section
        yield from (cell.line for role, cell in row.fields.items() if role != Role.REF)


def _named(text: str) -> Iterator[tuple[int, str]]:
    """Yield the numbers of recommendations that a text names, of a span its ends, with the words that do."""
    for match in NAMED.finditer(text):
        for number in re.findall(r"\d+", match["numbers"]):
            yield int(number), match[0]
