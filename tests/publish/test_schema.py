"""The description of each table, and that it agrees with the rows that flow into it."""

import datetime as dt
import re
import types
import typing
from pathlib import Path

import pyarrow as pa
import pytest

from publish.schema.load import (
    TABLES,
    Field,
    TableSchema,
    arrow_schema,
    check_references,
    descriptor,
    read_schema,
    schemas,
)
from records import clean
from records.clean import Dataset
from records.errors import ConfigError
from records.outcome import Problem, State

ROWS = {
    "documents": clean.Document,
    "parts": clean.DocumentPart,
    "recommendations": clean.Recommendation,
    "responsibilities": clean.Responsibility,
    "history": clean.EarlierStatus,
    "links": clean.Link,
    "threads": clean.Thread,
    "judgements": clean.Judgement,
    "inspections": clean.Inspection,
    "accounts": clean.Account,
    "agencies": clean.Agency,
    "issues": clean.PublishedIssue,
}
COLUMN_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean", dt.date: "date"}

GOOD = """
name: fruits
title: Fruits
description: One row for each fruit.
primary_key: [fruit]
label: fruit
fields:
  - {name: fruit, type: string, required: true, example: apple, description: Its name.}
  - {name: weight, type: integer, minimum: 1, example: "150", description: Its weight in grams.}
"""


def column_type(annotation: object) -> tuple[str, bool]:
    """Give the schema's type for a Python type, and whether it must be there."""
    options = typing.get_args(annotation) if isinstance(annotation, types.UnionType) else (annotation,)
    (own,) = (option for option in options if option is not types.NoneType)
    if typing.get_origin(own) is tuple:  # regions are published as JSON text
        own = str
    return COLUMN_TYPES[own], types.NoneType not in options


def every_field() -> list[tuple[str, Field]]:
    return [(table.name, field) for table in schemas().values() for field in table.fields]


@pytest.mark.parametrize("name", TABLES)
def test_columns_are_those_of_the_rows(name: str) -> None:
    hints = typing.get_type_hints(ROWS[name])
    expected = {field: column_type(hints[field]) for field in ROWS[name].__struct_fields__}
    found = {field.name: (field.type, field.required) for field in schemas()[name].fields}
    assert found == expected


def test_every_table_of_the_dataset_is_described() -> None:
    assert list(TABLES) == [name for name in Dataset.__struct_fields__ if name != "doubts"]


@pytest.mark.parametrize(
    ("column", "words"), [("state", set(State)), ("problem", set(Problem))], ids=["state", "problem"]
)
def test_closed_lists_are_those_of_the_records(column: str, words: set[str]) -> None:
    assert set(schemas()["documents"].field(column).values or ()) == words


@pytest.mark.parametrize(("table", "field"), every_field(), ids=lambda value: getattr(value, "name", value))
def test_each_example_keeps_its_own_rules(table: str, field: Field) -> None:
    assert field.name in schemas()[table].columns
    if field.values:
        assert field.example in field.values
    if field.pattern:
        assert re.search(field.pattern, field.example)
    if field.type == "integer":
        assert (field.minimum or 0) <= int(field.example) <= (field.maximum or 10**9)
    if field.type == "number":
        assert float(field.example) <= (field.maximum or 10**9)
    if field.type == "boolean":
        assert field.example in ("true", "false")
    if field.type == "date":
        dt.date.fromisoformat(field.example)


@pytest.mark.parametrize(
    ("table", "column", "refused"),
    [
        ("documents", "document_id", "3C1F0A9BE27D"),
        ("documents", "area_id", "E06000054"),
        ("recommendations", "timescale", "3 months"),
        ("recommendations", "timescale", "P"),
        ("recommendations", "regions", "[[2,90.84,262.8,314.6,324.4]]"),
        ("recommendations", "regions", "[[0,1.0,2.0,3.0,4.0]]"),
        ("recommendations", "regions", "[[1,null,2.0,3.0,4.0]]"),
        ("judgements", "regions", "[[1,1.0,2.0,3.0,4.0],]"),
        ("agencies", "agency_id", "Wiltshire Council"),
        ("issues", "code", "Unplaced text"),
    ],
)
def test_patterns_refuse(table: str, column: str, refused: str) -> None:
    pattern = schemas()[table].field(column).pattern
    assert pattern is not None
    assert re.search(pattern, refused) is None


@pytest.mark.parametrize("accepted", ["immediate", "P3M", "P1Y6M", "P10D", "P2W", "PT24H"])
def test_timescales_are_immediate_or_durations(accepted: str) -> None:
    assert re.search(schemas()["recommendations"].field("timescale").pattern or "", accepted)


def test_descriptions_are_sentences() -> None:
    for table, field in every_field():
        assert field.description.endswith("."), f"{table}.{field.name}"


def fruits(folder: Path, text: str) -> TableSchema:
    (folder / "fruits.yaml").write_text(text)
    return read_schema(folder / "fruits.yaml")


def test_a_good_description_is_read(tmp_path: Path) -> None:
    table = fruits(tmp_path, GOOD)
    assert table.columns == ("fruit", "weight")
    assert table.field("weight").minimum == 1
    with pytest.raises(KeyError):
        table.field("colour")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("title:", "titel:"), "titel"),
        (("minimum: 1", "minimal: 1"), "minimal"),
        (("type: integer", "type: whole"), "whole"),
        (("example: apple, ", ""), "example"),
        (("title: Fruits", "title: Fruits\ntitle: Vegetables"), "'title' is given twice"),
        (("minimum: 1,", "minimum: 1, minimum: 2,"), "'minimum' is given twice"),
        (("name: weight", "name: fruit"), "described twice"),
        (("name: fruits", "name: apples"), "must be that of the file"),
        (("[fruit]", "[weight]"), "may be blank"),
        (("[fruit]", "[colour]"), "'colour'"),
        (("label: fruit", "label: colour"), "'colour'"),
        (("minimum: 1", "pattern: ^1$"), "not text"),
        (("required: true", "required: true, minimum: 1"), "not a number"),
        (("required: true", "pattern: '[a-z]+'"), "pattern"),
        (("required: true", "values: {}"), "values"),
        (("fields:", "fields: ["), "fruits.yaml"),
        ((GOOD, "[]"), "fruits.yaml"),
        (("example: apple", "example: 2026-02-30"), "day is out of range"),
        (("fields:", "[fields]:"), "unhashable"),
    ],
)
def test_a_wrong_description_is_refused(change: tuple[str, str], says: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=re.escape(says)) as refusal:
        fruits(tmp_path, GOOD.replace(*change))
    assert str(refusal.value).startswith(f"{tmp_path.name}/fruits.yaml: ")


@pytest.mark.parametrize(
    ("reference", "says"),
    [
        ("{table: vegetables, column: name}", "vegetables.name"),
        ("{table: fruits, column: colour}", "fruits.colour"),
        ("{table: fruits, column: weight}", "no column of type string"),
    ],
)
def test_a_reference_to_nothing_is_refused(reference: str, says: str, tmp_path: Path) -> None:
    text = GOOD.replace("example: apple", f"example: apple, references: {reference}")
    with pytest.raises(ConfigError, match=re.escape(says)):
        check_references({"fruits": fruits(tmp_path, text)})


def test_parquet_types() -> None:
    types_of = arrow_schema(schemas()["documents"])
    assert types_of.field("document_id") == pa.field("document_id", pa.string(), nullable=False)
    assert types_of.field("published") == pa.field("published", pa.date32())
    assert types_of.field("bytes").type == pa.int64()
    assert arrow_schema(schemas()["responsibilities"]).field("score").type == pa.float64()
    assert arrow_schema(schemas()["accounts"]).field("ocr").type == pa.bool_()


def test_table_schema_names_keys_and_limits() -> None:
    found = descriptor(schemas()["recommendations"])
    assert found["primaryKey"] == ["recommendation_id"]
    assert found["uniqueKeys"] == [["document_id", "position"]]
    assert found["missingValues"] == [""]
    assert {
        "fields": ["document_id"],
        "reference": {"resource": "documents", "fields": ["document_id"]},
    } in found["foreignKeys"]
    # A table that refers to itself has no name of its own there.
    assert {
        "fields": ["status_refers_to"],
        "reference": {"resource": "", "fields": ["recommendation_id"]},
    } in found["foreignKeys"]
    by_name = {field["name"]: field for field in found["fields"]}
    assert by_name["page"]["constraints"] == {"required": True, "minimum": 1}
    assert by_name["comments"]["constraints"] == {}
    assert by_name["status"]["constraints"]["enum"][0] == "complete"
    assert "primaryKey" not in descriptor(schemas()["issues"])
