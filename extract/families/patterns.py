"""The patterns of family files, proved when a file is loaded: valid, with examples, and soon done."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from time import process_time
from typing import Protocol, TypeVar, runtime_checkable

import msgspec

from records.errors import ConfigError
from records.strict_yaml import load

T = TypeVar("T")

MOST_WAYS = 600_000
"""Ways to match a text that one search may try; of the patterns here the slowest tries some 25,000.

`re` does not count them. They are told by processor time, in units of what this machine takes for one.
"""

AT_ONCE = 240
"""Ways of a search that does not backtrack, told on texts of 8, 16 and 24 characters or `FEWEST_PIECES`."""

FEWEST_PIECES = 10
"""Times that a piece comes before a search counts as one that does not backtrack: two ways each are 1024."""

DOUBLED = 12
"""Letters of the text by which the time of a way is told: a search that tries two ways for each letter."""

LONGEST = 320
"""Characters of the texts tried, in steps small enough to stop soon where each two double the time."""

RISKY = re.compile(r"\)(?:[*+]|\{\d*,)|(?:(?<!\\)[*+].*){4}")
"""Only patterns that repeat a group, or repeat without end four times, can take for ever."""

NO_LETTER, RARE_LETTER = "\0", "\ua66e"
"""Characters that no document holds; the second is a letter of old Cyrillic, that is a `\\w`."""

STARTS = re.compile(r"\w+|\s+|[^\w\s]")


@runtime_checkable
class Pattern(Protocol):
    """An entry of a family file that holds a pattern."""

    @property
    def regex(self) -> str | None:
        """The pattern, None where a phrase stands in its place."""
        ...

    @property
    def examples(self) -> Iterable[str]:
        """Texts in which it must be found, for a fact each with its value."""
        ...


class Refusing(Protocol):
    """An entry with a pattern and texts in which it must not be found."""

    @property
    def regex(self) -> str:
        """The pattern."""
        ...

    @property
    def counter_examples(self) -> Iterable[str]:
        """Texts in which it must not be found."""
        ...


def patterns_in(entry: object, path: str = "") -> Iterator[tuple[str, Pattern]]:
    """Return each pattern in a family or in a part of one, with the path to it, such as `.asides[0]`."""
    if isinstance(entry, Pattern):
        yield path, entry
    if isinstance(entry, msgspec.Struct):
        for name in entry.__struct_fields__:
            yield from patterns_in(getattr(entry, name), f"{path}.{name}" if path else name)
    elif isinstance(entry, tuple):
        for place, each in enumerate(entry):
            yield from patterns_in(each, f"{path}[{place}]")


def load_signs(file: Path, shape: type[T]) -> T:
    """Load a file of signs and weights. Raises `ConfigError` naming the sign and what is wrong with it."""
    weights = load(file, shape)
    for place, pattern in patterns_in(weights):
        fault = fault_of(pattern) if pattern.regex is not None else None
        if fault is not None:
            raise ConfigError(f"{file.name}: {place}: {fault}")
    return weights


def fault_of(pattern: Pattern) -> str | None:
    """Return what is wrong with a pattern and what helps, None for a good one."""
    regex = pattern.regex or ""
    try:
        compiled = re.compile(regex)
    except re.error as error:
        return f"the pattern {regex!r} is not valid: {error}. Put a backslash before marks that are text."
    examples = list(pattern.examples)
    if not examples:
        return f"the pattern {regex!r} needs an example."
    for example in examples:
        if compiled.search(example) is None:
            return f"{regex!r} does not match its example {example!r}. Correct one of them."
    for text, value in pattern.examples.items() if isinstance(pattern.examples, dict) else ():
        match = compiled.search(text)
        if match is None or match.groupdict().get("value") != value:
            return f"the pattern {regex!r} does not find {value!r} in its example {text!r}. Correct one."
    if RISKY.search(regex) and (text := _slow_text(regex, examples[0])) is not None:
        return (
            f"the pattern {regex!r} takes too long on {text!r}. Do not repeat a group that can match the "
            "same words in several ways: '[a-z]+(?: [a-z]+)*' instead of '(?:[a-z]+ ?)+'."
        )
    return None


def counter_fault_of(pattern: Refusing) -> str | None:
    """Return what is wrong with a valid pattern that takes a counter-example, None for a good one."""
    taken = (each for each in pattern.counter_examples if re.search(pattern.regex, each) is not None)
    example = next(taken, None)
    if example is None:
        return None
    return f"{pattern.regex!r} matches its counter-example {example!r}. Correct one of them."


@cache
def _slow_text(regex: str, example: str) -> str | None:
    """Return a text on which a pattern tries more than `MOST_WAYS`, None if none of those tried is one.

    A pattern backtracks without end where a piece of text that it repeats comes many times and what
    must follow does not come. The texts tried are the beginnings of an example, up to each word or mark,
    then its next letter or word over and over, then a character that no document holds: one that is no
    letter, and one that is where the pattern takes the first as the mark or space that it may end with.
    """
    compiled = re.compile(regex)
    found = compiled.search(example)
    begin = found.start() if found is not None else 0
    for start in (match.start() for match in STARTS.finditer(example, begin)):
        for piece in {example[start], example[start : start + 2], f"{example[start:].split(' ')[0]} "}:
            length = 8
            while length < LONGEST:
                text: str = example[:start] + piece * (length // len(piece) + 1) + NO_LETTER
                ways = _seconds(compiled, text, begin) / _seconds_of_a_way()
                if ways > MOST_WAYS:
                    return text[:80]
                if ways < AT_ONCE and length >= max(24, FEWEST_PIECES * len(piece)):
                    break
                slow = 2 if length < 28 else length // 2
                length += 8 if ways < AT_ONCE else slow
    return None


def _seconds(compiled: re.Pattern[str], text: str, begin: int = 0) -> float:
    """Return the processor time of a search that fails, by one letter more if it does not by itself."""
    begun = process_time()
    if compiled.match(text, begin) is not None:
        begun = process_time()
        compiled.match(text.rstrip(NO_LETTER) + RARE_LETTER, begin)
    return process_time() - begun


@cache
def _seconds_of_a_way() -> float:
    """Return the processor time that this machine takes to try one way of matching a text."""
    doubling, letters = re.compile("(?:a|a)*b"), "a" * DOUBLED
    return min(_seconds(doubling, letters) for _ in range(5)) / (1 << DOUBLED)
