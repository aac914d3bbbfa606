"""Trackers, plans and responses: a table with a row for each item."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from benchmarks.layouts.beside import SHADES, plain_cell, table_of
from benchmarks.layouts.blocks import Beside, Block, Cell, Run, Table, Text, heading, text
from benchmarks.layouts.chance import Chance
from benchmarks.layouts.paper import Row
from benchmarks.layouts.sayings import comments, due, item, owner

WIDTHS = {
    "ref": 0.6,
    "theme": 1.4,
    "text": 3.4,
    "owner": 1.5,
    "due": 1.2,
    "status": 1.2,
    "rag": 0.8,
    "comments": 2.8,
    "measure": 1.7,
    "answer": 1.4,
    "reason": 2.4,
}
"""Shares of the width by what a column holds."""

HIGHEST = 3
"""Rows over which a cell is merged at most; it is printed again below, since no writer cuts it."""


class Said(msgspec.Struct):
    """One record of a table, before it is drawn: paragraphs by column, and bullets among them."""

    row: Row
    paragraphs: tuple[str, ...] = ()
    bulleted: bool = False
    ticked: int = 0
    dated: tuple[str, ...] = ()


def tracker(chance: Chance) -> tuple[list[Block], list[Row]]:
    """Return a plan or tracker: blocks and rows."""
    mood = chance.way("mood")
    roles = _columns(chance, mood)
    count = {"short": (3, 6), "usual": (7, 14), "long": (18, 32)}[chance.way("table_length")]
    said = [_record(chance, roles, mood, "action") for _ in range(chance.number(*count))]
    return _drawn(chance, roles, said)


def response(chance: Chance) -> tuple[list[Block], list[Row]]:
    """Return the answers to a report, a row of a table for each recommendation."""
    roles = ["text", "answer", "reason"]
    if chance.one_in(2):
        roles += ["owner", "due"]
    if chance.way("refs") != "none":
        roles.insert(0, "ref")
    mood = chance.way("mood")
    said = [_record(chance, roles, mood, "response") for _ in range(chance.number(2, 10))]
    return _drawn(chance, roles, said)


def _columns(chance: Chance, mood: str) -> list[str]:
    roles = ["text"]
    how = chance.way("columns")
    more = chance.shuffled(["owner", "due", "status", "comments"])
    roles += more[: {"few": 1, "usual": 3, "many": 4}[how]]
    if how == "many":
        roles.append("measure")
    if chance.way("rag") != "none":
        roles.append("rag")
    if not {"status", "rag", "comments"} & set(roles):
        roles.append("status")
    if chance.way("column_order") == "usual":
        roles.sort(key=["text", "measure", "owner", "due", "status", "rag", "comments"].index)
    elif mood:
        head, *rest = roles
        roles = [head, *chance.shuffled(rest)] if chance.one_in(2) else chance.shuffled(roles)
    return roles if chance.way("refs") == "none" else ["ref", *roles]


def _ref(chance: Chance, number: int, section: int, within: int) -> str:
    how = chance.way("refs")
    if how == "decimals":
        return f"{section}.{within}"
    if how == "numbers by group":
        return str(within)
    if how == "letter and number":
        return f"{'ABCDEFGHIJ'[section - 1]}{within}"
    return str(number) if how == "numbers" else ""


def _record(chance: Chance, roles: Sequence[str], mood: str, kind: str) -> Said:
    form = chance.way("text_form")
    paragraphs: tuple[str, ...]
    if form == "paragraphs":
        paragraphs = tuple(item(chance, mood) for _ in range(chance.number(1, 3)))
    elif form == "bullets":
        paragraphs = tuple(item(chance, mood) for _ in range(chance.number(2, 4)))
    else:
        paragraphs = (item(chance, mood, "long" if form == "long" else "one sentence"),)
    forms = (
        chance.layout.setdefault("date form", str(chance.number(0, 4))),
        chance.layout.setdefault("owner form", str(chance.number(0, 3))),
    )
    blank = chance.way("blanks") != "none" and chance.one_in(4)
    rag = chance.word("rag_words") if "rag" in roles else ""
    status = ""
    if "status" in roles and not (chance.way("blanks") == "statuses too" and chance.one_in(4)):
        status = chance.word("statuses")
    if "answer" in roles:
        status = chance.word("answers")
    row = Row(
        "\n".join(paragraphs),
        owner=owner(chance, int(forms[1])) if "owner" in roles else "",
        due=due(chance, int(forms[0])) if "due" in roles and not blank else "",
        status=status,
        rag=rag.lower(),
        comments=comments(chance, chance.number(1, 2))
        if {"comments", "reason"} & set(roles) and not blank
        else "",
        kind=kind,
    )
    dated = tuple(chance.word("statuses") for _ in range(3))
    return Said(row, paragraphs, form == "bullets", chance.number(0, 2), dated)


def _drawn(chance: Chance, roles: list[str], said: list[Said]) -> tuple[list[Block], list[Row]]:
    groups = chance.way("groups")
    sections = chance.words("sections", min(4, max(1, len(said) // 3))) if groups != "none" else [""]
    per = -(-len(said) // len(sections))
    parts = [(name, said[at * per : (at + 1) * per]) for at, name in enumerate(sections)]
    number = 0
    for index, (name, some) in enumerate(parts, 1):
        for within, one in enumerate(some, 1):
            number += 1
            ref = _ref(chance, number, index, within) if "ref" in roles else ""
            one.row = msgspec.structs.replace(one.row, ref=ref, section=name)
    parts = [each for each in parts if each[1]]
    if groups == "merged theme":
        roles = ["theme", *roles]
    if chance.way("status_form") != "words" and "status" in roles:
        said_of = _ticks if chance.way("status_form") == "ticks" else _dates
        heads, cells = said_of(chance)
        said_rows = [msgspec.structs.replace(one, row=_with_status(chance, one, heads)) for one in said]
    else:
        heads, said_rows = [], said
        cells = None
    setting = _Setting(chance, roles, heads, ticks=cells == "ticks")
    by_row = {id(one): new for one, new in zip(said, said_rows, strict=True)}
    made = [(name, [by_row[id(one)] for one in some]) for name, some in parts]
    return setting.blocks(made, groups), [one.row for one in said_rows]


def _ticks(chance: Chance) -> tuple[list[str], str]:
    said = [("Complete", "In progress", "Not started"), ("Done", "Under way", "To do")]
    if chance.layout.get("rag") == "none":  # What two columns of colours mean is anyone's guess.
        said.append(("Red", "Amber", "Green"))
    return list(chance.random.choice(said)), "ticks"


def _dates(chance: Chance) -> tuple[list[str], str]:
    year = chance.number(2015, 2022)
    return list(
        chance.random.choice(
            [(f"Q1 {year}", f"Q2 {year}", f"Q3 {year}"), (f"March {year}", f"June {year}", f"October {year}")]
        )
    ), "dates"


def _with_status(chance: Chance, one: Said, heads: list[str]) -> Row:
    ticks = chance.layout["status_form"] == "ticks"
    if ticks and heads[0] in SHADES:
        return msgspec.structs.replace(one.row, status="", rag=heads[one.ticked].lower())
    return msgspec.structs.replace(one.row, status=heads[one.ticked] if ticks else one.dated[-1])


class _Setting:
    """How the tables of one paper are set: the same for all of them."""

    def __init__(self, chance: Chance, roles: Sequence[str], marks: Sequence[str], *, ticks: bool) -> None:
        self.chance, self.roles, self.marks, self.ticks = chance, roles, marks, ticks
        self.heads = [chance.heading(role) for role in roles]
        while len(set(self.heads)) < len(self.heads):
            self.heads = [chance.heading(role) for role in roles]
        at = list(roles).index("status") if marks else None
        self.shares: list[float] = []
        self.titles: list[str] = []
        for place, role in enumerate(roles):
            if place == at:
                self.shares += [0.9] * len(marks)
                self.titles += marks
            else:
                self.shares.append(WIDTHS[role])
                self.titles.append(self.heads[place])
        self.band = {"pale band": "D9E2F3", "dark band": chance.layout["accent"] or "1F3864"}.get(
            chance.way("header"), ""
        )

    def blocks(self, parts: Sequence[tuple[str, Sequence[Said]]], groups: str) -> list[Block]:
        if groups == "tables of their own":
            found: list[Block] = []
            repeat_head = self.chance.one_in(2)
            for at, (name, some) in enumerate(parts):
                found.append(heading(name, 1, self.chance.layout["accent"]))
                found += self.table([self.row(one) for one in some], headed=at == 0 or repeat_head)
            return [*found, *self.footnote()]
        rows: list[tuple[Cell, ...]] = []
        for name, some in parts:
            if groups == "bands":
                fill = self.chance.layout.setdefault(
                    "band fill", self.chance.random.choice(["", "EEEEEE", "FCE4D6"])
                )
                rows.append((plain_cell(name, bold=True, fill=fill, across=len(self.titles)),))
            elif groups == "bold rows":
                blank = [Cell() for _ in self.titles]
                at = min(i for i, role in enumerate(self.roles) if role == "text")
                blank[at] = plain_cell(name, bold=True)
                rows.append(tuple(blank))
            for place, one in enumerate(some):
                drawn = self.row(one)
                if groups == "merged theme":
                    down = min(HIGHEST, len(some) - place)
                    first = (Cell((text(name, bold=True),), down=down),) if place % HIGHEST == 0 else ()
                    rows.append((*first, *drawn[1:]))
                else:
                    rows.append(drawn)
        return [*self.beside(self.table(rows, headed=True)), *self.footnote()]

    def footnote(self) -> list[Block]:
        """Return a line in small letters below the table, as the grammar draws it."""
        if self.chance.way("footnote") == "none":
            return []
        said = [
            "* Dates may change with the budget.",
            "Source: quarterly returns of services.",
            "1 As reported in May.",
        ]
        return [Text((Run(self.chance.random.choice(said)),), size=-2.0)]

    def beside(self, tables: list[Block]) -> list[Block]:
        how = self.chance.way("nested")
        if how == "nested":
            return [Table((1.0,), ((Cell(tuple(tables)),),), cut=True, padding=6)]
        if how == "side by side" and len(self.titles) <= 4:
            other = table_of(self.chance, "indicators")
            return [Beside((tuple(tables), tuple(other)), (3.0, 2.0))]
        self.chance.layout["nested"] = "none"
        return tables

    def table(self, rows: list[tuple[Cell, ...]], *, headed: bool) -> list[Block]:
        way = self.chance.way
        rules = way("ruling")
        white = "FFFFFF" if way("header") == "dark band" else ""
        head = tuple(
            Cell((Text((Run(title, bold=True, colour=white),)),), fill=self.band) for title in self.titles
        )
        shares = tuple(self.shares)
        common = {
            "rules": {"zebra": "none", "white on fills": "white"}.get(rules, rules),
            "striped": rules in ("zebra", "white on fills"),
            "cut": way("rows_cut") == "cut",
            "middle": way("align") == "middle",
        }
        if not headed:
            return [Table(shares, tuple(rows), **common)]  # type: ignore[arg-type]
        heads = self.levels(head)
        if way("header") in ("grid of its own", "above the grid"):
            own = Table(shares, heads, rules="grid" if way("header") == "grid of its own" else "none")
            return [own, Table(shares, tuple(rows), **common)]  # type: ignore[arg-type]
        repeated = way("header_repeated") == "yes"
        return [Table(shares, (*heads, *rows), heads=len(heads), repeated=repeated, **common)]  # type: ignore[arg-type]

    def levels(self, head: tuple[Cell, ...]) -> tuple[tuple[Cell, ...], ...]:
        """Return the rows of the header: with two levels a heading stands over two columns or all marks."""
        at = self.grouped()
        if self.chance.way("header_levels") == "one" or at is None:
            self.chance.layout["header_levels"] = "one"
            return (head,)
        first, end = at
        name = "Status" if self.marks else self.chance.random.choice(["Delivery", "Monitoring", "Position"])
        run = msgspec.structs.replace(head[0].blocks[0].runs[0], text=name)  # type: ignore[union-attr]
        over = Cell((Text((run,)),), fill=self.band, across=end - first)
        beside = [msgspec.structs.replace(cell, down=2) for cell in head]
        return ((*beside[:first], over, *beside[end:]), head[first:end])

    def grouped(self) -> tuple[int, int] | None:
        """Return the first and the end of the columns that a heading of the upper level may stand over."""
        if self.marks:
            first = self.titles.index(self.marks[0])
            return first, first + len(self.marks)
        pairs = ({"owner", "due"}, {"status", "comments"}, {"status", "rag"}, {"answer", "reason"})
        return next(
            ((at, at + 2) for at in range(len(self.roles) - 1) if set(self.roles[at : at + 2]) in pairs), None
        )

    def row(self, one: Said) -> tuple[Cell, ...]:
        cells: list[Cell] = []
        for role in self.roles:
            if role == "status" and self.marks:
                for place, words in enumerate(one.dated):
                    shown = ("\u2713" if place == one.ticked else "") if self.ticks else words
                    cells.append(plain_cell(shown))
            else:
                cells.append(self.cell(one, role))
        return tuple(cells)

    def cell(self, one: Said, role: str) -> Cell:
        row = one.row
        if role == "text":
            marker = "\u2022" if one.bulleted else ""
            return Cell(tuple(text(said, marker=marker) for said in one.paragraphs))
        if role == "rag":
            return self.rag(row.rag.capitalize())
        words = {
            "ref": row.ref,
            "owner": row.owner,
            "due": row.due,
            "comments": row.comments,
            "reason": row.comments,
            "answer": row.status,
            "status": row.status,
            "theme": row.section,
        }
        if role == "owner":
            return Cell(tuple(text(each) for each in row.owner.split("\n")))
        return plain_cell(self.chance.word("measures") if role == "measure" else words[role])

    def rag(self, colour: str) -> Cell:
        how, shade = self.chance.way("rag"), SHADES[colour]
        letter = colour[0]
        if how == "dot":
            return Cell((Text((Run("\u25cf", colour=shade),), size=4),))
        if how == "pill":
            return Cell((Text((Run(colour, colour="FFFFFF", pill=shade),)),))
        words = {"word": colour, "letter": letter, "fill": "", "letter on fill": letter}[how]
        return plain_cell(words, fill=shade if "fill" in how else "")
