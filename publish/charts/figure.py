"""What a picture is before it is drawn: words, numbers, and bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from publish.charts.style import Bars

Cell = str | int


class Numbers(msgspec.Struct, frozen=True):
    """The numbers behind a picture, for those who cannot see it or want to count: a table with headings.

    The first `names` columns of each row say what it counts, the others how many.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    names: int = 1


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One picture. `parts` is empty where the dataset has nothing to draw; `says` then tells that.

    `says` is what the picture shows in a sentence or two, for those who cannot see it; `notes` tell how to
    read it and what it leaves out.
    """

    name: str
    title: str
    says: str
    notes: tuple[str, ...] = ()
    numbers: Numbers | None = None
    parts: tuple[Bars, ...] = ()


def table_of(
    counts: Mapping[tuple[Cell, ...], Mapping[str, int]], names: Sequence[str], series: Sequence[str]
) -> Numbers:
    """Lay counts out as a table: a row for each key, a column for each of `series`, a total."""
    rows = tuple((*key, *(of.get(one, 0) for one in series), sum(of.values())) for key, of in counts.items())
    return Numbers((*names, *series, "Total"), rows, len(names))


def count_of(number: int, thing: str, things: str = "") -> str:
    """Give a number with its noun."""
    return f"{number:,} {thing if number == 1 else things or f'{thing}s'}"
