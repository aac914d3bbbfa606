"""The words of the workbook's first and last sheets: what the dataset is, and what each column holds."""

from collections.abc import Iterable, Iterator, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from publish.schema.load import Field, TableSchema, schemas
from publish.wide import as_at_of, with_dates
from publish.write.about import about, citation, version

SUMMARY, OVERDUE, GRADES, BY_REGION = "Summary", "Overdue", "Grades", "Grades by region"
FOLLOWED = "Followed"
READY, NOTES = "Ready to filter", "Notes"

SHEETS: Mapping[str, str] = {
    SUMMARY: (
        "How many recommendations are done, open and past due: by status, body, area, region, kind of "
        "document, theme and year. Filter the column By."
    ),
    OVERDUE: "What was due before the latest date of any document here and is neither done nor closed.",
    FOLLOWED: "Recommendations that several documents tell of: how each stands now, and who says so.",
    GRADES: "One row for each inspection: authority, region, year, and its grades side by side.",
    BY_REGION: "How many authorities were given which overall grade, by framework, region and year.",
    READY: (
        "One row for each recommendation and body, with all that most questions need. A recommendation with "
        "three bodies stands on three rows: to count recommendations, use Summary or recommendations."
    ),
}
"""The sheets for people, and what each is for."""

STATES = {"ok": "read in full", "partial": "read in part", "set_aside": "set aside"}


def cover_lines(tables: Mapping[str, pa.Table]) -> Iterator[tuple[str, str | int]]:
    """Yield the lines of the cover as pairs of a heading and what it says.

    A heading that is the name of a sheet is a link to it.
    """
    yield about().title, ""
    yield "", about().description
    yield "", ""
    yield "Start here", "Click a name in blue. Every sheet has filters in its first row."
    yield from SHEETS.items()
    yield "", ""
    yield "Files found", len(tables["documents"])
    for words, number in documents_by_state(tables["documents"]):
        yield f"Documents {words}", number
    yield "Recommendations", len(tables["recommendations"])
    yield "Past due is told as at", as_at_words(tables["documents"])
    yield "", ""
    yield "All tables", "As in the CSV and Parquet files; for those who look something up by its code."
    for name, schema in schemas().items():
        rows = len(tables[name])
        yield name, f"{rows:,} row{'' if rows == 1 else 's'}. {schema.description}"
    yield NOTES, "What each column of each table holds, and what each value means."
    yield "", ""
    for number, rule in enumerate(about().text_rules):
        yield "How to read it" if number == 0 else "", rule
    yield "", ""
    yield "Version", version()
    for number, licence in enumerate(about().licences):
        yield "Licence" if number == 0 else "", f"{licence.title}: {licence.covers}. {licence.path}"
    yield "", about().other_rights
    for number, credit in enumerate(about().credits):
        yield "Credits" if number == 0 else "", " ".join(filter(None, (credit.title, credit.path)))
    yield "How to cite it", citation()


def as_at_words(documents: pa.Table) -> str:
    """Return the dataset's date with what it is, for people."""
    day = as_at_of(with_dates(documents)).as_py()
    return f"{day:%Y-%m-%d}, the latest date of any document" if day else "no document has a date"


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
