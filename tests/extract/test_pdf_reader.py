"""The page reader: what pdfium gives is what pdfplumber gives, or the page is left to pdfplumber."""

from __future__ import annotations

import io
import os
import random
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from conftest import ROOT, SAMPLES
from drawing import HEIGHT, Sheet, pdf_of, stream
from hypothesis import example, given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from benchmarks.identity import Tally, compare_documents, compare_folder
from extract.document import read_document
from extract.pdf import compiled, pdfplumber, reader
from extract.pdf.compiled import ARE_USED, is_older, load
from extract.pdf.pdfium import page as pdfium_page
from extract.pdf.pdfium.aligned_letters import align_letters
from extract.pdf.pdfium.page_arrays import DEEPEST, OBJECT, UnsupportedPage
from extract.pdf.text.characters import Character
from extract.pdf.text.irregular_lines import line_words
from extract.pdf.text.words import Grouped, group_words
from extract.pdf.tolerances import SAME_LINE
from extract.pdf.verify.content_stream import Contents, Glyph, PageContents, UnsupportedContent, read_shown
from extract.pdf.verify.letter_counts import count_characters
from extract.pdf.verify.warnings import holds_data
from records.geometry import Box
from records.pages import Page


def draw(change: Callable[[Canvas], None]) -> bytes:
    """Give a PDF of one page with a line of words, a rule, and what `change` draws."""
    sheet = Sheet()
    sheet.text(60, 50, "Train all staff by June")
    sheet.rule(60, 80, 400, 80)
    change(sheet.canvas)
    return sheet.save()


def differences(content: bytes, password: str | None = None) -> tuple[list[str], list[Page]]:
    pages = list(reader.read_pages(content, password))
    return list(compare_documents(list(pdfplumber.read_pages(content, password)), pages, Tally())), pages


def lone_spaces(canvas: Canvas) -> None:
    """Word prints spaces by themselves, one or several at a time."""
    text = canvas.beginText(60, HEIGHT - 200)
    text.setFont("Helvetica", 11)
    for part in ("Head", " ", "of", "   ", "Service"):
        text.textOut(part)
    canvas.drawText(text)
    canvas.drawString(60, HEIGHT - 230, "Head")
    canvas.drawString(60 + canvas.stringWidth("Head", "Helvetica", 11), HEIGHT - 230, " ")
    canvas.drawString(60 + canvas.stringWidth("Head ", "Helvetica", 11) - 0.9, HEIGHT - 230, "of")


def wide_gaps(canvas: Canvas) -> None:
    """pdfium puts a space into text whose letters are moved apart."""
    canvas._code.append("BT /F1 12 Tf 60 640 Td [(Conditional)-225(Use and more)-900(words)] TJ ET")


def line_end_hyphens(canvas: Canvas) -> None:
    canvas.drawString(60, HEIGHT - 200, "a multi-")
    canvas.drawString(60, HEIGHT - 214, "agency panel, well-")
    canvas.drawString(60, HEIGHT - 228, "run")


def forms(canvas: Canvas) -> None:
    canvas.beginForm("stamp")
    canvas.drawString(10, 10, "APPROVED")
    canvas.rect(0, 0, 90, 30, fill=0)
    canvas.endForm()
    canvas.saveState()
    canvas.translate(100, 400)
    canvas.scale(1.5, 1.5)
    canvas.doForm("stamp")
    canvas.restoreState()


def deep_forms(canvas: Canvas) -> None:
    """Forms within forms, deeper than they are followed."""
    for depth in range(DEEPEST + 2):
        canvas.beginForm(f"form {depth}")
        canvas.drawString(60, 100 + 20 * depth, f"Depth {depth}")
        if depth:
            canvas.doForm(f"form {depth - 1}")
        canvas.endForm()
    canvas.doForm(f"form {DEEPEST + 1}")


def shapes(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.9, 0.2, 0.1)
    canvas.rect(60, 300, 80, 40, fill=1, stroke=0)
    canvas.rect(60, 360, 300, 0.7, fill=1, stroke=0)
    canvas.circle(200, 500, 20, fill=1)
    path = canvas.beginPath()
    for x, y in ((300, 300), (400, 300), (400, 350), (300, 350)):
        (path.lineTo if x + y != 600 else path.moveTo)(x, y)
    path.close()
    path.moveTo(300, 400)
    path.lineTo(420, 400)
    canvas.drawPath(path)


def fonts(canvas: Canvas) -> None:
    for place, name in enumerate(("Times-Roman", "Times-Italic", "Courier", "Helvetica-BoldOblique")):
        canvas.setFont(name, 9 + place)
        canvas.drawString(60, HEIGHT - 200 - 20 * place, f"In {name}: fjord, Quay & 100% (x)")


def colours(canvas: Canvas) -> None:
    for place, colour in enumerate(((1, 0, 0), (0, 0.5, 0), (1, 0.75, 0))):
        canvas.setFillColorRGB(*colour)
        canvas.drawString(60, HEIGHT - 200 - 20 * place, "RAG")


def raised(canvas: Canvas) -> None:
    text = canvas.beginText(60, HEIGHT - 200)
    text.setFont("Helvetica", 11)
    text.textOut("panel")
    text.setFont("Helvetica", 6)
    text.setRise(5)
    text.textOut("12")
    canvas.drawText(text)


def outside(canvas: Canvas) -> None:
    canvas.drawString(700, 400, "beyond the edge")


def spread(canvas: Canvas) -> None:
    text = canvas.beginText(60, HEIGHT - 200)
    text.setCharSpace(1.2)
    text.setWordSpace(4)
    text.setHorizScale(80)
    text.textOut("spread and narrowed")
    canvas.drawText(text)


def print_colours(canvas: Canvas) -> None:
    canvas.setFillColorCMYK(0, 0.8, 0.9, 0.1)
    canvas.rect(60, 300, 80, 40, fill=1, stroke=0)
    canvas.drawString(60, 400, "Amber")
    canvas.setFillGray(0.4)
    canvas.drawString(60, 420, "Grey")


def nothing(canvas: Canvas) -> None:
    pass


@pytest.mark.parametrize(
    "change",
    [
        *(
            lone_spaces,
            wide_gaps,
            line_end_hyphens,
            forms,
            shapes,
            fonts,
            colours,
            print_colours,
            raised,
            outside,
        ),
        *(spread, nothing),
    ],
    ids=lambda change: change.__name__,
)
def test_it_reads_a_page_as_pdfplumber_does(change: Callable[[Canvas], None]) -> None:
    found, (page,) = differences(draw(change))
    assert found == []
    assert (page.reader, page.doubt) == ("pdfium", "")


def turned_letters(canvas: Canvas) -> None:
    canvas.rotate(90)
    canvas.drawString(100, -300, "sideways")


def turned_page(canvas: Canvas) -> None:
    canvas.setPageRotation(90)


def cropped_page(canvas: Canvas) -> None:
    canvas.setCropBox((50, 50, 500, 700))


def double_strike(canvas: Canvas) -> None:
    canvas.drawString(60, 400, "BOLD")
    canvas.drawString(60.3, 400, "BOLD")


def odd_glyph(canvas: Canvas) -> None:
    canvas.drawString(60, 400, "\u2022 a bullet that pdfminer knows no letter for")


def odd_instructions(canvas: Canvas) -> None:
    canvas._code.append("1 2 unknown")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (turned_letters, "turned"),
        (turned_page, "turned page"),
        (cropped_page, "cropped"),
        (double_strike, ""),
        (odd_glyph, "no letter"),
        (odd_instructions, "not well formed"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_what_pdfium_may_give_otherwise_is_left_to_pdfplumber(
    change: Callable[[Canvas], None], reason: str
) -> None:
    content = draw(change)
    found, (page,) = differences(content)
    assert found == []
    if reason:
        assert page.reader == "pdfplumber"
        assert reason in page.doubt


def test_only_the_doubtful_page_is_read_slowly() -> None:
    sheet = Sheet()
    for number in range(3):
        sheet.text(60, 50, f"Page {number} of words")
        if number == 1:
            turned_letters(sheet.canvas)
        sheet.new_page()
    content = sheet.save()
    found, pages = differences(content)
    assert found == []
    assert [page.reader for page in pages] == ["pdfium", "pdfplumber", "pdfium"]
    (issue,) = [issue for issue in read_document(content).issues if issue.code == "read_slowly"]
    assert (issue.level, issue.page) == ("info", 2)
    assert "1 of 3 pages" in issue.message
    assert "turned" in issue.message


def locked(password: str) -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption

    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption(password))
    canvas.drawString(50, 500, "Confidential")
    canvas.save()
    return buffer.getvalue()


def test_a_password_opens_a_locked_file_for_every_parser() -> None:
    found, (page,) = differences(locked("secret"), "secret")
    assert found == []
    assert [word.text for word in page.words] == ["Confidential"]
    assert page.reader == "pdfium"


def test_letters_lost_by_pdfium_are_missed_and_the_page_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        reader,
        "group_words",
        lambda characters, page: Grouped(group_words(characters, page).words[:-1], 0, overprinted=False),
    )
    (page,) = reader.read_pages(draw(nothing))
    assert page.reader == "pdfplumber"
    assert "differ" in page.doubt
    assert page.words[-1].text == "June"


def test_the_contents_tell_every_letter_without_pdfium() -> None:
    content = draw(fonts)
    (page,) = pdfplumber.read_pages(content)
    (told,) = PageContents(content)
    assert told.characters == count_characters("".join(word.text for word in page.words))


@pytest.mark.parametrize(
    "instructions",
    [
        b"BT /F1 12 Tf 50 700 Td (never closed Tj ET",
        b"BT /F1 12 Tf 50 7x0 Td (words) Tj ET",
        b"BT /F1 12 Tf 50 Td (words) Tj ET",
        b"BT /F9 12 Tf 50 700 Td (words) Tj ET",
        b"BT 50 700 Td (words) Tj ET",
        b"BT /F1 12 Tf 50 700 Td (words) Tk ET",
        b"/Gone Do",
    ],
)
def test_contents_that_are_not_plain_are_doubted(instructions: bytes) -> None:
    content = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>endobj\n4 0 obj<</Length "
        + str(len(instructions)).encode()
        + b">>stream\n"
        + instructions
        + b"\nendstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF"
    )
    (told,) = PageContents(content)
    assert told.doubt


@pytest.mark.parametrize("sound", [True, False])
def test_damage_in_the_file_of_a_font_is_heard_though_its_letters_are_told_elsewhere(sound: bool) -> None:
    """pdfium reads spaces otherwise where the file is damaged."""
    file = zlib.compress(b"\0\1\0\0" + bytes(200))
    content = pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
            stream(b"BT /F1 12 Tf 50 700 Td <0041> Tj ET"),
            b"<</Type/Font/Subtype/Type0/BaseFont/Any/Encoding/Identity-H/DescendantFonts[6 0 R]"
            b"/ToUnicode 9 0 R>>",
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Any/FontDescriptor 7 0 R"
            b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>",
            b"<</Type/FontDescriptor/FontName/Any/FontBBox[0 -200 900 900]/Descent -200/FontFile2 8 0 R>>",
            stream(file if sound else file[:-1] + bytes([file[-1] ^ 1]), b"/Filter/FlateDecode"),
            stream(b"1 beginbfchar <0041> <0041> endbfchar"),
        ]
    )
    (told,) = PageContents(content)
    assert ("checksum" in told.doubt) is not sound, told.doubt
    assert told.characters == ({"A": 1} if sound else {})


def test_the_project_s_own_report_is_read_alike(wiltshire: bytes) -> None:
    found, pages = differences(wiltshire)
    assert found == []
    assert {page.reader for page in pages} == {"pdfium"}


def test_the_samples_are_read_alike() -> None:
    tally = Tally()
    assert list(compare_folder(SAMPLES, tally)) == []
    assert tally.readers["pdfium"] == tally.pages > 0


HELPED = pytest.mark.skipif(not ARE_USED, reason="the helpers in C were not compiled here")


@HELPED
@pytest.mark.parametrize(
    "change",
    [
        lone_spaces,
        wide_gaps,
        forms,
        deep_forms,
        shapes,
        fonts,
        colours,
        turned_letters,
        double_strike,
        nothing,
    ],
    ids=lambda change: change.__name__,
)
def test_single_calls_fetch_what_the_helper_does_for_hidden_text(
    change: Callable[[Canvas], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pypdfium2.PdfDocument(draw(change)) as document:
        page = document[0]
        helped = pdfium_page.gather(page.raw)
        monkeypatch.setattr(pdfium_page, "GATHER", None)
        called = pdfium_page.gather(page.raw)
        assert helped.segments.tolist() == called.segments.tolist()
        for name in ("x", "y", "object"):
            assert helped.characters[name].tolist() == called.characters[name].tolist()
        codes = [each.glyphs["letter"][each.characters["glyph"]].tolist() for each in (helped, called)]
        assert codes[0] == codes[1]
        for name in OBJECT.names or ():
            assert helped.objects[name] == pytest.approx(called.objects[name], abs=1e-4)


def test_a_helper_compiled_before_its_source_was_changed_is_not_used(tmp_path: Path) -> None:
    source, helper = tmp_path / "helper.c", tmp_path / "helper.so"
    for path in (source, helper):
        path.touch()
    os.utime(helper, (1, 1))
    assert is_older(helper, source)
    os.utime(source, (1, 1))
    assert not is_older(helper, source)


def test_a_helper_is_compiled_from_each_file_in_c_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "extract.pdf.verify._tokenizer"
    pytest.importorskip(name, reason="the helpers in C were not compiled here")
    asked = []
    monkeypatch.setattr(compiled, "is_older", lambda _, source: asked.append(source.name))
    assert load(name) is not None
    assert {"_tokenizer.c", "_operands.h"} == set(asked)


def test_documents_are_read_alike_by_pdfplumber_where_no_helper_is_current() -> None:
    code = """
import sys
from pathlib import Path
import pytest
for helper in ("pdfium._gather", "verify._tokenizer", "objects._objects"):
    sys.modules[f"extract.pdf.{helper}"] = None
from extract.document import read_document
report = read_document(Path("tests/samples/castlemere-improvement-plan-2013.pdf").read_bytes())
(issue,) = [issue for issue in report.issues if issue.code == "read_slowly"]
assert "were not compiled" in issue.message, issue
sys.exit(pytest.main(["-q", "tests/extract/test_golden.py", "tests/extract/test_hidden_text.py"]))
"""
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_files_that_were_copied_together_are_of_one_time(tmp_path: Path) -> None:
    source, helper = tmp_path / "helper.c", tmp_path / "helper.so"
    helper.touch()
    source.touch()
    os.utime(helper, (1000, 1000))
    os.utime(source, (1005, 1005))
    assert not is_older(helper, source)


def test_a_helper_that_was_not_compiled_is_not_used() -> None:
    assert load("extract.pdf._dreamt_of") is None


def test_a_helper_without_its_functions_says_so() -> None:
    gatherer = pytest.importorskip(
        "extract.pdf.pdfium._gather", reason="the helpers in C were not compiled here"
    )
    with pytest.raises(ValueError, match="addresses"):
        gatherer.use((1, 2))
    with pytest.raises(ValueError, match="missing"):
        gatherer.gather(0, 0)


@HELPED
@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (b"(plain) Tj", b"plain"),
        (b"(a\\)b(c(d))) Tj", b"a)b(c(d))"),
        (b"(a(b(c(d)))) Tj", None),
        (b"<4 14243>'", b"ABC"),
        (b"[(a)-3<42 4>-.5()]TJ", b"aB@"),
        (b"(\\101\\8\\\n\\\r\n\\r\\0534) Tj", b"A8\r+4"),
        (b"[(a]TJ", None),
        (b"<4g> Tj", None),
        (b"/P <</A<</B<</C(x)>>>>>>BDC", None),
        (b"/P <</A<</C(x)>>>>BDC (0 0 0 1 k) Tj", b"0 0 0 1 k"),
        (b"[3]0 d 1 0 0 scn 1 2 3 4 5 6 c", b""),
        (b"1 2 3 4 5 6 7 c", None),
    ],
)
def test_the_strings_that_are_shown(content: bytes, shown: bytes | None) -> None:
    if shown is None:
        with pytest.raises(UnsupportedContent, match="not well formed"):
            read_shown(content)
    else:
        assert b"".join(item[1] for item in read_shown(content).items) == shown


@HELPED
def test_what_is_shown_is_told_by_font_and_by_operator() -> None:
    content = b"/F1 9 Tf (ab) Tj q /F2 9 Tf () Tj [(c)-9(de)] TJ Q (f) Tj /I Do /F1 9 Tf (g) Tj"
    shown = read_shown(content)
    lengths = [np.frombuffer(item[2], "u4").tolist() for item in shown.items]
    assert [(item[0], item[1], item[4]) for item in shown.items] == [
        (b"/F1", b"ab", b""),
        (b"/F2", b"cde", b""),
        (b"/F1", b"f", b""),
        (b"/F1", b"", b"/I"),
        (b"/F1", b"g", b""),
    ]
    assert lengths == [[2], [3], [1], [], [1]]
    assert shown.fonts == {b"/F1", b"/F2"}


FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
WORDS = b" BT /F1 12 Tf 0 g 50 700 Td (Words) Tj ET"


def page_with(resources: bytes, contents: bytes, *objects: bytes) -> bytes:
    """Give a PDF of one page with Helvetica as /F1; `objects` are numbered from 6."""
    return pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>"
            + resources
            + b">>>>",
            stream(contents + WORDS),
            FONT,
            *objects,
        ]
    )


TO_AMBER = b"<</FunctionType 2/Domain[0 1]/C0[1 1 1]/C1[1 0.75 0]/N 1>>"
TILE = b"/Type/Pattern/PatternType 1/PaintType %d/TilingType 1/BBox[0 0 5 5]/XStep 5/YStep 5/Resources<<>>"


@HELPED
@pytest.mark.parametrize(
    ("space", "colour"),
    [
        (b"[/Separation/Spot/DeviceRGB 6 0 R]/S cs 1", (1, 0.749, 0)),
        (b"[/Indexed/DeviceRGB 1<00FF00FFBF00>]/S cs 1", (1, 0.749, 0)),
        (b"[/ICCBased 7 0 R]/S cs 1 0.75 0", (1, 0.749, 0)),
        (b"/DeviceCMYK/S cs 0 .8 .9 .1", (0.855, 0.318, 0.165)),
        (b"[/Lab<</WhitePoint[.95 1 1.09]>>]/S cs 50 60 30", (0.847, 0.235, 0.278)),
    ],
    ids=["separation", "indexed", "ICC", "CMYK", "Lab"],
)
def test_colours_are_those_that_a_reader_of_the_page_sees(
    space: bytes, colour: tuple[float, float, float]
) -> None:
    defined, set_ = space.split(b"/S cs")
    content = page_with(
        b"/ColorSpace<</S " + defined + b">>",
        b"/S cs" + set_ + b" scn 60 300 80 40 re f",
        TO_AMBER,
        stream(b"", b"/N 3/Alternate/DeviceRGB"),
    )
    (page,) = reader.read_pages(content)
    assert (page.reader, page.doubt) == ("pdfium", "")
    (fill,) = page.fills
    assert fill.colour == colour
    with pypdfium2.PdfDocument(content) as document:
        drawn = document[0].render(scale=1).to_numpy()[520, 100, 2::-1] / 255
    assert drawn.tolist() == pytest.approx(colour, abs=1.5 / 255)


@HELPED
def test_patterns_and_gradients_are_fills_without_one_colour() -> None:
    gradient = (
        b"<</Type/Pattern/PatternType 2/Shading<</ShadingType 2/ColorSpace/DeviceRGB"
        b"/Coords[60 0 240 0]/Function 8 0 R/Extend[true true]>>>>"
    )
    content = page_with(
        b"/Pattern<</P1 6 0 R/P2 7 0 R>>",
        b"/Pattern cs /P1 scn 60 300 80 40 re f /P2 scn 160 300 80 40 re f 1 0 0 rg 260 300 80 40 re f",
        stream(b"1 0 0 rg 0 0 5 5 re f", TILE % 1),
        gradient,
        TO_AMBER,
    )
    found, (page,) = differences(content)
    assert found == []
    assert (page.reader, [fill.colour for fill in page.fills]) == ("pdfium", [(1, 0, 0)])


@HELPED
def test_white_words_on_white_are_unseen_on_a_page_with_patterns() -> None:
    content = page_with(
        b"/Pattern<</P1 6 0 R>>",
        b"/Pattern cs /P1 scn 60 300 80 40 re f 1 g BT /F1 12 Tf 50 600 Td (Hidden) Tj ET",
        stream(b"1 0 0 rg 0 0 5 5 re f", TILE % 1),
    )
    found, (page,) = differences(content)
    assert found == []
    assert (page.reader, [word.text for word in page.unseen]) == ("pdfium", ["Hidden"])


@HELPED
def test_a_pattern_printed_in_a_colour_of_its_own_is_left_to_pdfplumber() -> None:
    content = page_with(
        b"/ColorSpace<</U[/Pattern/DeviceRGB]>>/Pattern<</P1 6 0 R>>",
        b"/U cs 1 0 0 /P1 scn 60 300 80 40 re f",
        stream(b"0 0 1 1 re f", TILE % 2),
    )
    found, (page,) = differences(content)
    assert found == []
    assert (page.reader, page.doubt) == ("pdfplumber", "a pattern printed in a colour of its own")


PICTURE = b"q 30 0 0 20 60 300 cm BI /W 2/H 1/BPC 8/CS/RGB %sID %s\nEI Q"
FLATE = b"/F/Fl/DP<</Predictor 15/Columns 2/Colors 3>>\n"


@HELPED
@pytest.mark.parametrize(
    "picture",
    [
        PICTURE % (b"", b"\xea\x00EI\xff("),
        PICTURE % (FLATE, zlib.compress(b"\0abcdef")),
        PICTURE % (b"/D[0 1 0 1 0 1]/I true\n", b"(BT) T"),
    ],
    ids=["plain", "flate", "of letters"],
)
def test_pictures_within_the_stream_are_followed(picture: bytes) -> None:
    found, (page,) = differences(page_with(b"", picture + b" 60 200 80 0.5 re f"))
    assert found == []
    assert (page.reader, page.doubt, len(page.images), len(page.rules)) == ("pdfium", "", 1, 1)


@HELPED
@pytest.mark.parametrize(
    "picture",
    [
        b"BI /W 1/H 1/BPC 8/CS/G ID abc EIQ",
        b"BI /W 1/H 1/BPC 8/CS/G IDabc EI",
        b"BI /W 1 /H ID a EI",
        b"BI W 1 ID a EI",
    ],
)
def test_a_picture_within_the_stream_whose_end_is_not_plain_is_left_to_pdfplumber(picture: bytes) -> None:
    with pytest.raises(UnsupportedContent, match="not well formed"):
        read_shown(picture)


@HELPED
def test_text_behind_a_picture_that_ends_too_early_is_missed() -> None:
    content = page_with(b"", b"BI /W 9/H 2/BPC 8/CS/G ID 12 EI BT (not) Tj EI Q")
    (page,) = reader.read_pages(content)
    assert page.reader == "pdfplumber"


@HELPED
@pytest.mark.parametrize("blank", [b"( )", b"(   )"])
def test_spaces_by_themselves_that_are_stroked_are_spaces(blank: bytes) -> None:
    twice = b"( ) Tj 3.3 0 Td " + blank + b" Tj"
    shown = b"BT /F1 12 Tf 2 Tr 0.4 w 50 600 Td (Ask) Tj 21 0 Td " + twice + b" 13 0 Td (now) Tj ET 0 Tr"
    found, (page,) = differences(page_with(b"", shown))
    assert found == []
    assert (page.reader, [word.text for word in page.words]) == ("pdfium", ["Words", "Ask", "now"])


@HELPED
def test_text_struck_twice_is_left_to_pdfplumber() -> None:
    shown = b"BT /F1 12 Tf 50 600 Td (Ask) Tj 0.1 0 Td (Ask) Tj ET"
    found, (page,) = differences(page_with(b"", shown))
    assert found == []
    assert (page.reader, page.doubt) == ("pdfplumber", "text that pdfium passes over")


@HELPED
def test_a_form_of_no_bytes_may_be_compressed() -> None:
    form = stream(zlib.compress(b""), b"/Filter/FlateDecode/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
    found, (page,) = differences(page_with(b"/XObject<</X1 6 0 R>>", b"/X1 Do", form))
    assert found == []
    assert (page.reader, page.doubt) == ("pdfium", "")


def test_contents_of_no_bytes_may_be_compressed() -> None:
    content = pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>",
            stream(zlib.compress(b""), b"/Filter/FlateDecode"),
        ]
    )
    assert [told.doubt for told in PageContents(content)] == [""]
    assert [page.broken for page in pdfplumber.read_pages(content)] == [False]


@pytest.mark.parametrize(
    ("packed", "is_held"),
    [
        (None, False),
        (b" \n", False),
        (zlib.compress(b""), False),
        (b"H\x89\x02\x0c\0\0\0\0\x01", False),
        (zlib.compress(b"Q"), True),
        (zlib.compress(b"")[:3], True),
        (b"(Words) Tj", True),
        (bytes(range(99)), True),
    ],
)
def test_whether_a_stream_holds_anything(packed: bytes | None, is_held: bool) -> None:
    assert holds_data(packed) is is_held


def page_in_font(strings: bytes, table: bytes) -> bytes:
    """Give a page in a font whose glyphs pdfium knows by their names, and pdfminer by a table."""
    return pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
            stream(b"BT /F1 12 Tf 50 700 Td " + strings + b" ET"),
            b"<</Type/Font/Subtype/TrueType/BaseFont/Any/ToUnicode 6 0 R/FirstChar 65/LastChar 68"
            b"/Widths[500 400 300 200]/Encoding<</Differences[65/a/b/fi/quoteright]>>/FontDescriptor 7 0 R>>",
            stream(
                b"1 begincodespacerange <00> <ff> endcodespacerange 4 beginbfchar " + table + b" endbfchar"
            ),
        ]
    )


AS_NAMED = b"<41> <0061> <42> <0062> <43> <FB01> <44> <2019> "


@HELPED
@pytest.mark.parametrize(
    ("table", "strings", "text", "doubt"),
    [
        (AS_NAMED, b"(ABA) Tj (CB) Tj (DBA) Tj", "abafib’ba", ""),
        (AS_NAMED.replace(b"2019", b"02BC"), b"(ABA) Tj (DB) Tj", "abaʼb", ""),
        (
            AS_NAMED.replace(b"FB01", b"0000"),
            b"[(%b) -9 (CA)] TJ (B) Tj" % (60 * b"A"),
            60 * "a" + "\ufffdab",
            "",
        ),
        (AS_NAMED.replace(b"FB01", b"0000"), b"(CA) Tj", "\ufffda", "differ"),
        (AS_NAMED.replace(b"0061", b"200B"), b"(ABAB) Tj", "bb", ""),
        (AS_NAMED.replace(b"FB01", b"0078"), b"(ABA) Tj (C) Tj", "abax", ""),
    ],
    ids=["alike", "another sign", "no letter", "many without", "a space of no breadth", "for a ligature"],
)
def test_letters_of_fonts_are_those_of_their_tables(
    table: bytes, strings: bytes, text: str, doubt: str
) -> None:
    found, (page,) = differences(page_in_font(strings, table))
    assert found == []
    assert page.reader == ("pdfplumber" if doubt else "pdfium")
    assert doubt in page.doubt
    assert "".join(word.text for word in page.words) == text


class Told(Contents, frozen=True):
    """Contents whose operators show 'ax' and 'b'."""

    def operators(self) -> Iterator[tuple[str, list[Glyph]]]:
        yield "Any", [Glyph("a", "a", 0.5), Glyph("x", "x", 0.4)]
        yield "Any", [Glyph("b", "b", 0.5)]


def test_a_letter_is_told_by_its_place_among_those_of_its_operator() -> None:
    runs, unknown = np.array([1, 0, 0]), np.array([False, False, True])
    assert align_letters(Told(), ["Any", "Any"], runs, "ba?", unknown) == {2: Glyph("x", "x", 0.4)}


@pytest.mark.parametrize(
    ("names", "runs", "spelt"),
    [
        (["Any"], [0, 0, 0], "a?b"),
        (["Any", "Other"], [0, 0, 1], "a?b"),
        (["Any", "Any"], [0, 1, 1], "a?b"),
        (["Any", "Any"], [0, 0, 1], "z?b"),
    ],
    ids=["other operators", "another font", "other lengths", "another letter beside it"],
)
def test_a_letter_is_not_told_where_its_place_is_not_certain(
    names: list[str], runs: list[int], spelt: str
) -> None:
    with pytest.raises(UnsupportedPage, match="do not print"):
        align_letters(Told(), names, np.array(runs), spelt, np.array([False, True, False]))


@given(st.integers(0, 2**32))
@example(557)  # a line of two letters
def test_lines_together_and_one_by_one_give_the_same_words(seed: int) -> None:
    dice = random.Random(seed)
    characters = []
    for _ in range(dice.randrange(1, 60)):
        x, size = round(dice.uniform(0, 60), 2), dice.choice((5.0, 10.0, 10.0))
        box = Box(x, 0.0, round(x + dice.uniform(0, 8), 2), size)
        characters.append(Character(dice.choice("ab1 2ﬁ"), box, dice.choice("FG"), size, None, True))
    assert max(c.box.top for c in characters) <= SAME_LINE
    line = sorted(characters, key=lambda c: (c.box.x0, c.box.x1))
    assert group_words(line, 1).words == tuple(line_words(line, 1, 0)[0])


def test_a_folder_of_damaged_files_is_refused_alike(tmp_path: Path) -> None:
    (tmp_path / "cut.pdf").write_bytes(draw(nothing)[:400])
    (tmp_path / "locked.pdf").write_bytes(locked("secret"))
    assert list(compare_folder(tmp_path, Tally())) == []
