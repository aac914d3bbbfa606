"""Does pdfium give what pdfplumber gives? Compares the words of every page and the cells of every table.

    python -m benchmarks.identity FOLDER [FOLDER ...]

Words are equal if they are the same in the same order and every side of every box is within two
hundredths of a point; cells if their texts are the same. Each difference is printed and says what it is.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from extract.layout.page_layout import lay_out
from extract.pdf.pdfplumber import read_pages as read_by_pdfplumber
from extract.pdf.reader import read_pages
from records.errors import SourceError
from records.geometry import Box
from records.pages import Page, Word

NEAR = 0.025
"""Points: two hundredths, and what is left of rounding them."""


class Tally(msgspec.Struct):
    """What was compared, what was equal, and by whom the pages were read."""

    pages: int = 0
    equal_pages: int = 0
    tables: int = 0
    equal_tables: int = 0
    cells: int = 0
    readers: Counter[str] = msgspec.field(default_factory=Counter)
    unread: int = 0


def compare_folder(folder: Path, tally: Tally) -> Iterator[str]:
    """Compare both readers on every PDF of a folder; give a line for each difference."""
    for path in sorted(folder.rglob("*.pdf")):
        content = path.read_bytes()
        try:
            slow = list(read_by_pdfplumber(content))
        except SourceError as error:
            tally.unread += 1
            yield from _same_refusal(path.name, content, error)
            continue
        for line in compare_documents(slow, list(read_pages(content)), tally):
            yield f"{path.name}, {line}"


def _same_refusal(name: str, content: bytes, refused: SourceError) -> Iterator[str]:
    try:
        list(read_pages(content))
    except SourceError as error:
        if error.problem is refused.problem:
            return
    yield f"{name}: refused by one reader only, as {refused.problem}"


def compare_documents(slow: Sequence[Page], quick: Sequence[Page], tally: Tally) -> Iterator[str]:
    """Compare the pages of one document and the tables laid out of them."""
    for one, other in zip(slow, quick, strict=True):
        tally.pages += 1
        tally.readers[f"{other.reader}: {other.doubt}" if other.doubt else other.reader] += 1
        found = list(_differences(one, other))
        tally.equal_pages += not found
        yield from (f"page {one.number}: {difference}" for difference in found)
    tables, others = _tables(slow), _tables(quick)
    tally.tables += len(tables)
    tally.cells += sum(len(texts) for _, texts in tables)
    left = Counter(others)
    for table in tables:
        if left[table]:
            left[table] -= 1
            tally.equal_tables += 1
        else:
            page, texts = table
            beside = next((found for at, found in left.elements() if at == page), ())
            unlike = [text for text in texts if text not in beside][:2]
            yield f"page {page}: a table of {len(texts)} cells is read otherwise, such as {unlike}"


def _differences(one: Page, other: Page) -> Iterator[str]:
    """Yield what pdfium gives otherwise on a page, the first of each kind."""
    words, others = [word.text for word in one.words], [word.text for word in other.words]
    if words != others:
        missing, more = Counter(words) - Counter(others), Counter(others) - Counter(words)
        if not missing and not more:
            yield "the same words in another order"
        else:
            yield f"words {_some(missing)} are {_some(more)} for pdfium"
        return
    if [word.text for word in one.unseen] != [word.text for word in other.unseen]:
        yield f"{len(other.unseen)} and not {len(one.unseen)} words that nobody sees"
    for word, same in zip(one.words, other.words, strict=True):
        if not _near(word.box, same.box):
            yield f"'{word.text}' stands at {same.box} and not at {word.box}"
            break
    yield from _style_differences(one, other)
    yield from _drawing_differences(one, other)


def _style_differences(one: Page, other: Page) -> Iterator[str]:
    """Yield the first word of which each style differs; the pages have the same words."""
    for what in ("font", "size", "colour", "upright", "mark"):
        pair = next(
            (pair for pair in zip(one.words, other.words, strict=True) if not _alike(*pair, what)), None
        )
        if pair is not None:
            told = tuple(getattr(word, what) for word in pair)
            yield f"the {what} of '{pair[0].text}' is {told[1]} and not {told[0]}"


def _drawing_differences(one: Page, other: Page) -> Iterator[str]:
    """Yield which of the rules, fills and pictures differ."""
    for what in ("rules", "fills", "images"):
        boxes = [[getattr(drawn, "box", drawn) for drawn in getattr(page, what)] for page in (one, other)]
        if len(boxes[0]) != len(boxes[1]) or not all(map(_near, *boxes)):
            yield f"other {what}: {len(boxes[1])} and not {len(boxes[0])}"


def _alike(word: Word, other: Word, what: str) -> bool:
    first, second = getattr(word, what), getattr(other, what)
    if what == "size":
        return bool(abs(first - second) < NEAR)
    if what == "colour" and first is not None and second is not None:
        return all(abs(part - same) < 1.5 / 255 for part, same in zip(first, second, strict=True))
    return bool(first == second)


def _near(box: Box, other: Box) -> bool:
    sides, others = msgspec.structs.astuple(box), msgspec.structs.astuple(other)
    return all(abs(side - same) < NEAR for side, same in zip(sides, others, strict=True))


def _some(words: Counter[str]) -> str:
    return " ".join(repr(word) for word in list(words.elements())[:3]) or "nothing"


def _tables(pages: Sequence[Page]) -> list[tuple[int, tuple[str, ...]]]:
    """Return page and texts of the cells of every part of a table."""
    return [
        (grid.page, tuple(cell.text for row in grid.rows for cell in row.cells))
        for table in lay_out(pages).tables
        for grid in table.grids
    ]


def print_identity(folders: Iterable[Path]) -> None:
    """Compare the readers on the PDFs of some folders and print the outcome."""
    tally = Tally()
    for folder in folders:
        for line in compare_folder(folder, tally):
            print(line)
    print(f"words equal on {_share(tally.equal_pages, tally.pages)} pages")
    print(f"cells equal in {_share(tally.equal_tables, tally.tables)} tables ({tally.cells:,} cells)")
    for reader, count in tally.readers.most_common():
        print(f"{count:>6} pages read by {reader}")
    print(f"{tally.unread:>6} files that cannot be read")


def _share(equal: int, whole: int) -> str:
    return f"{equal:,} of {whole:,} ({100 * equal / max(1, whole):.2f} %)"


if __name__ == "__main__":
    print_identity([Path(argument) for argument in sys.argv[1:]])
