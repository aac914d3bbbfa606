"""The date of a document, for pictures."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pyarrow.compute as pc

from publish.write.flat_sheet import DATES


def document_dates(documents: pa.Table) -> dict[str, dt.date | None]:
    """Give the date of each document: of its publication, else of the meeting, else of the inspection."""
    dated = pc.coalesce(*(documents.column(name) for name in DATES)).to_pylist()
    return dict(zip(documents.column("document_id").to_pylist(), dated, strict=True))


def latest_date(documents: pa.Table) -> dt.date | None:
    """Give the latest date of any document, None if none has a date."""
    return max((day for day in document_dates(documents).values() if day is not None), default=None)
