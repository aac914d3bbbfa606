"""Sentences that answer a recommendation: 'The government accepts this recommendation in principle.'"""

from __future__ import annotations

import re

SUBJECT = r"(?:(?!(?:should|must|would|will|may|might|to|that|not|was|were|be|if)\b)[\w’'&/-]+ ){0,8}?"
WHAT = r"(?:(?:this|the|these|both|all|all of the|all the) (?:[\w’'-]+ ){0,3}?recommendations?)"
SENTENCE = re.compile(
    rf"{SUBJECT}(?P<not>(?:do|does|did) not |cannot )?(?P<share>partially |partly |fully )?"
    r"(?P<verb>accept|agree|support|endorse|concur|reject|disagree)(?:s|d|ed)?(?: (?:with|to))?"
    rf"(?: in (?P<before>full|part|principle))?(?: (?:with|to))?(?: {WHAT})?"
    r"(?: in (?P<behind>full|part|principle))?\.?",
    re.IGNORECASE,
)
"""Somebody, a verb of answering, and at most which recommendation and how far. 'Broadly agrees' and 'will
accept' leave open how it stands."""

REFUSING = frozenset({"reject", "disagree"})


def answer_in(text: str) -> str | None:
    """Return the answer that a sentence gives, as a form of the vocabulary of statuses; None if it is none.

    Whole sentences alone answer so; what else they say may take the answer back.
    """
    match = SENTENCE.fullmatch(" ".join(text.split()))
    if match is None:
        return None
    how = {match["share"] and match["share"].strip().lower(), match["before"], match["behind"]} - {None}
    if match["verb"].lower() in REFUSING:
        return None if match["not"] or how else "not accepted"
    if match["not"]:
        return None if how else "not accepted"
    if how & {"part", "partially", "partly"}:
        return "accepted in part"
    return "accepted in principle" if "principle" in how else "accepted"
