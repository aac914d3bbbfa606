"""Everything on the list, one document after the other, put into the folder beside what is there."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path

import msgspec

from publish.text import one_line, visible
from scrutiny.run.records import write_file
from scrutiny.sources.download import Document, Downloader
from scrutiny.sources.errors import FetchError
from scrutiny.sources.ledger import Entry, Ledger
from scrutiny.sources.part import Part, Validator
from scrutiny.sources.source_list import Listed


class Happened(StrEnum):
    """What became of one document of the list."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    FAILED = "failed"


class Outcome(msgspec.Struct, frozen=True):
    """What became of one document: the file it is or was to be in, its size, a sentence where needed."""

    listed: Listed
    happened: Happened
    file: str
    bytes: int = 0
    detail: str = ""


def gather(
    sources: Iterable[Listed],
    folder: Path,
    ledger: Ledger,
    downloader: Downloader,
    tell: Callable[[Outcome], None] = lambda _: None,
) -> list[Outcome]:
    """Fetch all that is listed into `folder`; one that fails never stops the others.

    Partial transfers wait in `interim/fetch` beside the folder. Raises `WriteError` if the disk is full or
    closed to us.
    """
    outcomes = []
    for listed in sources:
        part = Part(folder.absolute().parent / "interim/fetch", listed.url)
        try:
            outcome = _gather_one(listed, folder, ledger, downloader, part)
        except FetchError as error:
            outcome = Outcome(listed, Happened.FAILED, listed.file, detail=visible(one_line(str(error))))
        except OSError as error:
            why = f"{listed.file}: {error.strerror or error}."
            outcome = Outcome(listed, Happened.FAILED, listed.file, detail=visible(one_line(why)))
        outcomes.append(outcome)
        tell(outcome)
    return outcomes


def _gather_one(listed: Listed, folder: Path, ledger: Ledger, downloader: Downloader, part: Part) -> Outcome:
    last = ledger.last(listed.url)
    if last is not None and _sha256(folder / last.file) != last.sha256:
        last = None  # taken away or altered since: it is asked for as if it had never come
    document = downloader.fetch(listed.url, last.validator if last else Validator(), part)
    if document is None:
        if last is None:
            raise FetchError("The server says that nothing has changed, but it was not asked that.")
        return Outcome(listed, Happened.UNCHANGED, last.file, last.bytes)
    sha256 = hashlib.sha256(document.content).hexdigest()
    outcome = _keep(listed, document, sha256, folder)
    ledger.note(
        Entry(
            url=listed.url,
            file=outcome.file,
            sha256=sha256,
            bytes=len(document.content),
            fetched_on=dt.datetime.now(tz=dt.UTC).date().isoformat(),
            etag=document.validator.etag,
            last_modified=document.validator.last_modified,
        )
    )
    part.drop()
    return outcome


def _keep(listed: Listed, document: Document, sha256: str, folder: Path) -> Outcome:
    """Write the document under its name, or beside it with its hash if that name is for other bytes."""
    meant = listed.sha256 in {"", sha256}
    there = _sha256(folder / listed.file)
    size = len(document.content)
    if there == sha256:
        return Outcome(listed, Happened.UNCHANGED, listed.file, size)
    if there is None and meant:
        write_file(folder / listed.file, document.content)
        return Outcome(listed, Happened.NEW, listed.file, size)
    beside, held = _place_beside(listed.file, sha256, folder)
    if held:
        return Outcome(listed, Happened.UNCHANGED, beside, size)
    write_file(folder / beside, document.content)
    why = (
        f"differs from {listed.file}, which stays as it was"
        if there is not None
        else "is not the document that the list means by its sha256"
    )
    return Outcome(listed, Happened.CHANGED, beside, size, f"What is published now {why}.")


def _place_beside(file: str, sha256: str, folder: Path) -> tuple[str, bool]:
    """Give a name that tells these bytes from others of the same document, and whether they stand there.

    Raises `FetchError` if every such name is taken by something else.
    """
    path = Path(file)
    for digits in (8, 16, 64):
        beside = path.with_name(f"{path.stem}-{sha256[:digits]}{path.suffix}").as_posix()
        there = _sha256(folder / beside)
        if there in {None, sha256}:
            return beside, there == sha256
    raise FetchError(f"{beside} is in the way: it was altered since it came. Move it elsewhere.")


def _sha256(path: Path) -> str | None:
    """Give the hash of a file, None if there is none. Raises `OSError` if it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None
