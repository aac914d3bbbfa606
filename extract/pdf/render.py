"""Parts of pages drawn as pictures by pdfium, in the coordinates of the page readers.

It interprets nothing and no row depends on it: the pictures are for people who check a value. pdfium may
abort, so this runs only in a process that may be lost.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from records.errors import SourceError
from records.geometry import Box
from records.outcome import Problem
from records.pictures import Clip, Picture

DOTS_PER_INCH = 150
"""Text of nine points is easily read at this size, also on a fine screen."""

MOST_PIXELS = 4_000_000
"""A part that would have more is drawn smaller: a page may claim to be five metres wide."""

EVERYWHERE = (-1e6, -1e6, 1e6, 1e6)


def draw(content: bytes, clips: Iterable[Clip], password: str | None = None) -> Iterator[Picture | None]:
    """Draw parts of a document in the order asked; None for one that lies on no page.

    Raises `SourceError` with the problem `locked` or `damaged` where the document cannot be drawn.
    """
    clips = list(clips)
    for clip, drawn in zip(clips, draw_images(content, clips, password), strict=True):
        if drawn is None:
            yield None
            continue
        box, image = drawn
        out = io.BytesIO()
        # Text has few colours: without loss it is smaller than with, and no letter is blurred.
        image.save(out, "WEBP", lossless=True)
        yield Picture(clip.page, box, image.width, image.height, out.getvalue())


def draw_images(
    content: bytes, clips: Iterable[Clip], password: str | None = None
) -> Iterator[tuple[Box, Image.Image] | None]:
    """Yield parts of a document as images, with the box that each shows, as `draw` does."""
    try:
        document = pypdfium2.PdfDocument(content, password=password)
    except pypdfium2.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise SourceError(Problem.LOCKED) from error
        raise SourceError(Problem.DAMAGED, f"pdfium cannot open it ({error}).") from error
    try:
        for clip in clips:
            yield _drawn(document, clip) if 1 <= clip.page <= len(document) else None
    except pypdfium2.PdfiumError as error:
        raise SourceError(Problem.DAMAGED, f"pdfium cannot draw one of its pages ({error}).") from error
    finally:
        document.close()


def _drawn(document: pypdfium2.PdfDocument, clip: Clip) -> tuple[Box, Image.Image] | None:
    page = _whole_page(document, clip.page - 1)
    try:
        width, height = page.get_size()
        box = Box(
            max(0.0, clip.box.x0),
            max(0.0, clip.box.top),
            min(width, clip.box.x1),
            min(height, clip.box.bottom),
        )
        if box.width < 1 or box.height < 1:
            return None
        scale = min(DOTS_PER_INCH / 72, (MOST_PIXELS / (box.width * box.height)) ** 0.5)
        cut = (box.x0, height - box.bottom, width - box.x1, box.top)
        bitmap = page.render(scale=scale, crop=cut)
        try:
            # A copy: the memory of the bitmap is given back.
            return box, bitmap.to_pil().convert("RGB")
        finally:
            bitmap.close()
    finally:
        page.close()


def _whole_page(document: pypdfium2.PdfDocument, index: int) -> pypdfium2.PdfPage:
    """Open a page by its whole sheet, as the page readers measure it, whatever part a viewer would show."""
    page = document[index]
    # pdfium cuts this at the sheet's edges, which a page may inherit. It holds once the page is opened anew.
    page.set_cropbox(*EVERYWHERE)
    page.close()
    return document[index]
