"""What speaks for a new paper and against it: the signs of `weights.yaml`."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache, cached_property
from pathlib import Path

import msgspec

from extract.families.patterns import load_signs

FILE = Path(__file__).with_name("weights.yaml")


class Sign(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One sign, with its pattern if it is one of the lines at the head of a page."""

    name: str
    weight: float
    regex: str | None = None
    examples: tuple[str, ...] = ()


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """What `weights.yaml` holds."""

    ask: float
    enough: float
    single: float
    """What is lost by a part of one page."""
    sparse: float
    """What is lost by a part of one page that holds next to nothing."""
    announcing: str
    """A pattern of words without which no page is looked at whose numbers go on from the page before."""
    paper: str
    """A pattern of bookmarks that name a paper or a file."""
    signs: tuple[Sign, ...]

    def weigh(self, names: Collection[str]) -> float:
        """Return the sum of the weights of signs. A name that no sign has is a KeyError."""
        weights = self.by_name
        return sum([weights[name] for name in names])

    @cached_property
    def by_name(self) -> dict[str, float]:
        """The weight of each sign."""
        return {sign.name: sign.weight for sign in self.signs}


@cache
def load_weights() -> Weights:
    """Load `weights.yaml`. Raises `ConfigError` naming the sign and what is wrong with it."""
    return load_signs(FILE, Weights)


@cache
def printed_signs() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the names of the signs that are printed, with their patterns."""
    return tuple(
        (sign.name, re.compile(sign.regex)) for sign in load_weights().signs if sign.regex is not None
    )
