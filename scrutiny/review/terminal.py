"""The review queue answered at the terminal, one key a question; the answers go to decisions.csv."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from normalise.registers.load import Register
from normalise.review.answers import allowed, bodies_with
from normalise.review.decision_file import Written
from scrutiny.review.decisions_file import (
    ANSWERED,
    CHOSEN,
    NO_VALUE,
    Book,
    Question,
    candidates_of,
    is_open,
    questions_of,
)
from scrutiny.run.progress import shown

KEYS = "[1-3] choose  [v] another value  [n] no value  [e] here or everywhere  [s] skip  [u] undo  [q] stop"
MOST_SHOWN = 9


class Desk:
    """Asks the questions of a queue in order and writes each answer at once, whole or not at all.

    `by` is who decides. Answers given can be taken back, last first; a skipped question stays in the queue.
    """

    def __init__(self, questions: Sequence[Question], book: Book, by: str, files: Mapping[str, str]) -> None:
        """Prepare to ask `questions`, whose answers go into `book`; `files` names that of each document."""
        self.questions = questions
        self.files = files
        self.book = book
        self.by = by
        self.given: list[tuple[int, Written]] = []

    def ask_all(self) -> int:
        """Ask until the end or until the person stops; give the number of answers written."""
        place = 0
        while 0 <= place < len(self.questions):
            # An answer can settle later questions too: the same words, doubted for two reasons or everywhere.
            open_still = is_open(self.questions[place], self.book.decisions())
            step = self._ask(place) if open_still else place + 1
            if step is None:
                break
            place = step
        return len(self.given)

    def _ask(self, place: int) -> int | None:
        """Ask one question; give the place of the next one, None to stop."""
        question = self.questions[place]
        everywhere = False
        counted = click.style(f"{place + 1} of {len(self.questions)}", bold=True)
        click.echo(f"\n{counted}  {_told(question, self.files)}")
        for number, (value, score) in enumerate(candidates_of(question), start=1):
            click.echo(f"  {number}  {value}" + (f"  ({score})" if score else ""))
        click.echo(click.style(KEYS, dim=True))
        while True:
            key = click.getchar().lower()
            candidates = candidates_of(question)
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
                value, why = candidates[int(key) - 1][0], CHOSEN.format(key)
            elif key == "n":
                value, why = "", NO_VALUE
            elif key == "v":
                typed = self._typed(question["kind"])
                if typed is None:
                    continue
                value, why = typed, ANSWERED
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
        values = allowed(self.book.register).get(kind)
        if values is None or words in values:
            return words
        if kind not in {"agency", "area"}:
            click.echo(f"  '{words}' is no {kind}; use one of {', '.join(sorted(values))}.")
            return None
        found = [body for body in bodies_with(words, self.book.register) if body.id in values][:MOST_SHOWN]
        if not found:
            click.echo(f"  no body of the register has '{words}' in its name.")
            return None
        for number, body in enumerate(found, start=1):
            click.echo(f"    {number}  {body.id}  {body.name} {body.span}")
        key = click.getchar()
        return found[int(key) - 1].id if key.isdigit() and 1 <= int(key) <= len(found) else None

    def _write(self, place: int, question: Question, value: str, why: str, *, everywhere: bool) -> None:
        decision = self.book.write(question, value, why, self.by, everywhere=everywhere)
        self.given.append((place, decision))

    def _take_back(self) -> int:
        place, decision = self.given.pop()
        self.book.take_back(decision)
        click.echo("  taken back")
        return place


def decide(queue: Path, decisions: Path, register: Register, by: str, files: Mapping[str, str]) -> int:
    """Ask the open questions of `queue` and add the answers to `decisions`; give how many were written.

    `files` names the file of each document.
    Raises `ScrutinyError` if there is no queue, and `ConfigError` if the decisions there are wrong already.
    """
    questions = questions_of(queue)
    book = Book(decisions, register)
    known = book.decisions()
    return Desk([question for question in questions if is_open(question, known)], book, by, files).ask_all()


def _told(question: Question, files: Mapping[str, str]) -> str:
    place = shown(files.get(question["document_id"], question["document_id"]))
    place += f", page {question['page']}" if question["page"] else ""
    row = f", {question['recommendation_id']}" if question["recommendation_id"] else ""
    words = "\n".join(f"  | {line}" for line in question["raw"].splitlines())
    return f"{question['kind']} in {place}{row}\n{words}\n  {question['reason']}"
