"""The same documents read one by one, by two local workers, and by a cluster of two of which one is killed.

    python -m benchmarks.cluster [NUMBER]

NUMBER copies of the sample with changed bytes (200 unless told). Prints the time of each and whether the CSV
files and the workbook are the same, byte for byte.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from benchmarks.copies import copies
from scrutiny.cluster.engine import Cluster
from scrutiny.run.jobs import Engine
from scrutiny.run.pipeline import run
from scrutiny.run.places import Places
from scrutiny.run.progress import Progress

ROOT = Path(__file__).parents[1]
START = 30.0
"""Seconds that a cluster has to come up."""


class Workers(msgspec.Struct):
    """A scheduler and its workers on this machine."""

    address: str
    processes: list[int]
    """The processes of the workers, or of the nannies that watch over them."""

    def kill(self) -> None:
        """Kill one worker (or its nanny) and everything that it started."""
        os.killpg(self.processes[0], signal.SIGKILL)


@contextlib.contextmanager
def workers(
    number: int, folder: Path, *options: str, environment: Mapping[str, str] | None = None
) -> Iterator[Workers]:
    """Start a Dask cluster on this machine and give its address; it is ended with the block.

    `options` go to each worker. What the processes print goes to files in `folder`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found = folder / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    paths = [str(ROOT), str(ROOT / "tests"), os.environ.get("PYTHONPATH", "")]
    usual = {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
    started: list[subprocess.Popen[bytes]] = []

    def start(name: str, *arguments: str) -> None:
        with (folder / f"{name}.log").open("wb") as log:
            command = [*dask, *arguments, "--no-dashboard", "--scheduler-file", str(found)]
            started.append(
                subprocess.Popen(
                    command,
                    stdout=log,
                    stderr=log,
                    env={**os.environ, **usual, **(environment or {})},
                    start_new_session=True,
                )
            )

    try:
        start("scheduler", "scheduler", "--host", "127.0.0.1", "--port", "0")
        scratch = ("--local-directory", str(folder))
        for place in range(number):
            start(f"worker-{place}", "worker", "--nthreads", "1", *scratch, *options)
        address = _address(found)
        _wait_for(address, number)
        yield Workers(address, [process.pid for process in started[1:]])
    finally:
        for process in started:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _address(file: Path) -> str:
    until = time.monotonic() + START
    while time.monotonic() < until:
        with contextlib.suppress(FileNotFoundError, msgspec.MsgspecError):
            return str(msgspec.json.decode(file.read_bytes())["address"])
        time.sleep(0.05)
    raise TimeoutError("the scheduler did not come up")


def _wait_for(address: str, number: int) -> None:
    from distributed import Client

    if not number:
        return
    with Client(address, timeout=START, set_as_default=False) as client:
        client.wait_for_workers(number, timeout=START)


def same_files(one: Path, other: Path) -> bool:
    """Return whether two datasets have the same CSV files and the same workbook, byte for byte."""
    names = sorted(path.name for path in one.iterdir() if path.suffix in {".csv", ".xlsx"})
    return all((one / name).read_bytes() == (other / name).read_bytes() for name in names)


def main() -> None:
    """Measure with the number of documents named, 200 unless told."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as named:
        scratch = Path(named)
        raw = copies(scratch / "raw", number, next((ROOT / "data/example/raw").glob("*.pdf")).read_bytes())

        def measure(way: str, count: int, engine: Engine | None = None, kill: Workers | None = None) -> Path:
            clean = scratch / way / "clean"

            def tell(progress: Progress) -> None:
                if kill is not None and progress.done == number // 3:
                    kill.kill()

            start = time.monotonic()
            summary = run(Places.around(raw, clean), workers=count, engine=engine, tell=tell)
            seconds = time.monotonic() - start
            same = same_files(scratch / "one by one" / "clean", clean)
            print(f"{way}: {seconds:.1f} s, {summary.states}, same bytes: {same}")
            return clean

        measure("one by one", 1)
        measure("two local workers", 2)
        with workers(2, scratch / "dask") as cluster:
            measure("two workers of a cluster", 2, Cluster(cluster.address))
            measure("two workers of a cluster, one killed", 2, Cluster(cluster.address), cluster)


if __name__ == "__main__":
    main()
