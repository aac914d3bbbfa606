"""Readers: shapes of page, each turned into raw rows. A family names the one that fits it."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from extract.account import Claim
from extract.families.registry import Family
from extract.layout.page_layout import Layout
from records.outcome import Issue
from records.report import Join, RawJudgement, RawRow


class Reading(msgspec.Struct, frozen=True):
    """What a reader took from a layout, and which words it used for what."""

    rows: tuple[RawRow, ...] = ()
    judgements: tuple[RawJudgement, ...] = ()
    joins: tuple[Join, ...] = ()
    claims: tuple[Claim, ...] = ()
    issues: tuple[Issue, ...] = ()


Reader = Callable[[Layout, Family], Reading]
"""Takes a layout and the family; a document of no known one is read by the file `_unknown.yaml`."""
