"""The database: every table with keys that hold, a search that finds a phrase, the joined view."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from datasets import changed, dataset, document, key, recommendation, tables_of

from publish.schema.load import schemas
from publish.wide import Wide
from publish.write.sqlite_file import datasette_metadata, has_search, write_sqlite
from records.clean import Dataset, Thread

FOLLOWED = Thread(
    thread_id=f"{key('plan')}-1",
    text="Hear the voice of the child.",
    first_document_id=key("plan"),
    first_seen=dt.date(2012, 10, 2),
    last_document_id=key("plan"),
    documents=1,
    recommendations=1,
    due_moved=2,
)
DATA = dataset(
    recommendations=changed(
        dataset().recommendations,
        0,
        text="Hear the voice of the child.\nAlways.",
        thread_id=FOLLOWED.thread_id,
    ),
    threads=(FOLLOWED,),
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    path = tmp_path / "scrutiny.sqlite"
    write_sqlite(tables_of(DATA), path)
    with contextlib.closing(sqlite3.connect(path)) as opened:
        yield opened


def as_held(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value


def test_every_table_holds_its_rows(database: sqlite3.Connection) -> None:
    for name, table in tables_of(DATA).items():
        if name == "documents":
            continue
        held = database.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608
        assert held == [tuple(map(as_held, row.values())) for row in table.to_pylist()], name
        assert [column[1] for column in database.execute(f"PRAGMA table_info({name})")] == table.column_names


def test_keys_hold_and_one_that_leads_nowhere_is_found(database: sqlite3.Connection) -> None:
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    database.execute("UPDATE judgements SET document_id = 'none'")
    assert {row[0] for row in database.execute("PRAGMA foreign_key_check")} == {"judgements"}
    with pytest.raises(sqlite3.IntegrityError):
        database.execute("INSERT INTO agencies SELECT * FROM agencies")


def test_a_document_found_under_two_names_stands_once_with_both(tmp_path: Path) -> None:
    data = Dataset(documents=(document("a"), document("a", file="b.pdf"), document("c")))
    write_sqlite(tables_of(data), tmp_path / "a.sqlite")
    with contextlib.closing(sqlite3.connect(tmp_path / "a.sqlite")) as opened:
        assert opened.execute("SELECT file FROM documents").fetchall() == [("a.pdf",), ("c.pdf",)]
        assert opened.execute("SELECT file FROM files").fetchall() == [("a.pdf",), ("b.pdf",), ("c.pdf",)]


def test_a_phrase_of_a_recommendation_is_found(database: sqlite3.Connection) -> None:
    assert has_search(database)
    sql = "SELECT rowid FROM recommendations_fts WHERE recommendations_fts MATCH ?"
    assert database.execute(sql, ['"voices of the child"']).fetchall() == [(1,)]
    assert database.execute(sql, ['"voice of the dragon"']).fetchall() == []


def test_the_view_is_the_joined_view(database: sqlite3.Connection) -> None:
    rows = Wide(tables_of(DATA))
    held = {tuple(map(as_held, row.values())) for row in rows.slice(0, len(rows)).to_pylist()}
    assert set(database.execute("SELECT * FROM wide")) == held
    assert len(held) == len(rows)
    followed = "SELECT DISTINCT recommendation_id, first_seen FROM wide WHERE due_moved = 2"
    assert database.execute(followed).fetchall() == [(FOLLOWED.thread_id, "2012-10-02")]


def test_the_same_tables_give_the_same_bytes(tmp_path: Path) -> None:
    for name in "ab":
        write_sqlite(tables_of(DATA), tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_disk_that_takes_nothing_is_an_error_of_the_disk(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        write_sqlite(tables_of(Dataset()), tmp_path / "nowhere" / "a.sqlite")


def test_datasette_is_told_of_tables_and_columns_that_are_there(database: sqlite3.Connection) -> None:
    tables = datasette_metadata()["databases"]["scrutiny"]["tables"]  # type: ignore[index]
    assert set(tables) == {*schemas(), "wide"}
    for name, told in tables.items():
        there = {column[1] for column in database.execute(f"PRAGMA table_info({name})")}
        assert {*told["columns"], *told.get("facets", ())} <= there
        assert set(told["columns"]) == there


def test_a_recommendation_that_is_not_finished_is_past_due_in_the_view(tmp_path: Path) -> None:
    row = recommendation("a", 1, due_date=dt.date(2011, 1, 1), status=None, status_group=None)
    data = Dataset(documents=(document("a"),), recommendations=(row,))
    write_sqlite(tables_of(data), tmp_path / "a.sqlite")
    with contextlib.closing(sqlite3.connect(tmp_path / "a.sqlite")) as opened:
        assert opened.execute("SELECT past_due, as_at FROM wide").fetchall() == [(1, "2012-10-02")]


def test_the_view_dates_a_document_by_what_it_prints(tmp_path: Path) -> None:
    day, told = dt.date(2020, 1, 31), "publisher | published"
    data = Dataset(
        documents=(
            document("a", published=day, from_source=told),
            document("b", published=day, meeting_date=None, from_source=told),
        ),
        recommendations=(recommendation("a", 1), recommendation("b", 1)),
    )
    write_sqlite(tables_of(data), tmp_path / "a.sqlite")
    with contextlib.closing(sqlite3.connect(tmp_path / "a.sqlite")) as opened:
        dates = opened.execute("SELECT document_date FROM wide ORDER BY file").fetchall()
    assert dates == [("2012-10-02",), ("2020-01-31",)]
