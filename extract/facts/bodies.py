"""The body that publishes a document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.facts.choosing import Rules, Sign, choose, load_weights
from extract.facts.family_facts import locate
from extract.facts.header_block import Piece, Place
from extract.families.registry import tidy
from extract.layout.lines import regions_of
from extract.pdf.pdfium.properties import Properties
from records.pages import Word
from records.report import Block, Candidate, Choice, Passage

COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)[\s©]*(?:(?:19|20)\d\d[\s,–-]*)*(?P<value>[A-Z][\w’'& -]+?)(?:\s+\d+)?[.,]?$"
)


def choose_body(pieces: Sequence[Piece], properties: Properties) -> tuple[Choice | None, tuple[Word, ...]]:
    """Return the body that publishes a document, with the next best one, and its words."""
    rules = load_weights().body
    title = load_weights().title
    alone, person = title.sign("body_alone"), title.sign("person_or_post")
    found = sorted(
        (
            each
            for piece in pieces
            for each in _bodies(piece, alone, properties, rules)
            if not person.seen_in(each[1])
        ),
        key=lambda each: -each[0],
    )
    names: dict[str, tuple[float, str, tuple[Word, ...], set[str]]] = {}
    for score, text, words, signs in found:
        names.setdefault(tidy(text), (score, text, words, signs))
    ordered = sorted(names.values(), key=lambda each: -each[0])
    candidates = [
        Candidate(Passage((Block(text),), regions_of(words)), score, rules.evidence(signs))
        for score, text, words, signs in ordered
    ]
    return choose("publisher", rules, candidates), ordered[0][2] if ordered else ()


def _bodies(
    piece: Piece, alone: Sign, properties: Properties, rules: Rules
) -> Iterator[tuple[float, str, tuple[Word, ...], set[str]]]:
    """Yield score, name, words and signs of the bodies that a piece names in a line of its own."""
    if piece.place in (Place.TEXT, Place.LATER):
        return
    lines = [(line.text.strip(" ,"), tuple(line.words)) for line in piece.paragraph.lines]
    if len(lines) > 1:
        lines.append((piece.text, piece.paragraph.words))
    if piece.label == "body":
        lines = [(piece.text, locate(piece.paragraph, piece.start, len(piece.paragraph.text)))]
    for text, words in lines:
        owner = COPYRIGHT.search(text)
        name = owner["value"] if owner is not None else text
        if not (owner or piece.label == "body" or (_is_name(name) and alone.seen_in(name))):
            continue
        holds = {
            "labelled": piece.label == "body",
            "own_line": owner is None and piece.place is not Place.RUNNING,
            "in_block": piece.place is Place.BLOCK,
            "running_head": piece.place is Place.RUNNING,
            "author_in_properties": tidy(properties.author) == tidy(name),
            "copyright": owner is not None,
            "other_label": piece.label in ("other", "title"),
        }
        signs = rules.seen(name) | {key for key, held in holds.items() if held}
        yield rules.weigh(signs), name, words, signs


def _is_name(text: str) -> bool:
    """Return whether the longer words of a text begin with capitals, as those of a name do."""
    words = re.findall(r"\w{4,}", text)
    return bool(words) and text[:1].isupper() and all(word[0].isupper() for word in words)
