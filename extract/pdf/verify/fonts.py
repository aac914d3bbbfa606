"""Fonts, and tables of their letters, that take the place of others: a reference that is one off.

The letters shown are wrong then and nothing else is, for every reader. No writer of 250 documents looked at
has two fonts with one table of letters, while another table is used by none; gives a font two names in one
dictionary, while another font is used by none; or lets exactly one name lead to another font once in a whole
document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from records.outcome import Issue

FONTS_IN_TURN = 3
"""In how many dictionaries a name must lead to one font for another in a single one to be an error."""


def misplaced_fonts(
    named: Sequence[Mapping[str, int]], unused: Callable[[], Collection[int]]
) -> Iterator[Issue]:
    """Yield an issue for each font that stands where another belongs.

    `named` tells for each dictionary of resources to which objects its names of fonts lead; `unused` gives
    the fonts of the file to which none leads.
    """
    twice = [(fonts, font) for fonts in named for font, count in Counter(fonts.values()).items() if count > 1]
    if twice and unused():
        for fonts, font in twice:
            names = " and ".join(f"/{name}" for name, led in fonts.items() if led == font)
            yield _issue(f"{names} are the same font, object {font}")
    led: dict[str, Counter[int]] = {}
    for fonts in named:
        for name, font in fonts.items():
            led.setdefault(name, Counter())[font] += 1
    split = {name: counts for name, counts in led.items() if len(counts) > 1}
    if len(split) != 1:
        return
    ((name, counts),) = split.items()
    (_, often), *others = counts.most_common()
    ((font, once), *more) = others
    is_another = any(font in counts for other, counts in led.items() if other != name)
    if not more and once == 1 and often >= FONTS_IN_TURN and is_another:
        yield _issue(f"/{name} is another font once, object {font}")


def _issue(message: str) -> Issue:
    return Issue("error", "broken_structure", f"fonts of the file are mixed up: {message}")
