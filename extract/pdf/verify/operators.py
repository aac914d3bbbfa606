"""The operators of content streams, and the operands that ISO 32000 (annex A) gives to each.

Readers pass over an operator whose operands are missing or wrong: the text that it would show is not there.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psexceptions import PSEOF
from pdfminer.psparser import PSKeyword, PSLiteral

KINDS = {int: "n", float: "n", bytes: "s", PSLiteral: "/", list: "a", dict: "d", PDFStream: "p"}
"""How operators.csv spells kinds of operands; `p` is a picture that stands within the stream."""

MOST_OPERANDS = 64
"""Operands of one operator that are kept: a colour has 32 at most."""


def _load() -> dict[str, re.Pattern[str]]:
    """Return the operands of each operator, as a pattern of kinds.

    Raises `ValueError` for one given twice.
    """
    patterns: dict[str, re.Pattern[str]] = {}
    with Path(__file__).with_name("operators.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for operator in row["operators"].split():
                if operator in patterns:
                    raise ValueError(f"operators.csv: '{operator}' is given twice.")
                patterns[operator] = re.compile(row["operands"])
    return patterns


OPERATORS = _load()


def wrong_operator(content: bytes) -> str | None:
    """Return the first operator of a content stream that does not exist or has other operands than its own.

    None if there is none. Between BX and EX any operator may stand. pdfminer reads the operands, by another
    code than that which counts letters.
    """
    # A stream of its own: pdfminer's parser of contents reads streams, and closes each.
    parser = PDFContentParser([PDFStream({}, content)])
    operands, any_may_stand = "", 0
    while True:
        try:
            _, found = parser.nextobject()
        except PSEOF:
            return None
        if not isinstance(found, PSKeyword):
            operands = (operands + KINDS.get(type(found), "?"))[-MOST_OPERANDS:]
            continue
        operator = found.name.decode("latin-1") if isinstance(found.name, bytes) else str(found.name)
        any_may_stand += {"BX": 1, "EX": -1}.get(operator, 0)
        pattern = OPERATORS.get(operator)
        if any_may_stand <= 0 and (pattern is None or not pattern.fullmatch(operands)):
            return operator
        operands = ""
