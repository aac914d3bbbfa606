"""What stands around the items of a paper, or in their place: prose, keys, risks, votes, surveys."""

from __future__ import annotations

from benchmarks.layouts.blocks import Block, Cell, Run, Table, Text, heading, text
from benchmarks.layouts.chance import Chance
from benchmarks.layouts.paper import Row
from benchmarks.layouts.sayings import finding

SHADES = {"Red": "E04040", "Amber": "F5B942", "Green": "4CAF50", "Blue": "4A86E8"}
"""The colours of a RAG rating as papers print them."""


def plain_cell(words: str, *, bold: bool = False, fill: str = "", across: int = 1) -> Cell:
    """Return a cell of one paragraph."""
    return Cell((text(words, bold=bold),) if words else (), fill=fill, across=across)


def plain_table(heads: list[str], rows: list[list[str]], shares: tuple[float, ...], rules: str) -> Table:
    """Return a table of words with a header in bold."""
    head = tuple(plain_cell(each, bold=True, fill="E6E6E6") for each in heads)
    return Table(shares, (head, *(tuple(map(plain_cell, row)) for row in rows)), heads=1, rules=rules)


def prose(chance: Chance, part: str, level: int = 1) -> list[Block]:
    """Return the prose before or behind the items, as the grammar draws it."""
    how = chance.way(part)
    if how == "none":
        return []
    if how in ("one paragraph", "paragraph"):
        said = chance.word("introductions") if part == "lead_prose" else finding(chance)
        return [text(said)]
    return chapters(chance, chance.number(1, 3), level)


def chapters(chance: Chance, number: int, level: int = 1) -> list[Block]:
    """Return chapters of findings under headings of their own."""
    found: list[Block] = []
    numbered = chance.one_in(2)
    for at, name in enumerate(chance.words("chapters", number), 1):
        found.append(heading(f"{at}. {name}" if numbered else name, level, chance.layout["accent"]))
        found += [text(finding(chance)) for _ in range(chance.number(1, 3))]
    return found


def beside_items(chance: Chance) -> list[Block]:
    """Return a small table that holds no items, as the grammar draws it."""
    how = chance.way("beside")
    if how == "none":
        return []
    return key(chance) if how == "key" else table_of(chance, how)


def key(chance: Chance) -> list[Block]:
    """Return what the colours of a plan mean."""
    meanings = {
        "Red": "Not started or off track",
        "Amber": "Under way with some delay",
        "Green": "On track",
        "Blue": "Complete",
    }
    if chance.one_in(2):
        said = "; ".join(f"{name} = {meaning.lower()}" for name, meaning in meanings.items())
        return [Text((Run("Key: ", bold=True), Run(said)))]
    rows = tuple(
        (plain_cell(name, fill=SHADES[name]), plain_cell(meaning)) for name, meaning in meanings.items()
    )
    return [text("Key", bold=True), Table((1, 3), rows, width=0.5)]


def table_of(chance: Chance, what: str) -> list[Block]:
    """Return a heading and a table of risks, indicators, votes, or answers to a survey."""
    rules = chance.random.choice(["grid", "grid", "level"])
    count = chance.number
    shares: tuple[float, ...]
    if what == "risks":
        name, heads, shares = "Risk register", ["Risk", "Likelihood", "Impact", "Score"], (4.0, 1.0, 1.0, 1.0)
        rows = [
            [risk, str(a := count(1, 5)), str(b := count(1, 5)), str(a * b)]
            for risk in chance.words("names_of_risks", 5)
        ]
    elif what == "indicators":
        name, heads, shares = (
            "Performance",
            ["Indicator", "Target", "Last year", "This year"],
            (4.0, 1.0, 1.0, 1.0),
        )
        rows = [[each, *(f"{count(40, 99)}%" for _ in range(3))] for each in chance.words("indicators", 6)]
    elif what == "votes":
        name, heads, shares = "How members voted", ["Member", "For", "Against"], (3.0, 1.0, 1.0)
        rows = [[f"Group {at}", str(count(1, 20)), str(count(0, 9))] for at in range(1, count(4, 8))]
    else:
        name, heads, shares = "Results of the survey", ["Answer", "Number", "Share"], (3.0, 1.0, 1.0)
        rows = [[each, str(count(20, 400)), f"{count(2, 60)}%"] for each in chance.words("survey", 6)]
    return [heading(name, 2, chance.layout["accent"]), plain_table(heads, rows, shares, rules)]


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
