"""Draw the picture of the README: a part of the shipped report, and beside each row what was read of it.

    python docs/first_page.py

writes `docs/first_page.png`.
"""

import json
from pathlib import Path

from matplotlib import get_data_path
from PIL import Image, ImageDraw, ImageFont

import scrutiny
from extract.pdf.render import DOTS_PER_INCH, draw_images
from records.geometry import Box
from records.pictures import Clip

ROOT = Path(__file__).parents[1]
REPORT = ROOT / "data/example/raw/wiltshire-task-group-2012.pdf"
PAGE, REFS = 3, ("14", "15", "15a", "16")
SCALE = DOTS_PER_INCH / 72
MARGIN, BESIDE = 10, 620
BLUE, GREY, BLACK = (31, 78, 140), (110, 110, 110), (20, 20, 20)


def main() -> None:
    """Write the picture."""
    paper = scrutiny.read(REPORT)
    rows = paper.recommendations[paper.recommendations.ref.isin(REFS)]
    places = {row.recommendation_id: _place(json.loads(row.regions)) for row in rows.itertuples()}
    bodies = paper.responsibilities.groupby("recommendation_id").agency.unique()
    edges = [edge for place in places.values() for edge in place]
    box = Box(
        min(edges[::4]) - MARGIN,
        min(edges[1::4]) - MARGIN,
        max(edges[2::4]) + MARGIN,
        max(edges[3::4]) + MARGIN,
    )
    ((shown, page),) = draw_images(REPORT.read_bytes(), [Clip(PAGE, box)])  # type: ignore[misc]
    picture = Image.new("RGB", (page.width + BESIDE, page.height + 30), "white")
    picture.paste(page, (0, 30))
    pen, plain, bold = ImageDraw.Draw(picture), _font("DejaVuSans"), _font("DejaVuSans-Bold")
    pen.text((10, 4), "The page, as printed", GREY, bold)
    pen.text((page.width + 24, 4), "The rows of the dataset", GREY, bold)
    for row in rows.itertuples():
        x0, top, x1, bottom = (
            round((edge - start) * SCALE)
            for edge, start in zip(places[row.recommendation_id], (shown.x0, shown.top) * 2, strict=True)
        )
        pen.rectangle((x0 - 5, top + 26, x1 + 5, bottom + 35), outline=BLUE, width=2)
        at = page.width + 24
        pen.line((x1 + 5, top + 40, at - 8, top + 40), BLUE, 2)
        pen.text((at, top + 28), f"{row.ref}  {row.status}", BLUE, bold)
        pen.text(
            (at, top + 54), f"printed {row.status_raw!r}; {row.status_method}; {row.timescale}", BLACK, plain
        )
        names = ", ".join(dict.fromkeys(filter(None, bodies.get(row.recommendation_id, ()))))
        if bottom - top > 90:
            for place, line in enumerate(_lines(names, 54)[:4]):
                pen.text((at, top + 78 + 22 * place), line, BLACK, plain)
    picture.save(ROOT / "docs/first_page.png", optimize=True)


def _place(regions: list[list[float]]) -> tuple[float, float, float, float]:
    boxes = [box for page, *box in regions if page == PAGE]
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return min(x0), min(top), max(x1), max(bottom)


def _lines(words: str, most: int) -> list[str]:
    lines = [""]
    for word in words.split():
        if len(lines[-1]) + len(word) >= most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _font(name: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(Path(get_data_path()) / f"fonts/ttf/{name}.ttf"), 17)


if __name__ == "__main__":
    main()
