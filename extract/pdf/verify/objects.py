"""A PDF opened by pdfminer, whose tokens are read in one step each where they are plain."""

from __future__ import annotations

import io
import re

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.psparser import KWD, LIT, PSBaseParserToken

DELIMITER = r"(?=[\s\[\]()<>/{}%])"

TOKEN = re.compile(
    rf"""
    [\s\0]*+
    (?: /([^\#/%\[\]()<>{{}}\s\0\x80-\xff]++){DELIMITER}
    |   ([+-]?\d++){DELIMITER}
    |   ([+-]?(?:\d++\.\d*+|\.\d++)){DELIMITER}
    |   (<<|>>|[\[\]])
    |   (R|null|obj|endobj){DELIMITER}
    )
    """.encode("latin-1"),
    re.VERBOSE,
)
"""A name, an integer, a real number, a sign that opens or closes, or a keyword, and what must follow it."""

NAME, INTEGER, REAL, SIGN, KEYWORD = range(1, 6)


class Parser(PDFParser):
    """pdfminer's parser: what is not plain, or runs over the end of its buffer, it reads as ever."""

    def nexttoken(self) -> tuple[int, PSBaseParserToken]:
        """Return the next token and where it begins. Raises `PSEOF` at the end of the file."""
        token = None if self.eof else TOKEN.match(self.buf, self.charpos)
        if token is None:
            return super().nexttoken()
        self.charpos = token.end()
        kind = token.lastindex or 0
        text = token[kind]
        at = self.bufpos + token.start(kind)
        if kind == NAME:
            return at - 1, LIT(text.decode("ascii"))
        if kind == INTEGER:
            return at, int(text)
        return at, float(text) if kind == REAL else KWD(text)


def open_document(content: bytes, password: str | None) -> PDFDocument:
    """Open a PDF. Raises what pdfminer raises of a broken or locked one (see `BROKEN` of `warnings`)."""
    return PDFDocument(Parser(io.BytesIO(content)), password=password or "")
