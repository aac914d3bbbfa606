"""What a PDF holds and no page shows, for a fault in the dictionaries that lead to it, is told."""

from __future__ import annotations

import re

import pytest
from drawing import pdf_of, stream

from extract.document import read_document
from extract.pdf.reader import read_pages
from extract.pdf.verify.dictionaries import KEYS, misspelt, nearest
from extract.pdf.verify.fonts import misplaced_fonts
from records.outcome import Problem

ON_PAGE_1 = b"BT /F1 12 Tf 50 700 Td (Train all staff) Tj ET"
ON_PAGE_2 = b"BT /F1 12 Tf 50 700 Td (Hire two more) Tj ET"


def plan(
    *more: bytes,
    page_2: bytes = b"/Contents 7 0 R",
    kids: bytes = b"3 0 R 4 0 R",
    catalog: bytes = b"",
    text: bytes = ON_PAGE_2,
) -> bytes:
    """Return a file of two pages; `more` objects follow from number 9 on."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources 5 0 R%s>>"
    return pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
            b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, kids.count(b"R")),
            page % b"/Contents 6 0 R",
            page % page_2,
            b"<</Font<</F1 8 0 R>>>>",
            stream(ON_PAGE_1),
            stream(text),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
            *more,
        ]
    )


def told(content: bytes) -> list[tuple[str, int | None]]:
    """Return the codes and pages of what is told of a file's structure."""
    return [(fault.code, fault.page) for page in read_pages(content) for fault in page.faults]


def test_nothing_is_told_of_a_sound_file() -> None:
    assert told(plan()) == []
    assert read_document(plan()).problem is not Problem.DAMAGED


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (plan(page_2=b"/Contentz 7 0 R"), "misspelt_name"),
        (plan(page_2=b"/Contents 6 0 R"), "unread_text"),
        (plan(page_2=b"/Contents 99 0 R"), "broken_structure"),
        (plan(page_2=b""), "unread_text"),
        (plan(kids=b"3 0 R"), "unread_text"),
        (plan().replace(b"/Resources 5", b"/Ressource 5"), "misspelt_name"),
        (plan().replace(b"/Encoding", b"/Encodimg"), "misspelt_name"),
        (plan().replace(b"/Font<<", b"/Fomt<<"), "misspelt_name"),
        (plan().replace(b"/WinAnsiEnc", b"/WinAnsjEnc"), "misspelt_name"),
        (plan().replace(b"/Type1", b"/Typo1"), "misspelt_name"),
        (plan().replace(b"/Contents 7", b"/Conten\x96s 7"), "misspelt_name"),
        (plan(b"<</Author(A)>>").replace(b"/F1 8 0", b"/F1 9 0"), "broken_structure"),
    ],
)
def test_what_leaves_text_unread_is_told(content: bytes, code: str) -> None:
    report = read_document(content)
    assert report.problem is Problem.DAMAGED
    assert code in [issue.code for issue in report.issues if issue.level == "error"]


def test_a_page_out_of_the_page_tree_is_told_even_if_a_bookmark_leads_to_it() -> None:
    content = plan(b"<</Dest[4 0 R/Fit]>>", kids=b"3 0 R").replace(b"/Catalog", b"/Catalog/Outlines 9 0 R")
    assert ("unread_text", None) in told(content)


@pytest.mark.parametrize(
    "more",
    [
        (b"<</Subtype/Stamp/AP<</N 10 0 R>>>>", stream(ON_PAGE_2, b"/Subtype/Form/BBox[0 0 9 9]")),
        (b"<</Type/Template/Contents 10 0 R/MediaBox[0 0 9 9]>>", stream(ON_PAGE_2)),
        (b"[]", stream(b"1 beginbfchar <54> <0054> endbfchar")),
        (b"[]", stream(b"0 0 595 842 re f")),
    ],
)
def test_what_something_else_shows_or_that_shows_no_text_is_not_told(more: tuple[bytes, bytes]) -> None:
    content = plan(*more, page_2=b"/PieceInfo 9 0 R/Contents 7 0 R")
    assert told(content) == []


def updated(content: bytes, objects: dict[int, bytes]) -> bytes:
    """Return a file with a later version of some objects written behind it."""
    table, places = b"xref\n", {}
    before = int(re.findall(rb"startxref\s+(\d+)", content)[-1])
    for number, held in objects.items():
        places[number] = len(content) + 1
        content += b"\n%d 0 obj\n%s\nendobj\n" % (number, held)
    for number, place in places.items():
        table += b"%d 1\n%010d 00000 n \n" % (number, place)
    trailer = b"trailer\n<</Root 1 0 R/Size 20/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (before, len(content))
    return content + table + trailer


def test_what_a_later_version_of_the_file_took_from_a_page_is_not_told() -> None:
    """As second/f33a: eighteen versions, in each of which pages were given other contents."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources 5 0 R/Contents %d 0 R>>"
    assert told(updated(plan(), {4: page % 9, 9: stream(b"BT /F1 12 Tf 50 700 Td (Hire) Tj ET")})) == []
    assert told(updated(plan(page_2=b""), {9: stream(b"0 g")})) == [("unread_text", None)]


def test_a_fault_in_a_font_is_told_once_at_the_first_page_that_uses_it() -> None:
    content = plan(page_2=b"/Contents 7 0 R").replace(b"/BaseFont", b"/BasedFont")
    assert told(content) == [("misspelt_name", 1)]


@pytest.mark.parametrize(
    ("word", "meant"),
    [("Contentz", "Contents"), ("Fnot", None), ("Fomt", "Font"), ("Ressource", "Resources"), ("ITXT", None)],
)
def test_near_is_one_letter_of_a_short_key_and_two_of_a_long_one(word: str, meant: str | None) -> None:
    assert nearest(word, ["Contents", "Font", "Resources", "XObject"]) == meant


def test_a_key_is_not_misspelt_where_the_one_it_resembles_is_there() -> None:
    assert list(misspelt("page", {"Contents": 1, "Contentz": 2, "Tab": 3})) == [("Tab", "Tabs")]
    assert "Contents" in KEYS["page"]


def lettered(first: int, second: int, fonts: bytes = b"/F1 5 0 R/F2 6 0 R", shown: bytes = b"/F2") -> bytes:
    """Return a page in two fonts, whose tables of letters are the objects numbered."""
    font = b"<</Type/Font/Subtype/Type1/BaseFont/%s/Encoding/WinAnsiEncoding/ToUnicode %d 0 R>>"
    return pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<<%s>>>>>>" % fonts,
            stream(b"BT /F1 12 Tf 50 700 Td (Train) Tj %s 12 Tf 99 0 Td (all) Tj ET" % shown),
            font % (b"Helvetica", first),
            font % (b"Courier", second),
            stream(b"1 beginbfchar <54> <0054> endbfchar"),
            stream(b"1 beginbfchar <61> <0061> endbfchar"),
        ]
    )


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (lettered(7, 8), []),
        (lettered(7, 7), ["broken_structure"]),
        (lettered(7, 8, b"/F1 5 0 R/F2 5 0 R"), ["broken_structure"]),
        (lettered(7, 8, b"/F1 5 0 R/F2 null"), ["broken_structure"]),
        (lettered(7, 8, shown=b"/F3"), ["broken_structure"]),
        (lettered(7, 5), ["broken_structure"]),
        (lettered(7, 8).replace(b"/Contents 4 0 R", b"/Contents /Four"), ["broken_structure", "unread_text"]),
        (lettered(7, 8).replace(b"/Contents 4 0 R", b"/Contents[[4 0 R]]"), ["broken_structure"]),
    ],
)
def test_fonts_that_take_the_place_of_others_are_told(content: bytes, codes: list[str]) -> None:
    assert [code for code, _ in told(content)] == codes


def test_two_fonts_may_share_a_table_of_letters_where_every_table_is_used() -> None:
    assert told(lettered(7, 7).replace(b"beginbfchar <61> <0061>", b"beginxxchar <61> <0061>")) == []


def test_a_name_may_lead_to_another_font_on_each_page_but_not_once_alone() -> None:
    usual = {"F1": 1, "F2": 2}
    assert list(misplaced_fonts([usual, usual, usual], set)) == []
    assert list(misplaced_fonts([usual, usual, usual, {"F1": 2}], set)) != []
    assert list(misplaced_fonts([usual, usual, usual, {"F1": 3}], set)) == []
    assert list(misplaced_fonts([usual, usual, usual, {"F1": 2, "F2": 1}], set)) == []


def test_two_names_of_a_font_are_an_error_only_where_another_font_has_none() -> None:
    alias = [{"F1": 1, "F2": 1}]
    assert list(misplaced_fonts(alias, set)) == []
    assert len(list(misplaced_fonts(alias, lambda: {2}))) == 1


def test_text_left_in_a_file_that_was_cut_out_of_a_larger_one_is_told_and_no_damage() -> None:
    content = plan(page_2=b"/Contents 6 0 R").replace(b"/Size 9", b"/Size 90")
    report = read_document(content)
    assert [(issue.level, issue.code) for issue in report.issues if "object 7" in issue.message] == [
        ("info", "left_over_text")
    ]
    assert report.problem is not Problem.DAMAGED


def test_contents_that_list_a_stream_twice_are_told_if_it_shows_text() -> None:
    twice = plan(page_2=b"/Contents[7 0 R 7 0 R]")
    assert told(twice) == [("broken_structure", 2)]
    same = plan(stream(ON_PAGE_2), page_2=b"/Contents[7 0 R 9 0 R]")
    assert told(same) == [("broken_structure", 2)]
    saved = plan(stream(b"q"), page_2=b"/Contents[9 0 R 9 0 R 7 0 R]")
    assert told(saved) == []


def test_a_stream_whose_dictionary_is_cut_short_is_told() -> None:
    length = b"/Length %d" % len(ON_PAGE_2)
    cut = plan().replace(length, length.replace(b"/L", b"/["))
    assert ("broken_structure", 2) in told(cut)


@pytest.mark.parametrize("states", [b"10 0 R", b"<</On 10 0 R>>"])
def test_damage_to_the_appearance_of_a_field_is_told(states: bytes) -> None:
    field = FIELD.replace(b"/V", b"/AP<</N %s>>/V" % states)
    shown = stream(ON_PAGE_2, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Filter[]")
    sound = plan(field, shown, page_2=b"/Contents 7 0 R/Annots[9 0 R]")
    assert told(sound) == []
    assert told(sound.replace(b"/Filter[]", b"/Fulter[]")) == [("misspelt_name", 2)]
    assert told(sound.replace(b"/Filter[]", b"x /Filt[]")) == [("broken_structure", 2)]


ANNOTATED = b"/Contents 7 0 R/Annots[9 0 R]"
FIELD = b"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(b)/Rect[9 9 99 99]>>"


@pytest.mark.parametrize(
    ("annotations", "field", "codes"),
    [
        (b"9 0 R", FIELD, []),
        (b"9 0 R", FIELD.replace(b"/Tx", b"/Ty"), ["misspelt_name"]),
        (b"9 0 R", FIELD.replace(b"/Subtype", b"/Subtyqe"), ["misspelt_name"]),
        (b"7 0 R", FIELD, ["broken_structure"]),
        (b"5 0 R", FIELD, ["broken_structure"]),
        (b"9 0 R 99 0 R", FIELD, []),
        (b"9 0 R", b"", ["broken_structure"]),
    ],
)
def test_annotations_that_a_page_lists_and_that_are_none_are_told(
    annotations: bytes, field: bytes, codes: list[str]
) -> None:
    content = plan(field, page_2=b"/Contents 7 0 R/Annots[%s]" % annotations)
    assert [code for code, _ in told(content)] == codes


@pytest.mark.parametrize(
    ("font", "codes"),
    [
        (b"/BaseFont/Helveticl", ["broken_structure"]),
        (b"", ["broken_structure"]),
        (b"/BaseFont/Frutiger/FirstChar 32/Widths[250]", []),
    ],
)
def test_a_font_whose_name_nobody_knows_needs_widths(font: bytes, codes: list[str]) -> None:
    assert [code for code, _ in told(plan().replace(b"/BaseFont/Helvetica", font))] == codes


@pytest.mark.parametrize("box", [b"[t 0 9 9]", b"[0 0 9]", b"[0 0 9 9 9]", b"[]", b"/None"])
def test_a_box_that_is_not_four_numbers_is_told(box: bytes) -> None:
    shown = stream(b"0 g", b"/Type/XObject/Subtype/Form/BBox%s/Matrix[1 0 0 1 0 0.5]" % box)
    assert told(plan(FIELD.replace(b"/V", b"/AP<</N 10 0 R>>/V"), shown, page_2=ANNOTATED)) == [
        ("broken_structure", 2)
    ]
    assert told(plan(FIELD.replace(b"[9 9 99 99]", box), page_2=ANNOTATED)) == [("broken_structure", 2)]


def test_a_box_of_numbers_that_are_objects_is_sound() -> None:
    assert told(plan(FIELD.replace(b"[9 9 99 99]", b"[9 9.5 10 0 R 99]"), b" 98", page_2=ANNOTATED)) == []


def test_a_matrix_that_is_not_six_numbers_is_told() -> None:
    form = stream(ON_PAGE_2, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Matrix[1 0 0 1 0]")
    content = plan(form).replace(b"/Font<<", b"/XObject<</X1 9 0 R>>/Font<<")
    assert told(content) == [("broken_structure", 1)]


def test_a_box_is_told_before_a_matrix() -> None:
    """In whatever order the file has them: the same faults are told in the same order by every run."""
    for keys in (b"/BBox[0 0 9]/Matrix[1 0]", b"/Matrix[1 0]/BBox[0 0 9]"):
        form = stream(ON_PAGE_2, b"/Type/XObject/Subtype/Form%s" % keys)
        content = plan(form).replace(b"/Font<<", b"/XObject<</X1 9 0 R>>/Font<<")
        faults = [fault.message for page in read_pages(content) for fault in page.faults]
        assert re.findall(r"/BBox|/Matrix", " ".join(faults)) == ["/BBox", "/Matrix"]


@pytest.mark.parametrize(
    ("fields", "listed", "codes"),
    [
        ((FIELD, FIELD), b"9 0 R 10 0 R", []),
        ((FIELD, FIELD), b"9 0 R null", ["broken_structure"]),
        ((FIELD, FIELD.replace(b"/V", b"/P 4 0 R/V")), b"9 0 R", ["broken_structure"]),
        ((FIELD, FIELD.replace(b"/V", b"/Kids[]/V")), b"9 0 R", ["broken_structure"]),
        (
            (FIELD, b"<</Kids[11 0 R]/FT/Tx/V(b)>>", b"<</Type/Annot/Subtype/Widget/Rect[9 9 99 99]>>"),
            b"9 0 R",
            ["broken_structure"],
        ),
        ((FIELD, FIELD.replace(b"/V", b"/P 99 0 R/V")), b"9 0 R", []),  # of a page that was taken out
        ((FIELD, FIELD.replace(b"(b)", b"()")), b"9 0 R", []),
        ((FIELD, FIELD.replace(b"/V", b"/F 2/V")), b"9 0 R", []),
        ((FIELD, FIELD.replace(b"/Tx/T(a)/V(b)", b"/Btn/AS/Off")), b"9 0 R", []),
        ((FIELD, FIELD.replace(b"/Tx/T(a)/V(b)", b"/Btn/AS/Yes")), b"9 0 R", ["broken_structure"]),
    ],
)
def test_a_filled_field_that_no_page_lists_is_told(
    fields: tuple[bytes, ...], listed: bytes, codes: list[str]
) -> None:
    form = b"/AcroForm<</Fields[9 0 R 10 0 R]>>"
    content = plan(*fields, page_2=b"/Contents 7 0 R/Annots[%s]" % listed, catalog=form)
    assert [code for code, _ in told(content)] == codes


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        (bytes(40) + b"0 g", ["broken_structure"]),
        (b"BT /F1 9 Tf  28 Tj ET", ["broken_structure"]),
        (b"BT (Hire) 50 700 Td ET", ["broken_structure"]),
        (b"0 g 1 2 3 foo", ["broken_structure"]),
        (b"BX 1 2 3 foo EX 0 g", []),
        (b'BT /F1 12 Tf 1 1 (Hire two) " ET', []),
        (bytes(20) + b"0 g", []),
        (bytes(40), []),
        (b"BI /W 8/H 8/BPC 8/CS/G ID " + bytes(64) + b" EI", []),
    ],
)
def test_damage_within_a_content_stream_is_told(more: bytes, codes: list[str]) -> None:
    assert [code for code, _ in told(plan(text=ON_PAGE_2 + b"\n" + more))] == codes


@pytest.mark.parametrize(
    ("name", "codes"),
    [(b"Arial-Bold", []), (b"Arial-Bqld", ["misspelt_name"]), (b"Arial,Bold", []), (b"Times-Bold", [])],
)
def test_a_font_and_its_descriptor_have_one_name(name: bytes, codes: list[str]) -> None:
    font = b"/BaseFont/Arial-Bold/FirstChar 32/Widths[250]/FontDescriptor 9 0 R"
    described = b"<</Type/FontDescriptor/Flags 4/FontName/%s>>" % name
    content = plan(described).replace(b"/BaseFont/Helvetica", font)
    assert [code for code, _ in told(content) if code == "misspelt_name"] == codes
