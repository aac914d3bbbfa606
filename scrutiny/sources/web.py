"""One visit to the web: a GET that follows redirects and looks at each place before it goes there.

The only file that knows how urllib3 connects.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import urldefrag, urljoin

import msgspec
import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NewConnectionError,
    ProtocolError,
    ReadTimeoutError,
    SSLError,
)

from scrutiny.sources.addresses import Place, Rules, addresses_of, place_of
from scrutiny.sources.errors import FetchError, PassingError

MOST_REDIRECTS = 5


class Patience(urllib3.Timeout):
    """Seconds to wait for a connection, and for each next piece of an answer."""


@contextlib.contextmanager
def visit(
    url: str,
    headers: Mapping[str, str],
    rules: Rules,
    patience: Patience,
    before: Callable[[str], None],
) -> Iterator[urllib3.BaseHTTPResponse]:
    """Ask for `url` and give the answer at the end of its redirects, its body still to be read.

    `before` is called with the name of each server that is to be asked. Raises `FetchError` for a place that
    must not be visited and for redirects without end, `PassingError` where another try may help, also while
    the body is read.
    """
    here, seen = urldefrag(url).url, set[str]()
    while True:
        if here in seen:
            raise FetchError(f"The server sends its visitors in a circle, back to {here}.")
        if len(seen) > MOST_REDIRECTS:
            raise FetchError(f"The server sends its visitors on more than {MOST_REDIRECTS} times.")
        seen.add(here)
        place = place_of(here, rules)
        before(place.host)
        with plain_errors(place.host), asked(place, headers, rules, patience) as answer:
            onward = answer.get_redirect_location()
            if not onward:
                yield answer
                return
        here = urldefrag(urljoin(here, onward)).url
        # A way that began encrypted stays so, also where the list names other places without encryption.
        rules = msgspec.structs.replace(rules, allow_http=rules.allow_http and place.scheme == "http")


@contextlib.contextmanager
def asked(
    place: Place, headers: Mapping[str, str], rules: Rules, patience: Patience
) -> Iterator[urllib3.BaseHTTPResponse]:
    """Ask one place. The connection goes to the very address that was looked at, not to the name."""
    addresses = addresses_of(place, rules)
    for position, address in enumerate(addresses, 1):
        pool = _pool(place, address)
        try:
            answer = pool.urlopen(
                "GET",
                place.target,
                headers={**headers, "Host": _host_header(place)},
                retries=False,
                redirect=False,
                preload_content=False,
                timeout=patience,
            )
        except (ConnectTimeoutError, NewConnectionError):
            # Often an IPv6 address from a network that has none.
            pool.close()
            if position == len(addresses):
                raise
            continue
        try:
            yield answer
        finally:
            answer.close()
            pool.close()
        return


def _pool(place: Place, address: str) -> urllib3.HTTPConnectionPool:
    """Give connections to an address; a certificate must be that of the name."""
    if place.scheme == "https":
        return urllib3.HTTPSConnectionPool(
            address, place.port, cert_reqs="CERT_REQUIRED", server_hostname=place.host
        )
    return urllib3.HTTPConnectionPool(address, place.port)


def _host_header(place: Place) -> str:
    host = f"[{place.host}]" if ":" in place.host else place.host
    return host if place.is_usual_port else f"{host}:{place.port}"


@contextlib.contextmanager
def plain_errors(host: str) -> Iterator[None]:
    """Say in plain words what went wrong with a server, and whether it may pass."""
    try:
        yield
    except (ConnectTimeoutError, NewConnectionError) as error:
        raise PassingError(f"No connection to {host} could be made.") from error
    except ReadTimeoutError as error:
        raise PassingError(f"{host} stopped answering.") from error
    except SSLError as error:
        raise FetchError(
            f"{host} cannot prove that it is {host} (certificate), or its encryption is too old."
        ) from error
    except ProtocolError as error:
        raise PassingError(f"{host} broke the connection off.") from error
    except HTTPError as error:
        raise FetchError(f"The answer of {host} could not be read ({type(error).__name__}).") from error
