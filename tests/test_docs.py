"""The papers are held to the code."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from conftest import ROOT

from extract.families.registry import load_families
from extract.state import PAGE_ISSUES
from normalise.review.decisions import KINDS
from publish.schema.dictionary import dictionary
from records.outcome import WHAT_HELPS, Problem
from scrutiny.cli.main import cli

PAGES = tuple(f"docs/{name}.md" for name in ("analyst", "researcher", "reviewer", "officer", "maintainer"))
PAPERS = (
    *("README.md", "ARCHITECTURE.md", "METHODOLOGY.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"),
    *PAGES,
)
PACKAGES = ("records", "extract", "normalise", "publish", "scrutiny")
MOST_LINES = {"README.md": 150, "ARCHITECTURE.md": 200, "METHODOLOGY.md": 250, "CONTRIBUTING.md": 150}


def test_the_dictionary_is_made_from_the_schema() -> None:
    """If this fails, CONTRIBUTING tells how to make it anew."""
    assert (ROOT / "docs/DATA_DICTIONARY.md").read_text() == dictionary()


def test_every_command_is_told_to_maintainers() -> None:
    page = (ROOT / "docs/maintainer.md").read_text()
    for name in cli.commands:
        assert f"scrutiny {name}" in page


def test_the_readme_leads_to_every_page() -> None:
    readme = (ROOT / "README.md").read_text()
    for page in PAGES:
        assert f"({page})" in readme


def test_every_problem_is_explained_once_in_code_and_to_officers() -> None:
    page = (ROOT / "docs/officer.md").read_text()
    assert set(WHAT_HELPS) == set(Problem)
    assert len(Problem) <= 15
    for problem in Problem:
        assert f"`{problem.value}`" in page


def test_every_family_of_the_code_is_a_family_of_the_schema() -> None:
    from publish.schema.load import schemas

    field = next(f for f in schemas()["documents"].fields if f.name == "family")
    assert {family.name for family in load_families()} <= set(field.values or {})


@pytest.mark.parametrize("paper", PAPERS)
def test_links_lead_somewhere(paper: str) -> None:
    text = (ROOT / paper).read_text()
    for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", text):
        assert target.startswith("http") or ((ROOT / paper).parent / target).exists(), target


def test_every_target_of_the_makefile_is_helped() -> None:
    text = (ROOT / "Makefile").read_text()
    phony = re.search(r"^\.PHONY: (.+)$", text, re.MULTILINE)
    assert phony
    for target in phony.group(1).split():
        assert re.search(rf"^{target}:.*## ", text, re.MULTILINE), target


@pytest.mark.parametrize("paper", PAPERS)
def test_links_into_a_page_lead_to_a_heading(paper: str) -> None:
    text = (ROOT / paper).read_text()
    for target, heading in re.findall(r"\]\(([^)#:]*\.md)?#([^)]+)\)", text):
        page = ((ROOT / paper).parent / target if target else ROOT / paper).read_text()
        headings = re.findall(r"^#+ (.+)$", page, re.MULTILINE)
        assert heading in {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings}, (
            heading
        )


@pytest.mark.parametrize("paper", PAPERS)
def test_files_that_are_named_are_there(paper: str) -> None:
    names = {path.name for package in PACKAGES for path in (ROOT / package).rglob("*")}
    for named in re.findall(r"`([\w./-]+\.(?:py|yaml|c|js))`", (ROOT / paper).read_text()):
        if paper != "CHANGELOG.md" and not Path(named).stem.isupper():  # it tells of what was; NAME is any
            assert (ROOT / named).exists() or ("/" not in named and named in names), named


@pytest.mark.parametrize(("paper", "most"), MOST_LINES.items())
def test_papers_that_a_newcomer_reads_are_short(paper: str, most: int) -> None:
    assert len((ROOT / paper).read_text().splitlines()) <= most


def issue_codes() -> set[str]:
    """Return the codes that reading and normalising give to issues."""
    codes = {f"doubtful_{kind}" for kind in KINDS}
    for path in (*(ROOT / "extract").rglob("*.py"), *(ROOT / "normalise").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call):
                words = [each.value for each in call.args if isinstance(each, ast.Constant)]
                name = getattr(call.func, "id", getattr(call.func, "attr", ""))
                at = {"Issue": 1, "Finding": 1, "note": 1, "failed": 0, "_tell": 0, "_left_out": 1}.get(name)
                if at is not None and len(words) > at and isinstance(words[at], str):
                    codes.add(words[at])
    return {code for code in codes if re.fullmatch(r"[a-z]+(_[a-z]+)*", code)} | set(PAGE_ISSUES)


def test_every_code_of_an_issue_is_explained() -> None:
    explained = set(re.findall(r"`([a-z_]+)`", (ROOT / "docs/ISSUES.md").read_text()))
    assert "nothing_read_below" in issue_codes()
    assert issue_codes() - explained == set()
