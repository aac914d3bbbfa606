"""Text that is gone through one character at a time: turned, struck twice, or with numbers of footnotes.

It is rare. `extract.pdf.text.words` gives the same words for all other lines, for a whole page in one step.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from extract.pdf.text.characters import Character
from extract.pdf.tolerances import DOUBLE_STRIKE, RAISED, SAME_LINE, WORD_GAP
from extract.pdf.visibility.rotation import Turn, back, level
from records.geometry import Box
from records.pages import USUAL, Rare, Word, packed

NEIGHBOURS = 4
"""Characters to the left of another among which the first strike of it is sought."""

UP: Turn = ("up", 0.0, 0.0)
DOWN: Turn = ("down", 0.0, 0.0)

LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"}


def line_words(line: Sequence[Character], page: int, index: int) -> tuple[list[Word], int]:
    """Return the words of one line, numbered from `index`, and the count of characters struck twice."""
    words: list[Word] = []
    kept = _once(line)
    doubled = sum(not c.text.isspace() for c in line) - sum(not c.text.isspace() for c in kept)
    before: Character | None = None
    for run in _runs(kept):
        raised = before is not None and _is_mark(run[0], before) and run[0].box.x0 - before.box.x1 < 2
        words.append(_word(run, page, index + len(words), mark=raised))
        before = before if raised else run[-1]
    return words, doubled


def turned_words(characters: Sequence[Character], page: int, index: int) -> tuple[list[Word], int]:
    """Return the words of turned text, numbered from `index`, and the count of characters struck twice.

    Text that reads upwards comes first, in lines from the left, then that which reads downwards, in lines
    from the right.
    """
    words: list[Word] = []
    doubled = 0
    for turn in (UP, DOWN):
        chosen = [replace(c, box=level(c.box, turn)) for c in characters if c.down is (turn is DOWN)]
        for line in _lines(chosen):
            found, twice = line_words(line, page, index + len(words))
            words += [_stood_up(word, turn) for word in found]
            doubled += twice
    return words, doubled


def _stood_up(word: Word, turn: Turn) -> Word:
    """Return a word laid level back its place on the page, its letters spread evenly over its breadth."""
    placed = back(word.box, turn)
    step = placed.width / len(word.text)
    edges = (*(round(placed.x0 + i * step, 2) for i in range(len(word.text))), placed.x1)
    rare = replace(word.rare, down=turn is DOWN)
    return replace(word, box=placed, packed_edges=packed(edges), rare=rare)


def _lines(characters: Sequence[Character]) -> Iterator[list[Character]]:
    """Part characters into lines by their tops, measured from the highest of each line.

    From the highest and not from neighbour to neighbour: in a table whose cells are set at
    slightly different heights neighbours would chain all lines of the page into one.
    """
    line: list[Character] = []
    for character in sorted(characters, key=lambda c: (c.box.top, c.box.x0)):
        if line and character.box.top - line[0].box.top > SAME_LINE:
            yield sorted(line, key=lambda c: (c.box.x0, c.box.x1))
            line = []
        line.append(character)
    if line:
        yield sorted(line, key=lambda c: (c.box.x0, c.box.x1))


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

    A space counts unless it lies within the letter before it: some programs text spaces on top of
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
    """Return whether a character is the number of a footnote: a digit, much smaller and raised."""
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
        packed_edges=packed((*edges, box.x1)),
        font=first.font,
        size=first.size,
        colour=first.colour,
        upright=first.upright,
        rare=Rare(mark=mark, slanted=first.slanted) if mark or first.slanted else USUAL,
    )
