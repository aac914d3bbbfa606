"""The tables that one program finds in PDFs, a line of JSON for each PDF; run by `benchmarks.tables`.

    python -P benchmarks/tables/programs.py PROGRAM FILE...

It runs in the Python in which the program is installed, which has no other part of this project. A line holds
`tables`: for each a list of cells [first row, last row, first column, last column, text]; `seconds` of
processor time, children included; and `failed`: what went wrong, blank if nothing did.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, TypeAlias

Cell: TypeAlias = tuple[int, int, int, int, str]
Table: TypeAlias = list[Cell]
Finder: TypeAlias = Callable[[str], Iterable[Table]]

SAME = 2.0
"""Points within which the edges of cells are one line."""

LONGEST = 300
"""Seconds of processor time after which a program is stopped at a document; on a clock ten times as many."""


def scrutiny(file: str) -> Iterator[Table]:
    """Yield the tables that `scrutiny tables` finds."""
    from extract.every_table import read_every_table

    for table in read_every_table(Path(file).read_bytes()):
        yield [
            (cell.row, cell.row + cell.rows - 1, cell.column, cell.column + cell.columns - 1, cell.text)
            for row in table.rows
            for cell in row
        ]


def pdfplumber(file: str) -> Iterator[Table]:
    """Yield the tables of pdfplumber, which goes by rules."""
    with import_module("pdfplumber").open(file) as document:
        for page in document.pages:
            for table in page.find_tables():
                yield _by_edges(
                    (box, text)
                    for row, texts in zip(table.rows, table.extract(), strict=True)
                    for box, text in zip(row.cells, texts, strict=True)
                )


def pymupdf(file: str) -> Iterator[Table]:
    """Yield the tables of PyMuPDF, which goes by rules."""
    for page in import_module("pymupdf").open(file):
        for table in page.find_tables().tables:
            yield _by_edges(
                (box, text)
                for row, texts in zip(table.rows, table.extract(), strict=True)
                for box, text in zip(row.cells, texts, strict=True)
            )


def camelot(flavour: str, file: str) -> Iterator[Table]:
    """Yield the tables of one of Camelot's parsers; cells without a rule between them are one."""
    for table in import_module("camelot").read_pdf(file, pages="all", flavor=flavour):
        yield list(_joined(table.cells))


def tabula(file: str) -> Iterator[Table]:
    """Yield the tables of tabula-java, which decides by page whether it goes by rules or by white space."""
    for table in import_module("tabula").read_pdf(file, pages="all", output_format="json", silent=True):
        if table["extraction_method"] == "lattice":
            yield _by_edges(
                ((c["left"], c["top"], c["left"] + c["width"], c["top"] + c["height"]), c["text"])
                for row in table["data"]
                for c in row
            )
        else:
            yield [
                (at, at, column, column, cell["text"])
                for at, row in enumerate(table["data"])
                for column, cell in enumerate(row)
            ]


def img2table(file: str) -> Iterator[Table]:
    """Yield the tables of img2table, ruled or not; a cell over several places is given at each of them."""
    document = import_module("img2table.document").PDF(src=file)
    found = document.extract_tables(implicit_rows=True, borderless_tables=True)
    for table in (table for tables in found.values() for table in tables):
        places: dict[Any, list[tuple[int, int]]] = {}
        texts: dict[Any, str] = {}
        for at, row in enumerate(table.content.values()):
            for column, cell in enumerate(row):
                box = cell.bbox.x1, cell.bbox.y1, cell.bbox.x2, cell.bbox.y2
                places.setdefault(box, []).append((at, column))
                texts[box] = cell.value or ""
        yield [(*_reach(held), texts[box]) for box, held in places.items()]


def tablers(file: str) -> Iterator[Table]:
    """Yield the tables of tablers, which goes by rules."""
    library = import_module("tablers")
    with library.Document(file) as document:
        for page in document.pages():
            for table in library.find_tables(page, extract_text=True):
                yield _by_edges((tuple(cell.bbox), cell.text) for cell in table.cells)


def _reach(places: Sequence[tuple[int, int]]) -> tuple[int, int, int, int]:
    rows, columns = zip(*places, strict=True)
    return min(rows), max(rows), min(columns), max(columns)


def _by_edges(cells: Iterable[tuple[Sequence[float] | None, str | None]]) -> Table:
    """Return cells by the lines of the grid between which their boxes lie."""
    held = [(box, text or "") for box, text in cells if box is not None and box[2] > box[0]]
    lefts = _lines(box[0] for box, _ in held)
    tops = _lines(box[1] for box, _ in held)
    return [(*_between(tops, box[1], box[3]), *_between(lefts, box[0], box[2]), text) for box, text in held]


def _lines(edges: Iterable[float]) -> list[float]:
    lines: list[float] = []
    for edge in sorted(edges):
        if not lines or edge > lines[-1] + SAME:
            lines.append(edge)
    return lines


def _between(lines: Sequence[float], start: float, end: float) -> tuple[int, int]:
    first = max(bisect(lines, start + SAME) - 1, 0)
    return first, max(bisect(lines, end - SAME) - 1, first)


def _joined(rows: Sequence[Sequence[Any]]) -> Iterator[Cell]:
    """Yield Camelot's cells, those without a rule between them joined; the first of them has the text."""
    seen: set[tuple[int, int]] = set()
    for at, row in enumerate(rows):
        for column in range(len(row)):
            if (at, column) in seen:
                continue
            last, bottom = column, at
            while not row[last].right and last + 1 < len(row):
                last += 1
            while not rows[bottom][column].bottom and bottom + 1 < len(rows):
                bottom += 1
            covered = [(r, c) for r in range(at, bottom + 1) for c in range(column, last + 1)]
            seen.update(covered)
            texts = (rows[r][c].text.strip() for r, c in covered)
            yield at, bottom, column, last, " ".join(text for text in texts if text)


PROGRAMS: dict[str, Finder] = {
    "scrutiny": scrutiny,
    "pdfplumber": pdfplumber,
    "pymupdf": pymupdf,
    **{f"camelot {way}": partial(camelot, way) for way in ("lattice", "stream", "hybrid")},
    "tabula": tabula,
    "img2table": img2table,
    "tablers": tablers,
}
"""Each program as it reads by itself; Camelot, which is told how, in three of its ways."""


def _spent() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _stop(*_: object) -> None:
    raise TimeoutError(f"stopped after {LONGEST} seconds")


def main(program: str, files: Sequence[str]) -> None:
    """Print a line for each file."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a program prints for itself is no part of the answer
    signal.signal(signal.SIGPROF, _stop)
    signal.signal(signal.SIGALRM, _stop)  # what waits, as for a process of its own, takes no processor time
    for file in files:
        before, tables, failed = _spent(), list[Table](), ""
        signal.setitimer(signal.ITIMER_PROF, LONGEST)
        signal.alarm(10 * LONGEST)
        try:
            tables = list(PROGRAMS[program](file))
        except Exception as error:  # noqa: BLE001 - the border of the process: what it was is told, not hidden
            failed = f"{type(error).__name__}: {error}"[:200]
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.alarm(0)
        told = {"file": file, "tables": tables, "seconds": _spent() - before, "failed": failed}
        out.write(json.dumps(told) + "\n")
        out.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
