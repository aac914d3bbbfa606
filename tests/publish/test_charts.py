"""Pictures: what they count, that nothing is left out in silence, and that the page is safe and the same."""

from __future__ import annotations

import base64
import datetime as dt
import re
import struct
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import msgspec
import pyarrow as pa
import pytest
from click.testing import CliRunner
from datasets import WILTSHIRE, dataset, document, key, publish, recommendation, responsibility, tables_of
from hypothesis import example, given, settings
from hypothesis import strategies as st

from publish.charts.counts import (
    BANDS,
    LATER,
    MOST_BODIES,
    NOBODY,
    NOT_FOUND,
    OLDEST,
    UNDATED,
    Panel,
    Picture,
    age_band,
    grades_by_year,
    open_by_age,
    scales,
    statuses_by_agency,
)
from publish.charts.draw import draw
from publish.charts.page import PAGE, pictures_of, write_charts
from publish.charts.plans import MOST_PLANS, ratings_over_time, statuses_over_time
from publish.schema.load import schemas
from publish.text import storable
from records.clean import Dataset, EarlierStatus, Inspection
from records.errors import ScrutinyError
from scrutiny.cli.main import cli

NO_STATUS = scales().statuses["none"][0]
HOSTILE = "<script>alert(1)</script>\"'&]]> \x1b[2J\u202e<img src=http://example.org/x>"


def tables(**parts: Any) -> dict[str, pa.Table]:
    return tables_of(Dataset(**parts))


def numbers(picture: Picture) -> dict[tuple[str, ...], dict[str, int]]:
    """The table behind a picture: for each row its numbers by heading, without zeros."""
    assert all(set(bar) <= set(picture.series) and len(key) == len(picture.heads) for key, bar in
               picture.counts.items())  # fmt: skip
    return {key: {**+bar, "Total": bar.total()} for key, bar in picture.counts.items() if bar}


def words_in(svg: bytes) -> list[str]:
    """The words that stand in a picture, one text after the other."""
    root = ET.fromstring(svg)  # noqa: S314 - drawn here
    return [one.text or "" for one in root.iter("{http://www.w3.org/2000/svg}text")]


def drawn(picture: Picture) -> str:
    """All the words that stand in the picture."""
    return " ".join(words_in(draw(picture.panels)[0]))


def blank(word: str, position: int, **changes: Any) -> Any:
    fields = {"status": None, "status_raw": None, "status_group": None, "status_method": "none", **changes}
    return recommendation(word, position, **fields)


def test_statuses_are_counted_for_each_body_and_for_what_is_none() -> None:
    rows = (
        recommendation("plan", 1),
        recommendation("plan", 2, status="overdue", status_group="open"),
        blank("plan", 3),
        blank("plan", 4, status_raw="Mauve"),
    )
    bodies = (
        responsibility("plan", 1, 1),
        responsibility("plan", 2, 1),
        responsibility("plan", 2, 2),  # the same body twice in one recommendation
        responsibility("plan", 3, 1, agency_id=None, agency=None, kind="post", method="none"),
        responsibility("plan", 3, 2, agency_id=None, agency=None, kind=None, method="none"),
    )
    figure = statuses_by_agency(
        tables(
            documents=(document("plan"),),
            recommendations=rows,
            responsibilities=bodies,
            agencies=(WILTSHIRE,),
        )
    )
    assert numbers(figure) == {
        ("Wiltshire Council",): {"Done": 1, "Open": 1, "Total": 2},
        ("A person's post",): {NO_STATUS: 1, "Total": 1},
        (NOT_FOUND,): {NO_STATUS: 1, "Total": 1},
        (NOBODY,): {"Status not understood": 1, "Total": 1},
    }
    assert "Wiltshire Council, with 2, of which 1 are done" in figure.says
    words = drawn(figure)
    assert all(
        word in words for word in ("Wiltshire Council", "A person's post", NOT_FOUND, NOBODY, NO_STATUS)
    )


def test_bodies_beyond_the_most_named_share_a_bar_and_stay_in_the_table() -> None:
    many = MOST_BODIES + 3
    bodies = tuple(
        msgspec.structs.replace(WILTSHIRE, agency_id=f"gss:E{n:08}", agency=f"Council {n:02}")
        for n in range(many)
    )
    figure = statuses_by_agency(
        tables(
            documents=(document("plan"),),
            recommendations=tuple(recommendation("plan", n + 1) for n in range(many)),
            responsibilities=tuple(
                responsibility("plan", n + 1, 1, agency_id=body.agency_id, agency=body.agency)
                for n, body in enumerate(bodies)
            ),
            agencies=bodies,
        )
    )
    assert len(numbers(figure)) == many
    assert "3 further bodies" in drawn(figure)
    assert "Council 22" not in drawn(figure)


@pytest.mark.parametrize(
    ("day", "band"),
    [
        (dt.date(2024, 5, 31), BANDS[3]),
        (dt.date(2024, 3, 1), BANDS[3]),
        (dt.date(2024, 2, 29), "3 to 6 months"),
        (dt.date(2023, 12, 1), "3 to 6 months"),
        (dt.date(2023, 11, 30), "6 to 12 months"),
        (dt.date(2023, 5, 31), "1 to 2 years"),
        (dt.date(2022, 5, 31), "2 to 5 years"),
        (dt.date(2019, 5, 31), "5 to 10 years"),
        (dt.date(2014, 5, 31), OLDEST),
        (dt.date(2024, 6, 1), LATER),
        (None, UNDATED),
    ],
)
def test_the_age_of_a_report(day: dt.date | None, band: str) -> None:
    assert age_band(day, dt.date(2024, 5, 31)) == band


def test_open_recommendations_are_counted_by_age_with_the_undated_and_the_unknown() -> None:
    figure = open_by_age(
        tables(
            documents=(document("plan"), document("bare", meeting_date=None)),
            recommendations=(
                recommendation("plan", 1),
                recommendation("plan", 2, status="overdue", status_group="open"),
                recommendation("plan", 3, status="unknown", status_group="not_known"),
                blank("plan", 4),
                recommendation("bare", 1, status="on_track", status_group="open"),
            ),
        ),
        dt.date(2014, 10, 1),
    )
    found = {key: row for key, row in numbers(figure).items() if row}
    assert found == {
        ("1 to 2 years",): {"Overdue": 1, "Printed as not known": 1, "Total": 2},
        (UNDATED,): {"On track": 1, "Total": 1},
    }
    assert "Of 1 the date is not known" in figure.says
    assert any("1 recommendation without a status" in note for note in figure.notes)
    assert "Age at 1 October 2014" in drawn(figure)


def inspection(word: str, framework: str, **changes: Any) -> Inspection:
    fields = dict.fromkeys(schemas()["inspections"].columns)
    return Inspection(**{**fields, "document_id": key(word), "framework": framework, **changes})


def test_judgements_are_counted_by_framework_and_year_also_without_grade_or_date() -> None:
    rows = (
        inspection(
            "a", "ofsted_ilacs", inspection_end_date=dt.date(2019, 3, 1), overall_effectiveness_grade="good"
        ),
        inspection("b", "ofsted_ilacs", inspection_end_date=dt.date(2022, 3, 1)),
        inspection("c", "ofsted_ilacs", overall_effectiveness_grade="inadequate"),
        inspection("d", "ofsted_area_send", inspection_start_date=dt.date(2023, 5, 1), outcome_grade=3),
        inspection("e", "ofsted_jtai", publication_date=dt.date(2020, 5, 1)),
    )
    documents = tuple(document(word, family=row.framework) for word, row in zip("abcde", rows, strict=True))
    figure = grades_by_year(tables(documents=documents, inspections=rows))
    ilacs, send, jtai = (scales().frameworks[f"ofsted_{name}"][0] for name in ("ilacs", "area_send", "jtai"))
    assert numbers(figure) == {
        (ilacs, "2019"): {"Good": 1, "Total": 1},
        (ilacs, "2022"): {"No overall grade found": 1, "Total": 1},
        (ilacs, "No date"): {"Inadequate": 1, "Total": 1},
        (jtai, "2020"): {"Framework without an overall grade": 1, "Total": 1},
        (send, "2023"): {"Widespread or systemic failings": 1, "Total": 1},
    }
    words = drawn(figure)
    assert all(year in words for year in ("2019", "2020", "2021", "2022", "2023", "No date"))


def test_every_framework_of_the_schema_has_its_picture() -> None:
    field = schemas()["inspections"].field("framework")
    assert set(scales().frameworks) == set(field.values or {})


def earlier(word: str, position: int, heading: str, day: dt.date | None, rag: str | None) -> EarlierStatus:
    fields = dict.fromkeys(schemas()["history"].columns)
    key_of = f"{key(word)}-{position}"
    place = {"June": 1, "July": 2, "Undated": 3}[heading]
    return EarlierStatus(**{**fields, "recommendation_id": key_of, "position": place, "heading": heading,
                      "as_at": day, "rag": rag, "page": 1})  # fmt: skip


def followed() -> Dataset:
    """A plan of two meetings in columns and one of its own, another that follows it, and one unrated."""
    june, july = dt.date(2012, 6, 30), dt.date(2012, 7, 31)
    return Dataset(
        documents=(
            document("plan", title="The plan " + "with a long title " * 9),
            document("next", follows=key("plan"), meeting_date=dt.date(2013, 1, 5)),
            document("quiet"),
        ),
        recommendations=(
            recommendation("plan", 1, rag="amber"),
            recommendation("plan", 2, rag=None, rag_from=None),
            recommendation("next", 1, rag="blue"),
            recommendation("quiet", 1, rag=None, rag_from=None),
        ),
        history=(
            earlier("plan", 1, "June", june, "red"),
            earlier("plan", 1, "July", july, "red"),
            earlier("plan", 1, "Undated", None, "amber"),
            earlier("plan", 2, "July", july, None),
        ),
    )


def test_a_plan_is_followed_through_columns_and_documents() -> None:
    figure = ratings_over_time(tables_of(followed()))
    meetings = {meeting: row for (_, meeting), row in numbers(figure).items()}
    assert list(meetings) == ["30 June 2012", "31 July 2012", "Undated", "2 October 2012", "5 January 2013"]
    assert meetings["31 July 2012"] == {"Red": 1, "No rating": 1, "Total": 2}
    assert meetings["5 January 2013"] == {"Blue": 1, "Total": 1}
    assert figure.says == "1 plan with ratings, 1 of them at more than one meeting."
    assert "quiet" not in str(figure.counts)


def test_statuses_are_told_for_plans_of_more_than_one_meeting() -> None:
    data = followed()
    first = msgspec.structs.replace(data.history[0], status="overdue", status_group="open", status_raw="Late")
    second = msgspec.structs.replace(data.history[1], status_raw="Mauve", told_raw="Mauve")
    data = msgspec.structs.replace(data, history=(first, second, *data.history[2:]))
    figure = statuses_over_time(tables_of(data))
    meetings = {meeting: row for (_, meeting), row in numbers(figure).items()}
    assert meetings["30 June 2012"] == {"Open": 1, "Total": 1}
    assert meetings["31 July 2012"] == {"Status not understood": 1, NO_STATUS: 1, "Total": 2}
    assert meetings["2 October 2012"] == {"Done": 2, "Total": 2}
    assert figure.says == "1 plan known from more than one meeting."
    assert "quiet" not in str(figure.counts)


def test_documents_that_follow_each_other_in_a_circle_end() -> None:
    data = followed()
    first = msgspec.structs.replace(data.documents[0], follows=key("next"))
    data = msgspec.structs.replace(data, documents=(first, *data.documents[1:]))
    assert "30 June 2012" in str(ratings_over_time(tables_of(data)).counts)


def test_plans_beyond_the_most_are_told() -> None:
    words = [f"plan{n}" for n in range(MOST_PLANS + 2)]
    figure = ratings_over_time(
        tables(
            documents=tuple(document(word) for word in words),
            recommendations=tuple(recommendation(word, 1) for word in words),
        )
    )
    assert f"the {MOST_PLANS} with the most meetings are drawn" in figure.says
    assert len(numbers(figure)) == MOST_PLANS + 2


@pytest.mark.parametrize("upright", [False, True])
@pytest.mark.parametrize(
    ("most", "lying", "standing"),
    [
        (1, ["0", "1"], ["0", "1"]),
        (4, ["0", "1", "2", "3", "4"], ["0", "1", "2", "3", "4"]),
        (5, ["0", "1", "2", "3", "4", "5"], ["0", "2", "4", "6"]),
        (813, ["0", "200", "400", "600", "800", "1,000"], ["0", "500", "1,000"]),
    ],
)
def test_axes_have_whole_numbers(most: int, lying: list[str], standing: list[str], upright: bool) -> None:
    panel = Panel(title="Bars", bars={"One": Counter(Red=most)}, colours={"Red": "#b3261e"},
                  upright=upright)  # fmt: skip
    words = words_in(draw([panel])[0])
    assert sorted(words) == sorted(
        ["Bars", "One", "Red", "Recommendations", f"{most}", *(standing if upright else lying)]
    )


def test_pieces_are_told_where_there_is_room_and_totals_always() -> None:
    colours = {"Red": "#b3261e", "Blue": "#3d6fb5"}
    bars = {"One": Counter(Red=997, Blue=3), "None": Counter()}
    words = words_in(draw([Panel(title="Bars", bars=bars, colours=colours)])[0])
    assert {"Red", "Blue", "997", "1,000", "None"} <= set(words)
    assert "3" not in words


@pytest.mark.parametrize(
    "data", [Dataset(), Dataset(documents=(document("plan"),))], ids=["nothing", "no rows"]
)
def test_a_dataset_with_nothing_to_draw_says_so(tmp_path: Path, data: Dataset) -> None:
    (tmp_path / "rag-over-time.png").write_bytes(b"of a dataset before")
    page = write_charts(tables_of(data), tmp_path).read_text()
    assert [path.name for path in tmp_path.iterdir()] == [PAGE]
    assert "<img" not in page
    assert page.count("<section") == 5


def test_the_same_tables_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_charts(tables_of(followed()), tmp_path / name)
    one, two = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "two")
    )
    assert one == two
    assert {Path(name).suffix for name in one} == {".html", ".svg", ".png"}
    for name, content in one.items():
        if name.endswith(".png"):
            assert content.startswith(b"\x89PNG")
            assert min(struct.unpack(">II", content[16:24])) > 100


class Page(HTMLParser):
    """Everything that a page would load or run."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.reaches: list[str] = []
        self.handlers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name in {"src", "href", "srcset", "action"}:
                self.reaches.append(value or "")
            if name.startswith("on") or name == "style":
                self.handlers.append(name)


def test_hostile_words_stay_words_and_the_page_reaches_nothing(tmp_path: Path) -> None:
    hostile = msgspec.structs.replace(WILTSHIRE, agency=HOSTILE)
    data = Dataset(
        documents=(document("plan", title=HOSTILE, area=HOSTILE),),
        recommendations=(recommendation("plan", 1),),
        responsibilities=(responsibility("plan", 1, 1, agency=HOSTILE),),
        agencies=(hostile,),
    )
    text = write_charts(tables_of(data), tmp_path).read_text()
    page = Page()
    page.feed(text)
    assert not {"script", "iframe", "object", "link", "base"} & set(page.tags)
    assert page.tags.count("img") == 2, "of one meeting there is no status over time"
    assert page.handlers == []
    assert all(reach.startswith(("#", "data:image/svg+xml;base64,")) for reach in page.reaches)
    assert "default-src &#x27;none&#x27;" in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    for path in tmp_path.glob("*.svg"):
        svg = ET.parse(path).getroot()  # noqa: S314 - drawn here
        assert {one.tag.rpartition("}")[2] for one in svg.iter()} <= {
            *("svg", "g", "path", "text", "defs", "style", "metadata", "clipPath", "rect"),
            *("RDF", "Work", "type", "format", "creator", "Agent", "title"),
        }
        assert not [a for one in svg.iter() for a in one.attrib if a.startswith("on") or "href" in a]


def test_the_style_of_the_page_is_the_one_that_its_policy_allows(tmp_path: Path) -> None:
    import hashlib

    text = write_charts(tables_of(dataset()), tmp_path).read_text()
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.S)
    allowed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"sha256-{allowed}" in text


def test_numbers_can_be_read_without_the_pictures(tmp_path: Path) -> None:
    text = write_charts(tables_of(followed()), tmp_path).read_text()
    for figure in pictures_of(tables_of(followed())):
        assert f'<h2 id="{figure.name}">' in text
        if figure.counts:
            assert f"<caption>{figure.title}</caption>" in text
            assert text.count('<th scope="row">') >= len(figure.counts)
    assert text.count("<img ") == text.count("alt=") > 0


def test_the_command_draws_the_dataset_beside_it(tmp_path: Path) -> None:
    publish(dataset(), tmp_path / "clean", {})
    told = CliRunner().invoke(cli, ["charts", "--out", str(tmp_path / "clean"), "--as-at", "2014-01-01"])
    assert told.exit_code == 0, told.output
    assert (tmp_path / "charts" / PAGE).exists()
    assert "summary.html" in told.output


def test_the_command_refuses_what_is_no_dataset(tmp_path: Path) -> None:
    told = CliRunner().invoke(cli, ["charts", "--out", str(tmp_path)])
    assert isinstance(told.exception, ScrutinyError)
    publish(dataset(), tmp_path / "clean", {})
    (tmp_path / "clean/history.parquet").unlink()
    told = CliRunner().invoke(cli, ["charts", "--out", str(tmp_path / "clean")])
    assert "the table history is not there" in str(told.exception)


@example("if")
@example("0" * 18 + "\x1f\x1f\x1f\x1e\x1e\x1e\x08\x08\x08\U00010000<")
@given(st.text(min_size=1, max_size=30).filter(str.strip))
@settings(deadline=None, max_examples=10)
def test_no_words_can_end_the_drawing(words: str) -> None:
    panel = Panel(title=storable(words), bars={storable(words): Counter(Red=3)}, colours={"Red": "#b3261e"})
    svg, png = draw([panel])
    assert "Red" in words_in(svg)
    assert png.startswith(b"\x89PNG")


def test_a_run_and_the_help_do_not_load_the_library_that_draws() -> None:
    code = (
        "import sys, scrutiny.run.pipeline, publish.store\nfrom scrutiny.cli.main import cli\n"
        "cli(['--help'], standalone_mode=False); print('matplotlib' in sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.splitlines()[-1] == "False"


@pytest.mark.parametrize(("column", "scale"), [("status_group", "statuses"), ("rag", "ratings")])
def test_every_value_of_a_column_has_its_colour(column: str, scale: str) -> None:
    found = getattr(scales(), scale)
    assert set(schemas()["recommendations"].field(column).values or {}) <= set(found)
    assert len({words for words, _ in found.values()}) == len(found)
