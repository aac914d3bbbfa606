"""The objects of a PDF as pdfminer understands them, in a tenth of its time where they are plain.

pdfminer goes through a file in blocks and letter by letter, since any may be wrong. Nearly all objects are
written as the standard of PDF shows them, and those are read here, whole and by one pattern. Whatever is not
plain goes through pdfminer as ever, so that damage is met and told of in one place.

In one thing pdfminer is not followed: in a packed object `null` is a word like any other to it; to the
standard, and here, it stands for nothing, as it does elsewhere.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import msgspec
from pdfminer.pdfdocument import PDFBaseXRef, PDFDocument, PDFNoPageLabels
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1
from pdfminer.psexceptions import PSEOF
from pdfminer.psparser import KWD, LIT, PSLiteral

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
    |   <((?:[0-9A-Fa-f]{{2}})*)>
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

STREAM_ENDS = re.compile(rf"[\s\0]*+endstream\s++endobj(?:{BREAK}|\Z)".encode("latin-1"))

WHOLE_NUMBER = re.compile(rf"[\s\0]++(\d{{1,10}}+)\s++endobj{BREAK}".encode("latin-1"))
"""What stands behind the head of an object that is a whole number, such as the length of a stream."""

NULL = KWD(b"null")

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
        if self.charpos >= len(self.buf):
            # pdfminer counts on the last block being empty: it goes on from the block's beginning.
            self.bufpos, self.buf = len(self.content), b""
            raise PSEOF("Unexpected EOF")
        return False

    def nextline(self) -> tuple[int, bytes]:
        """Give the next line, with where it begins. Raises `PSEOF` where it does not end."""
        start = self.charpos
        line = LINE.match(self.buf, start)
        self.charpos = line.end() if line else len(self.buf)
        if line is None:
            self.fillbuf()
            raise AssertionError("the end of a file was passed")
        return self.bufpos + start, line[0]


class Document(PDFDocument):
    """A PDF whose plain objects are read in one go."""

    def __init__(self, content: bytes, password: str = "") -> None:
        """Open a file. Raises what pdfminer does of a broken one."""
        self.content, self.parser = content, Parser(content)  # which pdfminer's class keeps as one or none
        super().__init__(self.parser, password=password)

    def _getobj_parse(self, pos: int, objid: int) -> object:
        found = self._plain(pos, objid)
        return super()._getobj_parse(pos, objid) if found is None else found[0]

    def _get_objects(self, stream: PDFStream) -> tuple[list[object], int]:
        content, count = stream.get_data(), stream.get("N")
        read = read_plain(content, 0, self)
        if read is not None and isinstance(count, int) and _is_all(read, content):
            return read.objects, count
        objects, count = super()._get_objects(stream)
        return [_without_null(thing) for thing in objects], count

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
        length = self._length(table.get("Length")) if isinstance(table, dict) else None
        if length is None or self.parser.fallback:
            return None
        end = read.end + length
        if not STREAM_ENDS.match(self.content, end):
            return None
        return (PDFStream(table, self.content[read.end : end], self.decipher),)

    def _length(self, told: object) -> int | None:
        """Give the length of a stream, if it is told by a number or by an object that is plainly one.

        No other object is read for it: its own length might be told by a third, and so on.
        """
        if isinstance(told, PDFObjRef):
            places = (place for known in self.xrefs if (place := _place_in(known, told.objid)) is not None)
            place = next(places, None)
            head = HEAD.match(self.content, place) if place is not None else None
            number = WHOLE_NUMBER.match(self.content, head.end()) if head else None
            return int(number[1]) if head and number and int(head[1]) == told.objid else None
        return told if isinstance(told, int) and told >= 0 else None


def _place_in(known: PDFBaseXRef, number: int) -> int | None:
    """Give where in the file an object stands, as a list of parts says; none if it does not or is packed."""
    try:
        packed_in, place, _ = known.get_pos(number)
    except KeyError:
        return None
    return place if packed_in is None else None


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
    while not word and (token := TOKEN.match(content, end)):
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


def _is_all(read: Plain, content: bytes) -> bool:
    """Say whether what was read is all that a stream of packed objects holds.

    A reference that stands there alone is, to pdfminer, two numbers and a word.
    """
    alone = any(isinstance(thing, PDFObjRef) for thing in read.objects)
    return not (alone or read.word or content[read.end :].strip())


def _closed(signs: bytes, things: list[Any]) -> list[Any] | dict[str, Any] | None:
    """Give the list or table that stands between two signs; none where it is not as it should be."""
    if signs == b"[]":
        return things
    names, values = things[::2], things[1::2]
    if signs != b"<<>>" or len(names) != len(values) or not all(type(name) is PSLiteral for name in names):
        return None
    return {name.name: value for name, value in zip(names, values, strict=True) if value is not None}


def _without_null(thing: Any) -> Any:
    """Give a packed object, in which pdfminer has left the word `null` standing, without it."""
    if isinstance(thing, dict):
        return {name: _without_null(value) for name, value in thing.items() if value is not NULL}
    if isinstance(thing, list):
        return [_without_null(value) for value in thing]
    return None if thing is NULL else thing


class _Listed(PDFDocument):
    """A document as it shows itself: without what pdfminer finds where its list of pages leads to none."""

    def __init__(self, document: PDFDocument) -> None:
        self.document, self.catalog, self.xrefs = document, document.catalog, []

    def getobj(self, objid: int) -> object:
        return self.document.getobj(objid)

    def get_page_labels(self) -> Iterator[str]:
        raise PDFNoPageLabels


def lists_pages(document: PDFDocument) -> bool:
    """Say whether a document's own list of pages leads to one.

    Where it leads to none, pdfminer takes all that look like pages: deleted ones too, in any order.
    """
    return next(PDFPage.create_pages(_Listed(document)), None) is not None


def has_layers_off(document: PDFDocument) -> bool:
    """Say whether a document opens with layers switched off: nobody sees what is printed in them."""
    layers = resolve1(document.catalog.get("OCProperties"))
    first = resolve1(layers.get("D")) if isinstance(layers, dict) else None
    if not isinstance(first, dict):
        return False
    return bool(resolve1(first.get("OFF"))) or resolve1(first.get("BaseState")) is LIT("OFF")
