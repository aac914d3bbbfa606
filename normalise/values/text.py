"""Tidying for comparing. What is published as printed never passes through here.

Two printings of one phrase differ in ways that carry no meaning: a curly quote, a hard space, a
ligature, a full stop at the end, capitals. `tidy` takes these away in one fixed order, so that an
exact comparison afterwards is a fair one. It drops no word and repairs no spelling.
"""

import re
import unicodedata
from collections.abc import Iterable

STRAIGHT = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
        "⁄": "/",
    }
)
# Soft and line-end hyphens, zero-width and direction marks: in the file, but not on the paper.
HIDDEN = re.compile("[\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\ufffe]")
# Raised figures are footnote marks; unfolded they would make '15¹' into '151'.
RAISED = re.compile("[¹²³⁰⁴-⁹₀-₉]+")
FRACTION = re.compile(r"(?<=\d)(?=[¼-¾⅐-⅞])")
ENDS = " .,;:!*†‡§#_|\"'~-•·"
BRACKETS = {"(": ")", "[": "]", "{": "}"}


def drop_hidden(text: str) -> str:
    """Take out what is not visible on paper: soft hyphens, zero-width and direction marks."""
    return HIDDEN.sub("", text)


def drop_footnote_marks(text: str) -> str:
    """Take out raised figures, which point to a footnote."""
    return RAISED.sub("", text)


def unify(text: str) -> str:
    """Return letters and figures their plain form (Unicode NFKC): 'ﬁ' is 'fi', a hard space a space.

    '1½' keeps its two parts ('1 1/2').
    """
    return unicodedata.normalize("NFKC", FRACTION.sub(" ", text))


def straighten(text: str) -> str:
    """Return quotes and dashes their typewriter form."""
    return text.translate(STRAIGHT)


def fold_case(text: str) -> str:
    """Return letters without the difference of capitals."""
    return unicodedata.normalize("NFKC", text.casefold())


def single_spaces(text: str) -> str:
    """Return one space for each run of white space, none at the ends."""
    return " ".join(text.split())


def trim_ends(text: str) -> str:
    """Drop punctuation at both ends and brackets that hold the whole.

    A question mark stays: 'Complete?' is not 'Complete'. So does a bracket that holds a part:
    'Complete (in part)'.
    """
    while True:
        shorter = text.strip(ENDS)
        whole = len(shorter) > 1 and BRACKETS.get(shorter[0]) == shorter[-1]
        if whole and not any(mark in shorter[1:-1] for mark in "()[]{}"):
            shorter = shorter[1:-1]
        if shorter == text:
            return text
        text = shorter


STEPS = (
    *(drop_hidden, drop_footnote_marks, unify, straighten, fold_case),
    *(straighten, single_spaces, trim_ends),
)
"""The order of `tidy`. Quotes and dashes come twice, since capitals can hide a ligature that holds one."""


def tidy(text: str) -> str:
    """Return the form in which printed words are compared; tidying twice changes nothing."""
    if text.isascii():  # what the other steps are for is not ASCII
        return trim_ends(single_spaces(straighten(text).casefold()))
    for step in STEPS:
        text = step(text)
    return text


def phrase(text: str) -> str:
    """Tidy a phrase of a closed vocabulary: as `tidy`, with a hyphen between letters read as a space.

    'On-going' and 'On going', 'Part-complete' and 'Part complete' are one phrase.
    """
    return single_spaces(re.sub(r"(?<=[^\W\d])-(?=[^\W\d])", " ", tidy(text)))


def either(words: Iterable[str]) -> str:
    """Return a pattern of words, the longest first; one that nothing matches where there are none."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or "(?!)"


def letters(text: str) -> str:
    """Return letters and digits alone, folded, with no space: what stays when layout changes."""
    return "".join(filter(str.isalnum, tidy(text)))


def slug(text: str) -> str:
    """Return lower-case letters, digits, dots and hyphens: '15A' is '15a', 'Rec. 4 (b)' is 'rec-4-b'."""
    plain = unicodedata.normalize("NFKD", tidy(text)).encode("ascii", "ignore").decode()
    return re.sub(r"-?\.-|-\.-?|-+", "-", re.sub(r"[^a-z0-9.]+", "-", plain)).strip("-.")
