"""Lines in which a character is struck twice or numbers a footnote: gone through one at a time.

They are few. `extract.pages.words` gives the same words for all other lines, for a whole page in one step.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extract.pages.characters import Character
from records.geometry import Box
from records.pages import Word

WORD_GAP = 0.25
"""A gap wider than this share of the letter size parts two words; printed spaces are wider than 0.2."""

DOUBLE_STRIKE = 0.12
"""Two equal characters closer than this share of their size are one, struck twice to look bold."""

NEIGHBOURS = 4
"""Characters to the left of another among which the first strike of it is sought."""

RAISED = 0.75
"""Digits smaller than this share of the word that they follow, and raised, number a footnote."""

LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"}


def line_words(line: Sequence[Character], page: int, index: int) -> tuple[list[Word], int]:
    """Give the words of one line, numbered from `index`, and the count of characters struck twice."""
    words: list[Word] = []
    kept = _once(line)
    doubled = sum(not c.text.isspace() for c in line) - sum(not c.text.isspace() for c in kept)
    before: Character | None = None
    for run in _runs(kept):
        raised = before is not None and _is_mark(run[0], before) and run[0].box.x0 - before.box.x1 < 2
        words.append(_word(run, page, index + len(words), mark=raised))
        before = before if raised else run[-1]
    return words, doubled


def _once(line: Sequence[Character]) -> list[Character]:
    """Drop characters struck a second time on the same spot."""
    kept: list[Character] = []
    for character in line:
        near = DOUBLE_STRIKE * character.size
        if not any(
            other.text == character.text
            and abs(other.box.x0 - character.box.x0) < near
            and abs(other.box.top - character.box.top) < near
            for other in kept[-NEIGHBOURS:]
        ):
            kept.append(character)
    return kept


def _runs(line: Sequence[Character]) -> Iterator[list[Character]]:
    """Part a line into runs of characters with no space and no wide gap between them.

    A space counts unless it lies within the letter before it: some programs print spaces on top of
    letters, where nobody sees them.
    """
    run: list[Character] = []
    spaced = False
    for character in line:
        if character.text.isspace():
            spaced = spaced or not run or character.box.x1 > run[-1].box.x1
            continue
        if run and (
            spaced
            or character.box.x0 - run[-1].box.x1 > WORD_GAP * max(character.size, 1.0)
            or _is_mark(character, run[0]) is not _is_mark(run[-1], run[0])
            or character.box.x0 < run[-1].box.x0 - character.size
        ):
            yield run
            run = []
        run.append(character)
        spaced = False
    if run:
        yield run


def _is_mark(character: Character, first: Character) -> bool:
    """Say whether a character is the number of a footnote: a digit, much smaller and raised."""
    return (
        character.text.isdigit()
        and character.size < RAISED * first.size
        and character.box.bottom < first.box.bottom - 0.1 * first.size
    )


def _word(run: Sequence[Character], page: int, index: int, *, mark: bool) -> Word:
    first = run[0]
    text, edges = "", []
    for character in run:
        printed = LIGATURES.get(character.text, character.text)
        step = character.box.width / len(printed)
        edges += [round(character.box.x0 + i * step, 2) for i in range(len(printed))]
        text += printed
    box = Box(
        first.box.x0,
        min(c.box.top for c in run),
        max(c.box.x1 for c in run),
        max(c.box.bottom for c in run),
    )
    return Word(
        page=page,
        index=index,
        text=text,
        box=box,
        edges=(*edges, box.x1),
        font=first.font,
        size=first.size,
        colour=first.colour,
        upright=first.upright,
        mark=mark,
    )
