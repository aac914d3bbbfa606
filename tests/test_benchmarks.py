"""Benchmarks are seldom run: each is loaded here, listed, and measures as it says."""

from __future__ import annotations

import gc
import importlib
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import EXAMPLE, ROOT

import benchmarks
from benchmarks import growth, main_process, many, speed
from benchmarks.__main__ import RUNS
from benchmarks.census import left_pages
from benchmarks.copies import copies
from extract.document import read_document
from scrutiny.run.pipeline import run
from scrutiny.run.places import Places
from scrutiny.run.worker import pause_garbage_collection

MODULES = [module.name for module in pkgutil.iter_modules(benchmarks.__path__)]
HELPERS = {"__main__", "copies", "memory", "mutation", "publishers"}
"""Modules that measure nothing by themselves."""


@pytest.fixture
def tidy_memory() -> Iterator[None]:
    """Let a test turn off the cyclic garbage collection of this process, and on again afterwards."""
    yield
    gc.unfreeze()
    gc.enable()


@pytest.mark.parametrize("name", MODULES)
def test_every_benchmark_loads(name: str) -> None:
    importlib.import_module(f"benchmarks.{name}")


def listed() -> dict[str, str]:
    """Return the benchmarks that benchmarks/README.md lists, each with what runs it."""
    text = (ROOT / "benchmarks/README.md").read_text()
    return dict(re.findall(r"^\| `(\w+)` \| .* \| ([^|]+) \|$", text, re.MULTILINE))


def test_every_benchmark_is_listed() -> None:
    assert set(listed()) == set(MODULES) - HELPERS


def test_the_list_says_what_runs_a_benchmark() -> None:
    together = (ROOT / "benchmarks/__main__.py").read_text()
    for name, by in listed().items():
        assert ("make bench" in by) == (f"from benchmarks.{name} import" in together), name
        module = ROOT / f"benchmarks/{name}.py"
        alone = (module if module.exists() else ROOT / f"benchmarks/{name}/__main__.py").read_text()
        assert ("itself" in by) == ('if __name__ == "__main__"' in alone), name
        assert ("make bench" in by) == (name in re.findall(r"\w+", RUNS)), name


@pytest.mark.parametrize("paper", ["README.md", "ARCHITECTURE.md", "SECURITY.md", "METHODOLOGY.md"])
def test_papers_name_benchmarks_that_there_are(paper: str) -> None:
    assert set(re.findall(r"benchmarks\.(\w+)", (ROOT / paper).read_text())) <= set(MODULES)


def test_copies_have_bytes_of_their_own_and_are_read_alike(tmp_path: Path, wiltshire: bytes) -> None:
    made = [path.read_bytes() for path in sorted(copies(tmp_path / "raw", 3, wiltshire, b"other").iterdir())]
    assert len(set(made)) == 3
    assert made[1].startswith(b"other")
    assert read_document(made[2]).rows == read_document(wiltshire).rows


def test_broken_files_take_the_place_of_sound_ones(tmp_path: Path) -> None:
    raw = copies(tmp_path / "raw", 300, b"%PDF-sound")
    broken = many._break(raw)
    sound = [path for path in raw.iterdir() if path.read_bytes().startswith(b"%PDF-sound")]
    assert 0 < broken == 300 - len(sound)


@pytest.mark.usefixtures("tidy_memory")
@pytest.mark.parametrize("way", [speed.DOCUMENT, speed.NAIVE])
def test_our_ways_are_measured_as_a_worker_goes_them(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []

    def read(_: bytes) -> int:
        steps.append("read, looking" if gc.isenabled() else "read, frozen")
        return 2

    monkeypatch.setitem(speed.WAYS, way, read)
    monkeypatch.setattr(gc, "collect", lambda: steps.append("collect"))
    spent = speed.measure_here(way, [b"one", b"two"])
    assert spent.pages == 4
    frozen = ["read, frozen", "collect"]
    assert steps == (frozen * 3 if way in speed.OURS else ["read, looking"] * 3)


@pytest.mark.usefixtures("tidy_memory")
def test_a_frozen_process_looks_only_when_told() -> None:
    pause_garbage_collection()
    assert not gc.isenabled()
    assert gc.get_freeze_count() > 0


def test_the_command_may_keep_what_it_compiles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("SOMETHING_ELSE", "stays")
    code = "import os, sys; print(sys.dont_write_bytecode, os.environ['SOMETHING_ELSE'])"
    told = subprocess.run([sys.executable, "-c", code], env=speed.with_byte_code(), capture_output=True)
    assert told.stdout.split() == [b"False", b"stays"]


def test_the_whole_command_is_measured(wiltshire: bytes) -> None:
    path = EXAMPLE
    spent = speed.measure(speed.RUN, [path])
    assert spent.pages == read_document(wiltshire).pages
    assert spent.seconds > 0


def test_the_main_process_is_measured_on_records_alone(
    tmp_path: Path, wiltshire: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    main_process.print_stages([read_document(wiltshire)], tmp_path, 3)
    told = capsys.readouterr().out
    assert "3 documents, 12 pages" in told
    assert "rows: 78 recommendations" in told


def test_growth_tells_what_is_read_anew(tmp_path: Path, wiltshire: bytes) -> None:
    raw = copies(tmp_path / "raw", 2, wiltshire)
    run(Places.around(raw, tmp_path / "clean"), workers=1)
    kept = growth._records(tmp_path / "clean")
    assert len(kept) == 2
    run(Places.around(raw, tmp_path / "clean"), workers=1, fresh=True)
    assert not kept & growth._records(tmp_path / "clean")


def test_pages_left_to_the_slow_reader_are_counted_by_reason(tmp_path: Path) -> None:
    left = "{} of 9 pages were left to the slower reader: {}".format
    issues = [
        ("read_slowly", left(2, "a turned page")),
        ("read_slowly", left(1, "a turned page")),
        ("read_slowly", left(4, "text that pdfium passes over")),
        ("hidden_text", "3 words"),
    ]
    pq.write_table(pa.table({"pages": [9, 9, None]}), tmp_path / "documents.parquet")
    columns = dict(zip(("code", "message"), zip(*issues, strict=True), strict=True))
    pq.write_table(pa.table(columns), tmp_path / "issues.parquet")
    assert left_pages(tmp_path) == (18, {"text that pdfium passes over": 4, "a turned page": 3})
    pq.write_table(pa.table({"code": ["read_slowly"], "message": ["something"]}), tmp_path / "issues.parquet")
    with pytest.raises(ValueError, match="something else"):
        left_pages(tmp_path)
