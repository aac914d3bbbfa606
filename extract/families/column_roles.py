"""The roles that a column of a table can play, by the names that family files and raw rows use."""

from enum import StrEnum

from records.report import OTHER


class Role(StrEnum):
    """What the cells of a column hold; `_columns.yaml` lists the headings of each."""

    REF = "ref"
    THEME = "theme"
    TEXT = "text"
    SUB_ACTIONS = "sub_actions"
    OWNER = "owner"
    DUE = "due"
    STATUS = "status"
    RAG = "rag"
    COMMENTS = "comments"
    STATUS_AND_COMMENTS = "status_and_comments"
    RESPONSE = "response"
    OUTCOME = "outcome"
    TIMESCALE = "timescale"
    """By when, told by a heading over a list or table."""
    RECOMMENDATION = "recommendation"
    """What several actions carry out; told by its place beside them, not by its heading."""
    SUPPORT = "support"
    MEASURE = "measure"
    FINDING = "finding"
    RESOURCES = "resources"
    RISK = "risk"
    NEXT_STEPS = "next_steps"
    SOURCE = "source"
    LEVEL = "level"
    OTHER_DATE = "other_date"


STANDING = frozenset({Role.STATUS, Role.STATUS_AND_COMMENTS, Role.RAG})
"""Roles that tell how an action stands."""

PROGRESS = STANDING | {Role.OWNER, Role.DUE, Role.COMMENTS, Role.RESPONSE, Role.OUTCOME, Role.TIMESCALE}
"""Roles of which a table of actions has at least one."""

PUBLISHED = (PROGRESS - {Role.OUTCOME}) | {Role.REF, Role.THEME, Role.TEXT, Role.RECOMMENDATION}
"""Roles that the dataset has a place for; what else a row says goes by its printed heading. An outcome
that tells how an action stands has another role by then."""


def field_name(role: str | None, heading: str, column: int) -> str:
    """Return the name of the field of a row that holds a column (counted from 0), which has a heading."""
    return role if role in PUBLISHED else f"{OTHER}{heading or f'column {column + 1}'}"
