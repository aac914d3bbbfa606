"""Items in boxes: cards, forms, slides and posters."""

from __future__ import annotations

from benchmarks.layouts.beside import plain_cell
from benchmarks.layouts.blocks import (
    Beside,
    Block,
    Box,
    Cell,
    Gap,
    NewPage,
    Run,
    Table,
    Text,
    heading,
    labelled,
    text,
)
from benchmarks.layouts.chance import Chance
from benchmarks.layouts.paper import Row
from benchmarks.layouts.sayings import due, item, owner

Drawn = tuple[list[Block], list[Row]]


def cards(chance: Chance) -> Drawn:
    """Return a card for each item: its label, a title, what is asked, and how many voted for it."""
    how, frame, accent = chance.way("card_labels"), chance.way("card_frame"), chance.layout["accent"]
    word = chance.random.choice(["Priority", "Recommendation", "Proposal", "Action"])
    lettered = word == "Priority" and chance.one_in(2)
    names = {role: chance.heading(role, "labels") for role in ("title", "text", "votes")}
    number = chance.number(3, 9)
    mood = chance.way("mood")
    blocks: list[Block] = [
        heading("The priorities" if word == "Priority" else f"The {word.lower()}s", 1, accent)
    ]
    rows: list[Row] = []
    for at, name in enumerate(chance.words("titles", number), 1):
        said = item(chance, mood, "long" if chance.one_in(2) else "one sentence")
        ref = "ABCDEFGHIJ"[at - 1] if lettered else str(at)
        label = text(f"{word} {ref}", bold=True)
        pairs = [(names["title"], name), (names["text"], said), (names["votes"], chance.word("votes"))]
        if how == "side":
            cells = tuple((plain_cell(a, bold=True), plain_cell(b)) for a, b in pairs)
            head = (Cell((label,), fill="DDE7F3", across=2),)
            blocks += [Table((1, 3), (head, *cells)), Gap(10)]
        else:
            if how == "above":
                body: list[Block] = [each for a, b in pairs for each in (text(a, bold=True), text(b))]
            else:
                body = [text(name, bold=True), text(said), text(pairs[2][1], italic=True)]
            line = "" if frame == "filled" else "666666"
            fill = "" if frame == "line" else "E8F1E4"
            blocks += [Box((label, *body), line=line, fill=fill), Gap(10)]
        rows.append(Row(said, ref=ref, title=name))
    return blocks, rows


def forms(chance: Chance) -> Drawn:
    """Return a form for each item, one below the other."""
    shape, mood = chance.way("form_shape"), chance.way("mood")
    names = {role: chance.heading(role, "labels") for role in ("text", "owner", "due", "status", "comments")}
    form = chance.number(0, 4)
    blocks: list[Block] = []
    rows: list[Row] = []
    for number in range(1, chance.number(3, 8) + 1):
        said = item(chance, mood, "long" if chance.one_in(3) else "one sentence")
        row = Row(
            said,
            ref=str(number),
            owner=owner(chance, 0),
            due=due(chance, form),
            status=chance.word("statuses"),
            comments=chance.word("comments"),
            kind="action",
        )
        pairs = [
            (names["text"], said),
            *((names[role], getattr(row, role)) for role in ("owner", "due", "status", "comments")),
        ]
        head = plain_cell(
            f"{'Recommendation' if names['text'] == 'Recommendation' else 'Action'} {number}",
            bold=True,
            fill="DDDDDD",
            across={"two columns": 2, "one column": 1, "four columns": 4}[shape],
        )
        if shape == "two columns":
            cells = [(plain_cell(a, bold=True), plain_cell(b)) for a, b in pairs]
            blocks.append(Table((1, 3), ((head,), *cells)))
        elif shape == "one column":
            cells_one = [(Cell((labelled(f"{a}:", b),)),) for a, b in pairs]
            blocks.append(Table((1,), ((head,), *cells_one)))
        else:
            first = (plain_cell(pairs[0][0], bold=True), plain_cell(said, across=3))
            second = tuple(cell for a, b in pairs[1:3] for cell in (plain_cell(a, bold=True), plain_cell(b)))
            third = tuple(cell for a, b in pairs[3:] for cell in (plain_cell(a, bold=True), plain_cell(b)))
            blocks.append(Table((1, 2, 1, 2), ((head,), first, second, third)))
        blocks.append(Gap(12))
        rows.append(row)
    return blocks, rows


def slides(chance: Chance) -> Drawn:
    """Return slides: what was found, then the recommendations in large letters."""
    accent, mood = chance.layout["accent"], chance.way("mood")
    mark = chance.random.choice(["\u2022", "1.", "\u2013"])
    chance.layout["markers"] = mark
    blocks: list[Block] = []
    for name in chance.words("chapters", chance.number(1, 3)):
        blocks += [NewPage(), heading(name, 1, accent)]
        blocks += [text(chance.word("findings"), marker="\u2022") for _ in range(chance.number(2, 4))]
    rows: list[Row] = []
    number = 0
    for at in range(chance.number(1, 3)):
        title = "Recommendations" if at == 0 else "Recommendations (continued)"
        blocks += [NewPage(), heading(title, 1, accent)]
        for _ in range(chance.number(2, 4)):
            number += 1
            said = item(chance, mood, "short" if chance.one_in(2) else "one sentence")
            blocks.append(text(said, marker=f"{number}." if mark == "1." else mark))
            rows.append(Row(said, ref=str(number) if mark == "1." else "", section=title))
    return blocks, rows


def poster(chance: Chance) -> Drawn:
    """Return a poster: boxes in columns, each with a title, a number or neither, and one action."""
    number = {"two": 2, "three": 3}[chance.way("poster_columns")]
    accent, mood = chance.layout["accent"], chance.way("mood")
    titled, numbered = chance.one_in(2), chance.one_in(2)
    columns: list[list[Block]] = [[] for _ in range(number)]
    rows: list[Row] = []
    names = chance.words("titles", 12)
    count = number * chance.number(2, 4)
    per = count // number
    for at in range(count):
        said = item(chance, mood)
        body: list[Block] = []
        if numbered:
            body.append(Text((Run(str(at + 1), bold=True, colour=accent),), size=12))
        if titled:
            body.append(text(names[at], bold=True))
        body.append(text(said))
        columns[at // per] += [Box(tuple(body), line="", fill="EAF2F8"), Gap(10)]
        rows.append(Row(said, ref=str(at + 1) if numbered else "", title=names[at] if titled else ""))
    blocks: list[Block] = [
        heading(chance.random.choice(["What we will do", "Our recommendations", "Our actions"]), 1, accent)
    ]
    return [*blocks, Beside(tuple(map(tuple, columns)), (1.0,) * number)], rows
