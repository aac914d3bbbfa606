"""Red, amber, green: the printed letter or word, the fill behind it, and what the two say together."""

import re
from functools import cache
from math import dist
from typing import Literal

import msgspec

from normalise.values.lookups import VOCAB, Answer, Vocabulary, build, look_up
from normalise.values.text import tidy
from records.errors import ConfigError
from records.pages import Colour
from records.strict_yaml import load

NEAR = 60.0
"""How far a fill may lie from a listed shade, as a distance in red, green and blue from 0 to 255."""
CLEAR = 15.0
"""How much further the nearest shade of another colour must lie."""
ROUNDING = 3.0
"""A fill so near to a listed shade is that shade, whatever lies beside it."""
DISCS = re.compile("[\u2022\u25a0\u25b2\u25bc\u25c6\u25c9\u25cf\u2b24]")
"""Shapes that are printed as letters; their colour is what they say."""
ARROWS = re.compile("[\u2190-\u21ff\u25b2-\u25cf\u2b05-\u2b0d\u27a1]|[<>=^]")

From = Literal["text", "fill", "both", "conflict"]


class Shades(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A colour of the vocabulary: its printed forms, and its shades as red, green, blue from 0 to 255."""

    forms: tuple[str, ...]
    shades: tuple[tuple[int, int, int], ...]


class RagFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The shape of vocab/rag.yaml."""

    values: dict[str, Shades]
    paper: tuple[tuple[int, int, int], ...]
    status: dict[str, str]
    unclear_status: dict[str, tuple[str, ...]]


class Rag(msgspec.Struct, frozen=True):
    """What the column of colours says: a colour, where that comes from, and a doubt if there is one."""

    value: str | None
    source: From | None
    reason: str | None = None
    candidates: tuple[tuple[str, float], ...] = ()


@cache
def rag_file() -> RagFile:
    """Read and check the vocabulary of colours."""
    read = load(VOCAB / "rag.yaml", RagFile)
    names = set(read.values)
    unknown = {*read.status, *read.unclear_status} - names
    if strange := sorted(unknown | (read.status.keys() & read.unclear_status)):
        raise ConfigError(f"rag.yaml: {strange} are no colours of it, or have two meanings. Correct them.")
    return read


@cache
def rag_words() -> Vocabulary:
    """Return the printed forms of colours."""
    return build("rag.yaml", {name: each.forms for name, each in rag_file().values.items()})


def read_word(raw: str) -> Answer:
    """Read a printed letter or word: 'G', 'Amber', 'RED ↑'. The arrow tells the direction of travel.

    Two colours ('G/A', 'Amber-Red') have no one value; both are candidates.
    """
    plain = ARROWS.sub(" ", raw)
    answer = look_up(plain, rag_words())
    if answer.value is not None:
        return answer
    forms = rag_words().forms
    parts = [part for part in re.split(r"[/\-&+, ]+|\bto\b|\band\b", tidy(plain)) if part]
    if len(parts) > 1 and all(part in forms for part in parts):
        both = dict.fromkeys(forms[part] for part in parts)
        if len(both) == 1:
            return Answer(next(iter(both)), "alias")
        return Answer(None, "none", "prints two colours", tuple((colour, 50.0) for colour in both))
    return answer


def read_fill(fill: Colour) -> Answer:
    """Name the colour of a fill (red, green, blue from 0 to 1) by its nearest listed shade.

    Paper and table bands have no name and raise no doubt; a shade far from all, or between two, does.
    """
    point = tuple(255 * part for part in fill)
    read = rag_file()
    shades = {name: each.shades for name, each in read.values.items() if each.shades}
    near = {name: min(dist(point, shade) for shade in listed) for name, listed in shades.items()}
    paper = min(dist(point, shade) for shade in read.paper)
    (name, away), (_, next_away) = sorted(near.items(), key=lambda pair: pair[1])[:2]
    if min(paper, away) > NEAR:
        return Answer(None, "none", "a fill of no known colour")
    if paper <= away:
        return Answer(None, "none")
    if away > ROUNDING and next_away - away < CLEAR:
        others = tuple((each, 50.0) for each, far in near.items() if far - away < CLEAR)
        return Answer(None, "none", "a fill between two colours", others)
    return Answer(name, "exact")


def read_rag(
    raw: str | None, fill: Colour | None, dot: Colour | None = None, ink: Colour | None = None
) -> Rag:
    """Read a cell of the RAG column by its words and its colour: the fill, a dot, else the letters' own.

    Where both speak and disagree, that is a conflict: the word is given, with a doubt. Words that name
    two colours are decided by a fill that is one of them, with a doubt too.
    """
    printed = raw is not None and bool(tidy(DISCS.sub("", raw)))  # a dash fills an empty cell
    word = read_word(raw) if raw is not None and printed else Answer(None, "none")
    shades = [read_fill(colour) for colour in (fill, dot, ink) if colour is not None]
    known = next((shade for shade in shades if shade.value is not None), None)
    behind = known or next(iter(shades), Answer(None, "none"))
    if not printed:
        return Rag(behind.value, "fill" if behind.value else None, behind.reason, behind.candidates)
    if behind.value is None:
        return Rag(word.value, "text" if word.value else None, word.reason, word.candidates)
    if word.value is None:
        named = any(colour == behind.value for colour, _ in word.candidates)
        told = f"the words are unclear ({word.reason})"
        return Rag(behind.value if named else None, "fill" if named else None, told, word.candidates)
    if word.value == behind.value:
        return Rag(word.value, "both")
    pair = ((word.value, 50.0), (behind.value, 50.0))
    return Rag(word.value, "conflict", f"the word says {word.value}, the colour {behind.value}", pair)
