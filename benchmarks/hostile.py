"""Files made to harm a reader: does each end as it must, within its limits?

    python -m benchmarks.hostile FOLDER

FOLDER holds the files and `manifest.jsonl`, one JSON object a line with `file` and `expect`: `rows` (the
file is sound), `refuse` (it must be set aside), `flag` (it must not be `ok` without an issue), `either`.
What else stands there is a sound document under an odd name, which must be read, or a link, a pipe or an
archive, which must be refused by name.
"""

from __future__ import annotations

import json
import multiprocessing as mp
import os
import sys
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from extract.intake.files import fetch_bytes, identify, walk
from records.errors import SourceError
from records.outcome import Problem, State
from records.report import Report
from scrutiny.run.jobs import Job
from scrutiny.run.limits import Limits
from scrutiny.run.workers import read_all

MANIFEST = "manifest.jsonl"
BLINK = 0.02
"""Seconds between two looks at a worker."""

TICKS = os.sysconf("SC_CLK_TCK")


class End(msgspec.Struct, frozen=True):
    """How a file ended, and what reading it took: processor seconds, and the most memory in MiB."""

    file: str
    expect: str
    state: str
    problem: str
    seconds: float = 0.0
    mebibytes: float = 0.0

    @property
    def fits(self) -> bool:
        """Whether it is what was expected; a crash never is."""
        if self.problem == Problem.CRASHED or not self.state:
            return False
        if self.expect == "refuse":
            return self.state == State.SET_ASIDE
        if self.expect == "flag":
            return self.problem != "ok"
        if self.expect == "rows":
            return self.state != State.SET_ASIDE
        return self.expect == "either"


def main() -> None:
    """Read the folder named and print how its files ended."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    told = [json.loads(line) for line in (folder / MANIFEST).read_text().splitlines()]
    print_ends(list(ends(folder, {each["file"]: each["expect"] for each in told})))


def ends(folder: Path, told: dict[str, str]) -> Iterator[End]:
    """Read each file of a folder under the limits of a run; what is told of and not there has no state."""
    found = {name: path for name, path in walk(folder) if name != MANIFEST}
    for name in sorted({*told, *found}):
        path = found.get(name)
        if path is None:
            yield End(name, told[name], "", "not there")
        else:
            yield _end(name, path, told.get(name) or expected(path))


def expected(path: Path) -> str:
    """Return what must become of a file that no manifest tells of."""
    sound = path.is_file() and not path.is_symlink() and path.suffix != ".zip"
    return "rows" if sound else "refuse"


def _end(name: str, path: Path, expect: str) -> End:
    try:
        job = Job(identify(name, fetch_bytes(path)), path)
    except SourceError as error:
        return End(name, expect, State.SET_ASIDE, error.problem)
    watch = _Watch()
    try:
        # A worker of its own for each file, so that what it took can be told from the others.
        ((_, report),) = read_all([job], 1)
    finally:
        watch.stop()
    problem = report.problem or ("flagged" if _is_flagged(report) else "ok")
    return End(name, expect, report.state, problem, watch.seconds, watch.mebibytes)


class _Watch:
    """Looks at the processes that this one has started, again and again, as long as they live."""

    def __init__(self) -> None:
        self.spent: dict[int, float] = {}
        self.mebibytes = 0.0
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._look, daemon=True)
        self.thread.start()

    @property
    def seconds(self) -> float:
        return sum(self.spent.values())

    def stop(self) -> None:
        self.over.set()
        self.thread.join()

    def _look(self) -> None:
        while not self.over.wait(BLINK):
            for process in mp.active_children():
                with suppress(OSError, IndexError, ValueError):  # it has just ended
                    self._note(process.pid or 0)

    def _note(self, pid: int) -> None:
        spent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        self.spent[pid] = (int(spent[11]) + int(spent[12])) / TICKS
        status = Path(f"/proc/{pid}/status").read_text()
        self.mebibytes = max(self.mebibytes, int(status.partition("VmHWM:")[2].split()[0]) / 1024)


def print_ends(found: Iterable[End]) -> None:
    """Print how files ended, the dearest of them, and what is not as expected."""
    every = list(found)
    wrong = [end for end in every if not end.fits]
    limits = Limits()
    print(f"{len(every) - len(wrong)} of {len(every)} files ended as expected, {len(wrong)} otherwise")
    for group, count in sorted(Counter(end.file.partition("/")[0] for end in every).items()):
        print(f"{count:>6} in {group}")
    for (state, problem), count in Counter((end.state, end.problem) for end in every).most_common():
        print(f"{count:>6} {state} {problem}")
    print(f"limits: {limits.seconds:.0f} s and {limits.seconds_a_page:.0f} s a page, {limits.mebibytes} MiB")
    for end in sorted(every, key=lambda end: -end.seconds)[:3]:
        print(f"{end.seconds:>6.1f} s    {end.file}")
    for end in sorted(every, key=lambda end: -end.mebibytes)[:3]:
        print(f"{end.mebibytes:>6.0f} MiB  {end.file}")
    for end in wrong:
        print(f"  {end.file}: expected {end.expect}, ended {end.state} {end.problem}")


def _is_flagged(report: Report) -> bool:
    hidden = any(page.in_hidden or page.in_duplicates for page in report.accounts)
    return hidden or any(issue.level != "info" for issue in report.issues)


if __name__ == "__main__":
    main()
