"""What is read of drawn papers: `python -m benchmarks.layouts.measure FOLDER… [--by PART] [--names]`.

A folder is one that `python -m benchmarks.layouts` has written. For each way of each part of the grammar:
the share of papers whose true reading is listed, among the first five that are unlike each other, and first;
the share whose dataset is exact; and rows that are wrong or missing in documents that are called `ok`.
Papers without items count for the dataset alone. `--names` prints which papers fell short.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import msgspec
import pyarrow.parquet as pq

from benchmarks.layouts.judge import faults, folded, is_exact, wanted
from extract.document import layout_of
from extract.readings.listing import list_readings
from extract.readings.ranking import rank
from records.errors import SourceError
from scrutiny.run.pipeline import run
from scrutiny.run.places import Places

WORKERS = 2
HIDDEN = {"accent", "band fill", "date form", "owner form"}
"""Parts of a layout that are no part of the grammar."""


class Result(msgspec.Struct):
    """What became of one paper; the first three are None where there is nothing to list."""

    name: str
    layout: dict[str, str]
    rows: int
    listed: bool | None = None
    five: bool | None = None
    first: bool | None = None
    state: str = ""
    exact: bool = False
    faults: tuple[str, ...] = ()


def look(path: Path) -> Result:
    """Return where the true reading of a paper stands among those listed."""
    truth = json.loads(path.with_suffix(".truth.json").read_text("utf-8"))
    rows = wanted(truth)
    result = Result(path.stem, truth["layout"], len(rows))
    if not rows:
        return result
    result.listed = result.five = result.first = False
    try:
        listing = list_readings(layout_of(path.read_bytes()))
    except SourceError:
        return result
    true = {
        each.reading_id
        for each in listing.readings
        if is_exact([folded(row.text) for row in each.rows], rows)
    }
    if true:
        best = [each.reading.reading_id for each in rank(listing)[:5]]
        result.listed, result.five, result.first = True, not true.isdisjoint(best), best[0] in true
    return result


def published(folder: Path) -> dict[str, tuple[str, list[dict[str, Any]]]]:
    """Return the state and the published rows of each paper of a folder."""
    with tempfile.TemporaryDirectory() as scratch:
        places = Places.around(folder, Path(scratch) / "data/clean")
        run(places, workers=WORKERS)
        documents = pq.read_table(places.clean / "documents.parquet").to_pylist()
        rows = pq.read_table(places.clean / "recommendations.parquet").to_pylist()
    held: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        held[row["document_id"]].append(row)
    return {Path(each["file"]).stem: (each["state"], held[each["document_id"]]) for each in documents}


def measure(folder: Path, *, readings: bool = True) -> list[Result]:
    """Return what became of each paper of a folder, with or without its readings."""
    paths = sorted(folder.glob("*.pdf"))
    if readings:
        with ProcessPoolExecutor(WORKERS) as pool:
            results = list(pool.map(look, paths))
    else:
        results = []
        for path in paths:
            truth = json.loads(path.with_suffix(".truth.json").read_text("utf-8"))
            results.append(Result(path.stem, truth["layout"], len(wanted(truth))))
    datasets = published(folder)
    for result, path in zip(results, paths, strict=True):
        truth = json.loads(path.with_suffix(".truth.json").read_text("utf-8"))
        result.state, rows = datasets[path.stem]
        result.exact = is_exact([folded(row["text"]) for row in rows], wanted(truth))
        result.faults = tuple(faults(truth, rows)) if result.state == "ok" else ()
    return results


def table(results: Iterable[Result], parts: Sequence[str]) -> list[str]:
    """Return the figures of all papers and of each way of these parts (of all parts if none), as a table."""
    groups: dict[tuple[str, str], list[Result]] = defaultdict(list)
    for each in results:
        groups["all", ""].append(each)
        for part, way in each.layout.items():
            if part not in HIDDEN and (not parts or part in parts):
                groups[part, way].append(each)
    lines = [
        "| part | way | papers | listed | in five | first | exact | ok | wrong in ok |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for (part, way), some in sorted(groups.items(), key=lambda each: (each[0][0] != "all", each[0])):
        shares = " | ".join(
            _share(getattr(each, name) for each in some) for name in ("listed", "five", "first", "exact")
        )
        okay = sum(each.state == "ok" for each in some)
        wrong, papers = sum(len(each.faults) for each in some), sum(bool(each.faults) for each in some)
        lines.append(f"| {part} | {way} | {len(some)} | {shares} | {okay} | {wrong} in {papers} |")
    return lines


def _share(found: Iterable[bool | None]) -> str:
    held = [each for each in found if each is not None]
    return f"{sum(held) / len(held):.3f}" if held else ""


def main() -> None:
    """Measure the folders named."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--by", nargs="*", default=[], help="these parts of the grammar alone")
    parser.add_argument("--names", action="store_true", help="print which papers fell short")
    parser.add_argument("--dataset", action="store_true", help="look at the dataset alone")
    args = parser.parse_args()
    results = [each for folder in args.folders for each in measure(folder, readings=not args.dataset)]
    print("\n".join(table(results, args.by)))
    if args.names:
        for each in results:
            if each.listed is False:
                print(f"not listed: {each.name} {each.layout}")
            if each.faults:
                print(f"wrong in ok: {each.name} {each.layout}", *each.faults[:4], sep="\n    ")
    counts = Counter(fault.split(":")[0] for each in results for fault in each.faults)
    print(dict(counts))


if __name__ == "__main__":
    main()
