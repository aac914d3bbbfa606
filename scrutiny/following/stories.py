"""What the dataset tells of one recommendation over all documents: found by its words or an id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from normalise.follow.history.story import Told, story

Tables = Mapping[str, pa.Table]

NEEDED = ("documents", "recommendations", "links", "threads", "history")
"""The tables that tell a story."""


def threads_with(words: str, tables: Tables) -> list[dict[str, Any]]:
    """Return the threads that a person means: by an id, else by words of a text, whatever their case."""
    rows = tables["recommendations"]
    named = pc.equal(rows["recommendation_id"], words)
    if not pc.any(named, min_count=0).as_py():
        named = pc.match_substring(rows["text"], " ".join(words.split()), ignore_case=True)
    threads = tables["threads"]
    found: list[dict[str, Any]] = threads.filter(
        pc.is_in(threads["thread_id"], value_set=rows["thread_id"].filter(named).combine_chunks())
    ).to_pylist()
    return found


def told_of(thread_id: str, tables: Tables) -> list[Told]:
    """Return what each document of a thread says, in their order."""
    rows = tables["recommendations"].filter(pc.equal(tables["recommendations"]["thread_id"], thread_id))
    ids = rows["recommendation_id"].combine_chunks()
    documents = rows["document_id"].combine_chunks()
    return story(
        rows.to_pylist(),
        _rows(tables["documents"], "document_id", documents),
        _rows(tables["links"], "recommendation_id", ids),
        _rows(tables["history"], "recommendation_id", ids),
    )


def questions_of(thread_id: str, tables: Tables) -> list[dict[str, Any]]:
    """Return the links that are questions, whose answer may add to a thread."""
    rows, links = tables["recommendations"], tables["links"]
    ids = rows["recommendation_id"].filter(pc.equal(rows["thread_id"], thread_id)).combine_chunks()
    either = pc.or_(
        pc.is_in(links["recommendation_id"], value_set=ids),
        pc.is_in(links["earlier_recommendation_id"], value_set=ids),
    )
    found: list[dict[str, Any]] = links.filter(pc.and_(either, links["needs_review"])).to_pylist()
    return found


def _rows(table: pa.Table, key: str, values: pa.Array) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = table.filter(pc.is_in(table[key], value_set=values)).to_pylist()
    return found
