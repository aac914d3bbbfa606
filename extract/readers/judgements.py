"""Judgements: a grade belongs to the label that stands in its row, never to one by order."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from statistics import median

from extract.facts.family_facts import Located
from extract.families.registry import Family, Judged, Sentence, tidy
from extract.layout.lines import Line, group_lines, regions_of
from extract.layout.page_layout import Layout
from extract.layout.paragraphs import Paragraph, group_paragraphs, read_passage
from extract.layout.printed_numbers import ASPECT
from extract.readers.headings import matching
from extract.tables.grids import Row
from extract.tables.stitch import Table
from extract.tolerances import GRADE_GAP, SAME_EDGE
from records.outcome import Issue
from records.pages import Word
from records.report import Block, Passage, RawJudgement

GRADE_NUMBER = re.compile(r"(?<=\S)[ (-]*grade [1-4]\)?$")
"""The number of a grade behind its word: 'Inadequate Grade 4', 'Good (grade 2)'; tidied."""

Judgements = tuple[tuple[RawJudgement, ...], tuple[Word, ...], tuple[Issue, ...]]


def read_judgements(layout: Layout, family: Family) -> Judgements:
    """Return the graded aspects of a report, the words that carry them, and which grades were not read."""
    if family.judged is None:
        return (), (), ()
    grades = frozenset(tidy(grade) for grade in family.judged.grades)
    unread: list[Issue] = []
    found: list[tuple[tuple[str, ...], str | None, Passage, Passage]] = []
    words: list[Word] = []
    for sentence in family.judged.sentences:
        told = _sentence(sentence, layout)
        if told is not None:
            aspect, grade, carried = told
            found.append(((), None, aspect, grade))
            words += carried
    for table in layout.tables:
        section = _section(table, layout, family.judged)
        if section is None:
            continue
        judged = False
        for row in table.rows:
            graded = _graded(row, grades)
            filled = row.filled
            if graded is not None:
                judged = True
                found.append((section, *graded))
                words += row.words
            elif len(filled) == 1 and section != ():
                section = (filled[0].line,)
            elif judged and len(filled) > 1:
                unread.append(_not_read([cell.line for cell in filled[:-1]], filled[-1].words))
    for heading, left, right in _open_rows(layout, family.judged):
        if not _is_grade((word.text for word in right), grades):
            unread.append(_not_read([word.text for word in left], right))
            continue
        found.append((heading, None, read_passage(left), read_passage(right)))
        words += [*left, *right]
    judgements = tuple(RawJudgement(place, *each) for place, each in enumerate(found, 1))
    return judgements, tuple({w.key: w for w in words}.values()), tuple(unread)


def _not_read(aspect: Iterable[str], words: Sequence[Word]) -> Issue:
    """Return what is told of words that stand in the place of a grade and are none of the family's."""
    grade = " ".join(word.text for word in words)
    said = f"'{grade}' beside '{' '.join(aspect)}' is none of the grades that such reports print"
    return Issue("warning", "grade_not_read", said, words[0].page)


def _is_grade(words: Iterable[str], grades: Collection[str]) -> bool:
    return GRADE_NUMBER.sub("", tidy(" ".join(words))) in grades


def _section(table: Table, layout: Layout, judged: Judged) -> tuple[str, ...] | None:
    """Return the headings above a table of judgements, None if it is no such table.

    It stands on page 1, or on the page of the heading that the family names, below it.
    """
    if table.start[0] == 1:
        return ()
    if judged.below is None:
        return None
    above = [p for p in layout.paragraphs if p.start < table.start]
    heading = next((p for p in reversed(above) if matching(p, [judged.below])), None)
    if heading is None or table.start[0] - heading.page > 1:
        return None
    return tuple(p.line for p in above[-1:] if p.start > heading.start)


Listed = tuple[tuple[str, ...], list[Word], list[Word]]


def _open_rows(layout: Layout, judged: Judged) -> list[Listed]:
    """Return section, aspect and grade of findings that are set in columns without rules between them.

    Below the heading that the family names, a line that ends in a grade is a finding; the grades
    share their left edge, and what stands left of it is the aspect, with the next lines if it wraps.
    Bold lines without a grade are headings. Other words at the edge, far behind what stands left of
    them, are given as a grade too.
    """
    if judged.below is None:
        return []
    heads = [p for p in layout.paragraphs if matching(p, [judged.below])]
    below = [p for p in layout.paragraphs if heads and heads[-1].start < p.start]
    lines = group_lines(word for p in below for word in p.words)
    grades = {tidy(grade) for grade in judged.grades}
    edges = [start for line in lines if (start := _grade_starts(line, grades)) is not None]
    return _in_columns(lines, median(edges), grades) if edges else []


def _in_columns(lines: Sequence[Line], edge: float, grades: Collection[str]) -> list[Listed]:
    """Return the findings in lines whose grades begin at `edge`, points from the left."""
    found: list[Listed] = []
    section: tuple[str, ...] = ()
    for line in lines:
        left = [word for word in line.words if word.box.x0 < edge - SAME_EDGE]
        right = [word for word in line.words if word.box.x0 >= edge - SAME_EDGE]
        graded = _is_grade((word.text for word in right), grades)
        if left and right and (graded or (not line.bold and _set_apart(left[-1], right[0], edge))):
            found.append((section, left, right))
        elif not right and line.bold:
            section = (line.text,)
        elif not right and found and left[0].text[:1].islower() and left[0].page == found[-1][1][0].page:
            found[-1][1].extend(left)
    return found


def _set_apart(left: Word, right: Word, edge: float) -> bool:
    """Return whether a word begins a column at `edge`, with more room before it than between words."""
    return abs(right.box.x0 - edge) < SAME_EDGE and right.box.x0 - left.box.x1 > GRADE_GAP * right.size


def _grade_starts(line: Line, grades: Collection[str]) -> float | None:
    """Return the left edge of the grade that ends a line, None if none does."""
    for count in range(1, min(6, len(line.words))):
        if _is_grade((word.text for word in line.words[-count:]), grades):
            return line.words[-count].box.x0
    return None


def _graded(row: Row, grades: Collection[str]) -> tuple[str | None, Passage, Passage] | None:
    """Return number, aspect and grade of a row whose last filled cell holds a grade and nothing else."""
    filled = row.filled
    if len(filled) < 2:
        return None
    *labels, last = filled
    if not _is_grade([last.text], grades):
        return None
    words = [word for cell in labels for word in cell.words]
    number = ASPECT.match(words[0].text)
    aspect = words[1:] if number is not None and len(words) > 1 else words
    return number.group("ref") if number is not None else None, read_passage(aspect), read_passage(last.words)


def _sentence(sentence: Sentence, layout: Layout) -> tuple[Passage, Passage, tuple[Word, ...]] | None:
    """Find a judgement printed as a sentence: its aspect, its grade, and all words of the sentence."""
    for run in _runs(layout, sentence):
        text = run.text
        match = re.search(sentence.regex, text)
        if match is not None:
            located = Located.of(run)
            whole, grade = located.within(*match.span()), located.within(*match.span("value"))
            aspect = Passage((Block(sentence.aspect),), regions_of(whole))
            return aspect, Passage((Block(match.group("value")),), regions_of(grade)), whole
    return None


def _runs(layout: Layout, sentence: Sentence) -> Iterator[Paragraph]:
    """Yield the cells and paragraphs that may hold the sentence, two neighbours together as well.

    Where only the grade is bold, the sentence reaches us as two paragraphs.
    """
    pages = {1} if sentence.where == "first_page" else {page.number for page in layout.pages}
    for table in layout.tables:
        for row in table.rows:
            for cell in row.cells:
                if cell.words and cell.words[0].page in pages:
                    yield from _cell(cell.words)
    paragraphs = [p for p in layout.paragraphs if p.page in pages]
    for place, paragraph in enumerate(paragraphs):
        yield paragraph
        following = paragraphs[place + 1 : place + 2]
        if following and following[0].page == paragraph.page:
            yield Paragraph((*paragraph.lines, *following[0].lines))


def _cell(words: tuple[Word, ...]) -> Iterator[Paragraph]:
    """Yield the paragraphs of a cell, and its first lines, as an explanation may follow tightly."""
    lines = group_lines(words)
    yield from group_paragraphs(lines)
    for count in range(1, min(3, len(lines)) + 1):
        yield Paragraph(tuple(lines[:count]))
