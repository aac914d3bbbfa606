"""A run that uses rows of the run before gives the bytes of one that makes all rows, and notices damage."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from reports import cell, report, task_group_report, task_group_rows

import normalise.run
from publish.write import sheet_pieces
from records.outcome import Problem, State
from records.report import RawRow, Report
from scrutiny.run import pipeline
from scrutiny.run.jobs import Job
from scrutiny.run.kept import NOTES
from scrutiny.run.pipeline import Summary, run
from scrutiny.run.places import Places

TITLE = cell("Library Services Task Group – Final Report")
UNCLEAR = RawRow(1, (), {"text": cell("Do it."), "status": cell("Dithering")})
REPORTS = {
    "task group": task_group_report(),
    "first": report("first", task_group_rows()[:3], facts={"title": TITLE}),
    "later": report("later", task_group_rows()[3:5], facts={"title": cell("Update"), "follows": TITLE}),
    "other": report("other", (UNCLEAR,)),
    "unclear": report("unclear", (UNCLEAR,)),
    "nothing": report("nothing"),
    "locked": report("locked", state=State.SET_ASIDE, problem=Problem.LOCKED, problem_detail="Locked."),
    "crashed": report(
        "crashed", state=State.SET_ASIDE, problem=Problem.CRASHED, problem_detail="It crashed."
    ),
    "rewritten": report("rewritten", task_group_rows()[7:9], facts={"title": TITLE}),
}
"""What is read of a file, by the words that it holds."""

HELD = ("task group", "first", "later", "other", "unclear", "locked")
MADE_ANEW = ("run.json", "changes.csv", "CHANGES.md", "datapackage.json")
"""What tells of the run before, or of the time that a run took."""


def engine(jobs: Sequence[Job], _: int, **__: Any) -> Iterator[tuple[Job, Report]]:
    for job in jobs:
        yield job, REPORTS[job.path.read_text()]


def read(home: Path, *, fresh: bool = False) -> Summary:
    return run(Places.around(home / "raw", home / "clean"), workers=1, fresh=fresh, engine=engine)


def files(home: Path, but: Sequence[str] = ()) -> dict[str, bytes]:
    """The files of the dataset, and the questions."""
    paths = [*(home / "clean").iterdir(), home / "review/queue.csv"]
    return {path.name: path.read_bytes() for path in paths if path.name not in but}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dataset of six documents, in which every document begins a piece of the workbook."""
    monkeypatch.setattr(sheet_pieces, "FIRST_OF_PIECE", "")
    (tmp_path / "home/raw").mkdir(parents=True)
    for name in HELD:
        (tmp_path / f"home/raw/{name}.pdf").write_text(name)
    read(tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def cleaned(home: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents that are cleaned from now on."""
    assert home.exists()
    names = {each.document_id: name for name, each in REPORTS.items()}
    told: list[str] = []
    real = normalise.run.clean

    def clean(report: Report, *others: Any) -> Any:
        told.append(names[report.document_id])
        return real(report, *others)

    monkeypatch.setattr(normalise.run, "clean", clean)
    return told


def put(name: str, words: str = "") -> Callable[[Path], None]:
    return lambda home: [(home / f"raw/{name}.pdf").write_text(words or name), None][1]


def take(name: str) -> Callable[[Path], None]:
    return lambda home: (home / f"raw/{name}.pdf").unlink()


def rename(home: Path) -> None:
    (home / "raw/other.pdf").rename(home / "raw/a.pdf")


def decide(document: str = "") -> Callable[[Path], None]:
    key = REPORTS[document].document_id if document else ""
    head = "kind,document_id,raw,value,decided_by,decided_on,why\n"
    rows = f"status,{key},Dithering,in_progress,A Person,2026-11-30,why\n"
    if not document:
        rows = f"status,,Gone,complete,A Person,2026-11-30,why\n{rows}"
    return lambda home: [(home / "review/decisions.csv").write_text(head + rows), None][1]


CHANGES = {
    "added": (put("nothing"), ["nothing"]),
    "crashed": (put("crashed"), ["crashed"]),
    "changed": (put("other", "rewritten"), ["rewritten"]),
    "taken": (take("unclear"), []),
    "renamed": (rename, []),
    "copied": (put("0", "later"), []),
    "title gone": (take("first"), []),
    "title twice": (put("second", "rewritten"), ["rewritten"]),
    "decided": (decide("other"), ["other"]),
    "decided everywhere": (decide(), list(HELD)),
}


@pytest.mark.parametrize(("change", "anew"), CHANGES.values(), ids=CHANGES)
def test_the_bytes_are_those_of_a_run_that_makes_all_rows(
    home: Path, cleaned: list[str], change: Callable[[Path], None], anew: list[str]
) -> None:
    # Then the words of another under a new name: a run that uses rows of one that used rows.
    for step, expected in ((change, anew), (put("and", "task group"), {"crashed"}.intersection(anew))):
        step(home)
        without = Path(shutil.copytree(home, home.with_name("without")))
        (without / f"interim/{NOTES}").unlink()
        cleaned.clear()
        told = read(home)
        assert sorted(cleaned) == sorted(expected)
        assert read(without).rows == told.rows
        times = ("run.json", "datapackage.json")
        assert files(home, times) == files(without, times)
        (fresh := home.with_name("fresh")).mkdir()
        for name in ("raw", "review"):
            shutil.copytree(home / name, fresh / name)
        read(fresh, fresh=True)
        assert files(home, MADE_ANEW) == files(fresh, MADE_ANEW)
        shutil.rmtree(without)
        shutil.rmtree(fresh)


def spoil(path: str) -> Callable[[Path], None]:
    def change(home: Path) -> None:
        content = bytearray((home / path).read_bytes())
        content[len(content) // 2] ^= 1
        (home / path).write_bytes(content)

    return change


def half(home: Path) -> None:
    notes = home / f"interim/{NOTES}"
    notes.write_bytes(notes.read_bytes()[:-100])


@pytest.mark.parametrize(
    "damage",
    [
        spoil(f"interim/{NOTES}"),
        half,
        spoil("clean/recommendations.parquet"),
        spoil("clean/scrutiny.xlsx"),
        lambda home: (home / "clean/issues.parquet").unlink(),
    ],
    ids=["notes", "half notes", "table", "workbook", "no table"],
)
def test_damage_is_noticed_and_healed(home: Path, cleaned: list[str], damage: Callable[[Path], None]) -> None:
    before = files(home, MADE_ANEW)
    damage(home)
    put("and", "other")(home)
    read(home)
    assert sorted(cleaned) == sorted(HELD)
    take("and")(home)
    cleaned.clear()
    read(home)
    assert files(home, MADE_ANEW) == before
    assert cleaned == []


def test_other_rules_make_all_rows_anew(
    home: Path, cleaned: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = pipeline.inputs
    put("nothing")(home)
    monkeypatch.setattr(pipeline, "inputs", lambda *given: {**real(*given), "vocabularies": "others"})
    read(home)
    assert sorted(cleaned) == sorted([*HELD, "nothing"])


def test_a_document_whose_rows_are_known_needs_no_record(home: Path, cleaned: list[str]) -> None:
    for record in (home / "interim").glob("*-*.json"):
        record.unlink()
    put("nothing")(home)
    assert read(home).parsed == 1
    assert cleaned == ["nothing"]


def test_a_run_that_was_killed_before_its_notes_does_no_harm(
    home: Path, cleaned: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    put("nothing")(home)
    with monkeypatch.context() as patch:
        patch.setattr("scrutiny.run.kept.write_sealed", lambda *_: [].pop())
        with pytest.raises(IndexError):
            read(home)
    cleaned.clear()
    take("nothing")(home)
    read(home)
    assert sorted(cleaned) == sorted(HELD)


def test_a_locked_document_is_read_when_there_are_passwords(home: Path, cleaned: list[str]) -> None:
    run(Places.around(home / "raw", home / "clean"), workers=1, passwords=["secret"], engine=engine)
    assert cleaned == ["locked"]
