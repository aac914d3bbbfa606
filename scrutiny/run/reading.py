"""What a run reads: the files that were found, less what is known of them from earlier runs."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from extract.intake.files import fetch_bytes, identify, walk
from records.errors import SourceError, WriteError
from records.outcome import Problem, State
from records.report import Report, Source
from scrutiny.cluster.remote import find_remote
from scrutiny.run.fingerprint import code_version
from scrutiny.run.jobs import Engine, Job, unread
from scrutiny.run.places import Places
from scrutiny.run.progress import Progress
from scrutiny.run.records import Store, clear_partials
from scrutiny.run.workers import get_ready, read_all

PASSING = frozenset({Problem.CRASHED, Problem.OVER_LIMIT, Problem.UNREADABLE})
"""Problems that may be of the moment: such a document is tried again in the next run."""

Found = tuple[list[Job], list[tuple[Source, Report]]]


def find(places: Places, fresh: bool, passwords: Sequence[str]) -> Found:
    """Return the files of the raw folder with their identity, and those that cannot be opened at all."""
    if places.url:
        store = Store(places.interim, code_version())
        return find_remote(
            places.url,
            places.raw,
            places.interim,
            lambda sha256: fresh or _must_read(store, sha256, passwords),
        )
    found: list[Job] = []
    broken: list[tuple[Source, Report]] = []
    for file, path in walk(places.raw, {places.clean, places.review, places.interim}):
        try:
            found.append(Job(identify(file, fetch_bytes(path)), path))
        except SourceError as error:
            size = 0
            if error.problem is Problem.OVER_LIMIT:
                with contextlib.suppress(OSError):  # gone since it was listed
                    size = path.stat().st_size
            broken.append(unread(file, size, error))
    return found, broken


def may_pass(state: str, problem: str | None, passwords: Sequence[str]) -> bool:
    """Return whether a document set aside may be read in the next run.

    Its problem was of the moment, or it is locked and there are passwords now.
    """
    passing = problem in PASSING or (problem == Problem.LOCKED and bool(passwords))
    return state == State.SET_ASIDE and passing


def _must_read(store: Store, sha256: str, passwords: Sequence[str]) -> bool:
    """Return whether the store has no record of a document, or one of a problem that may have passed."""
    known = store.load(sha256)
    return known is None or may_pass(known.state, known.problem, passwords)


def read_new(
    found: Sequence[Job],
    places: Places,
    workers: int,
    fresh: bool,
    passwords: Sequence[str],
    tell: Callable[[Progress], None],
    engine: Engine | None,
) -> tuple[dict[str, Report], int]:
    """Read what is new; return the reports that are not in the store, and how many were parsed.

    Records go to the store as they come, so that memory does not grow with the number of documents.
    """
    store = Store(places.interim, code_version())
    reports: dict[str, Report] = {}
    new: dict[str, Job] = {}
    for job in found:
        if job.source.sha256 not in new and (fresh or _must_read(store, job.source.sha256, passwords)):
            new[job.source.sha256] = job
    # The largest first: no worker is left alone with a long one at the end.
    jobs = sorted(new.values(), key=lambda job: -job.source.bytes)
    size, size_done = sum(map(_weight, jobs)), 0
    if jobs:
        if engine is None:
            get_ready()
        tell(Progress(0, len(jobs), "", None, 0, size))
        _load_what_follows()
        for done, (job, report) in enumerate((engine or read_all)(jobs, workers, passwords=passwords), 1):
            if may_pass(report.state, report.problem, ()):
                reports[job.source.sha256] = report
            else:
                store.save(report)
            size_done += _weight(job)
            tell(Progress(done, len(jobs), job.source.file, report, size_done, size))
    store.prune({job.source.sha256 for job in found})
    clear_partials(places.review)
    return reports, len(jobs)


def _weight(job: Job) -> int:
    """Return what a document counts for in the progress: its bytes."""
    return max(1, job.source.bytes)


def _load_what_follows() -> None:
    """Load what is needed once the documents are read, while the workers get ready."""
    import publish.store  # noqa: F401


def stored(sources: Iterable[Source], reports: Mapping[str, Report], places: Places) -> Iterator[Report]:
    """Yield every report, one by one: those of this run that are not kept, and the records of the store.

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
