"""What was fetched, from where and when: `fetched.csv` beside the list, written here and read by anybody."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import msgspec

from records.errors import ConfigError
from scrutiny.run.records import write_file
from scrutiny.sources.part import Validator


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One state of one document. A document that changed has an entry for each state, oldest first.

    `etag` and `last_modified` are what the server said last of this state.
    """

    url: str
    file: str
    sha256: str
    bytes: int
    fetched_on: str
    etag: str = ""
    last_modified: str = ""

    @property
    def validator(self) -> Validator:
        """What tells the server this state."""
        return Validator(self.etag, self.last_modified)


COLUMNS = Entry.__struct_fields__


class Ledger:
    """The entries of one file, in the order in which the documents came."""

    def __init__(self, path: Path) -> None:
        """Read the file, which need not exist yet. Raises `ConfigError` if it is not one of these."""
        self.path = path
        self.entries: list[Entry] = []
        if not path.exists():
            return
        try:
            with path.open(newline="", encoding="utf-8-sig") as file:
                rows = list(csv.DictReader(file, strict=True))
            self.entries = msgspec.convert(rows, list[Entry], strict=False)
        except (OSError, UnicodeDecodeError, csv.Error, msgspec.ValidationError) as error:
            raise ConfigError(
                f"{path}: cannot be read ({error}). Move it away, and all that is listed is asked for again."
            ) from error

    def last(self, url: str) -> Entry | None:
        """Give the newest state of the document at `url`, None if it never came."""
        return next((entry for entry in reversed(self.entries) if entry.url == url), None)

    def note(self, entry: Entry) -> None:
        """Add a state, or put what is now known of it in the place of what was; and write the file."""
        same = [(one.url, one.file, one.sha256) for one in self.entries]
        key = (entry.url, entry.file, entry.sha256)
        if key in same:
            place = same.index(key)
            entry = msgspec.structs.replace(entry, fetched_on=self.entries[place].fetched_on)
            if entry == self.entries[place]:
                return
            del self.entries[place]
        self.entries.append(entry)
        text = io.StringIO()
        writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(msgspec.structs.asdict(one) for one in self.entries)
        write_file(self.path, text.getvalue().encode())
