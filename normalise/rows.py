"""A raw row becomes a recommendation: columns are added beside what is printed."""

import datetime as dt
from collections.abc import Mapping, Sequence

import msgspec
from msgspec.structs import asdict, replace

from normalise.review.findings import Findings
from normalise.values.answers import opening_answer
from normalise.values.dates import Day, Order, read_date
from normalise.values.lookups import Answer
from normalise.values.rag import Rag, read_rag
from normalise.values.references import Pointer, Row, resolve
from normalise.values.status_cells import Parted, joined, part
from normalise.values.statuses import (
    Key,
    Reading,
    read_beside_answer,
    read_status,
    status_group,
    status_of_colour,
)
from normalise.values.text import phrase
from normalise.values.themes import themes_of
from normalise.values.timescales import Heading, read_heading, read_timescale
from records.clean import Doubt, PublishedIssue, Recommendation
from records.report import OTHER, Passage, RawRow


class Time(msgspec.Struct, frozen=True):
    """When a row is to be done, as printed and as read, and the theme of its heading."""

    theme_raw: str | None
    timescale_raw: str | None
    timescale: str | None
    due_raw: str | None
    due_date: dt.date | None


class Draft(msgspec.Struct, frozen=True):
    """A recommendation whose pointer to another row, if it has one, is not yet followed."""

    row: Recommendation
    section: tuple[str, ...]
    pointer: Pointer | None


def draft(
    raw: RawRow, recommendation_id: str, key: Key, date: dt.date | None, order: Order, findings: Findings
) -> Draft:
    """Clean one row by itself. `date` is the day that the document speaks of, `order` that of its dates."""
    fields, pages = raw.fields, [region.page for region in raw.regions]
    findings.row = (recommendation_id, min(pages))
    told, rag = _told(raw, key), _rag(raw, key, findings)
    status, method, pointer = _status(raw, told, rag, key, date, findings)
    time = _time(raw, date, order, findings)
    row = Recommendation(
        recommendation_id=recommendation_id,
        document_id=findings.document_id,
        part=findings.part,
        position=raw.position,
        section=" > ".join(raw.section) or None,
        theme=themes_of(joined(fields.get("text")), time.theme_raw),
        lead_in=joined(fields.get("lead_in")),
        ref=joined(fields.get("ref")),
        title=joined(fields.get("title")),
        text=joined(fields.get("text")) or "",
        comments=told.comments,
        status_raw=told.status,
        status=status,
        status_group=status_group(status),
        status_method=method,
        rag_raw=joined(fields.get("rag")),
        rag=rag.value,
        rag_from=rag.source,
        **asdict(time),
        owner_raw=joined(fields.get("owner")),
        page=min(pages),
        page_last=max(pages),
        regions=raw.regions,
        other=_other(fields),
    )
    return Draft(row, raw.section, pointer)


def _other(fields: Mapping[str, Passage]) -> str | None:
    """Return what stands in fields without a role, as JSON by printed heading, None where nothing does."""
    told = {
        name.removeprefix(OTHER): words
        for name in fields
        if name.startswith(OTHER) and (words := joined(fields[name]))
    }
    return msgspec.json.encode(told).decode() if told else None


def with_statuses(rows: Sequence[RawRow], key: Key) -> tuple[RawRow, ...]:
    """Take a column for comments alone where no cell of it begins with a status.

    'Progress to date' holds statuses in one plan and plain text in the next; the whole column tells.
    """
    cells = [row.fields["status_and_comments"] for row in rows if "status_and_comments" in row.fields]
    told = any(part(cell, key).status is not None for cell in cells)
    return tuple(_as_comments(row) if cells and not told else row for row in rows)


def _as_comments(row: RawRow) -> RawRow:
    fields = {role: passage for role, passage in row.fields.items() if role != "status_and_comments"}
    cells = [row.fields[role] for role in ("status_and_comments", "comments") if role in row.fields]
    if cells:
        blocks = tuple(block for cell in cells for block in cell.blocks)
        fields["comments"] = Passage(blocks, tuple(region for cell in cells for region in cell.regions))
    return replace(row, fields=fields)


def follow(drafts: Sequence[Draft], findings: Findings) -> list[Recommendation]:
    """Follow the pointers of all rows of a document, each to one row or to none."""
    places = [Row(each.section, each.row.ref) for each in drafts]
    return [_follow(at, drafts, places, findings) for at in range(len(drafts))]


def flag(
    rows: Sequence[Recommendation], doubts: Sequence[Doubt], issues: Sequence[PublishedIssue]
) -> list[Recommendation]:
    """Mark the rows that are doubtful or warned of, and those that point to a doubtful status."""
    doubted = {doubt.recommendation_id for doubt in doubts}
    doubted |= {issue.recommendation_id for issue in issues if issue.level != "info"}
    unsure = {doubt.recommendation_id for doubt in doubts if doubt.kind == "status"}

    def doubtful(row: Recommendation) -> bool:
        by_pointer = row.status_method == "reference" and row.status_refers_to in unsure
        return row.recommendation_id in doubted or by_pointer

    return [replace(row, needs_review=doubtful(row)) for row in rows]


def _follow(at: int, drafts: Sequence[Draft], places: Sequence[Row], findings: Findings) -> Recommendation:
    row, pointer = drafts[at].row, drafts[at].pointer
    if pointer is None:
        return row
    findings.row = (row.recommendation_id, row.page)
    raw = row.status_raw or ""
    found = resolve(pointer, at, places)
    if isinstance(found, str):
        findings.doubt("status", raw, found)
        return row
    meant = drafts[found].row
    pointed = replace(row, status_refers_to=meant.recommendation_id)
    if row.status is not None:
        return pointed
    if meant.status is None:
        reason = f"the row that it points to, {meant.recommendation_id}, has no status of its own"
        findings.doubt("status", raw, reason)
        return pointed
    found_there = {"status": meant.status, "status_group": meant.status_group}
    return replace(pointed, **found_there, status_method="reference")


def _told(raw: RawRow, key: Key) -> Parted:
    """Return the printed status and comments, wherever they stand.

    A reason comes with a cell that should begin with a status and does not.
    """
    status, comments = joined(raw.fields.get("status")), joined(raw.fields.get("comments"))
    both = raw.fields.get("status_and_comments")
    if both is None:
        answer = opening_answer(status) if status is not None else None
        return Parted(answer.words if answer is not None and answer.whole else status, comments)
    parted = part(both, key) if status is None else Parted(status, joined(both))
    said = "\n".join(words for words in (parted.comments, comments) if words) or None
    return replace(parted, comments=said)


def _status(
    raw: RawRow, told: Parted, rag: Rag, key: Key, date: dt.date | None, findings: Findings
) -> tuple[str | None, str, Pointer | None]:
    """Return status, method and pointer: from the printed status, else from what the colour column says."""
    response, rag_raw = joined(raw.fields.get("response")), joined(raw.fields.get("rag"))
    if told.status is not None and not phrase(told.status):
        return None, "none", None  # a dash fills an empty cell
    if told.status is not None:
        asked, reading = told.status, read_status(told.status, key, date)
        by_answer = read_beside_answer(told.status, response) if reading.answer.value is None else None
        reading = Reading(by_answer) if by_answer is not None else reading
    elif told.reason is not None:
        asked, reading = told.comments or "", Reading(Answer(None, "none", told.reason))
    elif rag.value is not None:
        asked, reading = rag.value, Reading(status_of_colour(rag.value, key))
    elif rag_raw is not None:
        asked, reading = rag_raw, read_status(rag_raw, key)
    else:
        return None, "none", None
    decided = findings.decided("status", asked)
    if decided is not None:
        return decided.value or None, "decision", None
    answer, pointer = reading.answer, reading.pointer
    only_colours = told.status is None and told.reason is None and rag.value is None
    if answer.reason is not None and (pointer is None or answer.value is not None) and not only_colours:
        findings.doubt("status", asked, answer.reason, answer.candidates)
    return answer.value, answer.method, pointer


def _rag(raw: RawRow, key: Key, findings: Findings) -> Rag:
    """Read the colour column, or the fill of a status cell where there is no such column."""
    cell = raw.fields.get("rag")
    if cell is None:
        status = raw.fields.get("status")
        if status is None:
            return Rag(None, None)
        behind = read_rag(None, status.fill, status.dot)
        if behind.value is None and status.ink is not None:
            # Letters are blue or purple for many reasons; red, amber and green they are for one.
            lettered = read_rag(None, status.ink)
            behind = lettered if lettered.value in {"red", "amber", "green"} else behind
        return behind if behind.value is not None else Rag(None, None)
    words = joined(cell)
    decided = findings.decided("rag", words) if words is not None else None
    if decided is not None:
        return Rag(decided.value or None, "text" if decided.value else None)
    read = read_rag(words, cell.fill, cell.dot, cell.ink)
    understood = words is not None and (
        phrase(words) in key or read_status(words, key).answer.value is not None
    )
    if read.reason is not None and not (read.value is None and understood):
        findings.doubt("rag", words or "(fill)", read.reason, read.candidates)
    return read


def _time(raw: RawRow, date: dt.date | None, order: Order, findings: Findings) -> Time:
    """Read when a row is to be done, and the theme that its heading names.

    The cells come before the headings, the innermost heading before the others. One column often
    holds both kinds of time, 'Within 3 months' and '31/03/13', so each cell is read both ways.
    """
    due_raw, time_raw = joined(raw.fields.get("due")), joined(raw.fields.get("timescale"))
    headings = [read_heading(heading) for heading in reversed(raw.section)]
    of_heading = next((heading.theme_raw for heading in headings if heading.theme_raw), None)
    due_date, timescale, timescale_raw = None, None, time_raw
    for words in (due_raw, time_raw):
        if words is None:
            continue
        span = _asked_time(words, findings)
        day = _asked_day(words, date, order, findings) if span.value is None else Day(None)
        if span.value is not None and timescale is None:
            timescale, timescale_raw = span.value, words
        due_date = due_date or day.date
        if day.date is not None and due_raw is None:
            due_raw = words
        if span.value is None and day.date is None and span.reason and day.reason:
            findings.doubt("timescale" if words is time_raw else "date", words, day.reason)
    if timescale is None and time_raw is None:
        timescale_raw, timescale = _time_of_headings(headings, findings)
    theme_raw = joined(raw.fields.get("theme")) or of_heading
    return Time(theme_raw, timescale_raw, timescale, due_raw, due_date)


def _time_of_headings(headings: Sequence[Heading], findings: Findings) -> tuple[str | None, str | None]:
    """Return the printed timescale of the innermost heading that has one, and what it means."""
    raw = next((heading.timescale_raw for heading in headings if heading.timescale_raw), None)
    return raw, _asked_time(raw, findings).value if raw else None


def _asked_time(words: str, findings: Findings) -> Answer:
    decided = findings.decided("timescale", words)
    return Answer(decided.value or None, "decision") if decided is not None else read_timescale(words)


def _asked_day(words: str, date: dt.date | None, order: Order, findings: Findings) -> Day:
    decided = findings.decided("date", words)
    if decided is not None:
        return Day(decided.date)
    return read_date(words, date, past=False, order=order)
