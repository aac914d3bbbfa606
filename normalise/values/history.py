"""How an action stood at earlier meetings, where a tracker prints one column for each."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from normalise.values.dates import read_date
from normalise.values.rag import read_rag
from normalise.values.status_cells import joined, part
from normalise.values.statuses import Key, read_status, status_group, status_of_colour
from records.clean import EarlierStatus
from records.months import MONTH
from records.report import RawRow

DATED = re.compile(
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?:{MONTH})\.?\s+\d{{4}}"
    r"|\d{1,2}[./]\d{1,2}[./]\d{2,4}",
    re.IGNORECASE,
)
"""The date in a heading such as 'Update (March 2014)'."""


def earlier_statuses(
    raw: RawRow, recommendation_id: str, key: Key, date: dt.date | None
) -> Iterator[EarlierStatus]:
    """Return the statuses of earlier meetings, oldest first; a meeting with a blank cell is left out.

    They are read like the present one. What is not understood stays blank and raises no question:
    nobody acts on it any more. `as_at` is the day, or the last day of the month, in the heading.
    """
    for position, (heading, passage) in enumerate(raw.earlier.items(), 1):
        told = joined(passage)
        rag = read_rag(told, passage.fill, passage.dot, passage.ink)
        if told is None and rag.value is None:
            continue
        parted = part(passage, key)
        answer = read_status(parted.status, key, date).answer if parted.status is not None else None
        if answer is None and rag.value is not None:
            answer = status_of_colour(rag.value, key)
        status = answer.value if answer is not None else None
        day = DATED.search(heading)
        yield EarlierStatus(
            recommendation_id=recommendation_id,
            position=position,
            heading=heading,
            as_at=read_date(day[0]).date if day is not None else None,
            told_raw=told,
            status_raw=parted.status,
            status=status,
            status_group=status_group(status),
            rag=rag.value,
            page=passage.regions[0].page if passage.regions else None,
        )
