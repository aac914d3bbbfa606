"""The pages, passwords and texts of a PDF by pdfium.

pdfium is another parser than pdfminer, written by other people: what the two agree on was not lost by
either. It aborts the process where memory fails, so it runs only where the process may be lost.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pypdfium2

from records.errors import SourceError
from records.outcome import Problem


def count_pages(content: bytes, password: str | None = None) -> int:
    """Return the number of pages without reading them, 0 if pdfium cannot open the document."""
    try:
        with pypdfium2.PdfDocument(content, password=password) as document:
            return len(document)
    except pypdfium2.PdfiumError:
        return 0


def find_password(content: bytes, passwords: Sequence[str]) -> str | None:
    """Return the first of `passwords` that opens a locked document; None if none does or it is not locked."""
    if not passwords or _opens(content, None):
        return None
    return next((password for password in passwords if _opens(content, password)), None)


def _opens(content: bytes, password: str | None) -> bool:
    try:
        pypdfium2.PdfDocument(content, password=password).close()
    except pypdfium2.PdfiumError:
        return False
    return True


def read_texts(
    content: bytes, password: str | None = None, leave_out: Collection[int] = ()
) -> tuple[int, dict[int, str]]:
    """Return the number of pages, and the text of each page as pdfium puts it together, by its number.

    The pages numbered in `leave_out` are not read. Raises `SourceError` if pdfium cannot read the file.
    """
    try:
        with pypdfium2.PdfDocument(content, password=password) as document:
            wanted = [number for number in range(1, len(document) + 1) if number not in leave_out]
            return len(document), {number: _text(document, number) for number in wanted}
    except pypdfium2.PdfiumError as error:
        raise SourceError(Problem.DAMAGED, f"pdfium cannot read it ({error}).") from error


def _text(document: pypdfium2.PdfDocument, number: int) -> str:
    page = document[number - 1]
    text = page.get_textpage()
    try:
        return str(text.get_text_range())
    finally:
        text.close()
        page.close()
