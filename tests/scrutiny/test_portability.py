"""The program starts and reads where there is nothing that Unix alone has (acted out by hiding it)."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from commands import contents
from conftest import EXAMPLE, ROOT, SHIPPED

from scrutiny.run import limits

UNIX = ("fcntl", "resource", "termios", "tty", "pty", "pwd", "grp", "syslog")
"""Modules that Windows does not have."""

HIDE = f"""
import multiprocessing.context as context, os, signal, sys
sys.modules.update(dict.fromkeys({(*UNIX, "multiprocessing.forkserver")!r}))
context._concrete_contexts = {{"spawn": context._concrete_contexts["spawn"]}}
context._default_context._default_context = context._concrete_contexts["spawn"]
context._default_context.get_all_start_methods = lambda: ["spawn"]
import multiprocessing
multiprocessing.get_all_start_methods = context._default_context.get_all_start_methods
for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_DIRECTORY", "fork", "killpg"):
    delattr(os, name)
for name in ("pthread_sigmask", "SIGXCPU", "SIGALRM"):
    delattr(signal, name)
"""


def test_the_example_is_read_the_same_where_unix_is_not(tmp_path: Path) -> None:
    """Every process, also each worker, hides what Windows does not have before anything else is loaded."""
    (tmp_path / "sitecustomize.py").write_text(HIDE)
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / EXAMPLE.name).write_bytes(EXAMPLE.read_bytes())
    command = [
        sys.executable,
        "-m",
        "scrutiny",
        "run",
        str(tmp_path / "raw"),
        "--out",
        str(tmp_path / "clean"),
    ]
    ended = subprocess.run(
        [*command, "--workers", "2"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )
    assert ended.returncode == 0, ended.stderr
    assert contents(tmp_path / "clean") == contents(SHIPPED / "clean")
    said = ended.stdout.splitlines()[-1]
    assert said == "On this system neither the memory nor the processor time of a document is limited."


@pytest.mark.parametrize(
    ("system", "has_limits", "words"),
    [
        ("linux", True, ""),
        ("darwin", True, "On this system the memory of a document is not limited."),
        (
            "win32",
            False,
            "On this system neither the memory nor the processor time of a document is limited.",
        ),
    ],
)
def test_what_is_not_enforced_is_told(
    monkeypatch: pytest.MonkeyPatch, system: str, has_limits: bool, words: str
) -> None:
    monkeypatch.setattr(limits.sys, "platform", system)
    monkeypatch.setattr(limits, "HAS_LIMITS", has_limits)
    assert limits.not_enforced() == words


def test_no_module_of_unix_alone_is_imported_unguarded() -> None:
    for package in ("records", "extract", "normalise", "publish", "scrutiny"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.Import):
                    assert not {alias.name for alias in node.names} & set(UNIX), path
                elif isinstance(node, ast.ImportFrom):
                    assert node.module not in {*UNIX, "multiprocessing.forkserver"}, path
