"""How people name places: a path, or the URL of a folder of an object store."""

from __future__ import annotations

from pathlib import Path


def is_url(place: str) -> bool:
    """Say whether a place is named by a URL; `file://` names a local folder."""
    return "://" in place and not place.startswith("file://")


def local_path(place: str) -> Path:
    """Give the path of a place that is no URL."""
    return Path(place.removeprefix("file://"))


def beside(place: str, name: str) -> str:
    """Give the URL of the neighbour `name` of the folder behind a URL."""
    return f"{place.rstrip('/').rpartition('/')[0]}/{name}"
