"""The whole program run once over a set of PDFs, and its published rows by document."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from extract.document import read_document
from extract.pdf.pdfium.document import find_password
from records.errors import SourceError
from records.report import Report
from scrutiny.run.jobs import Job, set_aside
from scrutiny.run.pipeline import run
from scrutiny.run.places import Places

Record = dict[str, Any]


class Published:
    """A dataset, its rows grouped by document and by recommendation; blank is None."""

    def __init__(self, clean: Path) -> None:
        def table(name: str) -> list[Record]:
            rows: list[Record] = pq.read_table(clean / f"{name}.parquet").to_pylist()
            return rows

        self.documents = {row["file"]: row for row in table("documents")}
        self.rows = _grouped(table("recommendations"), "document_id")
        self.judgements = _grouped(table("judgements"), "document_id")
        self.links = table("links")
        self.agencies = _grouped(table("responsibilities"), "recommendation_id")
        self.issues = _grouped(table("issues"), "recommendation_id")

    def rows_of(self, file: str) -> Sequence[Record]:
        """Return the recommendations of a document in the order of its pages."""
        return self.rows.get(self.documents[file]["document_id"], [])

    def judgements_of(self, file: str) -> Sequence[Record]:
        """Return the judgements of a document in the order of its pages."""
        return self.judgements.get(self.documents[file]["document_id"], [])

    def named_in(self, row: Record) -> list[str]:
        """Return the bodies, posts and teams that a recommendation names, as printed."""
        return [agency["agency_raw"] for agency in self.agencies.get(row["recommendation_id"], [])]


def _grouped(rows: Iterable[Record], key: str) -> Mapping[str, list[Record]]:
    groups: dict[str, list[Record]] = {}
    for row in rows:
        groups.setdefault(row[key], []).append(row)
    for group in groups.values():
        group.sort(key=lambda row: row.get("position") or 0)
    return groups


def read_here(jobs: Iterable[Job], _: int, /, *, passwords: Sequence[str]) -> Iterator[tuple[Job, Report]]:
    """Read documents in this process, where what counts the lines that tests reach sees `extract` too."""
    for job in jobs:
        content = job.path.read_bytes()
        try:
            yield job, read_document(content, find_password(content, passwords))
        except SourceError as error:
            yield job, set_aside(job, error.problem, error.detail)


def publish_papers(papers: Iterable[Path], folder: Path, passwords: Sequence[str] = ()) -> Published:
    """Run the program over `papers`, each known by its file name, and return what it published."""
    raw = folder / "raw"
    raw.mkdir()
    for paper in papers:
        shutil.copy(paper, raw)
    run(Places.around(raw, folder / "clean"), workers=1, passwords=passwords, engine=read_here)
    return Published(folder / "clean")


def fold(value: object) -> str:
    """Return the letters and digits of a value, in one case and with single spaces; None is blank."""
    text = unicodedata.normalize("NFKC", str(value or "")).replace("\u00ad", "").casefold()
    return " ".join("".join(char if char.isalnum() else " " for char in text).split())
