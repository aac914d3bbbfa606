"""A client that keeps what a site asks of programs: its robots.txt before anything else."""

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlsplit

import msgspec

from scrutiny.sources.web.client import Answer, Client, FetchError
from scrutiny.sources.web.robots import CLOSED, Robots, read_robots


class RobotsError(FetchError):
    """The rules of a site forbid a request, or cannot be had; it was not sent."""


class Polite(msgspec.Struct, kw_only=True):
    """Asks as `Client` does, and nothing that the robots.txt of a host forbids; it is read once a run."""

    client: Client
    rules: dict[str, Robots] = {}

    def get(
        self,
        url: str,
        headers: Mapping[str, str] | None = None,
        *,
        method: str = "GET",
        silence: float | None = None,
    ) -> Answer:
        """Return the answer to one request. Raises `FetchError` as `Client.get`, `RobotsError` before it.

        Where the server redirects, the rules of the host that it leads to are kept too.
        """
        return self.client.get(url, headers, method=method, silence=silence, require=self._require_allowed)

    def _require_allowed(self, url: str) -> None:
        place = urlsplit(url)
        site, path = f"{place.scheme}://{place.netloc}", place.path or "/"
        if site not in self.rules:
            self.rules[site] = self._read(site)
            if (delay := self.rules[site].delay) > self.client.pause:
                self.client.pauses[place.hostname or ""] = delay
        if self.rules[site] is CLOSED:
            raise RobotsError(f"{site}/robots.txt could not be read: the site is broken. Run again later.")
        if not self.rules[site].allows(f"{path}?{place.query}" if place.query else path):
            raise RobotsError(
                f"The site's robots.txt asks programs not to fetch {url}. It is left alone; a person may "
                "open it in a browser, or ask the site's keeper."
            )

    def _read(self, site: str) -> Robots:
        """Return the rules of a site: all is allowed where it has none, nothing where it is broken."""
        try:
            body = self.client.get(f"{site}/robots.txt", {"Accept": "text/plain"}).body
        except FetchError as error:
            if error.status is None:
                raise
            return Robots() if error.status < HTTPStatus.INTERNAL_SERVER_ERROR else CLOSED
        return read_robots(body.decode("utf-8-sig", "replace"))
