"""Bodies in running text: who must act, what the document's abbreviations stand for, who was named before.

A recommendation is an instruction, and its doer stands in the lead of a sentence: before 'should',
'must', 'to ensure' ('NHS Wiltshire and Wiltshire Council to review ...'); after 'Ensure that' or
'That', before the verb of the clause ('Ensure that the board receives ...'); or as the one who is
asked ('the council asks NHS Stourleigh to consider ...'). Only these are `named`. Bodies elsewhere in
the text are partners, places or readers of the work ('in partnership with the children in care
council', 'report the outcome to the children's trust', 'to enable the council to assure itself'):
they are promised nothing by the sentence and nothing is asked of them.

The lead is read as a list of owners, with the same splitting as an owner cell; it counts only if its
first owner is a body, a role, a post, a team or a group, and it ends at the first thing that is none.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from normalise.agencies_names import SMALL_WORDS, rules
from normalise.agencies_words import leads, told_by_the_end, told_from_the_start
from normalise.context import Setting, role_of
from normalise.linking import known_name
from normalise.register import Register
from normalise.splitting import LONGEST_NAME, Part, Standing, split_owners, standing
from normalise.text import single_spaces, tidy

SENTENCE = re.compile(r"(?<=[.;:!?])(?<!\bSt\.)\s+(?=[A-Z(])|[\n\r•]+|;\s+")
LABEL = re.compile(r"^\s*(?:[-–—•*]\s*|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]\s+|and\s+)+", re.IGNORECASE)
LONGEST_LEAD = 400
"""Characters of a sentence in which a lead can end: seven trusts by full name take some 250."""
DEFINED = re.compile(r"\((?:hereafter |known as |the )?['\"‘“]?([A-Z][A-Za-z&]{1,9}s?)['\"’”]?\)")
WORD = re.compile(r"[^\s()]+")
MOST_DUTIES = 3
"""Duties of a sentence that are tried: a lead that holds more is prose."""
LEFT_OUT = 4
"""Words that the abbreviation of a proper name may leave out: AWP leaves out four of its trust's name."""
PROPER = re.compile(r"[A-Z0-9][\w'’&.-]*(?:\s+(?:[A-Z0-9][\w'’&.-]*|of|and|the|for|upon|in|&))*")


def who_must_act(text: str, setting: Setting, register: Register) -> list[Part]:
    """Give the owners that stand in the leads of a recommendation, in printed order, each form once."""
    found: dict[str, Part] = {}
    for sentence in sentences(text):
        for part in _of_sentence(sentence, setting, register):
            found.setdefault(tidy(part.printed), part)
    return list(found.values())


def sentences(text: str) -> Iterator[str]:
    """Give the sentences and bullets of a text without their labels, 'a)' and the like."""
    for piece in SENTENCE.split(text):
        sentence = LABEL.sub("", single_spaces(piece))
        if sentence:
            yield sentence


def learn_abbreviations(text: str) -> dict[str, str]:
    """Collect what a document defines: 'Wiltshire Safeguarding Children Board (WSCB)' gives WSCB.

    The letters must be found, in order, in the words before the bracket, each word's first letter
    counting, the first letter of all at the start of the long form. An abbreviation that the document
    defines twice with different words is not learnt.
    """
    found: dict[str, str] = {}
    clashing: set[str] = set()
    folded = single_spaces(text)
    for match in DEFINED.finditer(folded):
        short, before = match[1], folded[max(0, match.start() - 200) : match.start()]
        long = _spelt_out(short, before)
        if long is None:
            continue
        if tidy(found.setdefault(short, long)) != tidy(long):
            clashing.add(short)
    return {short: long for short, long in found.items() if short not in clashing}


def bodies_named(text: str, register: Register) -> list[str]:
    """Give every full name of the register in a text, in printed order: what 'the Trust' may look back to.

    A name behind a word such as 'South' or 'Greater' is that of another place.
    """
    words = list(WORD.finditer(text))
    found: list[str] = []
    place = 0
    while place < len(words):
        for after in range(min(len(words), place + LONGEST_NAME), place, -1):
            phrase = text[words[place].start() : words[after - 1].end()].strip(".,;:")
            if phrase[:1].isupper() and known_name(phrase, register):
                if not place or words[place - 1].group().casefold() not in rules().forms.place_modifiers:
                    found.append(phrase)
                place = after
                break
        else:
            place += 1
    return found


def _of_sentence(sentence: str, setting: Setting, register: Register) -> Iterator[Part]:
    opening = _opening().match(sentence)
    rest = sentence[opening.end() :] if opening else sentence
    in_clause = opening is not None and single_spaces(opening[1].casefold()) in leads().clauses
    for duty in itertools.islice(_duty().finditer(rest, 0, LONGEST_LEAD), MOST_DUTIES):
        if in_clause and duty["to"]:
            continue
        parts = _owners_of(rest[: duty.start()], setting, register, to_verb=duty["to"] is not None)
        if parts:
            yield from parts
            return
    if in_clause:
        yield from _doer_of_clause(rest, setting, register)
    for asked in _asking().finditer(rest):
        yield from _all_owners(asked[1], setting, register)


def _owners_of(lead: str, setting: Setting, register: Register, to_verb: bool) -> list[Part]:
    """Read a lead as owners: from its first on, up to what is none, which must stand behind a comma."""
    parts = split_owners(lead.strip(" ,"), setting, register)
    found: list[Part] = []
    for part in parts:
        stands = _stands(part.printed, setting, register)
        if stands is None and not (found and PROPER.fullmatch(part.printed)):
            behind_comma = lead[: lead.rfind(part.printed)].rstrip().endswith(",")
            if not (behind_comma and _first_word(part.printed) in leads().asides):
                return []
            break
        found.append(part)
    return _telling(found, setting, register, to_verb)


def _doer_of_clause(clause: str, setting: Setting, register: Register) -> list[Part]:
    for verb in _verb().finditer(clause, 0, LONGEST_LEAD):
        found = _all_owners(clause[: verb.start()], setting, register)
        if any(_stands(part.printed, setting, register) not in ("team", "group") for part in found):
            return found
    return []


def _all_owners(words: str, setting: Setting, register: Register) -> list[Part]:
    parts = split_owners(words.strip(" ,"), setting, register)
    if all(_stands(part.printed, setting, register) for part in parts):
        return _telling(parts, setting, register, to_verb=False)
    return []


def _telling(parts: Sequence[Part], setting: Setting, register: Register, to_verb: bool) -> list[Part]:
    """Give the parts, articles off, if one of them is surely an owner and not a thing done or a class of staff.

    'Access to mental health services should improve' and 'Senior managers should' tell no owner.
    """
    if not any(_surely(part.printed, _stands(part.printed, setting, register), to_verb) for part in parts):
        return []
    return [Part(_without_article(part.printed, register), part.full) for part in parts]


def _stands(phrase: str, setting: Setting, register: Register) -> Standing | None:
    """Say what lets a phrase of running text stand.

    One that tells a deed is no owner, however it begins or ends: 'the Cabinet Member writes to the
    Secretary of State', 'Establish a Safeguarding Board', 'including commissioners and providers'.
    """
    first = _first_word(phrase)
    if first in leads().asides | leads().no_doers or _verb().search(phrase) or " to " in phrase:
        return None
    stands = standing(phrase, setting, register)
    if stands == "organisation" and (first.endswith("ly") or {f"{first}s", f"{first}es"} & leads().verbs):
        return None
    if (
        stands in ("post", "team", "group")
        and not told_from_the_start(phrase)
        and not told_by_the_end(phrase)
    ):
        return None
    return stands


def _first_word(phrase: str) -> str:
    return phrase.partition(" ")[0].casefold()


def _surely(phrase: str, stands: Standing | None, to_verb: bool) -> bool:
    """Say whether a phrase is an owner by itself, so that the others of its list are owners too."""
    if stands == "acronym":
        return to_verb and not phrase.endswith("s")
    if stands in ("team", "group"):
        return (
            not to_verb and told_from_the_start(phrase) and (phrase[0].isupper() or phrase.startswith("the "))
        )
    return told_from_the_start(phrase) if stands == "post" else stands is not None


def _without_article(phrase: str, register: Register) -> str:
    """Keep the article of role words that are no name without it: 'the council', but 'Wiltshire Council'."""
    role = role_of(phrase, register)
    return (
        phrase if role is not None and role.article else re.sub(r"^the\s+", "", phrase, flags=re.IGNORECASE)
    )


def _either(phrases: Iterable[str]) -> str:
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in longest_first)


@lru_cache(maxsize=1)
def _opening() -> re.Pattern[str]:
    """Match what stands before the doer, also 'The Task Group recommends that'."""
    recommends = r"[^.;:]{0,80}?\brecommend(?:s|ed)?\s+that"
    return re.compile(rf"({recommends}|{_either(leads().openings)})\s+", re.IGNORECASE)


@lru_cache(maxsize=1)
def _duty() -> re.Pattern[str]:
    """Match where a lead ends: a duty in the active voice, or 'to' and a verb."""
    told = r"be\s+(?:asked|requested|invited|required|expected|encouraged)\s+to\b"
    passive = rf"(?!\s+(?:also\s+|not\s+)?(?!{told})be\s+(?:\w+ly\s+)?\w+(?:ed|en|wn|ld|pt|ne|de)\b)"
    no_verb = _either(leads().not_verbs)
    return re.compile(
        rf"\b(?:{_either(leads().duties)})\b{passive}|\b(?P<to>to)\s+(?:[a-z]+ly\s+)?(?!(?:{no_verb})\b)(?!be\s)[a-z]+"
    )


@lru_cache(maxsize=1)
def _verb() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_either(leads().verbs)})\b")


@lru_cache(maxsize=1)
def _asking() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_either(leads().asking)})\s+(.{{3,200}}?)\s+to\s+[a-z]", re.IGNORECASE)


def _spelt_out(short: str, before: str) -> str | None:
    """Find the words whose letters an abbreviation takes, looking back from its bracket."""
    words = list(re.finditer(r"[^\s]+", re.split(r"[.;:?!]\s|[()]", before)[-1]))
    letters = short.rstrip("s").replace("&", "").casefold()
    most = len(letters) + 5
    for first in range(len(words) - 1, max(-1, len(words) - most - 1), -1):
        taken = [word.group().strip(",'\"‘’“”") for word in words[first:]]
        if (
            taken[0][:1].casefold() == letters[0]
            and _spells(letters, taken)
            and taken[0].casefold() not in SMALL_WORDS
        ):
            return " ".join(word.group() for word in words[first:]).strip(" ,'\"‘’“”")
    return None


def _spells(letters: str, words: Sequence[str]) -> bool:
    """Say whether the letters are the first letters of the words, in order, small words and a few others left out."""
    parts = [part for word in words for part in re.findall(r"[^\W_]+", word)]
    initials = "".join(part[0] for part in parts).casefold()
    counted = "".join(part[0] for part in parts if part.casefold() not in SMALL_WORDS).casefold()
    if letters in (initials, counted):
        return True
    left = iter(counted)
    in_order = all(letter in left for letter in letters)
    return (
        in_order and len(counted) - len(letters) <= LEFT_OUT and PROPER.fullmatch(" ".join(words)) is not None
    )


__all__ = ["bodies_named", "learn_abbreviations", "sentences", "who_must_act"]
