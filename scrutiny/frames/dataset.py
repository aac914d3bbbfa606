"""A dataset that a run has written, as DataFrames."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pandas as pd
import pyarrow as pa
from pyarrow import parquet

from publish.schema.load import TABLES, WIDE, schemas, wide_schema
from publish.wide import FINISHED, as_at_of, with_dates
from records.errors import ScrutinyError
from scrutiny.frames.processes import without_the_users_script
from scrutiny.frames.types import frame_of
from scrutiny.run.places import Places

if TYPE_CHECKING:
    from scrutiny.run.pipeline import Summary

PathName = str | os.PathLike[str]

GROUPS = {"region": "region_name", "area": "la_name", "year": "year", "framework": "framework"}
"""By what inspections are grouped, and the column that holds it."""


class Dataset:
    """The tables of a dataset, each a DataFrame that is read when it is first asked for.

    Every table of the data dictionary is an attribute: `documents`, `recommendations`, `responsibilities`,
    `judgements`, `inspections` and so on. Dates are datetimes, numbers that may be blank are `Int64`, and
    columns with a vocabulary are categories, those of statuses and grades in order. A DataFrame is yours to
    change: the dataset in the folder stays as it is.
    """

    documents: pd.DataFrame
    parts: pd.DataFrame
    recommendations: pd.DataFrame
    responsibilities: pd.DataFrame
    history: pd.DataFrame
    threads: pd.DataFrame
    links: pd.DataFrame
    judgements: pd.DataFrame
    inspections: pd.DataFrame
    accounts: pd.DataFrame
    agencies: pd.DataFrame
    issues: pd.DataFrame

    def __init__(self, folder: PathName) -> None:
        """Take the folder; ScrutinyError if it holds no dataset. See `load`."""
        self.folder = Path(folder)
        if not (self.folder / "documents.parquet").is_file():
            raise ScrutinyError(
                f"{self.folder}: no dataset is there. Name a folder that 'scrutiny run' wrote, with its "
                "Parquet files."
            )

    def __getattr__(self, name: str) -> pd.DataFrame:
        """Read a table when it is first asked for; AttributeError if there is none of that name."""
        if name not in TABLES:
            raise AttributeError(f"a dataset has no table {name!r}; it has {', '.join(TABLES)}")
        frame = frame_of(self._table(name), schemas()[name])
        setattr(self, name, frame)
        return frame

    def __dir__(self) -> list[str]:
        """Return the tables and what can be asked."""
        return sorted({*super().__dir__(), *TABLES})

    def __repr__(self) -> str:
        """Return what it holds, in a line."""
        counts = ", ".join(f"{len(self._rows(name)):,} {name}" for name in ("documents", "recommendations"))
        return f"<scrutiny.Dataset {self.folder}: {counts}>"

    @property
    def as_at(self) -> dt.date | None:
        """The dataset's date: the latest date of any document; None if none has one."""
        day: dt.date | None = as_at_of(with_dates(self._table("documents"))).as_py()
        return day

    def wide(self) -> pd.DataFrame:
        """Return one row for each recommendation and body: what, who, where, when, and how it stands.

        A recommendation with three bodies has three rows: count `recommendation_id`, not rows.

        >>> import scrutiny
        >>> wide = scrutiny.load("data/example/clean").wide()
        >>> wide.recommendation_id.nunique()
        26
        >>> wide.loc[wide.agency == "Wiltshire Council", "status"].eq("complete").sum()
        np.int64(6)
        """
        return frame_of(self._table(WIDE), wide_schema())

    def overdue(self, as_at: dt.date | str | None = None) -> pd.DataFrame:
        """Return the rows of `wide` that are past due: due before a day, and neither done nor closed.

        The day is the dataset's date unless `as_at` names another. What the document itself calls overdue
        is among them. A recommendation without a due date is none.

        >>> import scrutiny
        >>> len(scrutiny.load("data/example/clean").overdue("2026-01-01"))
        0
        """
        wide = self.wide()
        if as_at is None:
            return wide[wide.past_due.fillna(False)].reset_index(drop=True)
        passed = (wide.due_date < pd.Timestamp(as_at)) & ~wide.status_group.isin(FINISHED)
        late = passed | wide.status.eq("overdue")
        found = wide[late].reset_index(drop=True)
        return found.assign(past_due=pd.array([True] * len(found), "boolean"), as_at=pd.Timestamp(as_at))

    def open_by_agency(self) -> pd.DataFrame:
        """Count for each body its recommendations, those still open, and those past due, most open first.

        A body that is not in the register stands under its printed name.

        >>> import scrutiny
        >>> scrutiny.load("data/example/clean").open_by_agency().head(2)
                                      recommendations  open  past_due
        agency
        Wiltshire Council                          20     7         0
        Wiltshire Primary Care Trust               12     1         0
        """
        wide = self.wide()
        wide["agency"] = wide.agency.fillna(wide.agency_raw)
        one_each = wide.dropna(subset=["agency"]).drop_duplicates(["agency", "recommendation_id"])
        counted = one_each.assign(
            open=one_each.status_group.eq("open"), past_due=one_each.past_due.fillna(False).astype(bool)
        )
        found: pd.DataFrame = counted.groupby("agency").agg(
            recommendations=("recommendation_id", "size"), open=("open", "sum"), past_due=("past_due", "sum")
        )
        return found.sort_values(["open", "recommendations", "agency"], ascending=[False, False, True])

    def grades_by(
        self, *groups: str, aspect: str = "overall_effectiveness", framework: str | None = "ofsted_ilacs"
    ) -> pd.DataFrame:
        """Count inspections by grade, a row for each group: `region`, `year`, `area` or `framework`.

        `aspect` is a grade column of `inspections` without its ending, such as `help_and_protection`. Grades
        of two frameworks are not the same measure, so one is counted, or with None all of them; group by
        `framework` then. Inspections without that grade are left out.

        >>> import scrutiny
        >>> scrutiny.load("data/example/clean").grades_by("region", "year").empty
        True
        """
        wrong = [name for name in groups if name not in GROUPS]
        column = f"{aspect}_grade"
        if not groups or wrong:
            told = f"not {', '.join(wrong)}" if wrong else "one at least"
            raise ScrutinyError(f"Inspections are grouped by {', '.join(GROUPS)}, {told}.")
        if column not in self.inspections.columns:
            known = [name.removesuffix("_grade") for name in self.inspections if name.endswith("_grade")]
            raise ScrutinyError(f"There is no grade of {aspect!r}; there are {', '.join(known)}.")
        if framework and framework not in (known := self.inspections.framework.cat.categories):
            raise ScrutinyError(f"There is no framework {framework!r}; there are {', '.join(known)}.")
        rows = self.inspections.merge(
            self.documents[["document_id", "year"]].drop_duplicates("document_id"), on="document_id"
        )
        rows = rows[rows[column].notna() & (rows.framework.eq(framework) if framework else True)]
        by = [rows[GROUPS[name]].rename(name) for name in groups]
        counted = rows.groupby([*by, rows[column].rename("grade")], observed=True).size()
        table: pd.DataFrame = counted.unstack("grade", fill_value=0).sort_index().sort_index(axis=1)
        return table

    def follow(self, words: str) -> pd.DataFrame:
        """Return what became of a recommendation: a row for each document that tells of it, dated.

        It is named by its id, or by words of its text that no other has. `by` is who says the status,
        `wording` what became of the words, `difference` which they are. Raises `ScrutinyError` if none is
        meant, or several.

        >>> import scrutiny
        >>> story = scrutiny.load("data/example/clean").follow("4376fa08cbea-15a")
        >>> story[["ref", "status", "by"]].to_numpy().tolist()
        [['15a', 'unknown', 'scrutiny']]
        """
        from scrutiny.following.stories import NEEDED, threads_with, told_of

        tables = {name: self._table(name) for name in NEEDED}
        found = threads_with(words, tables)
        if len(found) != 1:
            ids = ", ".join(thread["thread_id"] for thread in found[:5])
            told = (
                f"{len(found)} recommendations are meant by it, such as {ids}" if found else "none is meant"
            )
            raise ScrutinyError(f"{words!r}: {told}. Name one by its id.")
        frame = pd.DataFrame(
            [msgspec.structs.asdict(told) for told in told_of(found[0]["thread_id"], tables)]
        )
        return frame.assign(date=pd.to_datetime(frame.date), due_date=pd.to_datetime(frame.due_date))

    def _rows(self, name: str) -> Sequence[int]:
        return range(parquet.read_metadata(self._path(name)).num_rows)

    def _table(self, name: str) -> pa.Table:
        try:
            return parquet.read_table(self._path(name))
        except (OSError, pa.ArrowException) as error:
            raise ScrutinyError(
                f"{self.folder}: the table {name} is not there or damaged. Make the dataset again with "
                "'scrutiny run'."
            ) from error

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.parquet"


def load(folder: PathName = "data/clean") -> Dataset:
    """Return the dataset in a folder; each table is read when it is first asked for.

    Raises `ScrutinyError` if the folder holds none.

    >>> import scrutiny
    >>> data = scrutiny.load("data/example/clean")
    >>> data
    <scrutiny.Dataset data/example/clean: 1 documents, 26 recommendations>
    >>> data.recommendations.loc[0, ["ref", "status"]].to_list()
    ['1', 'complete']
    >>> data.recommendations.status.min()
    'complete'
    """
    return Dataset(folder)


def build(
    raw: PathName = "data/raw",
    clean: PathName = "data/clean",
    *,
    workers: int | None = None,
    passwords: Sequence[str] = (),
) -> Dataset:
    """Read the documents of a folder, write their dataset to another, and return it; as `scrutiny run`.

    Only what is new is read. Documents that could not be read have their reason in `documents.problem`.
    Raises `ScrutinyError` if nothing could be published; what stood in `clean` is then untouched.
    """
    from scrutiny.run.pipeline import run

    with without_the_users_script():
        summary: Summary = run(
            Places.around(Path(raw), Path(clean)),
            workers=workers or os.cpu_count() or 1,
            passwords=tuple(passwords),
        )
    assert summary.documents  # noqa: S101 - a run without documents is an error
    return Dataset(clean)
