"""What came from where, `fetched.csv` beside the list: written by each fetch, and read by each run."""

import csv
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

    `etag` and `last_modified` tell the state from others. `withdrawn_on` is the day on which the site was
    first found to list the document no more. `published` is a day, a month or a year; other dates are days.
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

    def note(self, entry: Entry) -> None:
        """Add a state, or put it last with the day on which it first came; and write the file."""
        key = (entry.url, entry.file, entry.sha256)
        for known in [one for one in self.entries if (one.url, one.file, one.sha256) == key]:
            self.entries.remove(known)
            entry = msgspec.structs.replace(entry, fetched_on=known.fetched_on)
        self.entries.append(entry)
        self.write()

    def write(self) -> None:
        """Write the file as a whole: a run that is killed leaves the old one or the new one."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerows([Entry.__struct_fields__, *map(msgspec.structs.astuple, self.entries)])
        write_file(self.path, text.getvalue().encode())


def load_origins(path: Path, hashes: Iterable[str]) -> dict[str, tuple[Origin, ...]]:
    """Return where documents were fetched from, by document_id; `hashes` are the SHA-256 of those wanted.

    `path` is a `fetched.csv`, which need not exist. Of two rows for one file the later one holds.
    """
    wanted = set(hashes)
    found: dict[str, dict[str, Origin]] = {}
    names = [name for name in Origin.__struct_fields__ if name in Entry.__struct_fields__]
    for entry in Fetched(path).entries:
        if entry.sha256 in wanted:
            origin = Origin(**{name: getattr(entry, name) for name in names})
            found.setdefault(entry.sha256[:12], {})[entry.file] = origin
    return {key: tuple(files[name] for name in sorted(files)) for key, files in found.items()}
