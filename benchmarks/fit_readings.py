"""Fit the weights by which readings are ranked: `python -m benchmarks.fit_readings FOLDER… --write`.

A folder holds papers with their truth, `<id>.pdf` and `<id>.truth.json`; `INDEX.tsv` beside the folders
names the publisher of each. Weights are those under which a reading drawn by its score is worth most: the
mean over papers of the expected F1 of its rows. What is printed was measured with the publisher of each
paper left out.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, TypeAlias

import msgspec
import numpy as np
import yaml
from numpy.typing import NDArray

from extract.document import layout_of
from extract.readings.evidence.gather import Evidence, gather
from extract.readings.listing import list_readings
from extract.readings.ranking import CANDIDATES, SHARED, folded
from records.errors import SourceError

FOLDS = 8
STEPS = 250
RATE = 0.05
SHRINK = 0.03
"""How strongly weights are drawn to nothing: papers are few."""

RARE = 0.05
"""Evidence that spreads less than this over readings is weighed as if it spread so far."""

DRAWN = 1_200
"""Readings of a paper that are drawn at random beside the best for fitting."""

Matrix: TypeAlias = NDArray[np.floating[Any]]

WEIGHTS = Path("extract/readings/weights.yaml")


class Paper(msgspec.Struct):
    """The readings of one paper: evidence, (F1, rows right, rows given), texts; and the rows asked for."""

    name: str
    publisher: str
    evidence: Evidence
    worth: Matrix
    texts: list[frozenset[str]]
    wanted: int


def read_paper(path: Path, publisher: str) -> Paper | None:
    """Return the readings of a paper with their worth; None if it cannot be read."""
    truth = json.loads(path.with_suffix(".truth.json").read_text("utf-8"))
    rows = [row for row in truth["rows"] if row.get("action") and not row.get("optional")]
    right = [{folded(text) for text in _texts(row)} for row in rows]
    spare = {folded(text) for row in truth["rows"] if row.get("optional") for text in _texts(row)}
    try:
        listing = list_readings(layout_of(path.read_bytes()))
    except SourceError as error:
        print(f"{path}: {error.detail}", file=sys.stderr)
        return None
    if listing.document is None or not listing.readings:
        return None
    pages = truth.get("labelled_pages") or [1, 10**6]
    texts = [
        frozenset(
            folded(row.text)
            for row in reading.rows
            if pages[0] <= reading.blocks_of(row)[0].page <= pages[-1]
        )
        for reading in listing.readings
    ]
    worth = np.array([_worth(some, right, spare) for some in texts])
    told = gather(listing.readings, listing.document)
    return Paper(path.name, publisher, told, worth, texts, len(right))


def _texts(row: Mapping[str, Any]) -> Iterator[str]:
    for text in (row["action"], *(row.get("accept") or ())):
        yield text
        if row.get("title"):
            yield f"{row['title']} {text}"


def _worth(texts: frozenset[str], right: Sequence[set[str]], spare: set[str]) -> tuple[float, int, int]:
    hits = sum(not texts.isdisjoint(accepted) for accepted in right)
    given = len(texts - spare)
    wanted = len(right)
    return (2 * hits / (given + wanted) if given + wanted else 1.0, hits, given)


def fit(papers: Sequence[Paper], matrices: Sequence[Matrix], seed: int = 0) -> Matrix:
    """Return the weights, for evidence of equal spread, under which the expected F1 is largest."""
    drawn = np.random.default_rng(seed)
    sets: list[tuple[Matrix, Matrix, float]] = []
    for paper, matrix in zip(papers, matrices, strict=True):
        f1 = paper.worth[:, 0]
        if paper.wanted and f1.max() > 0:
            best, others = np.argsort(-f1)[:150], drawn.permutation(len(f1))[:DRAWN]
            chosen = np.unique(np.concatenate([best, others]))
            sets.append((matrix[chosen], f1[chosen], min(paper.wanted, 20) ** 0.5))
    size = matrices[0].shape[1]
    square, slope = 50 * SHRINK * np.eye(size), np.zeros(size)
    for matrix, f1, _ in sets:
        centred = matrix - matrix.mean(0)
        square += centred.T @ centred / len(f1)
        slope += centred.T @ (f1 - f1.mean()) / len(f1)
    weights = 6 * np.linalg.solve(square, slope)
    mean, spread = np.zeros(size), np.zeros(size)
    for step in range(1, STEPS + 1):
        gradient = -SHRINK * weights
        for matrix, f1, counts in sets:
            scores = matrix @ weights
            chance = np.exp(scores - scores.max())
            chance /= chance.sum()
            gradient += counts * ((chance * (f1 - chance @ f1)) @ matrix) / len(sets)
        mean = 0.9 * mean + 0.1 * gradient
        spread = 0.99 * spread + 0.01 * gradient**2
        weights += RATE * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-8)
    return weights


def _best_of(paper: Paper, scores: Matrix, number: int) -> tuple[int, int]:
    """Return the rows right and given of the best of the first readings that are unlike each other."""
    held: list[int] = []
    for at in np.argsort(-scores, kind="stable")[:CANDIDATES]:
        texts = paper.texts[at]
        if all(len(texts & paper.texts[i]) <= SHARED * len(texts | paper.texts[i]) for i in held):
            held.append(int(at))
            if len(held) == number:
                break
    best = max(held, key=lambda i: 2 * paper.worth[i, 1] - paper.worth[i, 2])
    return int(paper.worth[best, 1]), int(paper.worth[best, 2])


def _f1(results: Sequence[tuple[int, int]], papers: Sequence[Paper]) -> float:
    hits, given = (sum(column) for column in zip(*results, strict=True))
    return float(2 * hits / (given + sum(paper.wanted for paper in papers)))


def _in_order(evidence: Evidence, names: Sequence[str]) -> Matrix:
    """Return the values of evidence with a column for each name, 0 where it has none."""
    found = np.zeros((len(evidence.values), len(names)))
    found[:, [names.index(name) for name in evidence.names]] = evidence.values
    return found


def _papers(folders: Sequence[Path]) -> list[Paper]:
    found: list[tuple[Path, str]] = []
    for folder in folders:
        with (folder.parent / "INDEX.tsv").open(encoding="utf-8") as index:
            publishers = {row["id"]: row["publisher"] for row in csv.DictReader(index, delimiter="\t")}
        found += [
            (path, publishers.get(path.stem, path.stem))
            for path in sorted(folder.glob("*.pdf"))
            if path.with_suffix(".truth.json").exists()
        ]
    with ProcessPoolExecutor(2) as pool:
        read = pool.map(read_paper, *zip(*found, strict=True))
        return [paper for paper in read if paper is not None]


def main() -> None:
    """Fit, print what was measured with publishers left out, and write the weights if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--write", action="store_true", help=f"write {WEIGHTS}")
    args = parser.parse_args()
    papers = _papers(args.folders)
    names = sorted({name for paper in papers for name in paper.evidence.names})
    plain = [_in_order(paper.evidence, names) for paper in papers]
    sample = np.vstack([matrix[:: max(1, len(matrix) // 800)] for matrix in plain])
    middle, spread = sample.mean(0), np.maximum(sample.std(0), RARE)
    matrices = [(matrix - middle) / spread for matrix in plain]
    publishers = sorted({paper.publisher for paper in papers})
    order = np.random.default_rng(1).permutation(len(publishers))
    first: list[tuple[int, int]] = [(0, 0)] * len(papers)
    five = list(first)
    for fold in range(FOLDS):
        left_out = {publishers[at] for at in order[fold::FOLDS]}
        kept = [at for at, paper in enumerate(papers) if paper.publisher not in left_out]
        weights = fit([papers[at] for at in kept], [matrices[at] for at in kept])
        for at, paper in enumerate(papers):
            if paper.publisher in left_out:
                first[at] = _best_of(paper, matrices[at] @ weights, 1)
                five[at] = _best_of(paper, matrices[at] @ weights, 5)
    ceiling = [(int(p.worth[k, 1]), int(p.worth[k, 2])) for p in papers if (k := p.worth[:, 0].argmax()) >= 0]
    print(f"{len(papers)} papers of {len(publishers)} publishers, {sum(map(len, plain))} readings")
    print(
        f"rows F1, publishers left out: first {_f1(first, papers):.3f}, best of five {_f1(five, papers):.3f}"
    )
    print(f"best of all that are listed: {_f1(ceiling, papers):.3f}")
    if args.write:
        weights = fit(papers, matrices) / spread
        held = {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}
        head = "# What each piece of evidence counts (benchmarks/fit_readings.py; names: evidence/).\n"
        WEIGHTS.write_text(head + yaml.safe_dump({"weights": held}, allow_unicode=True), "utf-8")


if __name__ == "__main__":
    main()
