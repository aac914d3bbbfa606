"""Recommendations followed in a run: told in the terminal, and linked anew only where something changed."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from reports import cell, report

import scrutiny
from publish.write.followed import followed
from records.report import RawRow, Report
from scrutiny.cli.main import cli
from scrutiny.following import linked_tables
from scrutiny.run import pipeline
from scrutiny.run.datasets import dataset_in
from scrutiny.run.jobs import Job
from scrutiny.run.places import Places

PLAN = "That a travel plan is agreed with the governors of Abbey School."
TREES = "That forty trees are planted along the river at Mill Lane."
BINS = "That litter bins are emptied every day in the market place."


def paper(name: str, place: str, title: str, day: str, *rows: tuple[str, str, str], kind: str) -> Report:
    """A report with rows of number, text and status."""
    made = tuple(
        RawRow(at, (), {"ref": cell(ref), "text": cell(text), **({"status": cell(said)} if said else {})})
        for at, (ref, text, said) in enumerate(rows, 1)
    )
    facts = {"title": cell(title), "publisher": cell(f"{place} Council"), "meeting_date": cell(day)}
    return report(name, made, facts=facts, kind=kind)


REVIEW, PROGRESS = "Abbey Road Scrutiny Review", "Progress on the Abbey Road Scrutiny Review"
FIRST = (("1", PLAN, ""), ("2", TREES, ""), ("3", BINS, ""))
LATER = (("1", PLAN, "Complete"), ("2", f"{TREES[:-1]} and Ferry Road.", "In progress"))
REPORTS = {
    "first": paper("first", "Wiltshire", REVIEW, "3 May 2013", *FIRST, kind="inquiry_report"),
    "later": paper("later", "Wiltshire", PROGRESS, "5 June 2014", *LATER, kind="action_plan"),
    "oldest": paper(
        "oldest", "Wiltshire", f"{REVIEW}: interim report", "4 May 2012", FIRST[0], kind="inquiry_report"
    ),
    "elsewhere": paper("elsewhere", "Dorset", REVIEW, "3 May 2013", *FIRST, kind="inquiry_report"),
    "elsewhere later": paper(
        "elsewhere later", "Dorset", PROGRESS, "5 June 2014", *LATER, kind="action_plan"
    ),
}


def engine(jobs: Sequence[Job], _: int, **__: Any) -> Iterator[tuple[Job, Report]]:
    for job in jobs:
        yield job, REPORTS[job.path.read_text()]


def read(home: Path, *names: str, fresh: bool = False) -> None:
    """Add files and run."""
    (home / "raw").mkdir(parents=True, exist_ok=True)
    for name in names:
        (home / f"raw/{name}.pdf").write_text(name)
    pipeline.run(Places.around(home / "raw", home / "clean"), workers=1, fresh=fresh, engine=engine)


def rows(home: Path, name: str) -> list[dict[str, str]]:
    with (home / f"clean/{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def of(name: str, ref: str) -> str:
    return f"{REPORTS[name].document_id}-{ref}"


def follow(home: Path, words: str) -> Any:
    return CliRunner().invoke(cli, ["follow", words, "--out", str(home / "clean")], catch_exceptions=False)


def test_the_story_of_a_recommendation_is_told_by_its_words_or_any_of_its_ids(tmp_path: Path) -> None:
    read(tmp_path, "first", "later")
    told = follow(tmp_path, "FORTY trees").output
    assert told == follow(tmp_path, of("later", "2")).output
    lines = [line.strip() for line in told.splitlines()]
    assert lines[0] == TREES
    assert lines[1] == f"thread {of('first', '2')} (wiltshire): 2 documents, 398 days open"
    assert lines[3] == f"2013-05-03  {REVIEW}"
    assert f"2: reworded: {TREES} {{+and Ferry Road.+}}".replace("Lane.", "Lane") in lines
    assert "council: in_progress ('In progress')" in lines


def test_several_are_listed_and_none_is_an_error(tmp_path: Path) -> None:
    read(tmp_path, "first", "later")
    several = follow(tmp_path, "that").output
    assert several.startswith("3 recommendations with these words; name one by its id:")
    assert f"{of('first', '3')}  {BINS}" in several
    with pytest.raises(Exception, match=r"no recommendation in .* has this id or these words"):
        follow(tmp_path, "no such words")


def test_pandas_and_the_workbook_have_what_is_followed(tmp_path: Path) -> None:
    read(tmp_path, "first", "later")
    data = scrutiny.load(tmp_path / "clean")
    story = data.follow("forty trees")
    assert story.status.fillna("").to_list() == ["", "in_progress"]
    assert story.iloc[1][["ref", "by", "wording"]].to_list() == ["2", "council", "reworded"]
    with pytest.raises(scrutiny.ScrutinyError, match="3 recommendations are meant"):
        data.follow("that")
    sheet = followed(dataset_in(tmp_path / "clean")[0]).to_pylist()
    assert [(row["Recommendation"], row["Status"], row["Documents"], row["Days open"]) for row in sheet] == [
        (PLAN, "Complete", 2, 398),
        (TREES, "In progress", 2, 398),
    ]
    wide = data.wide()
    assert set(wide.thread_id) == {of("first", ref) for ref in "123"}
    assert set(wide.first_seen.dt.date.astype(str)) == {"2013-05-03"}


@pytest.fixture
def linked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The groups of documents that are linked from now on."""
    told: list[tuple[str, ...]] = []
    real = linked_tables.link_group

    def link_group(papers: Sequence[Any], *others: Any) -> Any:
        told.append(tuple(paper.file for paper in papers))
        return real(papers, *others)

    monkeypatch.setattr(linked_tables, "link_group", link_group)
    return told


def test_only_the_place_of_a_new_document_is_linked_anew(
    tmp_path: Path, linked: list[tuple[str, ...]]
) -> None:
    home = tmp_path / "grown"
    read(home, "first", "later", "elsewhere")
    linked.clear()
    read(home, "elsewhere later")
    assert linked == [("elsewhere later.pdf", "elsewhere.pdf")]
    read(tmp_path / "fresh", "first", "later", "elsewhere", "elsewhere later")
    for name in ("links", "threads", "recommendations", "issues"):
        assert rows(home, name) == rows(tmp_path / "fresh", name)
    assert len(rows(home, "links")) == 4


def test_an_older_paper_that_turns_up_gives_its_name_to_the_thread(tmp_path: Path) -> None:
    read(tmp_path, "first", "later")
    assert {row["thread_id"] for row in rows(tmp_path, "threads")} == {of("first", ref) for ref in "123"}
    read(tmp_path, "oldest")
    threads = {row["recommendation_id"]: row["thread_id"] for row in rows(tmp_path, "recommendations")}
    assert threads[of("first", "1")] == threads[of("later", "1")] == of("oldest", "1")
    told = (tmp_path / "clean/CHANGES.md").read_text(encoding="utf-8")
    assert f"- `{of('first', '1')}` became `{of('oldest', '1')}`" in told
    assert "please report this" not in told


def test_a_decision_on_a_link_that_meets_nothing_is_told_as_lapsed(tmp_path: Path) -> None:
    read(tmp_path, "first")
    review = tmp_path / "review"
    header = "kind,document_id,raw,value,decided_by,decided_on,why\n"
    key = REPORTS["later"].document_id
    (review / "decisions.csv").write_text(f"{header}link,{key},{PLAN},,A Person,2026-11-30,other\n")
    read(tmp_path)
    assert "lapsed" in (review / "queue.csv").read_text(encoding="utf-8")
    read(tmp_path, "later")
    assert "lapsed" not in (review / "queue.csv").read_text(encoding="utf-8")
    assert [row["recommendation_id"] for row in rows(tmp_path, "links")] == [of("later", "2")]
