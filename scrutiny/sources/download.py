"""As many visits as one document needs: with pauses, tries again, and the rest of what broke off."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Mapping
from email.utils import format_datetime, parsedate_to_datetime
from functools import partial
from http import HTTPStatus

import msgspec
from urllib3 import BaseHTTPResponse, Retry
from urllib3.exceptions import InvalidHeader

from extract.intake.files import MOST_BYTES
from extract.intake.sniff import HEADER_WITHIN, require_pdf
from records.errors import SourceError
from records.outcome import Problem
from scrutiny.sources.addresses import Rules
from scrutiny.sources.errors import FetchError, PassingError
from scrutiny.sources.part import Part, Validator
from scrutiny.sources.web import Patience, visit

PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers after which another try may help."""

CHUNK = 64 * 1024
ETAG = re.compile(r'(W/)?"[\x21\x23-\x7e]*"')
CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")


class Manners(msgspec.Struct, frozen=True):
    """How a server is treated, in seconds, tries and bytes."""

    agent: str
    """The User-Agent: who is asking, and for what."""
    pause: float = 2.0
    """Between two requests to one server."""
    tries: int = 4
    backoff: float = 2.0
    """Before the second try; doubled for each further one."""
    longest_wait: float = 120.0
    """A server that wants to be left alone for longer is, until the next time."""
    connect: float = 10.0
    silence: float = 30.0
    """Without a single byte."""
    longest_transfer: float = 600.0
    most_bytes: int = MOST_BYTES


class Document(msgspec.Struct, frozen=True):
    """A document as it was fetched, with what tells whether it has changed the next time."""

    content: bytes
    validator: Validator


class Downloader:
    """Fetches one document at a time, and remembers when each server may be asked again."""

    def __init__(
        self, manners: Manners, rules: Rules | None = None, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        """Take the manners and rules to keep; tests give another `sleep`."""
        self.manners, self.rules, self.sleep = manners, rules or Rules(), sleep
        self.patience = Patience(connect=manners.connect, read=manners.silence)
        self.free_at: dict[str, float] = {}

    def fetch(self, url: str, known: Validator, part: Part) -> Document | None:
        """Give the document at `url`, None if it is still in the state of `known` (empty: not fetched yet).

        `part` is where it grows; it is kept if the transfer breaks off, and the next call goes on from there.
        Raises `FetchError` in words for a person if the document cannot be had, or is no PDF.
        """
        for attempt in range(1, self.manners.tries + 1):
            try:
                return self._try(url, known, part)
            except PassingError as error:
                if attempt == self.manners.tries:
                    raise FetchError(f"{error} It was tried {attempt} times.") from error
                if error.wait is None:
                    # At random, so that many visitors who were turned away do not come back as one.
                    most = self.manners.backoff * 2 ** (attempt - 1)
                    self.sleep(random.uniform(most / 2, most))  # noqa: S311
        raise AssertionError("the last try returns or raises")

    def _try(self, url: str, known: Validator, part: Part) -> Document | None:
        held = part.size if part.resumable else 0
        asked: list[str] = []

        def before(host: str) -> None:
            self._wait_for(host)
            self._hold(host, self.manners.pause)
            asked.append(host)

        try:
            with visit(url, self._headers(known, part), self.rules, self.patience, before) as answer:
                if answer.status == HTTPStatus.NOT_MODIFIED and not held:
                    return None
                self._require_success(answer, asked[-1])
                validator = _validator(answer.headers)
                if not _goes_on(answer, part, held):
                    held = 0
                    part.begin(validator if _plain(answer) else Validator())
                self._receive(answer, part, held)
        finally:
            for host in asked:
                self._hold(host, self.manners.pause)
        content = part.read()
        try:
            require_pdf(content)
        except SourceError as error:
            part.drop()
            raise FetchError(error.detail) from error
        return Document(content, validator)

    def _headers(self, known: Validator, part: Part) -> dict[str, str]:
        headers = {
            "User-Agent": self.manners.agent,
            "Accept": "application/pdf",
            "Accept-Encoding": "identity",
        }
        if part.resumable:
            return {**headers, "Range": f"bytes={part.size}-", "If-Range": part.validator.for_range}
        if known.etag:
            headers["If-None-Match"] = known.etag
        if known.last_modified:
            headers["If-Modified-Since"] = known.last_modified
        return headers

    def _require_success(self, answer: BaseHTTPResponse, host: str) -> None:
        """Raise the fitting error unless the answer brings a document or a part of one."""
        status = answer.status
        if status in {HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT, HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE}:
            return
        if status not in PASSING:
            raise FetchError(f"{host} answered {_words(status)}.")
        wait = _retry_after(answer.headers)
        if wait is not None:
            self._hold(host, wait)
        raise PassingError(f"{host} answered {_words(status)}.", wait)

    def _receive(self, answer: BaseHTTPResponse, part: Part, held: int) -> None:
        """Write the body to the part: no further than the limits, and not what is plainly no PDF."""
        most, start = self.manners.most_bytes, time.monotonic()
        declared = answer.headers.get("Content-Length", "")
        if declared.isdecimal() and held + int(declared) > most:
            part.drop()
            raise FetchError(_too_large(most))
        received, looked = held, held >= HEADER_WITHIN
        with part.open() as file:
            while chunk := answer.read1(CHUNK, decode_content=True):
                received += len(chunk)
                if received > most:
                    part.drop()
                    raise FetchError(_too_large(most))
                file.write(chunk)
                if not looked and received >= HEADER_WITHIN:
                    file.flush()
                    _require_start_of_pdf(part)
                    looked = True
                if time.monotonic() - start > self.manners.longest_transfer:
                    raise FetchError(
                        f"The transfer took longer than {self.manners.longest_transfer:.0f} seconds. "
                        "What came is kept; run again to go on."
                    )

    def _wait_for(self, host: str) -> None:
        """Wait until a server may be asked again."""
        left = self.free_at.get(host, 0.0) - time.monotonic()
        if left > self.manners.longest_wait:
            raise FetchError(f"{host} asks to be left alone for {left:.0f} seconds. Run again later.")
        if left > 0:
            self.sleep(left)

    def _hold(self, host: str, seconds: float) -> None:
        """Leave a server alone for so long from now."""
        self.free_at[host] = max(self.free_at.get(host, 0.0), time.monotonic() + seconds)


def _goes_on(answer: BaseHTTPResponse, part: Part, held: int) -> bool:
    """Say whether the answer goes on where the part ends. Raises `PassingError` if the part is of no use."""
    if answer.status == HTTPStatus.OK:  # the range was ignored, or the document has changed
        return False
    found = CONTENT_RANGE.fullmatch(answer.headers.get("Content-Range", ""))
    now, then = _validator(answer.headers), part.validator
    same = not (now.etag and then.etag) or now.etag == then.etag
    if answer.status == HTTPStatus.PARTIAL_CONTENT and found and int(found[1]) == held and held and same:
        return True
    part.drop()
    raise PassingError("The server did not go on where the transfer broke off.", wait=0)


def _require_start_of_pdf(part: Part) -> None:
    """Raise `FetchError` if the beginning shows that this is no PDF, whatever follows."""
    try:
        require_pdf(part.read())
    except SourceError as error:
        if error.problem not in {Problem.CUT, Problem.DAMAGED}:  # a beginning is always cut
            part.drop()
            raise FetchError(error.detail) from error


def _validator(headers: Mapping[str, str]) -> Validator:
    """Give what tells the state of a document, as far as it is well formed."""
    etag = headers.get("ETag", "").strip()
    return Validator(etag if ETAG.fullmatch(etag) else "", _http_date(headers.get("Last-Modified", "")))


def _http_date(text: str) -> str:
    """Give a date of HTTP in its one correct form, "" if it is none."""
    try:
        return format_datetime(parsedate_to_datetime(text), usegmt=True)
    except (TypeError, ValueError):
        return ""


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Give the seconds that the server asks for, None if it says nothing sensible."""
    text = headers.get("Retry-After")
    if text is None:
        return None
    try:
        return Retry().parse_retry_after(text)
    except (InvalidHeader, ValueError, OverflowError):
        return None


def _plain(answer: BaseHTTPResponse) -> bool:
    """Say whether the bytes come as they are; what was packed on the way cannot be gone on with."""
    return answer.headers.get("Content-Encoding", "identity").strip().lower() == "identity"


def _words(status: int) -> str:
    """Give a status with its usual words; those of the server are not shown."""
    names: dict[int, str] = {known.value: known.phrase for known in HTTPStatus}
    return f"{status} {names[status]}" if status in names else str(status)


_too_large = partial("The document has more than {:,} bytes, the limit.".format)
