"""What kind of row a recommendation is, by the document that it stands in; see `vocab/row_kinds.yaml`."""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec

from normalise.values.lookups import VOCAB
from records.clean import Recommendation
from records.strict_yaml import load

RowKind = Literal["recommendation", "action", "decision", "response"]


class RowKindFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The shape of `row_kinds.yaml`."""

    families: dict[str, RowKind]
    papers: dict[str, RowKind]


@cache
def row_kind_file() -> RowKindFile:
    """Read the lists."""
    return load(VOCAB / "row_kinds.yaml", RowKindFile)


def kind_of(row: Recommendation, family: str, paper: str) -> RowKind:
    """Return what kind of row one of a document of that family and kind of paper is."""
    lists = row_kind_file()
    told = lists.families.get(family) or lists.papers.get(paper)
    if told is not None:
        return told
    return "action" if row.owner_raw or row.due_raw or row.timescale_raw else "recommendation"
