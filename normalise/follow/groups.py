"""Which documents may hold the same recommendation: those of one place, and those that name each other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from normalise.follow.papers import Paper
from normalise.follow.titles import quoted_by
from normalise.review.decisions import Decision

ID = 12
"""Letters of a document_id, with which each recommendation_id begins."""


class Sets:
    """Things that belong together, each in one set: joined pair by pair."""

    def __init__(self) -> None:
        """Begin with each thing alone."""
        self._above: dict[str, str] = {}

    def of(self, thing: str) -> str:
        """Return what stands for the set of a thing."""
        root = thing
        while (above := self._above.get(root, root)) != root:
            root = above
        while (above := self._above.get(thing, thing)) != root:
            self._above[thing], thing = root, above
        return root

    def join(self, one: str, other: str) -> None:
        """Make two sets one; it does not matter in which order."""
        first, second = sorted((self.of(one), self.of(other)))
        self._above[second] = first


def groups_of(papers: Sequence[Paper], decisions: Iterable[Decision]) -> list[list[Paper]]:
    """Return the papers in groups between which nothing is linked, each in the order of files."""
    sets, first = Sets(), dict[str, str]()
    here = {paper.document_id for paper in papers}
    for paper in papers:
        if paper.where:
            sets.join(first.setdefault(paper.where, paper.document_id), paper.document_id)
        if paper.follows in here:
            sets.join(paper.document_id, paper.follows)
    for earlier, later in quoted_by(papers).items():
        for each in later:
            sets.join(earlier, each)
    for decision in decisions:
        one, other = decision.document_id or decision.raw[:ID], decision.value[:ID]
        if one in here and other in here:
            sets.join(one, other)
    grouped: dict[str, list[Paper]] = {}
    for paper in papers:
        grouped.setdefault(sets.of(paper.document_id), []).append(paper)
    return [sorted(group, key=lambda paper: paper.file) for group in grouped.values()]


def print_of(group: Sequence[Paper], decisions: Mapping[str, Sequence[Decision]]) -> str:
    """Name by a hash what the links of a group depend on beside the rows of its documents and the code."""
    asked = [each for key in ("", *(paper.document_id for paper in group)) for each in decisions.get(key, ())]
    said = [(each.document_id, each.raw, each.value) for each in asked]
    return hashlib.sha256(msgspec.json.encode((group, said))).hexdigest()[:16]
