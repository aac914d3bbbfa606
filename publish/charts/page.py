"""The summary page: one file that needs no other, no network and no script.

The pictures stand in it as images, in which no markup can come alive, and all words are escaped; a policy
forbids the browser whatever else a page might ask for.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from html import escape

import pyarrow as pa
import pyarrow.compute as pc

from publish.charts.figure import Figure, Numbers, count_of
from publish.text import visible
from publish.write.about import DESCRIPTION, LICENCES, OTHER_RIGHTS, TITLE, citation, version

STYLE = """
:root { color: #1f2933; background: #fff; font: 1rem/1.5 "Liberation Sans", Arial, Helvetica, sans-serif; }
body { max-width: 62rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.6rem; line-height: 1.25; }
h2 { font-size: 1.25rem; margin: 3rem 0 .5rem; }
nav ul { padding-left: 1.2rem; }
figure { margin: 1rem 0; overflow-x: auto; }
img { max-width: 100%; height: auto; }
.numbers { overflow-x: auto; }
table { border-collapse: collapse; font-size: .9rem; margin: .5rem 0 1rem; }
caption { text-align: left; padding: .25rem 0; }
th, td { padding: .25rem .6rem; border-bottom: 1px solid #d9dee3; text-align: right; vertical-align: top; }
th[scope=row], thead th.name { text-align: left; font-weight: normal; max-width: 28rem; }
thead th { font-weight: bold; border-bottom: 2px solid #52606d; }
thead th.name { font-weight: bold; }
summary { cursor: pointer; color: #1f5f8b; }
a { color: #1f5f8b; }
a:focus-visible, summary:focus-visible { outline: 3px solid #f0a030; outline-offset: 2px; }
.quiet { color: #52606d; }
@media print { details:not([open]) { display: none; } }
"""

STATES = {"ok": "read in full", "partial": "read in part", "set_aside": "set aside"}


def page_of(figures: Iterable[tuple[Figure, str | None]], tables: Mapping[str, pa.Table]) -> str:
    """Give the whole page; each figure comes with its SVG, None where there is nothing to draw."""
    return "\n".join(_lines(list(figures), tables)) + "\n"


def _lines(figures: list[tuple[Figure, str | None]], tables: Mapping[str, pa.Table]) -> Iterator[str]:
    style = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; img-src data:; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'"
    )
    yield "<!DOCTYPE html>"
    yield '<html lang="en-GB">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield "<title>Scrutiny: summary</title>"
    yield f"<style>{STYLE}</style>"
    yield "</head>"
    yield "<body>"
    yield "<header>"
    yield f"<h1>{_text(TITLE)}</h1>"
    yield f"<p>{_text(DESCRIPTION)}</p>"
    yield f"<p>{_text(_holdings(tables))}</p>"
    yield "</header>"
    yield '<nav aria-label="Pictures"><ul>'
    for figure, _ in figures:
        yield f'<li><a href="#{figure.name}">{_text(figure.title)}</a></li>'
    yield "</ul></nav>"
    yield "<main>"
    for figure, svg in figures:
        yield from _section(figure, svg)
    yield "</main>"
    yield '<footer class="quiet">'
    yield "<h2>Licence and citation</h2>"
    for licence in LICENCES:
        yield f"<p>{_text(licence.title)}: {_text(licence.covers)}. {_text(licence.path)}</p>"
    yield f"<p>{_text(OTHER_RIGHTS)}</p>"
    yield f"<p>{_text(citation())}</p>"
    yield "</footer>"
    yield "</body>"
    yield "</html>"


def _holdings(tables: Mapping[str, pa.Table]) -> str:
    """Say what the dataset holds, also of documents that were not read."""
    documents = tables["documents"]
    told = []
    for code, words in STATES.items():
        those = documents.filter(pc.equal(documents.column("state"), code)).column("document_id")
        told.append(f"{pc.count_distinct(those).as_py():,} {words}")
    return (
        f"The dataset holds {count_of(len(documents), 'file')} (of different documents {', '.join(told)}), "
        f"{count_of(len(tables['recommendations']), 'recommendation')} and "
        f"{count_of(len(tables['judgements']), 'judgement')}. Made by Scrutiny {version()}."
    )


def _section(figure: Figure, svg: str | None) -> Iterator[str]:
    yield f'<section aria-labelledby="{figure.name}">'
    yield f'<h2 id="{figure.name}">{_text(figure.title)}</h2>'
    yield f"<p>{_text(figure.says)}</p>"
    if svg is not None:
        data = base64.b64encode(svg.encode()).decode()
        alt = escape(f"{figure.title}. The numbers are in the table that follows.")
        yield f'<figure><img alt="{alt}" src="data:image/svg+xml;base64,{data}"></figure>'
    if figure.notes and svg is not None:
        yield "<ul>"
        yield from (f"<li>{_text(note)}</li>" for note in figure.notes)
        yield "</ul>"
    if figure.numbers is not None:
        yield "<details>"
        yield f"<summary>The numbers: {_text(figure.title)}</summary>"
        yield from _table(figure.numbers, figure.title)
        yield "</details>"
    yield "</section>"


def _table(numbers: Numbers, title: str) -> Iterator[str]:
    # A part of the page that scrolls must be reached by the keyboard (WCAG 2.1.1), and so needs a name.
    yield f'<div class="numbers" tabindex="0" role="region" aria-label="{escape(title)}: numbers">'
    yield f"<table><caption>{_text(title)}</caption>"
    heads = (
        f'<th scope="col"{" class=name" if place < numbers.names else ""}>{_text(word)}</th>'
        for place, word in enumerate(numbers.header)
    )
    yield f"<thead><tr>{''.join(heads)}</tr></thead>"
    yield "<tbody>"
    for row in numbers.rows:
        cells = [f'<th scope="row">{_text(str(cell))}</th>' for cell in row[: numbers.names]]
        cells += [f"<td>{_number(cell)}</td>" for cell in row[numbers.names :]]
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody></table></div>"


def _number(cell: str | int) -> str:
    return f"{cell:,}" if isinstance(cell, int) else _text(cell)


def _text(words: str) -> str:
    """Give words as text of the page: nothing in them is markup, and nothing in them is hidden."""
    return escape(visible(words))
