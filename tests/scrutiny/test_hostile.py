"""The benchmark of hostile files reads every file of its folder, and sees what ended otherwise."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from drawing import Sheet

from benchmarks.hostile import End, ends, print_ends


def sound() -> bytes:
    sheet = Sheet()
    sheet.text(60, 60, "Agreed")
    return sheet.save()


def archive() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("../../escaped.pdf", sound())
    return buffer.getvalue()


def test_odd_names_links_and_archives_are_read_or_refused_and_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "manifest.jsonl").write_text("")
    (tmp_path / "names").mkdir()
    (tmp_path / "names" / "-rf $(id)\x1b.pdf").write_bytes(sound())
    (tmp_path / "names" / "link.pdf").symlink_to("/etc/hostname")
    (tmp_path / "slip.zip").write_bytes(archive())
    told = {"slip.zip": "rows", "lost.pdf": "either"}
    found = {end.file: end for end in ends(tmp_path, told)}
    assert {name: (end.expect, end.state, end.fits) for name, end in found.items()} == {
        "lost.pdf": ("either", "", False),
        "names/-rf $(id)\x1b.pdf": ("rows", "partial", True),
        "names/link.pdf": ("refuse", "set_aside", True),
        "slip.zip": ("rows", "set_aside", False),
    }
    print_ends(found.values())
    assert "2 of 4 files ended as expected, 2 otherwise" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("expect", "state", "problem", "fits"),
    [
        ("rows", "partial", "no_rows", True),
        ("rows", "set_aside", "damaged", False),
        ("refuse", "set_aside", "damaged", True),
        ("refuse", "ok", "ok", False),
        ("flag", "ok", "flagged", True),
        ("flag", "ok", "ok", False),
        ("either", "set_aside", "over_limit", True),
        ("either", "set_aside", "crashed", False),
        ("either", "", "not there", False),
    ],
)
def test_what_fits(expect: str, state: str, problem: str, fits: bool) -> None:
    assert End("a.pdf", expect, state, problem).fits is fits
