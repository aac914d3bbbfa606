from collections.abc import Callable

from extract.pdf.text.characters import Numbers, Places
from extract.pdf.text.words import Kinds
from records.geometry import Box
from records.pages import Colour, Word

def upright_words(
    kinds: Kinds,
    codes: Places,
    boxes: Numbers,
    sizes: Numbers,
    styles: Places,
    looks: list[tuple[str, float, Colour | None, bool]],
    odd_line: Callable[[list[int], int], list[Word]],
    word: type[Word],
    box: type[Box],
    page: int,
    /,
) -> tuple[list[Word], bool]: ...
