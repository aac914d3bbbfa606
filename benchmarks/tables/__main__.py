"""`make bench-tables TABLES=FOLDER`: the tables that we and other programs find, against those that people
marked, and the milliseconds that each takes.

A folder holds PDFs, each beside `NAME-str.xml` (the format of the ICDAR 2013 table competition: every table
of the document) or `NAME.grids.json` (a list of {"page", "grid"}, the texts of the rows of tables that must
be found; others may be). What is compared are adjacency relations: a filled cell and its nearest filled
neighbour to the right or below, by letters and digits. For the first kind of truth it prints the mean
precision and recall over documents and their F1, as the competition did, and that of those documents alone
whose tables have all of their lines (`FULLY_RULED` in relations.py); for the second the mean share of the
relations that are found, and how many grids reach 95%.

Other programs run as processes of their own, in a Python of their own (`--peers`), and are no part of this
project: PyMuPDF's licence, the AGPL, binds whoever builds on it, so it is only run, as a separate program, by
benchmarks. One that is not installed is named.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from benchmarks.tables.programs import PROGRAMS
from benchmarks.tables.relations import Marked, Relations, figures, read_marked, relations, total
from extract.pdf.pdfium.document import count_pages

RUNNER = Path(__file__).with_name("programs.py")
PACKAGES = {"camelot": "camelot-py", "tabula": "tabula-py"}
"""Names under which programs are installed, where these are not their own."""

ASKED = "import sys; from importlib.metadata import version; print(version(sys.argv[1]))"


class Found(NamedTuple):
    """What a program found: relations of each document, the processor time of all, and what failed."""

    relations: dict[Path, Relations]
    seconds: float
    failed: tuple[str, ...]


def run(python: str, program: str, files: Sequence[Path]) -> Found:
    """Return what a program finds in files, in the Python that has it."""
    command = [python, "-P", str(RUNNER), program, *map(str, files)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    failed = [f"{Path(each['file']).name}: {each['failed']}" for each in told if each["failed"]]
    if len(told) < len(files):
        failed.append(
            f"{files[len(told)].name}: the program ended, and {len(files) - len(told)} are not read"
        )
    return Found(
        {Path(each["file"]): total(map(relations, each["tables"])) for each in told},
        sum(each["seconds"] for each in told),
        tuple(failed),
    )


def version_of(python: str, program: str) -> str | None:
    """Return the version of a program that a Python has, None if it has none."""
    name = program.partition(" ")[0]
    done = subprocess.run(
        [python, "-c", ASKED, PACKAGES.get(name, name)], capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or None


def line_of(python: str | None, program: str, marked: Sequence[Marked], pages: int) -> tuple[str, list[str]]:
    """Return a program's line of the table, and what it failed at."""
    version = version_of(python, program) if python else None
    if python is None or version is None:
        return f"| {program} | not installed | | | | | | |", []
    found = run(python, program, [each.file for each in marked])
    of = figures(marked, found.relations)
    shown = [
        *(
            f"{of[name]:.3f}" if name in of else ""
            for name in ("F1", "precision", "recall", "F1, ruled", "share")
        ),
        f"{of['at 95%']:.0f}" if "at 95%" in of else "",
        f"{1000 * found.seconds / pages:.0f}",
    ]
    return f"| {program}, {version} | {' | '.join(shown)} |", [f"{program}: {each}" for each in found.failed]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a table of what each program finds and how long it takes."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--peers", help="the Python in which the other programs are installed")
    parser.add_argument("--workers", type=int, default=1, help="programs that run at a time")
    args = parser.parse_args(arguments)
    marked = read_marked(args.folders)
    if not marked:
        parser.error("no PDF of these folders has a NAME-str.xml or NAME.grids.json beside it")
    pages = sum(count_pages(each.file.read_bytes()) for each in marked)
    documents = sum(each.whole is not None for each in marked)
    print(f"{documents} documents, {sum(len(each.grids) for each in marked)} grids, {pages} pages")
    print("| program | F1 | precision | recall | F1, ruled | grids, share | grids at 95% | ms a page |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    told: list[str] = []

    def line(program: str) -> tuple[str, list[str]]:
        return line_of(sys.executable if program == "scrutiny" else args.peers, program, marked, pages)

    with ThreadPoolExecutor(args.workers) as pool:
        for shown, failed in pool.map(line, PROGRAMS):
            print(shown, flush=True)
            told += failed
    print("\n".join(told))


if __name__ == "__main__":
    main()
