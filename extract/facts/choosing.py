"""Candidates for a fact, what speaks for and against each, and which is taken."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from extract.families.patterns import load_signs
from extract.families.registry import tidy
from records.report import Candidate, Choice

FILE = Path(__file__).with_name("weights.yaml")

Label = Literal["title", "meeting", "published", "body", "other"]


class Sign(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What speaks for a candidate or against it.

    One with a pattern is looked for in the candidate's text, in what stands before it, or in its whole line;
    the code sees the others.
    """

    name: str
    weight: float
    regex: str | None = None
    where: Literal["text", "before", "line"] = "text"
    examples: tuple[str, ...] = ()

    def seen_in(self, text: str) -> bool:
        """Return whether its pattern matches a text; False if it has none or the text is empty."""
        return self.regex is not None and text != "" and re.search(self.regex, text) is not None


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How candidates for one fact are weighed.

    One is taken if its score is `enough` and exceeds that of the next, of another value, by `margin`. A best
    one that is not, but has the score `ask`, becomes a question.
    """

    ask: float
    enough: float
    margin: float
    signs: tuple[Sign, ...]

    def sign(self, name: str) -> Sign:
        """Return the sign of a name. One that no sign has is a KeyError."""
        return {sign.name: sign for sign in self.signs}[name]

    def seen(self, text: str = "", before: str = "", line: str = "") -> set[str]:
        """Return the names of the signs whose patterns match."""
        places = {"text": text, "before": before, "line": line}
        return {sign.name for sign in self.signs if sign.seen_in(places[sign.where])}

    def weigh(self, names: Collection[str]) -> float:
        """Return the score of a candidate with these signs. A name that no sign has is a KeyError."""
        weights = {sign.name: sign.weight for sign in self.signs}
        return round(sum(weights[name] for name in names), 2)

    def evidence(self, names: Collection[str]) -> tuple[str, ...]:
        """Return the signs of a candidate with their weights, as a person reads them."""
        return tuple(
            f"{sign.name.replace('_', ' ')} {sign.weight:+g}"
            for sign in sorted(self.signs, key=lambda sign: -abs(sign.weight))
            if sign.name in names
        )


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `weights.yaml` holds."""

    labels: dict[Label, tuple[str, ...]]
    section: Sign
    """Headings with which the text begins."""
    occurrence: Sign
    """Words of papers about an accident: their covers print its day as the title's last line."""
    title: Rules
    date: Rules
    body: Rules
    meeting_signs: tuple[str, ...]
    """The signs that make a date that of a meeting."""


@cache
def load_weights() -> Weights:
    """Load `weights.yaml`. Raises `ConfigError` naming the sign and what is wrong with it."""
    return load_signs(FILE, Weights)


@cache
def known_labels() -> dict[str, Label]:
    """Return what each label that documents print stands before, by the label as `tidy` gives it."""
    return {tidy(text): kind for kind, texts in load_weights().labels.items() for text in texts}


def choose(fact: str, rules: Rules, candidates: Iterable[Candidate]) -> Choice | None:
    """Return the best candidate and the next one, and whether the best is sure; None if none is worth asking.

    Of equal ones the first counts as the better.
    """
    ordered = sorted(candidates, key=lambda each: -each.score)
    if not ordered or ordered[0].score < rules.ask:
        return None
    best, second = ordered[0], ordered[1] if len(ordered) > 1 else None
    ahead = best.score - second.score if second is not None else rules.margin
    return Choice(fact, best, second, best.score >= rules.enough and ahead >= rules.margin)
