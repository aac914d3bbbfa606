"""The summary page: one file that needs no other, no network and no script.

The pictures stand in it as images, in which no markup can come alive, and all words are escaped; a policy
forbids the browser whatever else a page might ask for.
"""

import base64
import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

import pyarrow as pa

from publish.charts.counts import (
    Picture,
    count_of,
    grades_by_year,
    latest_date,
    open_by_age,
    statuses_by_agency,
)
from publish.charts.draw import draw
from publish.charts.plans import ratings_over_time, statuses_over_time
from publish.text import visible
from publish.write.about import about, citation, version
from publish.write.cover import documents_by_state
from records.errors import WriteError

PAGE = "summary.html"
STYLE = """
:root { color: #1f2933; background: #fff; font: 1rem/1.5 Arial, Helvetica, sans-serif; }
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


def write_charts(tables: Mapping[str, pa.Table], folder: Path, as_at: dt.date | None = None) -> Path:
    """Write each picture as SVG and PNG, and the page with all of them; return the page.

    The same tables give the same bytes. A picture that the dataset no longer gives is removed. Raises
    `WriteError` if the folder cannot be written.
    """
    drawn = [(one, draw(one.panels) if one.panels else None) for one in pictures_of(tables, as_at)]
    page = folder / PAGE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for one, files in drawn:
            for place, suffix in enumerate((".svg", ".png")):
                path = folder / f"{one.name}{suffix}"
                if files:
                    path.write_bytes(files[place])
                else:
                    path.unlink(missing_ok=True)
        page.write_text(_page([(one, files and files[0]) for one, files in drawn], tables), encoding="utf-8")
    except OSError as error:
        raise WriteError(
            f"{folder}: the pictures cannot be written ({error.strerror}). Free some space, or choose "
            "another folder with --to."
        ) from error
    return page


def pictures_of(tables: Mapping[str, pa.Table], as_at: dt.date | None = None) -> tuple[Picture, ...]:
    """Count what the pictures show, at the day `as_at`: by default the latest date of any document.

    Not today: the same dataset shall give the same pictures tomorrow.
    """
    return (
        statuses_by_agency(tables),
        open_by_age(tables, as_at or latest_date(tables["documents"])),
        grades_by_year(tables),
        ratings_over_time(tables),
        statuses_over_time(tables),
    )


def _page(pictures: Sequence[tuple[Picture, bytes | None]], tables: Mapping[str, pa.Table]) -> str:
    """Return the whole page; each picture comes with its SVG, None where there is nothing to draw."""
    style = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; img-src data:; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'"
    )
    links = "\n".join(f'<li><a href="#{one.name}">{_text(one.title)}</a></li>' for one, _ in pictures)
    sections = "\n".join(_section(one, svg) for one, svg in pictures)
    licences = "\n".join(
        f"<p>{_text(f'{one.title}: {one.covers}. {one.path}')}</p>" for one in about().licences
    )
    return f"""<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Scrutiny: summary</title>
<style>{STYLE}</style>
</head>
<body>
<header>
<h1>{_text(about().title)}</h1>
<p>{_text(about().description)}</p>
<p>{_text(_holdings(tables))}</p>
</header>
<nav aria-label="Pictures"><ul>
{links}
</ul></nav>
<main>
{sections}
</main>
<footer class="quiet">
<h2>Licence and citation</h2>
{licences}
<p>{_text(about().other_rights)}</p>
<p>{_text(citation())}</p>
</footer>
</body>
</html>
"""


def _holdings(tables: Mapping[str, pa.Table]) -> str:
    """Return what the dataset holds, also of documents that were not read."""
    told = [f"{number:,} {words}" for words, number in documents_by_state(tables["documents"])]
    files = count_of(len(tables["documents"]), "file")
    return (
        f"The dataset holds {files} (of different documents {', '.join(told)}), "
        f"{count_of(len(tables['recommendations']), 'recommendation')} and "
        f"{count_of(len(tables['judgements']), 'judgement')}. Made by Scrutiny {version()}."
    )


def _section(one: Picture, svg: bytes | None) -> str:
    lines = [f'<section aria-labelledby="{one.name}">', f'<h2 id="{one.name}">{_text(one.title)}</h2>']
    lines.append(f"<p>{_text(one.says)}</p>")
    if svg is not None:
        alt = escape(f"{one.title}. The numbers are in the table that follows.")
        data = base64.b64encode(svg).decode()
        lines.append(f'<figure><img alt="{alt}" src="data:image/svg+xml;base64,{data}"></figure>')
        lines += ["<ul>", *(f"<li>{_text(note)}</li>" for note in one.notes), "</ul>"]
        lines.append(f"<details><summary>The numbers: {_text(one.title)}</summary>{_table(one)}</details>")
    return "\n".join((*lines, "</section>"))


def _table(one: Picture) -> str:
    """Return the numbers behind a picture: a row for each bar, a column for each value, and the total."""
    heads = [f'<th scope="col" class="name">{_text(head)}</th>' for head in one.heads]
    heads += [f'<th scope="col">{_text(head)}</th>' for head in (*one.series, "Total")]
    rows = []
    for key, bar in one.counts.items():
        numbers = (*(bar[words] for words in one.series), bar.total())
        names = "".join(f'<th scope="row">{_text(name)}</th>' for name in key)
        rows.append(f"<tr>{names}{''.join(f'<td>{number:,}</td>' for number in numbers)}</tr>")
    # A part of the page that scrolls must be reached by the keyboard (WCAG 2.1.1), and so needs a name.
    return (
        f'<div class="numbers" tabindex="0" role="region" aria-label="{escape(one.title)}: numbers">'
        f"<table><caption>{_text(one.title)}</caption><thead><tr>{''.join(heads)}</tr></thead>\n"
        + "\n".join(("<tbody>", *rows, "</tbody></table></div>"))
    )


def _text(words: str) -> str:
    """Return words as text of the page: nothing in them is markup, and nothing in them is hidden."""
    return escape(visible(words))
