"""What a person should know of one document: its doubts and issues, and the decisions that answer them."""

from collections.abc import Sequence
from typing import Any

import msgspec

from normalise.review.decisions import Asked, Decision, Decisions
from normalise.values.text import tidy
from records.clean import Doubt, PublishedIssue


class Findings(msgspec.Struct):
    """Collects what a person should see of one part of a document, and answers from what a person decided.

    `row` is the recommendation at hand, as id and page; what is added meanwhile belongs to it.
    """

    document_id: str
    decisions: Decisions
    part: int = 1
    doubts: list[Doubt] = []
    issues: list[PublishedIssue] = []
    asked: set[Asked] = set()
    row: tuple[str | None, int | None] = (None, None)

    def decided(self, kind: str, raw: str) -> Decision | None:
        """Return the decision on printed words, and note that they occur, if there is one."""
        found = self.decisions.find(kind, self.document_id, raw)
        if found is not None:
            self.asked.add((kind, self.document_id, tidy(raw)))
        return found

    def doubt(
        self,
        kind: str,
        raw: str,
        reason: str,
        candidates: Sequence[tuple[str, str, float] | tuple[str, float]] = (),
    ) -> None:
        """Add a question for a person: candidates are value, name (where it has one) and score."""
        named = tuple(each if len(each) == 3 else (each[0], each[0], each[1]) for each in candidates)
        self.doubts.append(Doubt(kind=kind, raw=raw, candidates=named, reason=reason, **self._place()))
        self.note("warning", f"doubtful_{kind}", f"{kind.capitalize()} '{_short(raw)}': {reason}.")

    def note(self, level: str, code: str, message: str) -> None:
        """Add an issue for a person to know."""
        self.issues.append(PublishedIssue(level=level, code=code, message=message, **self._place()))

    def _place(self) -> dict[str, Any]:
        recommendation_id, page = self.row
        return {"document_id": self.document_id, "recommendation_id": recommendation_id, "page": page}


def _short(raw: str, most: int = 80) -> str:
    line = " ".join(raw.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
