"""Papers drawn from a grammar: each kind prints what its truth says, always in the same bytes."""

from __future__ import annotations

import re
from functools import cache
from xml.etree import ElementTree

import pytest

from benchmarks.layouts.judge import faults, folded, is_exact, wanted
from benchmarks.layouts.measure import Result, table
from benchmarks.layouts.paper import Paper, truth
from benchmarks.layouts.papers import KINDS, paper
from benchmarks.layouts.with_libreoffice import flat_document
from benchmarks.layouts.with_reportlab import draw
from extract.document import layout_of


@cache
def drawn(kind: str) -> tuple[Paper, bytes]:
    made = paper(7, 0, kind)
    return made, draw(made)


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_prints_its_rows(kind: str) -> None:
    made, content = drawn(kind)
    layout = layout_of(content)
    printed = folded(" ".join(word.text for page in layout.pages for word in page.words))
    assert bool(made.rows) == (kind != "nothing")
    for row in made.rows:
        # Columns of a table part the words of a row, and hyphens the words of a line.
        for word in folded(row.text).split():
            assert word in printed, row.text
        assert folded(row.owner).split(" ")[0] in printed


def test_the_same_seed_gives_the_same_bytes_and_another_one_others() -> None:
    made, content = drawn("tracker")
    assert draw(paper(7, 0, "tracker")) == content
    assert paper(7, 1, "tracker").rows != made.rows


@pytest.mark.parametrize("kind", KINDS)
def test_the_other_writer_is_given_the_same_words(kind: str) -> None:
    made, _ = drawn(kind)
    root = ElementTree.fromstring(flat_document(made))  # noqa: S314 (our own)
    said = folded(" ".join(root.itertext()))
    for row in made.rows:
        assert all(folded(line) in said for line in re.split(r"\n(?:[a-z]\) )?", row.text))


def test_truth_has_the_format_of_real_papers() -> None:
    made, _ = drawn("response")
    told = truth(made, "a.pdf", "0")
    assert told["document"]["class"] == "structured"
    assert told["row_count"] == len(made.rows) == len(wanted(told))
    first = told["rows"][0]
    assert (first["action"], first["status"], first["kind"]) == (
        made.rows[0].text,
        made.rows[0].status,
        "response",
    )


TRUTH = {
    "rows": [
        {"action": "Ask the bank.", "ref": "1", "title": "Money", "deadline": "May 2014"},
        {"action": "Tell (a) the board", "ref": "2"},
        {"action": "Note it", "optional": True},
    ]
}


def row(text: str, **more: object) -> dict[str, object]:
    blank = dict.fromkeys(("ref", "title", "owner_raw", "due_raw", "status_raw", "rag"))
    return {**blank, "text": text, "needs_review": False, **more}


def test_exact_is_every_row_once_and_no_other() -> None:
    rows = wanted(TRUTH)
    assert is_exact(["money ask the bank", "tell a the board"], rows)
    assert not is_exact(["ask the bank"], rows)
    assert not is_exact(["ask the bank", "tell a the board", "note it"], rows)
    assert not is_exact(["ask the bank", "ask the bank"], rows)


def test_faults_are_missing_rows_rows_too_many_and_values_that_nobody_is_asked_about() -> None:
    right = [row("Ask the bank", ref="1", due_raw="May 2014"), row("Tell (a) the board", ref="2")]
    assert faults(TRUTH, right) == []
    assert faults(TRUTH, [right[0]]) == ["missing: 'Tell (a) the board'"]
    assert faults(TRUTH, [*right, row("More")]) == ["not asked for: 'More'"]
    assert faults(TRUTH, [*right, row("More", needs_review=True)]) == []
    assert faults(TRUTH, [row("Ask the bank", ref="1"), right[1]]) == ["due_raw: None for 'May 2014'"]
    assert faults(TRUTH, [row("Ask the bank", needs_review=True), right[1]]) == []
    assert faults(TRUTH, [right[0], {**right[1], "due_raw": "May"}]) == ["due_raw: 'May' for None"]


def test_a_row_cut_short_is_told_where_somebody_is_asked_to_look_at_its_beginning() -> None:
    said = "Ask the bank for all that it can tell of the accounts of the last year"
    truth = {"rows": [{"action": f"{said} and the next."}]}
    assert faults(truth, [row(said, needs_review=True)]) == []
    assert faults(truth, [row(said)]) == [f"missing: {said[:60]!r}", f"not asked for: {said[:60]!r}"]
    assert faults(truth, [row("Ask the bank", needs_review=True)]) == [f"missing: {said[:60]!r}"]


def test_figures_are_parted_by_the_ways_of_a_part() -> None:
    results = [
        Result("a", {"kind": "list"}, 2, listed=True, five=True, first=False, state="ok", exact=True),
        Result("b", {"kind": "nothing"}, 0, state="ok", faults=("missing",)),
    ]
    lines = table(results, [])
    assert lines[2] == "| all |  | 2 | 1.000 | 1.000 | 0.000 | 0.500 | 2 | 1 in 1 |"
    assert lines[4] == "| kind | nothing | 1 |  |  |  | 0.000 | 1 | 1 in 1 |"
    assert table(results, ["mood"]) == lines[:3]
