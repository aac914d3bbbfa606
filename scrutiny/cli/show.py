"""Documents, recommendations and doubts printed for a person at a terminal."""

from __future__ import annotations

import contextlib
import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from records.errors import ScrutinyError
from records.outcome import State
from records.report import Report, Source
from scrutiny.run.progress import shown

if TYPE_CHECKING:
    from rich.console import Console


def show(file: Path, console: Console, passwords: Sequence[str] = ()) -> int:
    """Print what one document holds; return the exit status that a run of it alone would have."""
    from rich.table import Table
    from rich.text import Text

    from normalise.registers.load import load_registers
    from normalise.review.decisions import no_decisions
    from normalise.run import normalise
    from scrutiny.run.worker import read_document
    from scrutiny.run.workers import read_one

    report = read_one(file, passwords, read_document)
    told = f"{report.pages} pages, {report.family}, {report.state.value}"
    console.print(Text.assemble((file.name, "bold"), f"  {told}"))
    if report.problem is not None:
        console.print(Text.assemble((report.problem.value, "yellow"), f": {report.problem_detail}"))
    if report.state is State.SET_ASIDE:
        return 3
    dataset = normalise(
        [report], [Source(file.name, report.sha256, report.bytes)], load_registers(), no_decisions()
    )
    for name, passage in report.facts.items():
        console.print(f"  {name}: {passage.text}")
    bodies: dict[str, list[str]] = {}
    for body in dataset.responsibilities:
        bodies.setdefault(body.recommendation_id, []).append(body.agency or body.agency_raw)
    if dataset.judgements:
        table = Table("Aspect", "Grade", "Page", title="Judgements", title_justify="left")
        for judgement in dataset.judgements:
            table.add_row(judgement.aspect_raw, judgement.grade_raw, str(judgement.page))
        console.print(table)
    if dataset.recommendations:
        table = Table("Ref", "Recommendation", "Status", "Who", "Page", title_justify="left", show_lines=True)
        section = None
        for row in dataset.recommendations:
            if row.section != section:
                section = row.section
                table.add_row("", Text(section or "", style="bold"), "", "", "")
            status = row.status_raw or ""
            table.add_row(
                row.ref or "",
                row.text,
                f"{status}\n→ {row.status}" if row.status else status,
                "\n".join(bodies.get(row.recommendation_id, [])),
                str(row.page) if row.page == row.page_last else f"{row.page}-{row.page_last}",
            )
        console.print(table)
    _print_account(report, console)
    return 0 if report.state is State.OK else 3


def _print_account(report: Report, console: Console) -> None:
    for join in report.joins:
        cut = ", through a row" if join.cut_row else ""
        console.print(f"  page {join.upper_page} to {join.lower_page}: table joined, {join.reason}{cut}")
    total = sum(account.characters for account in report.accounts)
    shares = {
        name: sum(getattr(account, name) for account in report.accounts)
        for name in ("in_rows", "in_facts", "in_headings", "in_furniture", "in_prose", "unplaced")
    }
    counts = ", ".join(f"{count} {name.replace('in_', 'in ')}" for name, count in shares.items())
    console.print(f"  {total} characters: {counts}")
    for issue in report.issues:
        place = f"page {issue.page}: " if issue.page else ""
        console.print(f"  {issue.level}: {place}{issue.message}")


def explain(recommendation_id: str, clean: Path, console: Console) -> None:
    """Print every value of a recommendation, where it stands, and how it was reached.

    Raises `ScrutinyError` if there is no dataset or no such recommendation in it.
    """
    rows = _rows(clean, "recommendations", "recommendation_id", recommendation_id)
    if not rows:
        raise ScrutinyError(
            f"{recommendation_id}: no such recommendation in {clean}. "
            "Ids are in the column recommendation_id of recommendations.csv."
        )
    row = rows[0]
    document = _rows(clean, "documents", "document_id", row["document_id"])[0]
    console.print(f"{recommendation_id}: {document['file']}, row {row['position']}", style="bold")
    for page, x0, top, x1, bottom in json.loads(row["regions"]):
        across = f"{x0:.0f} to {x1:.0f} points from the left"
        console.print(f"  page {page}: {across}, {top:.0f} to {bottom:.0f} from the top")
    for name, value in row.items():
        if value is not None and name not in {"recommendation_id", "document_id", "regions", "position"}:
            console.print(f"  {name}: {value}")
    for body in _rows(clean, "responsibilities", "recommendation_id", recommendation_id):
        linked = (
            f"{body['agency']} ({body['agency_id']})" if body["agency_id"] else f"no body ({body['kind']})"
        )
        console.print(f"  {body['role']}: '{body['agency_raw']}' is {linked}, by {body['method']}")
        if body["runner_up_id"]:
            console.print(f"    next best: {body['runner_up_id']}, {body['runner_up_score']:.0f}")
        if body["today_id"] and body["today_id"] != body["agency_id"]:
            console.print(f"    today: {body['today']} ({body['today_id']})")


def _rows(clean: Path, table: str, column: str, value: str) -> list[dict[str, Any]]:
    import pyarrow.parquet as pq

    path = clean / f"{table}.parquet"
    if not path.exists():
        raise ScrutinyError(
            f"{clean}: there is no dataset here. Run 'scrutiny run' first, or name its folder with --out."
        )
    found: list[dict[str, Any]] = pq.read_table(path, filters=[(column, "=", value)]).to_pylist()
    return found


def list_families(console: Console) -> None:
    """Print each family with its years and the signs by which it is told."""
    from extract.families.registry import load_families
    from scrutiny.run.pipeline import require_own_files

    require_own_files()
    for family in load_families():
        first, last = family.years
        console.print(f"{family.name}: {family.title} ({first or ''}-{last or 'now'})", style="bold")
        for sign in family.signature:
            console.print(f"  {sign.weight}  {sign.phrase or sign.regex}")


def files_in(clean: Path) -> dict[str, str]:
    """Return the file of each document of a dataset, the first of several; none where there is no dataset."""
    rows: list[dict[str, str]] = []
    with contextlib.suppress(FileNotFoundError):
        rows += csv.DictReader(io.StringIO((clean / "documents.csv").read_text(encoding="utf-8")))
    return {row["document_id"]: row["file"] for row in reversed(rows)}


def list_doubts(queue: Path, clean: Path, console: Console) -> None:
    """Print the review queue of a dataset. Raises `ScrutinyError` if no run has written one."""
    from scrutiny.review.decisions_file import read_queue

    doubts = read_queue(queue)
    files = files_in(clean)
    for doubt in doubts:
        place = shown(files.get(doubt["document_id"], doubt["document_id"]))
        place += f", page {doubt['page']}" if doubt.get("page") else ""
        console.print(f"{doubt['kind']}: '{doubt['raw']}' ({place})", style="bold")
        console.print(f"  {doubt['reason']}")
    answer = "'scrutiny review' shows each beside its place and takes the answers."
    console.print(f"{len(doubts)} to look at. {answer}" if doubts else "Nothing needs a look.")
