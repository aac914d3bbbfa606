"""A dataset behind a URL: what stands there is copied here, a run makes the new one, and it goes back whole.

An object store has no folders that could be swapped. So a dataset is never overwritten: each goes to a prefix
of its own, named by its contents, and one file, written last, says which of them holds.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import lzma
import os
import platform
import re
import tempfile
import time
import uuid
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from extract.version import code_version
from records.errors import ScrutinyError, WriteError
from scrutiny.cluster.remote import AT_ONCE, IDENTITIES, RemoteFolder, at_once, open_folder
from scrutiny.run.jobs import Engine
from scrutiny.run.pipeline import WAIT, Summary, run
from scrutiny.run.places import Places, beside, is_url, local_path, tidy_url
from scrutiny.run.progress import Progress
from scrutiny.run.records import RECORD, Store

POINTER = "datapackage.json"
"""The file that says which dataset holds: its Data Package, with the paths of that dataset's files."""

VERSIONS = "versions"
LOCK = ".scrutiny-lock"
RUN = "run.json"
QUEUE = "queue.csv"
DECISIONS = "decisions.csv"

PACK_NAME = re.compile(r"records-(\d{6,})-[0-9a-f]{16}\.zip")
"""Packs are numbered as they come: of two records of one document, that of the later pack holds."""

PART_NAME = re.compile(r"identities-[0-9a-f]{16}\.jsonl")
"""What a run learns of the documents goes in parts until it ends: all of it each time would be ever more."""

PACK = 500
"""Records that go into one file. A store takes a second for some hundred files, whatever their size."""

DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError),
    *(NotImplementedError, RuntimeError, ValueError),
)
"""What a damaged archive may raise: its kinds of packing, versions and passwords are bytes as all others."""

PAUSE = 1.0
"""Seconds between two tries for the lock."""


def run_anywhere(
    raw: str,
    clean: str,
    review: Path | None,
    *,
    workers: int,
    fresh: bool = False,
    passwords: Sequence[str] = (),
    tell: Callable[[Progress], None] = lambda _: None,
    engine: Engine | None = None,
) -> Summary:
    """Do what `run` does, where the documents, the dataset or both are behind a URL."""
    raw, clean = (tidy_url(place) if is_url(place) else place for place in (raw, clean))
    url = raw if is_url(raw) else ""
    _require_apart(raw, clean)
    start = partial(run, workers=workers, fresh=fresh, passwords=passwords, engine=engine)
    if not is_url(clean):
        places = Places.around(local_path(raw), local_path(clean), review)
        return start(msgspec.structs.replace(places, url=url), tell=tell)
    with _working_copy(clean, review) as copy:
        places = Places.around(local_path(raw), copy.clean, review)
        places = msgspec.structs.replace(places, url=url)
        summary = start(places, tell=copy.listening(tell), prepare=copy.fetch_records)
        if not summary.unchanged:
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
def _working_copy(clean: str, review: Path | None) -> Iterator[_WorkingCopy]:
    """Copy the dataset behind the URL to a folder of this machine; let nobody else write it meanwhile."""
    with tempfile.TemporaryDirectory(prefix="scrutiny-") as scratch:
        copy = _WorkingCopy(clean, Path(scratch), review)
        with _only_writer(copy.there) as token:
            copy.token = token
            copy.fetch()
            try:
                yield copy
            finally:
                with contextlib.suppress(ScrutinyError):  # why the run ended is what counts
                    copy.keep_records()


class _WorkingCopy:
    """A local copy of the dataset behind a URL and of what stands beside it."""

    def __init__(self, url: str, here: Path, review: Path | None) -> None:
        self.there, self.interim_there = open_folder(url), open_folder(beside(url, "interim"))
        self.review_there = None if review else open_folder(beside(url, "review"))
        self.clean, self.review, self.interim = here / "clean", here / "review", here / "interim"
        self.store = Store(self.interim, code_version())
        self.packs: dict[str, set[str]] = {}
        """The records that each pack holds and no later one has."""
        self.stale: set[str] = set()
        """Packs that hold something else beside, or are damaged."""
        self.unpacked: list[str] = []
        self.identities = b""
        """What was brought or sent of the identities."""
        self.parts: list[str] = []
        """The files that hold what was added to them since a run came to its end."""
        self.known: list[str] = []
        """What stands beside the dataset of what is known of the documents."""
        self.version = ""
        self.token = b""

    def fetch(self) -> None:
        """Bring the dataset that holds, the decisions, and what is known of the documents."""
        for folder in (self.clean, self.review, self.interim):
            folder.mkdir()
        pointer = self.there.read(POINTER)
        if pointer is not None:
            self.version = _version_of(pointer, self.there.url)
            run_there = self.there.read(f"{self.version}/{RUN}") or b"{}"
            names = [RUN, *_files_of(run_there)]
            _bring(self.there, {f"{self.version}/{name}": self.clean / name for name in names})
        if self.review_there is not None:
            _bring(self.review_there, {name: self.review / name for name in (QUEUE, DECISIONS)})
        self.known = [entry.name for entry in self.interim_there.walk()]
        self.parts = list(filter(PART_NAME.fullmatch, self.known))
        brought = at_once(self.interim_there.read, [IDENTITIES, *self.parts])
        self.identities = b"".join(filter(None, brought))
        (self.interim / IDENTITIES).write_bytes(self.identities)

    def fetch_records(self) -> None:
        """Bring the records of documents that were read before."""
        names = sorted(filter(PACK_NAME.fullmatch, self.known), key=_number)
        for start in range(0, len(names), AT_ONCE):
            some = names[start : start + AT_ONCE]
            for name, content in zip(some, at_once(self.interim_there.read, some), strict=True):
                self._take(name, content)

    def _take(self, name: str, content: bytes | None) -> None:
        """Write the records of a pack into their folder. A damaged pack is as good as none."""
        if content is not None:
            records, whole = _unpack(content)
            for record, written in records.items():
                (self.interim / record).write_bytes(written)
            self._holds(name, set(records))
            if not whole:
                self.stale.add(name)

    def _holds(self, pack: str, names: set[str]) -> None:
        """Note what a pack holds. What an earlier one has of the same documents is of no account."""
        for other, older in self.packs.items():
            if other != pack and not older.isdisjoint(names):
                older -= names
                self.stale.add(other)
        self.packs[pack] = names

    def listening(self, tell: Callable[[Progress], None]) -> Callable[[Progress], None]:
        """Give a listener that keeps the records as they come: a run that is lost is then not lost whole."""

        def told(progress: Progress) -> None:
            if progress.report is not None:  # a run begins by telling how much there is to do
                self.unpacked.append(self.store.path(progress.report.sha256).name)
            if len(self.unpacked) >= PACK:
                self.keep_records()
            tell(progress)

        return told

    def keep_records(self) -> None:
        """Send the records that are not there yet, and what was learnt of the documents since."""
        self._pack(self.unpacked)
        self.unpacked = []
        noted = (self.interim / IDENTITIES).read_bytes()
        # At its end a run writes them anew: then there is no telling what has been sent.
        sent = len(self.identities) if noted.startswith(self.identities) else 0
        if noted[sent:] and noted != self.identities:
            part = f"identities-{hashlib.sha256(noted[sent:]).hexdigest()[:16]}.jsonl"
            self.interim_there.write(part, noted[sent:])
            self.parts.append(part)
        self.identities = noted

    def _keep_identities(self) -> None:
        """Send what is known of the documents as one file, which the run has written anew at its end."""
        noted = (self.interim / IDENTITIES).read_bytes()
        if noted != self.identities or self.parts:
            self.interim_there.write(IDENTITIES, noted)
            self.identities = noted

    def publish(self) -> None:
        """Send the new dataset, then let it hold, then clear away what nobody needs any more."""
        run_record = (self.clean / RUN).read_bytes()
        files = _files_of(run_record)
        # The record has the hash of every file, and is itself a file of the version.
        version = f"{VERSIONS}/{hashlib.sha256(run_record).hexdigest()[:16]}"
        self._keep_identities()
        self.keep_records()
        stale = [*self._repack(), *self.parts]
        at_once(
            lambda name: self.there.write(f"{version}/{name}", (self.clean / name).read_bytes()),
            [RUN, *files],
        )
        if self.review_there is not None:
            self.review_there.write(QUEUE, (self.review / QUEUE).read_bytes())
        if self.there.read(LOCK) != self.token:
            raise WriteError(
                f"{self.there.url}: the lock was removed or taken over by another run. "
                "What stood there before is untouched; start again."
            )
        self.there.write(POINTER, _pointer((self.clean / POINTER).read_bytes(), version))
        self.interim_there.remove(stale)
        if version == self.version:  # the very same, to the millisecond that each stage took
            return
        # The dataset that held until now stays for one more run: somebody may be reading it.
        kept = tuple(f"{name}/" for name in (version, self.version) if name)
        self.there.remove(
            entry.name
            for entry in self.there.walk()
            if entry.name.startswith(f"{VERSIONS}/") and not entry.name.startswith(kept)
        )

    def _repack(self) -> list[str]:
        """Pack anew what is still wanted of packs that hold more than that; give the packs to remove."""
        stale, wanted = [], []
        for pack, names in self.packs.items():
            still = {name for name in names if (self.interim / name).exists()}
            if still != names or pack in self.stale:
                stale.append(pack)
                wanted += sorted(still)
        for start in range(0, len(wanted), PACK):
            self._pack(wanted[start : start + PACK])
        for pack in stale:
            del self.packs[pack]
        return stale

    def _pack(self, names: Iterable[str]) -> None:
        """Send records as one file, named by its number and its contents."""
        there = sorted({name for name in names if (self.interim / name).exists()})
        if not there:
            return
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for name in there:
                # A ZipInfo made by name alone has a fixed date: the same records, the same file.
                info = zipfile.ZipInfo(name)
                archive.writestr(info, (self.interim / name).read_bytes(), zipfile.ZIP_DEFLATED)
        content = buffer.getvalue()
        number = max(map(_number, self.packs), default=0) + 1
        pack = f"records-{number:06}-{hashlib.sha256(content).hexdigest()[:16]}.zip"
        self.interim_there.write(pack, content)
        self._holds(pack, set(there))


def _number(pack: str) -> int:
    """Give the number of a pack."""
    found = PACK_NAME.fullmatch(pack)
    return int(found.group(1)) if found else 0


def _bring(folder: RemoteFolder, files: dict[str, Path]) -> None:
    """Copy files here; what is not there is not here either."""

    def bring(name: str) -> None:
        content = folder.read(name)
        if content is not None:
            files[name].write_bytes(content)

    at_once(bring, files)


def _unpack(content: bytes) -> tuple[dict[str, bytes], bool]:
    """Give the records of a pack by name, up to where it is damaged, and say whether it is whole."""
    records: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in filter(RECORD.fullmatch, archive.namelist()):
                records[name] = archive.read(name)
    except DAMAGED:
        return records, False
    return records, True


def _version_of(pointer: bytes, url: str) -> str:
    """Give the prefix of the dataset that holds."""
    with contextlib.suppress(msgspec.MsgspecError, KeyError, TypeError, AttributeError):
        version = str(msgspec.json.decode(pointer)["version_folder"])
        if version.startswith(f"{VERSIONS}/"):
            return version
    raise ScrutinyError(f"{url} holds a {POINTER} that is not of a dataset of ours. Name another folder.")


def _pointer(package: bytes, version: str) -> bytes:
    """Give the Data Package of a dataset as seen from the folder above its version."""
    described: dict[str, Any] = msgspec.json.decode(package)
    for resource in described["resources"]:
        resource["path"] = f"{version}/{resource['path']}"
    described["version_folder"] = version
    return msgspec.json.format(msgspec.json.encode(described), indent=2) + b"\n"


def _files_of(run_record: bytes) -> dict[str, str]:
    """Give the SHA-256 of each file of a dataset by its name; none where the record is spoilt."""
    try:
        files = msgspec.json.decode(run_record, type=dict[str, Any]).get("files", {})
        named = msgspec.convert(files, dict[str, str])
    except msgspec.MsgspecError:
        return {}
    return {name: sha256 for name, sha256 in named.items() if Path(name).name == name}


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
