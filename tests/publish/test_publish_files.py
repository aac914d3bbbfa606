"""The CSV and Parquet files and the Data Package, read back with the programs that others use."""

import csv
import hashlib
import io
import json
import warnings
from pathlib import Path

import msgspec
import pandas as pd
import pyarrow as pa
import pytest
from datasets import changed, dataset, document, publish, recommendation, tables_of
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from publish.schema.load import schemas
from publish.write.csv_file import write_csv
from publish.write.parquet_file import write_parquet
from records.clean import Dataset


def csv_bytes(data: Dataset, table: str) -> bytes:
    sink = io.BytesIO()
    write_csv(tables_of(data)[table], schemas()[table], sink)
    return sink.getvalue()


def csv_rows(data: Dataset, table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(csv_bytes(data, table).decode(), newline=""), strict=True))


def with_text(text: str) -> Dataset:
    return Dataset(
        documents=(document("plan"),), recommendations=(recommendation("plan", 1, text=text, comments=None),)
    )


def test_header_and_line_ends() -> None:
    lines = csv_bytes(dataset(), "judgements").split(b"\n")
    assert lines[0] == b",".join(b'"%s"' % name.encode() for name in schemas()["judgements"].columns)
    assert len(lines) == 3
    assert lines[-1] == b""
    assert b"\r" not in csv_bytes(dataset(), "recommendations")


def test_an_empty_table_has_its_header() -> None:
    assert (
        csv_bytes(Dataset(), "issues")
        == b'"document_id","recommendation_id","page","level","code","message"\n'
    )


def test_each_type_is_written_in_its_form() -> None:
    row = csv_rows(dataset(), "recommendations")[0]
    assert row["ref"] == "001"
    assert row["position"] == "1"
    assert row["due_date"] == "2012-09-30"
    assert row["needs_review"] == "false"
    assert row["theme"] == ""
    assert row["comments"] == "A survey was held; Results go to the board"
    assert csv_rows(dataset(), "responsibilities")[0]["score"] == "100"


@pytest.mark.parametrize(
    "text", ["NA", "None", "null", "nan", "N/A", "-1.5e3", "true", " padded ", "1,2", 'a "b" c', '"']
)
def test_words_that_look_like_nothing_survive_in_pandas(text: str) -> None:
    content = csv_bytes(with_text(text), "recommendations")
    frame = pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False, na_values=[""])
    assert frame.loc[0, "text"] == ("'" + text if text.startswith("-") else text)
    assert pd.isna(frame.loc[0, "comments"])


def test_text_is_quoted_and_nothing_else() -> None:
    line = csv_bytes(with_text("NA"), "recommendations").decode().splitlines()[1]
    # So a reader that honours quotes can tell the text NA from an absent value.
    assert ',"NA",,"Achieved",' in line
    assert ',2012-09-30,,2,3,"[[2,' in line


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("a\rb", "a\\x0db"),
        ("a\r\nb", "a\\x0d; b"),
        ("\x1b[2J", "\\x1b[2J"),
        ("\u202etxt", "\\u202etxt"),
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("- Agreed\n- Done", "'- Agreed; - Done"),
        ("one\ntwo.\nthree", "one; two. three"),
    ],
)
def test_text_that_a_spreadsheet_must_not_meet(text: str, cell: str) -> None:
    (row,) = csv_rows(with_text(text), "recommendations")
    assert row["text"] == cell


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip),
        min_size=1,
        max_size=5,
    )
)
@settings(deadline=None, max_examples=30)
def test_every_row_is_one_line_for_every_reader(texts: list[str]) -> None:
    data = Dataset(
        documents=(document("plan"),),
        recommendations=tuple(recommendation("plan", n, text=text) for n, text in enumerate(texts, 1)),
    )
    content = csv_bytes(data, "recommendations")
    assert len(content.decode().splitlines()) == len(texts) + 1
    assert len(list(csv.reader(io.StringIO(content.decode(), newline=""), strict=True))) == len(texts) + 1
    assert len(pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False)) == len(texts)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1, max_size=5))
@settings(deadline=None, max_examples=30)
def test_parquet_keeps_exact_text(texts: list[str]) -> None:
    data = Dataset(
        documents=(document("plan"),),
        recommendations=tuple(recommendation("plan", n, text=text) for n, text in enumerate(texts, 1)),
    )
    table = tables_of(data)["recommendations"]
    sink = io.BytesIO()
    write_parquet(table, schemas()["recommendations"], sink)
    back = parquet.read_table(pa.BufferReader(sink.getvalue()))
    assert back.column("text").to_pylist() == texts
    assert back.equals(table)
    assert back.schema.equals(table.schema)


def parquet_bytes(data: Dataset, table: str) -> bytes:
    sink = io.BytesIO()
    write_parquet(tables_of(data)[table], schemas()[table], sink)
    return sink.getvalue()


@pytest.mark.parametrize("name", schemas())
def test_the_same_rows_give_the_same_bytes(name: str) -> None:
    assert csv_bytes(dataset(), name) == csv_bytes(dataset(), name)
    assert parquet_bytes(dataset(), name) == parquet_bytes(dataset(), name)


def validated(folder: Path) -> tuple[bool, list[list[object]]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the validator's own
        from frictionless import Package

        report = Package(str(folder / "datapackage.json")).validate()
    return report.valid, report.flatten(["name", "rowNumber", "fieldName", "type"])


def test_the_package_describes_its_files(tmp_path: Path) -> None:
    nasty = dataset()
    nasty = msgspec.structs.replace(
        nasty,
        recommendations=changed(nasty.recommendations, 0, text="=1\r\n\x1b NA", comments="None", ref="NA"),
    )
    publish(nasty, tmp_path / "clean", {})
    assert validated(tmp_path / "clean") == (True, [])


def test_the_package_describes_what_changed(tmp_path: Path) -> None:
    old = dataset()
    publish(old, tmp_path / "clean", {})
    rows = changed(old.recommendations, 0, text='=1\r\n"\x1b NA', comments=None)
    publish(msgspec.structs.replace(old, recommendations=rows, issues=()), tmp_path / "clean", {})
    with (tmp_path / "clean/changes.csv").open(newline="") as file:
        lines = list(csv.DictReader(file, strict=True))
    assert [(line["change"], line["column"]) for line in lines] == [
        ("changed", "text"),
        ("changed", "comments"),
        ("withdrawn", ""),
        ("withdrawn", ""),
    ]
    assert validated(tmp_path / "clean") == (True, [])


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (b'"complete","done"', b'"finished","done"', "constraint-error"),
        (b"2012-09-30", b"2012-09-31", "type-error"),
        (b'"gss:E06000054","Wiltshire Council"', b'"gss:E06000055","Wiltshire Council"', "foreign-key"),
    ],
)
def test_the_package_finds_what_is_wrong(tmp_path: Path, old: bytes, new: bytes, fault: str) -> None:
    clean = tmp_path / "clean"
    publish(dataset(), clean, {})
    for path in (clean / "recommendations.csv", clean / "responsibilities.csv"):
        path.write_bytes(path.read_bytes().replace(old, new, 1))
    valid, faults = validated(clean)
    assert not valid
    assert fault in {row[3] for row in faults}


def test_the_package_holds_hashes_licences_and_the_other_forms(tmp_path: Path) -> None:
    clean = tmp_path / "clean"
    publish(dataset(), clean, {})
    package = json.loads((clean / "datapackage.json").read_bytes())
    assert package["name"] == "scrutiny"
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert {licence["name"] for licence in package["licenses"]} == {"OGL-UK-3.0", "CC-BY-4.0"}
    assert any("mySociety" in source["title"] for source in package["sources"])
    assert "apostrophe" in package["description"]
    described = [
        entry for resource in package["resources"] for entry in (resource, *resource.get("alternates", ()))
    ]
    described += package["alternates"]
    for entry in described:
        content = (clean / entry["path"]).read_bytes()
        assert entry["bytes"] == len(content)
        assert entry["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    assert {entry["path"] for entry in described} == {
        *(f"{name}.{kind}" for name in schemas() for kind in ("csv", "parquet")),
        *("scrutiny.xlsx", "scrutiny.sqlite", "changes.csv", "wide.csv", "wide.parquet"),
    }
    assert package["id"].startswith("urn:uuid:")
    assert "created" not in package
    assert package["keywords"]
    assert package["contributors"] == [{"title": "The Scrutiny project", "roles": ["creator"]}]


def test_the_id_of_a_package_is_that_of_its_rows(tmp_path: Path) -> None:
    data = dataset()
    other = msgspec.structs.replace(data, recommendations=changed(data.recommendations, 0, text="Another."))
    ids = []
    runs = [(data, {}), (data, {"created": "2020-01-01T00:00:00Z"}), (other, {})]
    for number, (rows, run) in enumerate(runs):
        publish(rows, tmp_path / str(number), run)
        package = json.loads((tmp_path / str(number) / "datapackage.json").read_bytes())
        assert package.get("created") == run.get("created")
        ids.append(package["id"])
    assert ids[0] == ids[1] != ids[2]


def test_parquet_says_what_its_columns_hold() -> None:
    schema = parquet.read_schema(pa.BufferReader(parquet_bytes(dataset(), "documents")))
    told = {name: schema.field(name).metadata[b"description"].decode() for name in schema.names}
    assert told == {field.name: field.description for field in schemas()["documents"].fields}
