"""Folders behind a URL, such as those of an object store. Only this file knows fsspec."""

import contextlib
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec

from extract.intake.files import MOST_BYTES, fetch_bytes, identify, is_ignored, too_large
from records.errors import ScrutinyError, SourceError, WriteError
from records.outcome import Problem
from records.report import Report, Source
from scrutiny.run.jobs import Job, unread
from scrutiny.run.records import write_file

AT_ONCE = 16
"""Documents that are fetched at a time; each waits for the network most of its life."""

IDENTITIES = "identities.json"
"""Hash and size of files behind URLs by address and marks: what looks as it did is not fetched again."""

BASES = {
    "botocore.exceptions": "BotoCoreError",
    "aiohttp": "ClientError",
    "google.auth.exceptions": "GoogleAuthError",
    "gcsfs.retry": "HttpError",
    "azure.core.exceptions": "AzureError",
}
"""Errors that libraries of object stores raise beside OSError and ValueError."""

MARKS = ("ETag", "etag", "sha", "LastModified", "last_modified", "mtime", "modified", "updated", "created")
"""How stores call what changes when a file is written anew: a mark of its bytes, a time.

`created` is that of a store which only makes anew.
"""


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

    def walk(self) -> dict[str, dict[str, Any]]:
        """Return what the store tells of every file at any depth, by path, in the order of a local walk."""
        with self._plainly("be listed"):
            self.files.invalidate_cache()
            found: dict[str, dict[str, Any]] = self.files.find(self.root, detail=True)
        if self.root in found:
            raise ScrutinyError(f"{self.url} is a file. Name its folder.")
        # A path that ends in a slash is what some tools leave where a folder was made.
        names = [path for path in found if not path.endswith("/")]
        within = {path[len(self.root) :].lstrip("/"): found[path] for path in names}
        return dict(sorted(within.items(), key=lambda entry: entry[0].split("/")))

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a file, None if there is no such file."""
        with self._plainly(f"give {name}"), contextlib.suppress(FileNotFoundError):
            content: bytes = self.files.cat_file(self._path(name))
            return content
        return None

    def fetch(self, name: str, path: Path) -> None:
        """Copy a document to a path of this machine.

        Raises `SourceError` if it cannot be had, `ScrutinyError` if the folder itself cannot be reached any
        more: a run that went on would set aside all that is left of it.
        """
        try:
            with self._plainly(f"give {name}"):
                self.files.get_file(self._path(name), str(path))
        except ScrutinyError as error:
            with self._plainly("be reached any more"):
                self.files.invalidate_cache()
                self.files.info(self.root)
            raise SourceError(Problem.UNREADABLE, str(error)) from error

    def write(self, name: str, content: bytes) -> None:
        """Write a file whole. Raises `WriteError`."""
        with self._plainly(f"take {name}", WriteError):
            self.files.pipe_file(self._path(name), content)

    def put(self, folder: Path, name: str) -> None:
        """Write all files of a local folder to the folder `name`. Raises `WriteError`."""
        with self._plainly(f"take {name}", WriteError):
            self.files.put(f"{folder}/", f"{self._path(name)}/", recursive=True)

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
    def _plainly(self, what: str, kind: type[ScrutinyError] = ScrutinyError) -> Iterator[None]:
        try:
            yield
        except _troubles() as error:
            told = " ".join(str(error).split()) or type(error).__name__
            raise kind(
                f"{self.url} cannot {what} ({told}). Check the address, your rights there and the network."
            ) from error


def find_remote(
    url: str, into: Path, interim: Path, must_read: Callable[[str], bool]
) -> tuple[list[Job], list[tuple[Source, Report]]]:
    """Return the files of a folder behind a URL, and those whose bytes cannot be had.

    A file that looks as it did when its hash was noted is fetched only if that hash `must_read`; every other
    one is copied to the folder `into`.
    """
    folder = RemoteFolder(url)
    listed = {name: info for name, info in folder.walk().items() if not any(map(is_ignored, name.split("/")))}
    noted: dict[str, tuple[str, int]] = {}
    with contextlib.suppress(FileNotFoundError, msgspec.MsgspecError):
        noted = msgspec.json.decode((interim / IDENTITIES).read_bytes(), type=dict[str, tuple[str, int]])

    def find(numbered: tuple[int, str]) -> Job | tuple[Source, Report]:
        number, name = numbered
        path, size = into / str(number), int(listed[name]["size"] or 0)
        sha256, bytes_then = noted.get(_stamp(url, name, listed[name]), ("", 0))
        if sha256 and not must_read(sha256):
            return Job(Source(name, sha256, bytes_then), path)
        try:
            if size > MOST_BYTES:
                raise too_large(size)
            folder.fetch(name, path)
            return Job(identify(name, fetch_bytes(path)), path)
        except SourceError as error:
            return unread(name, size if error.problem is Problem.OVER_LIMIT else 0, error)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(find, enumerate(listed)))
    jobs = [each for each in found if isinstance(each, Job)]
    stamped = {_stamp(url, job.source.file, listed[job.source.file]): job.source for job in jobs}
    now = {stamp: (source.sha256, source.bytes) for stamp, source in stamped.items() if stamp}
    if now != noted:
        write_file(interim / IDENTITIES, msgspec.json.encode(now))
    return jobs, [each for each in found if not isinstance(each, Job)]


def _stamp(url: str, name: str, info: dict[str, Any]) -> str:
    """Return a file's address, size and marks, empty where the store tells no mark: then nothing is known."""
    told = [str(info[mark]) for mark in MARKS if info.get(mark)]
    return f"{url} {name} {info['size']} {told}" if told else ""


def _troubles(*more: type[Exception]) -> tuple[type[Exception], ...]:
    """Return the errors by which file systems fail; of optional libraries only those that are loaded."""
    loaded = [(sys.modules[module], base) for module, base in BASES.items() if module in sys.modules]
    return (OSError, ValueError, *more, *(vars(module)[base] for module, base in loaded))
