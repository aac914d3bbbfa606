"""Names of public bodies as keys: the differences of print that carry no meaning are taken away.

'The London Borough of Hackney', 'Hackney Borough Council' and 'Hackney local authority' are one key,
and so are 'NHS Devon ICB' and 'Devon Integrated Care Board'. Nothing that tells one place from
another is dropped, and words change their order only within the type of a trust, never across a place.
"""

import re
from collections.abc import Mapping
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

import msgspec

from normalise.values.lookups import VOCAB
from normalise.values.text import drop_hidden, either, single_spaces, straighten, tidy, unify
from records.errors import ConfigError
from records.strict_yaml import load

SHORT = 5
"""An abbreviation of so many letters or fewer is a name only in capitals and within its own area."""
CACHED = 1 << 16
"""Phrases whose forms are kept at hand; a run meets the same ones over and over."""
OPENERS = frozenset({"the", "london", "royal", "metropolitan", "borough", "city", "county", "nhs"})
"""First words that a name may have in print and not in the register: 'London Borough of', 'NHS'."""
SMALL_WORDS = frozenset({"and", "&", "of", "the", "for", "upon", "in", "on", "with"})
HELD_APART = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
POSSESSIVE = re.compile(r"(?<=[^\W\d])'s\b")
WORD = re.compile(r"[^\W_]+")
ACRONYM = re.compile(r"(?:[A-Z]&?){2,7}s?")
PREFIXED = re.compile(
    r"(?:(?:london |royal |metropolitan )?borough|county|(?P<city>city)) of "
    r"(?!london)(?P<place>.+?)(?: council)?"
)
PROPER = re.compile(r"[A-Z0-9][\w'’&.-]*(?:\s+(?:[A-Z0-9][\w'’&.-]*|of|and|the|for|upon|in|&))*")
"""A proper name: words in capitals, with small words between them."""
POSTPONED = re.compile(r"(?P<place>.+) (?P<type>city|county|(?:london |royal )?borough) of")
"""The type of a council behind its place, as in lists that are sorted by place: 'Bristol, City of'."""


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The kind of body that a head word tells, and the other ways to write the word."""

    kind: str
    forms: tuple[str, ...]


class Forms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`vocab/agency_forms.yaml`: what may differ in print without a difference in meaning."""

    heads: Mapping[str, Head]
    endings: Mapping[str, str]
    openings: Mapping[str, str]
    words: Mapping[str, str]
    trust_type: frozenset[str]
    not_distinctive: frozenset[str]
    place_modifiers: frozenset[str]


class _Rules(NamedTuple):
    forms: Forms
    opening: re.Pattern[str]
    contract: re.Pattern[str]
    into: Mapping[str, str]


@cache
def rules() -> _Rules:
    """Load the vocabulary of forms once, with its forms as one pattern, longest first."""
    forms = load(VOCAB / "agency_forms.yaml", Forms)
    into: dict[str, str] = {}
    for word, head in forms.heads.items():
        for form in head.forms:
            if into.setdefault(form, word) != word:
                raise ConfigError(f"agency_forms.yaml: '{form}' stands under two heads. Keep one.")
    opening = re.compile(rf"({'|'.join(map(re.escape, forms.openings))}) (?:of )?(?=\w)")
    return _Rules(forms, opening, re.compile(rf"\b(?:{either(into)})\b"), into)


class Phrase:
    """A printed name in the forms in which it is compared, each made once."""

    def __init__(self, printed: str) -> None:
        """Take the name as printed; `phrase_of` has those at hand that were met before."""
        self.printed = printed

    @cached_property
    def plain(self) -> str:
        """The name without hidden marks and typographic signs, in single spaces; capitals stay."""
        if self.printed.isascii():
            return single_spaces(self.printed.replace("`", "'"))
        return single_spaces(straighten(unify(drop_hidden(self.printed))))

    @cached_property
    def unbracketed(self) -> str:
        """`plain` without what stands in brackets, unless nothing else is there."""
        if "(" in self.plain or "[" in self.plain:
            return single_spaces(HELD_APART.sub(" ", self.plain)) or self.plain
        return self.plain

    @cached_property
    def name(self) -> str:
        """`unbracketed` without an article."""
        return without_article(self.unbracketed)

    @cached_property
    def tidied(self) -> str:
        """The text as decisions are looked up and printed forms told apart."""
        return tidy(self.printed)

    @cached_property
    def words(self) -> str:
        """The words in lower case, without article, brackets, possessives and punctuation."""
        folded = self.unbracketed.casefold().replace("&", " and ")
        if "'" in folded:
            folded = POSSESSIVE.sub("", folded).replace("s' ", "s ").replace("'", "")
        words = rules().forms.words
        return " ".join([words.get(word, word) for word in WORD.findall(folded) if word != "the"])

    @cached_property
    def first_word(self) -> str:
        """The first of `words`."""
        return self.words.partition(" ")[0]

    @cached_property
    def key(self) -> str:
        """`words` with each head word in one form; a key is its own key."""
        found = rules()
        opening = found.opening.match(self.words)
        words = self.words
        if opening is not None:
            words = f"{found.forms.openings[opening[1]]} {words[opening.end() :]}"
        start, _, last = words.rpartition(" ")
        key = f"{start} {found.forms.endings.get(last, last)}" if start else last
        key = found.contract.sub(lambda match: found.into[match.group()], key)
        if key.startswith("nhs ") and key.rsplit(" ", 1)[-1] in ("icb", "ccg", "pct"):
            key = key[len("nhs ") :]  # commissioners put it before their place or leave it out
        return _ordered_trust(_ordered_council(key))

    @cached_property
    def unbroken(self) -> "Phrase":
        """The phrase with each word whole that a hyphen may have parted at the end of a line."""
        return phrase_of(self.plain.replace("-", "")) if "-" in self.plain else self

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """Which kinds of body the name can mean; see `kinds_promised`."""
        return kinds_promised(self.key)

    @cached_property
    def kind(self) -> str | None:
        """The one kind of public body that the words promise, whether or not the register holds it."""
        return self.kinds[0] if len(self.kinds) == 1 else None

    @cached_property
    def is_acronym(self) -> bool:
        """Whether it is capitals alone, as 'CBC' or 'IROs', whatever stands in brackets behind it."""
        return ACRONYM.fullmatch(self.name) is not None


@lru_cache(maxsize=CACHED)
def phrase_of(printed: str) -> Phrase:
    """Return the phrase of a text; a run meets the same ones over and over."""
    return Phrase(printed)


def simplify(text: str) -> str:
    """Return the `key` of a text."""
    return phrase_of(text).key


def without_article(text: str) -> str:
    """Return the text without a 'the' before the first word."""
    return text[len("the ") :] if text[: len("the ")].casefold() == "the " else text


def sorted_words(key: str) -> str:
    """Return a key with its words in alphabetical order, as it is compared by likeness."""
    return " ".join(sorted(key.split()))


def _ordered_council(key: str) -> str:
    """Return 'hackney council' for 'london borough of hackney'; the City of London is a name of its own."""
    postponed = POSTPONED.fullmatch(key)
    if postponed is not None:
        key = f"{postponed['type']} of {postponed['place']}"
    match = PREFIXED.fullmatch(key)
    if not match or (match["city"] and not key.endswith(" council")):
        return key
    other_kinds = {*rules().forms.heads, "nhs", "trust"}
    return key if other_kinds.intersection(match["place"].split()) else f"{match['place']} council"


def _ordered_trust(key: str) -> str:
    words = key.split()
    if not words or words[-1] == "pct" or "trust" not in words[-4:]:
        return key
    types = rules().forms.trust_type
    start = len(words)
    while start and words[start - 1] in types:
        start -= 1
    return " ".join(words[:start] + sorted(words[start:]))


def kinds_promised(key: str) -> tuple[str, ...]:
    """Return which kinds of body a key can name, by the word that says what it is; none if it does not.

    'NHS' and a place is a primary care trust, a commissioning group or an integrated care board,
    by its date.
    """
    words, heads = key.split(), rules().forms.heads
    if len(words) < 2:
        return ()
    if words[-1] in heads:
        return (heads[words[-1]].kind,)
    types = set(words[1:]) & rules().forms.trust_type
    if "trust" in types and types & {"nhs", "foundation"}:
        return ("nhs_trust",)
    if words[-2:] == ["children", "trust"]:
        return ("childrens_trust_company",)
    if words[0] == "nhs" and not any(word in heads for word in words):
        return ("primary_care_trust", "clinical_commissioning_group", "integrated_care_board")
    return ()


def distinctive(key: str) -> tuple[str, ...]:
    """Return the words of a key that tell its place, sorted: what must agree before two names are likened."""
    return tuple(sorted(word for word in key.split() if word not in common_words()))


@cache
def common_words() -> frozenset[str]:
    """Return the words of names that tell no place."""
    forms = rules().forms
    return forms.not_distinctive | forms.trust_type | forms.heads.keys()
