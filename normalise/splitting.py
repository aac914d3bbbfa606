"""One owner cell, several owners: 'NCC, Police & Fire' is three, 'Kent and Medway CCG' is one.

Documents part owners by anything: line ends, ';', '/', '+', commas, 'and', '&', or nothing at all. The
first four part for certain; a comma parts unless the register holds the name across it; 'and' and '&'
part only where what stands on either side is an owner by itself, because names hold them too. Two
names that follow each other without a sign are parted where the register knows the second.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

import msgspec

from normalise.agencies_names import SMALL_WORDS, bare, plain, rules, simplify, without_brackets
from normalise.agencies_words import (
    inseparable,
    is_acronym,
    listed_whole,
    named_organisation,
    owner_class,
    takes_a_body,
)
from normalise.context import Setting, role_of
from normalise.linking import known_name, only_place
from normalise.register import Register
from normalise.text import single_spaces, tidy

Joint = Literal["start", "line", "slash", "comma", "and", "space"]
Standing = Literal["name", "role", "acronym", "organisation", "post", "team", "group"]
"""What lets a phrase stand by itself in a list. `name` is a full name of the register."""

START: Joint = "start"
JOINTS: tuple[Joint, ...] = ("line", "slash", "comma", "and")
BODIES = frozenset({"name", "role", "acronym", "organisation"})
CERTAIN = frozenset({"start", "line", "slash"})
LONGEST_NAME = 14
"""Words of the longest name worth looking up."""
SEPARATOR = re.compile(
    r"""
      (?P<line> (?:^|\s*[\n\r;|•]+|(?<=\s)) \s* (?:joint\s)?(?:leads?|support(?:ed\sby|ing)?|owners?) \s*:\s*
              | (?:^|(?<=\s)) \(?\d{1,2}[.)]\s+
              | \s*[\n\r;|•]+[\s;]* )
    | \s*(?P<comma>,) \s* (?:(?:and|&)\s+)?
    | \s+(?P<and>and/or|and|&|plus|(?:in\s(?:partnership|conjunction|consultation|liaison)\s|together\s|along\s
                |jointly\s|working\s|supported\s(?=by))?(?:with|(?<=supported\s)by)) \s+
    | \s*(?P<slash>/|\s\+) \s*
    | \s+
    """,
    re.IGNORECASE | re.VERBOSE,
)
CLOSED = re.compile(r"\bn/a\b|\d/\d|\([^()]*\)|\[[^\[\]]*\]", re.IGNORECASE)
BULLETS = " ,-–—*·"
MOST_HEAD_WORDS = 4
"""Words of a kind in the plural: 'Local Safeguarding Children Boards'."""


class _Word(NamedTuple):
    start: int
    end: int
    joint: Joint
    """What stands before it."""


class _Span(NamedTuple):
    first: int
    after: int


class _Cell(NamedTuple):
    """A cell as its words, with the questions asked of any stretch of them."""

    text: str
    words: Sequence[_Word]
    setting: Setting
    register: Register

    def printed(self, span: _Span) -> str:
        return self.text[self.words[span.first].start : self.words[span.after - 1].end]

    def word(self, place: int) -> str:
        return self.text[self.words[place].start : self.words[place].end]

    def stands(self, span: _Span) -> Standing | None:
        return standing(self.printed(span), self.setting, self.register)

    def place(self, phrase: str) -> bool:
        return only_place(phrase, self.register)

    def named_like(self, place: str, neighbour: str) -> str | None:
        return _named_like(place, neighbour, self.register)


class Part(NamedTuple):
    """One owner as printed, and in full where it shares a head with a neighbour ('NHS BANES' for 'BANES').

    A head shared with a name behind it is not `certain`: 'Kingston and Richmond LSCB' is two boards or a joint one.
    """

    printed: str
    full: str
    certain: bool = True


def split_owners(text: str, setting: Setting, register: Register) -> list[Part]:
    """Part a cell into its owners in printed order. Each part is a stretch of the text, spaces folded.

    A line end parts, unless only the lines read as one make nothing but owners: a cell broken within
    'NHS Greater Manchester ICB' is not cut there.
    """
    folded = single_spaces(text).strip(BULLETS)
    if not folded:
        return []
    if _whole(folded, setting, register):
        return [Part(folded, folded)]
    shared = _shared_tail(folded, register)
    if shared:
        return shared
    parts = _cut(text.strip(), setting, register)
    if "\n" in text.strip() and not all(standing(part, setting, register) for part in parts):
        joined = _cut(folded, setting, register)
        parts = joined if all(standing(part, setting, register) for part in joined) else parts
    return _with_heads(parts, folded, register)


def _cut(text: str, setting: Setting, register: Register) -> list[str]:
    cell = _Cell(text, _words(text), setting, register)
    spans = [span for stretch in _stretches(cell, CERTAIN) for span in _owners(cell, stretch)]
    printed = (single_spaces(cell.printed(span)).strip(BULLETS) for span in spans)
    return [part for part in printed if part]


def standing(phrase: str, setting: Setting, register: Register) -> Standing | None:
    """Say what lets a phrase stand by itself in a list of owners, or None."""
    if known_name(phrase, register):
        return "name"
    long = _long_form(phrase, setting)
    if long is not None:
        return standing(long, msgspec.structs.replace(setting, abbreviations={}), register) or "acronym"
    role = role_of(phrase, register)
    if role is not None:
        return (
            None if role.resolve_by == "not_an_agency" else "group" if role.resolve_by == "group" else "role"
        )
    found = owner_class(phrase)
    if found is not None:
        return found
    if is_acronym(phrase):
        return "acronym"
    return "organisation" if named_organisation(phrase) else None


def _whole(text: str, setting: Setting, register: Register) -> bool:
    """Say whether the whole cell is one known owner, so that nothing in it parts anything."""
    if tidy(text) in setting.decisions:
        return True
    return known_name(text, register) or _defined(text, setting) or listed_whole(text)


def _defined(phrase: str, setting: Setting) -> bool:
    return _long_form(phrase, setting) is not None


def _long_form(phrase: str, setting: Setting) -> str | None:
    return setting.abbreviations.get(
        without_brackets(plain(phrase)).removeprefix("the ").removeprefix("The ")
    )


def _words(text: str) -> list[_Word]:
    """Find the words and what stands between them; brackets and 'and/or' are never parted."""
    closed = [match.span() for pattern in (CLOSED, inseparable()) for match in pattern.finditer(text)]
    words: list[_Word] = []
    start, joint = 0, START
    for match in SEPARATOR.finditer(text):
        if any(first <= match.start() < last for first, last in closed):
            continue
        if match.start() > start:
            words.append(_Word(start, match.start(), joint))
            joint = _joint(match)
        elif joint == "space" or match.lastgroup in CERTAIN:
            joint = _joint(match)
        start = match.end()
    return [*words, _Word(start, len(text), joint)] if start < len(text) else words


def _joint(match: re.Match[str]) -> Joint:
    for joint in JOINTS:
        if match[joint]:
            return joint
    return "space"


def _stretches(cell: _Cell, joints: frozenset[str], within: _Span | None = None) -> list[_Span]:
    """Part a stretch of words before each word that one of `joints` precedes."""
    span = within or _Span(0, len(cell.words))
    cuts = [n for n in range(span.first + 1, span.after) if cell.words[n].joint in joints]
    return [
        _Span(first, after) for first, after in zip([span.first, *cuts], [*cuts, span.after], strict=True)
    ]


def _owners(cell: _Cell, stretch: _Span) -> list[_Span]:
    """Part a stretch at its commas, its 'and's and between adjacent names, the register's names first."""
    if _post_of_body(cell, stretch):
        return [stretch]
    spans: list[_Span] = []
    start = stretch.first
    names, unbound = _known_names(cell, stretch)
    for known in names:
        if known.first > start:
            spans += _unknown(cell, _Span(start, known.first), unbound)
        spans.append(known)
        start = known.after
    if start < stretch.after:
        spans += _unknown(cell, _Span(start, stretch.after), unbound)
    return spans


def _known_names(cell: _Cell, stretch: _Span) -> tuple[list[_Span], frozenset[int]]:
    """Find full names of the register from left to right, the longest from each place, bounded by joints.

    Where the longest name runs on without a sign ('Kent Police Authority', 'NHS Kent and Medway
    Partnership Trust'), no shorter one is taken from the same place: it would cut a name in two. The
    joints within such a name are given too, since nothing may be parted there.
    """
    found: list[_Span] = []
    unbound: set[int] = set()
    place = stretch.first
    while place < stretch.after:
        ends = _ends(_Span(place, stretch.after)) if _may_begin(cell, place) else ()
        span = next((_Span(place, end) for end in ends if _is_name(cell, _Span(place, end))), None)
        if span is not None and _bounded(cell, span, stretch, found):
            found.append(span)
            place = span.after
        else:
            unbound |= set(range(place + 1, span.after)) if span else set()
            place += 1
    return found, frozenset(unbound)


def _is_name(cell: _Cell, span: _Span) -> bool:
    """Say whether words are a full name, or a listed phrase that a joint would otherwise part."""
    printed = cell.printed(span)
    if cell.word(span.after - 1).casefold() in SMALL_WORDS:
        return False
    if known_name(printed, cell.register) or _defined(printed, cell.setting):
        return True
    joined = any(word.joint != "space" for word in cell.words[span.first + 1 : span.after])
    return joined and listed_whole(printed)


def _may_begin(cell: _Cell, place: int) -> bool:
    """Say whether a word can be the first of a name: a quick look before the long one."""
    word = cell.word(place)
    return (
        not bare(word)
        or bare(word).partition(" ")[0] in cell.register.first_words
        or word in cell.setting.abbreviations
        or (place + 1 < len(cell.words) and cell.words[place + 1].joint in ("and", "comma"))
    )


def _bounded(cell: _Cell, span: _Span, stretch: _Span, found: Sequence[_Span]) -> bool:
    """Say whether a name begins and ends where an owner can."""
    if span.after < stretch.after and cell.words[span.after].joint == "space":
        following = _Span(span.after, stretch.after)
        if not any(_is_name(cell, _Span(span.after, end)) for end in _ends(following)):
            return False
    if span.first == stretch.first:
        return True
    if cell.words[span.first].joint == "and":
        return _tail_fits(cell, span, stretch)
    if cell.words[span.first].joint != "space":
        return True
    if found and found[-1].after == span.first:
        return True
    if span.after - span.first < 2:
        return False
    before = _Span(found[-1].after if found else stretch.first, span.first)
    return all(cell.stands(part) in ("team", "group", "role") for part in _unknown(cell, before))


def _tail_fits(cell: _Cell, span: _Span, stretch: _Span) -> bool:
    """Say whether a place before 'and' shares the head of the name behind it, if a bare place it is.

    Otherwise the two are one longer name that the register does not hold.
    """
    before = _stretches(cell, frozenset({"comma", "and"}), _Span(stretch.first, span.first))[-1]
    place = cell.printed(before)
    return (
        not cell.place(place)
        or cell.stands(span) != "name"
        or cell.named_like(place, cell.printed(span)) is not None
    )


def _ends(span: _Span) -> range:
    return range(min(span.after, span.first + LONGEST_NAME), span.first, -1)


def _unknown(cell: _Cell, span: _Span, unbound: frozenset[int] = frozenset()) -> list[_Span]:
    """Part what the register does not name: at each comma, and at an 'and' between owners."""
    return [
        part
        for piece in _stretches(cell, frozenset({"comma"}), span)
        for part in _at_and(cell, piece, unbound)
    ]


def _at_and(cell: _Cell, piece: _Span, unbound: frozenset[int]) -> list[_Span]:
    if piece.after - piece.first > 1 and listed_whole(cell.printed(piece)):
        return [piece]
    for cut in range(piece.first + 1, piece.after):
        if cell.words[cut].joint == "and" and cut not in unbound:
            left, right = _Span(piece.first, cut), _at_and(cell, _Span(cut, piece.after), unbound)
            if _both_stand(cell.stands(left), cell.stands(right[0])):
                return [left, *right]
    return [piece]


def _both_stand(left: Standing | None, right: Standing | None) -> bool:
    """Say whether 'and' joins two owners. Departments have it in their names, posts in their duties."""
    if left is None or right is None:
        return False
    if left == "team":
        return right != "team"
    if left == "post":
        return right in BODIES or right == "post"
    return True


def _post_of_body(cell: _Cell, stretch: _Span) -> bool:
    """Say whether a stretch is a post, a comma and whose post it is: 'Head of Safeguarding, CBC'."""
    parts = _stretches(cell, frozenset({"comma"}), stretch)
    if len(parts) != 2 or not takes_a_body(cell.printed(parts[0])):
        return False
    return cell.stands(parts[1]) in BODIES - {"role"} and len(_unknown(cell, parts[1])) == 1


def _shared_tail(whole: str, register: Register) -> list[Part]:
    """Part 'Wiltshire and Swindon Councils' where each place with the head in the singular is a name."""
    words = whole.split()
    for size in range(1, min(MOST_HEAD_WORDS, len(words) - 2) + 1):
        start, head = " ".join(words[:-size]), _singular(" ".join(words[-size:]))
        pieces = re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*", start)
        if head and len(pieces) > 1 and all(known_name(f"{piece} {head}", register) for piece in pieces):
            printed = [*pieces[:-1], " ".join([pieces[-1], *words[-size:]])]
            return [Part(part, f"{piece} {head}") for part, piece in zip(printed, pieces, strict=True)]
    return []


def _singular(head: str) -> str | None:
    if head.casefold().endswith("ies"):
        return f"{head[:-3]}y"
    return head[:-1] if head.casefold().endswith("s") else None


def _with_heads(parts: Sequence[str], whole: str, register: Register) -> list[Part]:
    """Carry a shared head to bare places: the 'NHS' of 'NHS Wiltshire/BANES', the end of 'Kingston and Richmond LSCB'."""
    found: list[Part] = []
    for part in parts:
        led = bool(found) and found[-1].full.startswith("NHS ")
        bare_place = only_place(part, register) or is_acronym(part)
        full = f"NHS {part}" if led and bare_place and known_name(f"NHS {part}", register) else part
        found.append(Part(part, full))
    for place in range(len(found) - 2, -1, -1):
        part, behind = found[place], found[place + 1]
        if part.full == part.printed and only_place(part.printed, register):
            between = whole[
                whole.find(part.printed) + len(part.printed) : whole.rfind(behind.printed)
            ].strip()
            if between in ("and", "&") or (between == "," and not behind.certain):
                full = _named_like(part.printed, behind.full, register)
                found[place] = Part(part.printed, full, certain=False) if full else part
    return found


def _named_like(place: str, neighbour: str, register: Register) -> str | None:
    """Give the name of a place with the head word of its neighbour, if the register holds it."""
    head = simplify(neighbour).rpartition(" ")[2]
    full = f"{place} {head}"
    return full if head in rules().forms.heads and known_name(full, register) else None
