"""What sort of paper a document is: minutes, an agenda, the report of an inquiry and so on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec

from extract.families.patterns import load_signs

FILE = Path(__file__).with_name("kinds.yaml")

UNKNOWN = "unknown"

Where: TypeAlias = Literal["title", "block", "text"]


class KindSign(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that speak for a kind, or against it, where they stand in one place of a paper."""

    where: Where
    weight: float
    regex: str
    examples: tuple[str, ...]


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of paper, the families that are of it, and its signs."""

    name: str
    families: tuple[str, ...]
    signs: tuple[KindSign, ...]


class Kinds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `kinds.yaml` holds."""

    enough: float
    margin: float
    family: float
    """The weight of a family that is of a kind."""
    kinds: tuple[Kind, ...]


@cache
def load_kinds() -> Kinds:
    """Load `kinds.yaml`. Raises `ConfigError` naming the sign and what is wrong with it."""
    return load_signs(FILE, Kinds)


def kind_of(texts: Mapping[Where, Iterable[str]], family: str) -> str:
    """Return the kind of a paper by the lines of its title, its header block and its text.

    `unknown` where no kind has enough signs, or another has nearly as many.
    """
    kinds = load_kinds()
    lines = {where: [" ".join(text.split()) for text in some] for where, some in texts.items()}
    scores = [(_score(kind, lines, family), kind.name) for kind in kinds.kinds]
    (best, name), (second, _) = sorted(scores, reverse=True)[:2]
    return name if best >= kinds.enough and best - second >= kinds.margin else UNKNOWN


def _score(kind: Kind, lines: Mapping[Where, Iterable[str]], family: str) -> float:
    signs = (sign.weight for sign in kind.signs if _seen(sign, lines[sign.where]))
    return sum(signs) + (load_kinds().family if family in kind.families else 0)


def _seen(sign: KindSign, lines: Iterable[str]) -> bool:
    return any(map(re.compile(sign.regex).search, lines))
