"""Answering the queue at the keyboard: what is written, refused, taken back, and never asked again."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from normalise.review.decision_file import with_decision, without_last
from normalise.review.decisions import Decisions, load_decisions
from records.errors import ConfigError, ContractError, ScrutinyError
from scrutiny.cli.main import cli

HEADER = (
    "kind,document_id,recommendation_id,page,raw,reason,"
    "candidate_1,score_1,candidate_2,score_2,candidate_3,score_3\n"
)
STATUS = "status,0123456789ab,0123456789ab-1,2,Nearly there,no known wording,in_progress,50.0,,,,\n"
AGENCY = (
    "agency,0123456789ab,0123456789ab-2,3,Salisbury Trust,two bodies fit,"
    "ods:RNZ (Salisbury NHS Foundation Trust),88.0,,,,\n"
)
LAPSED = "status,,,,Gone,lapsed: row 2 of decisions.csv is about words that no longer occur,,,,,,\n"


@pytest.fixture
def review(tmp_path: Path) -> Path:
    (tmp_path / "queue.csv").write_text(HEADER + STATUS + AGENCY + LAPSED, encoding="utf-8")
    return tmp_path


def decide(review: Path, keys: str) -> Result:
    return CliRunner().invoke(
        cli, ["decide", "--review", str(review), "--by", "An officer"], input=keys, catch_exceptions=False
    )


def decided(review: Path) -> Decisions:
    return load_decisions(review / "decisions.csv")


def test_a_key_chooses_a_candidate_and_a_name_is_looked_up(review: Path) -> None:
    shown = decide(review, "1vsalisbury nhs foundation\n1")
    status = decided(review).find("status", "0123456789ab", "Nearly there")
    agency = decided(review).find("agency", "0123456789ab", "Salisbury Trust")
    assert status is not None
    assert agency is not None
    assert (status.value, status.document_id, status.decided_by) == (
        "in_progress",
        "0123456789ab",
        "An officer",
    )
    assert agency.value == "ods:RNZ"
    assert "no known wording" in shown.output
    assert "Gone" not in shown.output
    assert "2 answers" in shown.output


def test_a_decision_can_hold_everywhere_and_say_that_there_is_no_value(review: Path) -> None:
    decide(review, "enq")
    decision = decided(review).find("status", "ffffffffffff", "nearly there")
    assert decision is not None
    assert decision.value == ""


def test_what_is_decided_is_not_asked_again(review: Path) -> None:
    decide(review, "1q")
    assert "1 of 1" in decide(review, "q").output


def test_an_answer_is_taken_back_and_the_file_is_as_before(review: Path) -> None:
    path = review / "decisions.csv"
    path.write_text("kind,document_id,raw,value,decided_by,decided_on,why\n", encoding="utf-8")
    before = path.read_bytes()
    shown = decide(review, "1uq")
    assert path.read_bytes() == before
    assert shown.output.count("Nearly there") == 2


def test_nothing_to_take_back_and_unknown_keys_change_nothing(review: Path) -> None:
    shown = decide(review, "uz3ssq")
    assert "nothing to take back" in shown.output
    assert "none of these keys" in shown.output
    assert not (review / "decisions.csv").exists()


def test_a_value_that_does_not_exist_is_refused(review: Path) -> None:
    shown = decide(review, "vfinished\nsvno such body here\nq")
    assert "'finished' is no status; use one of" in shown.output
    assert "no body of the register" in shown.output
    assert not (review / "decisions.csv").exists()


def test_without_a_queue_the_command_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ScrutinyError, match="no review queue yet"):
        decide(tmp_path, "q")


def test_a_wrong_file_of_decisions_stops_before_the_first_question(review: Path) -> None:
    (review / "decisions.csv").write_text(
        "kind,document_id,raw,value,decided_by,decided_on,why\nstatus,,Done,finished,A,2026-11-01,so\n",
        encoding="utf-8",
    )
    with pytest.raises(ConfigError, match="'finished' is no status"):
        decide(review, "1q")


ROW = ("status", "", '=1+1, "quoted"', "complete", "A", "2026-11-01", "why")


def test_rows_of_people_stay_byte_for_byte() -> None:
    odd = "kind,document_id,raw,value,decided_by,decided_on,why\r\nstatus,,x,complete,A,2026-11-01,so"
    grown = with_decision(odd, ROW)
    assert grown.startswith(odd + "\n")
    assert without_last(grown, ROW) == odd + "\n"


def test_a_row_that_is_not_the_last_is_not_taken_back() -> None:
    with pytest.raises(ContractError, match="changed meanwhile"):
        without_last(with_decision("", ROW) + "another,row\n", ROW)


def test_a_question_names_the_file_that_it_comes_from(review: Path) -> None:
    clean = review / "clean"
    clean.mkdir()
    (clean / "documents.csv").write_text(
        "document_id,file\n0123456789ab,plans/2013.pdf\n0123456789ab,twin.pdf\n"
    )
    folders = ["--out", str(clean), "--review", str(review)]
    asked = CliRunner().invoke(cli, ["decide", *folders, "--by", "An officer"], input="q")
    listed = CliRunner().invoke(cli, ["doubts", *folders], catch_exceptions=False)
    for told in (asked.output, listed.output):
        assert "plans/2013.pdf" in told
        assert "0123456789ab," not in told
