"""Processor time a page, by step, beside that of pdfplumber used as its manual shows."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber  # noqa: TID251 - measured against

from extract.document import read_document
from extract.layout import lay_out
from extract.pages import plumber


def naive(content: bytes) -> int:
    """Read words and tables of every page with pdfplumber alone; give the number of pages."""
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            page.extract_words()
            for table in page.find_tables():
                table.extract()
            page.close()
        return len(pdf.pages)


def pages_only(content: bytes) -> int:
    """Read words, rules and fills of every page; give the number of pages."""
    return sum(1 for _ in plumber.read_pages(content))


def layout(content: bytes) -> int:
    """Read the pages and lay them out; give the number of pages."""
    return len(lay_out(list(plumber.read_pages(content))).pages)


def whole(content: bytes) -> int:
    """Read a document to its record; give the number of pages."""
    return read_document(content).pages


STEPS: dict[str, Callable[[bytes], int]] = {
    "pdfplumber alone": naive,
    "pages": pages_only,
    "pages and layout": layout,
    "whole document": whole,
}


def print_speed(folder: Path, most: int = 10) -> None:
    """Print processor milliseconds a page for each step, over the first PDFs of a folder."""
    contents = [path.read_bytes() for path in sorted(folder.rglob("*.pdf"))]
    usable = [content for content in contents if content.startswith(b"%PDF-")][:most]
    if not usable:
        print(f"{folder} holds no PDF to measure with.")
        return
    print(f"{len(usable)} documents of {folder.name}, one process, processor time")
    for name, step in STEPS.items():
        step(usable[0])
        start = time.process_time()
        pages = sum(step(content) for content in usable)
        spent = time.process_time() - start
        print(f"{name:20} {1000 * spent / pages:8.1f} ms a page   ({pages} pages)")
