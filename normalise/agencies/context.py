"""What a document tells about its own words: its area and date, its abbreviations, what it named before.

About seven mentions in ten are words such as 'the council', 'WSCB', 'the Trust'. They mean one body only
together with the document's own area and date.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from normalise.registers.names import PROPER, SMALL_WORDS
from normalise.values.text import single_spaces, tidy

DEFINED = re.compile(r"\((?:hereafter |known as |the )?['\"‘“]?([A-Z][A-Za-z&]{1,9}s?)['\"’”]?\)")
LOOK_BACK = 200
"""Characters before a bracket in which the long form must stand."""
MOST_EXTRA = 5
"""Words by which a long form may be longer than the abbreviation has letters."""
LEFT_OUT = 4
"""Words that the abbreviation of a proper name may leave out: AWP leaves out four of its trust's name."""
QUOTES = " ,'\"‘’“”"


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the document in which a phrase stands.

    `area_id` is the authority reported on, with its `gss:` prefix. `abbreviations` are those that the
    document defines itself (`learn_abbreviations`). `decisions` maps tidied words (`text.tidy`) to
    an agency's id, to 'post', 'team' or 'group', or to '' for no body. `named_before` holds
    the bodies named so far, one tuple of ids for each passage, oldest first.
    """

    area_id: str | None = None
    date: dt.date | None = None
    abbreviations: Mapping[str, str] = {}
    decisions: Mapping[str, str] = {}
    named_before: tuple[tuple[str, ...], ...] = ()


def after_naming(setting: Setting, ids: Iterable[str]) -> Setting:
    """Return the setting after a passage that named the bodies `ids`."""
    named = tuple(dict.fromkeys(ids))
    return msgspec.structs.replace(setting, named_before=(*setting.named_before, named)) if named else setting


def learn_abbreviations(text: str) -> dict[str, str]:
    """Collect what a document defines, abbreviation to long form.

    The words before the bracket must begin with its letters: all of them in order, small words aside,
    or for a proper name some of them, the first word's always. An abbreviation that the document
    defines twice with different words is not learnt.
    """
    found: dict[str, str] = {}
    clashing: set[str] = set()
    folded = single_spaces(text)
    for match in DEFINED.finditer(folded):
        long = _spelt_out(match[1], folded[max(0, match.start() - LOOK_BACK) : match.start()])
        if long is not None and tidy(found.setdefault(match[1], long)) != tidy(long):
            clashing.add(match[1])
    return {short: long for short, long in found.items() if short not in clashing}


def _spelt_out(short: str, before: str) -> str | None:
    """Find the words whose letters an abbreviation takes, the fewest that end at its bracket."""
    words = re.split(r"[.;:?!]\s|[()]", before)[-1].split()
    letters = short.rstrip("s").replace("&", "").casefold()
    for first in range(len(words) - 1, max(-1, len(words) - len(letters) - MOST_EXTRA - 1), -1):
        taken = [word.strip(QUOTES) for word in words[first:]]
        begins = taken[0][:1].casefold() == letters[0] and taken[0].casefold() not in SMALL_WORDS
        if begins and _spells(letters, taken):
            return " ".join(words[first:]).strip(QUOTES)
    return None


def _spells(letters: str, words: Sequence[str]) -> bool:
    parts = [
        part for word in words for part in re.findall(r"[^\W_]+", word.replace("’", "").replace("'", ""))
    ]
    initials = "".join(part[0] for part in parts).casefold()
    counted = "".join(part[0] for part in parts if part.casefold() not in SMALL_WORDS).casefold()
    if letters in (initials, counted):
        return True
    left = iter(counted)
    in_order = all(letter in left for letter in letters)
    proper = PROPER.fullmatch(" ".join(words)) is not None
    return proper and in_order and len(counted) - len(letters) <= LEFT_OUT
