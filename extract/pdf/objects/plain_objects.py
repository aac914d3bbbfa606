"""Objects of a file that are written plainly, read by the compiled helper in the place of pdfminer.

Loading this module lets pdfminer read such objects by the helper, and decrypt by it: both take it a hundred
times as long in Python. The helper gives what pdfminer gives; what is not plain is left to pdfminer, so that
damage is found, and told, as it always was.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import cast

from pdfminer import pdfdocument
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1
from pdfminer.psparser import KWD, LIT

from extract.pdf.compiled import OBJECTS

END_OF_STREAM = re.compile(rb"(?:\r\n|\r|\n)?endstream\s+endobj(?=[/\[\]()<>\s]|\Z)")
"""What stands behind the data of a stream whose length is right."""

NULL = KWD(b"null")
"""What pdfminer gives for `null` in an object stream."""

_object_at = PDFDocument._getobj_parse
_objects_in = PDFDocument._get_objects


class Rc4:
    """RC4 as pdfminer uses it: one key for each piece of data."""

    def __init__(self, key: bytes) -> None:
        self.key = bytes(key)

    def decrypt(self, data: bytes) -> bytes:
        """Return data decrypted, or encrypted, which is the same."""
        return cast(bytes, OBJECTS.decrypt(self.key, bytes(data)))

    encrypt = decrypt


def object_at(document: PDFDocument, place: int, number: int) -> object:
    """Return the object of a number, which begins at a place in its file. Raises what pdfminer raises."""
    parser = document._parser
    if OBJECTS is None or parser is None or parser.fallback or not isinstance(parser.fp, BytesIO):
        return _object_at(document, place, number)
    content = parser.fp.getvalue()
    plain = OBJECTS.read_indirect(content, place, number, document)
    if plain is None:
        return _object_at(document, place, number)
    found, start = plain
    if not start:
        return found
    length = resolve1(found.get("Length"))
    if not isinstance(length, int) or length < 0 or not END_OF_STREAM.match(content, start + length):
        return _object_at(document, place, number)
    return PDFStream(found, content[start : start + length], document.decipher)


def objects_in(document: PDFDocument, stream: PDFStream) -> tuple[list[object], int]:
    """Return the objects in an object stream, and how many it says it holds. Raises what pdfminer raises."""
    count = stream.get("N")
    found = OBJECTS.read_all(stream.get_data(), document, NULL) if isinstance(count, int) else None
    return _objects_in(document, stream) if found is None else (found, count)


if OBJECTS is not None:
    OBJECTS.use(LIT, PDFObjRef)
    PDFDocument._getobj_parse = object_at  # type: ignore[assignment, method-assign]
    PDFDocument._get_objects = objects_in  # type: ignore[assignment, method-assign]
    pdfdocument.Arcfour = Rc4  # type: ignore[assignment, attr-defined]
