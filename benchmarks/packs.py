"""Whether files that hold several papers are cut into them, and each paper is read as it is by itself.

`.venv/bin/python -m benchmarks.packs FOLDER... [--count 40] [--seed 1] [--out FOLDER] [--apart FILE]` draws
packs of two to six of the PDFs of folders, at random: with front sheets or an agenda, bookmarks, numbers of
pages that run through the pack, or none of these. It prints how many are cut where the papers begin, how many
papers give the rows that they give by themselves, and how many of the papers themselves are cut. `--apart`
names a file with the names of PDFs, one a line, that are left out.
"""

from __future__ import annotations

import argparse
import io
import random
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pypdfium2
from reportlab.pdfgen.canvas import Canvas

from extract.document import read_document
from normalise.parts import papers_of
from records.outcome import State
from records.report import Report

WAYS = (
    *("", "bookmarks", "numbers", "numbers bookmarks", "sheets", "sheets bookmarks"),
    *("agenda", "agenda numbers items"),
)
"""What software or people add when they make a pack of papers."""

BODY = "Anyshire County Council"


class Pack(NamedTuple):
    """A drawn pack: its bytes, and the places, from 0, on which papers begin, an agenda among them.

    `given` are those of the papers that were given, with their front sheets.
    """

    content: bytes
    starts: tuple[int, ...]
    given: tuple[int, ...]


def draw_pack(papers: Sequence[bytes], way: str = "", first: int = 1) -> Pack:
    """Join papers to one PDF, in one of the `WAYS`; numbers that run through it begin with `first`."""
    pack = pypdfium2.PdfDocument.new()
    starts: list[int] = []
    given: list[int] = []
    titles: list[str] = []
    printed: dict[int, list[str]] = {}
    if "agenda" in way:
        items = [
            f"{at}. Report of the Director on matter {at} and what follows from it" for at in range(4, 12)
        ]
        _add(pack, page_of(BODY, "AGENDA", "Cabinet, Tuesday 3 May 2031, 10 a.m.", *items))
        starts.append(0)
        titles.append("Agenda")
    for item, paper in enumerate(papers, 4):
        starts.append(len(pack))
        titles.append(f"Item {item} Report")
        if "sheets" in way:
            _add(
                pack,
                page_of(f"Agenda Item {item}", "Report of the Director of Housing", f"{BODY}, 3 May 2031"),
            )
        given.append(starts[-1])
        top = len(pack)
        _add(pack, paper)
        if "items" in way:
            width, height = pack[top].get_size()
            printed[top] = [_show(0.7 * width, 0.97 * height, f"Agenda Item {item}")]
    if "numbers" in way:
        for at, page in enumerate(pack):
            width, height = page.get_size()
            printed.setdefault(at, []).append(_show(0.5 * width, 0.02 * height, f"Page {at + first}"))
    saved = io.BytesIO()
    pack.save(saved)
    content = with_printed(saved.getvalue(), printed) if printed else saved.getvalue()
    if "bookmarks" in way:
        content = with_bookmarks(content, dict(zip(starts, titles, strict=True)))
    return Pack(content, tuple(starts), tuple(given))


def _add(pack: pypdfium2.PdfDocument, content: bytes) -> None:
    with pypdfium2.PdfDocument(content) as paper:
        pack.import_pages(paper)


def page_of(*lines: str) -> bytes:
    """Return a PDF of one page that prints lines, the first two in bold."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=True)
    for at, line in enumerate(lines):
        canvas.setFont("Helvetica-Bold" if at < 2 else "Helvetica", 16 if at < 2 else 11)
        canvas.drawString(60, 770 - 30 * at, line)
    canvas.save()
    return buffer.getvalue()


def _show(x: float, y: float, words: str) -> str:
    """Return the operators that print words at a place, in points from the bottom left of the page."""
    return f"BT /Pack 10 Tf 1 0 0 1 {x:.1f} {y:.1f} Tm ({words}) Tj ET"


def with_printed(content: bytes, printed: Mapping[int, Sequence[str]]) -> bytes:
    """Return a PDF with more operators on pages, by place; pages that are turned are left as they are.

    pdfium could write them, but breaks off at some contents that it reads.
    """
    size = _last(content, rb"/Size (\d+)")
    objects = {
        size: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        size + 1: b"<</Length 2>>stream\nq\n\nendstream",
    }
    pages = _pages(content)
    for place, shown in printed.items():
        page = _object(content, pages[place])
        if re.search(rb"/Rotate [1-9]", page):
            continue
        added = ("Q " + " ".join(shown)).encode()
        stream = size + len(objects)
        objects[stream] = b"<</Length %d>>stream\n%s\nendstream" % (len(added), added)
        resources = _resolved(content, _value(page, b"/Resources"))
        fonts = _resolved(content, _value(resources, b"/Font"))
        fonts = fonts.rstrip().removesuffix(b">>") + b"/Pack %d 0 R>>" % size
        resources = _with(resources, b"/Font", fonts)
        contents = _value(page, b"/Contents").strip(b"[]")
        before, after = b"[%d 0 R " % (size + 1), b" %d 0 R]" % stream
        objects[pages[place]] = _with(
            _with(page, b"/Resources", resources), b"/Contents", before + contents + after
        )
    return _with_objects(content, objects)


def with_bookmarks(content: bytes, titles: Mapping[int, str]) -> bytes:
    """Return a PDF with a bookmark of the first level for each title, by the place of its page."""
    root = _last(content, rb"/Root (\d+) 0 R")
    size = _last(content, rb"/Size (\d+)")
    pages, last = _pages(content), size + len(titles)
    objects = {
        root: _with(_object(content, root), b"/Outlines", b"%d 0 R" % size),
        size: b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>" % (size + 1, last, len(titles)),
    }
    for number, (place, title) in enumerate(titles.items(), size + 1):
        beside = b"/Prev %d 0 R" % (number - 1) if number > size + 1 else b""
        beside += b"/Next %d 0 R" % (number + 1) if number < last else b""
        named = b"<</Title(%s)/Parent %d 0 R" % (title.encode("latin-1"), size)
        objects[number] = named + b"/Dest[%d 0 R/Fit]%s>>" % (pages[place], beside)
    return _with_objects(content, objects)


def _with_objects(content: bytes, objects: Mapping[int, bytes]) -> bytes:
    """Return a PDF with objects added or replaced, behind its end, as the standard allows."""
    root = _last(content, rb"/Root (\d+) 0 R")
    size = max(_last(content, rb"/Size (\d+)"), *(number + 1 for number in objects))
    before = _last(content, rb"startxref\s+(\d+)")
    table, body, end = [b"xref\n"], [content], len(content)
    for number, written in objects.items():
        table.append(b"%d 1\n%010d 00000 n \n" % (number, end + 1))
        body.append(b"\n%d 0 obj\n" % number + written + b"\nendobj")
        end += len(body[-1])
    ends = b"trailer\n<</Size %d/Root %d 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    return b"".join([*body, b"\n", *table, ends % (size, root, before, end + 1)])


def _pages(content: bytes) -> list[int]:
    """Return the numbers of the objects of the pages; pdfium writes a page tree of one level."""
    root = _last(content, rb"/Root (\d+) 0 R")
    tree = _object(content, int(re.findall(rb"/Pages (\d+) 0 R", _object(content, root))[0]))
    return [int(number) for number in re.findall(rb"(\d+) 0 R", _value(tree, b"/Kids"))]


def _resolved(content: bytes, value: bytes) -> bytes:
    """Return a dictionary, or the one that a reference leads to; an empty one where there is none."""
    leads = re.fullmatch(rb"(\d+) 0 R", value.strip())
    return _object(content, int(leads[1])) if leads else value or b"<<>>"


def _span(dictionary: bytes, key: bytes) -> tuple[int, int]:
    """Return where the value of a key begins and ends in a dictionary, the same place where it has none."""
    depth = 0
    start = None
    for found in re.finditer(rb"<<|>>|\[|\]|/[^\s/<>\[\]()]+|\((?:\\.|[^\\)])*\)", dictionary):
        token = found[0]
        opens, closes = token in (b"<<", b"["), token in (b">>", b"]")
        if start is not None and depth == 1 and (closes or (token[:1] == b"/" and found.start() > start)):
            named = token[:1] == b"/" and not dictionary[start : found.start()].strip()
            if not named:
                return start, found.start()
        depth += opens - closes
        if start is None and depth == 1 and token == key:
            start = found.end()
    return len(dictionary.rstrip()) - 2, len(dictionary.rstrip()) - 2


def _value(dictionary: bytes, key: bytes) -> bytes:
    start, end = _span(dictionary, key)
    return dictionary[start:end].strip()


def _with(dictionary: bytes, key: bytes, value: bytes) -> bytes:
    """Return a dictionary with another value of a key."""
    start, end = _span(dictionary, key)
    return dictionary[:start] + (b"" if start < end else key) + b" " + value + dictionary[end:]


def _last(content: bytes, pattern: bytes) -> int:
    """Return the number at the end of a file that a pattern finds last."""
    return int(re.findall(pattern, content[-2000:])[-1])


@lru_cache(maxsize=4)
def _places(content: bytes) -> dict[int, int]:
    """Return where the text of each object begins; of an object that stands there twice, the last."""
    return {int(found[1]): found.end() for found in re.finditer(rb"[\r\n](\d+) 0 obj\s*", content)}


def _object(content: bytes, number: int) -> bytes:
    start = _places(content)[number]
    return content[start : content.index(b"endobj", start)].strip()


class Read(NamedTuple):
    """What one paper gives: its rows and judgements, on which pages they stand within it, and its state."""

    rows: tuple[object, ...]
    state: State


def read(report: Report, first: int) -> Read:
    """Return what a paper gives, whose first page has a number."""
    rows = [
        ({role: cell.text for role, cell in row.fields.items()}, row.section, row.regions[0].page - first)
        for row in report.rows
        if row.regions
    ]
    judged = [(each.aspect.text, each.grade.text, each.section) for each in report.judgements]
    return Read((*rows, *judged), report.state)


def main() -> None:
    """Draw packs, read them and print how they were cut."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--apart", type=Path)
    told = parser.parse_args()
    apart = set(told.apart.read_text().split()) if told.apart else set()
    paths = sorted(path for folder in told.folders for path in folder.glob("*.pdf") if path.name not in apart)
    contents = {path.name: path.read_bytes() for path in paths}
    alone = _read_alone(contents)
    chosen = random.Random(told.seed)
    sums: Counter[str] = Counter()
    for number in range(told.count):
        names = chosen.sample(sorted(alone), chosen.randint(2, min(6, len(alone))))
        way = WAYS[number % len(WAYS)]
        pack = draw_pack([contents[name] for name in names], way, chosen.choice((1, 1, 23)))
        if told.out:
            (told.out / f"pack-{number:02}.pdf").write_bytes(pack.content)
        counts, faults = _compare(pack, names, alone, 2 if "sheets" in way else 1)
        sums.update(counts)
        if faults:
            print(f"{number:3} {way or 'plain'}: {faults}")
    print(f"packs cut right {sums['whole']} of {told.count}; beginnings found {sums['found']}", end=" ")
    print(f"of {sums['due']}, asked about {sums['asked']}")
    print(
        f"cuts where none is {sums['wrong']}; papers found whole that give the same rows {sums['same']} "
        f"of {sums['papers']}"
    )


def _read_alone(contents: Mapping[str, bytes]) -> dict[str, Read]:
    """Return what each paper gives by itself, those that are set aside left out, and print which are cut."""
    alone: dict[str, Read] = {}
    falsely = []
    for name, content in contents.items():
        report = read_document(content)
        if report.state is State.SET_ASIDE:
            continue
        alone[name] = read(report, 1)
        if report.parts:
            falsely.append(f"{name} {[part.page_first for part in report.parts]}")
    print(f"papers {len(alone)}, cut by themselves {len(falsely)}: {', '.join(falsely) or 'none'}")
    return alone


def _compare(
    pack: Pack, names: Sequence[str], alone: Mapping[str, Read], shift: int
) -> tuple[dict[str, int], str]:
    """Return counts of what is read right in a pack, and what is not, in words, or "".

    `shift` is the number of the first page of a paper, behind its front sheet if it has one.
    """
    report = read_document(pack.content)
    by_start = {paper.parts[0].page_first - 1 if paper.parts else 0: paper for paper in papers_of(report)}
    missed, extra = set(pack.starts) - by_start.keys(), by_start.keys() - set(pack.starts)
    asked = {issue.page - 1 for issue in report.issues if issue.code == "possible_paper" and issue.page}
    papers, unlike = 0, []
    for name, start, following in zip(names, pack.given, (*pack.given[1:], None), strict=True):
        if start in by_start and (following is None or not extra & {*range(start, following)}):
            papers += 1
            now = read(by_start[start], start + shift)
            if now.rows != alone[name].rows:
                unlike.append(f"{name} {len(now.rows)} rows, alone {len(alone[name].rows)}")
    counts = {
        "whole": not missed and not extra,
        "due": len(pack.starts),
        "found": len(pack.starts) - len(missed),
        "wrong": len(extra),
        "asked": len(missed & asked),
        "papers": papers,
        "same": papers - len(unlike),
    }
    if not missed and not extra and not unlike:
        return counts, ""
    told = f"missed {sorted(missed)}, asked {sorted(missed & asked)}, extra {sorted(extra)}"
    return counts, f"{told}; unlike: {'; '.join(unlike) or 'none'}"


if __name__ == "__main__":
    main()
