"""One run from a folder of files to a dataset: the only place where the stages meet."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import version
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import msgspec

from extract.families.registry import load_columns, load_families, load_unknown
from publish.atomic.lock import locked
from publish.atomic.swap import clear_up
from records.clean import Dataset, Doubt
from records.errors import ScrutinyError, WriteError
from records.origin import Origins
from records.outcome import State
from records.report import Report, Source
from scrutiny.run.fingerprint import fingerprint, inputs
from scrutiny.run.jobs import Engine
from scrutiny.run.places import Places, require_places
from scrutiny.run.progress import Progress
from scrutiny.run.reading import Reading, may_pass
from scrutiny.run.records import hash_of, write_file
from scrutiny.sources.listed_origins import LIST, listed_origins
from scrutiny.sources.state import FETCHED, load_origins

if TYPE_CHECKING:
    import pyarrow as pa

    from normalise.review.decisions import Decisions
    from normalise.run import Known
    from scrutiny.following.linked_tables import Groups

WAIT = 60.0
"""Seconds to wait for another run that uses the same records."""


class Summary(msgspec.Struct, frozen=True):
    """How a run ended, for the person who started it."""

    unchanged: bool
    documents: int
    parsed: int
    states: dict[str, int]
    troubled: tuple[tuple[str, str, str, str], ...]
    """File, state, problem and detail of each document that is not ok."""
    rows: dict[str, int]
    doubts: int

    @property
    def status(self) -> int:
        """The exit status: 0 if every document was read, 3 if one was set aside or is partial."""
        return 3 if self.troubled else 0

    @property
    def problem_of_all(self) -> str | None:
        """The problem for which every document, of several, was set aside; None where they differ."""
        problems = {(state, problem) for _, state, problem, _ in self.troubled}
        alike = len(problems) == 1 and len(self.troubled) == self.documents > 1
        return next((problem for state, problem in problems if alike and state == State.SET_ASIDE), None)


def run(
    places: Places,
    *,
    workers: int,
    fresh: bool = False,
    passwords: Sequence[str] = (),
    tell: Callable[[Progress], None] = lambda _: None,
    engine: Engine | None = None,
) -> Summary:
    """Read what is new in the raw folder and publish the dataset.

    Raises `ScrutinyError` when nothing could be published; what stood in the clean folder is then
    untouched. With `fresh`, nothing of an earlier run is used. `passwords` are tried on locked documents.
    `engine` reads them, else processes of this machine.
    """
    require_places(places)
    clock = {"": time.perf_counter()}
    reading = Reading(places, passwords, _chosen(places), fresh=fresh)
    found, broken = reading.find()
    sources = [job.source for job in found] + broken
    if not sources:
        raise ScrutinyError(
            f"{places.url or places.raw}: the folder holds no files. "
            "Put the PDFs there, or name their folder."
        )
    clock["find"] = time.perf_counter()
    fetched = places.fetched or places.raw.absolute().parent / FETCHED
    hashes = [source.sha256 for source in sources]
    origins = {**listed_origins(fetched.with_name(LIST), hashes), **load_origins(fetched, hashes)}
    fingerprint_now = fingerprint(sources, places.review, origins)
    if not fresh and (last := _last_run(places, fingerprint_now, passwords)) is not None:
        return last
    require_own_files()
    # Another run would clear away records that this one needs.
    with locked(places.interim / ".scrutiny-lock", WAIT):
        # The run that was waited for may have done all there is to do.
        if not fresh and (last := _last_run(places, fingerprint_now, passwords)) is not None:
            return last
        making = _Making(places, sources, origins, fresh=fresh)
        reading.known = making.known
        parsed = reading.read(found, workers, tell, engine)
        clock["read"] = time.perf_counter()
        return making.publish(reading, parsed, fingerprint_now, clock)


def _chosen(places: Places) -> Mapping[str, str]:
    """Return the id of the reading that a person chose for a document, by document_id."""
    path = places.review / "decisions.csv"
    if not path.exists():
        return {}
    from normalise.review.decisions import load_decisions

    return load_decisions(path).readings()


def require_own_files() -> None:
    """Load the project's own knowledge once, here. Raises `ConfigError` before any document is read.

    A family file that is wrong would fail in every worker, and each document would seem guilty.
    """
    load_families()
    load_unknown()
    load_columns()


def _last_run(places: Places, fingerprint_now: str, passwords: Sequence[str]) -> Summary | None:
    """Return the summary of the last run if it used the same inputs and its files stand as written."""
    try:
        record = msgspec.json.decode((places.clean / "run.json").read_bytes())
        last = msgspec.convert(record["summary"], Summary)
    except (OSError, KeyError, TypeError, msgspec.MsgspecError):
        return None
    if any(may_pass(state, problem, passwords) for _, state, problem, _ in last.troubled):
        return None
    if record.get("fingerprint") != fingerprint_now or not (places.review / "queue.csv").exists():
        return None
    for name, expected in record.get("files", {}).items():
        path = places.clean / name
        if not path.is_file() or hash_of(path) != expected:
            return None
    clear_up(places.clean)  # what that run left, if it was killed as soon as its dataset stood there
    return msgspec.structs.replace(last, unchanged=True, parsed=0)


def _time_of_run() -> str:
    """Return the time as in RFC 3339; that of SOURCE_DATE_EPOCH where it is set, as for a run again."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    now = dt.datetime.fromtimestamp(int(epoch), dt.UTC) if epoch else dt.datetime.now(dt.UTC)
    return now.isoformat(timespec="seconds")


class _Making:
    """What the dataset is made of beside the documents, and what the run before knew of their rows."""

    def __init__(self, places: Places, sources: Sequence[Source], origins: Origins, *, fresh: bool) -> None:
        """Load it. With `fresh`, nothing is known. Raises `ConfigError` for ill-formed decisions."""
        # Imported here: a run with nothing new needs neither the registers nor the writers.
        from normalise.review.decisions import load_decisions
        from scrutiny.run.kept import Notes, held_by, load_notes

        self.places, self.sources, self.origins = places, sources, origins
        self.versions = {"scrutiny": version("scrutiny"), **inputs(places.review, origins)}
        self.decisions = load_decisions(places.review / "decisions.csv")
        self.held_by = held_by(self.decisions, origins)
        notes = Notes()
        if not fresh:
            notes = load_notes(places.interim, places.clean, self.versions, self.held_by)
        here = {source.sha256 for source in sources}
        self.known = {sha256: each.known for sha256, each in notes.documents.items() if sha256 in here}
        self.pieces = notes.pieces
        self.groups = notes.groups

    def publish(
        self, reading: Reading, parsed: int, fingerprint_now: str, clock: dict[str, float]
    ) -> Summary:
        """Make the tables, write them, and note what the next run can use."""
        from normalise.review.decisions import queue_csv, queue_rows
        from publish.store import publish_tables
        from scrutiny.run.kept import Notes, write_notes

        places = self.places
        known = {each.document.document_id: each for each in self.known.values()}
        tables, doubts = _tables(
            reading.all_reports(self.sources),
            self.sources,
            places,
            self.decisions,
            known,
            self.origins,
            self.groups,
        )
        queue = queue_rows(doubts)
        clock["normalise"] = time.perf_counter()
        columns = ("file", "state", "problem", "problem_detail")
        values = ([value or "" for value in tables["documents"][name].to_pylist()] for name in columns)
        documents = list(zip(*values, strict=True))
        summary = Summary(
            unchanged=False,
            documents=len(documents),
            parsed=parsed,
            states=dict(Counter(state for _, state, _, _ in documents)),
            troubled=tuple(document for document in documents if document[1] != State.OK),
            rows={
                name: len(tables[name])
                for name in ("recommendations", "responsibilities", "judgements", "agencies", "issues")
            },
            doubts=len(queue),
        )
        record: dict[str, Any] = {
            "fingerprint": fingerprint_now,
            "created": _time_of_run(),
            "versions": self.versions,
            # Without folders: a dataset may be moved, and says nothing of the machine that made it.
            "summary": msgspec.to_builtins(summary),
            "seconds": {
                stage: round(ended - started, 3) for (_, started), (stage, ended) in pairwise(clock.items())
            },
        }
        # The queue first: if it cannot be written, the dataset stays as it was.
        write_file(places.review / "queue.csv", queue_csv(queue).encode())
        publish_tables(tables, places.clean, record, pieces=self.pieces)
        with contextlib.suppress(WriteError):  # the next run then makes all rows anew
            lasting = {
                key: each for key, each in known.items() if each.document.sha256 not in reading.reports
            }
            notes = Notes(groups=self.groups, pieces=self.pieces)
            write_notes(places.interim, places.clean, self.versions, self.held_by, lasting, notes)
        return summary


def _tables(
    reports: Iterable[Report],
    sources: Sequence[Source],
    places: Places,
    decisions: Decisions,
    known: dict[str, Known],
    origins: Origins,
    groups: Groups,
) -> tuple[dict[str, pa.Table], list[Doubt]]:
    """Clean the reports and give the tables and the doubts; only the rows of one part are held at a time.

    The rows of `known` documents are those of the dataset that stands there, and so are the links of
    `groups`.
    """
    from normalise.registers.load import load_registers
    from normalise.run import NOT_FOUND, normalise_in_parts
    from publish.compare.earlier import rows_of_documents
    from publish.tables import tables_of_parts
    from scrutiny.following.linked_tables import DOUBTFUL, follow

    doubts: list[Doubt] = []

    def noted(part: Dataset) -> Dataset:
        doubts.extend(part.doubts)
        return part

    standing = frozenset(known)
    before = rows_of_documents(places.clean, known, {NOT_FOUND, DOUBTFUL}) if known else {}
    parts = normalise_in_parts(reports, sources, load_registers(), decisions, before=known, origins=origins)
    tables = tables_of_parts(map(noted, parts), before)
    return tables, [*doubts, *follow(tables, decisions, standing, groups)]
