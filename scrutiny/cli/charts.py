"""`scrutiny charts`: the pictures of a dataset that stands in a folder."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from publish.charts.store import write_charts
from scrutiny.run.datasets import tables_in


def charts(clean: Path, folder: Path | None = None, as_at: dt.date | None = None) -> Path:
    """Draw the dataset in `clean` into `folder`, by default `charts` beside it; give the page with all of it.

    Raises `ScrutinyError` if there is no whole dataset, or the folder cannot be written.
    """
    place = folder or clean.absolute().parent / "charts"
    return write_charts(tables_in(clean), place, as_at)
