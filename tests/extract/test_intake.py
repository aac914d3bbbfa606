"""What a file really is, told before any parser sees it."""

from __future__ import annotations

import io
import os
import re
import socket
import tracemalloc
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from drawing import Sheet
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from extract.document import read_document
from extract.intake.files import fetch_bytes, readable, walk
from extract.intake.repair import repair, without_circle
from extract.intake.sniff import require_pdf
from records.errors import SourceError
from records.outcome import Problem, State


def whole() -> bytes:
    sheet = Sheet()
    sheet.text(50, 50, "A page of words")
    return sheet.save()


def zipped(*names: str) -> bytes:
    """An archive whose members begin as a PDF does, and are stored as they are."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, whole())
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "problem", "words"),
    [
        (b"", Problem.EMPTY, "no bytes"),
        (b" \r\n\0", Problem.EMPTY, "no bytes"),
        (b"<!DOCTYPE html><html><body>Not found</body></html>", Problem.HTML, "web page"),
        (b"\n\n  <HTML><head></head></HTML>", Problem.HTML, "web page"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n", Problem.POINTER, "Git LFS"),
        ("<html>Not found</html>".encode("utf-16"), Problem.HTML, "web page"),
        (b"<!-- saved from the web --><p>A report</p>", Problem.HTML, "web page"),
        (zipped("word/document.xml"), Problem.NOT_PDF, "Word document"),
        (zipped("xl/workbook.xml"), Problem.NOT_PDF, "Excel workbook"),
        (zipped("ppt/presentation.xml"), Problem.NOT_PDF, "PowerPoint presentation"),
        (zipped("mimetype", "META-INF/manifest.xml"), Problem.NOT_PDF, "OpenDocument file"),
        (zipped("report.pdf"), Problem.NOT_PDF, "ZIP archive (unpack it first)"),
        (zipped("word/document.xml")[:-30], Problem.NOT_PDF, "damaged ZIP archive or Office document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Problem.NOT_PDF, "old Office document"),
        (b"\x89PNG\r\n\x1a\n", Problem.NOT_PDF, "picture (PNG)"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", Problem.NOT_PDF, "picture (JPEG)"),
        (b"RIFF\0\0\0\0WEBPVP8 ", Problem.NOT_PDF, "picture (WebP)"),
        (b"\0\0\0\x18ftypheic", Problem.NOT_PDF, "picture (HEIC)"),
        (b"Rar!\x1a\x07", Problem.NOT_PDF, "RAR archive"),
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
    report = read_document(pdf)
    assert (report.state, report.problem) == (State.PARTIAL, Problem.DAMAGED)


def test_a_folder_is_walked_in_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("b/two words.PDF", "a.pdf", ".gitkeep", "Thumbs.db", "ünï.pdf", "b.pdf", "bb.pdf"):
        (tmp_path / name).write_bytes(b"x")
    found = [name for name, _ in walk(tmp_path)]
    assert found == ["a.pdf", "b/two words.PDF", "b.pdf", "bb.pdf", "ünï.pdf"]


def test_hidden_files_and_folders_are_no_documents(tmp_path: Path) -> None:
    for name in (
        ".DS_Store",
        "._a.pdf",
        ".hidden.pdf",
        ".Trash/a.pdf",
        "b/.git/a.pdf",
        "b/.gitkeep",
        "b/c.pdf",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert [name for name, _ in walk(tmp_path)] == ["b/c.pdf"]


def test_what_is_no_regular_file_is_given_and_refused_by_name(tmp_path: Path) -> None:
    """Left out in silence, a linked report would be missing from the dataset and nobody would know."""
    raw = tmp_path / "raw"
    (raw / "inner").mkdir(parents=True)
    (tmp_path / "outside.pdf").write_bytes(b"x")
    (raw / "out.pdf").symlink_to(tmp_path / "outside.pdf")
    (raw / "dead.pdf").symlink_to("nowhere")
    (raw / "self.pdf").symlink_to("self.pdf")
    (raw / "folder").symlink_to(raw / "inner")
    os.mkfifo(raw / "pipe.pdf")
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(raw / "socket.pdf"))
    refused = {}
    for name, path in walk(raw):
        with pytest.raises(SourceError) as caught:
            fetch_bytes(path)
        assert caught.value.problem is Problem.UNREADABLE
        refused[name] = caught.value.detail
    assert list(refused) == ["dead.pdf", "folder", "out.pdf", "pipe.pdf", "self.pdf", "socket.pdf"]
    for name in ("dead.pdf", "folder", "out.pdf", "self.pdf"):
        assert refused[name].startswith("This is a link; only files that stand in the folder themselves")
    assert refused["pipe.pdf"].startswith("This is a pipe")


def test_a_folder_that_cannot_be_listed_is_given_and_the_others_are_walked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("closed", "open"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.pdf").write_bytes(b"x")
    real = os.scandir

    def scandir(folder: Path) -> Any:
        if folder.name == "closed":
            raise PermissionError(13, "Permission denied")
        return real(folder)

    monkeypatch.setattr(os, "scandir", scandir)
    found = dict(walk(tmp_path))
    assert list(found) == ["closed", "open/a.pdf"]
    with pytest.raises(SourceError, match="a folder that cannot be listed"):
        fetch_bytes(found["closed"])


def test_folders_are_walked_at_any_depth(tmp_path: Path) -> None:
    """Deeper than calls within calls may go."""
    folders = [tmp_path / "d"]
    while len(folders) < 1200:
        folders.append(folders[-1] / "d")
    for folder in folders:
        folder.mkdir()
    file = folders[-1] / "a.pdf"
    file.write_bytes(b"x")
    try:
        assert [path for _, path in walk(tmp_path)] == [file]
    finally:
        file.unlink()
        for folder in reversed(folders):
            folder.rmdir()


def test_a_folder_is_passed_over_by_whatever_path_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "data/clean").mkdir(parents=True)
    (tmp_path / "data/clean/documents.csv").write_bytes(b"x")
    (tmp_path / "data/a.pdf").write_bytes(b"x")
    (tmp_path / "shortcut").symlink_to(tmp_path / "data")
    assert [name for name, _ in walk(tmp_path / "shortcut", {tmp_path / "data/clean"})] == ["a.pdf"]


def test_no_two_names_become_one() -> None:
    assert readable(os.fsdecode(b"caf\xe9.pdf")) == "caf\\xe9.pdf"
    assert readable("caf\\xe9.pdf") == "caf\\x5cxe9.pdf"
    assert readable("a\\b.pdf") == "a\\b.pdf"


def test_a_file_that_is_gone_or_too_large_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SourceError) as caught:
        fetch_bytes(tmp_path / "gone.pdf")
    assert caught.value.problem is Problem.UNREADABLE
    (tmp_path / "large.pdf").write_bytes(b"x" * 20)
    monkeypatch.setattr("extract.intake.files.MOST_BYTES", 10)
    with pytest.raises(SourceError) as caught:
        fetch_bytes(tmp_path / "large.pdf")
    assert caught.value.problem is Problem.OVER_LIMIT


def test_a_file_whose_lists_of_parts_lead_in_a_circle_is_read_and_marked() -> None:
    sheet = Sheet()
    sheet.text(60, 60, "Read all the same")
    content = sheet.save()
    start = int(re.findall(rb"startxref\s+(\d+)", content)[-1])
    circle = content.replace(b"/Root", b"/Prev %d /Root" % start)
    assert circle != content
    report = read_document(circle)
    assert (report.state, report.problem) == (State.PARTIAL, Problem.DAMAGED)
    assert "in a circle" in report.problem_detail
    assert report.accounts[0].characters == len("Readallthesame")


@pytest.mark.parametrize(
    "lists",
    [
        b"xref trailer << /Size 1 >> startxref 0",
        b"xref trailer << /Prev 60 >> startxref" + b" " * 23 + b"xref trailer << >> startxref 0",
        b"xref trailer << /Prev 999999 >> startxref 0",
        b"xref trailer << /Prev 0 >> no list is named",
    ],
)
def test_lists_that_lead_to_an_end_are_left_alone(lists: bytes) -> None:
    assert without_circle(lists) is None


def test_a_circle_is_broken_where_it_closes_and_no_part_moves() -> None:
    lists = b"xref << /Prev 40 >> startxref".ljust(40) + b"xref << /Prev 0 >> startxref 40"
    repaired = without_circle(lists)
    assert repaired == lists.replace(b"/Prev 40", b"/Gone 40")


def test_both_faults_of_a_file_are_repaired() -> None:
    content = whole()
    start = int(re.findall(rb"startxref\s+(\d+)", content)[-1])
    (kids,) = re.findall(rb"/Kids \[ [^\]]+\]", content)
    broken = content.replace(kids, kids.replace(b"[", b"[null "))
    moved = len(broken) - len(content)
    repaired = repair(
        broken.replace(b"/Root", b"/Prev %d /Root" % (start + moved)).replace(
            b"%d\n%%%%EOF" % start, b"%d\n%%%%EOF" % (start + moved)
        )
    )
    assert repaired is not None
    assert (
        repaired[1] == "the file's cross-reference tables lead in a circle and the file's page tree has gaps"
    )
    assert b"null" not in repaired[0]
    assert b"/Prev" not in repaired[0]


def test_a_locked_file_with_a_fault_is_called_locked() -> None:
    """Not damaged: its reader would fetch it again, and in vain."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption("secret", strength=128))
    canvas.drawString(60, 700, "Confidential")
    canvas.save()
    content = buffer.getvalue()
    start = int(re.findall(rb"startxref\s+(\d+)", content)[-1])
    report = read_document(content.replace(b"/Root", b"/Prev %d /Root" % start))
    assert (report.state, report.problem) == (State.SET_ASIDE, Problem.LOCKED)


def test_gaps_in_the_list_of_pages_are_passed_over_and_marked() -> None:
    content = whole()
    (kids,) = re.findall(rb"/Kids \[ [^\]]+\]", content)
    report = read_document(content.replace(kids, kids.replace(b"[", b"[null ")))
    assert (report.state, report.problem) == (State.PARTIAL, Problem.DAMAGED)
    assert "gaps" in report.problem_detail
    assert report.accounts[0].characters == len("Apageofwords")


@pytest.mark.parametrize(
    ("told", "broken"),
    [
        (rb"/Pages(?= \d)", b"/Gones"),
        (rb"/Pages(?= \d)", b"/Pages 99 0 R /Was"),
        (rb"/Kids \[ [^\]]+\]", b"/Kids [ ]"),
        (rb"/Kids", b"/Kins"),
        (rb"/Type /Pages", b"/Type /Pagez"),
    ],
)
def test_a_file_that_does_not_say_which_its_pages_are_is_refused(told: bytes, broken: bytes) -> None:
    content = re.sub(told, broken, whole())
    assert content != whole()
    report = read_document(content)
    assert (report.state, report.problem) == (State.SET_ASIDE, Problem.DAMAGED)
    assert "which its pages are" in report.problem_detail


def test_a_small_file_asks_for_no_room_for_a_large_one(tmp_path: Path) -> None:
    """In a worker that has read others, there may be none."""
    (tmp_path / "small.pdf").write_bytes(b"%PDF-")
    tracemalloc.start()
    assert fetch_bytes(tmp_path / "small.pdf") == b"%PDF-"
    assert tracemalloc.get_traced_memory()[1] < 2**20
    tracemalloc.stop()
