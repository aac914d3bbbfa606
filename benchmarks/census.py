"""A census of a folder of documents: for each family, what was read and what is doubtful.

It also counts the pages that the fast reader left to the slow one, by the reason that the issues give.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import pyarrow.parquet as pq

COLUMNS = ("documents", "ok", "partial", "set_aside", "judgements", "recommendations", "doubts", "unplaced")

LEFT = re.compile(r"(?P<pages>\d+) of \d+ pages were left to the slower reader: (?P<reason>.+)")
"""What the issue `read_slowly` says."""


def census(clean: Path) -> dict[str, Counter[str]]:
    """Count a dataset by family of document."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    family = {}
    for row in _rows(clean, "documents"):
        family[row["document_id"]] = row["family"]
        counts[row["family"]]["documents"] += 1
        counts[row["family"]][row["state"]] += 1
    for table in ("recommendations", "judgements"):
        for row in _rows(clean, table):
            counts[family[row["document_id"]]][table] += 1
            counts[family[row["document_id"]]]["doubts"] += bool(row.get("needs_review"))
    for row in _rows(clean, "accounts"):
        counts[family[row["document_id"]]]["unplaced"] += int(row["unplaced"])
    return counts


def left_pages(clean: Path) -> tuple[int, Counter[str]]:
    """Return the number of pages of a dataset, and of those that were read slowly, by reason."""
    left: Counter[str] = Counter()
    for row in _rows(clean, "issues"):
        if row["code"] == "read_slowly":
            told = LEFT.fullmatch(row["message"])
            if told is None:
                raise ValueError(f"An issue read_slowly says something else: {row['message']!r}")
            left[told["reason"]] += int(told["pages"])
    return sum(int(row["pages"] or 0) for row in _rows(clean, "documents")), left


def _rows(clean: Path, table: str) -> Iterable[dict[str, str]]:
    rows: list[dict[str, str]] = pq.read_table(clean / f"{table}.parquet").to_pylist()
    return rows


def print_census(clean: Path) -> None:
    """Print the census of a dataset as a table, families in order, a total at the end."""
    counts = census(clean)
    total: Counter[str] = Counter()
    print(f"{'family':22}" + "".join(f"{name:>17}" for name in COLUMNS))
    for name, count in sorted(counts.items()):
        total.update(count)
        print(f"{name:22}" + "".join(f"{count[column]:>17}" for column in COLUMNS))
    print(f"{'all':22}" + "".join(f"{total[column]:>17}" for column in COLUMNS))
    pages, left = left_pages(clean)
    print(f"\nPages left to the slower reader: {left.total():,} of {pages:,}")
    for reason, number in left.most_common():
        print(f"{number:>6}  {reason}")
