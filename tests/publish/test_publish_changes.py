"""What differs from the run before, and how it is told."""

from typing import Any

import msgspec
import pyarrow as pa
import pytest
from datasets import account, changed, dataset, document, key, recommendation, responsibility, tables_of

from publish.compare.changes import Changes, RowChange, TableChanges, compare
from publish.compare.report import SHOWN, WIDEST, change_report
from publish.compare.table import change_table
from records.clean import Dataset, PublishedIssue

OLD = dataset()


def differences(new: Dataset, old: Dataset = OLD) -> Changes:
    return compare(tables_of(old), tables_of(new))


def of(changes: Changes, name: str) -> TableChanges:
    (found,) = (table for table in changes.tables if table.table == name)
    return found


def counts(table: TableChanges) -> tuple[int, int, int]:
    return len(table.added), len(table.changed), len(table.withdrawn)


def test_nothing_changed() -> None:
    changes = differences(OLD)
    assert not changes.first
    assert not changes.differs
    assert {counts(table) for table in changes.tables} == {(0, 0, 0)}
    assert "Nothing changed" in change_report(changes)


def test_the_first_run() -> None:
    changes = compare(None, tables_of(OLD))
    assert changes.first
    text = change_report(changes)
    assert "This is the first run" in text
    assert "| recommendations | 12 |" in text


def test_a_changed_value_is_told_by_column() -> None:
    rows = changed(OLD.recommendations, 0, status="in_progress", status_raw="Under way", due_date=None)
    changes = differences(msgspec.structs.replace(OLD, recommendations=rows))
    table = of(changes, "recommendations")
    assert counts(table) == (0, 1, 0)
    (row,) = table.changed
    assert row.key == (f"{key('plan')}-1",)
    assert row.label == "The council should do thing 1."
    assert row.values == (
        ("status_raw", "Achieved", "Under way"),
        ("status", "complete", "in_progress"),
        ("due_date", "2012-09-30", ""),
    )
    assert {counts(other) for other in changes.tables if other is not table} == {(0, 0, 0)}
    text = change_report(changes)
    assert "| recommendations | 12 | 12 | 0 | 1 | 0 |" in text
    assert "  - status: `complete` → `in_progress`" in text
    assert "  - due_date: `2012-09-30` → (blank)" in text


def test_rows_added_and_withdrawn() -> None:
    rows = (*OLD.recommendations[1:], recommendation("review", 2, text="A new thing."))
    changes = differences(
        msgspec.structs.replace(OLD, recommendations=rows, responsibilities=OLD.responsibilities[2:])
    )
    assert counts(of(changes, "recommendations")) == (1, 0, 1)
    assert of(changes, "recommendations").added[0].label == "A new thing."
    assert of(changes, "recommendations").withdrawn[0].key == (f"{key('plan')}-1",)
    assert counts(of(changes, "responsibilities")) == (0, 0, 2)
    assert "### Withdrawn: 2" in change_report(changes)


def test_rows_without_an_identity_are_compared_whole() -> None:
    again = PublishedIssue(document_id=key("plan"), level="info", code="again", message="Seen.")
    one, two, three = (msgspec.structs.replace(OLD, issues=(again,) * times) for times in (1, 2, 3))
    assert counts(of(differences(three, one), "issues")) == (2, 0, 0)
    assert counts(of(differences(one, two), "issues")) == (0, 0, 1)
    assert counts(of(differences(two, two), "issues")) == (0, 0, 0)


@pytest.mark.parametrize(
    ("new", "table", "kind", "why"),
    [
        (
            dataset(
                documents=(*OLD.documents, document("new")),
                recommendations=(*OLD.recommendations, recommendation("new", 1)),
                responsibilities=(*OLD.responsibilities, responsibility("new", 1, 1)),
            ),
            "responsibilities",
            "added",
            "the document is new",
        ),
        (
            dataset(documents=OLD.documents[:2], recommendations=OLD.recommendations[:-1], judgements=(),
                    accounts=OLD.accounts[:2], issues=()),
            "judgements",
            "withdrawn",
            "the document is no longer there",
        ),
        (
            dataset(
                documents=(*OLD.documents[:2], document("other", file="review.pdf"), OLD.documents[3]),
                recommendations=(*OLD.recommendations[:-1], recommendation("other", 1)),
                judgements=(), accounts=OLD.accounts[:2], issues=(),
            ),
            "recommendations",
            "added",
            "the file was replaced by another under its name",
        ),
        (
            dataset(
                documents=tuple(msgspec.structs.replace(row, reader_version="2") for row in OLD.documents),
                recommendations=changed(OLD.recommendations, 3, text="Read better."),
            ),
            "recommendations",
            "changed",
            "the document was read by reader 2, before by 1",
        ),
        (
            dataset(responsibilities=changed(OLD.responsibilities, 1, method="decision", kind="team")),
            "responsibilities",
            "changed",
            "a person decided",
        ),
        (
            dataset(recommendations=changed(OLD.recommendations, 0, status="in_progress")),
            "recommendations",
            "changed",
            "registers, vocabularies, decisions or rules changed",
        ),
        (
            dataset(documents=OLD.documents[1:]),
            "documents",
            "withdrawn",
            "the file was copied, renamed or taken away",
        ),
        (
            dataset(agencies=changed(OLD.agencies, 0, valid_from=None)),
            "agencies",
            "changed",
            "the register changed",
        ),
        (
            dataset(agencies=(), responsibilities=()),
            "agencies",
            "withdrawn",
            "other bodies are named",
        ),
    ],
)  # fmt: skip
def test_the_reason(new: Dataset, table: str, kind: str, why: str) -> None:
    rows: tuple[RowChange, ...] = getattr(of(differences(new), table), kind)
    assert {row.why for row in rows} == {why}
    assert f"Why: {why} ({len(rows)})." in change_report(differences(new))


USED: dict[str, str | None] = {
    **dict.fromkeys(("reading_code", "vocabularies", "registers", "rules"), "1"),
    "decisions": "none",
}


@pytest.mark.parametrize(
    ("new", "now", "causes", "words"),
    [
        ({"status": "in_progress"}, {"vocabularies": "2"}, {"vocabulary"}, "vocabularies changed"),
        ({"status": "in_progress"}, {"rules": "2"}, {"rules"}, "rules changed"),
        ({"due_date": None}, {"decisions": "2"}, {"decision"}, "decisions changed"),
        (
            {"due_date": None},
            {"decisions": "2", "vocabularies": "2", "rules": "2"},
            {"decision", "vocabulary", "rules"},
            "vocabularies, rules or decisions changed",
        ),
        ({"rag": "red"}, {"reading_code": "2"}, {"reader"}, "the reader changed"),
        ({"text": "New."}, {"vocabularies": "2"}, {"reader"}, "the document is read differently"),
        (
            {"status": "overdue", "status_method": "decision"},
            {"rules": "2"},
            {"decision"},
            "a person decided",
        ),
        ({"status": "overdue"}, {}, {"unknown"}, "nothing that is known of changed; please report this"),
        (
            {"status": "overdue"},
            {"registers": None},
            {"vocabulary", "register", "decision", "rules"},
            "registers, vocabularies, decisions or rules changed",
        ),
    ],
)
def test_the_cause_is_told_from_what_the_runs_used(
    new: dict[str, Any], now: dict[str, Any], causes: set[str], words: str
) -> None:
    rows = changed(OLD.recommendations, 0, **new)
    changes = compare(
        tables_of(OLD),
        tables_of(msgspec.structs.replace(OLD, recommendations=rows)),
        USED,
        {**USED, **now},
    )
    (row,) = of(changes, "recommendations").changed
    assert (set(row.causes), row.why) == (causes, words)


def test_a_decision_that_is_altered_or_taken_back_is_told_as_one() -> None:
    decided = changed(OLD.recommendations, 0, status="overdue", status_method="decision")
    altered = changed(OLD.recommendations, 0, status="superseded", status_method="decision")
    for before, after in ((decided, OLD.recommendations), (decided, altered)):
        old, new = (msgspec.structs.replace(OLD, recommendations=rows) for rows in (before, after))
        (row,) = of(differences(new, old), "recommendations").changed
        assert row.causes == ("decision",)


def lines(changes: Changes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = change_table(changes).to_pylist()
    return found


def test_every_change_is_a_line() -> None:
    many = tuple(recommendation("plan", n) for n in range(1, SHOWN + 8))
    old = dataset(recommendations=many, responsibilities=())
    rows = changed(many[:-1], 0, status="in_progress", due_date=None)
    new = dataset(
        recommendations=(*rows, recommendation("review", 9, text="A new thing.")), responsibilities=()
    )
    told = [line for line in lines(differences(new, old)) if line["table"] == "recommendations"]
    assert [line["change"] for line in told] == ["added", "withdrawn", "changed", "changed"]
    assert told[0]["label"] == "A new thing."
    assert told[1]["key"] == f"{key('plan')}-{SHOWN + 7}"
    assert [(line["column"], line["old"], line["new"]) for line in told[2:]] == [
        ("status", "complete", "in_progress"),
        ("due_date", "2012-09-30", None),
    ]
    assert {line["document_id"] for line in told} == {key("plan"), key("review")}
    gone = dataset(recommendations=(), responsibilities=())
    told = [line for line in lines(differences(gone, old)) if line["table"] == "recommendations"]
    assert len(told) == SHOWN + 7
    assert {line["change"] for line in told} == {"withdrawn"}


def test_a_first_run_has_no_lines_and_a_quiet_one_none() -> None:
    assert lines(compare(None, tables_of(OLD))) == []
    assert lines(differences(OLD)) == []


def test_columns_and_tables_do_not_vanish_without_a_line() -> None:
    old = dict(tables_of(OLD))
    old["recommendations"] = old["recommendations"].append_column("mood", pa.array(["?"] * 12))
    old["moods"] = pa.table({"mood": ["?", "!"]})
    del old["issues"]
    changes = compare(old, tables_of(OLD))
    assert [(line["table"], line["change"], line["column"], line["old"]) for line in lines(changes)] == [
        ("moods", "table_withdrawn", None, "2 rows"),
        ("recommendations", "column_withdrawn", "mood", None),
        ("issues", "not_compared", None, None),
    ]
    assert "| moods | 2 | no longer made | 0 | 0 | 2 |" in change_report(changes)


def test_long_lists_and_values_are_cut_and_counted() -> None:
    many = tuple(recommendation("plan", n, text="word " * 100) for n in range(1, SHOWN + 8))
    old, new = dataset(recommendations=many), dataset(recommendations=many[:7], responsibilities=())
    table = of(differences(new, old), "recommendations")
    assert len(table.withdrawn) == SHOWN
    more = of(differences(dataset(recommendations=(), responsibilities=()), old), "recommendations")
    assert len(more.withdrawn) == SHOWN + 7
    text = change_report(differences(dataset(recommendations=(), responsibilities=()), old))
    assert "- and 7 more, in changes.csv" in text
    assert max(map(len, text.splitlines())) < 2 * WIDEST


def test_lines_that_are_the_same_stand_once() -> None:
    many = msgspec.structs.replace(OLD, issues=OLD.issues[:1] * 3)
    text = change_report(differences(many, msgspec.structs.replace(OLD, issues=())))
    assert text.count(f"- `{OLD.issues[0].message}`") == 1
    assert f"- `{OLD.issues[0].message}` (3 times)\n" in text


def test_printed_words_cannot_become_markup() -> None:
    words = "`<img src=x>`\n# Heading\n[link](http://example.org) \x1b[2J"
    rows = changed(OLD.recommendations, 0, text=words)
    text = change_report(differences(msgspec.structs.replace(OLD, recommendations=rows)))
    assert "`'<img src=x>'; # Heading; [link](http://example.org) \\x1b[2J`" in text
    assert "\n# Heading" not in text
    assert "\x1b" not in text


def test_a_table_of_another_form() -> None:
    old = dict(tables_of(OLD))
    old["recommendations"] = (
        old["recommendations"].drop_columns(["theme"]).append_column("mood", pa.array(["?"] * 12))
    )
    del old["issues"]
    old["accounts"] = old["accounts"].drop_columns(["page"])
    changes = compare(old, tables_of(OLD))
    table = of(changes, "recommendations")
    assert counts(table) == (0, 0, 0)
    assert (table.new_columns, table.gone_columns) == (("theme",), ("mood",))
    assert of(changes, "issues").before is None
    assert of(changes, "accounts").before is None
    assert changes.differs
    text = change_report(changes)
    assert "New columns: theme." in text
    assert "Columns that are gone: mood." in text
    assert "| issues | ? | 2 | 0 | 0 | 0 |" in text
    assert text.count("Not compared") == 2


def test_an_earlier_table_with_a_doubled_key_is_compared_by_its_first_row() -> None:
    old = dict(tables_of(OLD))
    old["accounts"] = pa.concat_tables([old["accounts"], old["accounts"]])
    assert counts(of(compare(old, tables_of(OLD)), "accounts")) == (0, 0, 0)
    assert counts(of(compare(old, tables_of(dataset(accounts=(account("plan", 1),)))), "accounts")) == (
        0,
        0,
        2,
    )


def test_a_type_that_became_wider_is_no_change() -> None:
    old = dict(tables_of(OLD))
    place = old["accounts"].schema.get_field_index("page")
    old["accounts"] = old["accounts"].set_column(
        place, "page", old["accounts"].column("page").cast(pa.int32())
    )
    assert not compare(old, tables_of(OLD)).differs


@pytest.mark.parametrize("name", ["accounts", "issues"])
@pytest.mark.parametrize("gone", [[0], [1], [2], [0, 2], [0, 1, 2]])
def test_rows_at_both_ends_that_are_the_same_make_no_difference(name: str, gone: list[int]) -> None:
    table = tables_of(OLD)[name].slice(0, 1)
    place = table.schema.get_field_index("page")
    pages = (pa.array([page], pa.int64()) for page in (1, 2, 3))
    three = pa.concat_tables(table.set_column(place, table.schema.field(place), page) for page in pages)
    fewer = three.take(pa.array([place for place in range(3) if place not in gone], pa.int64()))
    for was, now, expected in ((three, fewer, (0, 0, len(gone))), (fewer, three, (len(gone), 0, 0))):
        old, new = dict(tables_of(OLD)), dict(tables_of(OLD))
        old[name], new[name] = was, now
        assert counts(of(compare(old, new), name)) == expected
