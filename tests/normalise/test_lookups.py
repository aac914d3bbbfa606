"""Closed vocabularies: strict to load, exact to look up, and never by likeness."""

import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalise.values.grades import aspect_file, grade_file, grade_words
from normalise.values.lookups import VOCAB, build, look_up, one_edit
from normalise.values.rag import rag_words
from normalise.values.statuses import StatusFile, status_file, status_words
from normalise.values.timescales import TimescaleFile, timescale_file
from records.errors import ConfigError
from records.strict_yaml import load

WORDS = build(
    "test",
    {
        "complete": ["completed", "done"],
        "not_started": ["not yet started"],
        "partial": ["partially complete"],
    },
    {"closed": ["complete", "not_started"], "incomplete": ["partial", "not_started"]},
    ["competed"],
)


@pytest.mark.parametrize(
    ("printed", "value", "method"),
    [
        ("Complete", "complete", "exact"),
        ("NOT STARTED.", "not_started", "exact"),
        ("Not-started", "not_started", "exact"),
        ("Done", "complete", "alias"),
        ("Compelte", "complete", "fuzzy"),
        ("Complet", "complete", "fuzzy"),
        ("Commplete", "complete", "fuzzy"),
        ("Not yet strated", "not_started", "fuzzy"),
        ("Partialy complete", "partial", "fuzzy"),
    ],
)
def test_a_printed_form_is_read(printed: str, value: str, method: str) -> None:
    answer = look_up(printed, WORDS)
    assert (answer.value, answer.method) == (value, method)


@pytest.mark.parametrize(
    "printed",
    [
        "Not complete",  # every scorer of likeness says 100 here
        "Uncomplete",
        "Incompleted",
        "Notcomplete",
        "Complete?",
        "Complete complete",
        "Comlpeet",  # two slips
        "Compltee staretd",
        "Competed",  # a word of its own
        "ncomplete",  # as near to 'incomplete' as to 'complete'
        "Dome",  # too short to be corrected
        "Closed",  # can mean several things
        "",
        "–",
    ],
)
def test_what_is_not_sure_is_a_question(printed: str) -> None:
    answer = look_up(printed, WORDS)
    assert answer.value is None
    assert answer.method == "none"
    assert answer.reason


def test_a_question_lists_candidates_best_first() -> None:
    assert [value for value, _ in look_up("Closed", WORDS).candidates] == ["complete", "not_started"]
    near = look_up("Compleeetd", WORDS).candidates
    assert near[0][0] == "complete"
    assert list(near) == sorted(near, key=lambda pair: -pair[1])


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("progess", "progress", True),
        ("compelte", "complete", True),
        ("superceded", "superseded", True),
        ("xcomplete", "complete", True),
        ("complete", "complete", False),
        ("complete", "incomplete", False),
        ("abcd", "badc", False),
        ("", "a", True),
        ("", "ab", False),
    ],
)
def test_one_edit(one: str, other: str, same: bool) -> None:
    assert one_edit(one, other) is same
    assert one_edit(other, one) is same


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_one_edit_is_the_distance_of_one(one: str, other: str) -> None:
    cuts = [(one[:i], one[i:]) for i in range(len(one) + 1)]
    within = {a + b[1:] for a, b in cuts if b} | {a + sign + b for a, b in cuts for sign in "abc"}
    within |= {a + sign + b[1:] for a, b in cuts if b for sign in "abc"}
    within |= {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    assert one_edit(one, other) is (other in within - {one})


@pytest.mark.parametrize(
    ("values", "unclear", "said"),
    [
        ({"complete": ["done", "Done."]}, {}, "twice"),
        ({"complete": ["done"], "late": ["DONE"]}, {}, "twice"),
        ({"complete": ["complete"]}, {}, "twice"),
        ({"complete": ["…!"]}, {}, "empty"),
        ({"complete": ["done"], "late": []}, {"done": ["complete", "late"]}, "Keep one"),
        ({"complete": [], "late": []}, {"closed": ["complete"]}, "two or more"),
        ({"complete": [], "late": []}, {"closed": ["complete", "shut"]}, "two or more"),
    ],
)
def test_a_vocabulary_that_contradicts_itself_is_refused(
    values: dict[str, list[str]], unclear: dict[str, list[str]], said: str
) -> None:
    with pytest.raises(ConfigError, match=said):
        build("test.yaml", values, unclear)


class Shape(msgspec.Struct, forbid_unknown_fields=True):
    name: str


@pytest.mark.parametrize(
    "text", ["name: a\nother: b", "other: b", "name: [a]", "name: a\n  b: c", "- a", "name: a\nname: b"]
)
def test_a_file_of_another_shape_is_refused_by_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=r"wrong\.yaml"):
        load(path, Shape)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name: yes", r"wrong\.yaml: line 1: YAML reads 'yes' .* Quote it: \"yes\""),
        ("# a list\nname: [Off, b]", r"wrong\.yaml: Expected `str`, got `array`"),
        ("# a remark\nname: No  # an answer", r"wrong\.yaml: line 2: YAML reads 'No' .* Quote it: \"No\""),
    ],
)
def test_a_bare_truth_value_is_to_be_quoted(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=said):
        load(path, Shape)


def test_a_truth_value_in_a_list_is_named_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "timescales.yaml"
    text = (VOCAB / "timescales.yaml").read_text()
    path.write_text(re.sub(r"^immediate: \[", "immediate: [yes, ", text, flags=re.MULTILINE))
    with pytest.raises(ConfigError, match=r"timescales\.yaml: line \d+: YAML reads 'yes'"):
        load(path, TimescaleFile)


def test_every_vocabulary_of_the_project_loads() -> None:
    for read in (status_file, grade_file, aspect_file, timescale_file):
        assert read()


@pytest.mark.parametrize(
    "words", [status_words(), grade_words(), rag_words()], ids=["statuses", "grades", "rag"]
)
def test_a_clean_value_looked_up_again_is_itself(words) -> None:
    for value in words.values:
        answer = look_up(value.replace("_", " "), words)
        assert (answer.value, answer.method) == (value, "exact")
    assert set(words.forms.values()) == set(words.values)


@given(st.text(max_size=30))
def test_whatever_is_read_is_in_the_vocabulary(text: str) -> None:
    answer = look_up(text, status_words())
    assert answer.value is None or answer.value in status_words().values
    assert (answer.value is None) == (answer.method == "none")


NEGATIONS = ("not ", "un", "in", "never ", "no ", "nearly ", "partly ", "non-", "hardly ")


@pytest.mark.parametrize("negation", NEGATIONS)
def test_a_negated_or_weakened_form_never_becomes_the_form(negation: str) -> None:
    done = [form for form, value in status_words().forms.items() if value == "complete"]
    assert len(done) > 30
    for form in done:
        assert look_up(negation + form, status_words()).value != "complete", negation + form


def test_every_status_has_a_meaning_and_a_group() -> None:
    read: StatusFile = status_file()
    assert set(read.values) == {
        *("complete", "partially_complete", "in_progress", "on_track", "not_started", "overdue"),
        *("superseded", "unknown", "accepted", "accepted_in_principle", "partially_accepted", "rejected"),
    }
    assert all(status.meaning for status in read.values.values())
