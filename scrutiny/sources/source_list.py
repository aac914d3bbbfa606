"""The list of documents to fetch, `data/sources.csv`: written by people, only read here."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

import msgspec

from records.errors import ConfigError

NEEDED = ("url", "file")
COLUMNS = (*NEEDED, "sha256", "publisher", "published", "licence")

SHA256 = re.compile(r"[0-9a-f]{64}")
DATE = re.compile(r"\d{4}(-\d\d){0,2}")
PLAIN = re.compile(r"[^\x00-\x1f\x7f\\:*?\"<>|]+")
"""A part of a file name that every system can hold."""


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


def load_sources(path: Path) -> tuple[Listed, ...]:
    """Read the list in its own order. Raises `ConfigError` with the line and the remedy if it is wrong."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file, strict=True)
            _require_columns(path, reader.fieldnames or ())
            rows = [(reader.line_num, row) for row in reader]
    except FileNotFoundError as error:
        raise ConfigError(
            f"{path}: there is no such list. Make one with the columns {', '.join(COLUMNS)}."
        ) from error
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror}).") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise ConfigError(f"{path}: is no CSV file in UTF-8 ({error}). Save it as 'CSV UTF-8'.") from error
    listed = []
    seen: dict[str, int] = {}
    for line, row in rows:
        for complaint in _complaints(row, seen, line):
            raise ConfigError(f"{path}, line {line}: {complaint}")
        listed.append(Listed(**{name: (row.get(name) or "").strip() for name in COLUMNS}))
    return tuple(listed)


def _require_columns(path: Path, names: object) -> None:
    given = list(names) if isinstance(names, list | tuple) else []
    missing = [name for name in NEEDED if name not in given]
    odd = [name for name in given if name not in COLUMNS]
    if missing or odd:
        wrong = f"lacks {', '.join(missing)}" if missing else f"has the unknown column {', '.join(odd)}"
        raise ConfigError(f"{path}: {wrong}. The columns are {', '.join(COLUMNS)}.")


def _complaints(row: Mapping[str | None, str | None], seen: dict[str, int], line: int) -> Iterator[str]:
    """Say what is wrong with a row; `seen` keeps the line of each address and file met so far."""
    if None in row or None in row.values():
        yield "has more or fewer cells than the header; put quotes around a cell that holds a comma."
        return
    url, file, sha256 = (str(row.get(name) or "").strip() for name in ("url", "file", "sha256"))
    if not url or not file:
        yield "url and file must both be filled in."
    if not is_plain_path(file):
        yield (
            f"the file {file!r} must be a path below the raw folder that ends in .pdf, such as "
            "ofsted/anyshire-2024.pdf."
        )
    if sha256 and not SHA256.fullmatch(sha256):
        yield "sha256 must be 64 hexadecimal digits in lower case, or blank."
    if (day := str(row.get("published") or "").strip()) and not DATE.fullmatch(day):
        yield f"published must be a date such as 2024-03-31, a month or a year, not {day!r}."
    for what in (url, file.lower()):
        if what in seen:
            yield f"{what} stands already in line {seen[what]}; remove one of the two."
        seen[what] = line


def is_plain_path(file: str) -> bool:
    """Say whether a path stays below its folder, is visible, and ends in `.pdf`."""
    parts = PurePosixPath(file).parts
    return (
        bool(parts)
        and file.lower().endswith(".pdf")
        and "//" not in file
        and all(PLAIN.fullmatch(part) and not part.startswith(".") and part == part.strip() for part in parts)
        and not file.startswith("/")
    )
