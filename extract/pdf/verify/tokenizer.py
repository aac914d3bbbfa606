"""What the instructions of a page print: its strings, fonts and forms, in order, and nothing of where.

The instructions are proved to be well formed first, word for word and number for number; what is not is
left to a reader that goes through them one by one. One pass of a compiled helper (`_instructions.c`) does
all of it, or two patterns of the `re` module where that could not be compiled.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

from extract.pdf.compiled import require_current

Told: TypeAlias = tuple[bytes, bool, str, bytes]
"""What is printed, string after string, whether each string has whole pairs of bytes, and the word after them
that is of interest, with the name that it takes: `Tf` sets a font, `Do` draws a form or a picture, `q` keeps
the state and `Q` gives it back; '' at the end."""

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
"""Instructions as writers of PDFs put them. What is not told here is not wrong, but seldom met."""

TELLING = re.compile(
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
"""What tells of letters: a string, a font that is set, a form that is drawn, a state kept or given back."""

COLOUR = re.compile(
    rf"{TABLE}|{SHOWN}|((?:(?<![^\s\0])[-+\d.]++{GAP}++)*)(?<=[\s\0])(k|scn?){ENDS}".encode("latin-1")
)
"""Words that set a colour of ink, or one of a space of its own, with the numbers before; strings aside."""

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


class Unclear(Exception):  # noqa: N818 - no failure, only contents for another reader
    """The contents hold something that is not followed here; the message names it."""


def what_is_told(instructions: bytes) -> list[Told]:
    """Give what instructions print. Raises `Unclear` if they are not well formed, or colours are not plain.

    Plain colours are grey, or red, green and blue: parsers turn others into these by rules of their own.
    """
    found = scan(instructions)
    if found is None:
        raise Unclear("instructions that are not well formed")
    told, colours = found
    if colours:
        raise Unclear("colours not told in red, green and blue")
    return told


def scan_by_patterns(instructions: bytes) -> tuple[list[Told], bool] | None:
    """Give what instructions print, and whether a colour in them is not plain; None if not well formed."""
    if not WELL_FORMED.fullmatch(instructions):
        return None
    told: list[Told] = []
    strings: list[bytes] = []
    for plain, escaped, digits, name, draws, state in TELLING.findall(instructions):
        if name or state:
            told.append((*_joined(strings), state.decode() if state else "Do" if draws else "Tf", name))
            strings = []
        elif string := plain or (ESCAPE.sub(_unescaped, escaped[1:-1]) if escaped else _from_hex(digits)):
            strings.append(string)
    told.append((*_joined(strings), "", b""))
    return told, _has_other_colours(instructions)


def _joined(strings: Sequence[bytes]) -> tuple[bytes, bool]:
    return b"".join(strings), all(len(string) % 2 == 0 for string in strings)


def _from_hex(digits: bytes) -> bytes:
    """Give what a string in hexadecimal digits stands for; a last odd one counts as followed by 0."""
    told = b"".join(digits.split()).decode("ascii")
    return bytes.fromhex(told + "0" * (len(told) % 2))


def _unescaped(found: re.Match[bytes]) -> bytes:
    octal, other = found.groups()
    return bytes([int(octal, 8) & 255]) if octal else ESCAPED.get(other, other)


def _has_other_colours(instructions: bytes) -> bool:
    """Say whether a colour is set in ink, or otherwise than by three numbers: red, green and blue."""
    return any(
        word == b"k" or (word and len(NUMBERS.findall(before)) != 3)
        for before, word in COLOUR.findall(instructions)
    )


try:
    require_current("extract.pdf.verify._tokenizer")
    from extract.pdf.verify._tokenizer import scan
except ImportError:
    scan = scan_by_patterns
