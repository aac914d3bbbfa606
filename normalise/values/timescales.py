"""Timescales: 'Within three months' is P3M, 'Immediately' is immediate; in a cell or in a heading."""

import re
from functools import cache

import msgspec

from normalise.values.lookups import VOCAB, Answer
from normalise.values.text import either, phrase, straighten
from records.errors import ConfigError
from records.strict_yaml import load

WHOLE = re.compile(r"immediate|P\d+[DWMY]")
"""Every value that a timescale can have."""
HOURS = 24
"""'Within 48 hours' is given as two days."""


class TimescaleFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The shape of vocab/timescales.yaml."""

    immediate: tuple[str, ...]
    open_ended: tuple[str, ...]
    numbers: dict[str, int]
    units: dict[str, str]
    lead_ins: tuple[str, ...]
    runs_from: tuple[str, ...]
    things: tuple[str, ...]
    about: tuple[str, ...]
    theme_labels: tuple[str, ...]


class Heading(msgspec.Struct, frozen=True):
    """What a heading says of the rows below it, as printed: the words of a timescale, and a theme."""

    timescale_raw: str | None = None
    theme_raw: str | None = None


class _Patterns(msgspec.Struct, frozen=True):
    duration: re.Pattern[str]
    headings: tuple[re.Pattern[str], ...]
    theme: re.Pattern[str]


@cache
def timescale_file() -> TimescaleFile:
    """Read and check the words of time."""
    read = load(VOCAB / "timescales.yaml", TimescaleFile)
    twice = set(map(phrase, read.immediate)) & set(map(phrase, read.open_ended))
    strange = [unit for unit in read.units.values() if unit not in ("PnD", "PnW", "PnM", "PnY", "hours")]
    if twice or strange:
        raise ConfigError(f"timescales.yaml: {sorted(twice) or strange} cannot be read. Correct the entry.")
    return read


def read_timescale(raw: str) -> Answer:
    """Read a whole printed timescale as `immediate` or an ISO 8601 duration.

    Words that set no time ('Ongoing', 'ASAP') have no value and raise no doubt; words that are not
    understood, or a span ('3-6 months'), have none and give the reason.
    """
    words = timescale_file()
    own = phrase(raw)
    if own in map(phrase, words.immediate):
        return Answer("immediate", "exact" if own == "immediate" else "alias")
    if own in map(phrase, words.open_ended):
        return Answer(None, "none")
    found = _patterns().duration.fullmatch(own)
    if found is None:
        return Answer(None, "none", "no timescale that is known")
    number = found["number"]
    count = words.numbers[number] if number in words.numbers else int(number)
    unit = words.units[found["unit"]]
    if count == 0 or (unit == "hours" and count % HOURS):
        return Answer(None, "none", "no whole days")
    count, unit = (count // HOURS, "PnD") if unit == "hours" else (count, unit)
    return Answer(unit.replace("n", str(count)), "exact")


def read_heading(heading: str) -> Heading:
    """Read what a heading says of time and theme; most say neither.

    'Within three months:' is all timescale; 'Ofsted 3 months actions on safeguarding' has both;
    'Theme A: Prevent' labels a theme. A time inside other words ('Children missing for 3 months')
    is not a timescale.
    """
    patterns = _patterns()
    printed = " ".join(heading.split())
    plain = straighten(printed)  # sign for sign, so that places in it are places in what is printed
    for pattern in patterns.headings:
        found = pattern.fullmatch(plain)
        if found:
            theme = printed[slice(*found.span("theme"))] if found.groupdict().get("theme") else None
            return Heading(printed[slice(*found.span("time"))], theme.strip(" -–—:") if theme else None)
    labelled = patterns.theme.fullmatch(plain)
    return Heading(None, printed[slice(*labelled.span("theme"))].strip()) if labelled else Heading()


@cache
def _patterns() -> _Patterns:
    words = timescale_file()
    number = rf"(?P<number>\d{{1,3}}|{either(words.numbers)})"
    unit = rf"(?P<unit>{either(words.units)})"
    lead = rf"(?:(?:{either(words.lead_ins)}) )?"
    after = rf"(?:(?: time)?(?: (?:{either(words.runs_from)}) .+)?)"
    duration = re.compile(rf"{lead}(?:the )?{number} {unit}{after}")
    plain = duration.pattern.replace("?P<number>", "?:").replace("?P<unit>", "?:")[: -len(after)]
    time = rf"(?P<time>{either(words.immediate)}|{plain.replace(' ', r'[ -]')})"
    things = rf"(?:{either(words.things)})"
    about = rf"(?: (?:{either(words.about)}) (?P<theme>.+?))?"
    by = r"(?:[A-Z][\w’'&]*(?: [A-Z][\w’'&]*)?:? )?"  # whose actions they are: 'Ofsted', 'CQC'
    mark = r" ?[:-]? ?"
    headings = (
        rf"{time}{mark}",
        rf"(?-i:{by})(?:priority (?:and|or) )?{time} {things}{about}{mark}",
        rf"{things}{about}{mark}(?:to be (?:taken|completed|delivered|done) )?\(?{time}\)?{mark}",
        rf"(?P<theme>[^:()]+?) ?(?::| - |\() ?{time}(?: {things})?\)?{mark}",
    )
    label = rf"(?:{either(words.theme_labels)})(?: (?:\d{{1,2}}(?:\.\d+)?|[a-z]|[ivx]+))?"
    theme = rf"{label} ?(?::| - ) ?(?P<theme>.+)"
    return _Patterns(
        duration,
        tuple(re.compile(each, re.IGNORECASE) for each in headings),
        re.compile(theme, re.IGNORECASE),
    )
