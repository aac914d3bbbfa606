"""The list of documents to fetch, `data/sources.csv`: written by people, only read here."""

import csv
import re
from pathlib import Path

import msgspec

from records.errors import ConfigError

PART = r"(?![. ])[^\x00-\x1f\x7f\\/:*?\"<>|]+(?<! )"
"""A part of a path that is visible and that every system can hold."""

RULES = (
    ("url", r"\S.*", "must be filled in"),
    ("file", rf"({PART}/)*{PART}\.[Pp][Dd][Ff]",
     "must be a path below the raw folder that ends in .pdf, such as ofsted/anyshire-2024.pdf"),
    ("sha256", r"([0-9a-f]{64})?", "must be 64 hexadecimal digits in lower case, or blank"),
    ("published", r"(\d{4}(-\d\d){0,2})?", "must be a date such as 2024-03-31, a month or a year"),
)  # fmt: skip
"""What a cell of each column may hold."""


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """One document to fetch: where it is published, and the file below the raw folder that it becomes.

    `sha256` names the very bytes that are meant, blank where any will do. `published` is a year, a month or
    a day, as far as it is known; `licence` an SPDX identifier or plain words.
    """

    url: str
    file: str
    sha256: str = ""
    publisher: str = ""
    published: str = ""
    licence: str = ""


COLUMNS = Listed.__struct_fields__


def load_sources(path: Path) -> tuple[Listed, ...]:
    """Return the list in its own order. Raises `ConfigError` with the line and the remedy if it is wrong."""
    listed: list[Listed] = []
    lines: dict[str, int] = {}
    for line, row in read_rows(path, required=("url", "file"), allowed=COLUMNS):
        for column, pattern, words in RULES:
            if not re.fullmatch(pattern, value := row.get(column, "")):
                raise ConfigError(f"{path}, line {line}: {column} {words}, not {value!r}.")
        listed.append(Listed(**row))
        for what in (row["url"], row["file"].lower()):
            if lines.setdefault(what, line) != line:
                raise ConfigError(f"{path}, line {line}: {what} stands already in line {lines[what]}.")
    return tuple(listed)


def read_rows(
    path: Path, required: tuple[str, ...], allowed: tuple[str, ...]
) -> list[tuple[int, dict[str, str]]]:
    """Return (line, trimmed cells by column) of a CSV file. Raises `ConfigError` for any other."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file, strict=True)
            names = set(reader.fieldnames or ())
            for wrong, odd in (("lacks", set(required) - names), ("has the unknown", names - set(allowed))):
                if odd:
                    raise ConfigError(
                        f"{path}: {wrong} {', '.join(sorted(odd))}. The columns are {', '.join(allowed)}."
                    )
            rows = [(reader.line_num, row) for row in reader]
    except OSError as error:
        raise ConfigError(
            f"{path}: cannot be read ({error.strerror}). Its columns are {', '.join(allowed)}."
        ) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise ConfigError(f"{path}: is no CSV file in UTF-8 ({error}). Save it as 'CSV UTF-8'.") from error
    for line, row in rows:
        if None in row or None in row.values():
            raise ConfigError(
                f"{path}, line {line}: has more or fewer cells than the header. "
                "Put quotes around a cell that holds a comma."
            )
    return [(line, {name: cell.strip() for name, cell in row.items()}) for line, row in rows]
