"""Clean rows: what normalising gives and publishing writes. Fields are the columns of the dataset.

Every name and meaning here is described once more for readers in `publish/schema/*.yaml`;
a test holds the two together. Dates are dates, codes are text, absent is None.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from records.geometry import Region
from records.report import PageAccount


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """One file that was found, also when it could not be read."""

    document_id: str
    file: str
    sha256: str
    bytes: int
    pages: int
    family: str
    kind: str
    title: str | None = None
    publisher: str | None = None
    area: str | None = None
    area_id: str | None = None
    region: str | None = None
    year: int | None = None
    inspection_start: dt.date | None = None
    inspection_end: dt.date | None = None
    published: dt.date | None = None
    published_precision: str | None = None
    meeting_date: dt.date | None = None
    lead_inspector: str | None = None
    outcome: str | None = None
    outcome_grade: int | None = None
    statement_by: str | None = None
    statement_involving: str | None = None
    follows: str | None = None
    state: str
    problem: str | None = None
    problem_detail: str | None = None
    source_url: str | None = None
    source: str | None = None
    committee: str | None = None
    licence: str | None = None
    from_source: str | None = None
    reader_version: str


class DocumentPart(msgspec.Struct, frozen=True, kw_only=True):
    """One paper within a file that was read; a file that is one paper has one."""

    document_id: str
    part: int
    page_first: int
    page_last: int
    title: str | None = None
    publisher: str | None = None
    family: str
    kind: str
    meeting_date: dt.date | None = None
    state: str
    problem: str | None = None
    problem_detail: str | None = None


class Recommendation(msgspec.Struct, frozen=True, kw_only=True):
    """One action, recommendation, area for improvement or priority action."""

    recommendation_id: str
    document_id: str
    part: int
    position: int
    section: str | None = None
    theme_raw: str | None = None
    theme: str | None = None
    kind: str | None = None
    lead_in: str | None = None
    ref: str | None = None
    title: str | None = None
    text: str
    comments: str | None = None
    status_raw: str | None = None
    status: str | None = None
    status_group: str | None = None
    status_method: str
    status_refers_to: str | None = None
    rag_raw: str | None = None
    rag: str | None = None
    rag_from: str | None = None
    timescale_raw: str | None = None
    timescale: str | None = None
    due_raw: str | None = None
    due_date: dt.date | None = None
    owner_raw: str | None = None
    page: int
    page_last: int
    regions: tuple[Region, ...]
    other: str | None = None
    ocr_confidence: float | None = None
    thread_id: str | None = None
    needs_review: bool = False


class Responsibility(msgspec.Struct, frozen=True, kw_only=True):
    """One body named by one recommendation, in the order of the print."""

    recommendation_id: str
    position: int
    role: str
    agency_raw: str
    agency_id: str | None = None
    agency: str | None = None
    kind: str | None = None
    today_id: str | None = None
    today: str | None = None
    method: str
    score: float | None = None
    runner_up_id: str | None = None
    runner_up_score: float | None = None
    needs_review: bool = False


class EarlierStatus(msgspec.Struct, frozen=True, kw_only=True):
    """How a recommendation stood at an earlier meeting, as the same document prints it."""

    recommendation_id: str
    position: int
    heading: str
    as_at: dt.date | None = None
    told_raw: str | None = None
    status_raw: str | None = None
    status: str | None = None
    status_group: str | None = None
    rag: str | None = None
    said_by: str | None = None
    page: int | None = None


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A recommendation and the latest earlier one that it goes on from, in another document."""

    recommendation_id: str
    earlier_recommendation_id: str
    method: str
    score: float | None = None
    runner_up_id: str | None = None
    runner_up_score: float | None = None
    status_before: str | None = None
    status_now: str | None = None
    wording: str
    difference: str | None = None
    reason: str | None = None
    needs_review: bool = False


class Thread(msgspec.Struct, frozen=True, kw_only=True):
    """One recommendation followed over documents; one that occurs once is a thread of one."""

    thread_id: str
    text: str
    place_id: str | None = None
    place: str | None = None
    first_document_id: str
    first_seen: dt.date | None = None
    last_document_id: str
    last_seen: dt.date | None = None
    documents: int
    recommendations: int
    latest_status: str | None = None
    latest_status_by: str | None = None
    days_open: int | None = None
    due_first: dt.date | None = None
    due_latest: dt.date | None = None
    due_moved: int
    contradiction: str | None = None
    needs_review: bool = False


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """One graded aspect of an inspection."""

    document_id: str
    part: int
    position: int
    section: str | None = None
    ref: str | None = None
    aspect_raw: str
    aspect: str | None = None
    grade_raw: str
    grade: str | None = None
    grade_rank: int | None = None
    framework: str | None = None
    page: int
    regions: tuple[Region, ...]


class Inspection(msgspec.Struct, frozen=True, kw_only=True):
    """One inspection with its grades side by side.

    `framework` is the family of its report. `absent` gives for each column that is blank the reason, as
    'column: reason | column: reason' in the order of the columns.
    """

    document_id: str
    part: int
    framework: str
    la_name: str | None = None
    new_la_code: str | None = None
    old_la_code: str | None = None
    region_name: str | None = None
    ofsted_urn: str | None = None
    inspection_start_date: dt.date | None = None
    inspection_end_date: dt.date | None = None
    publication_date: dt.date | None = None
    overall_effectiveness_grade: str | None = None
    impact_of_leaders_grade: str | None = None
    help_and_protection_grade: str | None = None
    in_care_grade: str | None = None
    care_leavers_grade: str | None = None
    in_care_and_care_leavers_grade: str | None = None
    achieving_permanence_grade: str | None = None
    adoption_grade: str | None = None
    lscb_grade: str | None = None
    outcome_grade: int | None = None
    absent: str | None = None


class Account(PageAccount, frozen=True, kw_only=True):
    """The account of one page, with the document that it is of."""

    document_id: str


class Agency(msgspec.Struct, frozen=True, kw_only=True):
    """A public body of the register that some row of the dataset uses."""

    agency_id: str
    agency: str
    kind: str
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    successor_ids: str | None = None
    area_ids: str | None = None
    other_ids: str | None = None
    source: str
    licence: str


class PublishedIssue(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a person might want to look at."""

    document_id: str
    recommendation_id: str | None = None
    page: int | None = None
    level: str
    code: str
    message: str


class Doubt(msgspec.Struct, frozen=True, kw_only=True):
    """A value that is not certain: one line of the review queue.

    `kind` is what is asked (`agency`, `status`, `grade`, `timescale`, `date`, `rag`), `raw` the printed
    words, `candidates` the answers worth considering, best first, each with its score from 0 to 100.
    """

    kind: str
    document_id: str
    recommendation_id: str | None = None
    page: int | None = None
    raw: str
    candidates: tuple[tuple[str, str, float | None], ...] = ()
    """Value, its name for people, score; None where nothing from 0 to 100 can be said of it."""
    reason: str


class Dataset(msgspec.Struct, frozen=True, kw_only=True):
    """All clean rows of a run, and what is doubtful in them."""

    documents: tuple[Document, ...] = ()
    parts: tuple[DocumentPart, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    history: tuple[EarlierStatus, ...] = ()
    links: tuple[Link, ...] = ()
    threads: tuple[Thread, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    inspections: tuple[Inspection, ...] = ()
    accounts: tuple[Account, ...] = ()
    agencies: tuple[Agency, ...] = ()
    issues: tuple[PublishedIssue, ...] = ()
    doubts: tuple[Doubt, ...] = ()
