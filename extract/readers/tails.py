"""Lines behind a numbered item that are no part of it, though they are set as closely."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extract.layout.lines import Line
from extract.layout.paragraphs import SENTENCE_END, Paragraph
from extract.tolerances import OUTDENT, SUB_ITEM


def without_tails(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Return paragraphs, those of numbered items without a line that stands further left than their text.

    Where others with their number at the same edge have their further lines set in, such a line is the next
    item, whose number has no stop, or a heading that is set as closely as the text. Where they have not, a
    line is the next item if its number is the next.
    """
    edges = [
        p.box.x0
        for p in paragraphs
        if p.label is not None and len(p.lines) > 1 and p.lines[1].box.x0 - p.box.x0 > SUB_ITEM
    ]
    for paragraph in paragraphs:
        begins = [0]
        hangs = any(abs(paragraph.box.x0 - edge) < OUTDENT for edge in edges)
        number = paragraph.number
        for at, (last, line) in enumerate(pairwise(paragraph.lines), 1):
            further_left = hangs and paragraph.label is not None and line.box.x0 < paragraph.left - OUTDENT
            if number is not None and _is_next(number, last, line, paragraph.box.x0):
                begins.append(at)
                number += 1
            elif further_left:
                begins.append(at)
        if begins == [0] and not paragraph.numbered:
            yield paragraph
            continue
        for begin, end in pairwise([*begins, len(paragraph.lines)]):
            yield Paragraph(paragraph.lines[begin:end], paragraph.frame)


def _is_next(number: int, last: Line, line: Line, edge: float) -> bool:
    """Return whether a line opens the item after `number` with a bare number, at the edge of the labels."""
    if len(line.words) < 2 or abs(line.box.x0 - edge) > OUTDENT:
        return False
    opening, word = line.words[0].text, line.words[1].text
    follows = opening.isdigit() and int(opening) == number + 1
    return follows and word[:1].isupper() and SENTENCE_END.search(last.text) is not None
