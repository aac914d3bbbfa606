"""What the dataset says of itself: its name, its sources and their licences, and how its text is written."""

from functools import cache
from importlib.metadata import version as installed_version
from pathlib import Path

import msgspec

from records.strict_yaml import load

NAME = "scrutiny"


class Licence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A licence under which part of the dataset is given."""

    name: str
    title: str
    path: str
    covers: str


class Credit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A source of the dataset; `path` is where the source is described, if it has such a place."""

    title: str
    path: str | None = None


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The shape of `about.yaml`."""

    title: str
    description: str
    keywords: tuple[str, ...]
    contributor: str
    licences: tuple[Licence, ...]
    credits: tuple[Credit, ...]
    other_rights: str
    text_rules: tuple[str, ...]


@cache
def about() -> About:
    """Load the words. Raise `ConfigError` naming what is wrong in their file."""
    return load(Path(__file__).with_name("about.yaml"), About)


def version() -> str:
    """Return the version of the installed program, which is that of the dataset's form."""
    return installed_version(NAME)


def citation() -> str:
    """Return how to cite the dataset."""
    return (
        f"{about().title}. Dataset, version {version()}. For the words of a document cite the document "
        "itself, by title, publisher, date and page."
    )
