"""What the main process would have to carry for many documents: records, normalising, publishing, memory.

    python -m benchmarks.scale FOLDER [NUMBER]

Reads FOLDER once and takes its records for NUMBER documents (10,000 unless told), each copy with a hash of
its own. Prints sizes, seconds and memory, and how many documents a second a cluster of two workers hands
back when reading takes no time. The figures of ARCHITECTURE, "A million documents", are from here.
"""

from __future__ import annotations

import hashlib
import io
import os
import resource
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import msgspec
from msgspec.structs import replace

from benchmarks.cluster import workers
from extract.document import code_version
from extract.intake import identify
from normalise.decisions import load_decisions
from normalise.register import load_registers
from normalise.run import normalise
from publish.store import publish
from records.report import Report, Source
from scrutiny.cluster import Cluster
from scrutiny.run import Places, run
from scrutiny.store import Store
from scrutiny.supervisor import Job
from scrutiny.working_copy import PACK
from tests import faulty


def main() -> None:
    """Measure with the folder and number named."""
    folder, number = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    with tempfile.TemporaryDirectory() as named:
        scratch = Path(named)
        places = Places.around(folder, scratch / "once/clean")
        run(places, workers=os.cpu_count() or 1)
        paths = sorted(places.interim.glob("*-*.json"))
        print_records(paths)
        print_dispatch(scratch, 2000)
        reports = [msgspec.json.decode(path.read_bytes(), type=Report) for path in paths]
        print_scale(reports, scratch / "many", number)


def print_records(paths: list[Path]) -> None:
    """Print how large records are, as they lie in the folder and packed as they go behind a URL."""
    contents = [path.read_bytes() for path in paths]
    pages = sum(msgspec.json.decode(content, type=Report).pages for content in contents)
    packed = 0
    for start in range(0, len(contents), PACK):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for place, content in enumerate(contents[start : start + PACK]):
                archive.writestr(str(place), content)
        packed += len(buffer.getvalue())
    plain = sum(map(len, contents))
    compact = sum(len(msgspec.json.encode(msgspec.json.decode(content))) for content in contents)
    print(
        f"records of {len(paths)} documents, {pages} pages: {plain / len(paths) / 1000:.0f} kB a document, "
        f"{compact / len(paths) / 1000:.0f} kB as sent, {packed / len(paths) / 1000:.1f} kB packed"
    )


def print_dispatch(scratch: Path, number: int) -> None:
    """Print how many documents a second a cluster takes and gives back when reading takes no time."""
    path = scratch / "fine.pdf"
    path.write_bytes(b"fine " + b"x" * 500_000)
    source = identify(path.name, path.read_bytes())
    ways = {
        "sent": Job(source, path),
        "fetched by the workers": Job(source, path, folder=f"local://{scratch}"),
    }
    with workers(2, scratch / "dask") as cluster:
        for way, job in ways.items():
            engine = Cluster(cluster.address, faulty.read)
            list(engine([job] * 50, 1))
            start, used = time.monotonic(), time.process_time()
            list(engine([job] * number, 1))
            seconds, used = time.monotonic() - start, time.process_time() - used
            print(
                f"{number} documents of 0.5 MB, {way}, on a cluster of two: {number / seconds:.0f} a second, "
                f"{1000 * used / number:.1f} ms of the main process each"
            )


def print_scale(reports: list[Report], folder: Path, number: int) -> None:
    """Print seconds and memory of the main process, from records in memory's place to the dataset."""
    store = Store(folder / "interim", code_version())
    sources: list[Source] = []
    print(f"{number:,} documents:")
    watch = _Watch(number)
    for place in range(number):
        report = reports[place % len(reports)]
        sha256 = hashlib.sha256(f"{place} {report.sha256}".encode()).hexdigest()
        sources.append(Source(f"{place:07}.pdf", sha256, report.bytes))
        store.save(replace(report, sha256=sha256, document_id=sources[-1].document_id))
    watch.tell("records written")
    many = [report for source in sources if (report := store.load(source.sha256)) is not None]
    watch.tell("records loaded")
    dataset = normalise(many, sources, load_registers(), load_decisions(folder / "decisions.csv"))
    watch.tell("normalised")
    publish(dataset, folder / "clean", {})
    watch.tell("published")
    sizes = {ending: sum(p.stat().st_size for p in folder.glob(f"clean/*.{ending}")) for ending in ENDINGS}
    told = ", ".join(f"{ending} {size / 2**20:.0f} MiB" for ending, size in sizes.items())
    print(f"rows: {len(dataset.recommendations):,} recommendations; files: {told}")


ENDINGS = ("csv", "parquet", "xlsx")


class _Watch:
    """Tells of each step what it took and what the process holds after it."""

    def __init__(self, number: int) -> None:
        self.number = number
        self._start()

    def _start(self) -> None:
        self.wall, self.used = time.monotonic(), time.process_time()

    def tell(self, what: str) -> None:
        """Print a line and begin the next step."""
        wall, used = time.monotonic() - self.wall, time.process_time() - self.used
        held = int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 2**20
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        each = 1000 * used / self.number
        print(
            f"{what}: {wall:.0f} s, {used:.0f} s of processor time ({each:.1f} ms a document); "
            f"holds {held:,} MiB, peak {peak:,} MiB",
            flush=True,
        )
        self._start()


if __name__ == "__main__":
    main()
