"""What differs from the run before, and how it is told."""

import msgspec
import pyarrow as pa
import pytest
from test_publish_tables import account, changed, dataset, document, key, recommendation, responsibility

from publish.change_report import WIDEST, change_report
from publish.changes import SHOWN, Changes, RowChanges, TableChanges, compare
from publish.tables import tables_of
from records.clean import Dataset, PublishedIssue

OLD = dataset()


def differences(new: Dataset, old: Dataset = OLD) -> Changes:
    return compare(tables_of(old), tables_of(new))


def of(changes: Changes, name: str) -> TableChanges:
    (found,) = (table for table in changes.tables if table.table == name)
    return found


def counts(table: TableChanges) -> tuple[int, int, int]:
    return table.added.count, table.changed.count, table.withdrawn.count


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
    (row,) = table.changed.rows
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
    assert of(changes, "recommendations").added.rows[0].label == "A new thing."
    assert of(changes, "recommendations").withdrawn.rows[0].key == (f"{key('plan')}-1",)
    assert counts(of(changes, "responsibilities")) == (0, 0, 2)
    assert "### Withdrawn: 2" in change_report(changes)


def test_rows_without_an_identity_are_compared_whole() -> None:
    twin = PublishedIssue(document_id=key("plan"), level="info", code="twin", message="Seen.")
    one, two, three = (msgspec.structs.replace(OLD, issues=(twin,) * times) for times in (1, 2, 3))
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
    rows: RowChanges = getattr(of(differences(new), table), kind)
    assert rows.count > 0
    assert dict(rows.reasons) == {why: rows.count}
    assert {row.why for row in rows.rows} == {why}
    assert f"Why: {why} ({rows.count})." in change_report(differences(new))


def test_long_lists_and_values_are_cut_and_counted() -> None:
    many = tuple(recommendation("plan", n, text="word " * 100) for n in range(1, SHOWN + 8))
    old, new = dataset(recommendations=many), dataset(recommendations=many[:7], responsibilities=())
    table = of(differences(new, old), "recommendations")
    assert table.withdrawn.count == SHOWN
    more = of(differences(dataset(recommendations=(), responsibilities=()), old), "recommendations")
    assert (more.withdrawn.count, len(more.withdrawn.rows)) == (SHOWN + 7, SHOWN)
    text = change_report(differences(dataset(recommendations=(), responsibilities=()), old))
    assert "- and 7 more" in text
    assert max(map(len, text.splitlines())) < 2 * WIDEST


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
