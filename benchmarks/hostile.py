"""Files made to harm a reader: does each end as it must, within its limits?

    python -m benchmarks.hostile FOLDER

FOLDER holds the files and `manifest.jsonl`, one JSON object a line with `file` and `expect`: `rows` (the
file is sound), `refuse` (it must be set aside), `flag` (it must not be `ok` without an issue), `either`.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from pathlib import Path

from extract.intake import fetch_bytes, identify
from records.errors import SourceError
from records.outcome import Problem, State
from records.report import Report
from scrutiny.limits import Limits
from scrutiny.supervisor import Job, read_all


def main() -> None:
    """Read the folder named and print how its files ended."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    expected = [json.loads(line) for line in (folder / "manifest.jsonl").read_text().splitlines()]
    print_hostile(folder, {each["file"]: each["expect"] for each in expected})


def print_hostile(folder: Path, expected: dict[str, str]) -> None:
    """Read each file under the limits of a run; print the ends, the slowest, and what is not as expected."""
    jobs: list[Job] = []
    ends: dict[str, tuple[str, str]] = {}
    for name in expected:
        try:
            jobs.append(Job(identify(name, fetch_bytes(folder / name)), folder / name))
        except SourceError as error:
            ends[name] = (State.SET_ASIDE, error.problem)
    seconds: dict[str, float] = {}
    before = time.monotonic()
    for job, report in read_all(jobs, 1):
        name = job.source.file
        seconds[name], before = time.monotonic() - before, time.monotonic()
        ends[name] = (report.state, report.problem or ("flagged" if _is_flagged(report) else "ok"))
    wrong = [name for name, end in ends.items() if not fits(expected[name], *end)]
    slow = sorted(seconds.items(), key=lambda pair: -pair[1])[:3]
    limits = Limits()
    print(f"{len(ends)} of {len(expected)} files ended, {len(wrong)} not as expected")
    print(", ".join(f"{count} {problem}" for (_, problem), count in Counter(ends.values()).most_common()))
    print(f"limits: {limits.seconds:.0f} s and {limits.mebibytes} MiB; the slowest: {slow}")
    for name in wrong:
        print(f"  {name}: expected {expected[name]}, ended {' '.join(ends[name])}")


def fits(expect: str, state: str, problem: str) -> bool:
    """Say whether an end is what the manifest expects; a crash never is."""
    if problem == Problem.CRASHED:
        return False
    if expect == "refuse":
        return state == State.SET_ASIDE
    if expect == "flag":
        return problem != "ok"
    if expect == "rows":
        return state != State.SET_ASIDE
    return expect == "either"


def _is_flagged(report: Report) -> bool:
    hidden = any(page.in_hidden or page.in_duplicates for page in report.accounts)
    return hidden or any(issue.level != "info" for issue in report.issues)


if __name__ == "__main__":
    main()
