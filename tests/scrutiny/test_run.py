"""A whole run: from a folder of files, good and bad, to a dataset."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from commands import contents, rows, run
from conftest import EXAMPLE, ROOT, SHIPPED
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from extract.document import read_document
from scrutiny.cli.main import cli
from scrutiny.cli.run_command import print_summary
from scrutiny.run.pipeline import Summary
from scrutiny.run.records import Store


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The good report, a copy of it, and five files that cannot be read."""
    raw = tmp_path_factory.mktemp("mixed") / "raw"
    (raw / "deep er").mkdir(parents=True)
    shutil.copy(EXAMPLE, raw / "good.pdf")
    shutil.copy(EXAMPLE, raw / "deep er/same again.PDF")
    (raw / "page.pdf").write_text("<!DOCTYPE html><html><body>404</body></html>")
    (raw / "empty.pdf").write_bytes(b"")
    (raw / "cut.pdf").write_bytes(EXAMPLE.read_bytes()[:20000])
    (raw / "notes.txt").write_text("to do")
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption("secret"))
    canvas.drawString(50, 500, "Confidential")
    canvas.save()
    (raw / "locked.pdf").write_bytes(buffer.getvalue())
    return raw


@pytest.fixture(scope="module")
def published(mixed: Path) -> tuple[Path, Result]:
    clean = mixed.parent / "clean"
    return clean, run(mixed, clean)


def test_bad_files_are_rows_with_their_own_problem_and_the_rest_goes_on(
    published: tuple[Path, Result],
) -> None:
    clean, result = published
    assert result.exit_code == 3
    documents = {row["file"]: row for row in rows(clean, "documents")}
    assert {file: (row["state"], row["problem"]) for file, row in documents.items()} == {
        "cut.pdf": ("set_aside", "cut"),
        "deep er/same again.PDF": ("ok", ""),
        "empty.pdf": ("set_aside", "empty"),
        "good.pdf": ("ok", ""),
        "locked.pdf": ("set_aside", "locked"),
        "notes.txt": ("set_aside", "not_pdf"),
        "page.pdf": ("set_aside", "html"),
    }
    for row in documents.values():
        assert bool(row["problem_detail"]) is (row["state"] != "ok")
    assert "set aside: page.pdf (html) The file is a web page" in result.stdout


def test_the_same_bytes_twice_are_two_documents_and_one_set_of_rows(published: tuple[Path, Result]) -> None:
    clean, _ = published
    assert len(rows(clean, "recommendations")) == 26
    ids = {row["document_id"] for row in rows(clean, "documents") if row["state"] == "ok"}
    assert len(ids) == 1


def test_a_second_run_parses_nothing_and_leaves_everything_as_it_is(
    mixed: Path, published: tuple[Path, Result]
) -> None:
    clean, first = published
    before = contents(clean)
    again = run(mixed, clean)
    assert again.exit_code == first.exit_code
    assert "nothing has changed since the last run" in again.stdout
    assert contents(clean) == before
    assert "1/" not in again.stderr


def test_afresh_and_with_other_workers_the_bytes_are_the_same(
    mixed: Path, published: tuple[Path, Result], tmp_path: Path
) -> None:
    clean, _ = published
    run(mixed, tmp_path / "clean", "--workers", "1", "--no-cache")
    assert contents(tmp_path / "clean") == contents(clean)
    for path in clean.glob("*.parquet"):
        assert pq.read_table(path).equals(pq.read_table(tmp_path / "clean" / path.name))


def test_a_failure_leaves_the_dataset_untouched(mixed: Path, published: tuple[Path, Result]) -> None:
    clean, _ = published
    before = contents(clean)
    decisions = mixed.parent / "review/decisions.csv"
    decisions.write_text("nonsense\n1\n")
    try:
        result = run(mixed, clean)
        assert result.exit_code == 1
        assert "decisions.csv" in str(result.exception)
        assert contents(clean) == before
    finally:
        decisions.unlink()


def test_a_new_file_is_the_only_one_that_is_parsed(mixed: Path, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    shutil.copytree(mixed, raw)
    run(raw, tmp_path / "clean")
    (raw / "more.pdf").write_text("<html></html>")
    result = run(raw, tmp_path / "clean")
    assert "1/1 more.pdf: set_aside, html" in result.stderr
    changes = (tmp_path / "clean/CHANGES.md").read_text()
    assert "more.pdf" in changes


def test_statuses_of_the_first_document(published: tuple[Path, Result]) -> None:
    clean, _ = published
    found = rows(clean, "recommendations")
    assert Counter(row["status"] for row in found) == {"complete": 6, "partially_complete": 9, "unknown": 11}
    (referring,) = [row for row in found if row["status_method"] == "reference"]
    (antecedent,) = [row for row in found if row["ref"] == "15"]
    assert referring["ref"] == "15a"
    assert referring["status_raw"] == "See above"
    assert referring["status_refers_to"] == antecedent["recommendation_id"]


def test_no_body_is_named_that_did_not_exist_at_the_time(published: tuple[Path, Result]) -> None:
    clean, _ = published
    bodies = {row["agency_id"]: row for row in rows(clean, "agencies")}
    used = {row["agency_id"] for row in rows(clean, "responsibilities") if row["agency_id"]}
    assert used
    for agency_id in used:
        assert bodies[agency_id]["valid_from"] <= "2012-10-02"
        assert bodies[agency_id]["valid_to"] >= "2012-10-02" or not bodies[agency_id]["valid_to"]


def test_the_built_example_is_up_to_date(tmp_path: Path) -> None:
    """If this fails, run `make example`, read the difference in data/example/clean, and commit it."""
    run(SHIPPED / "raw", tmp_path / "clean")
    assert contents(tmp_path / "clean") == contents(SHIPPED / "clean")
    for path in (SHIPPED / "clean").glob("*.parquet"):
        assert pq.read_table(path).equals(pq.read_table(tmp_path / "clean" / path.name))
    shipped = json.loads((SHIPPED / "clean/datapackage.json").read_text())
    built = json.loads((tmp_path / "clean/datapackage.json").read_text())
    assert [r["name"] for r in shipped["resources"]] == [r["name"] for r in built["resources"]]


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["--version"], 0, "scrutiny "),
        (["--help"], 0, "Read the PDFs"),
        (["families"], 0, "task_group_report"),
        (["show", str(EXAMPLE)], 0, "Complete"),
        (["run", "--workers", "0"], 2, "Invalid value"),
        (["show", "no such file.pdf"], 2, "does not exist"),
    ],
)
def test_commands_answer(arguments: list[str], status: int, words: str) -> None:
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == status
    assert words in result.output


def test_explain_says_where_a_value_stands_and_how_it_was_reached(published: tuple[Path, Result]) -> None:
    clean, _ = published
    found = next(row["recommendation_id"] for row in rows(clean, "recommendations") if row["ref"] == "14")
    result = CliRunner().invoke(cli, ["explain", found, "--out", str(clean)])
    assert "page 3" in result.output
    assert "'BANES' is" in result.output
    assert "ods:5FL" in result.output


def test_explain_of_an_unknown_id_says_what_to_do(published: tuple[Path, Result]) -> None:
    clean, _ = published
    result = CliRunner().invoke(cli, ["explain", "nobody", "--out", str(clean)])
    assert result.exit_code == 1
    assert "no such recommendation" in str(result.exception)


def test_a_folder_that_is_not_there_is_a_plain_error(tmp_path: Path) -> None:
    result = run(tmp_path / "nowhere", tmp_path / "clean")
    assert result.exit_code == 1
    assert "there is no such folder" in str(result.exception)
    assert not (tmp_path / "clean").exists()


def test_a_wrong_family_file_stops_the_run_before_anything_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would fail in every worker, and an empty dataset would replace the good one."""
    from extract.families import registry

    folder = tmp_path / "families"
    shutil.copytree(registry.FOLDER, folder)
    columns = folder / "_columns.yaml"
    columns.write_text(columns.read_text().replace("\nresponse: [", '\nresponse: ["Status", '))
    monkeypatch.setattr(registry, "FOLDER", folder)
    registry.load_columns.cache_clear()
    try:
        result = run(SHIPPED / "raw", tmp_path / "clean")
    finally:
        registry.load_columns.cache_clear()
    assert result.exit_code == 1
    assert "'Status' stands under" in str(result.exception)
    assert not (tmp_path / "clean").exists()


def command(*arguments: str) -> tuple[int, str]:
    """Run the installed command as a person does; give its status and what it says of trouble."""
    ended = subprocess.run(
        [sys.executable, "-c", "from scrutiny.cli.main import main; main()", *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    return ended.returncode, ended.stderr


def test_trouble_is_one_plain_line_and_never_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    foreign = tmp_path / "mine"
    foreign.mkdir()
    (foreign / "documents.csv").write_text("my own list")
    raw = str(SHIPPED / "raw")
    for arguments, status, words in (
        (["run", str(tmp_path / "nowhere")], 1, "there is no such folder"),
        (["review", str(tmp_path / "nowhere"), "--no-browser"], 1, "there is no such folder"),
        (["run", str(EXAMPLE.parent), "--out", str(EXAMPLE)], 1, "is a file, not a folder for the dataset"),
        (["run", str(EXAMPLE)], 1, "is a file"),
        (["run", str(tmp_path / "empty"), "--out", str(tmp_path / "clean")], 1, "holds no files"),
        (["run", raw, "--out", str(foreign)], 1, "but a documents.csv that one would replace"),
        (["run", raw, "--out", raw], 1, "a folder of its own"),
        (["explain", "x", "--out", str(tmp_path / "clean")], 1, "there is no dataset here"),
        (["run", "--wrong"], 2, "No such option"),
    ):
        ended, said = command(*arguments)
        assert ended == status, said
        assert words in said
        assert "Traceback" not in said
    assert (foreign / "documents.csv").read_text() == "my own list"


def test_a_long_list_of_what_is_wrong_is_cut_at_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    trouble = (("plan.pdf", "partial", "unmet_expectation", "No row was made of it. " * 60),)
    rows = {"recommendations": 0, "judgements": 0, "responsibilities": 0}
    print_summary(Summary(False, 1, 1, {"partial": 1}, trouble, rows, 0), "clean", "queue.csv")
    (line,) = (line for line in capsys.readouterr().out.splitlines() if "plan.pdf" in line)
    assert line.endswith("…")
    assert len(line) < 500


def test_a_dataset_among_its_sources_is_not_read_as_one(tmp_path: Path) -> None:
    shutil.copy(EXAMPLE, tmp_path / "good.pdf")
    assert run(tmp_path, tmp_path / "clean").exit_code == 0
    again = run(tmp_path, tmp_path / "clean", "--no-cache")
    assert again.exit_code == 0, again.output
    assert len(rows(tmp_path / "clean", "documents")) == 1


def test_a_name_that_is_no_text_is_escaped_and_read(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / os.fsdecode(b"caf\xe9.pdf")).write_bytes(EXAMPLE.read_bytes())
    result = run(raw, tmp_path / "clean")
    assert result.exit_code == 0, result.output
    assert [row["file"] for row in rows(tmp_path / "clean", "documents")] == ["caf\\x5cxe9.pdf"]


def test_only_records_are_cleared_away(tmp_path: Path) -> None:
    store = Store(tmp_path)
    (tmp_path / "my-notes.json").write_text("{}")
    old = tmp_path / f"{'a' * 24}-{'b' * 12}.json"
    old.write_text("{}")
    store.prune(set())
    assert (tmp_path / "my-notes.json").exists()
    assert not old.exists()


def test_a_half_written_record_never_counts(tmp_path: Path) -> None:
    store = Store(tmp_path)
    report = read_document(b"")
    store.save(report)
    assert store.load(report.sha256) == report
    path = next(tmp_path.glob("*.json"))
    path.write_bytes(path.read_bytes()[:-9])
    assert store.load(report.sha256) is None


def test_a_failure_of_the_moment_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    shutil.copy(EXAMPLE, raw / "good.pdf")
    monkeypatch.setattr("extract.intake.files.MOST_BYTES", 10)
    assert run(raw, tmp_path / "clean").exit_code == 3
    monkeypatch.undo()
    again = run(raw, tmp_path / "clean")
    assert again.exit_code == 0, again.output


def test_a_run_loads_no_parser_into_its_main_process(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom scrutiny.cli.main import main\n"
        f"sys.argv = ['scrutiny', 'run', {str(SHIPPED / 'raw')!r}, '--out', {str(tmp_path / 'clean')!r}]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print([name for name in ('pdfplumber', 'pypdfium2', 'pyarrow') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.splitlines()[-1] == "['pyarrow']"


def test_help_answers_without_loading_what_reads_or_writes() -> None:
    code = (
        "import sys\nfrom scrutiny.cli.main import main\nsys.argv = ['scrutiny', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print([name for name in ('numpy', 'pandas', 'pdfplumber', 'pyarrow') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.splitlines()[-1] == "[]"
