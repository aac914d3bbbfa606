"""Write every case to tests/cases/own, or to the folder that is named."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.own_cases import fields, fonts, marks, markup, minutes, prose, rules, trackers, words

MODULES = (fields, markup, marks, fonts, rules, prose, words, trackers, minutes)
OWN = Path(__file__).parents[1] / "cases/own"


def main(folder: Path) -> None:
    """Draw all cases anew."""
    folder.mkdir(exist_ok=True)
    for module in MODULES:
        for draw in module.CASES:
            name, content, expected = draw()
            (folder / f"{name}.pdf").write_bytes(content)
            told = json.dumps(expected, ensure_ascii=False, indent=1)
            (folder / f"{name}.expected.json").write_text(told + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else OWN)
