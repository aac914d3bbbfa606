"""Ten thousand documents in one command, one in a hundred broken: all accounted for, memory flat?

    python -m benchmarks.many [NUMBER]

Only the memory of the main process while documents are read is looked at; `growth` tells what the command
costs in all its processes, `main_process` what comes after reading.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks.copies import copies
from benchmarks.memory import held
from scrutiny.run.pipeline import run
from scrutiny.run.places import Places
from scrutiny.run.progress import Progress
from tests.layouts import tables

SEED = 1
ONE_IN = 100
BROKEN = (
    b"",
    b"<!DOCTYPE html><html></html>",
    b"%PDF-1.7\n1 0 obj\n",
    b"PK\x03\x04 not a document",
    b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
)


def main() -> None:
    """Measure with the number of documents named, 10,000 unless told."""
    print_many(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)


def print_many(number: int) -> None:
    """Run on copies of a drawn plan with changed bytes and a few broken files; print what became of them."""
    with tempfile.TemporaryDirectory() as scratch:
        raw = copies(Path(scratch) / "raw", number, tables.side_by_side().content)
        broken = _break(raw)
        sizes: list[int] = []

        def note(progress: Progress) -> None:
            if progress.done % max(1, number // 10) == 0:
                sizes.append(held())

        start = time.monotonic()
        summary = run(
            Places.around(raw, Path(scratch) / "data/clean"), workers=os.cpu_count() or 1, tell=note
        )
        first = time.monotonic() - start
        start = time.monotonic()
        again = run(Places.around(raw, Path(scratch) / "data/clean"), workers=os.cpu_count() or 1)
        second = time.monotonic() - start
    states = Counter(summary.states)
    rows = summary.rows["recommendations"]
    print(f"{number:,} documents, {broken} broken, in {first:.0f} s: {dict(states)}, {rows:,} rows")
    print(f"memory of the main process while reading, MiB, at each tenth: {sizes}")
    print(f"the same again: {again.parsed} parsed, unchanged {again.unchanged}, {second:.1f} s")


def _break(raw: Path) -> int:
    """Put something broken in the place of one file in a hundred, and say how many that were."""
    dice = random.Random(SEED)
    broken = 0
    for place, path in enumerate(sorted(raw.iterdir())):
        if dice.randrange(ONE_IN) == 0:
            path.write_bytes(dice.choice(BROKEN) + b"%d" % place)
            broken += 1
    return broken


if __name__ == "__main__":
    main()
