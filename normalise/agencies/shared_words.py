"""Owners that share a word: 'NHS Wiltshire/BANES', 'Wiltshire and Swindon Councils'.

Each part is published as printed; the shared word is added only to find what it means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from normalise.agencies.other_owners import is_acronym
from normalise.registers.load import Register
from normalise.registers.lookup import known_name, only_place
from normalise.registers.names import rules, simplify

MOST_HEAD_WORDS = 4
"""Words of a kind in the plural: 'Local Safeguarding Children Boards'."""
BETWEEN_PLACES = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*")


class Part(NamedTuple):
    """One owner as printed, and in full where it shares a word ('NHS BANES' for 'BANES').

    A word shared with a name behind it is not `certain`: 'Kingston and Richmond LSCB' can be two or one.
    """

    printed: str
    full: str
    certain: bool = True


def with_shared_words(parts: Sequence[str], whole: str, register: Register) -> list[Part]:
    """Give the parts of a cell in full: the 'NHS' before a list of places, the kind behind one."""
    found: list[Part] = []
    for part in parts:
        led = bool(found) and found[-1].full.startswith("NHS ") and _bare(part, register)
        full = f"NHS {part}" if led and known_name(f"NHS {part}", register) else part
        found.append(Part(part, full))
    for place in range(len(found) - 2, -1, -1):
        found[place] = _like_the_next(found[place], found[place + 1], whole, register)
    return found


def _like_the_next(part: Part, behind: Part, whole: str, register: Register) -> Part:
    """Give a bare place the kind of the name behind 'and', or behind a comma in a list that ends so."""
    if part.full != part.printed or not only_place(part.printed, register):
        return part
    full = named_like(part.printed, behind.full, register)
    start = whole.find(part.printed) + len(part.printed)
    between = whole[start : whole.rfind(behind.printed)].strip()
    shared = between in ("and", "&") or (between == "," and not behind.certain)
    return Part(part.printed, full, certain=False) if full and shared else part


def plural_owners(whole: str, register: Register) -> list[Part]:
    """Part 'Wiltshire and Swindon Councils' where each place with the kind in the singular is a name."""
    words = whole.split()
    for size in range(1, min(MOST_HEAD_WORDS, len(words) - 2) + 1):
        kind = _singular(" ".join(words[-size:]))
        pieces = BETWEEN_PLACES.split(" ".join(words[:-size]))
        if kind and len(pieces) > 1 and all(known_name(f"{piece} {kind}", register) for piece in pieces):
            printed = [*pieces[:-1], " ".join([pieces[-1], *words[-size:]])]
            return [Part(part, f"{piece} {kind}") for part, piece in zip(printed, pieces, strict=True)]
    return []


def named_like(place: str, neighbour: str, register: Register) -> str | None:
    """Give a place with the head word of the name beside it, if the register holds that."""
    head = simplify(neighbour).rpartition(" ")[2]
    full = f"{place} {head}"
    return full if head in rules().forms.heads and known_name(full, register) else None


def _bare(part: str, register: Register) -> bool:
    return only_place(part, register) or is_acronym(part)


def _singular(kind: str) -> str | None:
    if kind.casefold().endswith("ies"):
        return f"{kind[:-3]}y"
    return kind[:-1] if kind.casefold().endswith("s") else None
