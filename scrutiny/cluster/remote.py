"""Folders behind a URL, such as those of an object store. Only this file knows fsspec."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from extract.intake.files import MOST_BYTES, identify, is_ignored, too_large
from records.errors import ScrutinyError, SourceError, WriteError
from records.outcome import Problem
from records.report import Report, Source
from scrutiny.run.jobs import Job, stand_in, unread
from scrutiny.run.records import write_file
from scrutiny.run.workers import read_all

AT_ONCE = 16
"""Requests that are under way at a time; each waits for the network most of its life."""

AHEAD = 2
"""Documents for each reader that are fetched before it asks for them."""

IDENTITIES = "identities.jsonl"
"""Which bytes files behind URLs held when they last looked as they do now: they are not fetched again."""

BASES = (
    ("botocore.exceptions", "BotoCoreError"),
    ("aiohttp", "ClientError"),
    ("google.auth.exceptions", "GoogleAuthError"),
    ("gcsfs.retry", "HttpError"),
    ("gcsfs.retry", "ChecksumError"),
    ("azure.core.exceptions", "AzureError"),
)
"""Errors that libraries of object stores raise beside OSError and ValueError."""

MARKS = ("ETag", "etag", "md5Hash", "content_md5", "sha")
"""How stores call the mark that they give to the bytes of a file."""

TIMES = ("LastModified", "last_modified", "mtime", "modified", "updated", "modify", "created")
"""How they call the time at which a file was written. `created` is that of a store that only makes anew."""


class StoreError(ScrutinyError):
    """A store that does not answer any more. A run that went on would set aside all that is left of it."""


class Entry(msgspec.Struct, frozen=True):
    """A file of a folder: its path within, its size, and a stamp that changes when it is written anew.

    The stamp is empty where the store tells of no change.
    """

    name: str
    size: int
    stamp: str


class RemoteFolder:
    """A folder behind a URL. Every failure of the store is a `ScrutinyError` in one plain line."""

    def __init__(self, url: str) -> None:
        """Take the URL; nothing is asked of the store yet."""
        self.url = url.rstrip("/")
        try:
            import fsspec
        except ImportError as error:
            raise ScrutinyError(
                f"{url}: a folder behind a URL needs a library: pip install fsspec"
            ) from error
        try:
            self.files, root = fsspec.core.url_to_fs(self.url)
        except _troubles(ImportError) as error:
            raise ScrutinyError(f"{url}: this kind of URL cannot be opened here: {error}") from error
        self.root: str = root.rstrip("/")

    def walk(self) -> list[Entry]:
        """Give every file at any depth, in the order in which a local folder gives them."""
        with self._plainly("be listed", ScrutinyError):
            self.files.invalidate_cache()
            found: dict[str, dict[str, Any]] = self.files.find(self.root, detail=True)
        if self.root in found:
            raise ScrutinyError(f"{self.url} is a file. Name its folder.")
        entries = [
            Entry(path[len(self.root) :].lstrip("/"), int(info["size"] or 0), _stamp(info))
            for path, info in found.items()
            if not path.endswith("/")  # what some tools leave where a folder was made
        ]
        return sorted(entries, key=lambda entry: entry.name.split("/"))

    def read(self, name: str) -> bytes | None:
        """Give the bytes of a file, None if there is no such file."""
        with self._plainly(f"give {name}", ScrutinyError):
            try:
                content: bytes = self.files.cat_file(self._path(name))
            except FileNotFoundError:
                return None
        return content

    def read_start(self, name: str, most: int, *, listed: int) -> bytes | None:
        """Give the first bytes of a file, `most` at most, None if there is no such file.

        `listed` is the size that was told, 0 if none was. Of a file without bytes no store gives a range.
        """
        with self._plainly(f"give {name}", ScrutinyError):
            try:
                if listed:
                    content: bytes = self.files.cat_file(self._path(name), start=0, end=most)
                else:
                    with self.files.open(self._path(name), "rb") as file:
                        content = file.read(most)
            except FileNotFoundError:
                return None
        return content

    def require_answer(self) -> None:
        """Ask for the folder itself. Raises `StoreError` if the store does not answer or shows it no more."""
        with self._plainly("be reached any more", StoreError):
            self.files.invalidate_cache()
            self.files.info(self.root)

    def write(self, name: str, content: bytes) -> None:
        """Write a file whole. Raises `WriteError`."""
        with self._plainly(f"take {name}", WriteError):
            self.files.pipe_file(self._path(name), content)

    def create(self, name: str, content: bytes) -> bool:
        """Write a file that must not be there yet; False if one of another content is."""
        with self._plainly(f"take {name}", WriteError):
            try:
                self.files.pipe_file(self._path(name), content, mode="create")
            except OSError:
                # Stores word this refusal differently, and give it too if a request that arrived is repeated.
                there = self.read(name)
                if there is None:
                    raise
                return there == content
        return True

    def remove(self, names: Iterable[str]) -> None:
        """Remove files; what cannot be removed is left to the next run."""
        for name in names:
            with contextlib.suppress(*_troubles()):
                self.files.rm_file(self._path(name))

    def _path(self, name: str) -> str:
        return f"{self.root}/{name}"

    @contextlib.contextmanager
    def _plainly(self, what: str, kind: type[ScrutinyError]) -> Iterator[None]:
        try:
            yield
        except _troubles() as error:
            told = " ".join(str(error).split()) or type(error).__name__
            raise kind(
                f"{self.url} cannot {what} ({told}). Check the address, your rights there and the network."
            ) from error


def at_once(work: Any, items: Iterable[Any]) -> list[Any]:
    """Do `work` for every item, several at a time, and give what came of it in their order."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(work, items))


@cache
def open_folder(url: str) -> RemoteFolder:
    """Give the folder behind a URL; its connections are kept for as long as the process lives."""
    return RemoteFolder(url)


def find_remote(
    url: str, interim: Path, *, fresh: bool = False
) -> tuple[list[Job], list[tuple[Source, Report]]]:
    """Give the files of a folder behind a URL, and those that are too large to be read.

    A file that looks as it did when it was read has the identity that it had then; every other has no hash
    yet: the one who reads it fetches it, and tells. With `fresh`, none has.
    """
    noted = () if fresh else _identities(interim)
    known = {(one.folder, one.file, one.stamp): one.sha256 for one in noted if one.stamp}
    found: list[Job] = []
    broken: list[tuple[Source, Report]] = []
    for entry in open_folder(url).walk():
        if any(map(is_ignored, entry.name.split("/"))):
            continue
        if entry.size > MOST_BYTES:
            broken.append(unread(entry.name, entry.size, too_large(entry.size)))
            continue
        source = Source(entry.name, known.get((url, entry.name, entry.stamp), ""), entry.size)
        found.append(Job(source, Path(entry.name), folder=url, stamp=entry.stamp))
    return found, broken


def fetched(job: Job) -> Job:
    """Give the job of a document behind a URL with its bytes, and with the identity that they give it.

    Raises `SourceError` if the bytes cannot be had, `ScrutinyError` if no document of the folder can be.
    """
    content = _content(open_folder(job.folder), job.source)
    if len(content) > MOST_BYTES:
        raise SourceError(Problem.OVER_LIMIT, f"The file has more than {MOST_BYTES / 2**20:.0f} MiB.")
    return replace(job, source=identify(job.source.file, content), content=content)


def _content(folder: RemoteFolder, source: Source) -> bytes:
    """Give the bytes of a document, at the second try if need be, as long as the store itself answers.

    Of a file that has grown too large since it was listed, one byte more than is read is given.
    """
    read = partial(folder.read_start, source.file, MOST_BYTES + 1, listed=source.bytes)
    try:
        content = read()
    except ScrutinyError:
        folder.require_answer()
        try:
            content = read()
        except ScrutinyError as error:
            folder.require_answer()
            raise SourceError(Problem.UNREADABLE, str(error)) from error
    if content is None:
        folder.require_answer()
        raise SourceError(Problem.UNREADABLE, "The file is gone since it was listed.")
    return content


def read_fetched(
    jobs: Iterable[Job], workers: int, /, *, passwords: Sequence[str] = ()
) -> Iterator[tuple[Job, Report]]:
    """Read documents behind a URL on this machine. This process fetches: no reader needs a network."""
    failed: list[tuple[Job, Report]] = []
    for job, report in read_all(_fetch_ahead(jobs, AHEAD * workers, failed), workers, passwords=passwords):
        yield replace(job, content=None), report
    yield from failed


def _fetch_ahead(jobs: Iterable[Job], most: int, failed: list[tuple[Job, Report]]) -> Iterator[Job | None]:
    """Give documents with their bytes as these come, None while there are none."""
    waiting = iter(jobs)
    ahead = {_fetching(job): job for job in islice(waiting, most)}
    while ahead:
        done = next((fetching for fetching in ahead if fetching.done()), None)
        if done is None:
            yield None
            continue
        job = ahead.pop(done)
        try:
            yield done.result()
        except SourceError as error:
            failed.append(without_bytes(job, error))
        ahead.update((_fetching(job), job) for job in islice(waiting, 1))


def _fetching(job: Job) -> Future[Job]:
    """Begin to fetch a document. The thread is one that nobody waits for when the run is told to stop."""
    future: Future[Job] = Future()

    def fetch() -> None:
        try:
            future.set_result(fetched(job))
        except BaseException as error:  # noqa: BLE001 - told where the document is waited for
            future.set_exception(error)

    threading.Thread(target=fetch, daemon=True).start()
    return future


def without_bytes(job: Job, error: SourceError) -> tuple[Job, Report]:
    """Give the outcome of a document whose bytes could not be had."""
    source, report = unread(job.source.file, 0, error)
    return replace(job, source=source), report


class Identity(msgspec.Struct, frozen=True, array_like=True):
    """A line of the file `IDENTITIES`."""

    folder: str
    file: str
    stamp: str
    sha256: str


def note_identity(interim: Path, job: Job) -> None:
    """Note which bytes a document behind a URL held. A run that is killed then need not fetch it again."""
    with (interim / IDENTITIES).open("ab") as file:
        file.write(_line(job))


def write_identities(interim: Path, jobs: Iterable[Job]) -> None:
    """Note the documents of a folder, and forget those that are no more."""
    write_file(interim / IDENTITIES, b"".join(map(_line, jobs)))


def _line(job: Job) -> bytes:
    if not job.stamp or job.source.sha256 in ("", stand_in(job.source.file)):
        return b""
    return msgspec.json.encode(Identity(job.folder, job.source.file, job.stamp, job.source.sha256)) + b"\n"


def _identities(interim: Path) -> Iterator[Identity]:
    """Give what was noted. A line that was cut when its run was killed is as good as none."""
    with contextlib.suppress(FileNotFoundError), (interim / IDENTITIES).open("rb") as file:
        for line in file:
            with contextlib.suppress(msgspec.MsgspecError):
                yield msgspec.json.decode(line, type=Identity)


def _stamp(info: dict[str, Any]) -> str:
    """Give what changes when a file is written anew: the store's own mark, else all that is told of it.

    It is empty where neither a mark nor a time is told: one size may belong to many contents.
    """
    for name in MARKS:
        if info.get(name):
            return f"{info[name]} {info['size']}"
    if not any(info.get(name) for name in TIMES):
        return ""
    return repr(sorted((name, str(value)) for name, value in info.items()))


def _troubles(*more: type[Exception]) -> tuple[type[Exception], ...]:
    """Give the errors by which file systems say that something failed; only of libraries that are loaded."""
    named = (getattr(sys.modules[module], base, None) for module, base in BASES if module in sys.modules)
    return (OSError, ValueError, *more, *(kind for kind in named if kind is not None))
