"""The inspectorate's site: councils that its search finds, and the reports on the page of each."""

from functools import partial
from urllib.parse import urljoin

from scrutiny.sources.pages import ofsted as pages
from scrutiny.sources.pages.markup import PageError
from scrutiny.sources.pages.moderngov_service import Document
from scrutiny.sources.papers import paper
from scrutiny.sources.sites.visit import Visit
from scrutiny.sources.words import place_key, report_kind

SEARCH = "search?q=&location=&radius=&level_1_types=3&level_2_types%5B%5D=12&start={start}&rows={rows}"
"""Providers of children's social care (3) that are local authorities (12)."""

ROWS = 100
MOST_PAGES = 20


def visit(here: Visit) -> None:
    """Look for reports. Raises `FetchError` and `PageError` where the site cannot be read."""
    wanted = {place_key(place) for place in here.source.places}
    for provider in _providers(here):
        if wanted and place_key(provider.name) not in wanted:
            continue
        found = here.attempt(provider.name, partial(here.ask, provider.address, pages.publications))
        if found is not None:
            here.visited.add(provider.name)
            here.seen.update(each.address for each in found)
            here.tell(f"{provider.name}: {len(found)} reports")
            _take(here, provider, found)


def _providers(here: Visit) -> list[pages.Provider]:
    """Return the providers of all pages of the search."""
    found: dict[str, pages.Provider] = {}
    for page in range(MOST_PAGES):
        address = urljoin(here.source.base, SEARCH.format(start=page * ROWS, rows=ROWS))
        new = [each for each in here.ask(address, pages.providers) if each.number not in found]
        if not new:
            break
        found.update((each.number, each) for each in new)
    if not found:
        raise PageError("The search finds no local authority.")
    here.tell(f"{len(found)} local authorities")
    return list(found.values())


def _take(here: Visit, provider: pages.Provider, found: list[pages.Publication]) -> None:
    source = here.source
    here.take(
        [
            paper(
                source,
                Document(each.address, each.title),
                why,
                area=provider.name,
                publisher=source.publisher or "Ofsted",
                published=each.published,
                name=provider.name,
            )
            for each in found
            if source.in_time(each.published) and (why := report_kind(each.title, source.reports)) is not None
        ]
    )
