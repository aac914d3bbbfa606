"""Registers of a few bodies for the tests of loading and linking."""

from __future__ import annotations

from pathlib import Path

HEADERS = {
    "sources.csv": "source,title,licence",
    "aliases.csv": "id,alias,type,source",
    "roles.csv": "term,resolve_by,kinds,bodies,note",
}


BODY = "id,kind,subtype,name,valid_from,valid_to,successor_ids,area,other_ids,notes,source"


COUNCIL = "gss:E1,local_authority,,Aston Council,,2012-03-31,gss:E2,E1,,,s"


SAME = "gss:E1,local_authority,,Aston Council,,,,E1,,,s"


NEXT = "gss:E2,local_authority,,New Aston Council,2012-04-01,,,E2,,,s"


def folder(path: Path, bodies: str, **files: str) -> Path:
    """Write a small set of registers; `bodies` are the rows of local_authorities.csv."""
    texts = {
        "local_authorities.csv": f"{BODY}\n{bodies}\n",
        "sources.csv": f"{HEADERS['sources.csv']}\ns,A source,OGL-3.0\n",
        **{f"{name}.csv": f"{BODY}\n" for name in ("health", "police_and_fire", "children", "national")},
        **{name: f"{HEADERS[name]}\n" for name in ("aliases.csv", "roles.csv")},
        **{f"{name}.csv": text for name, text in files.items()},
    }
    for name, text in texts.items():
        (path / name).write_text(text, encoding="utf-8")
    return path
