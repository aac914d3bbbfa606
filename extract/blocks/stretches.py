"""Tables told by white space alone: running text is set apart, the rest are lines with several chunks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from statistics import median

from extract.blocks.captions import is_caption, is_source
from extract.blocks.chains import area_of
from extract.blocks.chunks import Chunk, TextLine
from extract.blocks.merged_rules import Rules
from extract.blocks.proposals import Area
from extract.blocks.tolerances import (
    CLOSE,
    FAR,
    FEWEST_LINES,
    INDENT,
    LONE_LINES,
    NARROWEST,
    NEXT_PARAGRAPH,
    PROSE_FULL,
    PROSE_LINES,
    PROSE_WORDS,
    SAME_LEFT,
)


def find_stretches(lines: Sequence[TextLine], rules: Rules) -> list[Area]:
    """Return the runs of at least three lines with several chunks that are no running text."""
    prose = find_prose(lines)
    rest = [
        TextLine(chunks, line.size)
        for line in lines
        if (chunks := tuple(chunk for chunk in line.chunks if id(chunk) not in prose))
    ]
    return [
        area_of("white space", run_x0 - 1, run_x1 + 1, run, rules)
        for run in _runs(rest)
        for run_x0, run_x1 in [(min(line.box.x0 for line in run), max(line.box.x1 for line in run))]
    ]


def _runs(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    runs: list[list[TextLine]] = []
    run: list[TextLine] = []
    lone: list[TextLine] = []
    for line in lines:
        last = (lone or run)[-1] if run else None
        far = last is not None and line.middle - last.middle > FAR * max(last.size, line.size)
        if far or is_caption(line) or is_source(line):
            runs.append([*run, *_rest(run, lone)])
            run, lone = [], []
            if is_caption(line) or is_source(line):
                continue
        if len(line.chunks) > 1:
            run += [*lone, line]
            lone = []
        elif run:
            lone.append(line)
            if len(lone) > LONE_LINES:
                runs.append([*run, *_rest(run, lone)])
                run, lone = [], []
    runs.append([*run, *_rest(run, lone)])
    return [run for run in runs if sum(len(line.chunks) > 1 for line in run) >= FEWEST_LINES]


def _rest(run: Sequence[TextLine], lone: Iterable[TextLine]) -> list[TextLine]:
    """Return the lines of one chunk below a run that go on with the longer one of its columns of words.

    They stand below its first column, no further apart than the rows above.
    """
    rest: list[TextLine] = []
    if len(run) < FEWEST_LINES or any(chunk.numeric for line in run[1:] for chunk in line.chunks[1:]):
        return rest
    step = max(b.middle - a.middle for a, b in pairwise(run))
    last = run[-1]
    for line in lone:
        chunk, above = line.chunks[0], run[-1].chunks
        level = abs(chunk.box.x0 - above[0].box.x0) <= SAME_LEFT * line.size
        if not level or chunk.box.x1 > above[1].box.x0 or line.middle - last.middle > step + NARROWEST:
            break
        rest.append(line)
        last = line
    return rest


def find_prose(lines: Sequence[TextLine]) -> Collection[int]:
    """Return the ids of the chunks that are running text: wordy ones below each other with one left edge.

    Those with a number beside most of them are the labels of a table.
    """
    before_numbers = {id(a) for line in lines for a, b in pairwise(line.chunks) if b.numeric}
    cut = map(_from_wordy, _runs_below(lines))
    wordy = [run for run in cut if 2 * sum(id(chunk) in before_numbers for chunk in run) < len(run)]
    prose = [run for run in wordy if _is_prose(run)]
    sides = [_sides(run) for run in prose]
    prose += [run for run in wordy if 0 < len(run) < PROSE_LINES and _is_like(run, sides)]
    return {id(chunk) for run in prose for chunk in run}


def _runs_below(lines: Iterable[TextLine]) -> list[list[Chunk]]:
    """Return the chunks of all lines in runs, each of which follows below the one before."""
    runs: list[list[Chunk]] = []
    open_runs: list[list[Chunk]] = []
    for line in lines:
        for chunk in line.chunks:
            run = next((run for run in open_runs if _follows(run, chunk)), None)
            if run is None:
                run = []
                runs.append(run)
                open_runs.append(run)
            run.append(chunk)
        open_runs = [run for run in open_runs if line.middle - run[-1].box.middle[1] < 2 * CLOSE * line.size]
    return runs


def _from_wordy(run: Sequence[Chunk]) -> Sequence[Chunk]:
    """Leave out short lines at the head of a run: headings, and what ends a table."""
    start = next((at for at, chunk in enumerate(run) if len(chunk.words) >= PROSE_WORDS), len(run))
    return run[start:]


def _sides(run: Sequence[Chunk]) -> tuple[float, float]:
    return min(chunk.box.x0 for chunk in run), max(chunk.box.x1 for chunk in run)


def _is_like(run: Sequence[Chunk], columns: Iterable[tuple[float, float]]) -> bool:
    """Return whether a short run fills a column of running text: a paragraph of a line or two."""
    x0, x1 = _sides(run)
    slack = INDENT * run[0].words[0].size
    return any(
        left - 1 <= x0 <= left + slack and x1 <= right + slack and x1 - x0 >= PROSE_FULL * (right - left)
        for left, right in columns
    )


def _follows(run: Sequence[Chunk], chunk: Chunk) -> bool:
    last = run[-1]
    size = last.words[0].size
    step = chunk.box.middle[1] - last.box.middle[1]
    wordy = len(last.words) >= PROSE_WORDS, len(chunk.words) >= PROSE_WORDS
    furthest = NEXT_PARAGRAPH if all(wordy) else CLOSE
    if not 0 < step <= furthest * size or abs(chunk.words[0].size - size) > 1:
        return False
    left = chunk.box.x0 - last.box.x0
    # The first line of a paragraph is set in or out; the other of the two lines may be its last, a short one.
    return abs(left) <= SAME_LEFT * size or (abs(left) <= INDENT * size and wordy[left > 0])


def _is_prose(run: Sequence[Chunk]) -> bool:
    if len(run) < PROSE_LINES or median(len(chunk.words) for chunk in run) < PROSE_WORDS:
        return False
    x0, x1 = _sides(run)
    full = sum(chunk.box.x1 - x0 >= PROSE_FULL * (x1 - x0) for chunk in run[:-1])
    return 2 * full >= len(run) - 1 and 2 * sum(chunk.numeric for chunk in run) < len(run)
