"""Pointers to other rows, recommendation ids, and printed numbers as a check."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalise.values.references import (
    Pointer,
    Row,
    find,
    find_after_status,
    recommendation_ids,
    repeated_references,
    resolve,
)


@pytest.mark.parametrize(
    ("printed", "where", "ref"),
    [
        ("See above", "above", None),
        ("As above.", "above", None),
        ("as per above", "above", None),
        ("Ditto", "above", None),
        ("See previous action", "above", None),
        ("See comments for above", "above", None),
        ("See below", "below", None),
        ("As item 7", "ref", "7"),
        ("See 15", "ref", "15"),
        ("As 4", "ref", "4"),
        ("see recommendation 15a above", "ref", "15a"),
        ("Refer to action 2.1", "ref", "2.1"),
        ("See DA01", "ref", "da01"),
        ("Same as no. 3", "ref", "3"),
        ("See update to action 12", "ref", "12"),
    ],
)
def test_a_pointer_is_found_by_its_form(printed: str, where: str, ref: str | None) -> None:
    assert find(printed) == Pointer(where, ref)


@pytest.mark.parametrize(
    "printed",
    [
        "See comments",
        "See appendix 2",
        "See page 4",
        "See 4 and 5",
        "See 2013/14 plan",
        "As at 4 May",
        "As planned",
        "Above target",
        "Complete",
        "See the report to Cabinet of 4 May",
        "15",
        "",
    ],
)
def test_other_words_are_no_pointer(printed: str) -> None:
    assert find(printed) is None


@pytest.mark.parametrize(
    ("printed", "ref"),
    [
        ("by rec 15", "15"),
        ("into 2.1", "2.1"),
        ("with action 7", "7"),
        ("see 4", "4"),
        ("but see item 4", "4"),
    ],
)
def test_what_took_an_action_up(printed: str, ref: str) -> None:
    assert find_after_status(printed) == Pointer("ref", ref)


@pytest.mark.parametrize("printed", ["by the Board", "by 4 May 2013", "with partners", "in 2013", "to 2014"])
def test_what_took_no_action_up(printed: str) -> None:
    assert find_after_status(printed) is None


ROWS = [
    *(Row(("A",), "1"), Row(("A",), "2"), Row(("A",), "15"), Row(("A",), "15a")),
    *(Row(("B",), "1"), Row(("B",), "R7"), Row(("B",), None)),
]


@pytest.mark.parametrize(
    ("pointer", "at", "found"),
    [
        (Pointer("above"), 3, 2),
        (Pointer("above"), 6, 5),
        (Pointer("below"), 0, 1),
        (Pointer("ref", "15"), 3, 2),
        (Pointer("ref", "15A"), 0, 3),
        (Pointer("ref", "1"), 1, 0),
        (Pointer("ref", "1"), 5, 4),
        (Pointer("ref", "7"), 0, 5),
    ],
)
def test_a_pointer_means_one_row(pointer: Pointer, at: int, found: int) -> None:
    assert resolve(pointer, at, ROWS) == found


@pytest.mark.parametrize(
    ("pointer", "at", "said"),
    [
        (Pointer("above"), 0, "no row above"),
        (Pointer("above"), 4, "another heading"),
        (Pointer("below"), 6, "no row below"),
        (Pointer("below"), 3, "another heading"),
        (Pointer("ref", "99"), 0, "no row has"),
        (Pointer("ref", "2"), 1, "itself"),
        (Pointer("ref", "5a"), 1, "no row has"),
    ],
)
def test_a_pointer_that_means_no_one_row_says_why(pointer: Pointer, at: int, said: str) -> None:
    assert said in str(resolve(pointer, at, ROWS))


def test_a_reference_printed_twice_under_one_heading_is_left_open() -> None:
    rows = [Row(("A",), "1"), Row(("A",), "1"), Row(("A",), "2")]
    assert "more than one" in str(resolve(Pointer("ref", "1"), 2, rows))


def rows_of(*refs: str | None) -> list[Row]:
    return [Row(("Part",), ref, f"Do thing {at} for {ref}") for at, ref in enumerate(refs)]


def test_an_id_is_the_document_and_the_printed_reference() -> None:
    assert recommendation_ids("abc", rows_of("1", "15a", "2.1", "Rec 4")) == [
        *("abc-1", "abc-15a", "abc-2.1", "abc-rec-4"),
    ]


def test_without_a_reference_of_its_own_a_row_has_a_hash() -> None:
    first, second, third = recommendation_ids("abc", rows_of("1", "1", None))
    assert len({first, second, third}) == 3
    assert all(len(each.removeprefix("abc-")) == 8 for each in (first, second, third))


def test_a_second_row_of_the_same_words_is_numbered() -> None:
    row = Row(("Part",), None, "Train all staff.")
    first, second, third = recommendation_ids("abc", [row, row, row])
    assert (second, third) == (f"{first}-2", f"{first}-3")


def test_an_id_outlives_new_rows_and_changes_of_layout() -> None:
    before = recommendation_ids("abc", rows_of("1", "2", None, None))
    rows = rows_of("1", "2", None, None)
    after = recommendation_ids("abc", [Row(("New",), "9", "Another"), *rows, Row((), None, "And one more")])
    assert after[1:5] == before
    moved = [Row(("part:",), row.ref, row.text.upper() + ".") for row in rows]
    assert recommendation_ids("abc", moved) == before


def test_another_text_is_another_id() -> None:
    one, other = (
        recommendation_ids("abc", [Row((), None, text)]) for text in ("Train staff", "Train the staff")
    )
    assert one != other


@given(
    st.lists(st.tuples(st.sampled_from(["", "1", "2", "1-2", "a"]), st.sampled_from(["x", "y"])), max_size=8)
)
def test_ids_are_unique(rows: list[tuple[str, str]]) -> None:
    ids = recommendation_ids("abc", [Row((), ref or None, text) for ref, text in rows])
    assert len(set(ids)) == len(ids)


def findings(*rows: tuple[str, str]) -> list[tuple[str, str, int]]:
    return [
        (found.level, found.code, found.at)
        for found in repeated_references([Row((section,), ref or None) for section, ref in rows])
    ]


@pytest.mark.parametrize(
    ("refs", "found"),
    [
        ([("A", "1"), ("A", "2"), ("A", "2")], ("warning", "repeated_reference", 1)),
        ([("A", "1"), ("B", "1")], ("info", "repeated_reference", 0)),
    ],
)
def test_odd_numbers_are_told(refs: list[tuple[str, str]], found: tuple[str, str, int]) -> None:
    assert findings(*refs) == [found]
