"""Owners that share a word: 'NHS Wiltshire/BANES', 'Wiltshire and Swindon Councils'.

Each part is published as printed; the shared word is added only to find what it means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from normalise.agencies.lookup import known_name, only_place
from normalise.registers.load import Register
from normalise.registers.names import Phrase, phrase_of, rules

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
