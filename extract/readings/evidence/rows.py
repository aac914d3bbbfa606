"""What each row of the readings of a document is like: signs of its text, and of where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import accumulate
from typing import Any, TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from extract.families.column_roles import Role
from extract.readings.block import Block
from extract.readings.cuts import Row
from extract.readings.evidence.texts import later_signs, signs, text_signs
from extract.readings.listing import Reading
from extract.readings.openers import number_of, stands_out
from extract.readings.stretch import Stretch, role_of
from extract.readings.written.grammar import kinds_of
from extract.readings.written.sentences import part_sentences

Numbers: TypeAlias = NDArray[np.floating[Any]]
Places: TypeAlias = NDArray[np.integer[Any]]

PROMISES = (-1, 0, 1, 2, 3)

GUESSES = (
    *("asking", "promised", "promised by the nearest", "recommending", "resolving", "ordering"),
    *("marked and promised", "asking and promised", "asking and promised by the nearest"),
)
"""Plain guesses at what the items of a document are."""

PLACES = (
    *("in a cell", "in a box", "several blocks", "label inside", "mark inside", "more of it follows"),
    *("rest of block left", "printed again", "column of items", "column of others", "beside owners or dates"),
    *("initials beside it", "opens with a decision", "ends with a decision", "decides throughout"),
    *("resolves", "asks somebody"),
)
"""What the place of a row tells."""

LEAST = 25
"""Letters of a block that counts among the texts of a document."""

COMMON = 80
"""Letters by which texts are compared that are printed twice."""

ITEMS = frozenset({Role.TEXT, Role.SUB_ACTIONS})


@cache
def row_signs() -> tuple[str, ...]:
    """Return the names of the signs of rows, in the order of their bits."""
    promises = (f"promise {promise}" for promise in PROMISES)
    return (*text_signs(), *PLACES, *promises, *(f"as {name}" for name in GUESSES))


@cache
def sign_bits() -> Mapping[str, int]:
    """Return the bit of each sign of rows."""
    return {name: 1 << at for at, name in enumerate(row_signs())}


class Rows(msgspec.Struct, frozen=True):
    """The rows of the readings of a document, each once, by what is measured of it.

    `held` are the places of each reading's rows among them, one reading behind the other from `begins`.
    `signs` has a column for each of `row_signs`.
    """

    held: Places
    begins: Places
    signs: Numbers
    letters: Numbers
    numbers: Places
    pages: Places
    openers: Places
    firsts: Places
    lasts: Places
    kinds: Places
    likes: Numbers
    asking: Numbers
    resolving: Places
    marked: Places
    texts: Places


class _Blocks:
    """What is asked of the blocks of one stretch, told once for all of its rows."""

    def __init__(self, stretch: Stretch, again: Mapping[str, int]) -> None:
        self.blocks, self.stretch, self.again = stretch.blocks, stretch, again
        self.later = [later_signs(block.text) for block in self.blocks]
        out = [stands_out(block, stretch.usual) for block in self.blocks]
        self.out = [0, *accumulate(out)]
        self.marked = [0, *accumulate(bool(block.marker) for block in self.blocks)]
        asks = [asking(block.text) for block in self.blocks]
        self.asks = [0.0, *accumulate(float(one) for one in asks)]
        self.told = [_kinds(block.text) for block in self.blocks]
        self.resolves = [0, *accumulate(resolving(block.text) for block in self.blocks)]
        self.initials = [0, *accumulate(bool(block.margin) for block in self.blocks)]
        self.goes_on = [
            at > 0 and not out[at] and not block.marker and _alike(self.blocks[at - 1], block)
            for at, block in enumerate(self.blocks)
        ] + [False]
        kinds = [(block.style, round(block.left / 8), block.marker, _column(block)) for block in self.blocks]
        numbers: dict[object, int] = {}
        self.bits = [sign_bits()[name] for name in PLACES]
        self.of_plan = [header.of_plan for header in stretch.headers]
        self.kinds = [numbers.setdefault(kind, len(numbers)) for kind in kinds]
        counts = Counter(self.kinds)
        self.likes = [counts[kind] for kind in self.kinds]

    def signs_of(self, row: Row) -> int:
        """Return the signs of a row as bits."""
        bits = sign_bits()
        rest = 0
        for at in range(row.first + 1, row.last + 1):
            rest |= self.later[at]
        found = signs(row.text[: row.head or None], rest, row.text)
        first = self.blocks[row.first]
        heading = self.stretch.heading_of(first)
        role = role_of(heading)
        last = row.last + 1
        holds = (
            first.place is not None,
            first.frame is not None,
            row.last > row.first,
            self.out[last] > self.out[row.first + 1],
            self.marked[last] > self.marked[row.first + 1],
            self.goes_on[last],
            not self.blocks[row.last].text.endswith(row.text[-COMMON:]),
            self.again.get(_key(row.text), 0) > 1,
            role in ITEMS,
            role is not None and role not in ITEMS,
            first.place is not None and self.of_plan[first.place.table],
            self.initials[last] > self.initials[row.first],
            *self._decides(row),
        )
        promised = self.stretch.promised[row.first]
        found |= bits[f"promise {promised}"]
        for bit, is_so in zip(self.bits, holds, strict=True):
            if is_so:
                found |= bit
        for name in guesses(found, promised, marked=bool(row.ref)):
            found |= bits[f"as {name}"]
        return found

    def _decides(self, row: Row) -> tuple[bool, bool, bool, bool, bool]:
        """Tell whether a row opens, ends and goes on with decisions, and whether it resolves and asks."""
        head = _kinds(row.text[: row.head or None])
        told = [head, *self.told[row.first + 1 : row.last + 1]]
        every = [kinds for some in told for kinds in some]
        if not every:
            return False, False, False, False, False
        resolves = any("resolves" in kinds for kinds in every)
        asks = any("asks" in kinds for kinds in every)
        return bool(every[0]), bool(every[-1]), all(every), resolves, asks


@lru_cache(maxsize=100_000)
def _kinds(text: str) -> tuple[frozenset[str], ...]:
    return tuple(map(kinds_of, part_sentences(text)))


def resolving(text: str) -> bool:
    """Return whether a sentence of a text resolves in so many words."""
    return any("resolves" in kinds for kinds in _kinds(text))


def asking(text: str) -> bool:
    """Return whether a text of some letters asks or decides; a heading may have such a word."""
    return len(text) > LEAST and bool(signs(text, 0, text) & sign_bits()["asks"])


def guesses(found: int, promised: int, *, marked: bool) -> Iterator[str]:
    """Yield the plain guesses at what items are of which a text of these signs is one."""
    bits = sign_bits()
    asks = bool(found & bits["asks"])
    holds = {
        "asking": asks,
        "promised": promised >= 2,
        "promised by the nearest": promised == 3,
        "recommending": found & bits["recommend"],
        "resolving": found & bits["resolved"],
        "ordering": found & bits["order"],
        "marked and promised": marked and promised >= 2,
        "asking and promised": asks and promised >= 2,
        "asking and promised by the nearest": asks and promised == 3,
    }
    return (name for name, is_one in holds.items() if is_one)


def _alike(upper: Block, lower: Block) -> bool:
    return (upper.place, upper.style, upper.frame) == (lower.place, lower.style, lower.frame)


def _column(block: Block) -> tuple[int, int] | None:
    return None if block.place is None else (block.place.table, block.place.column)


def _key(text: str) -> str:
    return "".join(filter(str.isalnum, text[:COMMON].lower()))


def measure_rows(readings: Sequence[Reading], document: Stretch) -> Rows:
    """Return what is measured of the rows of the readings of a document, one reading at least."""
    again = Counter(_key(block.bare) for block in document.blocks)
    stretches: dict[int, _Blocks] = {}
    known: dict[int, int] = {}
    rows: list[tuple[Row, _Blocks]] = []
    held: list[int] = []
    begins: list[int] = []
    for reading in readings:
        begins.append(len(held))
        key = id(reading.stretch)
        if key not in stretches:
            stretches[key] = _Blocks(reading.stretch, again)
        for row in reading.rows:
            at = known.setdefault(id(row), len(rows))
            if at == len(rows):
                rows.append((row, stretches[key]))
            held.append(at)
    return _measured(rows, held, begins)


def _measured(rows: Sequence[tuple[Row, _Blocks]], held: Sequence[int], begins: Sequence[int]) -> Rows:
    def ints(values: Iterable[int]) -> Places:
        return np.fromiter(values, np.int64, len(rows))

    bits = ints(where.signs_of(row) for row, where in rows)
    texts: dict[str, int] = {}
    return Rows(
        held=np.array(held, np.int64),
        begins=np.array(begins, np.int64),
        signs=((bits[:, None] >> np.arange(len(row_signs()))) & 1).astype(np.float32),
        letters=ints(len(row.text) for row, _ in rows).astype(np.float64),
        numbers=ints(number if (number := number_of(row.ref)) is not None else -1 for row, _ in rows),
        pages=ints(where.blocks[row.first].page for row, where in rows),
        openers=ints(row.opener for row, _ in rows),
        firsts=ints(row.first for row, _ in rows),
        lasts=ints(row.last for row, _ in rows),
        kinds=ints(where.kinds[row.opener] for row, where in rows),
        likes=ints(where.likes[row.opener] for row, where in rows).astype(np.float64),
        asking=np.array([where.asks[row.last + 1] - where.asks[row.first] for row, where in rows]),
        resolving=ints(where.resolves[row.last + 1] - where.resolves[row.first] for row, where in rows),
        marked=ints(where.initials[row.last + 1] - where.initials[row.first] for row, where in rows),
        texts=ints(texts.setdefault(row.text, len(texts)) for row, _ in rows),
    )
