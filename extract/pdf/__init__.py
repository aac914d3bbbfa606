"""Pages of a PDF as words, rules and fills, whichever library reads them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from records.pages import Page


class PageReader(Protocol):
    """Reads the pages of one PDF.

    Every reader gives the same words in the same order, and the same rules, fills and pictures, in points
    from the top left corner of the page as it is seen, rounded to a hundredth. What two readers give may
    differ by two hundredths, and colours by one step in 255.
    """

    def __call__(self, content: bytes, password: str | None = None) -> Iterator[Page]:
        """Yield the pages in order; `password` opens a locked document.

        Raises `SourceError` with problem `locked`, `damaged` or `over_limit` where the file cannot be read.
        """
        ...
