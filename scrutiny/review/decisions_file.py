"""The decisions file: decisions.csv, written an answer at a time, whole or not at all."""

from __future__ import annotations

import csv
import datetime as dt
import tempfile
from collections.abc import Mapping
from pathlib import Path

from normalise.registers.load import Register
from normalise.review.answers import check
from normalise.review.decision_file import Written, with_decision, without_last
from normalise.review.decisions import CANDIDATES, Decisions, load_decisions
from records.errors import ConfigError, ScrutinyError
from scrutiny.run.records import write_file

Question = Mapping[str, str]
"""A row of queue.csv."""


class DecisionsFile:
    """Writes answers to `path`, which need not exist, and takes them back, last first.

    What people wrote there stays byte for byte. A file that the next run would refuse is never written.
    """

    def __init__(self, path: Path, register: Register) -> None:
        """Open the file. Raises `ConfigError` if what stands in it is wrong already."""
        self.path, self.register = path, register
        self.load()

    def load(self) -> Decisions:
        """Give everything decided so far."""
        decisions = load_decisions(self.path)
        check(decisions, self.register)
        return decisions

    def text(self) -> str:
        """Return the file's text with its own line ends, empty if there is no file.

        Raises `ConfigError` if it cannot be read or is no text.
        """
        try:
            return self.path.read_bytes().decode()
        except FileNotFoundError:
            return ""
        except UnicodeDecodeError as error:
            raise ConfigError(f"{self.path.name}: {error}. Save it as CSV in UTF-8.") from error
        except OSError as error:
            raise ConfigError(f"{self.path.name}: cannot be read ({error.strerror}).") from error

    def write(self, question: Question, value: str, why: str, by: str, *, everywhere: bool) -> Written:
        """Add the answer to a question; ConfigError, and nothing written, if the next run would refuse it."""
        day = dt.datetime.now(tz=dt.UTC).date().isoformat()
        where = "" if everywhere else question["document_id"]
        decision = (question["kind"], where, question["raw"], value, by, day, why)
        text = with_decision(self.text(), decision)
        self._require_valid(text)
        write_file(self.path, text.encode())
        return decision

    def take_back(self, decision: Written) -> None:
        """Remove the answer written last; ContractError if another stands there now."""
        write_file(self.path, without_last(self.text(), decision).encode())

    def _require_valid(self, text: str) -> None:
        with tempfile.TemporaryDirectory() as scratch:
            path = Path(scratch) / self.path.name
            path.write_bytes(text.encode())
            check(load_decisions(path), self.register)


def questions_of(queue: Path) -> list[dict[str, str]]:
    """Read the questions of `queue`; a decision that lapsed is news and asks nothing.

    Raises `ScrutinyError` if no run has written a queue yet.
    """
    try:
        with queue.open(newline="", encoding="utf-8") as file:
            return [row for row in csv.DictReader(file) if not row["reason"].startswith("lapsed")]
    except FileNotFoundError as error:
        raise ScrutinyError(f"{queue}: there is no review queue yet. Run 'scrutiny run' first.") from error


def is_open(question: Question, decisions: Decisions) -> bool:
    """Say whether nobody has answered a question yet."""
    return decisions.find(question["kind"], question["document_id"], question["raw"]) is None


def candidates_of(question: Question) -> list[tuple[str, str]]:
    """Give the candidates of a question, best first: the cell's words, and the score."""
    pairs = [(question[f"candidate_{n}"], question[f"score_{n}"]) for n in range(1, CANDIDATES + 1)]
    return [(value, score) for value, score in pairs if value]
