"""The words by which readings are told: each pattern is proved when the file is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from extract.readings import wording
from extract.readings.wording import load_wording
from records.errors import ConfigError

TEXT = wording.FILE.read_text("utf-8")


@pytest.fixture(autouse=True)
def anew() -> Iterator[None]:
    load_wording.cache_clear()
    yield
    load_wording.cache_clear()


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ('["Recommendations", ', '["Findings", ', "does not match its example 'Findings'"),
        ('["shoulder", ', '["One should", ', "matches its counter-example 'One should'"),
        (
            '["Ensure that buses run", ',
            '["Paint the buses", ',
            "does not match its example 'Paint the buses'",
        ),
        ('["Members agreed", ', '["Agreed: noted", ', "matches its counter-example 'Agreed: noted'"),
        ('examples: ["Action: the clerk"', 'samples: ["Action: the clerk"', "unknown field `samples`"),
        (r"regex: '\bshould\b|", r"regex: '\b(should\b|", "not valid"),
    ],
)
def test_a_pattern_that_misses_its_example_or_takes_another_is_refused(
    right: str, wrong: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert right in TEXT
    monkeypatch.setattr(wording, "FILE", tmp_path / "wording.yaml")
    wording.FILE.write_text(TEXT.replace(right, wrong, 1), "utf-8")
    with pytest.raises(ConfigError, match=r"readings/wording\.yaml|wording\.yaml") as refused:
        load_wording()
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("The council SHOULD write", {"should"}),
        ("We expect that the trust will reply", {"recommend", "will"}),
        ("It was resolved that fares fall", {"resolved", "past"}),
        ("“Nobody told us”", {"person", "past"}),
        ("See page 4", {"pointer"}),
        ("Partially accepted; £4 was spent", {"response", "number", "past"}),
        ("A quiet street", set()),
    ],
)
def test_what_texts_say_is_told_whatever_their_capitals(text: str, kinds: set[str]) -> None:
    assert {name for name, pattern in load_wording().evidence.items() if pattern.search(text)} == kinds


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("ENSURE that it runs", True),
        ("(iv) review it", True),
        ("12. To review it", False),
        ("We review it", False),
        ("Reviewing it", False),
    ],
)
def test_an_order_opens_with_its_verb(text: str, opens: bool) -> None:
    assert (load_wording().orders.match(text) is not None) is opens


def test_the_word_that_opens_an_item_is_kept_whole() -> None:
    openings = load_wording().openings
    for text, word in (("The board must meet", "The board must"), ("It was agreed: to", "It was agreed")):
        match = openings.match(text)
        assert match is not None
        assert match["word"] == word
    assert openings.match("Tomorrow") is None
