"""Who published the papers of a folder, by the columns `id` and `publisher` of `INDEX.tsv` beside it."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path


def publishers_of(folder: Path) -> Mapping[str, str]:
    """Return the publisher of each PDF by its name without its ending; nothing where there is no index."""
    index = folder.parent / "INDEX.tsv"
    if not index.exists():
        return {}
    with index.open(encoding="utf-8") as file:
        return {row["id"]: row["publisher"] for row in csv.DictReader(file, delimiter="\t")}
