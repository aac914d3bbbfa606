"""What `import scrutiny` offers: examples as they stand in its docstrings, types, and what it costs."""

from __future__ import annotations

import datetime as dt
import doctest
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from conftest import ROOT, SHIPPED
from datasets import dataset, document, key, publish, recommendation, responsibility

import scrutiny
import scrutiny.frames.dataset
import scrutiny.frames.document
from publish.schema.load import TABLES, schemas, wide_schema
from records.clean import Dataset as Rows
from records.clean import Inspection
from scrutiny.frames.types import is_ordered


@pytest.mark.parametrize("module", [scrutiny.frames.dataset, scrutiny.frames.document])
def test_the_examples_are_true(module: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    options = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    with pd.option_context("display.width", 200, "display.max_columns", 20):
        found = doctest.testmod(module, optionflags=options)  # type: ignore[arg-type]
    assert found.attempted > 3
    assert not found.failed


def test_every_public_name_is_there_and_no_other() -> None:
    assert set(dir(scrutiny)) == set(scrutiny.__all__)
    for name in scrutiny.__all__:
        assert getattr(scrutiny, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'reed'"):
        _ = scrutiny.reed


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    clean = tmp_path_factory.mktemp("data") / "clean"
    late = dt.date(2012, 1, 31)
    rows = Rows(
        documents=(document("a", year=2012), document("b", year=2019)),
        recommendations=(
            recommendation("a", 1, due_date=late, status="in_progress", status_group="open"),
            recommendation("a", 2, due_date=late, status="complete", status_group="done"),
            recommendation("a", 3, due_date=None, status=None, status_group=None),
        ),
        responsibilities=tuple(
            responsibility("a", n, place, agency_id=None, agency=None, agency_raw=name)
            for n, place, name in ((1, 1, "Police"), (1, 2, "Council"), (2, 1, "Police"), (1, 3, "Police"))
        ),
        inspections=tuple(
            Inspection(
                document_id=key(word),
                part=1,
                framework=framework,
                region_name=region,
                overall_effectiveness_grade=grade,
            )
            for word, framework, region, grade in (
                ("a", "ofsted_ilacs", "London", "inadequate"),
                ("b", "ofsted_ilacs", "London", "good"),
            )
        ),
    )
    publish(rows, clean, {})
    return clean


def test_every_table_has_its_columns_and_their_types(folder: Path) -> None:
    data = scrutiny.load(folder)
    for name in TABLES:
        frame = getattr(data, name)
        assert list(frame.columns) == list(schemas()[name].columns)
        for field in schemas()[name].fields:
            kind = frame[field.name].dtype
            if field.values:
                assert list(kind.categories) == list(field.values)
                assert kind.ordered == is_ordered(field.name)
            elif field.type == "date":
                assert kind.kind == "M"
            elif field.type == "string":
                assert isinstance(kind, pd.StringDtype)
            elif field.type == "integer":
                assert kind == pd.Int64Dtype()
    assert list(data.wide().columns) == list(wide_schema().columns)
    assert data.wide().status.dtype == data.recommendations.status.dtype
    assert data.recommendations is data.recommendations


def test_grades_stand_in_their_order_the_best_first(folder: Path) -> None:
    grades = scrutiny.load(folder).inspections.overall_effectiveness_grade
    assert (grades.min(), grades.max()) == ("good", "inadequate")


def test_what_is_overdue_depends_on_the_day(folder: Path) -> None:
    data = scrutiny.load(folder)
    assert data.as_at == dt.date(2012, 10, 2)
    assert set(data.overdue().recommendation_id) == {f"{key('a')}-1"}
    assert data.overdue("2012-01-31").empty
    later = data.overdue(dt.date(2030, 1, 1))
    assert set(later.recommendation_id) == {f"{key('a')}-1"}
    assert set(later.as_at) == {pd.Timestamp("2030-01-01")}


def test_a_recommendation_counts_once_for_a_body(folder: Path) -> None:
    found = scrutiny.load(folder).open_by_agency()
    assert found.to_dict("index") == {
        "Police": {"recommendations": 2, "open": 1, "past_due": 1},
        "Council": {"recommendations": 1, "open": 1, "past_due": 1},
    }


def test_grades_are_counted_by_region_and_year(folder: Path) -> None:
    found = scrutiny.load(folder).grades_by("region", "year")
    assert found.to_dict("index") == {
        ("London", 2012): {"good": 0, "inadequate": 1},
        ("London", 2019): {"good": 1, "inadequate": 0},
    }


@pytest.mark.parametrize(
    ("groups", "aspect", "told"),
    [
        (("county",), "overall_effectiveness", "not county"),
        ((), "overall_effectiveness", "one at least"),
        (("year",), "outlook", "no grade of 'outlook'"),
    ],
)
def test_what_cannot_be_counted_is_told(
    folder: Path, groups: tuple[str, ...], aspect: str, told: str
) -> None:
    with pytest.raises(scrutiny.ScrutinyError, match=told):
        scrutiny.load(folder).grades_by(*groups, aspect=aspect)


def test_a_framework_that_is_none_is_told(folder: Path) -> None:
    with pytest.raises(scrutiny.ScrutinyError, match="no framework 'ilacs'; there are ofsted_ilacs"):
        scrutiny.load(folder).grades_by("region", framework="ilacs")


def test_a_folder_without_a_dataset_is_told(tmp_path: Path) -> None:
    with pytest.raises(scrutiny.ScrutinyError, match="no dataset is there"):
        scrutiny.load(tmp_path)
    with pytest.raises(AttributeError, match="no table 'recomendations'"):
        _ = scrutiny.load(SHIPPED / "clean").recomendations


def test_a_damaged_table_is_told(tmp_path: Path) -> None:
    publish(dataset(), tmp_path / "clean", {})
    (tmp_path / "clean/judgements.parquet").write_bytes(b"PAR1")
    with pytest.raises(scrutiny.ScrutinyError, match="judgements is not there or damaged"):
        _ = scrutiny.load(tmp_path / "clean").judgements


SCRIPT = """
import sys
import scrutiny
assert not {"pandas", "pyarrow", "numpy"} & set(sys.modules)
paper = scrutiny.read(sys.argv[1])
pictures = paper._repr_html_()
print(len(paper.recommendations), pictures.count("<img"), paper.state, scrutiny.__version__)
again = scrutiny.build(sys.argv[2], sys.argv[3], workers=1)
print(len(again.recommendations))
"""


def test_a_script_without_a_guard_reads_draws_and_builds(tmp_path: Path) -> None:
    """A new process would run it again, and so for ever; and nothing is loaded before it is used."""
    (tmp_path / "mine.py").write_text(SCRIPT)
    raw = SHIPPED / "raw"
    (pdf,) = raw.glob("*.pdf")
    words = [sys.executable, "mine.py", str(pdf), str(raw), str(tmp_path / "data/clean")]
    ended = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert ended.stdout.splitlines() == [f"26 26 ok {scrutiny.__version__}", "26"], ended.stderr


def test_no_command_loads_pandas() -> None:
    """Arrow would, with the first array that it makes: `diff` reads all tables of two datasets."""
    code = "import sys, scrutiny.__main__ as m\ntry: m.main()\nfinally: print('pandas' in sys.modules)"
    clean = str(SHIPPED / "clean")
    for words in (["--help"], ["diff", clean, clean]):
        command = [sys.executable, "-c", code, *words]
        ended = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
        assert ended.returncode == 0, ended.stderr
        assert ended.stdout.endswith("False\n"), ended.stdout
