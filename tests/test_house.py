"""The house rules: which package may import which, and which file knows which library."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from conftest import ROOT

MAY_IMPORT = {
    "records": {"records"},
    "extract": {"records", "extract"},
    "normalise": {"records", "normalise"},
    "publish": {"records", "publish"},
    "scrutiny": {"records", "extract", "normalise", "publish", "scrutiny"},
}
KNOWN_BY = {
    "pdfplumber": {"extract/pages/plumber.py"},
    "pdfminer": {"extract/pages/plumber.py", "extract/pages/contents.py", "extract/pages/ear.py"},
    "pypdfium2": {
        f"extract/pages/{name}.py"
        for name in ("fast", "pdfium", "pdfium_calls", "pdfium_characters", "picture")
    },
    "dask": {"scrutiny/cluster.py"},
    "distributed": {"scrutiny/cluster.py"},
    "fsspec": {"scrutiny/remote.py"},
    "rapidfuzz": {"normalise/linking.py"},
    "vl_convert": {"publish/charts/render.py"},
    "watchfiles": {"scrutiny/watch/command.py"},
}
COMPOSES = {
    f"scrutiny/{name}.py"
    for name in (
        *("book", "charts", "cli", "cluster", "datasets", "decide", "diff", "inputs", "painter", "registers"),
        *("remote", "review", "review_server", "run", "show", "supervisor", "tables", "working_copy"),
        *("fetch/command", "fetch/download", "fetch/gather", "watch/folder"),
    )
}
FILES = [path for package in MAY_IMPORT for path in sorted((ROOT / package).rglob("*.py"))]


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add((node.module or "").partition(".")[0])
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_stage_imports_the_ground_and_itself(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    package = name.partition("/")[0]
    ours = imported(path) & set(MAY_IMPORT)
    assert ours <= MAY_IMPORT[package]
    if package == "scrutiny" and name not in COMPOSES:
        assert ours <= {"records", "scrutiny"}
    for library, files in KNOWN_BY.items():
        assert library not in imported(path) or name in files


def test_the_project_names_no_package_host_and_no_machine_path() -> None:
    for name in ("requirements.lock", "pyproject.toml", "Makefile"):
        text = (ROOT / name).read_text()
        assert "http" not in text.replace("https://git-lfs", "")
        assert "/home/" not in text
