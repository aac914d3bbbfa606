"""How well tables are found: neighbours in the grid of cells, against those that people marked."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

from benchmarks.tables.programs import Cell

ENOUGH = 0.95
"""A grid of which this share is found counts as found."""

MOST_ROWS, MOST_COLUMNS = 300, 100
"""Rows and columns that a marked cell covers at most; some are marked as endless."""

FULLY_RULED = frozenset(
    (
        *("eu-001", "eu-003", "eu-007", "eu-009a", "eu-015", "eu-021", "eu-023", "eu-025"),
        *("us-005", "us-007", "us-013", "us-015", "us-029", "us-031a", "us-039"),
    )
)
"""Documents of the competition, of those at hand, all tables of which have all of their lines drawn."""

Relations = Counter[tuple[str, str, str]]


class Marked(NamedTuple):
    """What people marked in a PDF: the relations of all tables, or of each grid that must be found."""

    file: Path
    whole: Relations | None
    grids: tuple[Relations, ...]


def folded(text: str | None) -> str:
    """Return the letters and digits of a text, small."""
    return re.sub(r"[\W_]+", "", text or "").casefold()


def relations(cells: Iterable[Cell]) -> Relations:
    """Return the texts of neighbours in a table, with "h" beside and "v" below each other."""
    held = [cell for cell in ((*cell[:4], folded(cell[4])) for cell in cells) if cell[4]]
    rows: dict[int, dict[int, int]] = defaultdict(dict)
    columns: dict[int, dict[int, int]] = defaultdict(dict)
    for at, (top, bottom, left, right, _) in enumerate(held):
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                rows[row][column] = columns[column][row] = at
    pairs = {
        (one, other, way)
        for way, lines in (("h", rows), ("v", columns))
        for line in lines.values()
        for (_, one), (_, other) in pairwise(sorted(line.items()))
        if one != other
    }
    return Counter((held[one][4], held[other][4], way) for one, other, way in pairs)


def read_marked(folders: Iterable[Path]) -> list[Marked]:
    """Return what is marked in the PDFs of folders; others are left out."""
    return [
        marked
        for folder in folders
        for path in sorted(folder.rglob("*.pdf"))
        if (marked := _marked(path)) is not None
    ]


def _marked(path: Path) -> Marked | None:
    xml, grids = path.with_name(f"{path.stem}-str.xml"), path.with_name(f"{path.stem}.grids.json")
    if xml.exists():
        # The file is one of the benchmark's own, not of a document.
        tables = ET.parse(xml).getroot().iter("table")  # noqa: S314
        return Marked(path, total(relations(_cells_of(table)) for table in tables), ())
    if not grids.exists():
        return None
    told = json.loads(grids.read_text("utf-8"))
    return Marked(path, None, tuple(relations(_cells_of_grid(each["grid"])) for each in told))


def _cells_of(table: ET.Element) -> Iterator[Cell]:
    for region in table.iter("region"):
        down, right = (int(region.get(f"{way}-increment") or 0) for way in ("row", "col"))
        for cell in region.iter("cell"):
            top, left = int(cell.attrib["start-row"]) + down, int(cell.attrib["start-col"]) + right
            bottom = int(cell.get("end-row") or top - down) + down
            last = int(cell.get("end-col") or left - right) + right
            text = cell.findtext("content") or ""
            yield top, min(bottom, top + MOST_ROWS), left, min(last, left + MOST_COLUMNS), text


def _cells_of_grid(grid: Sequence[Sequence[str | None]]) -> Iterator[Cell]:
    for at, row in enumerate(grid):
        for column, text in enumerate(row):
            yield at, at, column, column, text or ""


def total(each: Iterable[Relations]) -> Relations:
    """Return the relations of several tables together."""
    return sum(each, Relations())


def figures(marked: Sequence[Marked], found: Mapping[Path, Relations]) -> dict[str, float]:
    """Return F1, precision and recall of documents, and the share of grids found, as far as there are any."""
    documents: list[tuple[float, float]] = []
    ruled: list[tuple[float, float]] = []
    shares = []
    for each in marked:
        got = found.get(each.file, Relations())
        if each.whole is not None:
            hits = (each.whole & got).total()
            precision = hits / got.total() if got else 0.0
            documents.append((precision, hits / each.whole.total() if each.whole else 1.0))
            ruled += documents[-1:] if each.file.stem in FULLY_RULED else []
        shares += [(grid & got).total() / max(grid.total(), 1) for grid in each.grids]
    told: dict[str, float] = {}
    if documents:
        told = dict(zip(("F1", "precision", "recall"), _f1(documents), strict=True))
    if ruled:
        told["F1, ruled"] = _f1(ruled)[0]
    if shares:
        told |= {"share": fmean(shares), "at 95%": sum(share >= ENOUGH for share in shares)}
    return told


def _f1(documents: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """Return F1 of the mean precision and the mean recall of documents, and both."""
    precision, recall = fmean(p for p, _ in documents), fmean(r for _, r in documents)
    total = precision + recall
    return 2 * precision * recall / total if total else 0.0, precision, recall
