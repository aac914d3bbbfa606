"""Sentences that answer a recommendation: 'The government accepts this recommendation in principle.'"""

from __future__ import annotations

import re
from functools import cache

import msgspec

from normalise.values.lookups import VOCAB
from records.strict_yaml import load

SENTENCE_END = re.compile(r"(.{2,}?[.])\s+(?=[A-Z])", re.DOTALL)
"""The first sentence of a text that has more."""

REFUSING = frozenset({"reject", "disagree"})
"""Verbs that answer with no."""


class WhoAnswers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The shape of vocab/answers.yaml."""

    words: tuple[str, ...]
    no_names: tuple[str, ...]
    goes_on: tuple[str, ...]
    takes_back: tuple[str, ...]
    reserves: tuple[str, ...]


class Opening(msgspec.Struct, frozen=True):
    """An answer with which a text begins: the words that decide, and whether the text says no more.

    It is `open` where the next sentence may take it back: 'It will not, however, be carried out.'
    """

    words: str
    whole: bool
    open: bool


@cache
def _sentence() -> re.Pattern[str]:
    """Return what a sentence is that answers: somebody, a verb, and at most to what and how far.

    Words before the verb are known ones or names, so that 'broadly agrees', 'will accept' and 'asked why
    the council rejects' are none.
    """
    who = load(VOCAB / "answers.yaml", WhoAnswers)
    known = rf"(?i:{'|'.join(who.words)})"
    name = rf"(?!(?i:{'|'.join(who.no_names)})\b)[A-Z][\w&/-]*(?<!ly)(?:['’]s?)?"
    far = r"(?: in (?P<{}>full|part|principle))?"
    what = r"(?: (?:this|the|these|both|all|all of the|all the)(?: [\w’'-]+){0,3}? recommendations?)?"
    return re.compile(
        rf"(?P<who>(?:(?:{known}|{name}) ){{0,9}})"
        r"(?P<deciding>(?i:(?P<not>(?:do|does|did) not |cannot )?(?P<share>partially |partly |fully )?"
        r"(?P<verb>accept|agree|support|endorse|concur|reject|disagree)(?:s|d|ed)?(?: (?:with|to))?"
        rf"{far.format('before')}(?: (?:with|to))?{what}{far.format('behind')}))\.?"
    )


def opening_answer(text: str) -> Opening | None:
    """Return the answer with which a text begins, None if it begins with none.

    Its sentence may go on with what the recommendation asks for: 'The government supports the
    recommendation that every trust …', but not with what may take the answer back.
    """
    sentence, rest = text, ""
    parted = SENTENCE_END.match(text)
    if parted is not None:
        sentence, rest = parted[1], text[parted.end() :]
    who = load(VOCAB / "answers.yaml", WhoAnswers)
    match = _sentence().match(" ".join(sentence.split()))
    if match is None or not match["who"] or text.isupper() or answer_in(match["deciding"]) is None:
        return None
    behind = match.string[match.end() :]
    if not _leaves_it(match["deciding"], behind, who):
        return None
    we = match["who"].lower() == "we "
    words = match[0].rstrip(".") if we else match["deciding"]
    return Opening(words, not rest and not behind, _may_be_taken_back(rest, who))


def _may_be_taken_back(rest: str, who: WhoAnswers) -> bool:
    """Return whether the sentence behind an answer says that it holds less than it seems."""
    following = SENTENCE_END.match(rest)
    said = following[1] if following is not None else rest
    return re.search(rf"\b(?:{'|'.join(who.reserves)})\b", said, re.IGNORECASE) is not None


def _leaves_it(deciding: str, behind: str, who: WhoAnswers) -> bool:
    """Return whether an answer stands after what follows in its sentence."""
    taken_back = re.compile(rf"\b(?:{'|'.join(who.takes_back)})\b", re.IGNORECASE)
    goes_on = re.compile(rf" (?:{'|'.join(who.goes_on)})\b", re.IGNORECASE)
    asked = "recommendation" in deciding and goes_on.match(behind) is not None
    return not behind or (asked and taken_back.search(behind) is None)


def answer_in(text: str) -> str | None:
    """Return the answer that a sentence gives, as a form of the vocabulary of statuses; None if it is none.

    Whole sentences alone answer so; what else they say may take the answer back. In capitals names are not
    told from other words.
    """
    match = _sentence().fullmatch(" ".join(text.split()))
    if match is None or text.isupper():
        return None
    told = (match[name] for name in ("share", "before", "behind"))
    how = {each.strip().lower() for each in told if each}
    if match["verb"].lower() in REFUSING or match["not"]:
        # 'Does not reject' and 'does not fully accept' leave open how it stands.
        return None if how or (match["not"] and match["verb"].lower() in REFUSING) else "not accepted"
    if how & {"part", "partially", "partly"}:
        return "accepted in part"
    return "accepted in principle" if "principle" in how else "accepted"
