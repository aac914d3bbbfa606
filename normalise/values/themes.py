"""What a recommendation is about, in a small vocabulary, by words and phrases of `vocab/themes.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

import msgspec

from normalise.values.lookups import VOCAB
from normalise.values.text import straighten
from records.errors import ConfigError
from records.strict_yaml import load

BETWEEN = "|"
"""Stands between several themes."""


class Theme(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One theme: what it means, what tells it, what looks like it and is not, and texts that have it."""

    title: str
    words: tuple[str, ...]
    examples: tuple[str, ...]
    but: tuple[str, ...] = ()


class ThemeFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The shape of `themes.yaml`."""

    themes: dict[str, Theme]


class _Line(msgspec.Struct, frozen=True):
    """A text in small letters, and as printed; the latter is blank where all of it is in capitals."""

    plain: str
    printed: str


class _Pattern(msgspec.Struct, frozen=True):
    words: re.Pattern[str]
    capitals: re.Pattern[str] | None
    but: re.Pattern[str] | None


@cache
def theme_file() -> ThemeFile:
    """Read the vocabulary. Raises ConfigError for one whose own examples it misses."""
    read = load(VOCAB / "themes.yaml", ThemeFile)
    patterns = {name: _pattern(theme) for name, theme in read.themes.items()}
    for name, theme in read.themes.items():
        for example in theme.examples:
            if not _fits(_line(example), patterns[name]):
                raise ConfigError(f"themes.yaml: '{example}' does not have its theme {name}; add its words.")
    return read


def themes_of(*texts: str | None) -> str | None:
    """Return the themes that some words name, in the order of the vocabulary, None where they name none."""
    line = _line(" . ".join(filter(None, texts)))
    return BETWEEN.join(name for name, pattern in _patterns().items() if _fits(line, pattern)) or None


@cache
def _patterns() -> Mapping[str, _Pattern]:
    return {name: _pattern(theme) for name, theme in theme_file().themes.items()}


def _pattern(theme: Theme) -> _Pattern:
    capitals = [word for word in theme.words if word.isupper()]
    plain = [_line(word).plain for word in theme.words if not word.isupper()]
    return _Pattern(
        _any_of(plain),
        _any_of(capitals) if capitals else None,
        _any_of(_line(phrase).plain for phrase in theme.but) if theme.but else None,
    )


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of phrases at the edges of words; one that ends in * has any ending."""
    each = (
        re.escape(phrase.removesuffix("*")) + (r"\w*" if phrase.endswith("*") else "") for phrase in phrases
    )
    return re.compile(rf"(?<![\w-])(?:{'|'.join(each)})(?![\w-])")


def _fits(line: _Line, pattern: _Pattern) -> bool:
    if pattern.capitals is not None and line.printed and pattern.capitals.search(line.printed):
        return True
    plain = line.plain
    if pattern.but is not None:
        plain = pattern.but.sub("", plain)
    return pattern.words.search(plain) is not None


def _line(text: str) -> _Line:
    """Return text on one line, marks straightened, without commas ('education, health')."""
    line = " ".join(straighten(text).replace(",", " ").split())
    return _Line(line.casefold(), "" if line.isupper() else line)
