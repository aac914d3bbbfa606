"""Papers without a single item, and much that looks like some."""

from __future__ import annotations

from benchmarks.layouts.beside import chapters, table_of
from benchmarks.layouts.blocks import Block, Run, Text, heading, text
from benchmarks.layouts.chance import Chance
from benchmarks.layouts.paper import Row
from benchmarks.layouts.sayings import finding


def nothing(chance: Chance) -> tuple[list[Block], list[Row]]:
    """Return a survey, indicators, risks, a page of contents, votes, or prose alone."""
    how = chance.way("nothing")
    if how == "prose":
        return chapters(chance, chance.number(2, 4)), []
    if how != "contents":
        found = [block for _ in range(chance.number(1, 3)) for block in table_of(chance, how)]
        return [*found, text(finding(chance))], []
    lines: list[Block] = [heading("Contents", 1, chance.layout["accent"])]
    page = 2
    for number, name in enumerate(["Foreword", *chance.words("chapters", 5), "Recommendations"], 1):
        page += chance.number(1, 5)
        lines.append(Text((Run(f"{number}. {name} {'.' * chance.number(30, 60)} {page}"),)))
    return [*lines, *chapters(chance, 2)], []
