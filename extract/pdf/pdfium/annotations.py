"""What is filled in, typed or stamped onto pages, made part of what the pages print.

Values of form fields, typed text and stamps are annotations: they stand beside the contents of a page, where
no parser of contents finds them. A copy of the document is made in which they are contents, so that they
become words as all others do: placed, owned, and counted by a second parser.
"""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
import pypdfium2
import pypdfium2.raw as pdfium

from extract.pdf.pdfium.annotation_values import (
    is_cover,
    is_drawn,
    rectangle_of,
    selected_in,
    string_of,
    value_of,
)
from records.geometry import Box
from records.outcome import Issue
from records.pages import Rule

UNSEEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
"""Flags of an annotation that no one sees."""

XFA = (pdfium.FORMTYPE_XFA_FULL, pdfium.FORMTYPE_XFA_FOREGROUND)

COMB = 1 << 24
"""The flag of a text field that prints each character in a box of its own."""

BUTTONS = (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON)
VALUES = (
    pdfium.FPDF_FORMFIELD_TEXTFIELD,
    pdfium.FPDF_FORMFIELD_COMBOBOX,
    pdfium.FPDF_FORMFIELD_LISTBOX,
)
ON, OFF = "\u00d7", "\u00a4"
"""Signs that Helvetica has, and no parser counts: they stand for a ticked box and for an empty one."""

DRAWN = {
    pdfium.FPDF_ANNOT_CARET: "a sign to insert words",
    pdfium.FPDF_ANNOT_REDACT: "a mark for words to be blacked out",
    pdfium.FPDF_ANNOT_INK: "a pen stroke",
    pdfium.FPDF_ANNOT_LINE: "a line",
    pdfium.FPDF_ANNOT_POLYLINE: "a line",
    pdfium.FPDF_ANNOT_WATERMARK: "a watermark",
}
"""Annotations that hold no words, by their subtype, and what a person calls them."""

COMMENTS = (
    pdfium.FPDF_ANNOT_TEXT,
    pdfium.FPDF_ANNOT_HIGHLIGHT,
    pdfium.FPDF_ANNOT_UNDERLINE,
    pdfium.FPDF_ANNOT_SQUIGGLY,
    pdfium.FPDF_ANNOT_STRIKEOUT,
)
"""Sticky notes, and marks of words to which a comment can be written."""

OPAQUE = 255

COVERS = (pdfium.FPDF_ANNOT_SQUARE, pdfium.FPDF_ANNOT_CIRCLE, pdfium.FPDF_ANNOT_POLYGON)

MOST_QUOTED = 200
"""Characters of a comment that are told."""

LARGEST, SMALLEST = 10.0, 4.0
"""Sizes of letters that are put into a page, in points."""

WIDTH_OF_LETTER = 0.55
"""What a letter of Helvetica takes at size 1, on average and generously."""


class Filled(msgspec.Struct, frozen=True):
    """A document whose annotations are contents of its pages; no bytes if there are none to be read.

    `pages` are the numbers of those to which words were added. By page, `strikes` are the lines of strike-out
    annotations, `typed` the places of annotations with words, and `marks` those of tick boxes, which print
    `ON` or `OFF`; `values` are those of fields with their places. `fields` counts form fields;
    `notes` tells of all that has no words to be read.
    """

    content: bytes
    pages: frozenset[int]
    strikes: dict[int, tuple[Rule, ...]]
    typed: dict[int, tuple[Box, ...]]
    marks: dict[int, tuple[Box, ...]]
    values: dict[int, tuple[tuple[Box, str], ...]]
    fields: int
    notes: tuple[Issue, ...]


def fill_in(content: bytes, password: str | None = None) -> Filled | None:
    """Return a document with its annotations as contents; None if pdfium cannot open or copy it."""
    try:
        document = pypdfium2.PdfDocument(content, password=password)
    except pypdfium2.PdfiumError:
        return None
    try:
        notes = list(_of_the_whole(document))
        with _form_of(document) as form:
            fillings = [_fill_page(document, form, number) for number in range(1, len(document) + 1)]
        if document.get_formtype() in XFA and not any(filling.fields for filling in fillings):
            told = "it is a form (XFA) whose words only some viewers show, and which are not read"
            notes.append(Issue("error", "xfa_form", told))
        held = io.BytesIO()
        if any(filling.changes for filling in fillings):
            document.save(held, flags=pdfium.FPDF_REMOVE_SECURITY)
    except pypdfium2.PdfiumError:
        return None
    finally:
        document.close()
    return Filled(
        held.getvalue(),
        frozenset(filling.number for filling in fillings if filling.changes),
        {filling.number: tuple(filling.strikes) for filling in fillings},
        {filling.number: tuple(filling.typed) for filling in fillings},
        {filling.number: tuple(filling.marks) for filling in fillings},
        {filling.number: tuple(filling.values) for filling in fillings},
        sum(filling.fields for filling in fillings),
        (*notes, *(note for filling in fillings for note in filling.notes)),
    )


@contextmanager
def _form_of(document: pypdfium2.PdfDocument) -> Iterator[pdfium.FPDF_FORMHANDLE | None]:
    """Open the form of a document, if it has one; so the fields that lack an appearance are given one."""
    if document.get_formtype() == pdfium.FORMTYPE_NONE:
        yield None
        return
    told = pdfium.FPDF_FORMFILLINFO(version=2)
    form = pdfium.FPDFDOC_InitFormFillEnvironment(document, told)
    try:
        yield form or None
    finally:
        if form:
            pdfium.FPDFDOC_ExitFormFillEnvironment(form)


def _fill_page(document: pypdfium2.PdfDocument, form: pdfium.FPDF_FORMHANDLE | None, number: int) -> _Filling:
    page = document[number - 1]
    filling = _Filling(document, form, page, number)
    try:
        if pdfium.FPDFPage_GetAnnotCount(page):
            filling.fill()
    finally:
        page.close()
    return filling


def _of_the_whole(document: pypdfium2.PdfDocument) -> Iterator[Issue]:
    """Yield which other files a document holds."""
    names = [document.get_attachment(at).get_name() for at in range(document.count_attachments())]
    if names:
        told = f"other files are attached, which are not read: {', '.join(names)}"
        yield Issue("warning", "attached_files", told)


class _Filling:
    """The annotations of one page on their way into its contents."""

    def __init__(
        self,
        document: pypdfium2.PdfDocument,
        form: pdfium.FPDF_FORMHANDLE | None,
        page: pypdfium2.PdfPage,
        number: int,
    ) -> None:
        self.document, self.form, self.page, self.number = document, form, page, number
        self.left, self.bottom, self.right, self.top = page.get_bbox()
        self.turn = page.get_rotation()
        self.notes: list[Issue] = []
        self.strikes: list[Rule] = []
        self.typed: list[Box] = []
        self.marks: list[Box] = []
        self.values: list[tuple[Box, str]] = []
        self.changes = False
        self.fields = 0

    def fill(self) -> None:
        """Make the annotations that hold words contents of the page, and leave out all others."""
        if self.form is not None:
            pdfium.FORM_OnAfterLoadPage(self.page, self.form)
        for at in range(pdfium.FPDFPage_GetAnnotCount(self.page)):
            annotation = pdfium.FPDFPage_GetAnnot(self.page, at)
            if not annotation:
                continue
            if not self._stays(annotation):
                flags = pdfium.FPDFAnnot_GetFlags(annotation)
                pdfium.FPDFAnnot_SetFlags(annotation, flags | pdfium.FPDF_ANNOT_FLAG_HIDDEN)
            pdfium.FPDFPage_CloseAnnot(annotation)
        if self.form is not None:
            pdfium.FORM_OnBeforeClosePage(self.page, self.form)
        if self.changes:
            self.page.gen_content()
            if pdfium.FPDFPage_Flatten(self.page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_FAIL:
                told = f"what is typed onto page {self.number} cannot be read"
                self.notes.append(Issue("warning", "unread_annotation", told, self.number))

    def _stays(self, annotation: pdfium.FPDF_ANNOTATION) -> bool:
        """Return whether an annotation goes into the page as it is drawn; put others in, or tell of them."""
        if pdfium.FPDFAnnot_GetFlags(annotation) & UNSEEN:
            return False
        kind, stays = pdfium.FPDFAnnot_GetSubtype(annotation), False
        if kind == pdfium.FPDF_ANNOT_WIDGET:
            stays = self._field(annotation)
        elif kind == pdfium.FPDF_ANNOT_FREETEXT:
            stays = is_drawn(annotation)
            if not stays:
                self._cover(annotation, b"C", pdfium.FPDFANNOT_COLORTYPE_Color)
                self._print(annotation, string_of(annotation, b"Contents"))
        elif kind == pdfium.FPDF_ANNOT_STAMP:
            stays = self._stamp(annotation)
        elif kind in COVERS:
            stays = is_drawn(annotation) and is_cover(annotation)
            if not is_drawn(annotation):
                self._cover(annotation, b"IC", pdfium.FPDFANNOT_COLORTYPE_InteriorColor)
        elif kind in COMMENTS:
            self._comment(annotation)
            if kind == pdfium.FPDF_ANNOT_STRIKEOUT:
                self._strike(annotation)
        elif kind == pdfium.FPDF_ANNOT_FILEATTACHMENT:
            self._tell(annotation, "a file is attached, which is not read", "attached_files")
        elif kind in DRAWN:
            self._tell(annotation, f"{DRAWN[kind]} was put onto the page, which is not read")
        if stays:
            self.changes = True
            self.typed.append(self._place(annotation))
        return stays

    def _field(self, annotation: pdfium.FPDF_ANNOTATION) -> bool:
        """Return whether a field goes into the page as it is drawn; marks and combs are printed anew."""
        self.fields += 1
        if self.form is None:
            return is_drawn(annotation)
        kind = pdfium.FPDFAnnot_GetFormFieldType(self.form, annotation)
        if kind in BUTTONS:
            self._mark(annotation, on=bool(pdfium.FPDFAnnot_IsChecked(self.form, annotation)))
        if kind not in VALUES:
            return bool(kind == pdfium.FPDF_FORMFIELD_SIGNATURE)
        listed = kind == pdfium.FPDF_FORMFIELD_LISTBOX  # it shows all its options
        value = (selected_in if listed else value_of)(self.form, annotation)
        if not value.strip():
            return False
        self.values.append((self._place(annotation), value))
        flags = pdfium.FPDFAnnot_GetFormFieldFlags(self.form, annotation)
        if listed or flags & COMB or not is_drawn(annotation):
            self._print(annotation, value)
            return False
        return True

    def _stamp(self, annotation: pdfium.FPDF_ANNOTATION) -> bool:
        """Return whether a stamp stands on bare paper; of one across print it is told."""
        box = rectangle_of(annotation)
        text = self.page.get_textpage()
        under = text.get_text_bounded(box.left + 1, box.bottom + 1, box.right - 1, box.top - 1).strip()
        text.close()
        if under:
            self._tell(annotation, "a stamp lies across words, and is not read")
            return False
        drawn = is_drawn(annotation)
        if not drawn:
            self._tell(annotation, "a stamp shows no words, and is not read")
        return drawn

    def _strike(self, annotation: pdfium.FPDF_ANNOTATION) -> None:
        quad, boxes = pdfium.FS_QUADPOINTSF(), []
        for at in range(pdfium.FPDFAnnot_CountAttachmentPoints(annotation)):
            if pdfium.FPDFAnnot_GetAttachmentPoints(annotation, at, quad):
                xs, ys = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
                boxes.append(self._seen(min(xs), min(ys), max(xs), max(ys)))
        for box in boxes or [self._place(annotation)]:
            middle = box.middle[1]
            self.strikes.append(Rule(Box(box.x0, middle - 0.25, box.x1, middle + 0.25), "level"))

    def _tell(
        self, annotation: pdfium.FPDF_ANNOTATION, message: str, code: str = "unread_annotation"
    ) -> None:
        """Tell of an annotation, with what its author said of it."""
        texts = (string_of(annotation, key).strip() for key in (b"Contents", b"Name"))
        said = next((f": {text}" for text in texts if text), "")
        told = f"{message}{said} (page {self.number})"
        self.notes.append(Issue("warning", code, told, self.number, self._place(annotation)))

    def _comment(self, annotation: pdfium.FPDF_ANNOTATION) -> None:
        """Tell what somebody wrote in a note that opens: it is no print, and no part of the dataset."""
        said = " ".join(string_of(annotation, b"Contents").split())
        if said:
            told = f"a comment on page {self.number} is no part of the dataset: {said[:MOST_QUOTED]}"
            self.notes.append(Issue("info", "comment", told, self.number, self._place(annotation)))

    def _place(self, annotation: pdfium.FPDF_ANNOTATION) -> Box:
        box = rectangle_of(annotation)
        return self._seen(box.left, box.bottom, box.right, box.top)

    def _seen(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Return a rectangle of the page as it is seen, in points from its top left."""
        x0, x1, y0, y1 = left - self.left, right - self.left, bottom - self.bottom, top - self.bottom
        width, height = self.right - self.left, self.top - self.bottom
        sides = {
            0: (x0, height - y1, x1, height - y0),
            90: (y0, x0, y1, x1),
            180: (width - x1, y0, width - x0, y1),
            270: (height - y1, width - x1, height - y0, width - x0),
        }[self.turn]
        return Box(*(round(side, 2) for side in sides))

    def _mark(self, annotation: pdfium.FPDF_ANNOTATION, *, on: bool) -> None:
        """Print a sign for a tick box, which is drawn with lines or in any font, and keep its place."""
        box = rectangle_of(annotation)
        size = max(SMALLEST, min(box.right - box.left, box.top - box.bottom, LARGEST))
        self._put(self._line(ON if on else OFF, size), box, size)
        self.marks.append(self._place(annotation))

    def _print(self, annotation: pdfium.FPDF_ANNOTATION, words: str) -> None:
        """Print the words of an annotation that shows none, or shows them letter by letter, into its box."""
        box = rectangle_of(annotation)
        self.typed.append(self._place(annotation))
        across, down = box.right - box.left, box.top - box.bottom
        if self.turn in (90, 270):
            across, down = down, across
        longest = max(map(len, words.splitlines()), default=0)
        lines = [line for line in words.splitlines() if line.strip()]
        if not lines:
            return
        size = max(SMALLEST, min(LARGEST, across / (longest * WIDTH_OF_LETTER), down / (1.2 * len(lines))))
        for at, line in enumerate(lines):
            self._put(self._line(line, size), box, size, at)

    def _cover(self, annotation: pdfium.FPDF_ANNOTATION, key: bytes, which: int) -> None:
        """Fill the box of an annotation that is not drawn, if its colour hides what is under it."""
        parts = [ctypes.c_uint() for _ in range(4)]
        told = pdfium.FPDFAnnot_HasKey(annotation, key)
        if not (told and pdfium.FPDFAnnot_GetColor(annotation, which, *parts)):
            return
        red, green, blue, alpha = (part.value for part in parts)
        # An empty colour means none, and is given as black; nobody types onto black.
        if alpha < OPAQUE or not red + green + blue:
            return
        box = rectangle_of(annotation)
        size = box.right - box.left, box.top - box.bottom
        shape = pdfium.FPDFPageObj_CreateNewRect(box.left, box.bottom, *size)
        pdfium.FPDFPageObj_SetFillColor(shape, red, green, blue, OPAQUE)
        pdfium.FPDFPath_SetDrawMode(shape, pdfium.FPDF_FILLMODE_WINDING, False)
        pdfium.FPDFPage_InsertObject(self.page, shape)
        self.changes = True

    def _line(self, words: str, size: float) -> pdfium.FPDF_PAGEOBJECT:
        font = pdfium.FPDFText_LoadStandardFont(self.document, b"Helvetica")
        line = pdfium.FPDFPageObj_CreateTextObj(self.document, font, size)
        encoded = ctypes.create_string_buffer((words + "\0").encode("utf-16-le"))
        pdfium.FPDFText_SetText(line, ctypes.cast(encoded, ctypes.POINTER(ctypes.c_ushort)))
        return line

    def _put(self, text: pdfium.FPDF_PAGEOBJECT, box: pdfium.FS_RECTF, size: float, line: int = 0) -> None:
        """Put a line of text at the left of a box, level as the page is seen; `line` counts from its top."""
        down = size * (1 + 1.2 * line)
        matrix = {
            0: (1, 0, 0, 1, box.left + 1, box.top - down),
            90: (0, 1, -1, 0, box.left + down, box.bottom + 1),
            180: (-1, 0, 0, -1, box.right - 1, box.bottom + down),
            270: (0, -1, 1, 0, box.right - down, box.top - 1),
        }[self.turn]
        pdfium.FPDFPageObj_Transform(text, *matrix)
        pdfium.FPDFPage_InsertObject(self.page, text)
        self.changes = True
