from extract.pages.characters import Numbers, Places
from extract.pages.words import Kinds

def plan(
    kinds: Kinds, codes: Places, boxes: Numbers, sizes: Numbers, /
) -> tuple[bytes, bytes, bytes, bytes]: ...
