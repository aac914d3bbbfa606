"""Grades and judged aspects of inspections, each within the framework that the report was written under."""

import datetime as dt
from collections.abc import Sequence
from functools import cache

import msgspec

from normalise.values.lookups import VOCAB, Answer, Vocabulary, build, look_up
from normalise.values.text import phrase
from records.errors import ConfigError
from records.strict_yaml import load


class Framework(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A framework of inspection: the families of report it holds for, its dates, and its scale."""

    name: str
    title: str
    families: tuple[str, ...]
    since: dt.date
    until: dt.date | None
    scale: tuple[str, ...]


class Grade(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A grade: its rank from 1 (outstanding) to 4 (inadequate) and the other forms of its name."""

    rank: int
    forms: tuple[str, ...]


class GradeFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The shape of vocab/grades.yaml."""

    frameworks: tuple[Framework, ...]
    grades: dict[str, Grade]
    unclear: dict[str, tuple[str, ...]]
    ungraded: tuple[str, ...]
    outcomes: dict[int, str]


class Under(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Labels that are read so only below a heading which holds the words `heading`."""

    heading: str
    labels: dict[str, tuple[str, ...]]


class Labels(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The printed labels of one framework by aspect."""

    labels: dict[str, tuple[str, ...]]
    under: tuple[Under, ...] = ()


class AspectFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The shape of vocab/aspects.yaml."""

    aspects: dict[str, str]
    frameworks: dict[str, Labels]


@cache
def grade_file() -> GradeFile:
    """Read and check the scales: each has four defined grades, ranked 1 to 4, and each name is used once."""
    read = load(VOCAB / "grades.yaml", GradeFile)
    for framework in read.frameworks:
        unknown = [grade for grade in framework.scale if grade not in read.grades]
        if unknown or sorted(read.grades[grade].rank for grade in framework.scale) != [1, 2, 3, 4]:
            what = f"the scale of '{framework.name}' needs the ranks 1 to 4, once each"
            raise ConfigError(f"grades.yaml: {what}. Correct it.")
    if len({framework.name for framework in read.frameworks}) != len(read.frameworks):
        raise ConfigError("grades.yaml: two frameworks have one name. Rename one.")
    return read


@cache
def grade_words() -> Vocabulary:
    """Return the printed forms of grades."""
    read = grade_file()
    return build("grades.yaml", {name: each.forms for name, each in read.grades.items()}, read.unclear)


@cache
def aspect_file() -> AspectFile:
    """Read and check the labels: each stands for a defined aspect, in a framework that has a scale."""
    read = load(VOCAB / "aspects.yaml", AspectFile)
    scales = {framework.name for framework in grade_file().frameworks}
    for name, labels in read.frameworks.items():
        used = [*labels.labels, *(aspect for part in labels.under for aspect in part.labels)]
        strange = sorted({aspect for aspect in used if aspect not in read.aspects})
        if strange or name not in scales:
            raise ConfigError(f"aspects.yaml: '{name}' has no scale or uses undefined aspects {strange}.")
    return read


def framework_of(family: str, date: dt.date | None) -> str | None:
    """Name the framework of a report of `family` whose inspection began on `date`, or None.

    Without a date the family alone decides if it has had one framework; with a date outside the
    framework's years there is none, since a date or a family must then be wrong.
    """
    of_family = [each for each in grade_file().frameworks if family in each.families]
    if date is not None:
        of_family = [each for each in of_family if each.since <= date <= (each.until or dt.date.max)]
    return of_family[0].name if len(of_family) == 1 else None


def read_grade(raw: str, framework: str | None) -> Answer:
    """Read a printed grade; one that the framework's scale does not have is a question.

    'Adequate' was replaced by 'requires improvement' in November 2013; both have rank 3. Words which say
    that none was given have no value, and ask nothing.
    """
    if is_ungraded(raw):
        return Answer(None, "none")
    answer = look_up(raw, grade_words())
    if framework is None:
        return answer
    scale = next(each.scale for each in grade_file().frameworks if each.name == framework)
    if answer.value is not None and answer.value not in scale:
        return Answer(None, "none", f"not a grade of {framework}", ((answer.value, 50.0),))
    within = tuple(pair for pair in answer.candidates if pair[0] in scale)
    if answer.value is None and phrase(raw) in grade_words().unclear and len(within) == 1:
        return Answer(within[0][0], "alias")
    return msgspec.structs.replace(answer, candidates=within)


def is_ungraded(raw: str) -> bool:
    """Return whether a printed grade says that none was given: 'Not judged'."""
    return phrase(raw) in {phrase(words) for words in grade_file().ungraded}


def grade_rank(grade: str | None) -> int | None:
    """Return the rank of a clean grade, from 1 (outstanding) to 4 (inadequate); adequate ranks 3."""
    return grade_file().grades[grade].rank if grade is not None else None


def read_aspect(raw: str, section: Sequence[str], framework: str | None) -> Answer:
    """Read the label of a judgement as an aspect of its framework.

    Some labels are printed under more than one heading ('Overall effectiveness' of safeguarding, and of
    services for looked after children): the innermost heading that tells them apart decides.
    """
    if framework is None:
        return Answer(None, "none", "the framework of the report is not known")
    answer = look_up(raw, _aspect_words(framework, None))
    under = aspect_file().frameworks[framework].under if framework in aspect_file().frameworks else ()
    for heading in reversed(section) if answer.value is None else ():
        there = [part.heading for part in under if phrase(part.heading) in phrase(heading)]
        if len(there) == 1:
            return look_up(raw, _aspect_words(framework, there[0]))
    return answer


def read_outcome(text: str) -> int | None:
    """Return the outcome of an area SEND inspection, 1 to 3, by the words that each of the three has."""
    plain = phrase(text)
    found = [number for number, words in grade_file().outcomes.items() if phrase(words) in plain]
    return found[0] if len(found) == 1 else None


@cache
def _aspect_words(framework: str, heading: str | None) -> Vocabulary:
    """Return the labels of a framework, or those that hold under one heading of it."""
    read = aspect_file().frameworks.get(framework)
    if read is None:
        raise ConfigError(f"aspects.yaml: the framework '{framework}' has no labels. Add them.")
    under = (each.labels for each in read.under if each.heading == heading)
    labels = read.labels if heading is None else next(under)
    plain = {
        aspect: tuple(form for form in forms if phrase(form) != phrase(aspect.replace("_", " ")))
        for aspect, forms in labels.items()
    }
    return build(f"aspects.yaml, {framework}", plain)
