"""A dataset behind a URL: what stands there is copied here, a run makes the new one, and it goes back whole.

An object store has no folders that could be swapped. So a dataset is never overwritten: each goes to a prefix
of its own, named by its contents, and one file, written last, says which of them holds.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import platform
import shutil
import tarfile
import tempfile
import time
import uuid
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from records.errors import ScrutinyError, WriteError
from scrutiny.cluster.remote import RemoteFolder
from scrutiny.run.pipeline import WAIT, Summary, run
from scrutiny.run.places import Places, beside, is_url, local_path, tidy_url
from scrutiny.run.progress import Progress

POINTER = "datapackage.json"
"""The file that says which dataset holds: its Data Package, with the paths of that dataset's files."""

VERSIONS = "versions"
LOCK = ".scrutiny-lock"
RECORDS = "records.tar.gz"
"""The archive of the records and identities, beside the dataset."""

KEEP_INTERVAL = 300.0
"""Seconds after which a run that goes on keeps its records: one that is killed is then not lost whole."""

PAUSE = 1.0
"""Seconds between two tries for the lock."""


def run_anywhere(
    raw: str,
    clean: str,
    review: Path | None,
    *,
    tell: Callable[[Progress], None] = lambda _: None,
    **options: Any,
) -> Summary:
    """Do what `run` does with these options, where the documents, the dataset or both are behind a URL."""
    raw, clean = (tidy_url(place) if is_url(place) else place for place in (raw, clean))
    _require_apart(raw, clean)
    with tempfile.TemporaryDirectory(prefix="scrutiny-") as scratch, contextlib.ExitStack() as stack:
        here = Path(scratch)
        copy = stack.enter_context(_working_copy(clean, here, review)) if is_url(clean) else None
        places = Places.around(local_path(raw), copy.clean if copy else local_path(clean), review)
        if is_url(raw):
            places = replace(places, raw=here / "raw", url=raw)
            places.raw.mkdir()

        def told(progress: Progress) -> None:
            if copy:
                copy.keep_records(KEEP_INTERVAL)
            tell(progress)

        summary = run(places, tell=told, **options)
        if copy and not summary.unchanged:
            copy.publish()
        return summary


def _require_apart(raw: str, clean: str) -> None:
    """Raise `ScrutinyError` where a dataset, or what stands beside it, would be among its sources."""
    if not is_url(clean):
        return
    if "/" not in clean.partition("://")[2].lstrip("/"):
        raise ScrutinyError(f"{clean} is no folder of its own. Name one below it, such as {clean}/clean.")
    if raw == clean or beside(clean, "").startswith(f"{raw}/"):
        raise ScrutinyError(
            f"{clean} stands among the documents of {raw}. Put the documents into a folder of their own."
        )


@contextlib.contextmanager
def _working_copy(url: str, here: Path, review: Path | None) -> Iterator[_WorkingCopy]:
    """Copy the dataset behind the URL to a folder of this machine; let nobody else write it meanwhile."""
    copy = _WorkingCopy(url, here, review)
    with _only_writer(copy.there) as copy.token:
        copy.fetch()
        try:
            yield copy
        finally:
            with contextlib.suppress(ScrutinyError):  # how the run ended is what counts
                copy.keep_records()


class _WorkingCopy:
    """A local copy of the dataset behind a URL and of what stands beside it."""

    def __init__(self, url: str, here: Path, review: Path | None) -> None:
        self.there, self.interim_there = RemoteFolder(url), RemoteFolder(beside(url, "interim"))
        self.review_there = None if review else RemoteFolder(beside(url, "review"))
        self.clean, self.review, self.interim = here / "clean", here / "review", here / "interim"
        self.version, self.token = "", b""
        self.kept: set[tuple[str, int]] = set()
        self.kept_at = time.monotonic()

    def fetch(self) -> None:
        """Bring the dataset that holds, the decisions, and what is known of the documents."""
        for folder in (self.clean, self.review, self.interim):
            folder.mkdir()
        pointer = self.there.read(POINTER)
        if pointer is not None:
            self.version = _version_of(pointer, self.there.url)
            for name in self.there.walk():
                if name.startswith(f"{self.version}/"):
                    _bring(self.there, name, self.clean / Path(name).name)
        if self.review_there is not None:
            for name in ("queue.csv", "decisions.csv"):
                _bring(self.review_there, name, self.review / name)
        archive = self.interim_there.read(RECORDS)
        if archive is not None:
            _unpack(archive, self.interim)
        self.kept = self._records()

    def _records(self) -> set[tuple[str, int]]:
        """Return the records that are here, each with the time at which it was written."""
        return {(path.name, path.stat().st_mtime_ns) for path in self.interim.glob("[!.]*")}

    def keep_records(self, interval: float = 0.0) -> None:
        """Send the records if they have changed, and were last sent `interval` seconds ago."""
        if time.monotonic() - self.kept_at < interval or (records := self._records()) == self.kept:
            return
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w:gz", compresslevel=6) as archive:
            for name, _ in sorted(records):
                archive.add(self.interim / name, name)
        self.interim_there.write(RECORDS, buffer.getvalue())
        self.kept, self.kept_at = records, time.monotonic()

    def publish(self) -> None:
        """Send the new dataset, then let it hold, then clear away what nobody needs any more."""
        # The record has the hash of every file, and is itself a file of the version.
        run_record = (self.clean / "run.json").read_bytes()
        version = f"{VERSIONS}/{hashlib.sha256(run_record).hexdigest()[:16]}"
        self.keep_records()
        self.there.put(self.clean, version)
        if self.review_there is not None:
            self.review_there.write("queue.csv", (self.review / "queue.csv").read_bytes())
        if self.there.read(LOCK) != self.token:
            raise WriteError(
                f"{self.there.url}: the lock was removed or taken over by another run. "
                "What stood there before is untouched; start again."
            )
        self.there.write(POINTER, _pointer((self.clean / POINTER).read_bytes(), version))
        # The dataset that held until now stays for one more run: somebody may be reading it.
        kept = tuple(f"{name}/" for name in (version, self.version) if name)
        names = [name for name in self.there.walk() if name.startswith(f"{VERSIONS}/")]
        self.there.remove(name for name in names if not name.startswith(kept))


def _bring(folder: RemoteFolder, name: str, path: Path) -> None:
    """Copy a file here; what is not there is not here either."""
    content = folder.read(name)
    if content is not None:
        path.write_bytes(content)


def _unpack(content: bytes, interim: Path) -> None:
    """Unpack an archive of records. A damaged one is as good as none: the documents are read again."""
    try:
        with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as archive:
            archive.extractall(interim, filter="data")
    except (OSError, EOFError, zlib.error, tarfile.TarError):
        shutil.rmtree(interim)
        interim.mkdir()


def _version_of(pointer: bytes, url: str) -> str:
    """Return the prefix of the dataset that holds."""
    with contextlib.suppress(msgspec.MsgspecError, KeyError, TypeError, AttributeError):
        version = str(msgspec.json.decode(pointer)["version_folder"])
        if version.startswith(f"{VERSIONS}/"):
            return version
    raise ScrutinyError(f"{url} holds a {POINTER} that is not of a dataset of ours. Name another folder.")


def _pointer(package: bytes, version: str) -> bytes:
    """Return the Data Package of a dataset as seen from the folder above its version."""
    described: dict[str, Any] = msgspec.json.decode(package)
    for resource in described["resources"]:
        resource["path"] = f"{version}/{resource['path']}"
    described["version_folder"] = version
    return msgspec.json.format(msgspec.json.encode(described), indent=2) + b"\n"


@contextlib.contextmanager
def _only_writer(folder: RemoteFolder) -> Iterator[bytes]:
    """Hold the lock of a folder behind a URL; WriteError if another run holds it for `WAIT` seconds."""
    who = {"host": platform.node(), "process": os.getpid(), "token": uuid.uuid4().hex}
    token = msgspec.json.encode(who)
    until = time.monotonic() + WAIT
    while not folder.create(LOCK, token):
        if time.monotonic() >= until:
            holder = (folder.read(LOCK) or b"").decode(errors="replace")
            raise WriteError(
                f"Another run is writing to {folder.url} and did not end within {WAIT:g} seconds. "
                f"Let it end, then start again. If it was killed, remove {folder.url}/{LOCK} ({holder})."
            )
        time.sleep(PAUSE)
    try:
        yield token
    finally:
        with contextlib.suppress(ScrutinyError):
            if folder.read(LOCK) == token:
                folder.remove([LOCK])
