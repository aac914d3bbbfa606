"""What came from where, `fetched.csv` beside the list: written by each fetch, and read by each run."""

import csv
import datetime as dt
import io
from collections.abc import Iterable
from pathlib import Path

import msgspec

from records.errors import ConfigError
from records.origin import Origin
from scrutiny.run.records import write_file
from scrutiny.sources.source_list import read_rows

FETCHED = "fetched.csv"


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One row of `fetched.csv`: a state of a document, and what the server and the site said of it.

    `etag` and `last_modified` tell the state from others; `checked_on` is the day on which the server sent
    all its bytes, `withdrawn_on` that on which the site was found to have the document no more. `published`
    is a day, a month or a year; other dates are days. `meeting` is the number of the meeting at its site.
    """

    url: str
    file: str
    sha256: str
    bytes: int
    fetched_on: str
    etag: str = ""
    last_modified: str = ""
    source: str = ""
    committee: str = ""
    title: str = ""
    publisher: str = ""
    area: str = ""
    meeting_date: str = ""
    published: str = ""
    licence: str = ""
    meeting: str = ""
    checked_on: str = ""
    withdrawn_on: str = ""


FIRST = Entry.__struct_fields__[:7]
"""The columns that every such file has had."""


class Fetched:
    """The rows of one `fetched.csv`, in the order in which the documents came."""

    def __init__(self, path: Path) -> None:
        """Read the file, which need not exist yet. Raises `ConfigError` if it is not one of these."""
        self.path = path
        try:
            rows = read_rows(path, FIRST, Entry.__struct_fields__) if path.exists() else []
            self.entries = msgspec.convert([row for _, row in rows], list[Entry], strict=False)
        except (ConfigError, msgspec.ValidationError) as error:
            raise ConfigError(f"{error} Move {path} away, and all is asked for again.") from error

    def last(self, url: str) -> Entry | None:
        """Return the newest state of the document at `url`, None if it never came."""
        return next((entry for entry in reversed(self.entries) if entry.url == url), None)

    def latest(self) -> list[Entry]:
        """Return the newest state of each document."""
        return list({entry.url: entry for entry in self.entries}.values())

    def first_file(self, url: str) -> str:
        """Return the file that the document at `url` was first: others are that name and a hash."""
        return min((entry.file for entry in self.entries if entry.url == url), key=len)

    def withdraw(self, entry: Entry, today: dt.date) -> None:
        """Note that a site has a document no more; its file stays."""
        self.note(msgspec.structs.replace(entry, withdrawn_on=today.isoformat()))

    def note(self, entry: Entry) -> None:
        """Add a state, or put one that came before last, with the day on which it came; write the file."""
        key = (entry.url, entry.file, entry.sha256)
        for number, known in enumerate(self.entries):
            if (known.url, known.file, known.sha256) == key:
                entry = msgspec.structs.replace(entry, fetched_on=known.fetched_on)
                if self.last(entry.url) is known:  # the order tells which of two addresses was first
                    self.entries[number] = entry
                    return self.write()
                del self.entries[number]
                break
        self.entries.append(entry)
        return self.write()

    def write(self) -> None:
        """Write the file as a whole: a run that is killed leaves the old one or the new one."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerows([Entry.__struct_fields__, *map(msgspec.structs.astuple, self.entries)])
        write_file(self.path, text.getvalue().encode())


def load_origins(path: Path, hashes: Iterable[str]) -> dict[str, tuple[Origin, ...]]:
    """Return where documents were fetched from, by document_id; `hashes` are the SHA-256 of those wanted.

    `path` is a `fetched.csv`, which need not exist. A file that came from two addresses is of the first.
    """
    wanted = set(hashes)
    found: dict[str, dict[str, Origin]] = {}
    names = [name for name in Origin.__struct_fields__ if name in Entry.__struct_fields__]
    for entry in Fetched(path).entries:
        if entry.sha256 in wanted:
            origin = Origin(**{name: getattr(entry, name) for name in names})
            found.setdefault(entry.sha256[:12], {}).setdefault(entry.file, origin)
    return {key: tuple(files[name] for name in sorted(files)) for key, files in found.items()}
