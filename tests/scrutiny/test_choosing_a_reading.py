"""A paper that no reader knows: the likeliest reading with its doubt, and the one that a person chose."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner
from commands import contents, rows, run
from drawing import Sheet
from drawn_inspections import plain_sif
from msgspec.structs import replace

from extract.document import layout_of, read_document
from extract.readers.listed.likeliest import ENOUGH, is_better, is_likely
from extract.readings.listing import list_readings
from extract.readings.ranking import MOST_ROWS, Ranked, unlike_first
from normalise.review.decisions import parse_decisions
from records.errors import ConfigError, ScrutinyError
from records.outcome import Problem, State
from records.report import Block, Passage, RawRow
from scrutiny.cli.main import cli
from scrutiny.review.page import load_run
from scrutiny.run.places import Places

TITLES = ("A warmer hall", "Safer crossings", "Open doors", "A shared map")
ASKED = (
    "The trust should insulate the hall before the winter and publish what it costs.",
    "The trust should paint the two crossings by the school and ask for a lower speed.",
    "The trust should open the library on Saturdays and tell every household.",
    "The trust should publish one map of all paths and keep it up to date.",
)


def cards() -> bytes:
    """Return a paper whose recommendations are cards: a title in bold letters, a paragraph, a note."""
    sheet = Sheet()
    sheet.text(72, 60, "What the residents' jury recommends", bold=True, size=18)
    top = 120.0
    for number, (title, asked) in enumerate(zip(TITLES, ASKED, strict=True), 1):
        sheet.text(72, top, f"Priority {'ABCD'[number - 1]}: {title}", bold=True, size=13)
        sheet.lines(72, top + 22, [asked[:60], asked[60:].strip()] if len(asked) > 60 else [asked])
        top += 90
    return sheet.save()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "jury.pdf").write_bytes(cards())
    return tmp_path


def test_the_likeliest_reading_is_published_with_its_doubt(folder: Path) -> None:
    report = read_document(cards())
    assert (report.state, report.problem) == (State.PARTIAL, Problem.UNKNOWN_LAYOUT)
    assert {issue.row for issue in report.issues if issue.code == "unconfirmed_reading"} >= {1, 2, 3, 4}
    run(folder / "raw", folder / "clean")
    found = rows(folder / "clean", "recommendations")
    assert [row["text"].split()[-1] for row in found] == [asked.split()[-1] for asked in ASKED]
    assert {row["needs_review"] for row in found} == {"true"}
    (asked,) = [row for row in queue(folder) if row["kind"] == "reading"]
    assert asked["candidate_1"].startswith(report.readings[0].reading_id)
    assert asked["score_1"] == ""
    assert "4 rows, page 1: '" in asked["candidate_1"]


def queue(folder: Path) -> list[dict[str, str]]:
    with (folder / "review" / "queue.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_reading_that_a_person_chose_is_taken_in_every_run(folder: Path) -> None:
    other = read_document(cards()).readings[1]
    run(folder / "raw", folder / "clean")
    choose(folder, other.reading_id)
    run(folder / "raw", folder / "clean")
    report = read_document(cards(), chosen=other.reading_id)
    assert report.chosen == other.reading_id
    assert not [issue for issue in report.issues if issue.code == "unconfirmed_reading"]
    found = rows(folder / "clean", "recommendations")
    assert [row["text"] for row in found] == [
        "; ".join(block.text for block in row.blocks) for row in other.rows
    ]
    assert not [row for row in queue(folder) if row["kind"] == "reading"]
    before = contents(folder / "clean")
    run(folder / "raw", folder / "clean", "--no-cache")
    after = contents(folder / "clean")
    assert {name for name in before if after[name] != before[name]} <= {"changes.csv"}


def choose(folder: Path, reading_id: str) -> None:
    command = ["readings", str(folder / "raw" / "jury.pdf"), "--choose", reading_id]
    result = CliRunner().invoke(cli, [*command, "--review", str(folder / "review"), "--by", "a tester"])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception


def test_a_chosen_reading_is_ok_where_the_checks_pass() -> None:
    likeliest = read_document(cards()).readings[0].reading_id
    assert read_document(cards(), chosen=likeliest).state is State.OK


def test_a_reading_that_the_paper_does_not_have_is_refused_and_lapses(folder: Path) -> None:
    with pytest.raises(ScrutinyError, match=r"jury.pdf has no reading '0123456789ab'"):
        choose(folder, "0123456789ab")
    likeliest = read_document(cards()).readings[0].reading_id
    choose(folder, likeliest)
    decisions = folder / "review" / "decisions.csv"
    decisions.write_text(decisions.read_text("utf-8").replace(likeliest, "0123456789ab"), "utf-8")
    run(folder / "raw", folder / "clean")
    reasons = [row["reason"] for row in queue(folder) if row["kind"] == "reading"]
    assert any(reason.startswith("lapsed") for reason in reasons)
    assert any("one of these may be" in reason for reason in reasons)


def ranked(score: float, *texts: str) -> Ranked:
    """Return a reading of these texts with a score."""
    (listed, *_) = list_readings(layout_of(cards())).readings
    rows = tuple(replace(listed.rows[0], text=text) for text in texts)
    return Ranked(replace(listed, rows=rows), score)


@pytest.mark.parametrize(
    ("score", "texts", "likely"),
    [
        (ENOUGH, ASKED[:2], True),
        (ENOUGH - 0.1, ASKED[:2], False),
        (ENOUGH, (*ASKED[:2], "Apologies", "Minutes", "Rents"), True),
        (ENOUGH, (*ASKED[:1], "Apologies", "Minutes"), False),
    ],
)
def test_a_reading_is_likely_by_its_score_and_by_what_its_rows_ask(
    score: float, texts: tuple[str, ...], likely: bool
) -> None:
    assert is_likely(ranked(score, *texts)) is likely


def test_readings_of_very_many_rows_come_last() -> None:
    long, short = ranked(30.0, *(MOST_ROWS + 1) * ASKED[:1]), ranked(20.0, *MOST_ROWS * ASKED[:1])
    assert unlike_first([long, short], with_example=False) == [short, long]
    assert unlike_first([long, short], with_example=True) == [long, short]


def test_rows_of_columns_that_tell_how_they_stand_stay() -> None:
    status = Passage((Block("Done"),), ())
    found = [replace(row, fields={**row.fields, "status": status}) for row in raw("Rents", "Minutes")]
    assert not is_better(raw(*ASKED), found, known=False)
    assert is_better(raw(*ASKED, "Ask the tenants"), found, known=False)
    assert is_better(raw(*ASKED), [*found, *raw("Apologies", "Dates", "Trees")], known=False)


def test_an_inspection_is_read_as_its_family_says_whatever_was_chosen() -> None:
    sheet = Sheet()
    plain_sif(sheet)
    content = sheet.save()
    listed = list_readings(layout_of(content)).readings[0].reading_id
    report = read_document(content, chosen=listed)
    assert (report.family, report.chosen) == ("ofsted_sif", None)
    assert report.rows == read_document(content).rows


HEAD = "kind,document_id,raw,value,decided_by,decided_on,why\n"


def test_the_review_page_knows_the_record_of_a_chosen_reading(folder: Path) -> None:
    places = Places.around(folder / "raw", folder / "clean")
    run(folder / "raw", folder / "clean")
    other = read_document(cards()).readings[1].reading_id
    choose(folder, other)
    (before,) = load_run(places).reports.values()
    run(folder / "raw", folder / "clean")
    (after,) = load_run(places).reports.values()
    assert (before.chosen, after.chosen) == (None, other)


def test_a_second_choice_says_what_stands_in_its_way(folder: Path) -> None:
    first, second, *_ = read_document(cards()).readings
    choose(folder, first.reading_id)
    with pytest.raises(ScrutinyError, match=rf"row 2: .*jury.pdf .*{first.reading_id}.*Remove that row"):
        choose(folder, second.reading_id)


def test_none_of_the_readings_may_be_right(folder: Path) -> None:
    document_id = read_document(cards()).document_id
    choose(folder, "none")
    line = (folder / "review" / "decisions.csv").read_text("utf-8").splitlines()[1]
    assert line.startswith(f"reading,{document_id},,,a tester,")
    run(folder / "raw", folder / "clean")
    assert not [row for row in queue(folder) if row["kind"] == "reading"]
    assert not rows(folder / "clean", "recommendations")


@pytest.mark.parametrize("where", [",,0123456789ab", "0123456789ab,,first"])
def test_a_reading_is_of_one_document_and_named_by_its_id(where: str) -> None:
    with pytest.raises(ConfigError, match="a reading has a document_id"):
        parse_decisions("decisions.csv", f"{HEAD}reading,{where},a tester,2026-11-28,why\n")


def raw(*texts: str) -> list[RawRow]:
    """Return rows of these texts, which stand nowhere."""
    return [RawRow(at, (), {"text": Passage((Block(text),), ())}) for at, text in enumerate(texts, start=1)]


@pytest.mark.parametrize(
    ("likeliest", "found", "known", "better"),
    [
        (ASKED[:2], (), True, True),
        (ASKED[:1], (), False, False),
        # A family knows its papers: its rows stay unless very many more are likely.
        (ASKED[:3], ("Apologies",), True, False),
        (ASKED[:4], ("Apologies",), True, True),
        (ASKED[:4], ("Apologies", "Minutes"), True, False),
        # Of unknown papers rows stay that the likeliest reading has as well, half of them at least.
        (ASKED[:4], ("Apologies", "Minutes"), False, True),
        (ASKED[:4], (*ASKED[:2], "Apologies"), False, False),
        (ASKED[:4], (*ASKED[:1], "Apologies"), False, True),
    ],
)
def test_the_likeliest_reading_takes_the_place_of_rows_that_are_unlike_it(
    likeliest: tuple[str, ...], found: tuple[str, ...], known: bool, better: bool
) -> None:
    assert is_better(raw(*likeliest), raw(*found), known=known) is better
