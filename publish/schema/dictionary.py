"""The data dictionary for people, as Markdown, made from the description of each table."""

import sys
from collections.abc import Iterator

from publish.schema.load import Field, TableSchema, changes_schema, schemas, wide_schema
from publish.write.about import about
from publish.write.cover import key_text


def dictionary() -> str:
    """Return the whole dictionary; the same schema gives the same text."""
    tables = [*schemas().values(), wide_schema(), changes_schema()]
    lines = ["# Data dictionary", "", about().description, "", "Generated from `publish/schema/`.", ""]
    lines += [f"- [{table.title}](#{table.name}): {table.description}" for table in tables]
    lines += ["", "## How to read it", "", *(f"- {_escaped(rule)}" for rule in about().text_rules), ""]
    for table in tables:
        lines += _section(table)
    return "\n".join(lines)


def _section(table: TableSchema) -> Iterator[str]:
    """Describe one table."""
    yield from (f"## {table.name}", "", table.description, "")
    if table.primary_key:
        yield from (f"Primary key: {', '.join(f'`{name}`' for name in table.primary_key)}.", "")
    yield "| Column | Type | Blank? | What it holds | Example |"
    yield "| --- | --- | --- | --- | --- |"
    for field in table.fields:
        blank = "no" if field.required else "yes"
        example = f"`{_escaped(field.example)}`"
        yield f"| `{field.name}` | {field.type} | {blank} | {_meaning(table, field)} | {example} |"
    yield ""
    for field in table.fields:
        if field.values:
            yield from (f"Values of `{field.name}`:", "")
            yield from (f"- `{value}`: {meaning}" for value, meaning in field.values.items())
            yield ""


def _meaning(table: TableSchema, field: Field) -> str:
    """Return the description of a column with its key and its limits."""
    parts = [field.description]
    if key := key_text(table, field):
        parts.append(f"{key[0].upper()}{key[1:]}.")
    if field.minimum is not None or field.maximum is not None:
        low = "" if field.minimum is None else f"from {field.minimum}"
        high = "" if field.maximum is None else f"to {field.maximum}"
        parts.append(f"A number {' '.join(filter(None, (low, high)))}.")
    if field.pattern:
        parts.append(f"Pattern `{field.pattern}`.")
    return _escaped(" ".join(parts))


def _escaped(text: str) -> str:
    """Keep a bar from ending a cell."""
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(dictionary())
