"""The review queue answered at the terminal, one key a question; the answers go to decisions.csv."""

from __future__ import annotations

import csv
import datetime as dt
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from normalise.answers import allowed, bodies_with
from normalise.answers import check as check_values
from normalise.decision_file import Written, with_decision, without_last
from normalise.decisions import CANDIDATES, load_decisions
from normalise.register import Register
from records.errors import ScrutinyError
from scrutiny.store import write_file

KEYS = "[1-3] choose  [v] another value  [n] no value  [e] here or everywhere  [s] skip  [u] undo  [q] stop"
MOST_SHOWN = 9
Question = Mapping[str, str]


class Desk:
    """Asks the questions of a queue in order and writes each answer at once, whole or not at all.

    `by` is who decides. Answers given can be taken back, last first; a skipped question stays in the queue.
    """

    def __init__(self, questions: Sequence[Question], path: Path, register: Register, by: str) -> None:
        """Prepare to ask `questions`; `path` is decisions.csv, which need not exist."""
        self.questions = questions
        self.path = path
        self.register = register
        self.by = by
        self.given: list[tuple[int, Written]] = []

    def ask_all(self) -> int:
        """Ask until the end or until the person stops; give the number of answers written."""
        place = 0
        while 0 <= place < len(self.questions):
            step = self._ask(place)
            if step is None:
                break
            place = step
        return len(self.given)

    def _ask(self, place: int) -> int | None:
        """Ask one question; give the place of the next one, None to stop."""
        question = self.questions[place]
        everywhere = False
        click.echo(f"\n{click.style(f'{place + 1} of {len(self.questions)}', bold=True)}  {_told(question)}")
        for number, (value, score) in enumerate(_candidates(question), start=1):
            click.echo(f"  {number}  {value}" + (f"  ({score})" if score else ""))
        click.echo(click.style(KEYS, dim=True))
        while True:
            key = click.getchar().lower()
            candidates = _candidates(question)
            if key == "q":
                return None
            if key == "s":
                return place + 1
            if key == "e":
                everywhere = not everywhere
                click.echo("  for every document" if everywhere else "  for this document")
                continue
            if key == "u":
                if not self.given:
                    click.echo("  nothing to take back")
                    continue
                return self._take_back()
            if key.isdigit() and 1 <= int(key) <= len(candidates):
                value, why = candidates[int(key) - 1][0], f"candidate {key} of the review queue"
            elif key == "n":
                value, why = "", "has no value"
            elif key == "v":
                typed = self._typed(question["kind"])
                if typed is None:
                    continue
                value, why = typed, "answered from the review queue"
            else:
                click.echo(f"  '{key}' is none of these keys.")
                continue
            self._write(place, question, value, why, everywhere=everywhere)
            click.echo(f"  → {value or 'no value'}" + (", everywhere" if everywhere else ""))
            return place + 1

    def _typed(self, kind: str) -> str | None:
        """Ask for a value in words; None if the person thinks better of it or it is none."""
        words: str = click.prompt("  value", default="", show_default=False).strip()
        if not words:
            return None
        values = allowed(self.register).get(kind)
        if values is None or words in values:
            return words
        if kind not in {"agency", "area"}:
            click.echo(f"  '{words}' is no {kind}; use one of {', '.join(sorted(values))}.")
            return None
        found = [body for body in bodies_with(words, self.register) if body.id in values][:MOST_SHOWN]
        if not found:
            click.echo(f"  no body of the register has '{words}' in its name.")
            return None
        for number, body in enumerate(found, start=1):
            click.echo(f"    {number}  {body.id}  {body.name} {body.span}")
        key = click.getchar()
        return found[int(key) - 1].id if key.isdigit() and 1 <= int(key) <= len(found) else None

    def _write(self, place: int, question: Question, value: str, why: str, *, everywhere: bool) -> None:
        day = dt.datetime.now(tz=dt.UTC).date().isoformat()
        where = "" if everywhere else question["document_id"]
        decision = (question["kind"], where, question["raw"], value, self.by, day, why)
        text = with_decision(_text(self.path), decision)
        _require_valid(text, self.register)
        write_file(self.path, text.encode())
        self.given.append((place, decision))

    def _take_back(self) -> int:
        place, decision = self.given.pop()
        write_file(self.path, without_last(_text(self.path), decision).encode())
        click.echo("  taken back")
        return place


def decide(queue: Path, decisions: Path, register: Register, by: str) -> int:
    """Ask the open questions of `queue` and add the answers to `decisions`; give how many were written.

    Raises `ScrutinyError` if there is no queue, and `ConfigError` if the decisions there are wrong already.
    """
    try:
        with queue.open(newline="", encoding="utf-8") as file:
            questions = [row for row in csv.DictReader(file) if not row["reason"].startswith("lapsed")]
    except FileNotFoundError as error:
        raise ScrutinyError(f"{queue}: there is no review queue yet. Run 'scrutiny run' first.") from error
    known = load_decisions(decisions)
    check_values(known, register)
    left = [q for q in questions if known.find(q["kind"], q["document_id"], q["raw"]) is None]
    return Desk(left, decisions, register, by).ask_all()


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _require_valid(text: str, register: Register) -> None:
    """Refuse a file that the next run would refuse, before it is written."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "decisions.csv"
        path.write_text(text, encoding="utf-8")
        check_values(load_decisions(path), register)


def _candidates(question: Question) -> list[tuple[str, str]]:
    pairs = [(question[f"candidate_{n}"], question[f"score_{n}"]) for n in range(1, CANDIDATES + 1)]
    return [(value, score) for value, score in pairs if value]


def _told(question: Question) -> str:
    place = question["document_id"] + (f", page {question['page']}" if question["page"] else "")
    row = f", {question['recommendation_id']}" if question["recommendation_id"] else ""
    words = "\n".join(f"  | {line}" for line in question["raw"].splitlines())
    return f"{question['kind']} in {place}{row}\n{words}\n  {question['reason']}"
