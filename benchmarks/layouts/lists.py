"""Items in running text: lists, labelled paragraphs, answers below, titles with suggestions, minutes."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.layouts.beside import chapters, plain_cell
from benchmarks.layouts.blocks import Block, Box, Cell, Gap, Run, Table, Text, heading, labelled, text
from benchmarks.layouts.chance import Chance
from benchmarks.layouts.paper import Row
from benchmarks.layouts.sayings import comments, due, finding, item, owner

ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
LETTERS = "abcdefghijklmnopqrstuvwxyz"

Drawn = tuple[list[Block], list[Row]]


def marker(way: str, number: int) -> tuple[str, str]:
    """Return the marker of an item and the number or letter that it prints."""
    letter, roman = LETTERS[number - 1], ROMAN[min(number, 15) - 1]
    return {
        "1.": (f"{number}.", str(number)),
        "1": (str(number), str(number)),
        "(a)": (f"({letter})", letter),
        "a)": (f"{letter})", letter),
        "(i)": (f"({roman})", roman),
        "R1": (f"R{number}", f"R{number}"),
        "1.1": (f"5.{number}", f"5.{number}"),
        "Recommendation 1:": (f"Recommendation {number}:", str(number)),
    }.get(way, (way, ""))


def listed(chance: Chance) -> Drawn:
    """Return a list of recommendations below a heading, in a report."""
    way, mood = chance.way("markers"), chance.way("mood")
    head, lead_in, accent = chance.way("list_heading"), chance.way("lead_in"), chance.layout["accent"]
    if head == "none" and lead_in == "none":
        chance.layout["list_heading"] = head = "Recommendations"
    blocks: list[Block] = [] if head == "none" else [heading(head, 1, accent)]
    led = ""
    if lead_in == "clause":
        led = chance.random.choice(
            [
                "We recommend that the Council:",
                "The Committee is recommended to:",
                "It is recommended that officers:",
            ]
        )
        mood = "imperative"
        blocks.append(text(led))
    elif lead_in == "sentence":
        blocks.append(text("The group makes the following recommendations to the Cabinet:"))
    rows: list[Row] = []
    sections = iter(chance.words("sections", 10))
    section = head if head != "none" else ""
    for number in range(1, chance.number(3, 14) + 1):
        if number > 1 and chance.way("interrupted") != "none" and chance.one_in(3):
            if chance.way("interrupted") == "headings":
                section = next(sections, section)
                blocks.append(heading(section, 2, accent))
            else:
                blocks.append(text(finding(chance)))
        drawn, row = _item(chance, way, number, mood, section, led)
        blocks += drawn
        rows.append(row)
    return _printed_twice(chance, blocks, rows), rows


def _item(
    chance: Chance, way: str, number: int, mood: str, section: str, led: str
) -> tuple[list[Block], Row]:
    said = item(chance, mood, "long" if chance.one_in(3) else "one sentence")
    mark, ref = marker(way, number)
    if way == "Recommendation 1:":
        first: Block = labelled(mark, said)
    else:
        first = text(said, marker=mark)
    if chance.way("parts") == "none" or not chance.one_in(3) or led:
        return [first], Row(said, ref=ref, section=section, lead_in=led)
    some = [item(chance, "to", "short") for _ in range(chance.number(2, 4))]
    marks = [
        f"{letter})" if chance.way("parts") == "lettered" else "\u2013" for letter in LETTERS[: len(some)]
    ]
    below = [text(each, marker=each_mark, level=1) for each, each_mark in zip(some, marks, strict=True)]
    lettered = chance.way("parts") == "lettered"
    whole = "\n".join(
        [said, *(f"{m} {each}" if lettered else each for m, each in zip(marks, some, strict=True))]
    )
    return [first, *below], Row(whole, ref=ref, section=section)


def _printed_twice(chance: Chance, blocks: list[Block], rows: Sequence[Row]) -> list[Block]:
    how, accent = chance.way("twice"), chance.layout["accent"]
    if how == "no":
        return blocks
    again: list[Block] = [
        heading(
            "Summary of recommendations"
            if how == "at the front"
            else "Appendix: the recommendations in full",
            1,
            accent,
        )
    ]
    for number, row in enumerate(rows, 1):
        first, *more = row.text.split("\n")
        again += [text(first, marker=f"{number}."), *(text(each, level=1) for each in more)]
    between = chapters(chance, 2)
    return [*again, *between, *blocks] if how == "at the front" else [*blocks, *between, *again]


def labels(chance: Chance) -> Drawn:
    """Return recommendations within chapters, each below or behind a label of its own."""
    place, word, mood = chance.way("label_place"), chance.way("label_word"), chance.way("mood")
    accent = chance.layout["accent"]
    blocks: list[Block] = []
    rows: list[Row] = []
    number = 0
    for name in chance.words("sections", chance.number(2, 5)):
        blocks += [heading(name, 1, accent), *(text(finding(chance)) for _ in range(chance.number(1, 3)))]
        for _ in range(chance.number(1, 3)):
            number += 1
            said = [
                item(chance, mood, "long" if chance.one_in(3) else "one sentence")
                for _ in range(1 if chance.one_in(2) else 2)
            ]
            if place == "in line":
                said = said[:1]
            label = f"{word} {number}"
            blocks += _labelled(place, label, said, accent)
            rows.append(Row("\n".join(said), ref=str(number), section=name))
            if chance.one_in(3):
                blocks.append(text(finding(chance)))
    if chance.way("label_place") == "own line":
        # Nothing but the next heading ends such a text, so prose behind it would be anyone's guess.
        blocks = [each for at, each in enumerate(blocks) if not _ambiguous(blocks, at, rows)]
        chance.layout["after"] = "none"
    return blocks, rows


def _ambiguous(blocks: Sequence[Block], at: int, rows: Sequence[Row]) -> bool:
    texts = {part for row in rows for part in row.text.split("\n")}
    here, before = blocks[at], blocks[at - 1] if at else None
    return (
        isinstance(here, Text)
        and isinstance(before, Text)
        and before.words in texts
        and here.words not in texts
        and not here.with_next
    )


def _labelled(place: str, label: str, said: Sequence[str], accent: str) -> list[Block]:
    if place == "in line":
        return [labelled(f"{label}:", said[0])]
    body = [text(each) for each in said]
    if place == "box":
        return [Gap(4), Box((text(label, bold=True), *body), fill="EEF3FA"), Gap(6)]
    if place == "beside":
        cells = (plain_cell(label, bold=True), Cell(tuple(body)))
        return [Gap(4), Table((1, 4), (cells,), rules="grid"), Gap(6)]
    return [heading(label, 2, accent), *body]


def answered(chance: Chance) -> Drawn:
    """Return recommendations, each with its answer below."""
    mood, label, accent = chance.way("mood"), chance.way("answer_label"), chance.layout["accent"]
    place = chance.random.choice(["in line", "heading", "box"]) if label != "none" else "box"
    chance.layout["answered"] = place
    blocks: list[Block] = []
    rows: list[Row] = []
    for number in range(1, chance.number(3, 9) + 1):
        said = item(chance, mood, "long" if chance.one_in(2) else "one sentence")
        answer, reason = chance.word("answers"), comments(chance, chance.number(1, 3))
        name = f"Recommendation {number}"
        if place == "in line":
            blocks.append(labelled(f"{name}:", said))
        elif place == "heading":
            blocks += [heading(name, 2, accent), text(said, italic=True)]
        else:
            blocks += [Gap(4), Box((text(name, bold=True), text(said))), Gap(4)]
        if label == "none":
            blocks += [text(f"{answer}. {reason}")]
        elif place == "heading":
            blocks += [text(label, bold=True), text(f"{answer}. {reason}")]
        else:
            blocks.append(labelled(f"{label}:", f"{answer}. {reason}"))
        blocks += (
            [text(chance.word("comments")) for _ in range(chance.number(0, 2))] if place != "in line" else []
        )
        rows.append(Row(said, ref=str(number), status=answer, comments=reason, kind="response"))
    return blocks, rows


def with_lines_below(chance: Chance) -> Drawn:
    """Return a list whose items have labelled lines below: who, when, how it stands."""
    roles = ["owner", "due", *(["status"] if chance.one_in(2) else [])]
    names = {role: chance.heading(role, "labels") for role in roles}
    mood, style = chance.way("mood"), chance.way("below_style")
    way = chance.random.choice(["1.", "R1", "1.1", "Action 1"])
    chance.layout["markers"] = way
    form = chance.number(0, 4)
    blocks: list[Block] = [
        heading(
            chance.random.choice(["Action plan", "Recommendations", "Actions"]), 1, chance.layout["accent"]
        )
    ]
    rows: list[Row] = []
    for number in range(1, chance.number(3, 10) + 1):
        said = item(chance, mood, "long" if chance.one_in(4) else "one sentence")
        row = Row(
            said,
            ref=str(number) if way == "Action 1" else marker(way, number)[1],
            owner=owner(chance, chance.number(0, 1)),
            due=due(chance, form),
            status=chance.word("statuses") if "status" in roles else "",
            kind="action",
        )
        blocks.append(
            labelled(f"Action {number}:", said)
            if way == "Action 1"
            else text(said, marker=marker(way, number)[0])
        )
        pairs = [(f"{names[role]}:", getattr(row, role)) for role in roles]
        if style == "one line":
            runs = [
                run
                for at, (name, words) in enumerate(pairs)
                for run in (Run(f"{name} ", bold=True), Run(words + ("" if at == len(pairs) - 1 else "    ")))
            ]
            blocks.append(Text(tuple(runs), level=1))
        else:
            sloped = style == "italic"
            blocks += [
                Text((Run(f"{name} ", bold=not sloped, italic=sloped), Run(words, italic=sloped)), level=1)
                for name, words in pairs
            ]
        blocks.append(Gap(4))
        rows.append(row)
    return blocks, rows


def suggestions(chance: Chance) -> Drawn:
    """Return short titles, each with several suggestions below or beside it."""
    shape, accent = chance.way("suggestion_shape"), chance.layout["accent"]
    blocks: list[Block] = [heading("Recommendations", 1, accent)]
    rows: list[Row] = []
    cells: list[tuple[Cell, ...]] = [
        (plain_cell("Theme", bold=True), plain_cell("Suggestions of members", bold=True))
    ]
    for name in chance.words("titles", chance.number(2, 6)):
        some = [
            item(chance, chance.way("mood"), "short" if chance.one_in(2) else "one sentence")
            for _ in range(chance.number(2, 5))
        ]
        marked = [text(each, marker="\u2022") for each in some]
        if shape == "list":
            blocks += [heading(name, 2, accent), *marked]
        else:
            cells.append((plain_cell(name, bold=True), Cell(tuple(marked))))
        rows += [Row(each, section=name, accept=(f"{name} {each}",)) for each in some]
    if shape == "table":
        blocks.append(
            Table((1, 3), tuple(cells), heads=1, rules=chance.random.choice(["grid", "level"]), cut=True)
        )
    return blocks, rows


def minutes(chance: Chance) -> Drawn:
    """Return minutes: items of business, reports, and what was resolved."""
    blocks: list[Block] = []
    rows: list[Row] = []
    for number, name in enumerate(["Apologies", *chance.words("sections", chance.number(3, 7))], 1):
        blocks.append(heading(f"{number}. {name}", 2))
        if number == 1:
            blocks.append(text("Apologies were received from two members."))
            continue
        blocks.append(text(finding(chance)))
        if chance.one_in(5):
            continue
        how = chance.way("resolved")
        if how == "sentence":
            said = item(chance, "that")
            blocks.append(labelled("RESOLVED:", said))
            rows.append(Row(said, section=name, kind="decision", accept=(f"RESOLVED: {said}",)))
            continue
        some = [item(chance, "that") for _ in range(chance.number(2, 4))]
        blocks.append(text("RESOLVED:", bold=True))
        for at, each in enumerate(some):
            mark = f"({LETTERS[at]})" if how == "letters" else f"{at + 1}."
            blocks.append(text(each, marker=mark, level=1))
            rows.append(Row(each, ref=mark.strip("()."), section=name, kind="decision", lead_in="RESOLVED:"))
    return blocks, rows
