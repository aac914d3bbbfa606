"""One PDF as DataFrames: its recommendations and judgements, or just its tables."""

from __future__ import annotations

import base64
import html
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from normalise.registers.load import load_registers
from normalise.review.decisions import Decisions
from normalise.run import normalise
from publish.schema.load import schemas
from publish.tables import tables_of_parts
from records.errors import ScrutinyError, SourceError
from records.geometry import Box
from records.outcome import State
from records.pictures import Clip, Drawing
from records.report import Source
from records.tables import Tables
from scrutiny.cli.tables import read_tables as tables_of_content
from scrutiny.frames.processes import without_the_users_script
from scrutiny.frames.types import frame_of
from scrutiny.run.jobs import Job
from scrutiny.run.worker import read_document
from scrutiny.run.workers import read_all, read_one

PathName = str | os.PathLike[str]

MOST_PICTURES = 40
"""Rows of a document that a notebook shows with their pictures."""

MARGIN = 6
"""Points around a row in its picture."""


class FoundTable(NamedTuple):
    """A table of a PDF: the pages on which it stands, the lines that name it, its rows."""

    pages: tuple[int, ...]
    captions: tuple[str, ...]
    rows: pd.DataFrame


class Document:
    """One document that was read: `recommendations`, `judgements`, `documents` and more as DataFrames.

    They are the tables of a dataset that holds this document alone. `state` is `ok`, `partial` or
    `set_aside`, and `problem` says in a sentence why it is not `ok`. In a notebook it shows each
    recommendation beside a picture of its place on the page.
    """

    def __init__(self, path: Path, tables: Mapping[str, pd.DataFrame], passwords: Sequence[str]) -> None:
        """Take what was read; see `read`."""
        self.path = path
        self.documents = tables["documents"]
        self.parts = tables["parts"]
        self.recommendations = tables["recommendations"]
        self.responsibilities = tables["responsibilities"]
        self.history = tables["history"]
        self.judgements = tables["judgements"]
        self.inspections = tables["inspections"]
        self.accounts = tables["accounts"]
        self.agencies = tables["agencies"]
        self.issues = tables["issues"]
        self._passwords = tuple(passwords)

    @property
    def state(self) -> str:
        """What became of it: `ok`, `partial` or `set_aside`."""
        return str(self.documents.loc[0, "state"])

    @property
    def problem(self) -> str | None:
        """Why it is not `ok`, in a sentence; None where it is."""
        told = self.documents.loc[0, "problem_detail"]
        return None if pd.isna(told) else str(told)

    def __repr__(self) -> str:
        """Return what it is, in a line."""
        family = self.documents.loc[0, "family"]
        return f"<scrutiny.Document {self.path.name}: {family}, {self.state}, {self._counts()}>"

    def _counts(self) -> str:
        return f"{len(self.recommendations)} recommendations, {len(self.judgements)} judgements"

    def _repr_html_(self) -> str:
        """Return each recommendation beside a picture of its place on the page, for notebooks."""
        rows = self.recommendations.head(MOST_PICTURES)
        pictures = iter(self._pictures(rows))
        cells = "".join(
            f"<tr><td>{_words(row.ref)}</td><td style='text-align:left'>{_words(row.text)}</td>"
            f"<td>{_words(row.status)}</td><td>{next(pictures)}</td></tr>"
            for row in rows.itertuples()
        )
        head = "<tr><th>ref</th><th>text</th><th>status</th><th>on the page</th></tr>"
        more = len(self.recommendations) - len(rows)
        rest = f"<p>and {more} more in <code>.recommendations</code></p>" if more > 0 else ""
        return f"<p>{html.escape(repr(self))}</p><table>{head}{cells}</table>{rest}"

    def _pictures(self, rows: pd.DataFrame) -> Iterator[str]:
        """Yield an image of the first place of each row, or nothing where it cannot be drawn."""
        clips = tuple(
            _clip(json.loads(regions), page) for regions, page in zip(rows.regions, rows.page, strict=True)
        )
        if not clips:
            return
        known = self.documents.loc[0]
        job = Job(Source(self.path.name, known.sha256, int(known.bytes)), self.path, clips=clips)
        with without_the_users_script():
            ((_, report),) = read_all([job], 1, passwords=self._passwords)
        drawn = report.pictures if isinstance(report, Drawing) and report.pictures else [None] * len(clips)
        for picture in drawn:
            if picture is None:
                yield ""
                continue
            data = base64.b64encode(picture.image).decode()
            yield f"<img style='max-width:30em' src='data:image/webp;base64,{data}'>"


def read(file: PathName, *, passwords: Sequence[str] = ()) -> Document:
    """Read one PDF and return its rows as DataFrames; nothing is written.

    It is read in a process of its own, under the limits of a run. A document that could not be read has no
    rows, its `state` is `set_aside`, and `problem` says why. Raises `ScrutinyError` if there is no such file.

    >>> import scrutiny
    >>> paper = scrutiny.read("data/example/raw/wiltshire-task-group-2012.pdf")
    >>> paper
    <scrutiny.Document wiltshire-task-group-2012.pdf: task_group_report, ok, 26 recommendations, 0 judgements>
    >>> paper.recommendations.loc[15, ["ref", "status_raw", "status"]].to_list()
    ['15a', 'See above', 'unknown']
    """
    path = Path(file).absolute()
    with without_the_users_script():
        try:
            report = read_one(path, tuple(passwords), read_document)
        except SourceError as error:
            raise ScrutinyError(f"{file}: {error}") from error
    source = Source(path.name, report.sha256, report.bytes)
    dataset = normalise([report], [source], load_registers(), Decisions())
    tables = tables_of_parts([dataset])
    return Document(
        path, {name: frame_of(table, schemas()[name]) for name, table in tables.items()}, passwords
    )


def read_tables(file: PathName, *, passwords: Sequence[str] = ()) -> list[FoundTable]:
    """Return every table of a PDF, ruled or not and whole over its pages, its header as column names.

    Raises `ScrutinyError` if the file cannot be read.

    >>> import scrutiny
    >>> tables = scrutiny.read_tables("data/example/raw/wiltshire-task-group-2012.pdf")
    >>> tables[0].pages, tables[0].rows.shape
    ((1, 2, 3, 4), (29, 3))
    """
    with without_the_users_script():
        try:
            report = read_one(Path(file).absolute(), tuple(passwords), tables_of_content)
        except SourceError as error:
            raise ScrutinyError(f"{file}: {error}") from error
    if not isinstance(report, Tables) or report.state is State.SET_ASIDE:
        raise ScrutinyError(f"{file}: {report.problem_detail}")
    found = []
    for table in report.plain:
        texts = table.texts
        header = [" ".join(filter(None, words)) for words in zip(*texts[: table.header_rows], strict=True)]
        frame = pd.DataFrame(texts[table.header_rows :], dtype="str")
        found.append(
            FoundTable(table.pages, table.captions, frame.set_axis(header, axis=1) if header else frame)
        )
    return found


def _clip(regions: Sequence[Sequence[float]], page: int) -> Clip:
    """Return the part of the first page of a row that its places take."""
    boxes = [box for number, *box in regions if number == page]
    x0, top, x1, bottom = (
        pick(edges) for pick, edges in zip((min, min, max, max), zip(*boxes, strict=True), strict=True)
    )
    return Clip(int(page), Box(x0 - MARGIN, top - MARGIN, x1 + MARGIN, bottom + MARGIN))


def _words(value: object) -> str:
    return "" if pd.isna(value) else html.escape(str(value))
