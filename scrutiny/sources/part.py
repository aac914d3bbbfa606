"""What there is so far of a document whose transfer broke off."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import msgspec

from scrutiny.run.records import write_file


class Validator(msgspec.Struct, frozen=True):
    """By what a server tells one state of a document from another: its ETag or its date, as it sent them."""

    etag: str = ""
    last_modified: str = ""

    @property
    def for_range(self) -> str:
        """What `If-Range` may hold (RFC 9110, 13.1.5): a strong ETag, else the date, else nothing."""
        return self.etag if self.etag.startswith('"') else "" if self.etag else self.last_modified


class Part:
    """The beginning of one document in a folder, with the validator of the state that it belongs to."""

    def __init__(self, folder: Path, url: str) -> None:
        """Take the folder, which need not exist yet, and the address of the document."""
        name = hashlib.sha256(url.encode()).hexdigest()[:24]
        self.path = folder / f"{name}.part"
        self.note = folder / f"{name}.json"

    @property
    def size(self) -> int:
        """The bytes that are there."""
        return self.path.stat().st_size if self.path.exists() else 0

    @property
    def validator(self) -> Validator:
        """The state that the bytes belong to; empty if that is not known."""
        try:
            return msgspec.json.decode(self.note.read_bytes(), type=Validator)
        except (FileNotFoundError, msgspec.DecodeError):
            return Validator()

    @property
    def resumable(self) -> bool:
        """Whether a server can be asked for the rest alone."""
        return self.size > 0 and bool(self.validator.for_range)

    def begin(self, validator: Validator) -> None:
        """Forget what is there and begin again with a document in the state of `validator`."""
        self.drop()
        write_file(self.note, msgspec.json.encode(validator))

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Give the file to write on at its end."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab") as file:
            yield file

    def read(self) -> bytes:
        """Give all that is there."""
        return self.path.read_bytes() if self.path.exists() else b""

    def drop(self) -> None:
        """Remove it."""
        self.path.unlink(missing_ok=True)
        self.note.unlink(missing_ok=True)
