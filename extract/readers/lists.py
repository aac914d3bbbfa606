"""Lists of recommendations below the headings that a family names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

import msgspec
from msgspec.structs import replace

from extract.families.column_roles import Role, field_name
from extract.families.registry import Family, ItemList, load_columns, load_none, tidy
from extract.layout.lines import Line, regions_of
from extract.layout.page_layout import Frame, Layout
from extract.layout.paragraphs import SENTENCE_END, Paragraph, passage_of
from extract.layout.printed_numbers import OPENING_NUMBER
from extract.readers.headings import contents_pages, is_set_off, matching, style
from extract.readers.tails import without_tails
from extract.tables.stitch import Table
from extract.tolerances import OTHER_SIZE, OUTDENT, SHORT_LINE, SUB_ITEM
from records.pages import Word
from records.report import Block, Join, Passage, RawRow

Element = Paragraph | Table


class Stretch(msgspec.Struct):
    """The elements below one list heading (and one sub-heading) in reading order."""

    spec: ItemList
    section: tuple[str, ...]
    elements: list[Element]
    head: Paragraph


Read = tuple[tuple[RawRow, ...], tuple[Word, ...], tuple[Word, ...], tuple[Join, ...]]


def read_lists(layout: Layout, family: Family) -> Read:
    """Return the rows of every list, the words in them, the words of their headings, and table joins."""
    stretches, headings = find_stretches(layout, family)
    rows: list[RawRow] = []
    words: list[Word] = []
    joins: list[Join] = []
    for stretch in stretches:
        for fields, used in _items(stretch, layout):
            if stretch.spec.timescale is not None:
                # Without a region: the heading stands above all of its items, maybe on an earlier page.
                fields[Role.TIMESCALE] = Passage((Block(_title(stretch.head)),), ())
            rows.append(RawRow(len(rows) + 1, stretch.section, fields))
            words += used
        for element in stretch.elements:
            if isinstance(element, Table):
                joins += element.joins
    return tuple(rows), tuple(words), tuple(headings), tuple(joins)


def find_stretches(layout: Layout, family: Family) -> tuple[list[Stretch], list[Word]]:
    """Return what stands below the headings of lists, and the words of those headings.

    A list ends at the next heading: one that the family names, one larger than the list's own, or
    one of its own rank. Only a heading that follows the list's own at once, and those set like it,
    divide the list; their words are one more level of the section.
    """
    walk = _Walk(layout, family)
    elements = list(_without_asides(layout, family))
    for element, following in zip(elements, [*elements, None][1:], strict=True):
        if isinstance(element, Paragraph):
            walk.take(element, following)
        elif walk.stretch is not None:
            walk.stretch.elements.append(element)
    return walk.stretches, walk.words


def _without_asides(layout: Layout, family: Family) -> Iterator[Element]:
    """Return all elements but the contents pages and case studies: a heading and what belongs to it."""
    contents = contents_pages(layout.paragraphs)
    aside: Paragraph | None = None
    for element in _elements(layout):
        if isinstance(element, Paragraph):
            if element.page in contents:
                continue
            if matching(element, family.asides):
                aside = element
            if aside is not None and (element is aside or _goes_aside(element, aside, layout, family)):
                continue
            aside = None
        yield element


def _goes_aside(element: Paragraph, aside: Paragraph, layout: Layout, family: Family) -> bool:
    """Return whether a paragraph belongs to the case study above: in a box as its heading, or set in as far.

    Where its heading stands at the margin of the text and in no box, the next heading ends it.
    """
    if aside.frame is not None:
        return element.frame is not None and not _named(element, family)
    margin = min(p.box.x0 for p in layout.paragraphs if p.page == aside.page)
    if aside.box.x0 < margin + SUB_ITEM and (is_set_off(element, layout.usual) or _named(element, family)):
        return False
    return element.box.x0 > aside.box.x0 - SUB_ITEM / 2


def _named(heading: Paragraph, family: Family) -> bool:
    """Return whether a family knows the heading of a part or list, or what ends one."""
    known = (family.parts, family.lists, family.ends)
    return any(matching(heading, patterns) is not None for patterns in known)


class _Walk:
    """Walks through paragraphs; holds the part, the list and the sub-heading in force."""

    def __init__(self, layout: Layout, family: Family) -> None:
        held = Counter(p.frame for p in layout.paragraphs)
        self.family, self.usual, self.part = family, layout.usual, family.first_part
        self.heads_alone = {
            p.frame for p in layout.paragraphs if held[p.frame] == 1 and is_set_off(p, layout.usual)
        }
        self.head: Paragraph | None = None
        self.base: tuple[str, ...] = ()
        self.divider: tuple[bool, bool, int] | None = None
        self.stretch: Stretch | None = None
        self.stretches: list[Stretch] = []
        self.words: list[Word] = []

    def take(self, element: Paragraph, following: Element | None) -> None:
        """Take a paragraph for a heading of a part or of a list, or for what its list holds."""
        # The words tell: now and then a heading is printed in the plain letters of the text.
        unmarked = not element.bullet and element.label is None
        part = matching(element, self.family.parts) if unmarked else None
        spec = matching(element, self.family.lists) if unmarked else None
        if part is not None:
            self.part, self.stretch = part.name or _title(element), None
        if spec is not None:
            self._open(spec, element)
        elif part is not None:
            self.words += element.words
        elif self.stretch is None or self.head is None:
            return
        elif not _is_boxed_in(element, self.stretch, self.heads_alone):
            self._go_on(self.stretch, element, self.head, _opens_items(element, following, self.stretch))

    def _open(self, spec: ItemList, element: Paragraph) -> None:
        self.head, self.divider = element, None
        own = None if spec.timescale == "only" else spec.name or _title(element)
        self.base = tuple(s for s in (self.part, own) if s)
        last = self.stretch
        if last is None or last.section != self.base or last.elements or spec.timescale:
            self._begin(Stretch(spec, self.base, [], element))
        self.words += element.words

    def _begin(self, stretch: Stretch) -> None:
        self.stretch = stretch
        self.stretches.append(stretch)

    def _go_on(self, stretch: Stretch, element: Paragraph, head: Paragraph, opens: bool) -> None:
        set_off = is_set_off(element, self.usual)
        ends = matching(element, self.family.ends) is not None
        if not ends and _divides(element, stretch, set_off, opens, self.divider, head, self.usual):
            self.divider = style(element)
            self._begin(Stretch(stretch.spec, (*self.base, _title(element)), [], stretch.head))
            self.words += element.words
        elif set_off or ends:
            self.stretch = None
        else:
            stretch.elements.append(element)


def _title(heading: Paragraph) -> str:
    return heading.line.rstrip("?: ")


def _elements(layout: Layout) -> list[Element]:
    """Return paragraphs and tables in reading order."""
    elements: list[Element] = [*without_tails(layout.paragraphs), *layout.tables]
    return sorted(elements, key=lambda element: element.start)


def _is_boxed_in(element: Paragraph, stretch: Stretch, heads_alone: Collection[int | None]) -> bool:
    """Return whether a paragraph stands in a box that is no part of its list, such as a case study.

    A heading that has a box to itself is a heading like any other.
    """
    return element.frame is not None and not stretch.spec.framed and element.frame not in heads_alone


def _divides(
    element: Paragraph,
    stretch: Stretch,
    set_off: bool,
    opens: bool,
    divider: tuple[bool, bool, int] | None,
    head: Paragraph,
    usual: float,
) -> bool:
    """Return whether a paragraph is a sub-heading that divides the list."""
    if element.bullet or element.label is not None or element.frame is not None:
        return False
    if set_off:
        if element.size > head.size + OTHER_SIZE:
            return False
        return style(element) == divider if divider is not None else not stretch.elements
    # A sub-heading in plain or sloping letters: one short line, no full stop, at the text's margin.
    return (
        len(element.lines) == 1
        and (element.italic or element.box.width < SHORT_LINE * usual)
        and SENTENCE_END.search(element.text) is None
        and element.text[:1].isupper()
        and (element.italic or opens or divider == style(element) or not stretch.elements)
    )


def _opens_items(element: Paragraph, following: Element | None, stretch: Stretch) -> bool:
    """Return whether a paragraph stands between the items of a list, further left than their texts."""
    last = stretch.elements[-1] if stretch.elements else None
    beside = [p for p in (last, following) if isinstance(p, Paragraph) and (p.bullet or p.label is not None)]
    return len(beside) == 2 and all(element.box.x0 < item.left - OUTDENT for item in beside)


Item = tuple[dict[str, Passage], tuple[Word, ...]]


def _items(stretch: Stretch, layout: Layout) -> Iterator[Item]:
    """Part the elements of a stretch into items, each with its fields and words."""
    if stretch.spec.framed:
        yield from (item for item in _framed(stretch, layout) if not says_none(item[0][Role.TEXT].text))
        return
    paragraphs = _numbered([e for e in stretch.elements if isinstance(e, Paragraph)])
    for group in _groups(paragraphs):
        if not says_none(group[0].without_label().text):
            yield _item(group)


def _groups(paragraphs: Sequence[Paragraph]) -> list[list[Paragraph]]:
    """Return the paragraphs of each item: what a bullet or label opens, or each where none has one."""
    marked = [p for p in paragraphs if p.bullet or p.label is not None]
    if not marked:
        return [[p] for p in paragraphs if not p.text.endswith(":")]
    groups: list[list[Paragraph]] = []
    first = marked[0]
    for paragraph in paragraphs:
        if paragraph in marked and (not groups or not _belongs(paragraph, groups[-1][0], first)):
            groups.append([paragraph])
        elif groups and (paragraph in marked or paragraph.box.x0 > first.box.x0 + 2):
            groups[-1].append(paragraph)
    return groups


def _numbered(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs of a list; those that open with the number next to a neighbour's are items.

    Now and then the stop behind a number is forgotten, mostly behind the first or the last.
    """
    opened = [(p, int(number[1])) for p in paragraphs if (number := OPENING_NUMBER.match(p.words[0].text))]
    found = {
        id(p)
        for (one, first), (other, second) in pairwise(opened)
        if second == first + 1 and abs(one.box.x0 - other.box.x0) < OUTDENT
        for p in (one, other)
    }
    return [replace(p, numbered=True) if id(p) in found and p.label is None else p for p in paragraphs]


def _belongs(paragraph: Paragraph, item: Paragraph, first: Paragraph) -> bool:
    """Return whether a marked paragraph is a part of the item before: set in further, or marked otherwise."""
    if paragraph.box.x0 > item.box.x0 + SUB_ITEM:
        return True
    return first.label is not None and paragraph.bullet


def says_none(text: str) -> bool:
    """Return whether an item only states that there is none: 'There are no areas for priority action.'"""
    return any(re.fullmatch(none.regex, tidy(text)) for none in load_none())


def _item(group: Sequence[Paragraph]) -> Item:
    """Return the fields of an item: its printed number, if it has one, and its text, sub-items as blocks."""
    first, *rest = group
    words = tuple(word for p in group for word in p.words)
    fields: dict[str, Passage] = {}
    if first.label is not None:
        fields[Role.REF] = Passage((Block(first.label.strip("().")),), regions_of(first.words[:1]))
    text = passage_of([first.without_label(), *rest])
    fields[Role.TEXT] = Passage((Block(text.blocks[0].text), *text.blocks[1:]), text.regions)
    return fields, words


def _framed(stretch: Stretch, layout: Layout) -> Iterator[Item]:
    """Yield the items that stand in table rows or in drawn boxes, one item a row or box."""
    boxes: list[tuple[int, list[Paragraph]]] = []
    for element in stretch.elements:
        if isinstance(element, Table):
            yield from _boxed(boxes, layout)
            boxes = []
            yield from _table_rows(element)
        elif element.frame is not None:
            if boxes and boxes[-1][0] == element.frame:
                boxes[-1][1].append(element)
            else:
                boxes.append((element.frame, [element]))
    yield from _boxed(boxes, layout)


def _boxed(boxes: Sequence[tuple[int, list[Paragraph]]], layout: Layout) -> Iterator[Item]:
    joined: list[list[Paragraph]] = []
    last: Frame | None = None
    for place, paragraphs in boxes:
        frame = layout.frames[place]
        if last is not None and joined and _goes_on(last, frame, joined[-1], paragraphs):
            joined[-1] += paragraphs
        else:
            joined.append(list(paragraphs))
        last = frame
    for paragraphs in joined:
        whole = _unbroken(paragraphs)
        yield {Role.TEXT: passage_of(whole)}, tuple(word for p in whole for word in p.words)


def _goes_on(upper: Frame, lower: Frame, above: Sequence[Paragraph], below: Sequence[Paragraph]) -> bool:
    """Return whether a box at the head of a page carries on the one at the foot of the page before."""
    if lower.page != upper.page + 1:
        return False
    if upper.open_bottom or lower.open_top or below[0].bullet:
        return True
    return SENTENCE_END.search(above[-1].text) is None or above[-1].text.endswith(":")


def _unbroken(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Join a paragraph that the page break parted: unfinished above, going on below."""
    whole: list[Paragraph] = []
    for paragraph in paragraphs:
        if (
            whole
            and paragraph.page != whole[-1].page
            and not paragraph.bullet
            and SENTENCE_END.search(whole[-1].text) is None
        ):
            lines: tuple[Line, ...] = (*whole[-1].lines, *paragraph.lines)
            whole[-1] = Paragraph(lines, whole[-1].frame)
        else:
            whole.append(paragraph)
    return whole


def _table_rows(table: Table) -> Iterator[Item]:
    """Yield the rows of a table with a heading over each column, such as 'Responsible body'."""
    known = {tidy(heading): role for role, headings in load_columns().items() for heading in headings}
    head = table.rows[0]
    roles = {
        cell.first: role
        for cell in head.cells
        if (role := known.get(tidy(cell.text))) in {Role.TEXT, Role.OWNER}
    }
    if Role.TEXT not in roles.values():
        return
    headings = {cell.first: cell.line for cell in head.cells}
    for row in table.rows[1:]:
        fields = {
            field_name(roles.get(cell.first), headings.get(cell.first, ""), cell.first): cell.passage
            for cell in row.cells
            if cell.words
        }
        if Role.TEXT in fields:
            yield fields, row.words
