"""Bodies in running text: who must act by the words of a recommendation, and who was named before.

A recommendation is an instruction, and its doer stands in the lead of a sentence: before 'should',
'must', 'to ensure' ('NHS Wiltshire and Wiltshire Council to review ...'); after 'Ensure that' or
'That', before the verb of the clause ('Ensure that the board receives ...'); or as the one who is
asked ('the council asks NHS Stourleigh to consider ...'). Only these are `named`. Bodies elsewhere in
the text are partners, places or readers of the work ('in partnership with the children in care
council', 'report the outcome to the children's trust', 'to enable the council to assure itself'):
the sentence asks nothing of them.

The lead is read as a list of owners, split as an owner cell is. It counts only if it is one from its
first word on, and if one of its parts is surely an owner. 'In a timely way, social workers should',
'Access to mental health services should' and 'Senior managers should' tell no owner.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

import msgspec

from normalise.agencies.context import Setting
from normalise.agencies.lookup import known_name, role_of
from normalise.agencies.other_owners import LONGEST_TEAM, post_starts, told_from_the_start
from normalise.agencies.splitting import LONGEST_NAME, Owner, Standing, split_owners, standing
from normalise.registers.load import Register
from normalise.registers.names import PROPER, Phrase, phrase_of, rules, without_article
from normalise.values.lookups import VOCAB
from normalise.values.references import LABEL
from normalise.values.text import either, single_spaces
from records.strict_yaml import load

SENTENCE = re.compile(r"(?<=[.;:!?])(?<!\bSt\.)\s+(?=[A-Z(])|[\n\r•]+|;\s+")
WORD = re.compile(r"[^\s()]+")
PUNCTUATION = ".,;:"
"""What may stand at the ends of a name in a sentence."""
LONGEST_LEAD = 400
"""Characters of a sentence in which a lead can end: seven trusts by full name take some 250."""
MOST_DUTIES = 3
"""Duties of a sentence that are tried: a lead that holds more is prose."""
SELDOM_ALONE: frozenset[Standing] = frozenset({"team", "group"})


def who_must_act(text: str, setting: Setting, register: Register) -> list[Owner]:
    """Return the owners that stand in the leads of a recommendation, in printed order, each form once."""
    found: dict[str, Owner] = {}
    for sentence in sentences(text):
        for part in _of_sentence(sentence, setting, register):
            found.setdefault(part.phrase.tidied, part)
    return list(found.values())


def sentences(text: str) -> Iterator[str]:
    """Return the sentences and bullets of a text without their labels, 'a)' and the like."""
    yield from filter(None, (LABEL.sub("", single_spaces(piece)) for piece in SENTENCE.split(text)))


def bodies_named(text: str, register: Register) -> list[str]:
    """Return every full name of the register in a text, in printed order: what 'the Trust' may look back to.

    A name behind a word such as 'South' or 'Greater' is that of another place.
    """
    words = list(WORD.finditer(text))
    found: list[str] = []
    place = 0
    while place < len(words):
        name, after = _longest_name(text, words[place : place + LONGEST_NAME], register)
        before = words[place - 1].group().casefold() if place else ""
        if name is not None and before not in rules().forms.place_modifiers:
            found.append(name.printed)
        place += after
    return found


def _longest_name(text: str, words: Sequence[re.Match[str]], register: Register) -> tuple[Phrase | None, int]:
    """Return the longest name that begins with the first word, and how many words it has; else None and 1."""
    word = words[0].group().lstrip(PUNCTUATION)
    first = phrase_of(word).first_word  # '' for a word such as 'The', which may begin a name
    if (word and not word[0].isupper()) or (first and first not in register.first_words):
        return None, 1
    for after in range(len(words), 0, -1):
        phrase = phrase_of(text[words[0].start() : words[after - 1].end()].strip(PUNCTUATION))
        if phrase.printed[:1].isupper() and known_name(phrase, register):
            return phrase, after
    return None, 1


def _of_sentence(sentence: str, setting: Setting, register: Register) -> Iterator[Owner]:
    opened = _patterns().opening.match(sentence)
    rest = sentence[opened.end() :] if opened else sentence
    words = single_spaces(opened[1].casefold()) if opened else ""
    in_clause = words in leads().clauses or words.endswith(" that")  # 'ensure that the board receives'
    for match in itertools.islice(_patterns().duty.finditer(rest, 0, LONGEST_LEAD), MOST_DUTIES):
        to_verb = match["to"] is not None
        parts = [] if in_clause and to_verb else _lead(rest[: match.start()], setting, register, to_verb)
        if parts:
            yield from parts
            return
    if in_clause:
        yield from _doer_of_clause(rest, setting, register)
    for asked in _patterns().asking.finditer(rest):
        yield from _only_owners(asked[1], setting, register)


def _lead(words: str, setting: Setting, register: Register, to_verb: bool) -> list[Owner]:
    """Read a lead as owners, from its first word on, up to an aside behind a comma.

    'Wiltshire Council, through its review of practice, to ensure' has one doer.
    """
    found: list[Owner] = []
    for part in split_owners(words.strip(" ,"), setting, register):
        printed = part.phrase.printed
        proper = bool(found) and PROPER.fullmatch(printed) is not None
        if _stands(part.phrase, setting, register) is None and not proper:
            behind_comma = words[: words.rfind(printed)].rstrip().endswith(",")
            if not (behind_comma and printed.partition(" ")[0].casefold() in leads().asides):
                return []
            break
        found.append(part)
    return _sure(found, setting, register, to_verb)


def _doer_of_clause(clause: str, setting: Setting, register: Register) -> list[Owner]:
    """Read what stands before the verb of a clause; classes of people are told there, not telling."""
    for verb in _patterns().verb.finditer(clause, 0, LONGEST_LEAD):
        found = _only_owners(clause[: verb.start()], setting, register)
        if any(_stands(part.phrase, setting, register) not in SELDOM_ALONE for part in found):
            return found
    return []


def _only_owners(words: str, setting: Setting, register: Register) -> list[Owner]:
    parts = split_owners(words.strip(" ,"), setting, register)
    if all(_stands(part.phrase, setting, register) for part in parts):
        return _sure(parts, setting, register, to_verb=False)
    return []


def _sure(parts: Sequence[Owner], setting: Setting, register: Register, to_verb: bool) -> list[Owner]:
    """Return the parts, articles off, if one of them is surely an owner: then its neighbours are too."""
    if not any(_surely(part.phrase, _stands(part.phrase, setting, register), to_verb) for part in parts):
        return []
    return [part._replace(phrase=_own_article(part.phrase, register)) for part in parts]


def _surely(phrase: Phrase, stands: Standing | None, to_verb: bool) -> bool:
    if stands == "acronym":
        return to_verb and not phrase.printed.endswith("s")
    if stands == "post":
        return told_from_the_start(phrase)
    if stands in SELDOM_ALONE:
        marked = phrase.printed[0].isupper() or phrase.printed.startswith("the ")
        return marked and not to_verb and told_from_the_start(phrase)
    return stands is not None


def _stands(phrase: Phrase, setting: Setting, register: Register) -> Standing | None:
    """Return what lets a phrase of running text stand.

    One that tells a deed is no owner, however it begins or ends: 'the Cabinet Member writes to the
    Secretary of State', 'Establish a Safeguarding Board', 'including commissioners and providers'.
    """
    first = phrase.printed.partition(" ")[0].casefold()
    tells = _patterns().verb.search(phrase.printed) or " to " in phrase.printed
    if first in leads().asides | leads().no_doers or tells:
        return None
    stands = standing(phrase, setting, register)
    plain_verb = not {f"{first}s", f"{first}es"}.isdisjoint(leads().verbs)  # 'Establish' of 'establishes'
    if stands == "organisation" and (first.endswith("ly") or plain_verb):
        return None
    if stands in ("post", "team", "group") and not (told_from_the_start(phrase) or _short(phrase)):
        return None
    return stands


def _short(phrase: Phrase) -> bool:
    """Return whether a phrase may be an owner by its last word: short, without a clause, no post."""
    within = phrase.words.split()
    begun = post_starts().match(phrase.unbracketed) is not None
    return not begun and len(within) <= LONGEST_TEAM and not leads().not_within.intersection(within)


def _own_article(phrase: Phrase, register: Register) -> Phrase:
    """Keep the article of role words that are no name without it: 'the council', but 'Wiltshire Council'."""
    role = role_of(phrase, register)
    return (
        phrase
        if role is not None and role.term.startswith("the ")
        else phrase_of(without_article(phrase.printed))
    )


class Leads(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of leads; what each list is for is said in the file."""

    openings: tuple[str, ...]
    clauses: frozenset[str]
    duties: tuple[str, ...]
    not_verbs: frozenset[str]
    verbs: frozenset[str]
    asking: tuple[str, ...]
    asides: frozenset[str]
    no_doers: frozenset[str]
    not_within: frozenset[str]


class Patterns(NamedTuple):
    """Where a lead begins and ends, found by the words of the file."""

    opening: re.Pattern[str]
    """What stands before the doer, also 'The Task Group recommends that'."""
    duty: re.Pattern[str]
    """The end of a lead: a duty in the active voice, or (group `to`) 'to' and a verb.

    'Plans should be reviewed' lays no duty on plans; 'the police should be asked to' lays one on them.
    """
    verb: re.Pattern[str]
    """A plain verb as it follows a doer."""
    asking: re.Pattern[str]
    """Who is asked to act: 'asks (NHS Stourleigh) to consider'."""


@cache
def leads() -> Leads:
    """Load the words of leads once."""
    return load(VOCAB / "agency_leads.yaml", Leads)


@cache
def _patterns() -> Patterns:
    words = leads()
    recommends = r"[^.;:]{0,80}?\brecommend(?:s|ed)?\s+that"
    told = r"be\s+(?:asked|requested|invited|required|expected|encouraged)\s+to\b"
    passive = rf"(?!\s+(?:also\s+|not\s+)?(?!{told})be\s+(?:\w+ly\s+)?\w+(?:ed|en|wn|ld|pt|ne|de)\b)"
    no_verb = rf"(?!(?:{_spaced(words.not_verbs)})\b)(?!be\s)"
    to_verb = rf"\b(?P<to>to)\s+(?:[a-z]+ly\s+)?{no_verb}[a-z]+"
    return Patterns(
        opening=re.compile(rf"({recommends}|{_spaced(words.openings)})\s+", re.IGNORECASE),
        duty=re.compile(rf"\b(?:{_spaced(words.duties)})\b{passive}|{to_verb}"),
        verb=re.compile(rf"\b(?:{_spaced(words.verbs)})\b"),
        asking=re.compile(rf"\b(?:{_spaced(words.asking)})\s+(.{{3,200}}?)\s+to\s+[a-z]", re.IGNORECASE),
    )


def _spaced(phrases: Iterable[str]) -> str:
    """Return a pattern of phrases, between whose words any space may stand."""
    return either(phrases).replace(r"\ ", r"\s+")
