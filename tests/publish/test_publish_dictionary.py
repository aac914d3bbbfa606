"""The data dictionary."""

import re

from publish.schema.dictionary import dictionary
from publish.schema.load import schemas
from publish.write.about import about


def cells(line: str) -> list[str]:
    """Give the cells of a line of a Markdown table."""
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def test_every_table_and_column_has_its_line() -> None:
    text = dictionary()
    for name, schema in schemas().items():
        (section,) = re.findall(rf"^## {name}\n(.*?)(?=^## |\Z)", text, re.M | re.S)
        rows = [cells(line) for line in section.splitlines() if line.startswith("| `")]
        assert [row[0] for row in rows] == [f"`{column}`" for column in schema.columns]
        assert {len(row) for row in rows} == {5}
        assert schema.description in section
        for field in schema.fields:
            assert all(
                f"- `{value}`: {meaning}" in section for value, meaning in (field.values or {}).items()
            )


def test_it_tells_keys_limits_and_how_text_is_written() -> None:
    text = dictionary()
    assert "Primary key: `document_id`, `file`." in text
    assert "Stands in documents.document_id." in text
    assert "A number from 1 to 4." in text
    assert "A number from 0." in text
    assert "`ons:E16000026\\|former_gss:E10000033`" in text
    assert all(f"- {rule}" in text for rule in about().text_rules)


def test_it_is_the_same_each_time() -> None:
    assert dictionary() == dictionary()
    assert dictionary().endswith("\n")
    assert not dictionary().endswith("\n\n")
