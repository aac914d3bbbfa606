"""The decisions file: what is written, refused and taken back, and what is asked no more."""

from __future__ import annotations

import multiprocessing as mp
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from normalise.registers.load import Register, load_registers
from normalise.review.decisions import load_decisions, with_decision, without_last
from records.errors import ConfigError, ContractError, ScrutinyError
from scrutiny.cli.main import cli
from scrutiny.review.decisions_file import DecisionsFile, Question, is_open, questions_of

COLUMNS = "kind,document_id,raw,value,decided_by,decided_on,why\n"
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


@pytest.fixture(scope="module")
def register() -> Register:
    return load_registers()


def answer(file: DecisionsFile, question: Question, value: str, *, everywhere: bool = False) -> None:
    file.write(question, value, "seen on the page", "An officer", everywhere=everywhere)


def test_an_answered_question_is_no_longer_open_and_a_lapsed_decision_is_none(
    review: Path, register: Register
) -> None:
    status, agency = questions_of(review / "queue.csv")
    file = DecisionsFile(review / "decisions.csv", register)
    answer(file, agency, "ods:RNZ (Salisbury NHS Foundation Trust)")
    decided = file.load().find("agency", "0123456789ab", "Salisbury Trust")
    assert decided is not None
    assert (decided.value, decided.document_id, decided.decided_by) == (
        "ods:RNZ",
        "0123456789ab",
        "An officer",
    )
    assert is_open(status, file.load())
    assert not is_open(agency, file.load())


def test_a_decision_can_hold_everywhere_and_say_that_there_is_no_value(
    review: Path, register: Register
) -> None:
    file = DecisionsFile(review / "decisions.csv", register)
    answer(file, questions_of(review / "queue.csv")[0], "", everywhere=True)
    decision = file.load().find("status", "ffffffffffff", "nearly there")
    assert decision is not None
    assert decision.value == ""


def test_an_answer_is_taken_back_and_the_file_is_as_before(review: Path, register: Register) -> None:
    path = review / "decisions.csv"
    path.write_text(COLUMNS, encoding="utf-8")
    before = path.read_bytes()
    file = DecisionsFile(path, register)
    given = file.write(questions_of(review / "queue.csv")[0], "complete", "so", "A", everywhere=False)
    assert path.read_bytes() != before
    file.take_back(given)
    assert path.read_bytes() == before


def test_a_value_that_does_not_exist_is_refused_and_nothing_is_written(
    review: Path, register: Register
) -> None:
    file = DecisionsFile(review / "decisions.csv", register)
    with pytest.raises(ConfigError, match="'finished' is no status; use"):
        answer(file, questions_of(review / "queue.csv")[0], "finished")
    assert not file.path.exists()


def test_without_a_queue_the_message_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ScrutinyError, match="no review queue yet"):
        questions_of(tmp_path / "queue.csv")


def test_a_wrong_decisions_file_is_refused_before_the_first_question(
    review: Path, register: Register
) -> None:
    (review / "decisions.csv").write_text(COLUMNS + "status,,Done,finished,A,2026-11-01,so\n")
    with pytest.raises(ConfigError, match="'finished' is no status"):
        DecisionsFile(review / "decisions.csv", register)


def answer_many(folder: Path, name: str) -> None:
    """Answer a hundred questions of one's own: the work of one of two review pages."""
    file = DecisionsFile(folder / "decisions.csv", load_registers())
    (folder / name).touch()
    while len(list(folder.glob("page-*"))) < 2:  # both begin together
        time.sleep(0.01)
    for at in range(100):
        asked = {"kind": "status", "document_id": "0123456789ab", "raw": f"{name} words {at}"}
        file.write(asked, "complete", "seen on the page", name, everywhere=False)


def test_two_review_pages_at_once_lose_no_answer(tmp_path: Path) -> None:
    context = mp.get_context("spawn")
    pages = [context.Process(target=answer_many, args=(tmp_path, f"page-{at}")) for at in range(2)]
    for each in pages:
        each.start()
    for each in pages:
        each.join()
    assert [each.exitcode for each in pages] == [0, 0]
    assert len(load_decisions(tmp_path / "decisions.csv").answers) == 200


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
        "document_id,file\n0123456789ab,plans/2013.pdf\n0123456789ab,copy.pdf\n"
    )
    command = ["doubts", "--out", str(clean), "--review", str(review)]
    listed = CliRunner().invoke(cli, command, catch_exceptions=False)
    assert "plans/2013.pdf" in listed.output
    assert "0123456789ab," not in listed.output


def test_a_question_that_several_rows_ask_is_listed_once(review: Path) -> None:
    again = "".join(STATUS.replace("0123456789ab,", f"{place}123456789ab,") for place in range(1, 5))
    (review / "queue.csv").write_text(HEADER + STATUS + again, encoding="utf-8")
    listed = CliRunner().invoke(cli, ["doubts", "--out", str(review), "--review", str(review)])
    assert listed.output.count("Nearly there") == 1
    assert "0123456789ab page 2: status 'Nearly there' (also in 4 other documents)" in " ".join(
        listed.output.split()
    )
    assert "5 to look at" in listed.output


def test_warnings_are_counted_where_there_are_no_questions(review: Path) -> None:
    (review / "queue.csv").write_text(HEADER, encoding="utf-8")
    (review / "issues.csv").write_text(
        "level,code\nwarning,text_cut\nerror,unplaced\ninfo,read_slowly\nwarning,doubtful_status\n"
    )
    listed = CliRunner().invoke(cli, ["doubts", "--out", str(review), "--review", str(review)])
    assert "There are no questions." in listed.output
    assert "2 warnings to check against the page" in listed.output
