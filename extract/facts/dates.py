"""The date of a document: that of the meeting, else of its publication, among those printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from extract.facts.choosing import Rules, Weights, choose, load_weights
from extract.facts.family_facts import Located
from extract.facts.header_block import Piece, Place
from extract.facts.printed_dates import DATE, WEEKDAY, Key, key_of
from extract.layout.lines import regions_of
from extract.pdf.pdfium.properties import Properties
from records.pages import Word
from records.report import Block, Candidate, Choice, Passage

BEFORE, LINE = 140, 320
"""Letters before a date, and of its line, that are searched for signs."""

NEAR_CREATION = 62
"""Days between the making of the file and the date of its paper, of one that is not older than the paper."""

HEAD = 40
"""Letters at the head of a line of the header block that go on with the line before: 'held on Tuesday'."""

HOUR = re.compile(
    r"\W{0,3}(?:(?:at|from|commencing|starting)\W+)*(?:\d{1,2}(?:[.:]\d\d)?\s*(?:[ap]\.?m\b|noon|hrs|hours|[-–]|to\b)"
    r"|\d{1,2}[.:]\d\d\b(?!/))",
    re.IGNORECASE,
)
"""An hour, behind the day of a meeting."""

PLAIN = re.compile(r"\b(?:held|on|at|from|the|noon|date|hrs|hours|commencing|starting)\b", re.IGNORECASE)
"""Words that stand beside a date in a line of its own."""

HEADER = frozenset({Place.BLOCK, Place.TABLE, Place.INNER})

ON_THE_FRONT = frozenset({"held_on", "body_before", "meeting_label", "published_label", "dated", "updated"})
"""Signs that count for nothing on later pages: minutes are signed and dated there, other meetings named."""

EXPLICIT = frozenset({"meeting_label", "published_label", "held_on", "said_published", "dated", "updated"})
"""Signs that say what a date is."""

OF_ISSUE = frozenset({"published_label", "said_published"})
"""Signs that name the day of publication."""

OVER_THE_TEXT = frozenset({"published_label", "dated"})
"""Signs that say nothing below the header block, where forms and signatures have dates."""


class Found(msgspec.Struct, frozen=True):
    """A date as printed in one place: what it says, its words, and what speaks for it."""

    key: Key
    text: str
    words: tuple[Word, ...]
    signs: frozenset[str]
    score: float


def choose_date(
    pieces: Sequence[Piece], title: Iterable[Word], properties: Properties, family: str | None
) -> list[tuple[Choice | None, tuple[Word, ...]]]:
    """Return the date that the document is known by, with the next best one, and its words.

    The choice is named `meeting_date` or `published`; there are both where each is printed with its label.
    `title` are the words of the title, `family` is the date that the patterns of the document's family give.
    """
    weights = load_weights()
    named = {word.key for word in title}
    accident = is_about_accident(pieces)
    found = [
        each for piece in pieces for each in _dates(piece, named, accident, properties, family, weights.date)
    ]
    best: dict[Key, Found] = {}
    for each in sorted(found, key=lambda each: -each.score):
        best.setdefault(each.key, each)
    scored = [_said_again(each, found, weights.date) for each in best.values()]
    kept = [each for each in scored if not _is_month_of(each, scored, weights.date)]
    kept.sort(key=lambda each: -each.score)
    return [
        (choose(fact, weights.date, [_candidate(each, weights.date) for each in part]), part[0].words)
        for fact, part in _by_fact(kept, weights).items()
        if part
    ]


def _by_fact(kept: Sequence[Found], weights: Weights) -> dict[str, Sequence[Found]]:
    """Return the dates that may be each fact, the likeliest first."""
    sure = [each for each in kept if each.score >= weights.date.enough]
    meeting = [each for each in sure if each.signs & set(weights.meeting_signs)]
    issue = [each for each in sure if each not in meeting and each.signs & OF_ISSUE]
    if meeting and issue:  # a report to a meeting, with the day on which it was written
        return {
            "meeting_date": [each for each in kept if each not in issue],
            "published": [each for each in kept if each not in meeting],
        }
    # The family says of which day such a paper prints the date.
    named_meeting = kept and (kept[0].signs & {*weights.meeting_signs, "family"})
    return {"meeting_date" if named_meeting else "published": kept}


def is_about_accident(pieces: Sequence[Piece]) -> bool:
    """Return whether the header block speaks of an accident, whose day is not that of the paper."""
    occurrence = load_weights().occurrence
    return any(piece.place is Place.BLOCK and occurrence.seen_in(piece.text) for piece in pieces)


def _candidate(found: Found, rules: Rules) -> Candidate:
    passage = Passage((Block(found.text),), regions_of(found.words))
    return Candidate(passage, found.score, rules.evidence(found.signs))


def _dates(
    piece: Piece,
    title: set[tuple[int, int, int]],
    accident: bool,
    properties: Properties,
    family: str | None,
    rules: Rules,
) -> Iterator[Found]:
    """Yield the dates that a piece prints, each with its signs."""
    text, located = piece.paragraph.text, Located.of(piece.paragraph)
    first = len(text) - len(text.lstrip())
    for match in DATE.finditer(text):
        key = key_of(match)
        if key is None:
            continue
        words = located.within(*match.span())
        before = f"{piece.before[-BEFORE:]} " if match.start() <= first else ""
        goes_on = piece.place in HEADER and piece.label is None and ":" not in piece.before
        if first < match.start() <= first + HEAD and goes_on:
            before = f"{piece.before[-BEFORE:]} | "
        near = text[max(0, match.start() - 2 * BEFORE) : match.start()]
        before = " ".join(f"{before}{near}".split())[-BEFORE:] + " "
        start = max(0, match.start() - LINE // 2)
        line = " ".join(text[start : start + LINE].split())
        signs = rules.seen(match[0], before, line) | _placed(piece, match, title, words)
        if piece.place is Place.LATER:
            signs -= ON_THE_FRONT
        elif piece.place is Place.TEXT:
            signs -= OVER_THE_TEXT
        if piece.place in HEADER:
            signs.discard("minutes_of_another")  # they are these
        if "published_label" in signs:
            signs.discard("dated")
        if family is not None and _same(family, key):
            signs.add("family")
        if not key[2]:
            signs.add("without_day")
        if _near(key, properties):
            signs.add("near_creation")
        elif accident and key[2] and not signs & EXPLICIT:  # accidents have a day
            signs.add("occurrence")
        yield Found(key, " ".join(match[0].split()), words, frozenset(signs), rules.weigh(signs))


def _placed(
    piece: Piece, match: re.Match[str], title: set[tuple[int, int, int]], words: Sequence[Word]
) -> set[str]:
    """Return the signs that lie in where a date stands."""
    text, place = piece.paragraph.text, piece.place
    line = next((each.text for each in piece.paragraph.lines if words and words[0] in each.words), text)
    segment = next((each for each in re.split(r"[|•·]", line) if match[0] in each), line)
    rest = PLAIN.sub("", re.sub(rf"(?i){WEEKDAY}", "", segment.replace(match[0], "", 1)))
    labelled = piece.label if match.start() >= piece.start else None
    in_title = bool(words) and all(word.key in title for word in words)
    holds = {
        "meeting_label": labelled == "meeting",
        "published_label": labelled == "published",
        "other_label": labelled == "other" and piece.start > 0,
        "hour_behind": place in HEADER and match[0] in line and HOUR.match(text, match.end()) is not None,
        "own_line": place in HEADER and not re.search(r"[a-z]{3}", rest, re.IGNORECASE),
        "in_block": place in (Place.BLOCK, Place.INNER),
        "in_title": in_title,
        "running_head": place is Place.RUNNING,
        "later_page": place is Place.LATER,
        "running_text": place is Place.TEXT,
    }
    return {name for name, held in holds.items() if held}


def _same(printed: str, key: Key) -> bool:
    match = DATE.search(printed)
    return match is not None and key_of(match) == key


def _near(key: Key, properties: Properties) -> bool:
    """Return whether the file was made about then. Only a hint: a browser makes it on the day of printing."""
    made = properties.created
    if made is None:
        return False
    days = (made.year - key[0]) * 372 + (made.month - key[1]) * 31 + (made.day - (key[2] or made.day))
    return abs(days) <= NEAR_CREATION


def _said_again(best: Found, found: Sequence[Found], rules: Rules) -> Found:
    """Return a date with what speaks for it elsewhere: another place that says it for another reason."""
    again = any(
        each is not best
        and each.score > 0
        and each.signs != best.signs
        and each.key in (best.key, (*best.key[:2], 0))
        for each in found
    )
    if not again:
        return best
    signs = best.signs | {"said_again"}
    return Found(best.key, best.text, best.words, signs, rules.weigh(signs))


def _is_month_of(month: Found, found: Sequence[Found], rules: Rules) -> bool:
    """Return whether a month need not be weighed, as a day in it is known; or a day, as only a month is."""
    if month.key[2] == 0:
        return any(
            each.key[2] and each.key[:2] == month.key[:2] and each.score >= rules.enough for each in found
        )
    return month.score < rules.enough and any(
        each.key == (*month.key[:2], 0) and each.score >= rules.enough for each in found
    )
