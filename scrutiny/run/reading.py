"""What a run reads: the files that were found, less what is known of them from earlier runs."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from extract.intake.files import fetch_bytes, identify, walk
from records.errors import SourceError, WriteError
from records.outcome import Problem, State
from records.report import Report, Source
from scrutiny.cluster.remote import find_remote
from scrutiny.run.jobs import Engine, Job, unread
from scrutiny.run.known_files import KnownFiles
from scrutiny.run.places import Places
from scrutiny.run.progress import Progress
from scrutiny.run.records import Store, clear_partials
from scrutiny.run.workers import get_ready, read_all

if TYPE_CHECKING:
    from normalise.run import Known

PASSING = frozenset({Problem.CRASHED, Problem.OVER_LIMIT, Problem.UNREADABLE})
"""Problems that may be of the moment: such a document is tried again in the next run."""


class Reading:
    """The records of one run: those that are kept from earlier runs, and those that it makes."""

    def __init__(
        self, places: Places, passwords: Sequence[str], chosen: Mapping[str, str], *, fresh: bool
    ) -> None:
        """Take the readings that people chose, by document_id. With `fresh`, no earlier record is used."""
        self.places, self.passwords, self.chosen, self.fresh = places, passwords, chosen, fresh
        self.store = Store(places.interim, chosen)
        self.reports: dict[str, Report] = {}
        """Those that are not stored, by sha256: they may pass, or are of files that cannot be opened."""

        self.known: dict[str, Known] = {}
        """Those whose rows stand in the dataset, by sha256: their records are not asked for."""

    def find(self) -> tuple[list[Job], list[Source]]:
        """Return the files of the raw folder, and the identity of those that cannot be opened at all."""
        if self.places.url:
            found, broken = find_remote(
                self.places.url, self.places.raw, self.places.interim, self._must_read
            )
        else:
            found, broken = self._find_here()
        self.reports |= {source.sha256: report for source, report in broken}
        return found, [source for source, _ in broken]

    def _find_here(self) -> tuple[list[Job], list[tuple[Source, Report]]]:
        found: list[Job] = []
        broken: list[tuple[Source, Report]] = []
        known = KnownFiles(self.places.interim, fresh=self.fresh)
        ours = {self.places.clean, self.places.review, self.places.interim}
        for file, path in walk(self.places.raw, ours):
            try:
                found.append(Job(known.identify(file, path, _read), path))
            except SourceError as error:
                size = 0
                if error.problem is Problem.OVER_LIMIT:
                    with contextlib.suppress(OSError):  # gone since it was listed
                        size = path.stat().st_size
                broken.append(unread(file, size, error))
        if found:
            known.note()
        return found, broken

    def _must_read(self, sha256: str) -> bool:
        """Return whether the store has no record of a document, or one of a problem that may have passed."""
        if (rows := self.known.get(sha256)) is not None:
            return may_pass(rows.document.state, rows.document.problem, self.passwords)
        known = None if self.fresh else self.store.load(sha256)
        return known is None or may_pass(known.state, known.problem, self.passwords)

    def read(
        self, found: Sequence[Job], workers: int, tell: Callable[[Progress], None], engine: Engine | None
    ) -> int:
        """Read what is new; return how many documents that were.

        Records go to the store as they come, so that memory does not grow with the number of documents.
        """
        new = {job.source.sha256: self._with_choice(job) for job in found}
        # The largest first: no worker is left alone with a long one at the end.
        jobs = sorted(filter(lambda job: self._must_read(job.source.sha256), new.values()), key=_weight)[::-1]
        size, size_done = sum(map(_weight, jobs)), 0
        if jobs:
            if engine is None:
                get_ready()
            tell(Progress(0, len(jobs), "", None, 0, size))
            import publish.store  # noqa: F401 - what is needed next is loaded while the workers get ready

            read = (engine or read_all)(jobs, workers, passwords=self.passwords)
            for done, (job, report) in enumerate(read, 1):
                self.known.pop(job.source.sha256, None)
                if may_pass(report.state, report.problem, ()):
                    self.reports[job.source.sha256] = report
                else:
                    self.store.save(report)
                size_done += _weight(job)
                tell(Progress(done, len(jobs), job.source.file, report, size_done, size))
        self.store.prune(set(new))
        clear_partials(self.places.review)
        return len(jobs)

    def _with_choice(self, job: Job) -> Job:
        chosen = self.chosen.get(job.source.document_id)
        return job if chosen is None else msgspec.structs.replace(job, chosen=chosen)

    def all_reports(self, sources: Iterable[Source]) -> Iterator[Report]:
        """Yield the report of every document whose rows are not known, one by one.

        Raises `WriteError` if a record is gone: a document would be missing from the dataset without a word.
        """
        for sha256, source in {source.sha256: source for source in sources}.items():
            if sha256 in self.known:
                continue
            report = self.reports.get(sha256) or self.store.load(sha256)
            if report is None:
                raise WriteError(
                    f"{self.places.interim}: the record of {source.file} was removed or damaged while the "
                    "run went on. Start again; what was read is kept."
                )
            yield report


def may_pass(state: str, problem: str | None, passwords: Sequence[str]) -> bool:
    """Return whether a document set aside may be read in the next run.

    Its problem was of the moment, or it is locked and there are passwords now.
    """
    passing = problem in PASSING or (problem == Problem.LOCKED and bool(passwords))
    return state == State.SET_ASIDE and passing


def _read(file: str, path: Path) -> Source:
    return identify(file, fetch_bytes(path))


def _weight(job: Job) -> int:
    """Return what a document counts for in the progress and in the order of reading: its bytes."""
    return max(1, job.source.bytes)
