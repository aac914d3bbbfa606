"""One file from content, template, style and script: it loads nothing, and no text becomes markup."""

import base64
import gzip
import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from string import Template

import msgspec
import pyarrow as pa

from publish.review_page.content import Body, Content, row_content
from publish.text import storable
from records.report import Report

HERE = Path(__file__).parent
STYLE = "review.css"

SCRIPTS = ("parts", "data", "answers", "list", "picture", "choose", "question", "recommendation", "review")
"""The parts of the script in the order in which they are joined."""

INERT = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)
"""Letters that could end a script element, or a line of one, as JSON escapes: the same text, inert."""


def review_page(
    content: Content, tables: Mapping[str, pa.Table], reports: Mapping[str, Report], bodies: Sequence[Body]
) -> str:
    """Return the page. Its rows and bodies are packed; the questions can be read before they are unpacked."""
    return Template(_read("review.html")).substitute(
        policy=policy(served=content.mode == "served"),
        style=_read(STYLE),
        script=script(),
        content=as_json(content),
        rows=packed(row_content(tables, reports)),
        bodies=packed(bodies),
    )


def policy(*, served: bool) -> str:
    """Return the content security policy: this script and this style by their hashes, pictures in the page.

    A served page may talk to its own server, a file to nobody. With trusted types required and none
    allowed, a script that tried to turn text into markup would fail.
    """
    server = "'self'" if served else "'none'"
    return (
        f"default-src 'none'; script-src '{_hash(script())}'; style-src '{_hash(_read(STYLE))}'; "
        f"img-src data:; connect-src {server}; base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )


def as_json(content: object) -> str:
    """Write data as JSON that is inert within a script element; half characters are made visible."""
    try:
        text = msgspec.json.encode(content).decode()
    except UnicodeEncodeError:
        text = msgspec.json.encode(_storable(msgspec.to_builtins(content))).decode()
    return text.translate(INERT)


def packed(content: object) -> str:
    """Write data as JSON, compressed, in letters, figures and three signs."""
    return base64.b64encode(gzip.compress(as_json(content).encode(), compresslevel=6, mtime=0)).decode()


def _storable(content: object) -> object:
    if isinstance(content, str):
        return storable(content)
    if isinstance(content, dict):
        return {_storable(key): _storable(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_storable(value) for value in content]
    return content


@cache
def script() -> str:
    """Return the page's script: its parts, joined."""
    return '"use strict";\n' + "\n".join(_read(f"{name}.js") for name in SCRIPTS)


@cache
def _read(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def _hash(source: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
