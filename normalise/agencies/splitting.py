"""One owner cell, several owners: 'NCC, Police & Fire' is three, 'Kent and Medway CCG' is one.

Documents part owners by anything: line ends, ';', '/', '+', commas, 'and', '&', 'with', or nothing at
all. The first four part for certain; a comma parts unless the register holds the name across it; 'and'
and '&' part only where what stands on either side is an owner by itself, because names hold them too.
Two names that follow each other without a sign are parted where the register knows the second.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from normalise.agencies.cells import (
    CERTAIN,
    MOST_WORDS,
    Cell,
    Joint,
    Span,
    Standing,
    read_cell,
    standing,
)
from normalise.agencies.context import Setting
from normalise.agencies.lookup import known_name, only_place
from normalise.agencies.other_owners import listed_whole, takes_a_body
from normalise.registers.load import Register
from normalise.registers.names import SMALL_WORDS, Phrase, phrase_of, rules
from normalise.values.text import single_spaces

BODIES: frozenset[Standing] = frozenset({"name", "role", "acronym", "organisation"})
COMMA: frozenset[Joint] = frozenset({"comma"})
COMMA_OR_AND: frozenset[Joint] = frozenset({"comma", "and"})
LONGEST_NAME = 14
"""Words of the longest name worth looking up."""
BULLETS = " ,-–—*·"


def split_owners(text: str, setting: Setting, register: Register) -> list[Owner]:
    """Part a cell into its owners in printed order. Each part is a stretch of the text, spaces folded.

    A line end parts, unless only the lines read as one make nothing but bodies: a cell broken within
    'NHS Greater Manchester ICB' is not cut there.
    """
    folded = single_spaces(text).strip(BULLETS)
    if not folded:
        return []
    whole = phrase_of(folded)
    if (setting.decisions and whole.tidied in setting.decisions) or _one_owner(whole, setting, register):
        return [Owner(whole, whole)]
    plural = plural_owners(folded, register)
    if plural:
        return plural
    parts = _parts(text.strip(), setting, register)
    if "\n" in text.strip() and not all(standing(phrase_of(part), setting, register) for part in parts):
        joined = _parts(folded, setting, register)
        bodies = all(standing(phrase_of(part), setting, register) in BODIES for part in joined)
        parts = joined if bodies else parts
    return with_shared_words(parts, folded, register)


def _one_owner(whole: Phrase, setting: Setting, register: Register) -> bool:
    return known_name(whole, register) or whole.name in setting.abbreviations or listed_whole(whole)


def _parts(text: str, setting: Setting, register: Register) -> list[str]:
    cell = read_cell(text, setting, register)
    spans = [span for stretch in cell.stretches(CERTAIN, cell.whole) for span in _owners(cell, stretch)]
    printed = (single_spaces(cell.phrase(span).printed).strip(BULLETS) for span in spans)
    return [part for part in printed if part]


def _owners(cell: Cell, stretch: Span) -> list[Span]:
    """Part a stretch at its commas, its 'and's and between adjacent names, the register's names first."""
    if not stretch.words or _post_of_body(cell, stretch):
        return [stretch] if stretch.words else []
    names, unbound = _known_names(cell, stretch)
    spans: list[Span] = []
    start = stretch.first
    for known in names:
        spans += [*_unknown(cell, Span(start, known.first), unbound), known]
        start = known.after
    return spans + _unknown(cell, Span(start, stretch.after), unbound)


def _post_of_body(cell: Cell, stretch: Span) -> bool:
    """Return whether a stretch is a post, a comma and whose post it is: 'Head of Safeguarding, CBC'."""
    parts = cell.stretches(COMMA, stretch)
    if len(parts) != 2 or not takes_a_body(cell.phrase(parts[0])):
        return False
    whose = cell.stands(parts[1])
    return whose in BODIES and whose != "role" and len(_unknown(cell, parts[1])) == 1


def _known_names(cell: Cell, stretch: Span) -> tuple[list[Span], frozenset[int]]:
    """Find full names of the register from left to right, the longest from each place, bounded by joints.

    Where the longest name runs on without a sign ('Kent Police Authority', 'NHS Kent and Medway
    Partnership Trust'), no shorter one is taken from the same place: it would cut a name in two. The
    joints within such a name are given too, since nothing may be parted there.
    """
    found: list[Span] = []
    unbound: set[int] = set()
    place = stretch.first
    while place < stretch.after:
        span = _longest_name(cell, place, stretch.after)
        if span is not None and _bounded(cell, span, stretch, found):
            found.append(span)
            place = span.after
        else:
            unbound |= set(range(place + 1, span.after)) if span else set()
            place += 1
    return found, frozenset(unbound)


def _longest_name(cell: Cell, place: int, after: int) -> Span | None:
    if not _may_begin(cell, place):
        return None
    spans = (Span(place, end) for end in range(min(after, place + LONGEST_NAME), place, -1))
    return next((span for span in spans if _is_name(cell, span)), None)


def _may_begin(cell: Cell, place: int) -> bool:
    """Return whether a word can be the first of a name: a quick look before the long one."""
    word = cell.phrase(Span(place, place + 1))
    joined = place + 1 < len(cell.words) and cell.words[place + 1].joint in COMMA_OR_AND
    known = word.first_word in cell.register.first_words or word.printed in cell.setting.abbreviations
    return not word.words or known or joined


def _is_name(cell: Cell, span: Span) -> bool:
    """Return whether words are a full name, or a listed phrase that a joint would otherwise part."""
    phrase = cell.phrase(span)
    if cell.phrase(Span(span.after - 1, span.after)).printed.casefold() in SMALL_WORDS:
        return False
    if known_name(phrase, cell.register) or phrase.name in cell.setting.abbreviations:
        return True
    joined = any(word.joint != "space" for word in cell.words[span.first + 1 : span.after])
    return joined and listed_whole(phrase)


def _bounded(cell: Cell, span: Span, stretch: Span, found: Sequence[Span]) -> bool:
    """Return whether a name begins and ends where an owner can."""
    if span.after < stretch.after and cell.words[span.after].joint == "space":
        return _longest_name(cell, span.after, stretch.after) is not None and _begins(
            cell, span, stretch, found
        )
    return _begins(cell, span, stretch, found)


def _begins(cell: Cell, span: Span, stretch: Span, found: Sequence[Span]) -> bool:
    """Return whether an owner can begin here: at a sign, behind another name, or behind a team or role."""
    if found and found[-1].after == span.first:
        return True
    joint = cell.words[span.first].joint
    if joint != "space":
        return joint != "and" or _shares_no_head(cell, span, stretch)
    before = Span(found[-1].after if found else stretch.first, span.first)
    return span.words > 1 and all(
        cell.stands(part) in ("team", "group", "role") for part in _unknown(cell, before)
    )


def _shares_no_head(cell: Cell, span: Span, stretch: Span) -> bool:
    """Return whether 'and' may part a name from what stands before it.

    Behind a bare place it may where the place with the same head is a name too ('York and North
    Yorkshire Councils'); otherwise the two are one longer name that the register does not hold.
    """
    before = cell.stretches(COMMA_OR_AND, Span(stretch.first, span.first))[-1]
    place = cell.phrase(before)
    if not only_place(place, cell.register) or cell.stands(span) != "name":
        return True
    return named_like(place, cell.phrase(span), cell.register) is not None


def _unknown(cell: Cell, span: Span, unbound: frozenset[int] = frozenset()) -> list[Span]:
    """Part what the register does not name: at each comma, and at an 'and' between owners."""
    if not span.words:
        return []
    pieces = cell.stretches(COMMA, span)
    return [part for piece in pieces for part in _at_and(cell, piece, unbound)]


def _at_and(cell: Cell, piece: Span, unbound: frozenset[int]) -> list[Span]:
    """Part a piece at each 'and' that joins two owners, found from its end."""
    inner = range(piece.first + 1, piece.after)
    cuts = [cut for cut in inner if cell.words[cut].joint == "and" and cut not in unbound]
    parts_from: dict[int, list[Span]] = {}
    for first in reversed([piece.first, *cuts]):
        span = Span(first, piece.after)
        listed = 1 < span.words <= MOST_WORDS and listed_whole(cell.phrase(span))
        parts_from[first] = [span]
        for cut in () if listed else (cut for cut in cuts if first < cut <= first + MOST_WORDS):
            left, right = Span(first, cut), parts_from[cut]
            if _two_owners(cell.stands(left), cell.stands(right[0])):
                parts_from[first] = [left, *right]
                break
    return parts_from[piece.first]


def _two_owners(left: Standing | None, right: Standing | None) -> bool:
    """Return whether 'and' joins two owners. Departments have it in their names, posts in their duties."""
    if left is None or right is None:
        return False
    if left == "team":
        return right != "team"
    if left == "post":
        return right in BODIES or right == "post"
    return True


MOST_HEAD_WORDS = 4
"""Words of a kind in the plural: 'Local Safeguarding Children Boards'."""
BETWEEN_PLACES = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*")


class Owner(NamedTuple):
    """One owner as printed, and in full where it shares a word: 'NHS BANES' for 'BANES'.

    A word shared with a name behind it is not `certain`: 'Kingston and Richmond LSCB' can be two or one.
    """

    phrase: Phrase
    full: Phrase
    certain: bool = True


def with_shared_words(parts: Sequence[str], whole: str, register: Register) -> list[Owner]:
    """Return the parts of a cell in full: the 'NHS' before a list of places, the kind behind one."""
    found: list[Owner] = []
    for text in parts:
        part, led = phrase_of(text), phrase_of(f"NHS {text}")
        follows = bool(found) and found[-1].full.printed.startswith("NHS ")
        shares = follows and (only_place(part, register) or part.is_acronym) and known_name(led, register)
        found.append(Owner(part, led if shares else part))
    for place in range(len(found) - 2, -1, -1):
        found[place] = _like_the_next(found[place], found[place + 1], whole, register)
    return found


def _like_the_next(part: Owner, behind: Owner, whole: str, register: Register) -> Owner:
    """Return a bare place the kind of the name behind 'and', or behind a comma in a list that ends so."""
    if part.full != part.phrase or not only_place(part.phrase, register):
        return part
    full = named_like(part.phrase, behind.full, register)
    start = whole.find(part.phrase.printed) + len(part.phrase.printed)
    between = whole[start : whole.rfind(behind.phrase.printed)].strip()
    shared = between in ("and", "&") or (between == "," and not behind.certain)
    return Owner(part.phrase, full, certain=False) if full and shared else part


def plural_owners(whole: str, register: Register) -> list[Owner]:
    """Part 'Wiltshire and Swindon Councils' where each place with the kind in the singular is a name."""
    words = whole.split()
    for size in range(1, min(MOST_HEAD_WORDS, len(words) - 2) + 1):
        kind = _singular(" ".join(words[-size:]))
        pieces = BETWEEN_PLACES.split(" ".join(words[:-size]))
        full = [phrase_of(f"{piece} {kind}") for piece in pieces]
        if kind and len(pieces) > 1 and all(known_name(each, register) for each in full):
            printed = [*pieces[:-1], " ".join([pieces[-1], *words[-size:]])]
            return list(map(Owner, map(phrase_of, printed), full))
    return []


def named_like(place: Phrase, neighbour: Phrase, register: Register) -> Phrase | None:
    """Return a place with the head word of the name beside it, if the register holds that."""
    head = neighbour.key.rpartition(" ")[2]
    full = phrase_of(f"{place.printed} {head}")
    return full if head in rules().forms.heads and known_name(full, register) else None


def _singular(kind: str) -> str | None:
    if kind.casefold().endswith("ies"):
        return f"{kind[:-3]}y"
    return kind[:-1] if kind.casefold().endswith("s") else None
