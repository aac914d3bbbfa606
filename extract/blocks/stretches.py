"""Tables told by white space alone: running text is set apart, the rest are lines with several chunks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
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
            runs.append(run)
            run, lone = [], []
            if is_caption(line) or is_source(line):
                continue
        if len(line.chunks) > 1:
            run += [*lone, line]
            lone = []
        elif run:
            lone.append(line)
            if len(lone) > LONE_LINES:
                runs.append(run)
                run, lone = [], []
    runs.append(run)
    return [run for run in runs if sum(len(line.chunks) > 1 for line in run) >= FEWEST_LINES]


def find_prose(lines: Sequence[TextLine]) -> Collection[int]:
    """Return the ids of the chunks that are running text: wordy ones below each other with one left edge."""
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
    return {id(chunk) for run in runs if _is_prose(run) for chunk in run}


def _follows(run: Sequence[Chunk], chunk: Chunk) -> bool:
    last = run[-1]
    size = last.words[0].size
    step = chunk.box.middle[1] - last.box.middle[1]
    if not 0 < step <= CLOSE * size or abs(chunk.words[0].size - size) > 1:
        return False
    left = chunk.box.x0 - last.box.x0
    return abs(left) <= SAME_LEFT * size or (
        abs(left) <= INDENT * size and min(len(last.words), len(chunk.words)) >= PROSE_WORDS
    )


def _is_prose(run: Sequence[Chunk]) -> bool:
    if len(run) < PROSE_LINES or median(len(chunk.words) for chunk in run) < PROSE_WORDS:
        return False
    x0, x1 = min(chunk.box.x0 for chunk in run), max(chunk.box.x1 for chunk in run)
    full = sum(chunk.box.x1 - x0 >= PROSE_FULL * (x1 - x0) for chunk in run[:-1])
    return 2 * full >= len(run) - 1 and 2 * sum(chunk.numeric for chunk in run) < len(run)
