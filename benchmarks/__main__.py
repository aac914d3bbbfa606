"""`python -m benchmarks [FOLDER]`, which `make bench` runs: census, large, speed and agencies.

README.md beside it lists these and the others, which are run by themselves.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from benchmarks.agencies import print_agencies
from benchmarks.census import print_census
from benchmarks.large import print_large, print_large_review_page
from benchmarks.speed import print_speed
from scrutiny.run.datasets import dataset_in
from scrutiny.run.pipeline import run
from scrutiny.run.places import Places

ROOT = Path(__file__).parents[1]
RUNS = (
    "Runs census, large, speed and agencies. The other benchmarks are run by themselves, "
    "`python -m benchmarks.NAME`; see benchmarks/README.md."
)


def main() -> None:
    """Measure on the folder named, else on the real reports beside the project, else on the example."""
    beside = ROOT.parent / "shared/corpus"
    named = [Path(argument) for argument in sys.argv[1:]]
    folder = named[0] if named else beside if beside.is_dir() else ROOT / "data/example/raw"
    if not folder.is_dir():
        sys.exit(f"{folder}: there is no such folder. Usage: python -m benchmarks [FOLDER]")
    print(f"{RUNS}\n")
    with tempfile.TemporaryDirectory() as scratch:
        places = Places.around(folder, Path(scratch) / "clean")
        summary = run(places, workers=os.cpu_count() or 1, fresh=True)
        print(f"Census of {folder.name}: {summary.documents} files\n")
        print_census(places.clean)
        print()
        tables, _ = dataset_in(places.clean)
        print_large(tables)
        print_large_review_page(tables)
    print()
    print_speed(folder)
    print_agencies()


if __name__ == "__main__":
    main()
