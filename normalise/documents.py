"""The facts of a document as columns: who, where and when, read from what its pages print."""

import datetime as dt
import re
from collections.abc import Iterable

import msgspec

from normalise.review.findings import Findings
from normalise.values.dates import Day, read_date, read_period
from normalise.values.grades import read_outcome
from normalise.values.status_cells import joined
from normalise.values.statuses import read_key
from records.clean import Document
from records.report import Choice, Passage, Report, Source

FACTS = frozenset(
    {
        *("title", "publisher", "area", "board", "item", "author_body", "meeting_date", "published"),
        *("inspection_dates", "lead_inspector", "outcome", "statement_by", "statement_involving", "follows"),
        *("local_authority", "icb", "previous_inspection", "key"),
    }
)
"""The facts that are known here; `item`, `icb` and `previous_inspection` have no column of their own."""
COUNCIL = re.compile(r"(?:(?:royal |london )?borough of|city of|county of) .+|.*\bcouncil", re.IGNORECASE)
DATES = frozenset({"published", "meeting_date"})
LEAD_IN = re.compile(r"^(?:(?:specifically|including|in particular)\b\s*)?(?:the\b\s*)?", re.IGNORECASE)
"""What may stand before the name of a body in a list."""


class Facts(msgspec.Struct, frozen=True):
    """What a document says of itself, cleaned; `key` is its own key of statuses and colours."""

    title: str | None
    publisher: str | None
    area: str | None
    bodies: tuple[str, ...]
    inspection_start: dt.date | None
    inspection_end: dt.date | None
    published: dt.date | None
    published_precision: str | None
    """`day`, or `month` where no day is printed: the date is then the last day of the month."""
    meeting_date: dt.date | None
    date: dt.date | None
    """The day that the document speaks of: end of the inspection, meeting or publication, else the last
    day of the month that it prints for one of them."""
    lead_inspector: str | None
    outcome: str | None
    statement_by: str | None
    statement_involving: str | None
    follows: str | None
    key: dict[str, str | None]
    from_source: str | None = None
    """The facts that the site of the document tells, as the column has them; see `normalise/origins.py`."""


PUBLISHED = set(Facts.__struct_fields__) & set(Document.__struct_fields__) - {"area", "follows"}
"""Facts that are columns as they are; the area is found, and what a document follows up is another."""


def read_facts(report: Report, findings: Findings) -> Facts:
    """Read the facts of a report. A date that is not sure stays blank and becomes a question."""
    for name in sorted(set(report.facts) - FACTS):
        said = f"The fact '{name}' was taken from the pages and has no column."
        findings.note("warning", "unknown_fact", said)
    printed = report.facts | _decided(report.choices, findings)
    month_is_enough = any(choice.fact == "published" for choice in report.choices)
    published = _day(printed.get("published"), None, findings, month_is_enough)
    meeting = _day(printed.get("meeting_date"), _exact(published), findings)
    start, end = _period(report.facts.get("inspection_dates"), _exact(published), findings)
    spoken_of = end or _exact(meeting) or _exact(published) or meeting.date or published.date
    one = {name: several(passage) for name, passage in report.facts.items()}
    publisher = one.get("publisher") or one.get("board") or one.get("author_body")
    bodies = [one.get(name) for name in ("local_authority", "author_body", "publisher", "board")]
    as_printed = ("title", "area", "outcome", "statement_by", "follows")
    return Facts(
        **{name: one.get(name) for name in as_printed},
        publisher=publisher,
        bodies=tuple(body for body in bodies if body),
        inspection_start=start,
        inspection_end=end,
        published=published.date if month_is_enough else _exact(published),
        published_precision=_precision(published, month_is_enough),
        meeting_date=_exact(meeting),
        date=spoken_of,
        lead_inspector=several(report.facts.get("lead_inspector"), "; "),
        statement_involving=listed(report.facts.get("statement_involving")),
        key=read_key(joined(report.facts.get("key")) or "", report.key),
    )


def document(
    report: Report,
    source: Source,
    facts: Facts,
    area: str | None,
    area_id: str | None,
    region: str | None,
) -> Document:
    """Make the row of one file; two files of the same bytes make two rows that differ in `file` alone."""
    return Document(
        **{name: getattr(facts, name) for name in PUBLISHED},
        document_id=report.document_id,
        file=source.file,
        sha256=source.sha256,
        bytes=source.bytes,
        pages=report.pages,
        family=report.family,
        kind=report.kind,
        area=area,
        area_id=area_id,
        region=region,
        year=facts.date.year if facts.date is not None else None,
        outcome_grade=read_outcome(facts.outcome) if facts.outcome else None,
        follows=None,
        state=report.state.value,
        problem=report.problem.value if report.problem is not None else None,
        problem_detail=report.problem_detail or None,
        reader_version=report.reader_version,
    )


def council_in(body: str) -> str | None:
    """Return the part of a printed body that is a council: 'Any Council' of 'Any Council – Cabinet'."""
    parts = re.split(r"\s[-–—]\s|[,:|]", " ".join(body.split()))
    found = [part.strip() for part in parts if COUNCIL.fullmatch(part.strip())]
    return found[0] if len(found) == 1 else None


def several(passage: Passage | None, mark: str = " ") -> str | None:
    """Return the blocks of a fact with `mark` between them, each on one line."""
    if passage is None:
        return None
    return mark.join(line for block in passage.blocks if (line := " ".join(block.text.split()))) or None


def listed(passage: Passage | None) -> str | None:
    """Return the bodies of a list in running words, `|` between them, each without article or lead-in.

    Inspectors' letters print 'the LSCB partnership and, specifically, health services, the police and
    Cafcass': commas and 'and' stand between bodies there, never inside a name.
    """
    words = several(passage, ", ")
    if words is None:
        return None
    parts = (LEAD_IN.sub("", part.strip()) for part in re.split(r",|\band\b", words))
    return " | ".join(part for part in parts if part) or None


def _decided(choices: Iterable[Choice], findings: Findings) -> dict[str, Passage]:
    """Return the dates that a person decided where the document leaves them open, and ask for the others."""
    decided = {}
    for choice in choices:
        if choice.sure:
            continue
        if choice.fact in DATES and findings.decided("date", choice.best.passage.line) is not None:
            decided[choice.fact] = choice.best.passage
        else:
            _ask(choice, findings)
    return decided


def _ask(choice: Choice, findings: Findings) -> None:
    """Ask which candidate is the date of the document, or tell what its title may be; both stay blank."""
    told = [each for each in (choice.best, choice.second) if each is not None]
    first = told[0].passage
    findings.row = (None, min((region.page for region in first.regions), default=None))
    raw, reason = first.line, "what the document prints does not tell for certain which one it is"
    if choice.fact in DATES:
        read = [(read_date(each.passage.line).date, each) for each in told]
        dates = [(day.isoformat(), each.passage.line, each.score) for day, each in read if day is not None]
        findings.doubt("date", raw, reason, dates)
    elif choice.fact == "title":
        others = " or ".join(f"'{each.passage.line}'" for each in told)
        findings.note("warning", "doubtful_title", f"The title may be {others}: {reason}.")
    findings.row = (None, None)


def _precision(day: Day, month_is_enough: bool) -> str | None:
    """Return how exactly the date of publication is printed, None where the column is blank."""
    if day.date is None or not (day.exact or month_is_enough):
        return None
    return "day" if day.exact else "month"


def _day(
    passage: Passage | None, document_date: dt.date | None, findings: Findings, month_is_enough: bool = False
) -> Day:
    """Read a day on which something happened, or a month if that is enough."""
    raw = several(passage)
    if raw is None:
        return Day(None)
    decided = findings.decided("date", raw)
    if decided is not None:
        return Day(decided.date)
    read = read_date(raw, document_date)
    if read.reason is not None:
        findings.doubt("date", raw, read.reason)
    elif read.date is not None and not read.exact and not month_is_enough:
        findings.note("info", "date_without_day", f"The date '{raw}' has no day, so the column stays blank.")
    return read


def _exact(day: Day) -> dt.date | None:
    """Return the date if the day itself is printed."""
    return day.date if day.exact else None


def _period(
    passage: Passage | None, published: dt.date | None, findings: Findings
) -> tuple[dt.date | None, dt.date | None]:
    raw = several(passage)
    if raw is None:
        return None, None
    read = read_period(raw, published)
    if read.reason is not None:
        findings.doubt("date", raw, read.reason)
    return read.start, read.end
