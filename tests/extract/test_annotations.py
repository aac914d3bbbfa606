"""What is filled in, typed, stamped or struck out on finished pages, and what is told of the rest."""

from __future__ import annotations

import io
import zlib

import pytest
from conftest import ROOT
from drawing import Sheet
from msgspec.structs import replace
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from extract.document import read_document
from extract.pdf.annotated import may_be_annotated, read_annotated
from extract.pdf.pdfium.annotations import fill_in
from records.outcome import Problem
from records.pages import Page
from records.report import Report
from tests.own_cases.fields import inner, shown
from tests.own_cases.paper import HEIGHT, WIDTH, Box, Paper, tracker, without

CASES = ROOT / "tests/cases"
PLACE: Box = (100, 200, 300, 260)
"""Left, top, right and bottom of an annotation."""


def with_annotation(subtype: str, more: str, flags: int = 4, *, turn: int = 0) -> bytes:
    """Draw a page with one line of print and one annotation; give no fields to the document."""
    paper = Paper()
    page = paper.page()
    page.more = f"/Rotate {turn}" if turn else ""
    page.text(100, 100, "Printed words", 11)
    paper.annotate(page, subtype, PLACE, more, flags)
    return paper.save()


def with_field(more: str, form: str = "") -> bytes:
    """Draw a page with one line of print and one form field."""
    paper = Paper()
    page = paper.page()
    page.text(100, 100, "Printed words", 11)
    paper.fields([paper.annotate(page, "Widget", PLACE, f"/T(field){more}")], form)
    return paper.save()


def read(content: bytes) -> Page:
    (page,) = read_annotated(content).pages
    return page


def texts(page: Page) -> list[str]:
    return [word.text for word in page.words]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_typed_words_stand_where_they_are_seen(turn: int) -> None:
    page = read(with_annotation("FreeText", "/Contents(In progress\nsince May)/DA(/F1 9 Tf)", turn=turn))
    typed = [word for word in page.words if word.text in {"In", "progress", "since", "May"}]
    assert [word.text for word in typed] == ["In", "progress", "since", "May"]
    assert all(word.upright for word in typed)
    x0, top, x1, bottom = PLACE
    left, right, high, low = {
        0: (x0, x1, top, bottom),
        90: (HEIGHT - bottom, HEIGHT - top, x0, x1),
        180: (WIDTH - x1, WIDTH - x0, HEIGHT - bottom, HEIGHT - top),
        270: (top, bottom, WIDTH - x1, WIDTH - x0),
    }[turn]
    for word in typed:
        x, y = word.box.middle
        assert left <= x <= right
        assert high <= y <= low


@pytest.mark.parametrize("appearance", ["<<>>", "null", "<</N null>>", "<</N 99 0 R>>", "<</D 99 0 R>>"])
def test_typed_text_whose_appearance_is_not_there_is_read(appearance: str) -> None:
    page = read(with_annotation("FreeText", f"/Contents(Typed text)/DA(/F1 9 Tf)/AP {appearance}"))
    assert texts(page) == ["Printed", "words", "Typed", "text"]


@pytest.mark.parametrize("appearance", ["<<>>", "<</N 99 0 R>>"])
def test_a_stamp_whose_appearance_is_not_there_is_told(appearance: str) -> None:
    read = read_annotated(with_annotation("Stamp", f"/Name/Approved/AP{appearance}"))
    assert [note.message for note in read.notes] == [
        "a stamp shows no words, and is not read: Approved (page 1)"
    ]


def test_every_letter_of_a_filled_page_has_an_owner_and_two_readers() -> None:
    paper = Paper()
    page = paper.page()
    table = tracker(page, without(4))
    box = inner(table.box(2, 4))
    paper.fields([paper.annotate(page, "Widget", box, "/FT/Tx/T(a)/V(\\(see note\\))/DA(/F1 9 Tf 0 g)")])
    report = read_document(paper.save())
    assert report.problem is None
    (account,) = report.accounts
    assert account.unplaced == 0


@pytest.mark.parametrize(
    "field",
    [
        "/FT/Tx/V(Care leavers)/DA(/F1 9 Tf 0 g)",
        "/FT/Ch/V(b)/Opt[[(a)(Others)][(b)(Care leavers)]]/Ff 131072/DA(/F1 9 Tf 0 g)",
        "/FT/Tx/Ff 16777216/MaxLen 20/V(Care leavers)/DA(/F1 9 Tf 0 g)",
        "/FT/Tx/Ff 4096/V(Care\nleavers)/DA(/F1 9 Tf 0 g)",
        "/FT/Ch/V(b)/Opt[[(a)(Others)][(b)(Care leavers)]]/DA(/F1 9 Tf 0 g)",
    ],
    ids=["text", "choice", "comb", "lines", "list"],
)
def test_values_of_fields_are_words(field: str) -> None:
    assert texts(read(with_field(field))) == ["Printed", "words", "Care", "leavers"]


@pytest.mark.parametrize(("state", "sign"), [("Yes", "☑"), ("Off", "☐")])
def test_a_tick_box_is_a_ballot_box(state: str, sign: str) -> None:
    assert texts(read(with_field(f"/FT/Btn/V/{state}/AS/{state}/AP<</N<</Yes 3 0 R>>>>"))) == [
        "Printed",
        "words",
        sign,
    ]


def test_signs_that_the_page_itself_prints_are_no_tick_boxes() -> None:
    paper = Paper()
    page = paper.page()
    page.text(100, 100, "4 \xd7 6 \xa4", 11)
    paper.fields([paper.annotate(page, "Widget", PLACE, "/T(b)/FT/Btn/AS/Off/AP<</N<</Yes 3 0 R>>>>")])
    assert texts(read(paper.save())) == ["4", "\xd7", "6", "\xa4", "☐"]


@pytest.mark.parametrize(
    ("subtype", "more", "flags"),
    [
        ("FreeText", "/Contents(Overdue)/DA(/F1 9 Tf)", 2),
        ("FreeText", "/Contents(Overdue)/DA(/F1 9 Tf)", 32),
        ("Text", "/Contents(Overdue)", 4),
        ("Highlight", "/Contents(Overdue)/C[1 1 0]", 4),
        ("Popup", "/Contents(Overdue)", 4),
        ("Link", "/Contents(Overdue)", 4),
        ("Square", "/Contents(Overdue)/C[1 0 0]", 4),
    ],
)
def test_what_no_print_shows_is_not_read(subtype: str, more: str, flags: int) -> None:
    page = read(with_annotation(subtype, more, flags))
    assert texts(page) == ["Printed", "words"]
    assert not page.rules
    assert not page.fills


def test_a_button_to_press_is_not_read() -> None:
    button = "/FT/Btn/Ff 65536/MK<</CA(Submit)>>/DA(/F1 9 Tf 0 g)"
    assert texts(read(with_field(button))) == ["Printed", "words"]


def test_frames_and_grounds_of_fields_are_no_rules_and_no_colours() -> None:
    page = read(with_field("/FT/Tx/V(Green)/MK<</BC[0 0 0]/BG[1 0 0]>>/DA(/F1 9 Tf 0 g)"))
    assert texts(page) == ["Printed", "words", "Green"]
    assert not page.rules
    assert not page.fills


def test_a_strike_out_is_a_line_through_its_words() -> None:
    corners = "100 642 300 642 100 582 300 582"
    page = read(with_annotation("StrikeOut", f"/QuadPoints[{corners}]"))
    (rule,) = page.rules
    assert rule.direction == "level"
    assert (rule.box.x0, rule.box.x1) == (100, 300)
    assert rule.box.middle[1] == HEIGHT - 612


@pytest.mark.parametrize(
    ("subtype", "more", "said"),
    [
        ("Ink", "/InkList[[100 600 120 620]]", "a pen stroke"),
        ("Line", "/L[100 600 120 620]", "a line"),
        (
            "Caret",
            "/Contents(twice)",
            "a sign to insert words was put onto the page, which is not read: twice",
        ),
        ("Redact", "", "a mark for words to be blacked out"),
        ("Stamp", "/Name/Approved", "a stamp shows no words, and is not read: Approved"),
        ("FileAttachment", "/Contents(costs.csv)", "a file is attached, which is not read: costs.csv"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(subtype: str, more: str, said: str) -> None:
    (note,) = read_annotated(with_annotation(subtype, more)).notes
    assert said in note.message
    assert note.level == "warning"
    assert note.box is not None
    assert note.page == 1
    assert (note.box.x0, note.box.top, note.box.x1, note.box.bottom) == PLACE


@pytest.mark.parametrize("kind", ["Text", "Highlight", "Underline", "Squiggly", "StrikeOut"])
def test_a_comment_is_told_and_no_more(kind: str) -> None:
    read = read_annotated(with_annotation(kind, "/Contents(Is this\nstill true?)/T(A Person)"))
    (note,) = read.notes
    assert (note.level, note.code, note.page) == ("info", "comment", 1)
    assert note.message == "a comment on page 1 is no part of the dataset: Is this still true?"
    assert not read_annotated(with_annotation(kind, "/T(A Person)")).notes
    assert not read_annotated(with_annotation(kind, "/Contents(Is this still true?)", 2)).notes


def test_a_comment_changes_no_state_and_no_row() -> None:
    def report(*, commented: bool) -> Report:
        paper = Paper()
        page = paper.page()
        table = tracker(page)
        if commented:
            paper.annotate(page, "Text", inner(table.box(3, 4)), "/Contents(Ask again)")
        return read_document(paper.save())

    plain, noted = report(commented=False), report(commented=True)
    assert (noted.state, noted.rows, noted.problem) == (plain.state, plain.rows, plain.problem)
    assert [issue.code for issue in noted.issues if issue not in plain.issues] == ["comment"]


def test_what_is_drawn_into_a_row_is_told_of_that_row() -> None:
    paper = Paper()
    page = paper.page()
    table = tracker(page)
    paper.annotate(page, "Ink", inner(table.box(3, 4)), "/InkList[[480 600 490 620]]")
    paper.annotate(page, "Ink", (100, 600, 120, 620), "/InkList[[100 222 120 242]]")
    report = read_document(paper.save())
    assert [issue.row for issue in report.issues if issue.code == "unread_annotation"] == [3, None]


def test_a_form_whose_fields_are_empty_is_no_damaged_file() -> None:
    paper = Paper()
    page = paper.page()
    paper.fields([paper.annotate(page, "Widget", PLACE, "/T(a)/FT/Tx/DA(/F1 9 Tf 0 g)")])
    report = read_document(paper.save())
    assert report.problem is Problem.NO_ROWS
    assert "1 fields hold no words" in report.problem_detail


def test_a_page_without_text_and_without_fields_is_damaged() -> None:
    paper = Paper()
    page = paper.page()
    paper.annotate(page, "Link", PLACE, "")
    assert read_document(paper.save()).problem is Problem.DAMAGED


def test_the_fields_of_a_locked_form_are_read() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption("open sesame", canPrint=0))
    canvas.drawString(100, 700, "Printed words")
    canvas.acroForm.textfield(value="Care leavers", name="a", x=100, y=500, width=200, height=20)
    canvas.save()
    (page,) = read_annotated(buffer.getvalue(), "open sesame").pages
    assert texts(page) == ["Printed", "words", "Care", "leavers"]


def test_damage_of_the_file_is_not_lost_in_the_copy() -> None:
    whole = with_field("/FT/Tx/V(Care leavers)/DA(/F1 9 Tf 0 g)")
    report = read_document(whole.replace(b"%PDF-1.5\n", b"%PDF-1.5\n%\n", 1))
    assert report.problem is Problem.DAMAGED
    assert "parser_warning" in [issue.code for issue in report.issues]


def test_a_plain_document_is_not_copied() -> None:
    sheet = Sheet()
    sheet.text(50, 50, "Printed words")
    sheet.canvas.linkURL("https://example.org", (50, 50, 100, 100))
    content = sheet.save()
    assert not may_be_annotated(content)
    assert read_annotated(content).content is content


@pytest.mark.parametrize(("kind", "found"), [("FreeText", True), ("Link", False), ("Lineage", False)])
def test_annotations_among_compressed_objects_are_found(kind: str, found: bool) -> None:
    packed = zlib.compress(f"<</Type/Annot/Subtype/{kind}>>".encode())
    content = b"1 0 obj<</Type/ObjStm/N 1/First 4/Length %d>>stream\n" % len(packed) + packed
    assert may_be_annotated(content + b"\nendstream endobj") is found


@pytest.mark.parametrize(("rule", "beside"), [(203, True), (226, False)])
def test_typed_words_that_begin_before_a_rule_stand_beside_it(rule: float, beside: bool) -> None:
    """A rule through the middle of what is typed parts it, as it parts all print."""
    paper = Paper()
    page = paper.page()
    page.rule(rule, 190, rule, 280)
    paper.annotate(page, "FreeText", (198, 200, 300, 260), "/Contents(In progress)/DA(/F1 9 Tf)")
    typed = read(paper.save()).words
    assert [word.text for word in typed] == ["In", "progress"]
    assert all(word.box.x0 >= rule for word in typed) is beside


def covered(*annotations: tuple[str, str]) -> Page:
    """Read a page whose words 'On hold' lie under annotations, each of a subtype and with entries."""
    paper = Paper()
    page = paper.page()
    page.text(110, 210, "On hold", 9)
    for subtype, more in annotations:
        paper.annotate(page, subtype, (100, 200, 180, 230), more)
    return read(paper.save())


@pytest.mark.parametrize(
    ("cover", "hides"),
    [("/IC[1 1 1]", True), ("/IC[1 1 1]/CA 0.3", False), ("/IC[]", False), ("/C[1 0 0]", False)],
)
def test_a_filled_square_hides_what_is_under_it(cover: str, hides: bool) -> None:
    page = covered(("Square", cover))
    assert texts(page) == ([] if hides else ["On", "hold"])
    assert [word.text for word in page.unseen] == (["On", "hold"] if hides else [])


def test_what_is_typed_over_a_cover_of_its_own_or_of_another_is_read() -> None:
    typed = ("FreeText", "/Contents(Complete)/DA(/F1 9 Tf)")
    assert texts(covered(("Square", "/IC[1 1 1]"), typed)) == ["Complete"]
    assert texts(covered((typed[0], typed[1] + "/C[1 1 1]"))) == ["Complete"]


def test_a_field_that_holds_a_value_and_shows_none_is_told() -> None:
    paper = Paper()
    page = paper.page()
    page.text(100, 100, "Printed words", 11)
    shows_nothing = shown(paper, PLACE, "")
    field = f"/T(a)/FT/Tx/V(Overdue)/DA(/F1 9 Tf 0 g){shows_nothing}"
    paper.fields([paper.annotate(page, "Widget", PLACE, field)])
    (note,) = read_annotated(paper.save()).notes
    assert note.message == "a form field shows no words, and holds 'Overdue' (page 1)"


def test_fields_of_a_cropped_page_stand_where_they_are_seen() -> None:
    paper = Paper()
    page = paper.page()
    page.more = "/CropBox[20 30 580 830]"
    table = tracker(page, without(4))
    box = inner(table.box(1, 4))
    paper.fields([paper.annotate(page, "Widget", box, "/T(a)/FT/Tx/V(Overdue)/DA(/F1 9 Tf 0 g)")])
    report = read_document(paper.save())
    assert [row.fields["status"].text for row in report.rows] == ["Overdue", "", "", ""]


@pytest.mark.parametrize("copy", [b"", b"%PDF-1.5\nno more"])
def test_a_copy_that_cannot_be_made_or_read_is_told(copy: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """No document at hand shows it; the pages are then those of the file itself."""
    content = with_field("/FT/Tx/V(Care leavers)/DA(/F1 9 Tf 0 g)")
    filled = fill_in(content)
    assert filled is not None
    broken = replace(filled, content=copy) if copy else None
    monkeypatch.setattr("extract.pdf.annotated.fill_in", lambda *_: broken)
    found = read_annotated(content)
    assert [texts(page) for page in found.pages] == [["Printed", "words"]]
    assert [note.code for note in found.notes] == ["unread_annotation"]


def test_attached_files_are_named_and_a_document_without_rows_says_so() -> None:
    report = read_document((CASES / "own/o19-portfolio-of-two.pdf").read_bytes())
    assert report.problem is Problem.NO_ROWS
    assert report.problem_detail.endswith(
        "other files are attached, which are not read: minutes.pdf, tracker.pdf."
    )


def test_a_dynamic_form_without_rows_says_so() -> None:
    report = read_document((CASES / "own/o09-xfa-form.pdf").read_bytes())
    assert report.problem is Problem.NO_ROWS
    assert "a form (XFA)" in report.problem_detail
