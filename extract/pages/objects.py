"""The objects of a PDF as pdfminer understands them, in a tenth of its time where they are plain.

pdfminer goes through a file in blocks and letter by letter, since any may be wrong. Nearly all objects are
written as the standard of PDF shows them, and those are read here, whole and by one pattern. Whatever is not
plain goes through pdfminer as ever, so that damage is met and told of in one place.
"""

from __future__ import annotations

import io
import re
from typing import Any

import msgspec
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream, int_value, resolve1
from pdfminer.psexceptions import PSEOF
from pdfminer.psparser import LIT, PSLiteral

BREAK = r"(?=[\s\[\]()<>/{}%])"
"""What ends a number, a name or a word."""

HEAD = re.compile(rf"[\s\0]*+(\d{{1,10}}+)\s++\d{{1,5}}+\s++obj{BREAK}".encode("latin-1"))

TOKEN = re.compile(
    rf"""
    [\s\0]*+
    (?: /([^\#/%\[\]()<>{{}}\s\0\x80-\xff]*+){BREAK}
    |   (\d{{1,10}}+)\s++\d{{1,5}}+\s++R{BREAK}
    |   ([+-]?\d{{1,15}}+){BREAK}
    |   ([+-]?(?:\d{{1,15}}+\.\d{{0,15}}+|\.\d{{1,15}}+)){BREAK}
    |   (<<|\[)
    |   (>>|\])
    |   \(([^()\\]*+)\)
    |   <((?:[0-9A-Fa-f]{{2}})*+)>
    |   (true|false|null){BREAK}
    |   (endobj){BREAK}
    |   (stream)\r?\n
    )
    """.encode("latin-1"),
    re.VERBOSE,
)
"""A piece of an object as the standard shows it; what is left out here is not wrong, but seldom met."""

NAME, REFERENCE, INTEGER, REAL, OPENS, CLOSES, STRING, DIGITS, WORD, END, STREAM = range(1, 12)
"""The kinds of pieces, by their places in `TOKEN`."""

WORDS = {b"true": True, b"false": False, b"null": None}

STREAM_ENDS = re.compile(rb"[\s\0]*+endstream\s++endobj")

LINE = re.compile(rb"[^\r\n]*+(?:\r\n|\r(?!\Z)|\n)")


class Parser(PDFParser):
    """pdfminer's parser of a file that is held in one piece: nothing has to be fetched block by block."""

    def __init__(self, content: bytes) -> None:
        """Take the bytes of a file."""
        self.content = content
        super().__init__(io.BytesIO(content))

    def seek(self, pos: int) -> None:
        """Go on from a place in the file."""
        super().seek(pos)
        self.bufpos, self.buf, self.charpos = 0, self.content, pos

    def fillbuf(self) -> bool:
        """Raise `PSEOF` at the end of the file."""
        if self.charpos >= len(self.content):
            raise PSEOF("Unexpected EOF")
        return False

    def nextline(self) -> tuple[int, bytes]:
        """Give the next line, with where it begins. Raises `PSEOF` where it does not end."""
        start = self.charpos
        line = LINE.match(self.content, start)
        if line is None:
            self.charpos = len(self.content)
            raise PSEOF("Unexpected EOF")
        self.charpos = line.end()
        return start, line[0]


class Document(PDFDocument):
    """A PDF whose plain objects are read in one go."""

    def __init__(self, content: bytes, password: str = "") -> None:
        """Open a file. Raises what pdfminer does of a broken one."""
        self.content, self.parser = content, Parser(content)
        super().__init__(self.parser, password=password)

    def _getobj_parse(self, pos: int, objid: int) -> object:
        found = self._plain(pos, objid)
        return super()._getobj_parse(pos, objid) if found is None else found[0]

    def _get_objects(self, stream: PDFStream) -> tuple[list[object], int]:
        content, count = stream.get_data(), stream.get("N")
        read = read_plain(content, 0, self)
        if read is None or read.word or content[read.end :].strip() or not isinstance(count, int):
            return super()._get_objects(stream)
        # A reference that stands alone is, to pdfminer, two numbers and a word.
        if any(isinstance(thing, PDFObjRef) for thing in read.objects):
            return super()._get_objects(stream)
        return read.objects, count

    def _plain(self, pos: int, objid: int) -> tuple[object] | None:
        """Give the object at a place in the file, if it is the one that is meant, and plain."""
        head = HEAD.match(self.content, pos) if pos >= 0 else None
        if head is None or int(head[1]) != objid:
            return None
        read = read_plain(self.content, head.end(), self)
        if read is None or len(read.objects) != 1 or not read.word:
            return None
        return self._stream(read) if read.word == STREAM else (read.objects[0],)

    def _stream(self, read: Plain) -> tuple[PDFStream] | None:
        """Give a stream whose length is right; pdfminer looks for the end of others."""
        (table,) = read.objects
        if not isinstance(table, dict) or "Length" not in table or self.parser.fallback:
            return None
        end = read.end + int_value(table["Length"])
        if end < read.end or not STREAM_ENDS.match(self.content, end):
            return None
        return (PDFStream(table, self.content[read.end : end], self.decipher),)


class Plain(msgspec.Struct, frozen=True):
    """Objects that stand behind each other, where they end, and the word after them: `STREAM`, `END` or 0."""

    objects: list[Any]
    end: int
    word: int


def read_plain(content: bytes, start: int, document: PDFDocument) -> Plain | None:
    """Read objects up to the word that ends them, or as far as all is plain; none if one is left open."""
    kept: list[tuple[bytes, list[Any]]] = []
    here: list[Any] = []
    word, end = 0, start
    while (token := TOKEN.match(content, end)) and not word:
        end = token.end()
        kind = token.lastindex
        if kind == NAME:
            here.append(LIT(token[NAME].decode("ascii")))
        elif kind == REFERENCE:
            here.append(PDFObjRef(document, int(token[REFERENCE])))
        elif kind == INTEGER:
            here.append(int(token[INTEGER]))
        elif kind == OPENS:
            kept.append((token[OPENS], here))
            here = []
        elif kind == CLOSES:
            opening, outer = kept.pop() if kept else (b"", here)
            made = _closed(opening + token[CLOSES], here)
            if made is None:
                return None
            here = outer
            here.append(made)
        elif kind == STRING:
            here.append(token[STRING])
        elif kind == REAL:
            here.append(float(token[REAL]))
        elif kind == DIGITS:
            here.append(bytes.fromhex(token[DIGITS].decode("ascii")))
        elif kind == WORD:
            here.append(WORDS[token[WORD]])
        else:
            word = kind or 0
    return None if kept else Plain(here, end, word)


def _closed(signs: bytes, things: list[Any]) -> list[Any] | dict[str, Any] | None:
    """Give the list or table that stands between two signs; none where it is not as it should be."""
    if signs == b"[]":
        return things
    names, values = things[::2], things[1::2]
    if signs != b"<<>>" or len(names) != len(values) or not all(type(name) is PSLiteral for name in names):
        return None
    return {name.name: value for name, value in zip(names, values, strict=True) if value is not None}


def has_layers_off(document: PDFDocument) -> bool:
    """Say whether a document opens with layers switched off: nobody sees what is printed in them."""
    layers = resolve1(document.catalog.get("OCProperties"))
    first = resolve1(layers.get("D")) if isinstance(layers, dict) else None
    if not isinstance(first, dict):
        return False
    return bool(resolve1(first.get("OFF"))) or resolve1(first.get("BaseState")) is LIT("OFF")
