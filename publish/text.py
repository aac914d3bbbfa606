"""What happens to text on its way to a CSV file or a spreadsheet; Parquet keeps every text exact."""

import re
from itertools import pairwise

_CONTROLS = "\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f"
# Marks that reverse or isolate the direction of writing, separators that some readers take for a line end,
# and two code points that XML forbids. All can hide or reorder what a cell says.
_HIDDEN = "\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff"
# A backslash is doubled up (`\x5c`) only where the words would otherwise look like one of our own escapes.
_LOOKALIKE = r"\\x[0-9a-f]{2}|\\u[0-9a-f]{4}"
_FORMULA = "^[ \u00a0\u3000'\"‘’“”`]*[=+\\-@\\t\\r＝＋－＠]"

SPECIAL = f"[\n{_CONTROLS}{_HIDDEN}]|{_LOOKALIKE}|{_FORMULA}"
"""What the functions for cells may change; a pattern for RE2 and `re` alike. Most text has no match."""

_UNSEEN = re.compile(f"[{_CONTROLS}{_HIDDEN}]")
_UNSEEN_OR_LOOKALIKE = re.compile(f"[{_CONTROLS}{_HIDDEN}]|\\\\(?=x[0-9a-f]{{2}}|u(?!d[89a-f])[0-9a-f]{{4}})")
_LONE = re.compile("[\ud800-\udfff]")
_STARTS_FORMULA = re.compile(_FORMULA)
_BLOCK_CLOSED = re.compile(r"(?:[;:,.!?…][)\]'\"’”]*|[;,] (?:and|or))$")

SHEET_LIMIT = 32_767
"""The longest text, in UTF-16 units, that a cell of an Excel workbook can hold."""

CUT_MARK = "… [cut; whole text in the CSV]"


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def visible(text: str) -> str:
    r"""Show what cannot be seen: controls become `\x1b`, marks of direction `\u202e`; tab and line feed stay.

    A printed `\x1b` becomes `\x5cx1b`, so that the exact text can be had back.
    """
    return _UNSEEN_OR_LOOKALIKE.sub(_escape, text)


def storable(text: str) -> str:
    r"""Show half characters, which no file in UTF-8 can hold, as `\ud800`; all other text stays as it is.

    They come from file names that are not UTF-8 and from damaged fonts. `visible` leaves this form alone.
    """
    return _LONE.sub(_escape, text)


def one_line(text: str) -> str:
    """Join the blocks of a cell, a line feed between them, to one line.

    A block that ends in punctuation, or in `; and`, is followed by a space, any other by `; `.
    """
    blocks = [block.strip(" ") for block in text.split("\n")]
    blocks = [block for block in blocks if block]
    joined = blocks[:1]
    for before, block in pairwise(blocks):
        joined.append((" " if _BLOCK_CLOSED.search(before) else "; ") + block)
    return "".join(joined)


def safe(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet could take for a formula when it opens a CSV.

    Whether it could does not depend on apostrophes that stand there already, so taking the first one away
    from every such text gives the text back.
    """
    return f"'{text}" if _STARTS_FORMULA.match(text) else text


def sheet_cell(text: str) -> str:
    """Return the text of a workbook's cell: one line, everything visible. The workbook types it as text."""
    return visible(one_line(text) if "\n" in text else text)


def csv_cell(text: str) -> str:
    """Return the text of a CSV cell: one line, everything visible, nothing that starts a formula."""
    return safe(sheet_cell(text))


def key_cell(text: str) -> str:
    """Return the text of a CSV cell that identifies its row: as `csv_cell`, but two never become one."""
    return safe(visible(text).replace("\n", "\\x0a"))


def cut(text: str, limit: int = SHEET_LIMIT) -> str:
    """Cut text that is longer than `limit` UTF-16 units, and say so at its end."""
    if 2 * len(text) <= limit:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * limit:
        return text
    kept = units[: 2 * (limit - len(CUT_MARK))]
    return kept.decode("utf-16-le", errors="ignore") + CUT_MARK
