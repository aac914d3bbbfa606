"""The title of a document: which lines of its header block name it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.facts.choosing import Rules, choose, load_weights
from extract.facts.dates import is_about_accident
from extract.facts.header_block import UNFINISHED, Piece, Place
from extract.families.registry import tidy
from extract.layout.lines import regions_of
from extract.layout.paragraphs import is_heading
from extract.layout.printed_numbers import LISTED
from extract.pdf.pdfium.properties import Properties
from extract.tolerances import LARGER, MUCH_LARGER, NEXT_TITLE_LINE, TITLE_LINE_SIZES
from records.pages import Word
from records.report import Block, Candidate, Choice, Passage

SHORT = 12
"""Letters below which equal words say little."""

LONGEST = 300
"""Letters of a title."""

KIND_ALONE = re.compile(r"\W*(?:policy brief|minutes|agenda|final report|report)(?: of)?\W*", re.IGNORECASE)
"""A line over a title that says what kind of paper it names."""

COVER = 600
"""Letters of a front page that is a cover: all it says before the date may be the title."""

PLACES = (Place.BLOCK, Place.TABLE, Place.TEXT)

TIME = re.compile(
    r"(?<=\d)[,;]?\s+(?:commencing |starting )?(?:at|from)\s+\d{1,2}(?:[.:]\d\d)?\s*(?:[ap]\.?m\b|noon).*$",
    re.I,
)
"""Hour and place of a meeting, behind its day."""


def choose_title(
    pieces: Sequence[Piece], usual: float, properties: Properties, family: str | None, *, over_table: bool
) -> tuple[Choice | None, tuple[Word, ...]]:
    """Return the title with the next best candidate, and the words of it.

    `family` is the title that the patterns of the document's family give; `over_table` says that the front
    page holds a table of the text, and so is a cover only in part. A title may go over several
    pieces: what stands directly above or below the best one and is set alike, or fills a cover with it.
    """
    rules = load_weights().title
    front = [piece for piece in pieces if piece.place in PLACES and piece.text]
    front += [piece for piece in pieces if piece.place is Place.RUNNING]
    signs = {place: _signs(place, front, pieces, usual, properties, family) for place in range(len(front))}
    scores = {place: rules.weigh(each) for place, each in signs.items()}
    if not scores:
        return None, ()
    best = max(scores, key=lambda place: (scores[place], -place))
    taken = _extended(best, front, signs, is_about_accident(pieces), over_table)
    whole = [front[place] for place in taken]
    candidates = [_candidate(whole, signs[best], scores[best], rules)]
    others = [place for place in scores if place not in taken and not _repeats(front[place], whole)]
    if others:
        second = max(others, key=lambda place: (scores[place], -place))
        candidates.append(_candidate([front[second]], signs[second], scores[second], rules))
    words = tuple(word for piece in whole for word in _words(piece))
    return choose("title", rules, candidates), words[: len(candidates[0].passage.text.split())]


def _repeats(piece: Piece, title: Sequence[Piece]) -> bool:
    """Return whether a running head says what the title says, or a line what kind of paper it names."""
    if KIND_ALONE.fullmatch(piece.text):
        return any(tidy(piece.text) in tidy(each.text) for each in title)
    return piece.place is Place.RUNNING and any(_shares(piece.text, each.text) for each in title)


def _candidate(pieces: Sequence[Piece], signs: set[str], score: float, rules: Rules) -> Candidate:
    words = [word for piece in pieces for word in _words(piece)]
    text = TIME.sub("", " ".join(piece.text for piece in pieces))
    words = words[: len(text.split())]
    return Candidate(Passage((Block(text),), regions_of(words)), score, rules.evidence(signs))


def _words(piece: Piece) -> tuple[Word, ...]:
    """Return the words of a piece without its label."""
    skipped, words = piece.paragraph.text[: piece.start].split(), piece.paragraph.words
    return words[len(skipped) :] if piece.start else words


def _signs(
    place: int,
    front: Sequence[Piece],
    pieces: Sequence[Piece],
    usual: float,
    properties: Properties,
    family: str | None,
) -> set[str]:
    """Return the signs of a piece that stands at `place` among those of the front page."""
    piece = front[place]
    rules, paragraph, text = load_weights().title, piece.paragraph, piece.text
    largest = max(
        (p.paragraph.size for p in front if p.place in (Place.BLOCK, Place.TABLE) and len(p.text) >= 8),
        default=0,
    )
    running_title = piece.place is Place.RUNNING
    running = [each.text for each in pieces if each.place is Place.RUNNING]
    seen = rules.seen(text[: 2 * LONGEST])
    holds = {
        "labelled": piece.label == "title",
        "other_label": piece.label not in (None, "title"),
        "largest": paragraph.size >= 0.97 * largest and not running_title,
        "larger": paragraph.size > usual * LARGER and not running_title,
        "running_title": running_title,
        "bold": paragraph.bold,
        "first": place == 0,
        "over_text": _is_over_text(place, front, usual),
        "below_text": piece.place is Place.TEXT and paragraph.size < usual * MUCH_LARGER,
        "in_table": piece.place is Place.TABLE,
        "running_head": not running_title and any(_shares(line, text) for line in running),
        "in_properties": _alike(properties.title, text),
        "family": family is not None and _alike(family, text),
        "section": load_weights().section.seen_in(text),
    }
    if "generic" in seen:
        seen.discard("kind_of_paper")
    return seen | {name for name, held in holds.items() if held}


def _is_over_text(place: int, front: Sequence[Piece], usual: float) -> bool:
    """Return whether a heading stands directly over the text, and other pieces above it."""
    over = place + 1 < len(front) and front[place + 1].place is Place.TEXT
    return (
        over and place > 0 and front[place].place is Place.BLOCK and is_heading(front[place].paragraph, usual)
    )


def _alike(first: str, second: str) -> bool:
    """Return whether one text holds the other, which says enough."""
    one, other = sorted((_letters(first), _letters(second)), key=len)
    return len(one) >= SHORT and one in other


def _letters(text: str) -> str:
    return "".join(re.findall(r"\w", text.casefold()))


def _shares(running: str, title: str) -> bool:
    """Return whether a running head is short for a title: most of its longer words stand in it."""
    said = [word for word in re.findall(r"\w{4,}", tidy(running)) if word != "page"]
    held = set(re.findall(r"\w{4,}", tidy(title)))
    return len(said) >= 2 and sum(word in held for word in said) >= 0.75 * len(said)


def _extended(
    best: int, front: Sequence[Piece], signs: dict[int, set[str]], accident: bool, over_table: bool
) -> list[int]:
    """Return the places of the pieces that are the title with the one at `best`.

    The day of an accident is part of it.
    """
    taken = [best]
    if front[best].label == "title" or front[best].place is not Place.BLOCK:
        return taken
    never = NEVER - {"date_alone"} if accident else NEVER
    for step in (1, -1):
        place = best + step
        while 0 <= place < len(front) and not (signs[place] & never):
            length = sum(len(front[each].text) for each in (*taken, place))
            lighter = over_table and front[best].paragraph.bold and not front[place].paragraph.bold
            if step > 0 and LISTED.match(front[place].text):  # '4. Rents' heads an item of the minutes
                break
            if not _goes_on(front, best, place, step, lighter or "body_alone" in signs[place], length):
                break
            if length > LONGEST:
                break
            taken.append(place)
            place += step
    places = sorted(taken)
    return [place for place in places if not (place + 1 in taken and _said_below(front, place))]


def _said_below(front: Sequence[Piece], place: int) -> bool:
    """Return whether a line says no more than the one below begins with: 'MINUTES' over 'Minutes of …'."""
    text, below = front[place].text, front[place + 1].text
    return KIND_ALONE.fullmatch(text) is not None and tidy(below).startswith(tidy(text))


NEVER = frozenset(
    {
        *("date_alone", "person_or_post", "series", "section", "other_label", "address", "presented"),
        *("sentence", "labelled", "body_and_date", "fragment", "below_text", "in_table"),
    }
)
"""Signs of pieces that are no part of a title."""


def _goes_on(front: Sequence[Piece], best: int, place: int, step: int, apart: bool, length: int) -> bool:
    """Return whether the piece at `place` belongs to the title that holds the one at `best`.

    What is set alike goes on with it, but nothing `apart` below it, unless the line above runs on: a body's
    name, or over a table of the text a lighter line, such as 'Cabinet, 7 June 2022'. On a cover all below
    does that is not apart, and what is as large above; elsewhere a line such as 'Minutes' above. `length` is
    that of the title with the piece.
    """
    piece, near, title = front[place].paragraph, front[place - step].paragraph, front[best].paragraph
    if front[place].place is not Place.BLOCK or near.page != title.page:
        return False
    upper, lower = (near, piece) if step > 0 else (piece, near)
    if lower.box.top - upper.box.bottom >= NEXT_TITLE_LINE * max(upper.size, lower.size):
        return False
    cover = sum(len(each.text) for each in front if each.place is not Place.RUNNING) < COVER
    same_size = abs(piece.size - title.size) < TITLE_LINE_SIZES * title.size
    short = length - len(front[place].text) < SHORT
    runs_on = step > 0 and UNFINISHED.search(near.text) is not None
    if runs_on or (same_size and piece.bold == title.bold and (short or not apart or step < 0)):
        return True
    if step > 0:
        return (cover and not apart) or short
    return (cover and same_size and not apart) or KIND_ALONE.fullmatch(front[place].text) is not None
