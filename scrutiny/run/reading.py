"""What a run reads: the files that were found, less what is known of them from earlier runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from extract.intake.files import fetch_bytes, identify, walk
from extract.version import code_version
from records.errors import SourceError, WriteError
from records.outcome import Problem, State
from records.report import Report, Source
from scrutiny.cluster.remote import find_remote, note_identity, read_fetched, write_identities
from scrutiny.run.jobs import Engine, Job, unread
from scrutiny.run.places import Places
from scrutiny.run.progress import Progress
from scrutiny.run.records import Store, clear_partials
from scrutiny.run.start import get_ready
from scrutiny.run.workers import read_all

PASSING = frozenset({Problem.CRASHED, Problem.OVER_LIMIT, Problem.UNREADABLE})
"""Problems that may be of the moment: such a document is tried again in the next run."""

Found = tuple[list[Job], list[tuple[Source, Report]]]


def find(places: Places, *, fresh: bool) -> Found:
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


def may_pass(state: str, problem: str | None, passwords: Sequence[str]) -> bool:
    """Say whether a document set aside may be read in the next run.

    Its problem was of the moment, or it is locked and there are passwords now.
    """
    passing = problem in PASSING or (problem == Problem.LOCKED and bool(passwords))
    return state == State.SET_ASIDE and passing


def read_new(
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
        if known is None or may_pass(known.state, known.problem, passwords):
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
            if may_pass(report.state, report.problem, ()):
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


def stored(sources: Iterable[Source], reports: Mapping[str, Report], places: Places) -> Iterator[Report]:
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
