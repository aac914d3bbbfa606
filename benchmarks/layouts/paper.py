"""A paper as a value: its blocks, how it is set, and the rows that a careful reader takes from it."""

from __future__ import annotations

from typing import Any

import msgspec

from benchmarks.layouts.blocks import Block

PORTRAIT, LANDSCAPE, SLIDE, POSTER = (595.0, 842.0), (842.0, 595.0), (720.0, 405.0), (842.0, 1191.0)
"""Sizes of pages, in points."""


class Row(msgspec.Struct, frozen=True, omit_defaults=True):
    """A recommendation, action or decision as printed; `accept` are texts that are equally right.

    `parts` is the row cut into its parts; rows of one `group` may be read as one.
    """

    text: str
    ref: str = ""
    title: str = ""
    section: str = ""
    owner: str = ""
    due: str = ""
    status: str = ""
    rag: str = ""
    comments: str = ""
    lead_in: str = ""
    kind: str = "recommendation"
    accept: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    optional: bool = False


class Paper(msgspec.Struct, frozen=True):
    """A paper: `name`, size and margin of its pages, what stands on each, blocks, rows, and its layout.

    `layout` says for each part of the grammar which way was drawn.
    """

    name: str
    title: str
    body: str
    size: tuple[float, float]
    margin: float
    letters: float
    serif: bool
    header: str
    footer: str
    watermark: str
    accent: str
    blocks: tuple[Block, ...]
    rows: tuple[Row, ...]
    layout: dict[str, str]


def truth(paper: Paper, file: str, sha256: str) -> dict[str, Any]:
    """Return the truth of a paper as the files beside real papers hold it."""
    rows = [
        {
            "order": order,
            "section": row.section or None,
            "ref": row.ref or None,
            "lead_in": row.lead_in or None,
            "title": row.title or None,
            "action": row.text,
            "agencies_raw": row.owner or None,
            "comments": row.comments or None,
            "status": row.status or None,
            "rag": row.rag or None,
            "deadline": row.due or None,
            "kind": row.kind,
            "pages": [],
            **{key: list(value) for key in ("accept", "parts") if (value := getattr(row, key))},
            **({"optional": True} if row.optional else {}),
        }
        for order, row in enumerate(paper.rows, 1)
    ]
    return {
        "file": file,
        "sha256": sha256,
        "labelled_pages": None,
        "document": {
            "title": paper.title,
            "body": paper.body,
            "type": paper.layout["kind"],
            "class": "prose" if paper.layout["kind"] == "minutes" else "structured",
            "layout": "; ".join(f"{part}: {way}" for part, way in paper.layout.items()),
        },
        "layout": paper.layout,
        "row_count": len(rows),
        "rows": rows,
    }
