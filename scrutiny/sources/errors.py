"""Why a document could not be fetched."""

from __future__ import annotations

from records.errors import ScrutinyError


class FetchError(ScrutinyError):
    """A document cannot be had now; the others go on."""


class PassingError(FetchError):
    """A visit failed in a way that the next may not."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        """Take what happened and the seconds after which to try again, if that is known."""
        super().__init__(message)
        self.wait = wait
