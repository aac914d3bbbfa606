"""A package of somebody else in the place of one of ours is told, not half used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import scrutiny
from scrutiny.packages import stranger


def test_our_own_packages_are_no_strangers() -> None:
    assert stranger() is None


@pytest.mark.parametrize(
    "code", ["from scrutiny.__main__ import main; main()", "import scrutiny; scrutiny.load"]
)
def test_a_library_called_records_is_told(tmp_path: Path, code: str) -> None:
    (tmp_path / "records.py").write_text("VERSION = 1\n")
    path = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); "
    home = Path(scrutiny.__file__).parents[1]
    command = [sys.executable, "-c", path + code]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=home)
    assert ended.returncode == 1
    assert f"The package 'records' of Scrutiny at {tmp_path / 'records.py'} is another one." in ended.stderr
    assert "uv tool install" in ended.stderr.splitlines()[-1]


def test_a_package_that_is_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scrutiny.packages.BESIDE", ("no_such_package_here",))
    assert "'no_such_package_here' of Scrutiny is missing" in (stranger() or "")
