"""Commands that print a document, a recommendation, the doubts or the families at a terminal."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from records.errors import ScrutinyError
from records.outcome import State
from records.report import Report, Source
from scrutiny.cli.options import (
    console,
    count,
    say,
    to_dataset,
    what_is_wrong,
    with_passwords,
    with_review,
)
from scrutiny.run.places import Places
from scrutiny.run.progress import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console
    from rich.table import Table as RichTable

    from records.clean import Recommendation

ROOM_FOR_ALL = 110
"""Columns of a terminal from which whole ids, RAG and due dates stand beside the rows."""

SHARES = {"Recommendation": 5, "Status": 2, "Due": 2, "Who": 3}
"""How the columns of words share what the others leave of a line."""

MOST_NAMED = 8
"""Ids that are listed where several recommendations have a number."""


@click.command("show")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_passwords
def show_command(file: Path, passwords: tuple[str, ...]) -> None:
    """Print one document: facts, rows, and the account of its pages.

    The exit status is that of a run of it alone.
    """
    from rich.table import Table
    from rich.text import Text

    from normalise.registers.load import load_registers
    from normalise.review.decisions import Decisions
    from normalise.run import normalise
    from scrutiny.run.worker import read_document
    from scrutiny.run.workers import read_one

    out, report = console(), read_one(file, passwords, read_document)
    told = f"{count(report.pages, 'page')}, {report.family}, {report.state.value}"
    out.print(Text.assemble((file.name, "bold"), f"  {told}"))
    if report.problem is not None:
        out.print(Text.assemble((report.problem.value, "yellow"), f": {what_is_wrong(report)}"))
    if report.state is State.SET_ASIDE:
        sys.exit(3)
    dataset = normalise(
        [report], [Source(file.name, report.sha256, report.bytes)], load_registers(), Decisions()
    )
    for name, passage in report.facts.items():
        out.print(f"  {name}: {passage.text}")
    bodies: dict[str, list[str]] = {}
    for body in dataset.responsibilities:
        bodies.setdefault(body.recommendation_id, []).append(body.agency or body.agency_raw)
    if dataset.judgements:
        table = Table("Aspect", "Grade", "Page", title="Judgements", title_justify="left")
        for judgement in dataset.judgements:
            table.add_row(judgement.aspect_raw, judgement.grade_raw, str(judgement.page))
        out.print(table)
    if dataset.recommendations:
        out.print(_rows_table(dataset.recommendations, bodies, out.width))
    _print_account(report, out)
    sys.exit(0 if report.state is State.OK else 3)


def _status(row: Recommendation) -> str:
    """Return the printed status, and below it what it was taken for unless it says the same."""
    printed = row.status_raw or ""
    same = row.status is None or row.status.replace("_", " ") == printed.casefold()
    return printed if same else f"{printed}\n→ {row.status}".lstrip()


def _rows_table(rows: Sequence[Recommendation], bodies: Mapping[str, Sequence[str]], width: int) -> RichTable:
    """Return a table of recommendations; a wide one has ids, and RAG and due dates where there are any.

    It is `width` characters wide, of which the words of a recommendation have the most.
    """
    from rich.table import Table
    from rich.text import Text

    roomy = width >= ROOM_FOR_ALL

    def due(row: Recommendation) -> str:
        printed = row.due_raw or row.timescale_raw or ""
        return f"{printed}\n→ {row.due_date}".lstrip() if row.due_date else printed

    columns: dict[str, Callable[[Recommendation], str]] = {
        "Id" if roomy else "Ref": lambda row: row.recommendation_id if roomy else row.ref or "",
        "Recommendation": lambda row: row.text,
        "Status": _status,
        "RAG": lambda row: row.rag or "",
        "Due": due,
        "Who": lambda row: "\n".join(bodies.get(row.recommendation_id, [])),
        "Page": lambda row: f"{row.page}-{row.page_last}".removesuffix(f"-{row.page}"),
    }
    told = {
        name: of
        for name, of in columns.items()
        if name not in ("RAG", "Due") or (roomy and any(map(of, rows)))
    }
    table = Table(show_lines=True, width=width)
    for name in told:
        table.add_column(name, ratio=SHARES.get(name))
    section = None
    for row in rows:
        if row.section != section:
            section = row.section
            table.add_row("", Text(section or "", style="bold"), *[""] * (len(told) - 2))
        table.add_row(*(of(row) for of in told.values()))
    return table


def _print_account(report: Report, out: Console) -> None:
    for join in report.joins:
        cut = ", through a row" if join.cut_row else ""
        out.print(f"  page {join.upper_page} to {join.lower_page}: table joined, {join.reason}{cut}")
    total = sum(account.characters for account in report.accounts)
    shares = {
        name: sum(getattr(account, name) for account in report.accounts)
        for name in ("in_rows", "in_facts", "in_headings", "in_furniture", "in_prose", "unplaced")
    }
    counts = ", ".join(f"{count} {name.replace('in_', 'in ')}" for name, count in shares.items())
    out.print(f"  {total} characters: {counts}")
    for line in issue_lines(report):
        out.print(f"  {line}")


def issue_lines(report: Report) -> list[str]:
    """Return a line for each issue, each once; what the problem of the document says is not said again."""
    lines: dict[str, None] = {}
    for issue in report.issues:
        place = f"page {issue.page}: " if issue.page else ""
        if issue.message not in report.problem_detail:
            lines[f"{issue.level}: {place}{issue.message}"] = None
    return [*lines]


@click.command("explain")
@click.argument("named", metavar="ID|NUMBER")
@to_dataset
def explain_command(named: str, clean: Path) -> None:
    """Say where a recommendation stands and how it was understood.

    Every value is printed, with its place on the page and how it was reached. Name it by its id, or by its
    printed number, such as 15a, where one recommendation of the dataset alone has it.
    """
    out = console()
    row = _named(named, clean)
    recommendation_id = row["recommendation_id"]
    document = _rows(clean, "documents", "document_id", row["document_id"])[0]
    out.print(f"{recommendation_id}: {document['file']}, row {row['position']}", style="bold")
    for page, x0, top, x1, bottom in json.loads(row["regions"]):
        across = f"{x0:.0f} to {x1:.0f} points from the left"
        out.print(f"  page {page}: {across}, {top:.0f} to {bottom:.0f} from the top")
    for name, value in row.items():
        if value is not None and name not in {"recommendation_id", "document_id", "regions", "position"}:
            say(out, f"  {name}: {value}")
    for body in _rows(clean, "responsibilities", "recommendation_id", recommendation_id):
        say(out, f"  {body['role']}: '{body['agency_raw']}' {_linked(body)}")
        if body["runner_up_id"]:
            out.print(f"    next best: {body['runner_up_id']}, {body['runner_up_score']:.0f}")
        if body["today_id"] and body["today_id"] != body["agency_id"]:
            out.print(f"    today: {body['today']} ({body['today_id']})")


def _named(named: str, clean: Path) -> dict[str, Any]:
    """Return the recommendation of that id, else the only one of that number. Raises `ScrutinyError`."""
    rows = _rows(clean, "recommendations", "recommendation_id", named)
    rows = rows or _rows(clean, "recommendations", "ref", named)
    if not rows:
        raise ScrutinyError(
            f"{named}: no such recommendation in {clean}. "
            "Ids are in the column recommendation_id of recommendations.csv."
        )
    if len(rows) > 1:
        ids = ", ".join(row["recommendation_id"] for row in rows[:MOST_NAMED])
        more = f" and {len(rows) - MOST_NAMED} more" if len(rows) > MOST_NAMED else ""
        raise ScrutinyError(
            f"{len(rows)} recommendations have the number {named}: {ids}{more}. Name one by its id."
        )
    return rows[0]


def _linked(body: Mapping[str, Any]) -> str:
    """Return in words what a printed body was taken for."""
    if body["agency_id"]:
        return f"is {body['agency']} ({body['agency_id']}), by {body['method']}"
    if body["kind"] in {"post", "team", "group"}:
        return f"is a {body['kind']}, which has no id"
    if body["method"] == "decision":
        return "is no body, by decision"
    return "was not found in the register" + (f" (kind: {body['kind']})" if body["kind"] else "")


def _rows(clean: Path, table: str, column: str, value: str) -> list[dict[str, Any]]:
    import pyarrow.parquet as pq

    path = clean / f"{table}.parquet"
    if not path.exists():
        raise ScrutinyError(
            f"{clean}: there is no dataset here. Run 'scrutiny run' first, or name its folder with --out."
        )
    found: list[dict[str, Any]] = pq.read_table(path, filters=[(column, "=", value)]).to_pylist()
    return found


@click.command("families")
def families_command() -> None:
    """List the known report families, and by what each is told."""
    from extract.families.registry import load_families
    from scrutiny.run.pipeline import require_own_files

    out = console()
    require_own_files()
    for family in load_families():
        first, last = family.years
        years = f"{first or ''}-{last or 'now'}" if first or last else "any year"
        out.print(f"{family.name}: {family.title} ({years})", style="bold")
        for sign in family.signature:
            out.print(f"  {sign.weight}  {sign.phrase or sign.regex}")


@click.command("doubts")
@to_dataset
@with_review
def doubts_command(clean: Path, review: Path | None) -> None:
    """List what a person should look at: the queue of the last run.

    Questions stand below their document; one that several rows or documents ask stands there once. Warnings,
    which ask nothing, are counted.
    """
    from scrutiny.review.decisions_file import read_queue

    out, files = console(), dict[str, str]()
    doubts = read_queue(Places.around(Path(), clean, review).review / "queue.csv")
    with contextlib.suppress(FileNotFoundError):
        for row in csv.DictReader(io.StringIO((clean / "documents.csv").read_text(encoding="utf-8"))):
            files.setdefault(row["document_id"], row["file"])
    asked: dict[tuple[str, str, str], list[dict[str, str]]] = {}
    for doubt in doubts:
        asked.setdefault((doubt["kind"], doubt["raw"], doubt["reason"]), []).append(doubt)
    of_documents: dict[str, list[list[dict[str, str]]]] = {}
    for found in asked.values():
        of_documents.setdefault(found[0]["document_id"], []).append(found)
    for document_id, questions in of_documents.items():
        out.print(shown(files.get(document_id, document_id or "in every document")), style="bold")
        for found in questions:
            say(out, f"  {_question(found)}")
    answer = "'scrutiny review' shows each beside its place and takes the answers."
    out.print(f"{len(doubts)} to look at. {answer}" if doubts else "There are no questions.")
    if warnings := _warnings(clean / "issues.csv"):
        out.print(f"{count(warnings, 'warning')} to check against the page: {clean / 'issues.csv'}")


def _question(found: Sequence[Mapping[str, str]]) -> str:
    """Return a question in a line: where in its document it is asked, what is printed, and why."""
    first = found[0]
    pages = dict.fromkeys(
        each["page"] for each in found if each["document_id"] == first["document_id"] and each["page"]
    )
    where = f"page {', '.join(pages)}: " if pages else ""
    others = len({each["document_id"] for each in found}) - 1
    also = f" (also in {count(others, 'other document')})" if others else ""
    raw = f" '{first['raw']}'" if first["raw"] else ""
    return f"{where}{first['kind']}{raw}{also}: {first['reason']}"


def _warnings(path: Path) -> int:
    """Return how many issues are warnings or errors and no questions; 0 where there is no file."""
    try:
        rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return 0
    return sum(row["level"] != "info" and not row["code"].startswith("doubtful_") for row in rows)
