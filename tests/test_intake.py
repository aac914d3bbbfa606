"""What a file really is, told before any parser sees it."""

from __future__ import annotations

import os
import zlib
from pathlib import Path

import pytest
from drawing import Sheet

from extract.document import read_document
from extract.intake import fetch_bytes, require_pdf, walk
from records.errors import SourceError
from records.outcome import Problem, State


def whole() -> bytes:
    sheet = Sheet()
    sheet.text(50, 50, "A page of words")
    return sheet.save()


@pytest.mark.parametrize(
    ("content", "problem", "words"),
    [
        (b"", Problem.EMPTY, "no bytes"),
        (b" \r\n\0", Problem.EMPTY, "no bytes"),
        (b"<!DOCTYPE html><html><body>Not found</body></html>", Problem.HTML, "web page"),
        (b"\n\n  <HTML><head></head></HTML>", Problem.HTML, "web page"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n", Problem.POINTER, "Git LFS"),
        (b"PK\x03\x04word/document.xml", Problem.NOT_PDF, "Office document"),
        (b"\x89PNG\r\n\x1a\n", Problem.NOT_PDF, "picture"),
        ("Notes on the report – café".encode(), Problem.NOT_PDF, "plain text"),
        (os.urandom(3) + b"\xff\xfe\x00\x01" * 50, Problem.NOT_PDF, "not a PDF"),
        (b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n", Problem.CUT, "ends too early"),
    ],
)
def test_what_is_no_whole_pdf_is_named(content: bytes, problem: Problem, words: str) -> None:
    with pytest.raises(SourceError) as caught:
        require_pdf(content)
    assert caught.value.problem is problem
    assert words in caught.value.detail
    report = read_document(content)
    assert (report.state, report.problem, report.rows) == (State.SET_ASIDE, problem, ())


def test_a_whole_pdf_passes() -> None:
    require_pdf(whole())
    require_pdf(b"junk before\n" + whole() + b"\ntrailing words")


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_pdf_cut_anywhere_is_set_aside(share: float, wiltshire: bytes) -> None:
    report = read_document(wiltshire[: int(len(wiltshire) * share)])
    assert (report.state, report.problem) == (State.SET_ASIDE, Problem.CUT)


def test_an_update_that_was_broken_off_is_noticed() -> None:
    with pytest.raises(SourceError) as caught:
        require_pdf(whole() + b"\n7 0 obj\n<< /Type /Page")
    assert caught.value.problem is Problem.CUT


def test_line_ends_changed_in_transfer_are_noticed(wiltshire: bytes) -> None:
    """git's autocrlf and FTP in text mode do this; parsers then return nothing, without an error."""
    report = read_document(wiltshire.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    assert (report.state, report.problem) == (State.SET_ASIDE, Problem.DAMAGED)
    assert "line end" in report.problem_detail


def test_a_locked_pdf_says_so() -> None:
    import io

    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption("secret"))
    canvas.drawString(50, 500, "Confidential")
    canvas.save()
    report = read_document(buffer.getvalue())
    assert (report.state, report.problem) == (State.SET_ASIDE, Problem.LOCKED)


def test_pages_that_are_pictures_are_a_scan() -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    sheet = Sheet()
    sheet.canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, 595, 842)
    report = read_document(sheet.save())
    assert (report.state, report.problem) == (State.SET_ASIDE, Problem.SCAN)


def test_pages_without_anything_are_never_fine() -> None:
    sheet = Sheet()
    sheet.canvas.showPage()
    report = read_document(sheet.save())
    assert (report.state, report.problem) == (State.SET_ASIDE, Problem.DAMAGED)


def test_contents_that_do_not_unpack_are_never_fine() -> None:
    packed = zlib.compress(b"BT /F1 12 Tf 50 700 Td (words) Tj ET")
    broken = b"\xff" + packed[1:]
    pdf = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>endobj\n"
        b"4 0 obj<</Filter/FlateDecode/Length "
        + str(len(broken)).encode()
        + b">>stream\n"
        + broken
        + b"\nendstream endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF"
    )
    assert read_document(pdf).state is State.SET_ASIDE


def test_a_folder_is_walked_in_order_and_links_and_pipes_are_left(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("b/two words.PDF", "a.pdf", ".gitkeep", "Thumbs.db", "ünï.pdf"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "link.pdf").symlink_to(tmp_path / "a.pdf")
    os.mkfifo(tmp_path / "pipe.pdf")
    assert [name for name, _ in walk(tmp_path)] == ["a.pdf", "b/two words.PDF", "ünï.pdf"]


def test_a_file_that_is_gone_or_too_large_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SourceError) as caught:
        fetch_bytes(tmp_path / "gone.pdf")
    assert caught.value.problem is Problem.UNREADABLE
    (tmp_path / "large.pdf").write_bytes(b"x" * 20)
    monkeypatch.setattr("extract.intake.MOST_BYTES", 10)
    with pytest.raises(SourceError) as caught:
        fetch_bytes(tmp_path / "large.pdf")
    assert caught.value.problem is Problem.OVER_LIMIT
