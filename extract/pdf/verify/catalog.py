"""What the catalog of a PDF, opened by pdfminer, says of it as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from pdfminer.pdfdocument import PDFDocument, PDFNoPageLabels
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import resolve1
from pdfminer.psparser import LIT


class _PageTree(PDFDocument):
    """A document without cross-reference tables: pdfminer can find its pages by the page tree alone."""

    def __init__(self, document: PDFDocument) -> None:
        self.document, self.catalog, self.xrefs = document, document.catalog, []

    def getobj(self, objid: int) -> object:
        return self.document.getobj(objid)

    def get_page_labels(self) -> Iterator[str]:
        raise PDFNoPageLabels


def lists_pages(document: PDFDocument) -> bool:
    """Return whether a document's page tree leads to a page.

    Where it leads to none, pdfminer takes all objects that look like pages: deleted ones too, in any order.
    """
    return next(PDFPage.create_pages(_PageTree(document)), None) is not None


def has_layers_off(document: PDFDocument) -> bool:
    """Return whether a document opens with layers switched off: nobody sees what is printed in them."""
    layers = resolve1(document.catalog.get("OCProperties"))
    first = resolve1(layers.get("D")) if isinstance(layers, dict) else None
    if not isinstance(first, dict):
        return False
    return bool(resolve1(first.get("OFF"))) or resolve1(first.get("BaseState")) is LIT("OFF")
