"""Draw papers with their truth: `python -m benchmarks.layouts OUT --papers N --seed S --writer reportlab`.

Each paper is `OUT/<seed>-<number>.pdf` with `.truth.json` beside it, in the format of the truth of real
papers; `layout` there tells which way each part of the grammar was drawn.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

from benchmarks.layouts.paper import Paper, truth
from benchmarks.layouts.papers import KINDS, paper
from benchmarks.layouts.with_libreoffice import draw_all
from benchmarks.layouts.with_reportlab import draw


def write(papers: list[Paper], folder: Path, writer: str) -> None:
    """Write the PDF and the truth of each paper into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    if writer == "libreoffice":
        draw_all(papers, folder)
    else:
        for each in papers:
            (folder / f"{each.name}.pdf").write_bytes(draw(each))
    for each in papers:
        file = folder / f"{each.name}.pdf"
        told = truth(each, file.name, hashlib.sha256(file.read_bytes()).hexdigest())
        told["layout"]["writer"] = writer
        file.with_suffix(".truth.json").write_text(json.dumps(told, indent=1, ensure_ascii=False), "utf-8")


def main() -> None:
    """Draw as many papers as asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("--papers", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--writer", choices=["reportlab", "libreoffice"], default="reportlab")
    parser.add_argument("--kind", choices=list(KINDS), help="this kind of paper alone")
    args = parser.parse_args()
    write([paper(args.seed, number, args.kind) for number in range(args.papers)], args.out, args.writer)


if __name__ == "__main__":
    main()
