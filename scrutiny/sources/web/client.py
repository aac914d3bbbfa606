"""One polite request: by https, within limits of time and size, never to this machine.

The only file that knows urllib3.
"""

import ipaddress
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from functools import partial
from http import HTTPStatus
from threading import Thread
from typing import Any
from urllib.parse import urljoin

import msgspec
import urllib3
from urllib3 import exceptions
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util import Url, parse_url

from extract.intake.files import MOST_BYTES
from records.errors import ScrutinyError

PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses after which another try may help."""

FINAL = frozenset({HTTPStatus.OK, HTTPStatus.NOT_MODIFIED})
MOST_REDIRECTS = 5
CHUNK = 64 * 1024


class FetchError(ScrutinyError):
    """A document cannot be had now; the others go on."""

    def __init__(self, message: str, again_in: float | None = None, status: int | None = None) -> None:
        """Take what happened, and after how many seconds to try again (0: soon; None: not at all).

        `status` is that of the answer, None where there was no answer.
        """
        super().__init__(message)
        self.again_in, self.status = again_in, status


UNCONNECTED = (exceptions.NewConnectionError, exceptions.ConnectTimeoutError)
UNREADABLE = (exceptions.HTTPError, ValueError, OverflowError)
FAILURES: tuple[tuple[type[Exception] | tuple[type[Exception], ...], float | None, str], ...] = (
    (exceptions.NameResolutionError, None, "The server {} was not found. Check the address."),
    (UNCONNECTED, 0, "No connection to {} could be made."),
    (exceptions.ReadTimeoutError, 0, "{} stopped answering."),
    (exceptions.SSLError, None, "{} cannot prove who it is (certificate), or its encryption is too old."),
    (exceptions.ProtocolError, 0, "{} broke the connection off."),
    (UNREADABLE, None, "The answer of {} could not be read."),
)
"""What urllib3 raises, after how many seconds to try again, and what it means; the first that fits."""


class Answer(msgspec.Struct, frozen=True):
    """The answer to one request; `url` is the address at the end of the redirects."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    url: str = ""


class Client(msgspec.Struct, kw_only=True):
    """Asks servers for documents, one at a time; its times are seconds. Tests give another `sleep`."""

    agent: str  # the User-Agent: who is asking, and for what
    pause: float = 2.0  # between two requests to one host
    pauses: dict[str, float] = {}  # longer ones, which single hosts ask for
    connect: float = 10.0
    silence: float = 30.0  # without a single byte
    total: float = 600.0  # from the beginning of a request to the last byte of its answer
    tries: int = 4
    backoff: float = 4.0  # before the second try; doubled for each further one
    longest_wait: float = 120.0  # a server that asks to be left alone for longer is, until the next run
    most_bytes: int = MOST_BYTES
    allow_http: bool = False
    allow_loopback: bool = False
    sleep: Callable[[float], None] = time.sleep
    free_at: dict[str, float] = {}
    """When each host may be asked again, by the clock of `time.monotonic`."""
    pools: Any = None

    def __post_init__(self) -> None:
        """Make the pools of connections."""
        self.pools = urllib3.PoolManager(retries=False)
        if not self.allow_loopback:
            self.pools.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}

    def get(
        self,
        url: str,
        headers: Mapping[str, str] | None = None,
        *,
        method: str = "GET",
        silence: float | None = None,
        require: Callable[[str], None] = lambda _: None,
    ) -> Answer:
        """Return the answer at the end of the redirects from `url`: 200 with its body, or 304.

        `method` may be HEAD, for an answer without a body; `silence` is for a server that is slow to begin.
        `require` raises `FetchError` for an address, also of a redirect, that is not to be asked for.

        Raises `FetchError`, in words for a person, where there is no such answer, also after several tries.
        """
        allow_http, seen = self.allow_http, set[str]()
        while True:
            place = _place(url, allow_http)
            if url in seen or len(seen) > MOST_REDIRECTS:
                raise FetchError(f"The server redirects in a circle, or too often: {url}.")
            seen.add(url)
            require(url)
            ask = partial(self._ask, method, url, str(place.host), headers or {}, silence or self.silence)
            answer = self._try(ask, str(place.host))
            if answer.status in FINAL:
                return msgspec.structs.replace(answer, url=url)
            location = answer.headers["Location"]
            try:
                url = urljoin(url, location)
            except ValueError as error:
                raise FetchError(f"{location!r}, to which the server redirects, is no address.") from error
            allow_http = allow_http and place.scheme == "http"  # what began encrypted stays so

    def _try(self, ask: Callable[[], Answer], host: str) -> Answer:
        for attempt in range(1, self.tries + 1):
            left = self.free_at.get(host, 0.0) - time.monotonic()
            if left > self.longest_wait:
                raise FetchError(f"{host} asks to be left alone for {left:.0f} seconds. Run again later.")
            if left > 0:
                self.sleep(left)
            wait = self.pauses.get(host, self.pause)
            try:
                return _within(self.total, ask)
            except FetchError as error:
                if error.again_in is None:
                    raise
                wait = max(wait, error.again_in or self.backoff * 2 ** (attempt - 1))
                if attempt == self.tries:
                    told = f"{error} It was tried {attempt} times."
                    raise FetchError(told, status=error.status) from error
            finally:
                self.free_at[host] = time.monotonic() + wait
        raise AssertionError("the last try returns or raises")

    def _ask(self, method: str, url: str, host: str, headers: Mapping[str, str], silence: float) -> Answer:
        """Return the answer of one server to one request, its body read within the limits."""
        headers = {"User-Agent": self.agent, "Accept-Encoding": "identity", **headers}
        options: dict[str, Any] = {"headers": headers, "redirect": False, "preload_content": False}
        options["timeout"] = urllib3.Timeout(connect=self.connect, read=silence)
        try:
            with self.pools.request(method, url, **options) as response:
                status, found = response.status, response.headers
                if response.get_redirect_location():
                    return Answer(status, found)
                if status in FINAL:
                    return Answer(status, found, self._body(response))
                words = f" {HTTPStatus(status).phrase}" if status in set(HTTPStatus) else ""
                again_in = (urllib3.Retry().get_retry_after(response) or 0.0) if status in PASSING else None
                raise FetchError(f"{host} answered {status}{words}.", again_in, status)
        except UNREADABLE as error:
            again, words = next(row[1:] for row in FAILURES if isinstance(error, row[0]))
            raise FetchError(words.format(host), again) from error

    def _body(self, response: urllib3.BaseHTTPResponse) -> bytes:
        """Return the body, unpacked. Raises `FetchError` as soon as it must be larger than the limit."""
        until, body = time.monotonic() + self.total, bytearray()
        declared = response.headers.get("Content-Length", "")
        size, chunk = int(declared) if declared.isdecimal() else 0, b" "
        while size <= self.most_bytes and chunk and time.monotonic() < until:
            chunk = response.read1(CHUNK, decode_content=True)
            body += chunk
            size = len(body)
        if size > self.most_bytes:
            raise FetchError(f"The document has more than {self.most_bytes:,} bytes, the limit.")
        return bytes(body)


def _place(url: str, allow_http: bool) -> Url:
    """Return the parts of an address. Raises `FetchError` where it is none, or not to be asked for."""
    try:
        place = parse_url(url)
    except exceptions.HTTPError as error:
        raise FetchError(f"{url!r} is no address.") from error
    if place.scheme == "http" and not allow_http:
        raise FetchError(f"{url} is not encrypted. Use its https address; if it has none, --allow-http.")
    if place.scheme not in {"http", "https"} or not place.host:
        raise FetchError(f"{url!r} is no address of the web.")
    if place.auth is not None:
        raise FetchError("The address holds a user name or password; only public documents are fetched.")
    return place


def _within(seconds: float, ask: Callable[[], Answer]) -> Answer:
    """Return what `ask` returns, or raise `FetchError` when the time is up.

    It runs on a thread of its own, which is then left behind: headers that come byte by byte, and a name
    service that does not answer, keep within every time limit that a socket has.
    """
    answer: Future[Answer] = Future()

    def run() -> None:
        try:
            answer.set_result(ask())
        except (FetchError, OSError) as error:
            answer.set_exception(error)
        finally:
            answer.cancel()  # of no effect after the two above: only a fault of ours ends without them

    Thread(target=run, daemon=True).start()
    try:
        return answer.result(seconds)
    except TimeoutError as error:
        raise FetchError(f"The request took longer than {seconds:g} seconds and was given up.") from error


def is_loopback(address: str) -> bool:
    """Return whether a network address is this machine. Private ones are allowed: an intranet has them."""
    found = ipaddress.ip_address(address)
    return (getattr(found, "ipv4_mapped", None) or found).is_loopback


class _HTTP(HTTPConnection):
    """A connection that raises `FetchError` where it leads to this machine, whatever name led there.

    A redirect could reach services that trust whoever is on the machine. The connection itself is looked at,
    before the request is sent, because a name can lead elsewhere each time that it is resolved.
    """

    def connect(self) -> None:
        super().connect()
        if is_loopback(self.sock.getpeername()[0]):
            raise FetchError(f"{self.host} is this machine itself; nothing was asked of it.")


class _HTTPS(_HTTP, HTTPSConnection): ...


class _HTTPPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _HTTP


class _HTTPSPool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _HTTPS
