"""Closed vocabularies: loaded strictly, looked up exactly, never by likeness.

A word of a closed vocabulary is read in this order: the value's own name (`exact`), a listed form
(`alias`), a spelling slip of either (`fuzzy`), and otherwise it is a question for a person. A score
of likeness is never asked: the scorers in use give 'Not complete' and 'Complete' full marks.
"""

import difflib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

import msgspec
from rapidfuzz.distance import OSA

from normalise.values.text import phrase
from records.errors import ConfigError

VOCAB = Path(__file__).parents[1] / "vocab"
SLIP_LETTERS = 6
"""A word of fewer letters is not corrected: too many short words are one letter apart."""

SHOWN = 0.6
"""How alike, from 0 to 1, a form must look to be shown to a person as a candidate."""

Method = Literal["exact", "alias", "fuzzy", "reference", "rag", "decision", "none"]
Candidate = tuple[str, float]


class Answer(msgspec.Struct, frozen=True):
    """What a printed phrase means, how that was found, and what else it could be.

    `reason` says why there is no value, or why a person should look at the one that there is.
    `candidates` are values with a score from 0 to 100, best first, for the review queue alone.
    """

    value: str | None
    method: Method
    reason: str | None = None
    candidates: tuple[Candidate, ...] = ()


class Vocabulary(msgspec.Struct, frozen=True):
    """Values with the tidied forms that mean them, and forms that mean several.

    `forms` maps each form to one value; `unclear` maps a form to the values it can mean.
    """

    values: tuple[str, ...]
    forms: Mapping[str, str]
    unclear: Mapping[str, tuple[str, ...]]
    words: frozenset[str]
    """Every word that stands in some form, and others known to be words: none is ever a slip of another."""


def build(
    name: str,
    values: Mapping[str, Iterable[str]],
    unclear: Mapping[str, Iterable[str]] | None = None,
    other_words: Iterable[str] = (),
) -> Vocabulary:
    """Make a vocabulary of values and their other forms, checked.

    Each value holds its own name, so that a clean value looked up again is itself. A form that
    stands twice, or that means nothing after tidying, is a ConfigError. `other_words` are never taken
    for a slip.
    """
    forms: dict[str, str] = {}
    asked: dict[str, tuple[str, ...]] = {}
    for value, others in values.items():
        for form in (value.replace("_", " "), *others):
            key = phrase(form)
            if not key:
                raise ConfigError(f"{name}: '{value}' lists an empty form; take it out.")
            if key in forms:
                both = f"for '{forms[key]}' and for '{value}'"
                raise ConfigError(f"{name}: '{form}' stands twice, {both}. Keep one.")
            forms[key] = value
    for form, meant in (unclear or {}).items():
        key, candidates = phrase(form), tuple(meant)
        if key in forms or key in asked:
            raise ConfigError(f"{name}: '{form}' is said to be unclear and stands elsewhere too. Keep one.")
        if len(candidates) < 2 or not values.keys() >= set(candidates):
            raise ConfigError(f"{name}: '{form}' needs two or more of the values as candidates.")
        asked[key] = candidates
    words = frozenset(word for form in (*forms, *asked, *other_words) for word in form.split())
    return Vocabulary(tuple(values), forms, asked, words)


def look_up(raw: str, vocabulary: Vocabulary) -> Answer:
    """Read a whole printed phrase by `vocabulary`.

    A value is given for its own name, a listed form or one spelling slip; otherwise the answer has
    no value, a reason and candidates.
    """
    key = phrase(raw)
    value = vocabulary.forms.get(key)
    if value is not None:
        return Answer(value, "exact" if key == phrase(value.replace("_", " ")) else "alias")
    if key in vocabulary.unclear:
        meant = vocabulary.unclear[key]
        return Answer(None, "none", "can mean several things", tuple((each, 50.0) for each in meant))
    slips = slipped(key, vocabulary)
    if len(slips) == 1:
        return Answer(slips.pop(), "fuzzy")
    reason = "a spelling slip of more than one value" if slips else "not in the vocabulary"
    return Answer(None, "none", reason, likely(key, vocabulary))


def slipped(key: str, vocabulary: Vocabulary) -> set[str]:
    """Return the values that `key` could be a misspelling of: one slip in one word, all others intact.

    A form that is unclear counts as a value of its own, so that 'ncomplete' is not taken for
    'complete' while 'incomplete' is as near. Words are never dropped or added, so a negation
    ('not', 'un…') or a degree ('partly') can be neither lost nor gained.
    """
    known = [(form, value) for form, value in vocabulary.forms.items()]
    known += [(form, f"? {form}") for form in vocabulary.unclear]
    printed = key.split()
    near = [(form, value) for form, value in known if abs(len(form) - len(key)) <= 1]
    found = {value for form, value in near if _one_slip(printed, form.split(), vocabulary.words)}
    return found if any(not value.startswith("?") for value in found) else set()


def one_edit(one: str, other: str) -> bool:
    """Return whether one letter put in, left out or changed, or two neighbours swapped, parts two words."""
    return OSA.distance(one, other, score_cutoff=1) == 1


def likely(key: str, vocabulary: Vocabulary, most: int = 3) -> tuple[Candidate, ...]:
    """Rank the values whose forms look most like `key`, for a person to choose from; never to decide."""
    best: dict[str, float] = {}
    compare = difflib.SequenceMatcher(b=key, autojunk=False)
    for form, value in vocabulary.forms.items():
        compare.set_seq1(form)
        quick = min(compare.real_quick_ratio(), compare.quick_ratio())
        if quick >= SHOWN and compare.ratio() >= SHOWN:
            best[value] = max(best.get(value, 0.0), round(100 * compare.ratio(), 1))
    ranked = sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(ranked[:most])


def _one_slip(printed: list[str], form: list[str], known: frozenset[str]) -> bool:
    if len(printed) != len(form):
        return False
    differing = [(a, b) for a, b in zip(printed, form, strict=True) if a != b]
    if len(differing) != 1:
        return False
    written, meant = differing[0]
    long = len(meant) >= SLIP_LETTERS and meant.isalpha() and written.isalpha()
    return long and written not in known and one_edit(written, meant)
