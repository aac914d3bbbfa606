"""One owner cell, several owners: 'NCC, Police & Fire' is three, 'Kent and Medway CCG' is one.

Documents part owners by anything: line ends, ';', '/', '+', commas, 'and', '&', 'with', or nothing at
all. The first four part for certain; a comma parts unless the register holds the name across it; 'and'
and '&' part only where what stands on either side is an owner by itself, because names hold them too.
Two names that follow each other without a sign are parted where the register knows the second.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

import msgspec

from normalise.agencies.context import Setting
from normalise.agencies.lookup import known_name, only_place, role_of
from normalise.agencies.other_owners import inseparable, listed_whole, named_organisation, owner_class
from normalise.agencies.other_owners import words as owner_words
from normalise.registers.load import Register
from normalise.registers.names import SMALL_WORDS, Phrase, phrase_of, rules
from normalise.values.text import single_spaces

Standing = Literal["name", "role", "acronym", "organisation", "post", "team", "group"]
"""What lets a phrase stand by itself in a list. `name` is a full name of the register."""
BODIES: frozenset[Standing] = frozenset({"name", "role", "acronym", "organisation"})

CERTAIN = frozenset({"start", "line", "slash"})
COMMA = frozenset({"comma"})
COMMA_OR_AND = frozenset({"comma", "and"})
SEPARATOR = re.compile(
    r"""
      (?P<line> (?: ^ | \s*[\n\r;|•]+ | (?<=\s) ) \s*
                (?:joint\s)? (?:leads?|support(?:ed\sby|ing)?|owners?) \s*:\s*
              | (?: ^ | (?<=\s) ) \(?\d{1,2}[.)]\s+
              | \s*[\n\r;|•]+[\s;]* )
    | \s*(?P<comma>,) \s* (?:(?:and|&)\s+)?
    | \s+(?P<and> and/or | and | & | plus
                | (?:in\s(?:partnership|conjunction|consultation|liaison)\s)? with
                | (?:together|along|jointly) \s with
                | supported\sby ) \s+
    | \s*(?P<slash> / | \s\+ ) \s*
    | \s+
    """,
    re.IGNORECASE | re.VERBOSE,
)
CLOSED = re.compile(r"\bn/a\b|\d/\d|\([^()]*\)|\[[^\[\]]*\]", re.IGNORECASE)
BETWEEN_PLACES = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*")
BULLETS = " ,-–—*·"

LONGEST_OWNER = 200
"""Characters of the longest phrase that can be one owner; more is prose."""
MOST_WORDS = 30
"""Words of it."""
LONGEST_NAME = 14
"""Words of the longest name worth looking up."""
MOST_HEAD_WORDS = 4
"""Words of a kind in the plural: 'Local Safeguarding Children Boards'."""


class Owner(NamedTuple):
    """One owner as printed, and in full where it shares a word: 'NHS BANES' for 'BANES'.

    A word shared with a name behind it is not `certain`: 'Kingston and Richmond LSCB' can be two or one.
    """

    phrase: Phrase
    full: Phrase
    certain: bool = True


class Word(NamedTuple):
    """A word by its place in the cell's text, and what stands before it.

    `joint` is a group of `SEPARATOR`, else 'start' or 'space'. `line` is also ';', a bullet or a label such
    as 'Lead:', `slash` also '+'.
    """

    start: int
    end: int
    joint: str


class Cell(NamedTuple):
    """A cell as its words, with the questions asked of any stretch of them, a range of their numbers."""

    text: str
    words: Sequence[Word]
    setting: Setting
    register: Register

    def phrase(self, span: range) -> Phrase:
        """Return what is printed from the first word to the last, with all that stands between."""
        return phrase_of(self.text[self.words[span[0]].start : self.words[span[-1]].end])

    def stands(self, span: range) -> Standing | None:
        """Return what lets the words stand as an owner, or None."""
        return standing(self.phrase(span), self.setting, self.register)

    def stretches(self, joints: frozenset[str], within: range) -> list[range]:
        """Part words before each one that one of `joints` precedes."""
        cuts = [n for n in within[1:] if self.words[n].joint in joints]
        return [range(first, after) for first, after in pairwise([within.start, *cuts, within.stop])]


def split_owners(text: str, setting: Setting, register: Register) -> list[Owner]:
    """Part a cell into its owners in printed order. Each part is a stretch of the text, spaces folded.

    A line end parts, unless only the lines read as one make nothing but bodies: a cell broken within
    'NHS Greater Manchester ICB' is not cut there.
    """
    folded = single_spaces(text).strip(BULLETS)
    if not folded:
        return []
    whole = phrase_of(folded)
    known = known_name(whole, register) or whole.name in setting.abbreviations or listed_whole(whole)
    if known or (setting.decisions and whole.tidied in setting.decisions):
        return [Owner(whole, whole)]
    plural = _plural_owners(folded, register)
    if plural:
        return plural
    parts = _parts(text.strip(), setting, register)
    if "\n" in text.strip() and not all(standing(part, setting, register) for part in parts):
        joined = _parts(folded, setting, register)
        bodies = all(standing(part, setting, register) in BODIES for part in joined)
        parts = joined if bodies else parts
    return _with_shared_words(parts, folded, register)


def standing(phrase: Phrase, setting: Setting, register: Register) -> Standing | None:
    """Return what lets a phrase stand by itself in a list of owners, or None."""
    if len(phrase.printed) > LONGEST_OWNER:
        return None
    if known_name(phrase, register):
        return "name"
    long = setting.abbreviations.get(phrase.name)
    if long is not None:
        alone = msgspec.structs.replace(setting, abbreviations={})
        return standing(phrase_of(long), alone, register) or "acronym"
    role = role_of(phrase, register)
    if role is not None:
        return {"not_an_agency": None, "group": "group"}.get(role.resolve_by, "role")
    owner = owner_class(phrase)
    if owner is not None:
        return owner
    if phrase.is_acronym:
        return "acronym"
    return "organisation" if named_organisation(phrase) else None


def _parts(text: str, setting: Setting, register: Register) -> list[Phrase]:
    cell = Cell(text, _words(text), setting, register)
    stretches = cell.stretches(CERTAIN, range(len(cell.words))) if cell.words else []
    spans = [span for stretch in stretches for span in _owners(cell, stretch)]
    printed = (single_spaces(cell.phrase(span).printed).strip(BULLETS) for span in spans)
    return [phrase_of(part) for part in printed if part]


def _words(text: str) -> list[Word]:
    """Find the words of a text. Brackets, and phrases such as 'police and crime', are one word."""
    closed = [match.span() for pattern in (CLOSED, inseparable()) for match in pattern.finditer(text)]
    words: list[Word] = []
    start, joint = 0, "start"
    for match in SEPARATOR.finditer(text):
        if any(first <= match.start() < last for first, last in closed):
            continue
        found = match.lastgroup or "space"
        if match.start() > start:
            words.append(Word(start, match.start(), joint))
            joint = found
        elif joint == "space" or found in CERTAIN:
            joint = found
        start = match.end()
    if start < len(text):
        words.append(Word(start, len(text), joint))
    return words


def _owners(cell: Cell, stretch: range) -> list[range]:
    """Part a stretch at its commas, its 'and's and between adjacent names, the register's names first."""
    if _post_of_body(cell, stretch):
        return [stretch]
    names, unbound = _known_names(cell, stretch)
    spans: list[range] = []
    start = stretch.start
    for known in names:
        spans += [*_unknown(cell, range(start, known.start), unbound), known]
        start = known.stop
    return spans + _unknown(cell, range(start, stretch.stop), unbound)


def _post_of_body(cell: Cell, stretch: range) -> bool:
    """Return whether a stretch is a post, a comma and whose post it is: 'Head of Safeguarding, CBC'."""
    parts = cell.stretches(COMMA, stretch)
    post = cell.phrase(parts[0])
    takes = len(parts) == 2 and " " in post.words and post.words not in owner_words().apart
    if not takes or owner_class(post) != "post":
        return False
    whose = cell.stands(parts[1])
    return whose in BODIES and whose != "role" and len(_unknown(cell, parts[1])) == 1


def _known_names(cell: Cell, stretch: range) -> tuple[list[range], frozenset[int]]:
    """Find full names of the register from left to right, the longest from each place, bounded by joints.

    Where the longest name runs on without a sign ('Kent Police Authority', 'NHS Kent and Medway
    Partnership Trust'), no shorter one is taken from the same place: it would cut a name in two. The
    joints within such a name are given too, since nothing may be parted there.
    """
    found: list[range] = []
    unbound: set[int] = set()
    place = stretch.start
    while place < stretch.stop:
        span = _longest_name(cell, place, stretch.stop)
        if span is not None and _bounded(cell, span, stretch, found):
            found.append(span)
            place = span.stop
        else:
            unbound |= set(span[1:]) if span else set()
            place += 1
    return found, frozenset(unbound)


def _longest_name(cell: Cell, place: int, after: int) -> range | None:
    word = cell.phrase(range(place, place + 1))
    joined = place + 1 < len(cell.words) and cell.words[place + 1].joint in COMMA_OR_AND
    known = word.first_word in cell.register.first_words or word.printed in cell.setting.abbreviations
    if word.words and not known and not joined:  # it begins no name: a quick look before the long one
        return None
    spans = (range(place, end) for end in range(min(after, place + LONGEST_NAME), place, -1))
    return next((span for span in spans if _is_name(cell, span)), None)


def _is_name(cell: Cell, span: range) -> bool:
    """Return whether words are a full name, or a listed phrase that a joint would otherwise part."""
    phrase = cell.phrase(span)
    if cell.phrase(span[-1:]).printed.casefold() in SMALL_WORDS:
        return False
    if known_name(phrase, cell.register) or phrase.name in cell.setting.abbreviations:
        return True
    return any(cell.words[n].joint != "space" for n in span[1:]) and listed_whole(phrase)


def _bounded(cell: Cell, span: range, stretch: range, found: Sequence[range]) -> bool:
    """Return whether a name ends where an owner can, and begins so: at a sign, a name, a team or a role."""
    runs_on = span.stop < stretch.stop and cell.words[span.stop].joint == "space"
    if runs_on and _longest_name(cell, span.stop, stretch.stop) is None:
        return False
    start = found[-1].stop if found else stretch.start
    if found and start == span.start:
        return True
    joint = cell.words[span.start].joint
    if joint != "space":
        return joint != "and" or _shares_no_head(cell, span, stretch)
    before = _unknown(cell, range(start, span.start))
    return len(span) > 1 and all(cell.stands(part) in ("team", "group", "role") for part in before)


def _shares_no_head(cell: Cell, span: range, stretch: range) -> bool:
    """Return whether 'and' may part a name from what stands before it.

    Behind a bare place it may where the place with the same head is a name too ('York and North
    Yorkshire Councils'); otherwise the two are one longer name that the register does not hold.
    """
    place = cell.phrase(cell.stretches(COMMA_OR_AND, range(stretch.start, span.start))[-1])
    if not only_place(place, cell.register) or cell.stands(span) != "name":
        return True
    return _named_like(place, cell.phrase(span), cell.register) is not None


def _unknown(cell: Cell, span: range, unbound: frozenset[int] = frozenset()) -> list[range]:
    """Part what the register does not name: at each comma, and at an 'and' between owners."""
    pieces = cell.stretches(COMMA, span) if span else []
    return [part for piece in pieces for part in _at_and(cell, piece, unbound)]


def _at_and(cell: Cell, piece: range, unbound: frozenset[int]) -> list[range]:
    """Part a piece at each 'and' that joins two owners, found from its end."""
    cuts = [cut for cut in piece[1:] if cell.words[cut].joint == "and" and cut not in unbound]
    parts_from: dict[int, list[range]] = {}
    for first in reversed([piece.start, *cuts]):
        span = range(first, piece.stop)
        near = [cut for cut in cuts if first < cut <= first + MOST_WORDS]
        listed = near and len(span) <= MOST_WORDS and listed_whole(cell.phrase(span))
        parts_from[first] = [span]
        for cut in () if listed else near:
            left, right = range(first, cut), parts_from[cut]
            if _two_owners(cell.stands(left), cell.stands(right[0])):
                parts_from[first] = [left, *right]
                break
    return parts_from[piece.start]


def _two_owners(left: Standing | None, right: Standing | None) -> bool:
    """Return whether 'and' joins two owners. Departments have it in their names, posts in their duties."""
    if left is None or right is None:
        return False
    if left == "post":
        return right in BODIES or right == "post"
    return left != "team" or right != "team"


def _with_shared_words(parts: Sequence[Phrase], whole: str, register: Register) -> list[Owner]:
    """Return the parts of a cell in full: the 'NHS' before a list of places, the kind behind one."""
    found: list[Owner] = []
    for part in parts:
        led = phrase_of(f"NHS {part.printed}")
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
    full = _named_like(part.phrase, behind.full, register)
    start = whole.find(part.phrase.printed) + len(part.phrase.printed)
    between = whole[start : whole.rfind(behind.phrase.printed)].strip()
    shared = between in ("and", "&") or (between == "," and not behind.certain)
    return Owner(part.phrase, full, certain=False) if full and shared else part


def _plural_owners(whole: str, register: Register) -> list[Owner]:
    """Part 'Wiltshire and Swindon Councils' where each place with the kind in the singular is a name."""
    words = whole.split()
    for size in range(1, min(MOST_HEAD_WORDS, len(words) - 2) + 1):
        kind = " ".join(words[-size:])
        if not kind.casefold().endswith("s"):
            continue
        single = f"{kind[:-3]}y" if kind.casefold().endswith("ies") else kind[:-1]
        *places, last = BETWEEN_PLACES.split(" ".join(words[:-size]))
        full = [phrase_of(f"{place} {single}") for place in (*places, last)]
        if places and all(known_name(each, register) for each in full):
            return list(map(Owner, map(phrase_of, (*places, f"{last} {kind}")), full))
    return []


def _named_like(place: Phrase, neighbour: Phrase, register: Register) -> Phrase | None:
    """Return a place with the head word of the name beside it, if the register holds that."""
    head = neighbour.key.rpartition(" ")[2]
    full = phrase_of(f"{place.printed} {head}")
    return full if head in rules().forms.heads and known_name(full, register) else None
