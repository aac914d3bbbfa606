"""What a reading is like, in numbers from 0 to about 1: the evidence by which readings are compared."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations_with_replacement
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from extract.layout.printed_numbers import RECOMMENDATION
from extract.readings.evidence.rows import (
    GUESSES,
    LEAST,
    Numbers,
    Rows,
    asking,
    guesses,
    measure_rows,
    resolving,
    row_signs,
)
from extract.readings.evidence.texts import signs
from extract.readings.listing import Kind, Reading
from extract.readings.stretch import Stretch
from extract.readings.wording import load_wording
from extract.readings.written.decisions import DECISION, kinds_read

RESOLVED = re.compile(r"\bRESOLVED\b|\bResolved\b")

LONGEST = 7.5
"""The logarithm of 1,800 letters, by which lengths are measured."""

PAIRED = (
    *("count", "share of text", "length", "several blocks", "openers alike", "numbered", "stopped", "past"),
    *("asks", "asked is covered", "as asking", "as ordering", "as promised", "promise 2", "promise 3"),
)
"""Evidence that counts in pairs, too, each with each and with itself: many rows are likely where all of them
ask, few where they do not, and neither many nor few rows are likely as such. Without pairs the first readings
of papers of publishers left out had a rows F1 of 0.47, with them 0.55."""

AT_ONCE = 20_000
"""Rows of readings whose signs are added up at once."""

PROMISING = ("label", "column", "colon", "lead-in", "words")
"""Kinds of openers whose own words may promise items."""


class Evidence(msgspec.Struct, frozen=True):
    """What the readings of a document are like: a row for each reading, a column for each name."""

    names: tuple[str, ...]
    values: Numbers

    def of(self, at: int) -> dict[str, float]:
        """Return the evidence of one reading by name, without what is 0."""
        return {name: float(value) for name, value in zip(self.names, self.values[at], strict=True) if value}


class Ground(msgspec.Struct, frozen=True):
    """What stands in a whole document: letters, pages, the guesses, numbered recommendations, resolutions.

    `asking` counts the blocks that ask or decide, `resolving` those that resolve in so many words, `marked`
    those beside which initials stand.
    """

    letters: int
    pages: int
    guesses: Counter[str]
    numbered: int
    resolved: int
    asking: int
    resolving: int
    marked: int


def ground_of(document: Stretch) -> Ground:
    """Return what stands in a document that has text."""
    found: Counter[str] = Counter()
    for block, promised in zip(document.blocks, document.promised, strict=True):
        if len(block.text) > LEAST:
            told = signs(block.text, 0, block.text)
            found.update(guesses(told, promised, marked=bool(block.marker)))
    texts = [block.full for block in document.blocks]
    return Ground(
        sum(map(len, texts)) or 1,
        len({block.page for block in document.blocks}),
        found,
        len({number.lower() for text in texts for number in RECOMMENDATION.findall(text)}),
        sum(RESOLVED.search(text) is not None for text in texts),
        sum(asking(block.text) for block in document.blocks),
        sum(resolving(block.text) for block in document.blocks),
        sum(bool(block.margin) for block in document.blocks),
    )


def gather(readings: Sequence[Reading], document: Stretch) -> Evidence:
    """Return the evidence of the readings of a document, one at least, in their order."""
    ground = ground_of(document)
    rows = measure_rows(readings, document)
    counts = np.diff(np.append(rows.begins, len(rows.held))).astype(np.float64)
    totals = _totals(rows)
    columns = dict(zip(row_signs(), (totals / counts[:, None]).T, strict=True))
    for name in GUESSES:
        columns[f"as {name}"] *= 2 * counts / (counts + ground.guesses[name] + 1)
    columns |= _of_sets(rows, counts, ground)
    columns |= _of_kinds([reading.kind for reading in readings])
    columns |= {
        f"{one} & {other}": columns[one] * columns[other]
        for one, other in combinations_with_replacement(PAIRED, 2)
    }
    return Evidence(tuple(columns), np.column_stack(list(columns.values())))


def _totals(rows: Rows) -> Numbers:
    """Return the sum of each sign over the rows of each reading, a row for each reading.

    Some rows are taken at once: signs of all rows of 20,000 readings took 200 MiB.
    """
    begins, held = rows.begins, rows.held
    found = np.empty((len(begins), rows.signs.shape[1]))
    start = 0
    while start < len(begins):
        stop = max(start + 1, int(np.searchsorted(begins, begins[start] + AT_ONCE)))
        last = begins[stop] if stop < len(begins) else len(held)
        some = rows.signs[held[begins[start] : last]]
        places = begins[start:stop] - begins[start]
        found[start:stop] = np.add.reduceat(some, places, axis=0, dtype=np.float64)
        start = stop
    return found


def _of_sets(rows: Rows, counts: Numbers, ground: Ground) -> dict[str, NDArray[Any]]:
    """Return what the rows of each reading are like together."""
    held, begins = rows.held, rows.begins
    first = np.zeros(len(held), bool)
    first[begins] = True

    def total(values: NDArray[Any]) -> NDArray[Any]:
        return np.add.reduceat(values.astype(np.float64), begins)

    def pairs(alike: NDArray[Any]) -> NDArray[Any]:
        """Return the share of neighbouring rows of which something holds; `alike` tells it of each row."""
        return total(alike & ~first) / np.maximum(counts - 1, 1)

    def changed(values: NDArray[Any]) -> NDArray[Any]:
        return np.append(False, values[1:] != values[:-1])

    letters = rows.letters[held]
    sums = total(letters)
    mean = sums / counts
    spread = np.sqrt(np.maximum(total(letters**2) / counts - mean**2, 0)) / mean
    numbers, pages = rows.numbers[held], rows.pages[held]
    steps = np.append(False, (numbers[1:] == numbers[:-1] + 1) & (numbers[1:] >= 0) & (numbers[:-1] >= 0))
    runs_on = pairs(steps)
    starts = numbers[begins] == 1
    several = 1 + total(changed(pages) & ~first)
    keys = np.unique(np.repeat(np.arange(len(counts)), counts.astype(int)) * 10**7 + rows.texts[held])
    distinct = np.bincount(keys // 10**7, minlength=len(counts))
    blocks = rows.lasts[held] - rows.firsts[held] + 1
    ends = np.append(begins[1:], len(held)) - 1
    span = rows.lasts[held][ends] - rows.firsts[held][begins] + 1
    votes = np.log(np.bincount(rows.texts[held], minlength=1 + rows.texts.max()))
    asked = total(rows.asking[held])
    covered = total(blocks)
    next_open = np.append(rows.openers[held][1:] == rows.lasts[held][:-1] + 1, False)
    next_open[ends] = False
    return {
        "length": total(np.minimum(np.log(letters), LONGEST) / LONGEST) / counts,
        "count": np.log(counts) / 5,
        "single": counts == 1,
        "two": counts == 2,
        "over 40": counts > 40,
        "over 80": counts > 80,
        "numbered": total(numbers >= 0) / counts,
        "numbers run on": runs_on,
        "starts at one": starts,
        "numbers are complete": starts & (counts > 2) & (runs_on > 0.99),
        "repeats": 1 - distinct / counts,
        "spread of length": np.minimum(spread, 2.0),
        "share of text": np.minimum(sums / ground.letters, 1.0),
        "one page": several == 1,
        "share of pages": several / ground.pages,
        "as many as numbered": _near(counts, ground.numbered),
        "as many as resolved": _near(counts, ground.resolved),
        "openers alike": pairs(~changed(rows.kinds[held])),
        "share of its like": np.minimum(counts * (total(1 / rows.likes[held]) / counts), 1.0),
        "blocks alike": pairs(~changed(blocks)),
        "without gaps": np.minimum(covered / np.maximum(span, 1), 1.0),
        "one behind the other": total(next_open) / np.maximum(counts - 1, 1),
        "also found otherwise": total(votes[rows.texts[held]]) / counts / 5,
        "asked is covered": np.minimum(asked / max(ground.asking, 1), 1.0),
        "resolutions are covered": np.minimum(total(rows.resolving[held]) / max(ground.resolving, 1), 1.0),
        "initials are covered": np.minimum(total(rows.marked[held]) / max(ground.marked, 1), 1.0),
        "covered asks": np.minimum(asked / covered, 1.0),
    }


def _near(counts: Numbers, other: int) -> Numbers:
    if other < 2:
        return np.zeros(len(counts))
    return np.minimum(counts, other) / np.maximum(counts, other)


def _of_kinds(kinds: Sequence[Kind]) -> dict[str, Numbers]:
    """Return 1 where a reading is so: its kind of opener, filter, start and end, and words that promise."""
    found: dict[str, Numbers] = {}
    for at, kind in enumerate(kinds):
        for name in _names_of(kind):
            if name not in found:
                found[name] = np.zeros(len(kinds))
            found[name][at] = 1.0
    return found


@lru_cache(maxsize=10_000)
def _names_of(kind: Kind) -> tuple[str, ...]:
    found = [f"opener {kind.opener}"]
    if kind.opener == DECISION:
        # The unit, the filter, and the kinds of statements that are read, not each set of them.
        found += [f"start {kind.start}", f"filter {kind.filtered}"]
        found += [f"reads {name}" for name in sorted(kinds_read(kind.name))]
    elif kind.start:
        found += [f"filter {kind.filtered}", f"start {kind.start}", f"end {kind.end}"]
    if kind.opener in PROMISING:
        if load_wording().strong.search(kind.name):
            found.append(f"{kind.opener} that promises strongly")
        elif load_wording().promise.search(kind.name):
            found.append(f"{kind.opener} that promises")
    if kind.stretch.startswith("column"):
        found.append("stretch of a column")
    return tuple(found)
