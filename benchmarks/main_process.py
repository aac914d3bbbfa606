"""What the main process carries for many documents: records, handing out, normalising, publishing, memory.

    python -m benchmarks.main_process FOLDER [NUMBER]

Reads FOLDER once and takes its records for NUMBER documents (10,000 unless told), each copy with a hash of
its own; nothing is read again. Prints sizes, seconds and memory, and how many documents a second a cluster of
two workers hands back when reading takes no time. The figures of ARCHITECTURE, "A million documents", are
from here.
"""

from __future__ import annotations

import hashlib
import io
import os
import resource
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec.structs import replace

from benchmarks.cluster import workers
from benchmarks.memory import held
from extract.intake.files import identify
from normalise.registers.load import load_registers
from normalise.review.decisions import load_decisions
from normalise.run import normalise_in_parts
from publish.store import publish_tables
from publish.tables import tables_of_parts
from records.report import Report, Source
from scrutiny.cluster.engine import Cluster
from scrutiny.cluster.remote import RemoteFolder
from scrutiny.cluster.working_copy import RECORDS, run_anywhere
from scrutiny.run.jobs import Job
from scrutiny.run.records import RECORD, Store
from tests import faulty


def main() -> None:
    """Measure with the folder and number named."""
    if len(sys.argv) not in (2, 3):
        sys.exit("Usage: python -m benchmarks.main_process FOLDER [NUMBER]")
    folder, number = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    with tempfile.TemporaryDirectory() as named:
        scratch = Path(named)
        run_anywhere(folder, "memory://once/clean", None, workers=os.cpu_count() or 1)
        reports = print_records(RemoteFolder("memory://once/interim"))
        print_stages(reports, scratch / "many", number)
        print_dispatch(scratch, 2000)  # last: the client of a cluster would count as memory of the stages


def print_records(interim: RemoteFolder) -> list[Report]:
    """Print how large records are: packed, as a dataset behind a URL keeps them, and as they lie in a folder.

    Gives what they hold.
    """
    packed = interim.read(RECORDS) or b""
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        files = [archive.extractfile(member) for member in archive if RECORD.fullmatch(member.name)]
        contents = [file.read() for file in files if file is not None]
    reports = [msgspec.json.decode(content, type=Report) for content in contents]
    sizes = {
        "as sent": sum(len(msgspec.json.encode(report)) for report in reports),
        "in a folder": sum(map(len, contents)),
        "packed": len(packed),
    }
    told = ", ".join(f"{size / len(reports) / 1000:.1f} kB {way}" for way, size in sizes.items())
    pages = sum(report.pages for report in reports)
    print(f"records of {len(reports)} documents, {pages} pages: a document {told}")
    return reports


def print_dispatch(scratch: Path, number: int) -> None:
    """Print how many documents a second a cluster takes and gives back when reading takes no time."""
    path = scratch / "fine.pdf"
    path.write_bytes(b"fine " + b"x" * 500_000)
    source = identify(path.name, path.read_bytes())
    job = Job(source, path)
    with workers(2, scratch / "dask") as cluster:
        engine = Cluster(cluster.address, faulty.read)
        list(engine([job] * 50, 1))
        start, used = time.monotonic(), time.process_time()
        list(engine([job] * number, 1))
        seconds, used = time.monotonic() - start, time.process_time() - used
        print(
            f"{number} documents of 0.5 MB on a cluster of two: {number / seconds:.0f} a second, "
            f"{1000 * used / number:.1f} ms of the main process each"
        )


def print_stages(reports: Sequence[Report], folder: Path, number: int) -> None:
    """Print seconds and memory of the main process, from writing the records to the dataset."""
    store = Store(folder / "interim")
    sources: list[Source] = []
    print(f"{number:,} documents, {sum(reports[n % len(reports)].pages for n in range(number)):,} pages:")
    watch = _Watch(number)
    watch.tell("at the start")
    for place in range(number):
        report = reports[place % len(reports)]
        sha256 = hashlib.sha256(f"{place} {report.sha256}".encode()).hexdigest()
        sources.append(Source(f"{place:07}.pdf", sha256, report.bytes))
        store.save(replace(report, sha256=sha256, document_id=sources[-1].document_id))
    watch.tell("records written")
    decisions = load_decisions(folder / "decisions.csv")
    tables = tables_of_parts(
        normalise_in_parts(_stored(store, sources), sources, load_registers(), decisions)
    )
    watch.tell("records loaded one by one, normalised and made into tables")
    publish_tables(tables, folder / "clean", {})
    watch.tell("published")
    sizes = {ending: sum(p.stat().st_size for p in folder.glob(f"clean/*.{ending}")) for ending in ENDINGS}
    told = ", ".join(f"{ending} {size / 2**20:.0f} MiB" for ending, size in sizes.items())
    print(f"rows: {len(tables['recommendations']):,} recommendations; files: {told}")


def _stored(store: Store, sources: Sequence[Source]) -> Iterator[Report]:
    """Yield every record, one by one, as a run does: neither records nor rows are held together."""
    for source in sources:
        report = store.load(source.sha256)
        if report is None:
            raise RuntimeError(f"the record of {source.file}, written a moment ago, is not there")
        yield report


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
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        each = 1000 * used / self.number
        print(
            f"{what}: {wall:.0f} s, {used:.0f} s of processor time ({each:.1f} ms a document); "
            f"holds {held():,} MiB, peak {peak:,} MiB",
            flush=True,
        )
        self._start()


if __name__ == "__main__":
    main()
