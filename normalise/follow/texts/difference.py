"""What changed between two texts, word by word."""

from __future__ import annotations

import difflib

from normalise.values.text import letters


def difference(earlier: str, later: str) -> str:
    """Return the later text with what is gone in [-…-] and what is new in {+…+}, marks and case aside."""
    before, now = earlier.split(), later.split()
    matcher = difflib.SequenceMatcher(
        None, [letters(word) for word in before], [letters(word) for word in now], False
    )
    told: list[str] = []
    for what, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if what == "equal":
            told += now[new_from:new_to]
            continue
        if old_to > old_from:
            told.append(f"[-{' '.join(before[old_from:old_to])}-]")
        if new_to > new_from:
            told.append(f"{{+{' '.join(now[new_from:new_to])}+}}")
    return " ".join(told)
