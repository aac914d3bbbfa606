"""One run from a folder of files to a dataset: the only place where the stages meet."""

from __future__ import annotations

import contextlib
import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from extract.families.registry import load_columns, load_families, load_unknown
from extract.intake.files import fetch_bytes, identify, walk
from extract.version import code_version
from publish.atomic.lock import only_writer
from publish.atomic.swap import clear_up
from records.clean import Dataset, Doubt
from records.errors import ScrutinyError, SourceError, WriteError
from records.outcome import Problem, State
from records.report import Report, Source
from scrutiny.cluster.remote import find_remote, note_identity, read_fetched, write_identities
from scrutiny.run.fingerprint import fingerprint, inputs
from scrutiny.run.records import Store, clear_partials, write_file
from scrutiny.run.start import get_ready
from scrutiny.run.workers import Engine, Job, read_all, unread

if TYPE_CHECKING:
    import pyarrow as pa

PASSING = frozenset({Problem.CRASHED, Problem.OVER_LIMIT, Problem.UNREADABLE})
"""Problems that may be of the moment: such a document is tried again in the next run."""

WAIT = 60.0
"""Seconds to wait for another run that uses the same records."""


class Places(msgspec.Struct, frozen=True):
    """The folders of a run. Those that are not named stand beside the dataset."""

    raw: Path
    clean: Path
    review: Path
    interim: Path
    url: str = ""
    """The folder of the documents where it is behind a URL; `raw` is then of no account."""

    @classmethod
    def around(cls, raw: Path, clean: Path, review: Path | None = None) -> Places:
        """Give the folders for a dataset in `clean`: `review` and `interim` are its neighbours."""
        clean = clean.absolute()
        beside = clean.parent
        return cls(raw, clean, (review or beside / "review").absolute(), beside / "interim")


class Progress(msgspec.Struct, frozen=True):
    """What a run tells while it reads: documents done and in all, the one just done, and the bytes of both.

    Before the first document there is no `report`, and `file` is empty.
    """

    done: int
    total: int
    file: str
    report: Report | None
    bytes_done: int
    bytes: int


class Summary(msgspec.Struct, frozen=True):
    """How a run ended, for the person who started it."""

    clean: Path
    unchanged: bool
    documents: int
    parsed: int
    states: dict[str, int]
    troubled: tuple[tuple[str, str, str, str], ...]
    """File, state, problem and detail of each document that is not ok."""
    rows: dict[str, int]
    doubts: int
    queue: Path

    @property
    def status(self) -> int:
        """The exit status: 0 if every document was read, 3 if one was set aside or is partial."""
        return 3 if self.troubled else 0


def run(
    places: Places,
    *,
    workers: int,
    fresh: bool = False,
    passwords: Sequence[str] = (),
    tell: Callable[[Progress], None] = lambda _: None,
    engine: Engine | None = None,
    prepare: Callable[[], None] = lambda: None,
) -> Summary:
    """Read what is new in the raw folder and publish the dataset.

    Raises `ScrutinyError` when nothing could be published; what stood in the clean folder is then
    untouched. With `fresh`, nothing of an earlier run is used. `passwords` are tried on locked documents.
    `engine` reads them, else processes of this machine; `prepare` is called before, if there is work at all.
    """
    require_places(places)
    require_own_files()
    clock = _Clock()
    found, broken = _find(places, fresh=fresh)
    if not found and not broken:
        raise ScrutinyError(
            f"{places.url or places.raw}: the folder holds no files. "
            "Put the PDFs there, or name their folder."
        )
    clock.lap("find")
    sources = [job.source for job in found] + [source for source, _ in broken]
    print_now = fingerprint(sources, places.review)
    if not fresh and (last := _last_run(places, print_now, passwords)) is not None:
        return last
    with _only_run(places.interim):
        # The run that was waited for may have done all there is to do.
        if not fresh and (last := _last_run(places, print_now, passwords)) is not None:
            return last
        prepare()
        reports, parsed, read = _read(found, places, workers, fresh, passwords, tell, engine)
        for source, report in broken:
            reports[source.sha256] = report
        clock.lap("read")
        if read != sources[: len(read)]:  # a document behind a URL is known by its bytes when it was read
            sources = [*read, *sources[len(read) :]]
            print_now = fingerprint(sources, places.review)
        return _publish(places, sources, reports, parsed, print_now, clock)


def require_places(places: Places) -> None:
    """Raise `ScrutinyError` if there is nothing to read, or the dataset would overwrite something else."""
    if not places.url:
        _require_folder(places)
    if places.clean.is_dir() and not (places.clean / "datapackage.json").exists():
        from publish.schema.load import TABLES

        ours = {f"{table}.{ending}" for table in TABLES for ending in ("csv", "parquet")} | {"scrutiny.xlsx"}
        theirs = sorted(path.name for path in places.clean.iterdir() if path.name in ours)
        if theirs:
            raise ScrutinyError(
                f"{places.clean} holds no dataset, but a {theirs[0]} that one would replace. "
                "Name another folder."
            )


def _require_folder(places: Places) -> None:
    if places.raw.is_file():
        raise ScrutinyError(f"{places.raw} is a file. Name its folder, or look at it with 'scrutiny show'.")
    if not places.raw.is_dir():
        raise ScrutinyError(f"{places.raw}: there is no such folder. Name the folder that holds the PDFs.")
    if places.raw.resolve() == places.clean.resolve():
        raise ScrutinyError(f"{places.clean}: the dataset needs a folder of its own, apart from its sources.")


@contextlib.contextmanager
def _only_run(interim: Path) -> Iterator[None]:
    """Let one run at a time use the records: another one would clear away what it does not need itself."""
    with contextlib.ExitStack() as stack:
        try:
            interim.mkdir(parents=True, exist_ok=True)
            stack.enter_context(only_writer(interim / ".scrutiny-lock", WAIT))
        except OSError as error:
            raise WriteError(
                f"{interim}: cannot be written ({error.strerror}). Free some space, or choose another folder."
            ) from error
        yield


def require_own_files() -> None:
    """Load the project's own knowledge once, here. Raises `ConfigError` before any document is read.

    A family file that is wrong would fail in every worker, and each document would seem guilty.
    """
    load_families()
    load_unknown()
    load_columns()


class _Clock:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self.last = time.perf_counter()

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self.laps[stage] = round(now - self.last, 3)
        self.last = now


Found = tuple[list[Job], list[tuple[Source, Report]]]


def _find(places: Places, *, fresh: bool) -> Found:
    """Give the files of the raw folder with their identity, and those that cannot be opened at all."""
    if places.url:
        return find_remote(places.url, places.interim, fresh=fresh)
    found: list[Job] = []
    broken: list[tuple[Source, Report]] = []
    for file, path in walk(places.raw, {places.clean, places.review, places.interim}):
        try:
            found.append(Job(identify(file, fetch_bytes(path)), path))
        except SourceError as error:
            size = _size(path) if error.problem is Problem.OVER_LIMIT else 0
            broken.append(unread(file, size, error))
    return found, broken


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # gone since it was listed
        return 0


def _may_pass(state: str, problem: str | None, passwords: Sequence[str]) -> bool:
    """Say whether a document set aside may be read in the next run.

    Its problem was of the moment, or it is locked and there are passwords now.
    """
    passing = problem in PASSING or (problem == Problem.LOCKED and bool(passwords))
    return state == State.SET_ASIDE and passing


def _last_run(places: Places, print_now: str, passwords: Sequence[str]) -> Summary | None:
    """Give the summary of the last run if it used the same inputs and its files stand as written."""
    try:
        record = msgspec.json.decode((places.clean / "run.json").read_bytes())
        told = {**record["summary"], "clean": places.clean, "queue": places.review / "queue.csv"}
        last = msgspec.convert(told, Summary)
    except (OSError, KeyError, TypeError, msgspec.MsgspecError):
        return None
    if any(_may_pass(state, problem, passwords) for _, state, problem, _ in last.troubled):
        return None
    if record.get("fingerprint") != print_now or not (places.review / "queue.csv").exists():
        return None
    for name, expected in record.get("files", {}).items():
        path = places.clean / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != expected:
            return None
    clear_up(places.clean)  # what that run left, if it was killed as soon as its dataset stood there
    return msgspec.structs.replace(last, unchanged=True, parsed=0)


def _read(
    found: Sequence[Job],
    places: Places,
    workers: int,
    fresh: bool,
    passwords: Sequence[str],
    tell: Callable[[Progress], None],
    engine: Engine | None,
) -> tuple[dict[str, Report], int, list[Source]]:
    """Read what is new; give the reports that are not in the store, how many were parsed, and all sources.

    Records go to the store as they come, so that memory does not grow with the number of documents.
    """
    store = Store(places.interim, code_version())
    reports: dict[str, Report] = {}
    twins: dict[str, list[Job]] = {}
    for job in found:
        known = None if fresh else store.load(job.source.sha256)
        if known is None or _may_pass(known.state, known.problem, passwords):
            twins.setdefault(job.source.sha256 or job.source.file, []).append(job)
    jobs = [same.pop(0) for same in twins.values()]
    size, size_done, total = sum(map(_weight, jobs)), 0, len(jobs)
    if jobs:
        if engine is None:
            get_ready()
        tell(Progress(0, total, "", None, 0, size))
        _load_what_follows()
    read_jobs = engine or _engine_for(places)
    named: dict[str, Job] = {}
    done = 0
    while jobs:
        asked = {job.source.file: job for job in jobs}
        # The largest first: no worker is left alone with a long one at the end.
        ordered = sorted(jobs, key=lambda job: -job.source.bytes)
        jobs = []
        for job, report in read_jobs(ordered, workers, passwords=passwords):
            if _may_pass(report.state, report.problem, ()):
                reports[job.source.sha256] = report
            else:
                store.save(report)
            if places.url:
                note_identity(places.interim, job)
                named[job.source.file] = job
            before = asked[job.source.file]
            same = twins.get(before.source.sha256)
            if same and job.source.sha256 != before.source.sha256:
                # It could not be had, or is another by now: the file of the same bytes may be as it was.
                jobs.append(same.pop(0))
                size, total = size + _weight(jobs[-1]), total + 1
            done, size_done = done + 1, size_done + _weight(before)
            tell(Progress(done, total, job.source.file, report, size_done, size))
    if places.url:
        found = [named.get(job.source.file, job) for job in found]
        write_identities(places.interim, found)
    sources = [job.source for job in found]
    store.prune({source.sha256 for source in sources})
    clear_partials(places.review)
    return reports, total, sources


def _weight(job: Job) -> int:
    """Give what a document counts for in the progress: its bytes."""
    return max(1, job.source.bytes)


def _engine_for(places: Places) -> Engine:
    return read_fetched if places.url else read_all


def _load_what_follows() -> None:
    """Load what is needed once the documents are read, while the workers get ready."""
    import publish.store  # noqa: F401


def _stored(sources: Iterable[Source], reports: Mapping[str, Report], places: Places) -> Iterator[Report]:
    """Give every report, one by one: those of this run that are not kept, and the records of the store.

    Raises `WriteError` if a record is gone: a document would be missing from the dataset without a word.
    """
    store = Store(places.interim, code_version())
    yield from reports.values()
    given = set(reports)
    for source in sources:
        if source.sha256 in given:
            continue
        record = store.load(source.sha256)
        if record is None:
            raise WriteError(
                f"{places.interim}: the record of {source.file} was removed or damaged while the run went "
                "on. Start again; what was read is kept."
            )
        given.add(source.sha256)
        yield record


def _publish(
    places: Places,
    sources: Sequence[Source],
    reports: Mapping[str, Report],
    parsed: int,
    print_now: str,
    clock: _Clock,
) -> Summary:
    # Imported here: a run with nothing new needs neither the registers nor the writers.
    from normalise.review.decisions import queue_csv, queue_rows
    from publish.store import publish_tables

    tables, doubts = _tables(_stored(sources, reports, places), sources, places)
    queue = queue_rows(doubts)
    clock.lap("normalise")
    documents = tables["documents"].select(["file", "state", "problem", "problem_detail"]).to_pylist()
    summary = Summary(
        clean=places.clean,
        unchanged=False,
        documents=len(documents),
        parsed=parsed,
        states=dict(Counter(document["state"] for document in documents)),
        troubled=tuple(
            (d["file"], d["state"], d["problem"] or "", d["problem_detail"] or "")
            for d in documents
            if d["state"] != State.OK
        ),
        rows={
            name: len(tables[name])
            for name in ("recommendations", "responsibilities", "judgements", "agencies", "issues")
        },
        doubts=len(queue),
        queue=places.review / "queue.csv",
    )
    record: dict[str, Any] = {
        "fingerprint": print_now,
        "versions": {"scrutiny": version("scrutiny"), **inputs(places.review)},
        # Folders are left out: a dataset may be moved, and says nothing of the machine that made it.
        "summary": {
            name: msgspec.to_builtins(getattr(summary, name))
            for name in summary.__struct_fields__
            if name not in {"clean", "queue"}
        },
        "seconds": clock.laps,
    }
    # The queue first: if it cannot be written, the dataset stays as it was.
    write_file(places.review / "queue.csv", queue_csv(doubts).encode())
    publish_tables(tables, places.clean, record)
    return summary


def _tables(
    reports: Iterable[Report], sources: Sequence[Source], places: Places
) -> tuple[dict[str, pa.Table], list[Doubt]]:
    """Clean the reports and give the tables and the doubts; only the rows of one part are held at a time."""
    from normalise.registers.load import load_registers
    from normalise.review.decisions import load_decisions
    from normalise.run import normalise_in_parts
    from publish.tables import tables_of_parts

    decisions = load_decisions(places.review / "decisions.csv")
    doubts: list[Doubt] = []

    def noted(part: Dataset) -> Dataset:
        doubts.extend(part.doubts)
        return part

    parts = normalise_in_parts(reports, sources, load_registers(), decisions)
    return tables_of_parts(map(noted, parts)), doubts
