"""The words of the workbook's first and last sheets: what the dataset is, and what each column holds."""

from collections.abc import Iterable, Iterator, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from publish.schema.load import Field, TableSchema, schemas
from publish.write.about import about, citation, version

STATES = {"ok": "read in full", "partial": "read in part", "set_aside": "set aside"}


def cover_lines(tables: Mapping[str, pa.Table]) -> Iterator[tuple[str, str | int]]:
    """Yield the lines of the cover as pairs of a heading and what it says."""
    yield about().title, ""
    yield "", ""
    yield "What this is", about().description
    yield "Version", version()
    yield "", ""
    yield "Files found", len(tables["documents"])
    for words, number in documents_by_state(tables["documents"]):
        yield f"Documents {words}", number
    for name, schema in schemas().items():
        if name != "documents":
            yield schema.title, len(tables[name])
    yield "", ""
    yield (
        "Sheet 'Ready to filter'",
        (
            "One row for each recommendation and body, with all that most questions need. A recommendation "
            "with three bodies stands on three rows: to count recommendations, use 'recommendations'. "
            "'Document date' is the day of publication or, where none is printed, of the meeting, or the end "
            "of the inspection."
        ),
    )
    for name, schema in schemas().items():
        yield f"Sheet '{name}'", schema.description
    yield "Sheet 'Notes'", "What each column of each table holds, and what each value means."
    yield "", ""
    for number, rule in enumerate(about().text_rules):
        yield "How to read it" if number == 0 else "", rule
    yield "", ""
    for number, licence in enumerate(about().licences):
        yield "Licence" if number == 0 else "", f"{licence.title}: {licence.covers}. {licence.path}"
    yield "", about().other_rights
    for number, credit in enumerate(about().credits):
        yield "Credits" if number == 0 else "", " ".join(filter(None, (credit.title, credit.path)))
    yield "How to cite it", citation()


def documents_by_state(documents: pa.Table) -> Iterator[tuple[str, int]]:
    """Yield what became of documents, and of how many; a file that was found twice is one of them."""
    for code, words in STATES.items():
        those = documents.filter(pc.equal(documents.column("state"), code))
        yield words, int(pc.count_distinct(those.column("document_id")).as_py())


def note_rows(tables: Iterable[TableSchema]) -> list[dict[str, str | None]]:
    """Return a row for each column of each table."""
    return [
        {
            "Table": table.name,
            "Column": field.name,
            "Type": field.type,
            "What it holds": field.description,
            "Values": values_text(field),
            "May be blank": "no" if field.required else "yes",
            "Key": key_text(table, field),
            "Example": field.example,
        }
        for table in tables
        for field in table.fields
    ]


def values_text(field: Field) -> str | None:
    """Return the allowed values of a column and what each means; None where it has no list."""
    if field.values is None:
        return None
    return "; ".join(f"{value}: {meaning}" for value, meaning in field.values.items())


def key_text(table: TableSchema, field: Field) -> str | None:
    """Return what part the column has in identifying rows; None if it has none."""
    parts = []
    if field.name in table.primary_key:
        parts.append(
            "identifies the row" if len(table.primary_key) == 1 else "part of what identifies the row"
        )
    if field.references:
        parts.append(f"stands in {field.references.table}.{field.references.column}")
    return "; ".join(parts) or None
