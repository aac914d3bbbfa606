"""Choices from the grammar and words from the lists, the same for the same seed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec

from records.strict_yaml import load

T = TypeVar("T")
HERE = Path(__file__).parent


@cache
def _words() -> dict[str, list[str]]:
    return load(HERE / "words.yaml", dict[str, list[str]])


@cache
def _grammar() -> dict[str, dict[str, int | list[str]]]:
    return load(HERE / "grammar.yaml", dict[str, dict[str, int | list[str]]])


class Chance:
    """One paper's choices: `layout` keeps which way of each part was drawn."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)
        self.layout: dict[str, str] = {}
        self.place = self.word("places")
        self._said: set[str] = set()

    def way(self, part: str) -> str:
        """Draw one way of doing a part of the layout, once a paper."""
        if part not in self.layout:
            ways = msgspec.convert(_grammar()[part], dict[str, int])
            self.layout[part] = self.random.choices(list(ways), list(ways.values()))[0]
        return self.layout[part]

    def heading(self, role: str, among: str = "headings") -> str:
        """Draw one of the headings, or labels, of what holds `role`."""
        return self.random.choice(msgspec.convert(_grammar()[among][role], list[str]))

    def word(self, kind: str) -> str:
        """Draw one entry of a list of words, its blanks filled."""
        return self._filled(self.random.choice(_words()[kind]))

    def words(self, kind: str, number: int) -> list[str]:
        """Draw different entries of a list of words."""
        found = _words()[kind]
        return [self._filled(each) for each in self.random.sample(found, min(number, len(found)))]

    def number(self, least: int, most: int) -> int:
        """Draw a whole number."""
        return self.random.randint(least, most)

    def one_in(self, number: int) -> bool:
        """Draw whether something happens once in so many times."""
        return self.random.randrange(number) == 0

    def shuffled(self, some: Sequence[T]) -> list[T]:
        """Return the same in another order."""
        return self.random.sample(list(some), len(some))

    def fresh(self, say: Callable[[], str]) -> str:
        """Return words that the paper has not said yet."""
        while (said := say()) in self._said:
            pass
        self._said.add(said)
        return said

    def _filled(self, text: str) -> str:
        fillings: dict[str, Callable[[], object]] = {
            "place": lambda: self.place,
            "month": lambda: self.word("months"),
            "year": lambda: self.number(2013, 2023),
            "count": lambda: self.number(11, 95),
            "small": lambda: self.number(2, 9),
            "money": lambda: self.number(110, 980),
            "topic": lambda: self.word("topics"),
        }
        return re.sub(r"\{(\w+)\}", lambda match: str(fillings[match[1]]()), text)
