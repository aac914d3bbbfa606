"""The text of decisions.csv: how a decision is added to what people wrote there, and taken back."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from normalise.review.decisions import COLUMNS
from records.errors import ContractError

Written = tuple[str, str, str, str, str, str, str]
"""kind, document_id, raw, value, decided_by, decided_on, why: the columns of a row, as text."""


def with_decision(text: str, decision: Written) -> str:
    """Return the file's text with one more row; an empty text gets its header first.

    What stands there stays byte for byte: people keep this file and compare it.
    """
    header = "" if text.strip("\ufeff\r\n ") else _lines([COLUMNS])
    gap = "" if not text or text.endswith("\n") else "\n"
    return f"{text or ''}{gap}{header}{_lines([decision])}"


def without_last(text: str, decision: Written) -> str:
    """Return the file's text without the row just added. Another last row is a ContractError."""
    row = _lines([decision])
    if not text.endswith(row):
        raise ContractError("decisions.csv was changed meanwhile; its last row is not the one to take back.")
    return text[: -len(row)]


def _lines(rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
