"""Sentences that answer a recommendation: 'The government accepts this recommendation in principle.'"""

from __future__ import annotations

import re
from functools import cache

import msgspec

from normalise.values.lookups import VOCAB
from records.strict_yaml import load

REFUSING = frozenset({"reject", "disagree"})
"""Verbs that answer with no."""


class WhoAnswers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The shape of vocab/answers.yaml."""

    words: tuple[str, ...]
    no_names: tuple[str, ...]


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
        rf"(?:(?:{known}|{name}) ){{1,9}}"
        r"(?i:(?P<not>(?:do|does|did) not |cannot )?(?P<share>partially |partly |fully )?"
        r"(?P<verb>accept|agree|support|endorse|concur|reject|disagree)(?:s|d|ed)?(?: (?:with|to))?"
        rf"{far.format('before')}(?: (?:with|to))?{what}{far.format('behind')})\.?"
    )


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
