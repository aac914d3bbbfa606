"""The folders of a run, and how people name them: a path, or the URL of a folder of an object store."""

from __future__ import annotations

from pathlib import Path

import msgspec

from records.errors import ScrutinyError


class Places(msgspec.Struct, frozen=True):
    """The folders of a run. Those that are not named stand beside the dataset."""

    raw: Path
    clean: Path
    review: Path
    interim: Path
    url: str = ""
    """The folder of the documents where it is behind a URL; `raw` then takes copies of those to be read."""
    fetched: Path | None = None
    """The file that notes where documents were fetched from, where it does not stand beside `raw`."""

    @classmethod
    def around(cls, raw: Path, clean: Path, review: Path | None = None) -> Places:
        """Return the folders for a dataset in `clean`: `review` and `interim` are its neighbours."""
        clean = clean.absolute()
        beside = clean.parent
        return cls(raw, clean, (review or beside / "review").absolute(), beside / "interim")


def is_url(place: str) -> bool:
    """Return whether a place is named by a URL; `file://` names a local folder."""
    return "://" in place and not place.startswith("file://")


def local_path(place: str) -> Path:
    """Return the path of a place that is no URL."""
    return Path(place.removeprefix("file://"))


def tidy_url(url: str) -> str:
    """Return the one way in which the URL of a folder is written. Raises `ScrutinyError` if it names none."""
    tidy = url.rstrip("/")
    if not tidy.partition("://")[2].strip("/"):
        raise ScrutinyError(
            f"{url} names no folder. Add the bucket, such as {url.partition('://')[0]}://bucket/raw."
        )
    return tidy


def beside(place: str, name: str) -> str:
    """Return the URL of the neighbour `name` of the folder behind a URL."""
    return f"{place.rstrip('/').rpartition('/')[0]}/{name}"


def require_places(places: Places) -> None:
    """Raise `ScrutinyError` if there is nothing to read, or the dataset would overwrite something else."""
    if not places.url:
        _require_folder(places)
    for folder in (places.clean, *places.clean.parents):
        if folder.exists() and not folder.is_dir():
            raise ScrutinyError(f"{folder} is a file, not a folder for the dataset. Name another folder.")
    if places.clean.is_dir() and not (places.clean / "datapackage.json").exists():
        from publish.schema.load import TABLES

        ours = {f"{table}.{ending}" for table in TABLES for ending in ("csv", "parquet")} | {
            *("scrutiny.xlsx", "scrutiny.sqlite", "wide.csv", "wide.parquet")
        }
        theirs = sorted(path.name for path in places.clean.iterdir() if path.name in ours)
        if theirs:
            raise ScrutinyError(
                f"{places.clean} holds no dataset, but a {theirs[0]} that one would replace. "
                "Name another folder."
            )


def _require_folder(places: Places) -> None:
    if places.raw.is_file():
        raise ScrutinyError(f"{places.raw} is a file. Name its folder, or look at it with 'scrutiny show'.")
    if not places.raw.is_dir():
        raise ScrutinyError(f"{places.raw}: there is no such folder. Name the folder that holds the PDFs.")
    if places.raw.resolve() == places.clean.resolve():
        raise ScrutinyError(f"{places.clean}: the dataset needs a folder of its own, apart from its sources.")
