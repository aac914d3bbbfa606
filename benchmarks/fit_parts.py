"""Fit the weights by which papers of a file are told apart: `python -m benchmarks.fit_parts FOLDER… --write`.

Pages of the PDFs of folders are joined to packs, with and without front sheets, an agenda, bookmarks and
numbers that run through; half of the packs keep the fonts of each paper apart, as joining does, and half
not, as printing does. `INDEX.tsv` beside a folder names the publisher of each PDF; elsewhere the first word
of its name does. The sign of each weight, for a paper or against it, is that in the file of weights: how
much it counts is fitted. What is printed was measured on packs of publishers that were left out: packs cut
right, beginnings missed and those of them that nobody is told of, cuts where none is, papers that are cut.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from benchmarks.packs import WAYS, page_of
from benchmarks.publishers import publishers_of
from extract.parts.beginnings import Beginnings
from extract.parts.cut import cut_papers
from extract.parts.weights import FILE, Weights, load_weights
from extract.pdf.annotated import read_annotated
from extract.pdf.reader import read_pages
from records.errors import SourceError
from records.geometry import Box
from records.pages import Page

Matrix: TypeAlias = NDArray[np.floating[Any]]

FOLDS = 6
PACKS = 72
"""Packs that weights are fitted to, and are measured on, in all."""

SAME_BODY = 0.25
"""The share of packs whose papers are of one publisher."""

FORGOTTEN = 5
"""One paper in so many has no bookmark where others have."""

APART = 1_000_000
"""Objects of a file, at most."""

STEPS, RATE = 1500, 0.05
SHRINK = 0.0004
"""How strongly weights are drawn to those in the file: papers are few."""

FALSE_BEGINNING = 2.0
"""How much more a false beginning costs than a missed one, of which a person is told where it is likely."""


class Paper(NamedTuple):
    """One paper: its name, publisher and pages."""

    name: str
    publisher: str
    pages: tuple[Page, ...]


class Pack(NamedTuple):
    """Joined pages, the places on which papers begin, those behind a front sheet, and the bookmarks."""

    pages: tuple[Page, ...]
    starts: tuple[int, ...]
    behind: frozenset[int]
    bookmarks: Mapping[int, str]
    way: str = ""
    names: tuple[str, ...] = ()


def read_paper(path: Path, publisher: str) -> Paper | None:
    """Return a paper; None if it cannot be read."""
    try:
        return Paper(path.name, publisher, read_annotated(path.read_bytes()).pages)
    except SourceError:
        return None


def join_pages(papers: Sequence[Paper], way: str, first: int) -> Pack:
    """Join papers in one of the `WAYS`; numbers that run through the pack begin with `first`.

    Where "printed" is added to the way, no fonts are told apart.
    """
    pages: list[Page] = []
    starts: list[int] = []
    behind: set[int] = set()
    bookmarks: dict[int, str] = {}
    if "agenda" in way:
        items = [f"{at}. Report of the Director on matter {at} and what follows" for at in range(4, 12)]
        pages.append(
            _drawn("Anyshire County Council", "AGENDA", "Cabinet, Tuesday 3 May 2031, 10 a.m.", *items)
        )
        starts.append(0)
        bookmarks[0] = "Agenda"
    for item, paper in enumerate(papers, 4):
        starts.append(len(pages))
        if item % FORGOTTEN:
            bookmarks[len(pages)] = f"Item {item} Report"
        if "sheets" in way:
            pages.append(_drawn(f"Agenda Item {item}", "Report of the Director of Housing", "3 May 2031"))
            behind.add(len(pages))
        top = paper.pages[0]
        if "items" in way:
            top = _stamped(top, f"Agenda Item {item}", 0.7, 0.97)
        for page in (top, *paper.pages[1:]):
            fonts = () if "printed" in way else (APART * item + font for font in page.font_objects)
            pages.append(replace(page, font_objects=frozenset(fonts)))
    if "numbers" in way:
        pages = [_stamped(page, f"Page {at + first}", 0.5, 0.02) for at, page in enumerate(pages)]
    numbered = tuple(replace(page, number=at) for at, page in enumerate(pages, 1))
    names = tuple(f"{paper.name} ({len(paper.pages)})" for paper in papers)
    return Pack(
        numbered, tuple(starts), frozenset(behind), bookmarks if "bookmarks" in way else {}, way, names
    )


@cache
def _drawn(*lines: str) -> Page:
    """Return a page that prints lines; its fonts are of no paper."""
    return replace(next(iter(read_pages(page_of(*lines)))), font_objects=frozenset())


def _stamped(page: Page, words: str, x: float, y: float) -> Page:
    """Return a page with words printed on it, at shares of its width and height from the bottom left."""
    left, top = x * page.width, (1 - y) * page.height
    stamp = next(iter(read_pages(page_of(words))))
    first = stamp.words[0].box
    moved = tuple(
        replace(
            word,
            box=Box(word.box.x0 - first.x0 + left, top - 10, word.box.x1 - first.x0 + left, top),
            size=10.0,
        )
        for word in stamp.words
    )
    return replace(page, words=(*page.words, *moved))


def draw_packs(papers: Sequence[Paper], count: int, seed: int) -> Iterator[Pack]:
    """Yield packs of two to six papers drawn at random, in all ways by turns."""
    chosen = random.Random(seed)
    of_one: dict[str, list[Paper]] = {}
    for paper in papers:
        of_one.setdefault(paper.publisher, []).append(paper)
    several = [each for each in of_one.values() if len(each) > 1]
    for number in range(count):
        among = chosen.choice(several) if several and chosen.random() < SAME_BODY else papers
        drawn = chosen.sample(list(among), min(chosen.randint(2, 6), len(among)))
        yield join_pages(
            drawn,
            WAYS[number % len(WAYS)] + " printed" * (number // len(WAYS) % 2),
            chosen.choice((1, 1, 23)),
        )


def rows_of(pack: Pack, names: Sequence[str]) -> tuple[Matrix, Matrix]:
    """Return the signs of the pages whose scores decide, and whether a paper begins on each.

    What was found before a page is taken to be true.
    """
    beginnings = Beginnings(pack.pages, pack.bookmarks)
    signs: list[list[bool]] = []
    begins: list[bool] = []
    near = {start + step for start in pack.starts for step in range(-1, 3)}
    for place in range(1, len(pack.pages)):
        if len(pack.names) > 1 and place not in near:  # papers by themselves show the others
            continue
        beginnings.since = max(start for start in pack.starts if start < place)
        if place in pack.behind or (place not in pack.starts and beginnings.goes_on(place)):
            continue
        seen = beginnings.every_sign(place)
        signs.append([name in seen for name in names])
        begins.append(place in pack.starts)
    return np.array(signs, float).reshape(-1, len(names)), np.array(begins, float)


def fit(rows: Sequence[tuple[Matrix, Matrix]], start: Weights) -> Weights:
    """Return weights under which what begins is likeliest, each of the sign that it had."""
    seen, begins = np.vstack([each for each, _ in rows]), np.concatenate([each for _, each in rows])
    near = np.array([sign.weight for sign in start.signs])
    fitted = near.copy()
    counts = np.where(begins > 0, 1.0, FALSE_BEGINNING) / len(begins)
    mean, spread = np.zeros(len(near)), np.zeros(len(near))
    for step in range(1, STEPS + 1):
        chance = 1 / (1 + np.exp(start.enough - seen @ fitted))
        gradient = (counts * (begins - chance)) @ seen - SHRINK * (fitted - near)
        mean, spread = 0.9 * mean + 0.1 * gradient, 0.99 * spread + 0.01 * gradient**2
        fitted += RATE * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-8)
        fitted = np.where(near > 0, np.maximum(fitted, 0), np.where(near < 0, np.minimum(fitted, 0), 0))
    signs = [replace(sign, weight=round(float(w), 2)) for sign, w in zip(start.signs, fitted, strict=True)]
    return replace(start, signs=tuple(signs))


class Found(NamedTuple):
    """What became of packs, or of papers by themselves."""

    packs: int = 0
    right: int = 0
    begun: int = 0
    missed: int = 0
    untold: int = 0
    extra: int = 0
    asked: int = 0

    def with_(self, other: Found) -> Found:
        """Return both together."""
        return Found(*(mine + yours for mine, yours in zip(self, other, strict=True)))

    def __str__(self) -> str:
        """Return what a person reads."""
        return (
            f"{self.right} of {self.packs} cut right; of {self.begun} beginnings missed {self.missed}, "
            f"untold {self.untold}; {self.extra} cuts where none is; {self.asked} asked for nothing"
        )


def judge(pack: Pack, weights: Weights, *, show: bool) -> Found:
    """Return how a pack is cut."""
    cut = cut_papers(pack.pages, pack.bookmarks, weights)
    begun, found = {*pack.starts, 0}, {*cut.starts}
    asked = {issue.page - 1 for issue in cut.asked if issue.page is not None}
    missed, extra = begun - found, found - begun
    if show and (missed or extra):
        print(f"{pack.way or 'plain'} {', '.join(pack.names)}")
        beginnings = Beginnings(pack.pages, pack.bookmarks, weights)
        for place in sorted(missed | extra):
            beginnings.since = max(start for start in begun if start < place)
            seen = beginnings.every_sign(place)
            told = "extra" if place in extra else "asked" if place in asked else "missed"
            print(f"  {place} {told} {weights.weigh(seen):.2f} {' '.join(sorted(seen))}")
    return Found(
        1,
        not missed and not extra,
        len(begun) - 1,
        len(missed),
        len(missed - asked),
        len(extra),
        len(asked - begun),
    )


def draw_folds(papers: Sequence[Paper]) -> list[list[Pack]]:
    """Return packs in folds that share no publisher, each with its papers by themselves."""
    publishers = sorted({paper.publisher for paper in papers})
    order = random.Random(1).sample(publishers, len(publishers))
    folds = []
    for fold in range(FOLDS):
        among = {*order[fold::FOLDS]}
        left = [paper for paper in papers if paper.publisher in among]
        folds.append(
            [*draw_packs(left, PACKS // FOLDS, fold), *(join_pages([paper], "", 1) for paper in left)]
        )
    return folds


def measure(folds: Sequence[Sequence[Pack]], weights: Sequence[Weights], *, show: bool) -> None:
    """Print how packs and papers are cut by the weights of each fold."""
    packs, alone = Found(), Found()
    for fold, each in zip(folds, weights, strict=True):
        for pack in fold:
            found = judge(pack, each, show=show)
            if len(pack.names) > 1:
                packs = packs.with_(found)
            else:
                alone = alone.with_(found)
    print(f"packs: {packs}")
    print(f"papers by themselves: {alone}")


def write(weights: Weights) -> None:
    """Write the weight of each sign into its line."""
    text = FILE.read_text("utf-8")
    for sign in weights.signs:
        text = re.sub(rf"(?<=name: {sign.name}, weight: )[-\d.]+", f"{sign.weight:g}", text)
    FILE.write_text(text, "utf-8")


def _papers(folders: Sequence[Path]) -> list[Paper]:
    found: list[tuple[Path, str]] = []
    for folder in folders:
        publishers = publishers_of(folder)
        paths = sorted(folder.glob("*.pdf"))
        found += [(path, publishers.get(path.stem, re.split(r"[-_ ]", path.stem)[0])) for path in paths]
    with ProcessPoolExecutor(2) as pool:
        read = pool.map(read_paper, *zip(*found, strict=True))
        return [paper for paper in read if paper is not None]


def main() -> None:
    """Print what was measured with publishers left out, and write the weights fitted to all if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--show", action="store_true", help="what is cut wrong, with its signs")
    parser.add_argument("--as-they-are", action="store_true", help="measure the weights of the file")
    parser.add_argument("--apart", type=Path, help="a file that names PDFs, one a line, that are packs")
    parser.add_argument("--write", action="store_true", help=f"write {FILE}")
    args = parser.parse_args()
    apart = {*args.apart.read_text("utf-8").splitlines()} if args.apart else set()
    papers = [paper for paper in _papers(args.folders) if paper.name not in apart]
    folds, start = draw_folds(papers), load_weights()
    if args.as_they_are:
        measure(folds, [start] * FOLDS, show=args.show)
        return
    names = [sign.name for sign in start.signs]
    rows = [[rows_of(pack, names) for pack in fold] for fold in folds]
    kept = [[row for other in range(FOLDS) if other != fold for row in rows[other]] for fold in range(FOLDS)]
    measure(folds, [fit(some, start) for some in kept], show=args.show)
    if args.write:
        write(fit([row for fold in rows for row in fold], start))


if __name__ == "__main__":
    main()
