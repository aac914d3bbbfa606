"""Fit the weights by which readings are ranked: `python -m benchmarks.fit_readings FOLDER… --write`.

A folder holds papers with their truth, `<id>.pdf` and `<id>.truth.json`; `INDEX.tsv` beside the folders
names the publisher of each. Weights are those under which a reading drawn by its score is worth most: the
mean over papers of the expected F1 of its rows. Those used with an example are fitted among the readings that
hold a true row, and drawn to the others. What is printed was measured with the publisher of each paper left
out. Papers drawn at random are fitted to beside the real ones, which are few, and count less (`--drawn`): for
the weights as they are, `python -m benchmarks.layouts DRAWN --papers 150 --seed 77`, before its tables had
headers of two levels.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, TypeAlias

import msgspec
import numpy as np
import yaml
from numpy.typing import NDArray

from benchmarks.publishers import publishers_of
from extract.document import layout_of
from extract.readings.evidence.gather import Evidence, gather
from extract.readings.listing import list_readings
from extract.readings.ranking import CANDIDATES, MOST_ROWS, first_ones, folded
from records.errors import SourceError

FORMULA = re.compile(
    r"^(?:(?:it was )?(?:unanimously )?(?:resolved|agreed)(?: unanimously)? )?(?:that |to )?(?=\S)"
)
"""How a resolution may open, letters compared; it may stand in a text or not."""

POINTER = re.compile(
    r"\s*[(\[](?:[^()\[\]]*\b(?:paragraphs?|paras?|recommendations?|pages?|evidence|sections?|chapters?)\b"
    r"[^()\[\]]*|[\d.,;\s–-]+)[)\]]\s*\.?\s*$",
    re.IGNORECASE,
)
"""A pointer in brackets at the end of a text, which may stand or not."""

MASKED, NAMED = "namemasked", r"\w+(?: \w+){0,3}"
"""What stands in items for the names of private people, which the truth masks; and what they are."""

FOLDS = 6
STEPS = 80
RATE = 0.05
SHRINK = 0.03
"""How strongly weights are drawn to nothing: papers are few."""

RARE = 0.05
"""Evidence that spreads less than this over readings is weighed as if it spread so far."""

BEST, DRAWN = 60, 350
"""The best readings of a paper, and those drawn at random beside them, that are fitted to."""

EXAMPLES = 4
"""True rows of a paper that are shown, one by one."""

DRAWN_COUNTS = 0.3
"""What a drawn paper counts beside a real one. With 140 of them the first readings of publishers left out had
a rows F1 of 0.55, without them 0.51; by themselves, without pairs of evidence, 0.43."""

SEEDS = 4
"""Draws over which weights are averaged."""

FEW = 3
"""Rows that a paper has at least if one of them is shown."""

Matrix: TypeAlias = NDArray[np.floating[Any]]

WEIGHTS = Path("extract/readings/weights.yaml")


class Paper(msgspec.Struct):
    """The readings of one paper: evidence, (F1, rows right, rows given), texts; and the rows asked for.

    `right` are the texts that are right, `shown` those of the row that is shown when it is measured. What a
    paper `counts` is less where it is drawn; none is left out then.
    """

    name: str
    publisher: str
    evidence: Evidence
    worth: Matrix
    texts: list[frozenset[str]]
    wanted: int
    right: frozenset[str]
    shown: frozenset[str]
    counts: float = 1.0

    def short(self) -> NDArray[np.intp]:
        """Return the places of the readings that do not come behind all others for their many rows."""
        return np.flatnonzero([0 < len(texts) <= MOST_ROWS for texts in self.texts])


def read_paper(path: Path, publisher: str, counts: float) -> Paper | None:
    """Return the readings of a paper with their worth; None if it cannot be read."""
    truth = json.loads(path.with_suffix(".truth.json").read_text("utf-8"))
    right = wanted_of(truth["rows"])
    spare = {item for row in truth["rows"] if row.get("optional") for item in _items(row)}
    try:
        listing = list_readings(layout_of(path.read_bytes()))
    except SourceError as error:
        print(f"{path}: {error.detail}", file=sys.stderr)
        return None
    if listing.document is None or not listing.readings:
        return None
    pages = truth.get("labelled_pages") or [1, 10**6]
    told_as = _Unmasked(truth["rows"])
    texts = [
        frozenset(
            told_as.item(row.text)
            for row in reading.rows
            if pages[0] <= reading.blocks_of(row)[0].page <= pages[-1]
        )
        for reading in listing.readings
    ]
    worth = np.array([_worth(some, right, spare) for some in texts])
    told = gather(listing.readings, listing.document)
    every = [each.texts for each in right]
    shown = every[len(right) // 2] if len(right) >= FEW else frozenset()
    return Paper(
        path.name, publisher, told, worth, texts, len(right), frozenset().union(*every), shown, counts
    )


class Wanted(msgspec.Struct, frozen=True):
    """A row that is asked for: the texts that are right, its parts, and what it says as one with others."""

    texts: frozenset[str]
    parts: frozenset[str] = frozenset()
    together: frozenset[str] = frozenset()


def wanted_of(rows: Sequence[Mapping[str, Any]]) -> list[Wanted]:
    """Return the rows of a truth that are asked for."""
    held = [row for row in rows if row.get("action") and not row.get("optional")]
    groups: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in held:
        if row.get("group"):
            groups[row["group"]].append(row)
    one = {
        name: {plain_item(text) for text in (joined, f"{members[0].get('lead_in') or ''} {joined}")}
        for name, members in groups.items()
        for joined in [" ".join(row["action"] for row in members)]
    }
    return [
        Wanted(
            frozenset(_items(row)),
            frozenset(map(plain_item, row.get("parts") or ())),
            frozenset(one.get(row.get("group") or "", ())),
        )
        for row in held
    ]


def plain_item(text: str) -> str:
    """Return the letters of a text without a formula before it and a pointer behind it, which may stand."""
    return FORMULA.sub("", folded(POINTER.sub("", text.replace("[name]", MASKED)) or text))


class _Unmasked:
    """Gives the items of texts, those of rows in which names are masked as the truth prints them."""

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        masked = {item for row in rows if row.get("action") for item in _items(row) if MASKED in item}
        self.masked = [(re.compile(item.replace(MASKED, NAMED)), item) for item in sorted(masked)]
        self.known: dict[str, str] = {}

    def item(self, text: str) -> str:
        """Return the item that a text is."""
        if text not in self.known:
            plain = plain_item(text)
            same = (item for pattern, item in self.masked if pattern.fullmatch(plain))
            self.known[text] = next(same, plain)
        return self.known[text]


def _items(row: Mapping[str, Any]) -> Iterator[str]:
    for text in (row["action"], *(row.get("accept") or ())):
        yield plain_item(text)
        if row.get("title"):
            yield plain_item(f"{row['title']} {text}")


def _worth(texts: frozenset[str], right: Sequence[Wanted], spare: set[str]) -> tuple[float, int, int]:
    """Return F1, rows right and rows given; a row may be read as its parts, and some rows as one."""
    given, wanted, hits = len(texts - spare), len(right), 0
    joined: Counter[frozenset[str]] = Counter()
    for each in right:
        if not texts.isdisjoint(each.texts):
            hits += 1
        elif each.parts and each.parts <= texts:
            hits += 1
            given -= len(each.parts) - 1
        elif not texts.isdisjoint(each.together):
            hits += 1
            joined[each.together] += 1
    given += sum(number - 1 for number in joined.values())
    return (2 * hits / (given + wanted) if given + wanted else 1.0, hits, given)


class Choice(msgspec.Struct, frozen=True):
    """Readings of which one is to be chosen: evidence of equal spread, F1, and how much the choice counts."""

    matrix: Matrix
    f1: Matrix
    counts: float


def choices(paper: Paper, matrix: Matrix, seed: int) -> Iterator[Choice]:
    """Yield the choice among the readings of a paper, if one has a row that is right."""
    among = paper.short()
    if paper.wanted and paper.worth[among, 0].max(initial=0) > 0:
        yield _choice(paper, matrix, among, seed, 1.0)


def choices_shown(paper: Paper, matrix: Matrix, seed: int) -> Iterator[Choice]:
    """Yield the choices among the readings that hold a row that is right, for some of these rows."""
    if paper.wanted < FEW:
        return
    holding: dict[str, list[int]] = {}
    for at, texts in enumerate(paper.texts):
        for text in texts & paper.right:
            holding.setdefault(text, []).append(at)
    for text in np.random.default_rng(seed).permutation(sorted(holding))[:EXAMPLES]:
        yield _choice(paper, matrix, np.array(holding[str(text)]), seed, 1 / EXAMPLES)


def _choice(paper: Paper, matrix: Matrix, among: NDArray[np.intp], seed: int, share: float) -> Choice:
    drawn = np.random.default_rng(seed).permutation(among)[:DRAWN]
    best = among[np.argsort(-paper.worth[among, 0], kind="stable")[:BEST]]
    chosen = np.unique(np.concatenate([best, drawn]))
    counts = paper.counts * share * min(paper.wanted, 20) ** 0.5
    return Choice(matrix[chosen].astype(np.float32), paper.worth[chosen, 0].astype(np.float32), counts)


def fit(made: Sequence[Choice], near: Matrix | None = None) -> Matrix:
    """Return the weights under which the expected F1 is largest, drawn to `near` or else to nothing."""
    size = made[0].matrix.shape[1]
    held = np.zeros(size, np.float32) if near is None else near.astype(np.float32)
    weights = _start(made) if near is None else held.copy()
    mean, spread = np.zeros(size, np.float32), np.zeros(size, np.float32)
    for step in range(1, STEPS + 1):
        gradient = -SHRINK * (weights - held)
        for each in made:
            scored = each.matrix @ weights
            chance = np.exp(scored - scored.max())
            chance /= chance.sum()
            gradient += each.counts / len(made) * ((chance * (each.f1 - chance @ each.f1)) @ each.matrix)
        mean = 0.9 * mean + 0.1 * gradient
        spread = 0.99 * spread + 0.01 * gradient**2
        weights += RATE * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-8)
    return weights


def _start(made: Sequence[Choice]) -> Matrix:
    """Return the weights by which F1 is told best as a sum."""
    size = made[0].matrix.shape[1]
    square, slope = 50 * SHRINK * np.eye(size), np.zeros(size)
    for each in made:
        centred = each.matrix - each.matrix.mean(0)
        square += centred.T @ centred / len(each.f1)
        slope += centred.T @ (each.f1 - each.f1.mean()) / len(each.f1)
    return (6 * np.linalg.solve(square, slope)).astype(np.float32)


def fit_both(papers: Sequence[Paper], matrices: Sequence[Matrix]) -> tuple[Matrix, Matrix]:
    """Return the weights without and with an example, averaged over draws."""
    pairs = list(zip(papers, matrices, strict=True))
    plain: list[Matrix] = []
    shown: list[Matrix] = []
    for seed in range(SEEDS):
        plain.append(fit([each for pair in pairs for each in choices(*pair, seed)]))
        made = [each for pair in pairs for each in choices_shown(*pair, seed)]
        shown.append(fit(made, plain[-1]) if made else plain[-1])
    return np.mean(plain, axis=0), np.mean(shown, axis=0)


def _best_of(paper: Paper, scored: Matrix, number: int, among: Sequence[int]) -> tuple[int, int]:
    """Return the rows right and given of the best of the readings that are shown first."""
    head = sorted(among, key=lambda at: -scored[at])[:CANDIDATES]
    first = first_ones([paper.texts[at] for at in head], scored[head], number)
    best = max(
        (head[at] for at in first), key=lambda i: 2 * paper.worth[i, 1] - paper.worth[i, 2], default=-1
    )
    return (0, 0) if best < 0 else (int(paper.worth[best, 1]), int(paper.worth[best, 2]))


def _f1(results: Sequence[tuple[int, int]], papers: Sequence[Paper]) -> float:
    hits, given = (sum(column) for column in zip(*results, strict=True))
    return float(2 * hits / (given + sum(paper.wanted for paper in papers)))


def measure(papers: Sequence[Paper], matrices: Sequence[Matrix]) -> None:
    """Print how near the first readings come to the truth, each paper by weights without its publisher."""
    publishers = sorted({paper.publisher for paper in papers if paper.counts == 1})
    order = np.random.default_rng(1).permutation(len(publishers))
    found: dict[str, list[tuple[int, int]]] = {"first": [], "best of five": []}
    shown: list[tuple[int, int]] = []
    left: list[Paper] = []
    for fold in range(FOLDS):
        left_out = {publishers[at] for at in order[fold::FOLDS]}
        kept = [at for at, paper in enumerate(papers) if paper.publisher not in left_out]
        plain, with_example = fit_both([papers[at] for at in kept], [matrices[at] for at in kept])
        for paper, matrix in zip(papers, matrices, strict=True):
            if paper.publisher not in left_out:
                continue
            left.append(paper)
            for number, name in ((1, "first"), (5, "best of five")):
                found[name].append(_best_of(paper, matrix @ plain, number, paper.short().tolist()))
            if paper.shown:
                among = [at for at, texts in enumerate(paper.texts) if texts & paper.shown]
                shown.append(_best_of(paper, matrix @ with_example, 1, among))
    ceiling = [(int(p.worth[k, 1]), int(p.worth[k, 2])) for p in left if (k := p.worth[:, 0].argmax()) >= 0]
    print(f"{len(left)} papers of {len(publishers)} publishers, {sum(map(len, matrices))} readings")
    print(
        "rows F1, publishers left out:", ", ".join(f"{n} {_f1(each, left):.3f}" for n, each in found.items())
    )
    print(f"one true row shown {_f1(shown, [paper for paper in left if paper.shown]):.3f}")
    print(f"best of all that are listed: {_f1(ceiling, left):.3f}")


def _in_order(evidence: Evidence, names: Sequence[str]) -> Matrix:
    """Return the values of evidence with a column for each name, 0 where it has none."""
    found = np.zeros((len(evidence.values), len(names)))
    found[:, [names.index(name) for name in evidence.names]] = evidence.values
    return found


def _papers(folders: Sequence[Path], drawn: Path | None) -> list[Paper]:
    found: list[tuple[Path, str, float]] = []
    if drawn:
        found += [(path, "drawn", DRAWN_COUNTS) for path in sorted(drawn.glob("*.pdf"))]
    for folder in folders:
        publishers = publishers_of(folder)
        found += [
            (path, publishers.get(path.stem, path.stem), 1.0)
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
    parser.add_argument("--drawn", type=Path, help="papers drawn at random, which are fitted to as well")
    parser.add_argument("--write", action="store_true", help=f"write {WEIGHTS}")
    args = parser.parse_args()
    papers = _papers(args.folders, args.drawn)
    names = sorted({name for paper in papers for name in paper.evidence.names})
    plain = [_in_order(paper.evidence, names) for paper in papers]
    sample = np.vstack([matrix[:: max(1, len(matrix) // 800)] for matrix in plain])
    middle, spread = sample.mean(0), np.maximum(sample.std(0), RARE)
    matrices = [((matrix - middle) / spread).astype(np.float32) for matrix in plain]
    measure(papers, matrices)
    if args.write:
        write(names, *(weights / spread for weights in fit_both(papers, matrices)))


def write(names: Sequence[str], plain: Matrix, with_example: Matrix) -> None:
    """Write the weights of evidence where the ranking finds them."""
    held = {
        key: {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}
        for key, weights in (("weights", plain), ("with_example", with_example))
    }
    head = (
        "# What each piece of evidence counts (benchmarks/fit_readings.py; names: evidence/), without and\n"
    )
    head += "# with an example.\n"
    WEIGHTS.write_text(head + yaml.safe_dump(held, allow_unicode=True, sort_keys=False), "utf-8")


if __name__ == "__main__":
    main()
