"""What a list names, put into a folder beside what is there; `fetched.csv` notes what came."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Literal

import msgspec

from extract.intake.sniff import require_pdf
from records.errors import SourceError
from scrutiny.run.records import write_file
from scrutiny.sources.source_list import Listed
from scrutiny.sources.state import Entry, Fetched
from scrutiny.sources.web import Client, FetchError

ETAG = re.compile(r'(W/)?"[\x21\x23-\x7e]*"')
HTTP_DATE = re.compile(r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT")


class Outcome(msgspec.Struct, frozen=True):
    """What became of one document: the file that it is or was to be, and a sentence where there is a need."""

    listed: Listed
    happened: Literal["new", "changed", "unchanged", "failed"]
    file: str
    detail: str = ""


def fetch_all(sources: Iterable[Listed], folder: Path, fetched: Fetched, client: Client) -> Iterator[Outcome]:
    """Fetch all that is listed into `folder`, giving each outcome; one that fails never stops the others.

    Raises `WriteError` if the disk is full or closed to us.
    """
    for listed in sources:
        try:
            yield _fetch(listed, folder, fetched, client)
        except (FetchError, SourceError) as error:
            yield Outcome(listed, "failed", listed.file, str(error))
        except OSError as error:
            yield Outcome(listed, "failed", listed.file, f"{error.strerror or error}.")


def _fetch(listed: Listed, folder: Path, fetched: Fetched, client: Client) -> Outcome:
    last = fetched.last(listed.url)
    if last and _sha256(folder / last.file) != last.sha256:
        last = None  # removed or altered since: it is asked for as if it had never come
    noted = {"If-None-Match": last.etag, "If-Modified-Since": last.last_modified} if last else {}
    known = {name: value for name, value in noted.items() if value}
    answer = client.get(listed.url, {"Accept": "application/pdf", **known})
    if answer.status == HTTPStatus.NOT_MODIFIED:
        if last is None or not known:
            raise FetchError("The server says that nothing has changed, but it was not asked that.")
        return Outcome(listed, "unchanged", last.file)
    require_pdf(answer.body)
    sha256 = hashlib.sha256(answer.body).hexdigest()
    outcome = _keep(listed, answer.body, sha256, folder)
    etag, modified = answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", "")
    fetched.note(
        Entry(
            url=listed.url,
            file=outcome.file,
            sha256=sha256,
            bytes=len(answer.body),
            fetched_on=dt.datetime.now(tz=dt.UTC).date().isoformat(),
            etag=etag if ETAG.fullmatch(etag) else "",
            last_modified=modified if HTTP_DATE.fullmatch(modified) else "",
            publisher=listed.publisher,
            published=listed.published,
            licence=listed.licence,
        )
    )
    return outcome


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
