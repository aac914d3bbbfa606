"""The house rules: which package may import which, and which file knows which library."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections import Counter
from functools import cache
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
    "pdfplumber": {"extract/pdf/pdfplumber.py"},
    "pdfminer": {
        "extract/pdf/pdfplumber.py",
        "extract/pdf/objects/plain_objects.py",
        *(
            f"extract/pdf/verify/{name}.py"
            for name in (
                *(
                    "catalog",
                    "content_stream",
                    "descents",
                    "form_fields",
                    "operators",
                    "structure",
                    "unread",
                    "warnings",
                ),
            )
        ),
    },
    "pypdfium2": {
        f"extract/pdf/{name}.py"
        for name in (
            *("reader", "render"),
            *(
                "pdfium/annotation_values",
                "pdfium/annotations",
                "pdfium/characters",
                "pdfium/cmyk",
                "pdfium/document",
                "pdfium/drawn_page",
                "pdfium/hidden_text_search",
                "pdfium/page",
                "pdfium/painted_spots",
                "pdfium/properties",
            ),
        )
    },
    "dask": {"scrutiny/cluster/engine.py"},
    "distributed": {"scrutiny/cluster/engine.py"},
    "matplotlib": {"publish/charts/draw.py"},
    "fsspec": {"scrutiny/cluster/remote.py"},
    "pandas": {f"scrutiny/frames/{name}.py" for name in ("dataset", "document", "types")},
    "rapidfuzz": {
        "normalise/agencies/likeness.py",
        "normalise/follow/texts/likeness.py",
        "normalise/values/lookups.py",
    },
    "lxml": {"scrutiny/sources/pages/markup.py"},
    "urllib3": {"scrutiny/sources/web/client.py"},
    "watchfiles": {"scrutiny/sources/watch.py"},
}
COMPOSES = {
    f"scrutiny/{name}.py"
    for name in (
        *(
            "cli/dataset_commands",
            "cli/review_commands",
            "cli/show",
            "cli/readings",
            "cli/tables",
            "cli/follow",
        ),
        *("frames/dataset", "frames/document", "frames/types"),
        *("following/linked_tables", "following/stories"),
        *("cluster/engine", "cluster/remote", "cluster/working_copy"),
        *("review/decisions_file", "review/page", "review/server", "review/session"),
        *(
            "run/datasets",
            "run/fingerprint",
            "run/kept",
            "run/pipeline",
            "run/places",
            "run/progress",
            "run/reading",
        ),
        *("run/worker", "run/workers"),
        *("sources/commands", "sources/fetch", "sources/watch", "sources/web/client"),
    )
}
FILES = [path for package in MAY_IMPORT for path in sorted((ROOT / package).rglob("*.py"))]


@cache
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


CODE = (".py", ".c", ".h", ".js", ".css", ".html")


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_files_and_folders_are_small_enough_to_read(package: str) -> None:
    files = [path for path in (ROOT / package).rglob("*") if path.suffix in CODE]
    assert not [path for path in files if len(path.read_text().splitlines()) > 400]
    folders = Counter(path.parent for path in files if path.name != "__init__.py")
    assert not [folder for folder, count in folders.items() if count > 14]


def branches(function: ast.AST) -> int:
    """Return the cyclomatic complexity of a function, with what stands in it, as radon counts it."""
    count = 1
    for node in ast.walk(function):
        match node:
            case ast.If() | ast.IfExp() | ast.Assert():
                count += 1
            case ast.For() | ast.While():
                count += 1 + bool(node.orelse)
            case ast.Try():
                count += len(node.handlers) + bool(node.orelse)
            case ast.BoolOp():
                count += len(node.values) - 1
            case ast.comprehension():
                count += 1 + len(node.ifs)
            case ast.Match():
                count += len(node.cases) - 1
    return count


def test_functions_are_small_enough_to_read() -> None:
    assert branches(ast.parse("for a in b:\n if a or c and d: e = [f for f in g if f] if h else i")) == 8
    for path in (*FILES, *sorted((ROOT / "benchmarks").rglob("*.py"))):
        functions = [
            node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)
        ]
        assert not {each.name: branches(each) for each in functions if branches(each) > 20}, path


@pytest.mark.parametrize("path", sorted(ROOT.glob("tests/**/*.py")), ids=lambda path: path.stem)
def test_no_test_imports_another(path: Path) -> None:
    assert not {name for name in imported(path) if name.startswith("test_")}


def test_the_project_names_no_package_host_and_no_machine_path() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "pyproject.toml", "Makefile"):
        text = (ROOT / name).read_text()
        assert "http" not in text.replace("https://git-lfs", "")
        assert "/home/" not in text


def test_both_locks_pin_the_same_versions() -> None:
    run, test = (
        set(re.findall(r"^\S+==\S+", (ROOT / name).read_text(), re.M))
        for name in ("requirements.lock", "requirements-dev.lock")
    )
    assert 20 < len(run) < len(test)
    assert run <= test


BANNED = {
    "import pickle\n\npickle.loads(given)": "S301",
    "import shelve\n\nshelve.open(given)": "S301",
    "import marshal\n\nmarshal.loads(given)": "S302",
    "eval(given)": "S307",
    "exec(given)": "S102",
    "import yaml\n\nyaml.load(given)": "S506",
    "import yaml\n\nyaml.load(given, Loader=yaml.Loader)": "S506",
    "import yaml\n\nyaml.unsafe_load(given)": "TID251",
    "import yaml\n\nyaml.full_load(given)": "TID251",
    "import subprocess\n\nsubprocess.run(given, shell=True)": "S602",
    "import os\n\nos.system(given)": "S605",
}
"""Calls that run or build what a file says, and the rule of `make lint` that refuses each."""


@pytest.mark.parametrize("package", [*MAY_IMPORT, "benchmarks"])
def test_calls_that_run_what_a_file_says_are_refused(package: str) -> None:
    lines = ["given = input()", *(line for call in BANNED for line in call.splitlines())]
    words = [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format", "concise"]
    found = subprocess.run(
        [*words, "--stdin-filename", f"{package}/made_up.py", "-"],
        input="\n".join(lines),
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    for call, rule in BANNED.items():
        at = lines.index(call.splitlines()[-1]) + 1
        assert re.search(rf":{at}:\d+: {rule}\b", found.stdout), (call, found.stdout, found.stderr)


def test_no_file_sets_these_rules_aside() -> None:
    files = [*FILES, *sorted((ROOT / "benchmarks").rglob("*.py"))]
    rules = {rule for rule in BANNED.values() if rule.startswith("S")}
    for path in files:
        excused = set(re.findall(r"\bS\d{3}\b", " ".join(re.findall("noqa.*", path.read_text()))))
        assert not excused & rules, path


def test_an_installed_copy_has_every_file_that_is_no_code() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"]
    packed = {
        path for package, globs in told.items() for glob in globs for path in (ROOT / package).glob(glob)
    }
    code = {".py", ".pyi", ".c", ".h", ".so", ".pyd", ".pyc"}
    held = {
        path
        for package in MAY_IMPORT
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix not in code
    }
    assert held <= packed
