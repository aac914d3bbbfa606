"""What reads published files back as others would."""

from __future__ import annotations

import re
import shutil

EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
"""LibreOffice's CSV filter: commas, double quotes, UTF-8, cells as shown, one file a sheet."""


OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def shown_back(text: str) -> str:
    """Undo `visible`."""
    return re.sub(
        r"\\x([0-9a-f]{2})|\\u(?!d[89a-f])([0-9a-f]{4})",
        lambda match: chr(int(match[1] or match[2], 16)),
        text,
    )
