"""The operators of a content stream that show text, set fonts and draw forms, in order, and nothing of where.

The content stream is proved to be well formed first, operator by operator and operand by operand; one that
is not is left to pdfplumber. One pass of a compiled helper (`_tokenizer.c`) does all of it, or three patterns
of the `re` module where that could not be compiled.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

from extract.pdf.compiled import require_current

Operation: TypeAlias = tuple[bytes, bool, str, bytes]
"""The strings that are shown, joined; whether each has whole pairs of bytes; and the operator of interest
that follows, with the name that it takes: `Tf` sets a font, `Do` draws a form or a picture, `q` saves the
graphics state and `Q` restores it; '' at the end."""

# Only single signs are repeated without a way back (`*+`): before Python 3.11.5 that goes wrong for groups.
GAP = r"[\s\0]"
NUMBER = rf"(?:[+-]?(?:\d++\.?\d*+|\.\d++){GAP}++)"
INSIDE = r"[^\\()]|\\[\s\S]"
STRING = rf"\((?:{INSIDE}|\((?:{INSIDE}|\((?:{INSIDE})*\))*\))*\)"
HEX = r"<[0-9A-Fa-f\s]*+>"
NAME = r"/[^\s\0()<>\[\]{}/%]*+"
TABLE = rf"<<(?:[^<>()]|{STRING}|{HEX}|<<(?:[^<>()]|{STRING}|{HEX})*>>)*>>"
SHOWN = rf"(?:{STRING}|{HEX})"
ARRAY = rf"\[(?:{SHOWN}|[-+.\d\s\0])*\]"
ENDS = r"(?![^\s\0/\[(<])"

WELL_FORMED = re.compile(
    rf"""
    (?: {GAP}*+
        (?: (?: BT | ET | EMC | T\* | [qQhnSsWFfBb]\*? ) {ENDS}
        # After one, two, three, four or six numbers.
        |   {NUMBER} (?: (?: T[cwzLsr] | [wJjMigG] | scn? | SCN? ) {ENDS}
            |   {NUMBER} (?: (?: T[dD] | [ml] | scn? | SCN? ) {ENDS}
                |   {NUMBER} (?: (?: rg | RG | scn? | SCN? ) {ENDS}
                    |   {NUMBER} (?: (?: re | [kKvy] | scn? | SCN? ) {ENDS}
                        |   {NUMBER} {NUMBER} (?: cm | Tm | c ) {ENDS}
        ))))
        |   {SHOWN} {GAP}*+ (?: Tj | ' ) {ENDS}
        |   {ARRAY} {GAP}*+ (?: TJ | {NUMBER} d ) {ENDS}
        |   {NAME} {GAP}++ (?: {NUMBER} Tf | gs | Do | cs | CS | ri | sh | BMC | MP | scn | SCN ) {ENDS}
        |   {NAME} {GAP}*+ (?: {NAME} | {TABLE} ) {GAP}*+ (?: BDC | DP ) {ENDS}
        )
    )* {GAP}*+
    """.encode("latin-1"),
    re.VERBOSE,
)
"""Content streams as PDF writers write them. What does not match is not wrong, but seldom met."""

TEXT_OPERATORS = re.compile(
    rf"""
    [^(</qQ]*+
    (?: {TABLE}
    |   \(([^\\()]*+)\)
    |   ({STRING})
    |   <([0-9A-Fa-f\s]*+)>
    |   ({NAME}) {GAP}++ (?: {NUMBER} Tf | (Do) ) {ENDS}
    |   (?<![^\s\0]) ([qQ]) {ENDS}
    |   [\s\S]
    )
    """.encode("latin-1"),
    re.VERBOSE,
)
"""A string, a font that is set, a form that is drawn, a graphics state saved or restored."""

COLOUR = re.compile(
    rf"{TABLE}|{SHOWN}|((?:(?<![^\s\0])[-+\d.]++{GAP}++)*)(?<=[\s\0])(k|scn?){ENDS}".encode("latin-1")
)
"""Operators that set a colour in CMYK, or in a colour space, with the numbers before; strings aside."""

NUMBERS = re.compile(rb"[-+\d.]+")

ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|[\s\S]))")
ESCAPED = {
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"\b",
    b"f": b"\f",
    b"\n": b"",
    b"\r": b"",
    b"\r\n": b"",
}


class UnsupportedContent(Exception):  # noqa: N818 - no failure, only content for pdfplumber
    """The content stream holds something that is not followed here; the message names it."""


def read_operations(content: bytes) -> list[Operation]:
    """Return the operations of a content stream.

    Raises `UnsupportedContent` if it is not well formed, or sets colours other than in grey or RGB, which
    parsers convert by rules of their own.
    """
    found = scan(content)
    if found is None:
        raise UnsupportedContent("a content stream that is not well formed")
    operations, has_other_colours = found
    if has_other_colours:
        raise UnsupportedContent("colours other than grey or RGB")
    return operations


def scan_by_patterns(content: bytes) -> tuple[list[Operation], bool] | None:
    """Return the operations, and whether a colour is neither grey nor RGB; None if not well formed."""
    if not WELL_FORMED.fullmatch(content):
        return None
    operations: list[Operation] = []
    strings: list[bytes] = []
    for plain, escaped, digits, name, draws, state in TEXT_OPERATORS.findall(content):
        if name or state:
            operations.append((*_joined(strings), state.decode() if state else "Do" if draws else "Tf", name))
            strings = []
        elif string := plain or (ESCAPE.sub(_unescaped, escaped[1:-1]) if escaped else _from_hex(digits)):
            strings.append(string)
    operations.append((*_joined(strings), "", b""))
    return operations, _has_other_colours(content)


def _joined(strings: Sequence[bytes]) -> tuple[bytes, bool]:
    return b"".join(strings), all(len(string) % 2 == 0 for string in strings)


def _from_hex(digits: bytes) -> bytes:
    """Return what a string in hexadecimal digits stands for; a last odd one counts as followed by 0."""
    joined = b"".join(digits.split()).decode("ascii")
    return bytes.fromhex(joined + "0" * (len(joined) % 2))


def _unescaped(found: re.Match[bytes]) -> bytes:
    octal, other = found.groups()
    return bytes([int(octal, 8) & 255]) if octal else ESCAPED.get(other, other)


def _has_other_colours(content: bytes) -> bool:
    """Return whether a colour is set in CMYK, or in a colour space otherwise than by three numbers."""
    return any(
        word == b"k" or (word and len(NUMBERS.findall(before)) != 3)
        for before, word in COLOUR.findall(content)
    )


try:
    require_current("extract.pdf.verify._tokenizer")
    from extract.pdf.verify._tokenizer import scan
except ImportError:
    scan = scan_by_patterns
