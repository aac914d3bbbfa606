"""What is listed, put into a folder beside what is there; `fetched.csv` notes what came."""

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Literal, Protocol
from urllib.parse import urlsplit

import msgspec
from msgspec.structs import replace

from extract.intake.sniff import require_pdf
from records.errors import SourceError
from scrutiny.run.records import write_file
from scrutiny.sources.papers import Paper
from scrutiny.sources.sites.visit import MOST_FAILURES, REFUSALS, what_to_do
from scrutiny.sources.source_file import Source
from scrutiny.sources.source_list import Listed
from scrutiny.sources.state import Entry, Fetched
from scrutiny.sources.web.client import Answer, FetchError

ETAG = re.compile(r'(W/)?"[\x21\x23-\x7e]*"')
HTTP_DATE = re.compile(r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT")
GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
PDF = {"Accept": "application/pdf"}

WHOLE_AGAIN = dt.timedelta(days=28)
"""After how long a document is fetched whole whose server has no way to tell whether it is the same."""


class Asks(Protocol):
    """What documents are asked of: `Client`, or `Polite` where robots.txt is to be kept."""

    def get(self, url: str, headers: Mapping[str, str] | None = None, *, method: str = "GET") -> Answer:
        """Return the answer to one request. Raises `FetchError`."""


class Outcome(msgspec.Struct, frozen=True):
    """What became of one document: the file that it is or was to be, and a sentence where there is a need."""

    listed: Listed
    happened: Literal["new", "changed", "unchanged", "withdrawn", "failed"]
    file: str
    detail: str = ""

    @property
    def name(self) -> str:
        """The title of the document where its site tells one, else the name of its file."""
        return getattr(self.listed, "title", "") or self.file


def fetch_all(sources: Iterable[Listed], folder: Path, fetched: Fetched, client: Asks) -> Iterator[Outcome]:
    """Fetch all that is listed into `folder`, giving each outcome; one that fails never stops the others.

    A host that refuses several papers one after the other is not asked for the rest. Raises `WriteError` if
    the disk is full or closed to us.
    """
    refusals: Counter[str] = Counter()
    for listed in sources:
        host = urlsplit(listed.url).hostname or "" if isinstance(listed, Paper) else ""
        if refusals[host] >= MOST_FAILURES:
            yield Outcome(listed, "failed", listed.file, f"It was not asked for: {host} refuses programs.")
            continue
        try:
            yield _fetch(listed, folder, fetched, client)
            refusals[host] = 0
        except FetchError as error:
            refusals[host] += bool(host) and error.status in REFUSALS
            yield _failed(listed, fetched, error)
        except SourceError as error:
            yield Outcome(listed, "failed", listed.file, str(error))
        except OSError as error:
            yield Outcome(listed, "failed", listed.file, f"{error.strerror or error}.")


def _failed(listed: Listed, fetched: Fetched, error: FetchError) -> Outcome:
    """Return the outcome of a document that was not had: withdrawn, if it came once and is there no more."""
    last = fetched.last(listed.url)
    if isinstance(listed, Paper) and last is not None and error.status in GONE:
        if not last.withdrawn_on:
            fetched.withdraw(last, _today())
            return Outcome(listed, "withdrawn", last.file, "The site lists it, but has it no more.")
        return Outcome(listed, "unchanged", last.file)
    if isinstance(listed, Paper) and error.status in REFUSALS:
        source = Source(name=listed.source, kind="page", address=listed.url)
        return Outcome(listed, "failed", listed.file, what_to_do(source, error))
    return Outcome(listed, "failed", listed.file, str(error))


def _fetch(listed: Listed, folder: Path, fetched: Fetched, client: Asks) -> Outcome:
    last = fetched.last(listed.url)
    if last and isinstance(listed, Paper):
        listed = replace(listed, file=fetched.first_file(listed.url))  # titles change, files keep their names
    if last and _sha256(folder / last.file) != last.sha256:
        last = None  # removed or altered since: it is asked for as if it had never come
    noted = {"If-None-Match": last.etag, "If-Modified-Since": last.last_modified} if last else {}
    known = {name: value for name, value in noted.items() if value}
    if last and not known and isinstance(listed, Paper) and _as_long(listed, last, client):
        return _same(listed, last, fetched)
    answer = client.get(listed.url, {**PDF, **known})
    if answer.status == HTTPStatus.NOT_MODIFIED:
        if last is None or not known:
            raise FetchError("The server says that nothing has changed, but it was not asked that.")
        return _same(listed, last, fetched)
    require_pdf(answer.body)
    sha256 = hashlib.sha256(answer.body).hexdigest()
    outcome = _elsewhere(listed, sha256, folder, fetched) or _keep(listed, answer.body, sha256, folder)
    fetched.note(_entry(listed, outcome.file, sha256, len(answer.body), answer.headers))
    return outcome


def _as_long(listed: Listed, last: Entry, client: Asks) -> bool:
    """Return whether a document seems to be the same: the server says how long it is, and nothing else.

    It is fetched whole once in a while, and where the server does not answer the question: some answer 404 or
    405 to it although they have the document.
    """
    checked = dt.date.fromisoformat(last.checked_on or last.fetched_on)
    if _today() - checked >= WHOLE_AGAIN:
        return False
    try:
        answer = client.get(listed.url, PDF, method="HEAD")
    except FetchError as error:
        if error.status == HTTPStatus.TOO_MANY_REQUESTS:
            raise
        return False
    return answer.headers.get("Content-Length", "") == str(last.bytes)


def _same(listed: Listed, last: Entry, fetched: Fetched) -> Outcome:
    """Return the outcome of a document that is as it was; what its site says of it now is noted."""
    if isinstance(listed, Paper) and last.source in {"", listed.source}:  # else another source told of it
        now = replace(last, **_facts(listed), withdrawn_on="")
        if now != last:
            fetched.note(now)
    return Outcome(listed, "unchanged", last.file)


def _elsewhere(listed: Listed, sha256: str, folder: Path, fetched: Fetched) -> Outcome | None:
    """Return the outcome of a paper whose bytes came from another address already, None if they did not."""
    if not isinstance(listed, Paper):
        return None
    for entry in fetched.entries:
        if entry.sha256 == sha256 and entry.url != listed.url and _sha256(folder / entry.file) == sha256:
            return Outcome(listed, "unchanged", entry.file, f"The same document came from {entry.url}.")
    return None


def _entry(listed: Listed, file: str, sha256: str, size: int, headers: Mapping[str, str]) -> Entry:
    etag, modified = headers.get("ETag", ""), headers.get("Last-Modified", "")
    return Entry(
        url=listed.url,
        file=file,
        sha256=sha256,
        bytes=size,
        fetched_on=_today().isoformat(),
        checked_on=_today().isoformat(),
        etag=etag if ETAG.fullmatch(etag) else "",
        last_modified=modified if HTTP_DATE.fullmatch(modified) else "",
        **_facts(listed),
    )


def _facts(listed: Listed) -> dict[str, str]:
    """Return what a list or a site says of a document, by the columns of `fetched.csv`."""
    own = {"url", "file", "sha256"}
    names = (set(listed.__struct_fields__) & set(Entry.__struct_fields__)) - own
    return {name: getattr(listed, name) for name in names}


def _keep(listed: Listed, content: bytes, sha256: str, folder: Path) -> Outcome:
    """Write a document under its name, or beside it with its hash where that name is for other bytes.

    Raises `FetchError` if every name that it may have is taken.
    """
    path = Path(listed.file)
    names = [path.with_name(f"{path.stem}-{sha256[:digits]}{path.suffix}").as_posix() for digits in (8, 16)]
    why = "is not the document that the list means by its sha256"
    if (there := _sha256(folder / path)) is not None:
        why = f"differs from {listed.file}, which stays as it was"
    if there is not None or listed.sha256 in {"", sha256}:
        names.insert(0, listed.file)
    for name in names:
        found = _sha256(folder / name)
        if found == sha256:
            return Outcome(listed, "unchanged", name)
        if found is None:
            write_file(folder / name, content)
            if name == listed.file:
                return Outcome(listed, "new", name)
            return Outcome(listed, "changed", name, f"What is published now {why}.")
    raise FetchError(f"{names[-1]} is in the way: it was altered since it came. Move it elsewhere.")


def _sha256(path: Path) -> str | None:
    """Return the hash of a file, None if there is none. Raises `OSError` if it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None


def _today() -> dt.date:
    return dt.datetime.now(tz=dt.UTC).date()
