"""Closed streams, Ctrl-C at any moment, and messages: what a person at a terminal sees, or need not see."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from commands import rows
from conftest import EXAMPLE, ROOT

from scrutiny.cli.main import cli
from scrutiny.run.progress import one_line

ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    shutil.copy(EXAMPLE, folder / "good.pdf")
    (folder / "page.pdf").write_text("<html></html>")
    return folder


@pytest.mark.parametrize("closed", ["2>&-", ">&-", "<&- >&- 2>&-"])
def test_a_run_with_closed_streams_publishes_all_the_same(raw: Path, closed: str) -> None:
    clean = raw.parent / "clean"
    command = f'"{sys.executable}" -m scrutiny run "{raw}" --out "{clean}" {closed}'
    ended = subprocess.run(
        ["sh", "-c", command], capture_output=True, text=True, cwd=ROOT, env=ENVIRONMENT, check=False
    )
    assert (ended.returncode, "Traceback" in ended.stderr) == (3, False), ended.stderr
    assert len(rows(clean, "recommendations")) == 26
    if closed == "2>&-":
        assert "The dataset is in" in ended.stdout


@pytest.mark.parametrize("module", ["click", "msgspec", "scrutiny.run.progress", "publish.text"])
def test_ctrl_c_while_modules_are_imported_is_one_line(module: str) -> None:
    code = f"""
import os, signal, sys
class Interrupts:
    def find_spec(self, name, *more):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupts())
sys.argv = ["scrutiny", "--help"]
from scrutiny.__main__ import main
main()
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert (ended.returncode, ended.stdout) == (130, "")
    assert ended.stderr == "\nscrutiny: stopped. What was read is kept; run again to go on.\n"


def test_ctrl_c_of_a_terminal_reaches_the_workers_and_none_of_them_complains(raw: Path) -> None:
    """The whole group has the signal, also the process from which workers are forked while it imports."""
    for number in range(40):
        (raw / f"{number}.pdf").write_bytes(EXAMPLE.read_bytes() + b"\n%%%d" % number)
    for wait in (0.05, 0.2, 0.4):
        started = subprocess.Popen(
            [sys.executable, "-m", "scrutiny", "run", str(raw), "--out", str(raw.parent / "clean")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            start_new_session=True,
        )
        # The process from which workers are forked is the second child, after the tracker of resources.
        children = Path(f"/proc/{started.pid}/task/{started.pid}/children")
        until = time.monotonic() + 30
        while len(children.read_text().split()) < 2 and time.monotonic() < until:
            time.sleep(0.001)
        time.sleep(wait)
        os.killpg(started.pid, signal.SIGINT)
        _, said = started.communicate(timeout=10)
        assert (started.returncode, "Traceback" in said) == (130, False), said


def test_a_message_of_several_lines_is_shown_on_one() -> None:
    assert (
        one_line("while parsing a block\n  in line 1\x1b[2J\n") == "while parsing a block in line 1\\x1b[2J"
    )


def test_an_error_of_several_lines_is_readable() -> None:
    code = """
import sys
from records.errors import ConfigError
import scrutiny.cli.main as command
@command.cli.command("wrong")
def wrong():
    raise ConfigError("x.yaml: while parsing\\n  line 3")
sys.argv = ["scrutiny", "wrong"]
command.main()
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert (ended.returncode, ended.stderr) == (1, "scrutiny: x.yaml: while parsing line 3\n")


NAMED = re.compile(r"'scrutiny ([a-z]+)((?: --?[a-z-]+)*)")


def test_messages_name_only_commands_and_options_that_exist() -> None:
    found = 0
    for path in (
        *ROOT.glob("scrutiny/**/*.py"),
        *ROOT.glob("publish/**/*.*"),
        *ROOT.glob("normalise/**/*.py"),
    ):
        if path.suffix not in {".py", ".js", ".html"}:
            continue
        for name, options in NAMED.findall(path.read_text(encoding="utf-8")):
            found += 1
            assert name in cli.commands, (path, name)
            known = {text for each in cli.commands[name].params for text in each.opts}
            assert set(options.split()) <= known, (path, name, options)
    assert found > 5
