"""Files that look as they did are not read again; whatever could have changed them is noticed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from extract.intake.files import fetch_bytes, identify
from records.errors import SourceError
from records.report import Source
from scrutiny.run import known_files
from scrutiny.run.known_files import NOTES, KnownFiles


@pytest.fixture
def paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that was hashed and noted."""
    monkeypatch.setattr(known_files, "COARSEST_CLOCK", -known_files.COARSEST_CLOCK)
    path = tmp_path / "paper.pdf"
    path.write_bytes(b"first words")
    found(path)
    return path


def read(file: str, path: Path) -> Source:
    return identify(file, fetch_bytes(path))


def refuse(file: str, _: Path) -> Source:
    raise AssertionError(f"{file} was read")


def found(path: Path, read: Callable[[str, Path], Source] = read, *, fresh: bool = False) -> Source:
    """Look at the file as a run does."""
    known = KnownFiles(path.parent, fresh=fresh)
    source = known.identify("paper.pdf", path, read)
    known.note()
    return source


def test_a_file_that_looks_as_it_did_is_not_read(paper: Path) -> None:
    assert found(paper, refuse) == identify("paper.pdf", b"first words")
    with pytest.raises(AssertionError, match="was read"):
        found(paper, refuse, fresh=True)


def _set_back(path: Path) -> None:
    """Write other words of the same length and give the file the time that it had."""
    before = path.stat()
    path.write_bytes(b"other words")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _put_another_in_its_place(path: Path) -> None:
    before = path.stat()
    path.rename(path.with_name("old"))
    path.write_bytes(b"other words")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize("change", [_set_back, _put_another_in_its_place])
def test_other_words_are_noticed(paper: Path, change: Callable[[Path], None]) -> None:
    change(paper)
    assert found(paper) == identify("paper.pdf", b"other words")


def test_a_file_that_changed_a_moment_ago_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(b"first words")
    found(path)
    with pytest.raises(AssertionError, match="was read"):
        found(path, refuse)


def test_a_link_in_its_place_is_refused(paper: Path) -> None:
    paper.rename(paper.with_name("moved"))
    paper.symlink_to(paper.with_name("moved"))
    with pytest.raises(SourceError, match="a link"):
        found(paper)


@pytest.mark.parametrize("damage", [b"", b"{}", None])
def test_damaged_notes_are_not_trusted(paper: Path, damage: bytes | None) -> None:
    notes = paper.parent / NOTES
    content = notes.read_bytes()
    sha256 = identify("", b"first words").sha256.encode()
    assert sha256 in content
    notes.write_bytes(content.replace(sha256, sha256[::-1]) if damage is None else damage)
    assert found(paper) == identify("paper.pdf", b"first words")
    assert notes.read_bytes() == content
