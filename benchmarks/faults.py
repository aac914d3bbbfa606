"""What becomes of a dataset when runs are killed, stopped, crowded, or given documents that kill workers.

    python -m benchmarks.faults [NUMBER]

NUMBER runs are killed at random moments (100 unless told), a fifth as many are stopped by a signal, eight
run at once on one folder, and thirteen ways for a worker to die are tried with one, two and all guilty.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from extract.intake.files import identify
from records.outcome import State
from scrutiny.run.jobs import Job
from scrutiny.run.limits import Limits
from scrutiny.run.workers import read_all
from tests import faulty

ROOT = Path(__file__).parents[1]
SEED = 1
ORDERS = (
    *("hang", "toil", "exit", "abort", "kill", "memory", "raise", "deep"),
    *("crash", "match", "deaf", "child", "nonsense"),
)
"""What `tests/faulty.py` does with a worker, thirteen ways to fail."""
LIMITS = Limits(seconds=0.5, seconds_a_page=0, wall_seconds=3)
SOON = 2.0
"""Seconds within which a run that is told to stop has stopped."""


def main() -> None:
    """Measure everything and print a line for each."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    with tempfile.TemporaryDirectory() as scratch:
        print_deaths(Path(scratch) / "deaths")
        stage = Stage(Path(scratch) / "runs")
        print_crowd(stage, 8)
        print_kills(stage, number)
        print_stops(stage, max(2, number // 5))


class Stage:
    """A folder of documents, the dataset of all but one of them, and what a whole run must give."""

    def __init__(self, folder: Path) -> None:
        """Draw up the stage; `seconds` is how long an undisturbed run takes."""
        self.folder, self.raw, self.clean = folder, folder / "raw", folder / "data/clean"
        self.raw.mkdir(parents=True)
        content = next((ROOT / "data/example/raw").glob("*.pdf")).read_bytes()
        for number in range(3):
            (self.raw / f"{number}.pdf").write_bytes(content + b"\n%%%d" % number)
        self._finish()
        self.old = self.digest()
        shutil.copytree(folder / "data", folder / "before")
        (self.raw / "3.pdf").write_bytes(content + b"\n%3")
        start = time.monotonic()
        self._finish()
        self.seconds = time.monotonic() - start
        self.new = self.digest()

    def reset(self) -> None:
        """Put the old dataset back."""
        shutil.rmtree(self.folder / "data")
        shutil.copytree(self.folder / "before", self.folder / "data")

    def start(self) -> subprocess.Popen[str]:
        """Start a run in a process group of its own."""
        return subprocess.Popen(
            [
                sys.executable,
                "-m",
                "scrutiny",
                "run",
                str(self.raw),
                "--out",
                str(self.clean),
                "--workers",
                "2",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            cwd=ROOT,
        )

    def heal(self) -> bool:
        """Run undisturbed; say whether that gives what it must and leaves nothing else behind."""
        self._finish()
        beside = {path.name for path in self.clean.parent.iterdir()}
        return self.digest() == self.new and beside <= {"clean", "review", "interim", ".clean.lock"}

    def _finish(self) -> None:
        run = self.start()
        _, said = run.communicate()
        if run.returncode not in {0, 3}:
            raise RuntimeError(f"an undisturbed run ended with status {run.returncode}: {said}")

    def digest(self) -> str:
        """Name the dataset by its bytes, without what tells of the run itself; '' for a half one."""
        digest = hashlib.sha256()
        names = sorted(path.name for path in self.clean.glob("*"))
        if "datapackage.json" not in names:
            return ""
        for name in names:
            if name not in {"run.json", "CHANGES.md"} and not name.startswith("changes"):
                digest.update(name.encode() + (self.clean / name).read_bytes())
        return digest.hexdigest()


def print_kills(stage: Stage, number: int) -> None:
    """Kill runs and their workers at random moments; the dataset is the old or the new one, and heals."""
    dice = random.Random(SEED)
    found = {"the old dataset": 0, "the new dataset": 0, "neither": 0, "not healed": 0}
    for _ in range(number):
        stage.reset()
        run = stage.start()
        time.sleep(dice.uniform(0, 1.1 * stage.seconds))
        os.killpg(run.pid, signal.SIGKILL)
        run.communicate()
        left = {stage.old: "the old dataset", stage.new: "the new dataset"}.get(stage.digest(), "neither")
        found[left] += 1
        found["not healed"] += not stage.heal()
    print(f"{number} runs killed: " + ", ".join(f"{count} left {what}" for what, count in found.items()))


def print_stops(stage: Stage, number: int) -> None:
    """Send SIGINT or SIGTERM at random moments; a run ends soon, says so plainly, and leaves no process."""
    dice = random.Random(SEED)
    slow, strays, loud, slowest = 0, 0, 0, 0.0
    for _ in range(number):
        stage.reset()
        run = stage.start()
        time.sleep(dice.uniform(0.3, stage.seconds))
        told = time.monotonic()
        run.send_signal(dice.choice((signal.SIGINT, signal.SIGTERM)))
        _, said = run.communicate()
        took = time.monotonic() - told
        slowest = max(slowest, took)
        slow += took > SOON
        loud += "Traceback" in said
        while _group(run.pid) and time.monotonic() - told < SOON:
            time.sleep(0.05)
        strays += bool(_group(run.pid))
    print(
        f"{number} runs stopped: {slow} took more than {SOON:.0f} s (the slowest {slowest:.1f} s), "
        f"{strays} left processes, {loud} printed a traceback, healed: {stage.heal()}"
    )


def _group(group: int) -> list[int]:
    """Return the processes of a group that are still there, the dead not counted."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            found.append(int(path.parent.name))
    return found


def print_crowd(stage: Stage, number: int) -> None:
    """Start runs at once on one folder; they wait for each other or give up, and the dataset is whole."""
    stage.reset()
    runs = [stage.start() for _ in range(number)]
    ends = [(run.communicate()[1], run.returncode)[1] for run in runs]
    whole = stage.digest() == stage.new
    print(f"{number} runs at once: statuses {sorted(ends)}, dataset as from one run: {whole}")


def print_deaths(folder: Path) -> None:
    """Let workers die in every way, one, two or all of the guilty at once; innocents must be kept."""
    lost = wrong = 0
    slowest = 0.0
    for order in ORDERS:
        for guilty in (1, 2, 12):
            made = _jobs(folder / f"{order}-{guilty}", ["fine"] * (12 - guilty) + [order] * guilty)
            start = time.monotonic()
            reports = {
                job.path.name: report for job, report in read_all(made, 2, read=faulty.read, limits=LIMITS)
            }
            slowest = max(slowest, (time.monotonic() - start) / guilty if guilty < 12 else 0.0)
            for job in made:
                innocent = job.path.read_text().startswith("fine")
                ok = reports[job.path.name].state is State.OK
                lost += innocent and not ok
                wrong += not innocent and ok
    print(
        f"{len(ORDERS)} ways to die x 1, 2, all of 12 documents: {lost} innocent documents lost, "
        f"{wrong} guilty ones passed, {slowest:.1f} s a guilty one (limit {LIMITS.wall_seconds:.0f} s)"
    )


def _jobs(folder: Path, orders: Sequence[str]) -> list[Job]:
    folder.mkdir(parents=True)
    dice = random.Random(SEED)
    made = []
    for place, order in enumerate(dice.sample(orders, len(orders))):
        path = folder / f"{place}.pdf"
        path.write_text(f"{order} {place}")
        made.append(Job(identify(path.name, path.read_bytes()), path))
    return made


if __name__ == "__main__":
    main()
