"""The records of documents that were read, one JSON file each, kept by content and code version."""

import contextlib
import hashlib
import os
import re
import time
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import msgspec

from records.errors import ConfigError, WriteError
from records.report import Report
from scrutiny.run.fingerprint import code_version

RECORD = re.compile(r"[0-9a-f]{24}-[0-9a-f]{12}(?:-[0-9a-f]{12})?\.json")
PARTIAL = re.compile(r"\..+\.\d+\.tmp")
"""What `write_file` calls a file that is not whole yet; the number is that of its process."""

LONGEST_WRITE = 600.0
"""Seconds after which nobody can still be writing a file."""


class Store:
    """A folder of records. A file's name holds the hash of the document and of the code that read it.

    The record of a document for which a person chose a reading has the id of that in its name too.
    """

    def __init__(self, folder: Path, chosen: Mapping[str, str] = MappingProxyType({})) -> None:
        """Take the folder, which need not exist yet, and the chosen readings by document_id."""
        self.folder, self.chosen = folder, chosen

    def path(self, sha256: str) -> Path:
        """Return the place of a document's record."""
        chosen = self.chosen.get(sha256[:12])
        return self.folder / f"{sha256[:24]}-{code_version()}{f'-{chosen}' if chosen else ''}.json"

    def load(self, sha256: str) -> Report | None:
        """Return the record of a document, None if there is none that this code made and wrote whole."""
        try:
            report = msgspec.json.decode(self.path(sha256).read_bytes(), type=Report)
        except (OSError, msgspec.DecodeError):
            # What cannot be read is made anew; if the disk is at fault, saving it will say so.
            return None
        return report if report.sha256 == sha256 else None

    def save(self, report: Report) -> None:
        """Write a record."""
        write_file(self.path(report.sha256), msgspec.json.format(msgspec.json.encode(report), indent=1))

    def prune(self, keep: set[str]) -> None:
        """Remove the records of older code versions and of documents that are not in `keep` (sha256).

        Only files named as records are; what else somebody keeps in the folder stays. What cannot be removed
        harms nobody, and is left to the next run.
        """
        kept = {self.path(sha256).name for sha256 in keep}
        for path in self.folder.glob("*.json"):
            if RECORD.fullmatch(path.name) and path.name not in kept:
                with contextlib.suppress(OSError):
                    path.unlink()
        clear_partials(self.folder)


def read_passwords(path: Path) -> tuple[str, ...]:
    """Return the passwords of a file, one a line; none if there is no such file."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read ({error}). Save it as plain text, one a line.") from error
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: to a temporary neighbour, synced, then renamed.

    Raises `WriteError` in one plain line if the disk is full or closed to us.
    """
    partial = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        raise WriteError(
            f"{path}: cannot be written ({error.strerror}). "
            "Free some space, or choose a folder that you may write to."
        ) from error
    finally:
        with contextlib.suppress(OSError):  # of no effect once it has its name
            partial.unlink()


def write_sealed(path: Path, content: bytes) -> None:
    """Write a file that begins with a line with the hash of the rest: by `read_sealed`, damage is noticed."""
    write_file(path, hashlib.sha256(content).hexdigest().encode() + b"\n" + content)


def read_sealed(path: Path) -> bytes | None:
    """Return what `write_sealed` wrote, None if there is nothing or it was damaged: it is made anew."""
    try:
        seal, _, content = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return content if seal == hashlib.sha256(content).hexdigest().encode() else None


def hash_of(path: Path) -> str:
    """Return the SHA-256 of what a file holds, which is not read whole into memory. OSError by the disk."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def clear_partials(folder: Path) -> None:
    """Remove the temporary files that `write_file` left in a folder when its process was killed."""
    for path in folder.glob(".*.tmp"):
        with contextlib.suppress(OSError):
            if PARTIAL.fullmatch(path.name) and path.stat().st_mtime < time.time() - LONGEST_WRITE:
                path.unlink()
