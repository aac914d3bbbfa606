"""The decisions file: decisions.csv, written an answer at a time, whole or not at all."""

import csv
import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path

from normalise.registers.load import Register
from normalise.review.decisions import (
    CANDIDATES,
    Decisions,
    Written,
    check,
    load_decisions,
    parse_decisions,
    text_of,
    with_decision,
    without_last,
)
from publish.atomic.lock import locked
from records.errors import ScrutinyError
from scrutiny.run.records import write_file

Question = Mapping[str, str]
"""A row of queue.csv."""

PATIENCE = 30.0
"""Seconds to wait while another review page writes; it takes some milliseconds."""


class DecisionsFile:
    """Writes answers to `path`, which need not exist, and takes them back, last first.

    What people wrote there stays byte for byte. A file that the next run would refuse is never written.
    Several may write to one file: each reads, changes and replaces it under one lock.
    """

    def __init__(self, path: Path, register: Register) -> None:
        """Open the file. Raises `ConfigError` if what stands in it is wrong already."""
        self.path, self.register = path, register
        self.load()

    def load(self) -> Decisions:
        """Return everything decided so far."""
        decisions = load_decisions(self.path)
        check(decisions, self.register)
        return decisions

    def write(self, question: Question, value: str, why: str, by: str, *, everywhere: bool) -> Written:
        """Add the answer to a question. Raises `ConfigError` if the next run would refuse it."""
        day = dt.datetime.now(tz=dt.UTC).date().isoformat()
        where = "" if everywhere else question["document_id"]
        decision = (question["kind"], where, question["raw"], value, by, day, why)

        def add(text: str) -> str:
            text = with_decision(text, decision)
            check(parse_decisions(self.path.name, text), self.register)
            return text

        self._change(add)
        return decision

    def take_back(self, decision: Written) -> None:
        """Remove the answer written last; `ContractError` if another stands there now."""
        self._change(lambda text: without_last(text, decision))

    def _change(self, change: Callable[[str], str]) -> None:
        with locked(self.path.with_name(f".{self.path.name}.lock"), PATIENCE):
            write_file(self.path, change(text_of(self.path)).encode())


def questions_of(queue: Path) -> list[dict[str, str]]:
    """Read the questions of `queue`; a decision that lapsed is news and asks nothing."""
    return [row for row in read_queue(queue) if not row["reason"].startswith("lapsed")]


def read_queue(queue: Path) -> list[dict[str, str]]:
    """Read the rows of `queue`. Raises `ScrutinyError` if no run has written one yet."""
    try:
        with queue.open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))
    except FileNotFoundError as error:
        raise ScrutinyError(f"{queue}: there is no review queue yet. Run 'scrutiny run' first.") from error


def is_open(question: Question, decisions: Decisions) -> bool:
    """Return whether nobody has answered a question yet."""
    return decisions.find(question["kind"], question["document_id"], question["raw"]) is None


def candidates_of(question: Question) -> list[tuple[str, str]]:
    """Return the candidates of a question, best first: the cell's words, and the score."""
    pairs = [(question[f"candidate_{n}"], question[f"score_{n}"]) for n in range(1, CANDIDATES + 1)]
    return [(value, score) for value, score in pairs if value]
