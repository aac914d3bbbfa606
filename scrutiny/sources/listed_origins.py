"""Where documents come from that a list names by their bytes, though they were not fetched here."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

import msgspec

from records.origin import Origin
from scrutiny.sources.source_list import load_sources

LIST = "sources.csv"


def listed_origins(path: Path, hashes: Iterable[str]) -> dict[str, tuple[Origin, ...]]:
    """Return the origin of documents whose SHA-256 a list tells, by document_id.

    `path` is a `sources.csv`, which need not exist, and is left alone if it is somebody else's. Raises
    `ConfigError` for one of ours that is wrong.
    """
    if not _is_list(path):
        return {}
    wanted = set(hashes)
    names = [name for name in Origin.__struct_fields__ if name != "source"]
    found: dict[str, tuple[Origin, ...]] = {}
    for each in load_sources(path):
        if each.sha256 in wanted:
            told = {name: value for name, value in msgspec.structs.asdict(each).items() if name in names}
            found[each.sha256[:12]] = (Origin(**told),)
    return found


def _is_list(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        return {"url", "file", "sha256"} <= set(next(csv.reader(file), ()))
