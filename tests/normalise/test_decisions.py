"""A person's decisions: strict to read, first in force, told when they lapse; and the queue for more."""

import csv
import datetime as dt
import io
from pathlib import Path

import pytest

from normalise.review.decisions import (
    COLUMNS,
    QUEUE_COLUMNS,
    Decisions,
    lapsed,
    load_decisions,
    queue_csv,
    queue_rows,
    require,
)
from records.clean import Doubt
from records.errors import ConfigError

HEAD = ",".join(COLUMNS)
ROW = "status,,Closed,complete,A Person,2026-11-30,The minutes say so"
DOCUMENT = "0123456789ab"


def written(tmp_path: Path, *rows: str, head: str = HEAD) -> Path:
    path = tmp_path / "decisions.csv"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def test_a_decision_is_found_by_its_words_however_they_are_printed(tmp_path: Path) -> None:
    decisions = load_decisions(written(tmp_path, ROW))
    for raw in ("Closed", "closed.", " CLOSED "):
        found = decisions.find("status", DOCUMENT, raw)
        assert found is not None
        assert (found.value, found.decided_on) == ("complete", dt.date(2026, 11, 30))
    assert decisions.find("grade", DOCUMENT, "Closed") is None
    assert decisions.find("status", DOCUMENT, "Closed?") is None


def test_a_documents_own_decision_goes_before_the_one_for_everywhere(tmp_path: Path) -> None:
    own = f"status,{DOCUMENT},Closed,superseded,A Person,2026-11-30,Withdrawn in May"
    decisions = load_decisions(written(tmp_path, ROW, own))
    here, there = (
        decisions.find("status", DOCUMENT, "Closed"),
        decisions.find("status", "ba9876543210", "Closed"),
    )
    assert here is not None
    assert there is not None
    assert (here.value, there.value) == ("superseded", "complete")
    assert decisions.about("status", DOCUMENT) == {"closed": "superseded"}
    assert decisions.about("status", "ba9876543210") == {"closed": "complete"}
    assert decisions.about("agency", DOCUMENT) == {}


def test_a_value_may_be_copied_from_the_queue_with_its_name(tmp_path: Path) -> None:
    row = "agency,,NHS Wilts,ods:5QK (Wiltshire Primary Care Trust),A Person,2026-11-30,By the date"
    assert load_decisions(written(tmp_path, row)).about("agency", DOCUMENT) == {"nhs wilts": "ods:5QK"}


def test_a_blank_value_settles_that_the_words_mean_nothing(tmp_path: Path) -> None:
    decisions = load_decisions(written(tmp_path, "status,,See notes,,A Person,2026-11-30,No status"))
    found = decisions.find("status", DOCUMENT, "See notes")
    assert found is not None
    assert found.value == ""


def test_no_file_and_no_rows_are_no_decisions(tmp_path: Path) -> None:
    assert load_decisions(tmp_path / "none.csv") == Decisions()
    assert load_decisions(written(tmp_path)) == Decisions()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["state,,Closed,complete,A Person,2026-11-30,why"], "row 2: 'state' is no kind"),
        (["status,,,complete,A Person,2026-11-30,why"], "row 2: raw is empty"),
        (["status,,–,complete,A Person,2026-11-30,why"], "row 2: raw is empty"),
        (["status,,Closed,complete,,2026-11-30,why"], "row 2: decided_by is empty"),
        (["status,,Closed,complete,A Person,2026-11-30,"], "row 2: why is empty"),
        ([ROW, "status,,Done,complete,A Person,30/11/2026,why"], "row 3: decided_on"),
        (["status,,Closed,complete,A Person,20261130,why"], "row 2: decided_on"),
        (["date,,May,31 May 2013,A Person,2026-11-30,why"], "row 2: the value of a date"),
        (["date,,May,2013-02-31,A Person,2026-11-30,why"], "row 2: the value of a date"),
        (["timescale,,soon,3 months,A Person,2026-11-30,why"], "row 2: a timescale"),
        ([f"link,{'a' * 12},{'a' * 12}-1,{'a' * 12}-1,A Person,2026-11-30,why"], "row 2: .* from itself"),
        (["status,wilts,Closed,complete,A Person,2026-11-30,why"], "row 2: document_id"),
        ([ROW, ROW.replace("Closed", "CLOSED.")], "row 3: .* decided in row 2"),
        (["status,,Closed,complete,A Person,2026-11-30"], "row 2: has not 7 cells"),
        (["status,,Closed,complete,A Person,2026-11-30,why,more"], "row 2: has not 7 cells"),
        (['status,,"Closed,complete,A Person,2026-11-30,why'], "CSV"),
    ],
)
def test_a_wrong_row_is_refused_by_number(tmp_path: Path, rows: list[str], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        load_decisions(written(tmp_path, *rows))


@pytest.mark.parametrize("head", ["kind,raw,value", HEAD.replace("why", "reason"), HEAD + ",more", ""])
def test_other_columns_are_refused(tmp_path: Path, head: str) -> None:
    with pytest.raises(ConfigError, match="columns must be"):
        load_decisions(written(tmp_path, head=head))


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    path.write_bytes(HEAD.encode() + b"\nstatus,,Closed \x96 done,complete,A,2026-11-30,why\n")
    with pytest.raises(ConfigError, match="UTF-8"):
        load_decisions(path)


def test_a_value_that_does_not_exist_is_refused_by_row(tmp_path: Path) -> None:
    decisions = load_decisions(written(tmp_path, ROW.replace("complete", "finished")))
    with pytest.raises(ConfigError, match="row 2: 'finished' is no status"):
        require(decisions, "status", ["complete", "unknown"])
    require(decisions, "grade", ["good"])


def test_a_decision_lapses_when_its_words_are_gone(tmp_path: Path) -> None:
    own = f"status,{DOCUMENT},Shut,complete,A Person,2026-11-30,why"
    decisions = load_decisions(written(tmp_path, ROW, own))
    assert lapsed(decisions, {("status", "ba9876543210", "closed"), ("status", DOCUMENT, "shut")}) == []
    gone = lapsed(decisions, {("status", "ba9876543210", "shut"), ("grade", DOCUMENT, "closed")})
    assert [(doubt.document_id, doubt.raw) for doubt in gone] == [("", "Closed"), (DOCUMENT, "Shut")]
    assert "row 2" in gone[0].reason


def doubt(raw: str = "Closed", row: str | None = "a-1", reason: str = "unclear") -> Doubt:
    candidates = (("complete", "complete", 50.0), ("ods:5QK", "Wiltshire PCT", 49.96))
    return Doubt(
        kind="status",
        document_id=DOCUMENT,
        recommendation_id=row,
        page=2,
        raw=raw,
        reason=reason,
        candidates=candidates,
    )


def test_the_queue_asks_once_for_the_same_words_in_a_document() -> None:
    rows = queue_rows([doubt(), doubt("closed.", "a-2"), doubt(reason="another"), doubt("Shut", None)])
    assert [(row["raw"], row["recommendation_id"]) for row in rows] == [
        *(("Closed", "a-1"), ("Closed", "a-1"), ("Shut", "")),
    ]


def test_the_queue_is_csv_with_candidates_and_scores() -> None:
    rows = list(csv.DictReader(io.StringIO(queue_csv(queue_rows([doubt()])))))
    assert tuple(rows[0]) == QUEUE_COLUMNS
    assert rows[0]["candidate_1"] == "complete"
    assert rows[0]["candidate_2"] == "ods:5QK (Wiltshire PCT)"
    assert (rows[0]["score_1"], rows[0]["score_2"]) == ("50.0", "50.0")
    assert (rows[0]["candidate_3"], rows[0]["score_3"]) == ("", "")
    assert "\r" not in queue_csv(queue_rows([doubt()]))


@pytest.mark.parametrize("raw", ["=1+1", "+44", "-done", "@here"])
def test_no_cell_of_the_queue_is_a_formula_and_it_can_still_be_decided_on(tmp_path: Path, raw: str) -> None:
    (row,) = csv.DictReader(io.StringIO(queue_csv(queue_rows([doubt(raw)]))))
    assert row["raw"] == f"'{raw}"
    decisions = load_decisions(written(tmp_path, f"status,,{row['raw']},complete,A Person,2026-11-30,why"))
    assert decisions.find("status", DOCUMENT, raw) is not None
