"""How people name places: a path, or the URL of a folder of an object store."""

from __future__ import annotations

from pathlib import Path

from records.errors import ScrutinyError


def is_url(place: str) -> bool:
    """Say whether a place is named by a URL; `file://` names a local folder."""
    return "://" in place and not place.startswith("file://")


def local_path(place: str) -> Path:
    """Give the path of a place that is no URL."""
    return Path(place.removeprefix("file://"))


def tidy_url(url: str) -> str:
    """Give the one way in which the URL of a folder is written. Raises `ScrutinyError` if it names none."""
    tidy = url.rstrip("/")
    if not tidy.partition("://")[2].strip("/"):
        raise ScrutinyError(
            f"{url} names no folder. Add the bucket, such as {url.partition('://')[0]}://bucket/raw."
        )
    return tidy


def beside(place: str, name: str) -> str:
    """Give the URL of the neighbour `name` of the folder behind a URL."""
    return f"{place.rstrip('/').rpartition('/')[0]}/{name}"
