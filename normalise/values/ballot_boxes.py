"""A choice that is printed in full, a box before or behind each option, as forms have it."""

import re
from collections.abc import Sequence

import msgspec

TICKED, EMPTY = "☑☒✅🗹🗷", "☐□▢"
BOX = re.compile(f"([{TICKED}{EMPTY}])")


class Choice(msgspec.Struct, frozen=True):
    """The options of a choice, and those of them that are ticked."""

    options: tuple[str, ...]
    ticked: tuple[str, ...]


def read_choice(raw: str) -> Choice | None:
    """Return the choice that a text prints: '☑ Complete ☐ Overdue' or 'Complete ☑ Overdue ☐', else None.

    It needs two options at least. Which side of its option a box stands on is told by the first: text that
    begins with a box has them all in front. Text that has words at both ends is no choice.
    """
    parts: Sequence[str] = [part.strip() for part in BOX.split(raw)]
    if not parts[0]:
        pairs = list(zip(parts[1::2], parts[2::2], strict=True))
    elif not parts[-1]:
        pairs = list(zip(parts[1::2], parts[0::2], strict=False))
    else:
        return None
    options = tuple(option for _, option in pairs)
    if len(options) < 2 or not all(options):
        return None
    return Choice(options, tuple(option for box, option in pairs if box in TICKED))
