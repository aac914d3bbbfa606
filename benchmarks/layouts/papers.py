"""A paper from a seed: its kind, its blocks, how it is set."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.layouts.beside import beside_items, nothing, prose
from benchmarks.layouts.blocks import Block, NewPage, heading, text
from benchmarks.layouts.cards import cards, forms, poster, slides
from benchmarks.layouts.chance import Chance
from benchmarks.layouts.lists import answered, labels, listed, minutes, suggestions, with_lines_below
from benchmarks.layouts.paper import LANDSCAPE, PORTRAIT, POSTER, SLIDE, Paper, Row
from benchmarks.layouts.tables import response, tracker

KINDS: dict[str, Callable[[Chance], tuple[list[Block], list[Row]]]] = {
    "tracker": tracker,
    "response": response,
    "list": listed,
    "labelled": labels,
    "answers": answered,
    "cards": cards,
    "forms": forms,
    "below": with_lines_below,
    "suggestions": suggestions,
    "slides": slides,
    "poster": poster,
    "minutes": minutes,
    "nothing": nothing,
}
ACCENTS = ("", "1F3864", "2E75B6", "375623", "7030A0", "C55A11", "006A4E")
"""Colours of headings and bands; "" is black."""

TITLES = {
    "tracker": (
        "{review}: {subject} action plan",
        "Recommendation tracker: {subject}",
        "Improvement plan for {subject}",
        "{subject}: monitoring of recommendations",
    ),
    "response": (
        "Response of the Cabinet to the review of {subject}",
        "Executive response: {review} on {subject}",
    ),
    "answers": ("Response of the Cabinet to the review of {subject}", "Government response: {subject}"),
    "minutes": ("Minutes of the {review}",),
    "nothing": (
        "{subject}: annual report",
        "{subject}: results of the survey",
        "Performance report: {subject}",
    ),
}
USUAL = (
    "Final report of the {review} on {subject}",
    "Review of {subject}",
    "{subject}: report of the {review}",
    "{place} citizens' assembly on {subject}",
)


def paper(seed: int, number: int, kind: str | None = None) -> Paper:
    """Return one paper: always the same for the same seed and number, of `kind` if one is given."""
    chance = Chance(f"{seed}/{number}")
    if kind is not None:
        chance.layout["kind"] = kind
    kind = chance.way("kind")
    accent = chance.layout["accent"] = chance.random.choice(ACCENTS)
    body = chance.word("bodies")
    subject, review = chance.word("subjects"), chance.word("kinds_of_review")
    name = chance.random.choice(TITLES.get(kind, USUAL)).format(
        review=review, subject=subject, place=chance.place
    )
    title = name[0].upper() + name[1:]
    items, rows = KINDS[kind](chance)
    date = f"{chance.number(1, 28)} {chance.word('months')} {chance.number(2013, 2024)}"
    blocks: list[Block] = [text(body), heading(title, 0, accent), text(date)]
    if kind not in ("slides", "poster", "nothing", "minutes"):
        blocks += prose(chance, "lead_prose")
        if kind in ("tracker", "response"):
            blocks += beside_items(chance)
    blocks += items
    if kind not in ("slides", "poster", "minutes"):
        blocks += prose(chance, "after")
    if isinstance(blocks[0], NewPage):
        del blocks[0]
    size = {"slides": SLIDE, "poster": POSTER}.get(kind, PORTRAIT)
    if kind in ("tracker", "response") and chance.way("orientation") == "landscape":
        size = LANDSCAPE
    header, footer = _furniture(chance, title, body)
    return Paper(
        name=f"{seed}-{number:05}",
        title=title,
        body=body,
        size=size,
        margin=chance.random.choice([42.0, 56.0, 64.0]),
        letters={"slides": 16.0, "poster": 14.0}.get(kind, chance.random.choice([9.0, 10.0, 11.0])),
        serif=chance.way("typeface") == "serif",
        header=header,
        footer=footer,
        watermark="" if chance.way("watermark") == "none" else "DRAFT",
        accent=accent,
        blocks=tuple(blocks),
        rows=tuple(rows),
        layout=chance.layout,
    )


def _furniture(chance: Chance, title: str, body: str) -> tuple[str, str]:
    """Return what stands at the head and foot of every page; {page} and {pages} are filled by writers."""
    how = chance.way("furniture")
    if how == "page number":
        return "", chance.random.choice(["{page}", "Page {page} of {pages}", "- {page} -"])
    if how == "header and footer":
        return title, f"{body} | {{page}}"
    if how == "browser":
        day = f"{chance.number(1, 28):02}/{chance.number(1, 12):02}/{chance.number(2019, 2024)}"
        day += f", {chance.number(10, 17)}:{chance.number(10, 59)}"
        return f"{day}    {title} - {body}", "https://www.example.org/papers/review/ {page}/{pages}"
    return "", ""
