"""What a run costs with ten, a hundred and a thousand documents: does its cost grow with them and no faster?

    python -m benchmarks.growth [FOLDER [NUMBER ...]]

The PDFs of FOLDER (the project's own unless told) are copied with changed bytes until there are so many. Each
number is read from cold by one worker and by two, then run again with nothing changed, and again after a new
line in a register, for which nothing may be read anew. All processes are counted (Linux only). The outcome is
written to `benchmarks/GROWTH.md`.
"""

from __future__ import annotations

import contextlib
import csv
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.copies import copies
from benchmarks.speed import ROOT, adopt_orphans, find_pdfs, machine, wait_for_orphans, with_byte_code

RESULTS = ROOT / "benchmarks/GROWTH.md"
NUMBERS = (10, 100, 1000)
PACKAGES = ("records", "extract", "normalise", "publish", "scrutiny")
LOOK_EVERY = 0.2
"""Seconds between two looks at the memory of all processes."""


class Cost(msgspec.Struct):
    """What one run took: seconds of processor of all processes and of the main one, seconds, MiB at most."""

    processor: float
    main: float
    wall: float
    main_peak: float
    worker_peak: float


class Line(msgspec.Struct):
    """The runs on one number of documents, read by so many workers."""

    documents: int
    pages: int
    workers: int
    cold: Cost
    again: Cost
    register: Cost
    read_again: int
    """Documents that either later run read anew; there should be none."""


def main() -> None:
    """Measure on the folder and with the numbers named."""
    if sys.argv[1:2] == ["--one"]:
        sys.stdout.buffer.write(msgspec.json.encode(_cost(sys.argv[2:])))
        return
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "data/example/raw"
    print_growth(folder, [int(number) for number in sys.argv[2:]] or NUMBERS)


def print_growth(folder: Path, numbers: Sequence[int]) -> None:
    """Measure, print the outcome as a Markdown table, and write it to `GROWTH.md`."""
    papers = [path.read_bytes() for path in find_pdfs(folder)]
    if not papers:
        print(f"{folder} holds no PDF to measure with.")
        return
    load = os.getloadavg()[0]
    measured = [line for number in numbers for line in _measured(papers, number)]
    text = "\n".join(
        [
            "# Growth",
            "",
            f"`scrutiny run` on copies of {len(papers)} documents of `{folder.name}` with changed bytes. "
            "Made by `python -m benchmarks.growth`.",
            "",
            f"{machine()}; load {load:.1f} at the start, {os.getloadavg()[0]:.1f} at the end.",
            "",
            *_table(measured),
        ]
    )
    print(text)
    RESULTS.write_text(text + "\n", encoding="utf-8")


def _measured(papers: Sequence[bytes], number: int) -> Iterator[Line]:
    """Measure one number of documents, with one worker and with two."""
    for workers in (1, 2):
        with tempfile.TemporaryDirectory() as scratch:
            place = Path(scratch)
            project, raw = place / "project", copies(place / "raw", number, *papers)
            for package in PACKAGES:
                shutil.copytree(ROOT / package, project / package)
            # Writes the compiled modules of this copy of the project.
            _run(project, place / "before/clean", copies(place / "one", 1, *papers), workers)
            clean = place / "data/clean"
            cold = _run(project, clean, raw, workers)
            kept = _records(clean)
            again = _run(project, clean, raw, workers)
            _add_a_name(project)
            register = _run(project, clean, raw, workers)
            pages = pc.sum(pq.read_table(clean / "documents.parquet").column("pages")).as_py() or 0
            yield Line(number, pages, workers, cold, again, register, len(_records(clean) - kept))


def _records(clean: Path) -> set[tuple[str, int]]:
    """Return the records of a run and when each was written."""
    records = (clean.parent / "interim").glob("*-*.json")
    return {(path.name, path.stat().st_mtime_ns) for path in records}


def _add_a_name(project: Path) -> None:
    """Add a name that no document prints to the registers of a copy of the project."""
    path = project / "normalise/registers/aliases.csv"
    with path.open(encoding="utf-8", newline="") as file:
        body, _, kind, source = list(csv.reader(file))[-1]
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow([body, "Zzyzx Board of Benchmarks", kind, source])


def _run(project: Path, clean: Path, raw: Path, workers: int) -> Cost:
    """Run the command of a copy of the project, in a process whose children are all its own."""
    told = [str(project), str(raw), "--out", str(clean), "--workers", str(workers)]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.growth", "--one", *told], cwd=ROOT, capture_output=True, check=True
    )
    return msgspec.json.decode(done.stdout, type=Cost)


def _cost(told: Sequence[str]) -> Cost:
    """Measure the command with these arguments; the first is the folder of the project.

    Processes that outlive the command become this one's children, so that none is missed.
    """
    project, *arguments = told
    adopt_orphans()
    peaks: dict[int, float] = {}
    start = time.monotonic()
    command = subprocess.Popen(
        [sys.executable, "-m", "scrutiny", "run", *arguments],
        cwd=project,
        env=with_byte_code(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while True:
        peaks.update(_peaks(_below(os.getpid())))
        done, status, used = os.wait4(command.pid, os.WNOHANG)
        if done:
            break
        time.sleep(LOOK_EVERY)
    wall = time.monotonic() - start
    command.returncode = os.waitstatus_to_exitcode(status)
    wait_for_orphans()
    if command.returncode not in (0, 3):
        raise RuntimeError(f"the run ended with status {command.returncode}")
    every = resource.getrusage(resource.RUSAGE_CHILDREN)
    others = [peak for process, peak in peaks.items() if process != command.pid]
    return Cost(
        every.ru_utime + every.ru_stime,
        used.ru_utime + used.ru_stime,
        wall,
        used.ru_maxrss / 1024,
        max(others, default=0.0),
    )


def _below(parent: int) -> Iterator[int]:
    """Yield all processes that stem from one."""
    for thread in Path(f"/proc/{parent}/task").glob("*"):
        with contextlib.suppress(OSError):
            for child in map(int, (thread / "children").read_text().split()):
                yield child
                yield from _below(child)


def _peaks(processes: Iterable[int]) -> Iterator[tuple[int, float]]:
    """Yield the most memory that each has held so far, in MiB."""
    for process in processes:
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{process}/status").read_text().splitlines():
                if line.startswith("VmHWM:"):
                    yield process, int(line.split()[1]) / 1024


def _table(lines: Sequence[Line]) -> Iterator[str]:
    """Yield the outcome as lines of a Markdown table."""
    yield (
        "| documents | pages | workers | wall, s | processor, ms a page | of it the main process | "
        "main process, peak MiB | worker, peak MiB | again, nothing changed, s | register changed, s | "
        "read anew then |"
    )
    yield "|" + " --- |" * 11
    for line in lines:
        cold = line.cold
        yield (
            f"| {line.documents:,} | {line.pages:,} | {line.workers} | {cold.wall:.1f} "
            f"| {1000 * cold.processor / line.pages:.2f} | {1000 * cold.main / line.pages:.2f} "
            f"| {cold.main_peak:.0f} | {cold.worker_peak:.0f} | {line.again.wall:.2f} "
            f"| {line.register.wall:.1f} | {line.read_again} |"
        )


if __name__ == "__main__":
    main()
