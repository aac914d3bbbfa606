"""The pictures of a dataset, written into a folder of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from publish.charts.ages import open_by_age
from publish.charts.dates import latest_date
from publish.charts.figure import Figure
from publish.charts.grades import grades_by_year
from publish.charts.layout import picture_of
from publish.charts.page import page_of
from publish.charts.plans import RATING, STATUS, plans_over_time
from publish.charts.shapes import png_of, svg_of
from publish.charts.statuses import statuses_by_agency
from records.errors import WriteError

PAGE = "summary.html"


def figures_of(tables: Mapping[str, pa.Table], as_at: dt.date | None = None) -> tuple[Figure, ...]:
    """Count what the pictures show, at the day `as_at`: by default the latest date of any document.

    Not today: the same dataset shall give the same pictures tomorrow.
    """
    return (
        statuses_by_agency(tables),
        open_by_age(tables, as_at or latest_date(tables["documents"])),
        grades_by_year(tables),
        plans_over_time(tables, RATING),
        plans_over_time(tables, STATUS),
    )


def write_charts(tables: Mapping[str, pa.Table], folder: Path, as_at: dt.date | None = None) -> Path:
    """Write each picture as SVG and PNG, and the page with all of them; give the page.

    The same tables give the same bytes. A picture that the dataset no longer gives is removed. Raises
    `WriteError` if the folder cannot be written.
    """
    pictures = [(one, picture_of(one.parts) if one.parts else None) for one in figures_of(tables, as_at)]
    drawn = [(one, None if picture is None else svg_of(picture)) for one, picture in pictures]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for figure, picture in pictures:
            vector, raster = folder / f"{figure.name}.svg", folder / f"{figure.name}.png"
            if picture is None:
                vector.unlink(missing_ok=True)
                raster.unlink(missing_ok=True)
                continue
            vector.write_text(svg_of(picture), encoding="utf-8")
            raster.write_bytes(png_of(picture))
        page = folder / PAGE
        page.write_text(page_of(drawn, tables), encoding="utf-8")
    except OSError as error:
        raise WriteError(
            f"{folder}: the pictures cannot be written ({error.strerror}). Free some space, or choose "
            "another folder with --to."
        ) from error
    return page
