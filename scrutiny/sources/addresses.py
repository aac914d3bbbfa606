"""Which places may be visited: public ones, by https.

A list of addresses can be written by anybody, and a server may send its visitor on to any other place. From
inside an organisation that could reach what the public cannot, so each place is looked at before each visit.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator

import msgspec
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from scrutiny.sources.errors import FetchError, PassingError

PORTS = {"https": 443, "http": 80}
NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""IPv6 addresses whose last 32 bits are an IPv4 address (RFC 6052)."""

GIVEN_OUT = ipaddress.ip_network("2000::/3")
"""The only part of IPv6 from which public addresses are given out (RFC 4291, IANA). Python calls more of it
public: site-local addresses, the NAT64 prefix for local use, and IPv4 addresses after 96 zeros."""

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class Rules(msgspec.Struct, frozen=True):
    """What may be visited beyond public places by https. `loopback` is for tests alone."""

    allow_http: bool = False
    loopback: bool = False


class Place(msgspec.Struct, frozen=True):
    """Where a visit goes: `target` is the path with its query."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def is_usual_port(self) -> bool:
        """Whether the port needs no mention."""
        return PORTS[self.scheme] == self.port


def place_of(url: str, rules: Rules) -> Place:
    """Take an address apart. Raises `FetchError` if it is none, or of a kind that the rules do not allow."""
    try:
        parts = parse_url(url)
    except LocationParseError as error:
        raise FetchError(f"{url!r} is no address.") from error
    if parts.scheme == "http" and not rules.allow_http:
        raise FetchError(
            f"{url} is not encrypted. Use its https address, or allow it with --allow-http if there is none."
        )
    if parts.scheme not in PORTS or not parts.host:
        raise FetchError(f"{url!r} is no address of the web.")
    if parts.auth is not None:
        raise FetchError("The address holds a user name or password; only public documents are fetched.")
    host = parts.host.strip("[]")
    return Place(parts.scheme, host, parts.port or PORTS[parts.scheme], parts.request_uri)


def addresses_of(place: Place, rules: Rules) -> list[str]:
    """Give the network addresses of a place, best first; the visit must go to one of them and no other.

    Raises `FetchError` if any of them is not public: a name with a public and a private address is a trap.
    """
    try:
        found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        message = f"The server {place.host} was not found ({error.strerror})."
        if error.errno == socket.EAI_AGAIN:
            raise PassingError(message) from error
        raise FetchError(f"{message} Check the address.") from error
    except UnicodeError as error:  # a label of more than 63 characters
        raise FetchError(f"{place.host!r} is no name of a server.") from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for address in addresses:
        if not may_visit(address, rules):
            where = address if address == place.host else f"{place.host}, which is {address},"
            raise FetchError(f"{where} is not a public address; nothing was asked of it.")
    return addresses


def may_visit(address: str, rules: Rules) -> bool:
    """Say whether an address is public, together with every address that is wrapped in it."""
    try:
        outer = ipaddress.ip_address(address)
    except ValueError:  # a scope, as in fe80::1%eth0: an address of this very link
        return False
    every = [outer, *_wrapped(outer)]
    if rules.loopback and all(inner.is_loopback for inner in every):
        return True
    return all(_is_public(inner) for inner in every)


def _is_public(address: IPAddress) -> bool:
    """Say whether an address is one that anybody on the internet can reach, whatever is wrapped in it."""
    if isinstance(address, ipaddress.IPv6Address) and address not in GIVEN_OUT:
        # These are not reached themselves but stand for an IPv4 address, which is looked at on its own.
        return address in NAT64 or address.ipv4_mapped is not None
    return address.is_global and not address.is_multicast


def _wrapped(address: IPAddress) -> Iterator[IPAddress]:
    """Give the IPv4 addresses that an IPv6 address stands for."""
    if not isinstance(address, ipaddress.IPv6Address):
        return
    if address in NAT64:
        yield ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    for inner in (address.ipv4_mapped, address.sixtofour, *(address.teredo or ())):
        if inner is not None:
            yield inner
