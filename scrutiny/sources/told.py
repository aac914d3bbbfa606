"""What was found and fetched, in lines for people and as JSON for programs."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from scrutiny.sources.collect import Collected
from scrutiny.sources.papers import Paper
from scrutiny.sources.state import Entry

WORDS = ("new", "changed", "unchanged", "withdrawn", "failed")


def lines_of_new(results: Sequence[Collected]) -> Iterator[str]:
    """Return the lines of what is new: place, committee, date and title; the address; why it is taken."""
    for result in results:
        for paper in result.found.new:
            told = (
                paper.area or paper.source,
                paper.committee,
                paper.meeting_date or paper.published,
                paper.title,
            )
            yield " | ".join(part for part in told if part)
            yield f"    {paper.url}"
            yield f"    taken: {paper.why}"


def lines_of_papers(results: Sequence[Collected]) -> Iterator[str]:
    """Return the lines of papers that are new, changed, withdrawn or could not be had."""
    for result in results:
        for outcome in result.outcomes:
            if outcome.happened != "unchanged":
                detail = f" {outcome.detail}" if outcome.detail else ""
                where = f" ({outcome.listed.url})" if outcome.happened == "failed" else ""
                yield f"  {outcome.happened}: {outcome.file}: {outcome.name}.{detail}{where}"


def lines_of_sites(results: Sequence[Collected]) -> Iterator[str]:
    """Return the lines of what sites have withdrawn, and of what could not be read of them."""
    for result in results:
        found = result.found
        for entry in found.withdrawn:
            named = entry.title or entry.url
            yield f"  withdrawn: {entry.file}: {named}. The site lists it no more; it stays here."
        if found.refused:
            yield f"  {found.source.name} could not be read: {found.refused}"
        for problem in found.problems:
            yield f"  {found.source.name}, in part: {problem}"


def counted(results: Sequence[Collected]) -> str:
    """Return how many papers came, changed, stayed, went and failed, in one sentence."""
    counts: Counter[str] = Counter(outcome.happened for result in results for outcome in result.outcomes)
    counts["withdrawn"] += sum(len(result.found.withdrawn) for result in results)
    listed = sum(len(result.found.papers) for result in results)
    refused = sum(bool(result.found.refused) for result in results)
    told = ", ".join(f"{counts[word]} {word}" for word in WORDS)
    return f"{listed} listed: {told}." + (f" Sources that could not be read: {refused}." if refused else "")


def as_json(results: Sequence[Collected]) -> dict[str, Any]:
    """Return what programs read: sources, what is new, what is withdrawn, what became of each paper."""
    return {
        "sources": [
            {
                "source": result.found.source.name,
                "papers": len(result.found.papers),
                "new": len(result.found.new),
                "withdrawn": len(result.found.withdrawn),
                "refused": result.found.refused,
                "problems": list(result.found.problems),
            }
            for result in results
        ],
        "new": [_paper(paper) for result in results for paper in result.found.new],
        "withdrawn": [_entry(entry) for result in results for entry in result.found.withdrawn],
        "fetched": [
            {
                **_paper(outcome.listed),
                "file": outcome.file,
                "happened": outcome.happened,
                "detail": outcome.detail,
            }
            for result in results
            for outcome in result.outcomes
            if isinstance(outcome.listed, Paper)
        ],
    }


def _paper(paper: Paper) -> dict[str, str]:
    return {
        "source": paper.source,
        "place": paper.area,
        "committee": paper.committee,
        "date": paper.meeting_date or paper.published,
        "meeting_date": paper.meeting_date,
        "published": paper.published,
        "title": paper.title,
        "address": paper.url,
        "why": paper.why,
        "licence": paper.licence,
    }


def _entry(entry: Entry) -> dict[str, str]:
    names = ("source", "committee", "meeting_date", "published", "title", "file")
    return {"place": entry.area, "address": entry.url, **{name: getattr(entry, name) for name in names}}
