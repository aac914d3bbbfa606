"""Checks: whether the rows of a document agree with themselves and with what else its pages print.

Each check is a pure function from what was read to the issues that it found, in a file by what it looks at.
An issue with a row asks a person to look at that row; one without makes the whole document `partial`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from extract.checks.drawn import drawn_in_blank_cells
from extract.checks.evidence import Checked, failed
from extract.checks.lists import (
    clauses_within,
    items_behind_asides,
    lists_cut,
    numbers_within,
    numbers_without_rows,
)
from extract.checks.numbering import missing_numbers, numbers_within_lists, several_numbers
from extract.checks.promises import decisions_within, printed_totals, unanswered_sentences
from extract.checks.slanted import slanted_words
from extract.checks.slots import (
    counted_statuses,
    marks_without_role,
    rows_without_rules,
    several_colours,
    unknown_columns,
    values_not_shown,
    values_without_place,
    words_beside_tables,
)
from extract.checks.texts import (
    begun_before,
    formula_kept,
    headings_within,
    next_items_within,
    not_said,
    page_numbers_within,
    printed_twice,
    unfinished,
)
from extract.families.registry import ReaderName
from records.outcome import Issue

Check = Callable[[Checked], Iterable[Issue]]

ANY_FAMILY: Sequence[Check] = (not_said, slanted_words, words_beside_tables)

INSPECTIONS: Sequence[Check] = (
    several_numbers,
    unfinished,
    headings_within,
    next_items_within,
    page_numbers_within,
    printed_twice,
    numbers_within_lists,
    items_behind_asides,
)
"""Checks of reports whose lists are known; they number findings as well, and hold case studies."""

NOT_INSPECTIONS: Sequence[Check] = (
    missing_numbers,
    several_numbers,
    several_colours,
    unfinished,
    begun_before,
    formula_kept,
    headings_within,
    next_items_within,
    page_numbers_within,
    printed_twice,
    unknown_columns,
    drawn_in_blank_cells,
    values_not_shown,
    values_without_place,
    counted_statuses,
    marks_without_role,
    rows_without_rules,
    unanswered_sentences,
    decisions_within,
    lists_cut,
    clauses_within,
    numbers_within,
    numbers_without_rows,
    printed_totals,
)
"""Checks of papers whose families promise no number of rows; an inspection's lists are known."""

MANY, SHARE = 2, 0.25
"""Rows that failed a check, in number and as a share of all, that make the others doubtful too."""


def check(checked: Checked) -> list[Issue]:
    """Return what the checks that fit a document's family found, in the order of the checks."""
    known = checked.family.reader is ReaderName.INSPECTION
    checks = (*ANY_FAMILY, *(INSPECTIONS if known else NOT_INSPECTIONS))
    issues = [issue for each in checks for issue in each(checked)]
    failing = {issue.row for issue in issues} - {None}
    if len(failing) >= max(MANY, SHARE * len(checked.rows)):
        issues.append(
            failed("many_rows_failed", f"{len(failing)} of {len(checked.rows)} rows failed a check.")
        )
    return issues
