"""Processor time a page of every way to read the same PDFs, taken in turn, round after round.

    python -m benchmarks.speed FOLDER [ROUNDS]

Each way runs in a process of its own: it reads one document to warm up, then all of the folder, and tells
what processor time that took. Our own ways are measured as a worker of a run goes about them; the others stay
as their manuals show. A round goes through all ways; ratios are taken within a round, so that a busy
machine slows both sides. Ways that take long are compared on every tenth document. The outcome is written to
`benchmarks/RESULTS.md`.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib.util
import io
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median

import msgspec

from extract.pdf.compiled import HELPERS, NOT_COMPILED, load
from scrutiny.run.worker import pause_garbage_collection

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks/RESULTS.md"

NAIVE = "pdfplumber alone"
TEXT_ONLY = "pdfium, text only"
MUPDF = "PyMuPDF find_tables"


class Spent(msgspec.Struct):
    """What one way took in one round: processor seconds, pages, and the peak of memory in MiB."""

    seconds: float
    pages: int
    peak: float

    @property
    def page(self) -> float:
        """Milliseconds a page."""
        return 1000 * self.seconds / self.pages


def naive(content: bytes) -> int:
    """Read words and tables of every page with pdfplumber as its manual shows."""
    import pdfplumber  # noqa: TID251 - measured against

    with pdfplumber.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            page.extract_words()
            for table in page.find_tables():
                table.extract()
            page.close()
        return len(pdf.pages)


def text_only(content: bytes) -> int:
    """Take the text of every page from pdfium."""
    from extract.pdf.pdfium.document import read_texts

    return read_texts(content)[0]


def mupdf(content: bytes) -> int:
    """Find and read the tables of every page with PyMuPDF."""
    import pymupdf

    with pymupdf.open(stream=content) as document:
        for page in document:
            for table in page.find_tables():
                table.extract()
        return len(document)


def slow_pages(content: bytes) -> int:
    """Read every page with our slower reader."""
    from extract.pdf.pdfplumber import read_pages

    return sum(1 for _ in read_pages(content))


def words_and_tables(content: bytes) -> int:
    """Read every page by `extract.pdf.reader`, cross-check included, and find its ruled cells."""
    from extract.pdf.reader import read_pages
    from extract.tables.grids import find_grids

    pages = list(read_pages(content))
    for page in pages:
        find_grids(page)
    return len(pages)


def document(content: bytes) -> int:
    """Read a document to its record: pages, cross-check, layout, family, rows, account."""
    from extract.document import read_document

    return read_document(content).pages


FAST = "words and tables, with the second parser"
UNHELPED = "the same without the helpers in C"
SLOWER = "words, by our reader on pdfplumber"
DOCUMENT = "a document to its record"
RUN = "scrutiny run from cold, one worker"

WAYS: dict[str, Callable[[bytes], int]] = {
    NAIVE: naive,
    TEXT_ONLY: text_only,
    FAST: words_and_tables,
    UNHELPED: words_and_tables,
    DOCUMENT: document,
    SLOWER: slow_pages,
    MUPDF: mupdf,
}

OURS = frozenset({FAST, UNHELPED, DOCUMENT, SLOWER})
"""Ways that a worker of a run goes, in part or whole; they are measured as it goes them."""

ON_ALL = (NAIVE, TEXT_ONLY, FAST, UNHELPED, DOCUMENT, RUN)
ON_SOME = (NAIVE, TEXT_ONLY, FAST, SLOWER, MUPDF)


BECOME_THEIR_PARENT = 36
"""`PR_SET_CHILD_SUBREAPER` of Linux."""


def find_pdfs(folder: Path) -> list[Path]:
    """Return the PDFs of a folder; files that only bear the name are left out."""
    return [path for path in sorted(folder.rglob("*.pdf")) if path.read_bytes().startswith(b"%PDF-")]


def measure(way: str, paths: Iterable[Path]) -> Spent:
    """Measure one way in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.speed", "--one", way, *map(str, paths)]
    env = dict(os.environ, OPENBLAS_NUM_THREADS="1") if way in OURS else None
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, check=True)
    return msgspec.json.decode(done.stdout, type=Spent)


def _one(way: str, paths: Sequence[str]) -> None:
    if way == RUN:
        sys.stdout.buffer.write(msgspec.json.encode(_measure_run([Path(path) for path in paths])))
        return
    if way == UNHELPED:
        for helper in HELPERS:  # as if it had not been compiled
            sys.modules[helper] = None  # type: ignore[assignment]
    elif way in OURS:
        for helper in HELPERS:
            if load(helper) is None:
                raise SystemExit(NOT_COMPILED)
    contents = [Path(path).read_bytes() for path in paths]
    sys.stdout.buffer.write(msgspec.json.encode(measure_here(way, contents)))


def measure_here(way: str, contents: Sequence[bytes]) -> Spent:
    """Measure one way in this process, which one of ours changes for good.

    It then loads what workers share, and looks for objects that go round in circles after each document only.
    """
    read = WAYS[way]
    if way in OURS:
        import extract.preload  # noqa: F401

        pause_garbage_collection()
        read = _then_collect(read)
    read(contents[0])
    start = time.process_time()
    pages = sum(map(read, contents))
    seconds = time.process_time() - start
    return Spent(seconds, pages, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _then_collect(read: Callable[[bytes], int]) -> Callable[[bytes], int]:
    def read_and_collect(content: bytes) -> int:
        pages = read(content)
        gc.collect()
        return pages

    return read_and_collect


def _measure_run(paths: Sequence[Path]) -> Spent:
    """Measure the command itself, start-up and all its processes, on a folder of these files.

    It runs once before on the first of them, unmeasured, so that its modules stand compiled.
    """
    from extract.pdf.pdfium.document import count_pages

    adopt_orphans()
    with tempfile.TemporaryDirectory() as scratch:
        _run(paths[:1], Path(scratch) / "before")
        before = _seconds_of_children()
        _run(paths, Path(scratch) / "measured")
        seconds = _seconds_of_children() - before
    pages = sum(count_pages(path.read_bytes()) for path in paths)
    return Spent(seconds, pages, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)


def _run(paths: Iterable[Path], folder: Path) -> None:
    """Run the command on copies of these files in a new folder, and wait for all that it started."""
    raw = folder / "raw"
    raw.mkdir(parents=True)
    for path in paths:
        (raw / path.name).write_bytes(path.read_bytes())
    command = [sys.executable, "-m", "scrutiny", "run", str(raw), "--out", str(folder / "data/clean")]
    done = subprocess.run(
        [*command, "--workers", "1"], cwd=ROOT, env=with_byte_code(), capture_output=True, check=False
    )
    if done.returncode not in (0, 3):
        raise RuntimeError(done.stderr.decode())
    wait_for_orphans()


def _seconds_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def with_byte_code() -> dict[str, str]:
    """Return this environment without the variable that forbids Python to keep what it compiles."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def adopt_orphans() -> None:
    """Make processes that outlive the command which started them this one's children (Linux only)."""
    ctypes.CDLL(None).prctl(BECOME_THEIR_PARENT, 1, 0, 0, 0)


def wait_for_orphans() -> None:
    """Wait until this process has no children, so that what each of them took is counted."""
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()


def measure_all(ways: Iterable[str], paths: Sequence[Path], rounds: int) -> dict[str, list[Spent]]:
    """Measure every way once a round."""
    spent: dict[str, list[Spent]] = {way: [] for way in ways}
    for _ in range(rounds):
        for way, found in spent.items():
            found.append(measure(way, paths))
    return spent


def table(spent: Mapping[str, Sequence[Spent]]) -> list[str]:
    """Return the outcome as lines of a Markdown table: medians, with the least and the most."""
    lines = [
        "| way | ms a page | times faster than pdfplumber alone | times pdfium's text | peak, MiB |",
        "| --- | --- | --- | --- | --- |",
    ]
    for way, rounds in spent.items():
        faster = [one.page / other.page for one, other in zip(spent[NAIVE], rounds, strict=True)]
        dearer = [other.page / one.page for one, other in zip(spent[TEXT_ONLY], rounds, strict=True)]
        lines.append(
            f"| {way} | {_spread([one.page for one in rounds])} | {_spread(faster)} | {_spread(dearer)} "
            f"| {max(one.peak for one in rounds):.0f} |"
        )
    return lines


def _spread(values: Sequence[float]) -> str:
    return f"{median(values):.1f} ({min(values):.1f}–{max(values):.1f})"


def machine() -> str:
    """Return the machine and the versions that figures hold for."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.is_file():
        named = [
            line.partition(":")[2].strip() for line in info.read_text().splitlines() if "model name" in line
        ]
        model = named[0] if named else model
    libraries = ("pdfplumber", "pdfminer.six", "pypdfium2", "numpy", "msgspec")
    told = ", ".join(f"{library} {version(library)}" for library in libraries)
    if importlib.util.find_spec("pymupdf"):
        told += f", PyMuPDF {version('pymupdf')}"
    return f"{model}, {os.cpu_count()} cores, {platform.system()}; Python {platform.python_version()}, {told}"


def print_speed(folder: Path, rounds: int = 3) -> None:
    """Measure on the PDFs of a folder, print the outcome and write it to `RESULTS.md`."""
    paths = find_pdfs(folder)
    if not paths:
        print(f"{folder} holds no PDF to measure with.")
        return
    load = os.getloadavg()[0]
    whole = measure_all(ON_ALL, paths, rounds)
    tenth = paths[::10]
    some = [way for way in ON_SOME if way != MUPDF or importlib.util.find_spec("pymupdf")]
    part = measure_all(some, tenth, rounds)
    lines = [
        "# Speed",
        "",
        f"Processor time a page in one process, {rounds} rounds in turn, median (least–most). Made by "
        "`python -m benchmarks.speed`.",
        "",
        "Our own ways are measured as a worker of a run goes about them: what all workers share is loaded, "
        "numpy starts no threads, and garbage that goes round in circles is looked for once, after each "
        "document. The others "
        "(pdfplumber alone, pdfium's text, PyMuPDF) are as their manuals show. The whole command may keep "
        "compiled modules, as it does unless told otherwise, and has run once before, unmeasured.",
        "",
        f"{machine()}; load {load:.1f} at the start, {os.getloadavg()[0]:.1f} at the end.",
        "",
        f"{len(paths)} documents of `{folder.name}` with {whole[NAIVE][0].pages} pages:",
        "",
        *table(whole),
        "",
        f"Every tenth of them, {part[NAIVE][0].pages} pages:",
        "",
        *table(part),
    ]
    print("\n".join(lines))
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        _one(sys.argv[2], sys.argv[3:])
    elif len(sys.argv) in (2, 3):
        print_speed(Path(sys.argv[1]), *map(int, sys.argv[2:]))
    else:
        sys.exit("Usage: python -m benchmarks.speed FOLDER [ROUNDS]")
