"""Decisions of people in data/review/decisions.csv, what they may say, and the queue of questions."""

import csv
import datetime as dt
import io
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from normalise.registers.bodies import Body
from normalise.registers.load import Register
from normalise.values.grades import aspect_file, grade_words
from normalise.values.rag import rag_words
from normalise.values.statuses import status_words
from normalise.values.text import tidy
from normalise.values.timescales import WHOLE
from records.clean import Doubt
from records.errors import ConfigError, ContractError
from records.report import NONE_OF_THEM

COLUMNS = ("kind", "document_id", "raw", "value", "decided_by", "decided_on", "why")
KINDS = ("agency", "status", "grade", "aspect", "timescale", "date", "rag", "area", "reading", "link")
LINK = "link"
"""The kind of a decision on what a recommendation goes on from: `raw` is its text or its id."""
CANDIDATES = 5
READING_ID = re.compile(r"[0-9a-f]{12}")
OWNERS = frozenset({"post", "team", "group"})
"""What an owner can be who is no public body."""
QUEUE_COLUMNS = (
    *("kind", "document_id", "recommendation_id", "page", "raw", "reason"),
    *(f"{name}_{n}" for n in range(1, CANDIDATES + 1) for name in ("candidate", "score")),
)
Asked = tuple[str, str, str]
"""What is asked: kind, document_id ('' for everywhere), tidied text."""


class Decision(msgspec.Struct, frozen=True):
    """What a person decided: that the words `raw` mean `value`, in one document or (blank) everywhere.

    A blank value says that the words mean nothing that has a value; they are not asked about again.
    """

    kind: str
    document_id: str
    raw: str
    value: str
    decided_by: str
    decided_on: dt.date
    why: str
    line: int

    @property
    def date(self) -> dt.date | None:
        """The value of a decision on a date."""
        return dt.date.fromisoformat(self.value) if self.value else None


class Decisions(msgspec.Struct, frozen=True):
    """All decisions by what they answer."""

    answers: Mapping[Asked, Decision] = {}

    def find(self, kind: str, document_id: str, raw: str) -> Decision | None:
        """Return the decision on the words `raw`: the document's own before the one for everywhere."""
        words = tidy(raw)
        own = self.answers.get((kind, document_id, words))
        return own if own is not None else self.answers.get((kind, "", words))

    def about(self, kind: str, document_id: str) -> dict[str, str]:
        """Return all decisions of one kind that hold in a document, tidied words to value."""
        of_kind = [(asked, decision.value) for asked, decision in self.answers.items() if asked[0] == kind]
        everywhere = {words: value for (_, where, words), value in of_kind if where == ""}
        return everywhere | {words: value for (_, where, words), value in of_kind if where == document_id}

    def readings(self) -> dict[str, str]:
        """Return the id of the reading that was chosen for each document, `NONE_OF_THEM` for a blank one."""
        chosen = {where: each.value for (kind, where, _), each in self.answers.items() if kind == "reading"}
        return {document_id: reading_id or NONE_OF_THEM for document_id, reading_id in chosen.items()}


def load_decisions(path: Path) -> Decisions:
    """Read the decisions; a file that is not there holds none. Raises `ConfigError` as `parse_decisions`."""
    return parse_decisions(path.name, text_of(path)) if path.exists() else Decisions()


def text_of(path: Path) -> str:
    """Return the text of a decisions file with its own line ends; empty if there is no file.

    Raises `ConfigError` if it cannot be read or is not UTF-8, as after saving it in a spreadsheet.
    """
    try:
        return path.read_bytes().decode()
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path.name}: {error}. Save it as CSV in UTF-8.") from error
    except OSError as error:
        raise ConfigError(f"{path.name}: cannot be read ({error.strerror}).") from error


def parse_decisions(name: str, text: str) -> Decisions:
    """Return the decisions in the text of the file `name`.

    Any column, kind, date or text that is not as it should be is a ConfigError that names the row,
    as is a second decision on the same words. A value may be copied from the queue with the name in
    brackets that stands behind an id there.
    """
    table = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        if tuple(table.fieldnames or ()) != COLUMNS:
            raise ConfigError(f"{name}: the columns must be {', '.join(COLUMNS)}, in this order.")
        read = [_decision(name, table.line_num, row) for row in table]
    except csv.Error as error:
        raise ConfigError(f"{name}, row {table.line_num}: {error}. Save it as CSV in UTF-8.") from error
    answers: dict[Asked, Decision] = {}
    for decision in read:
        asked = (decision.kind, decision.document_id, tidy(decision.raw))
        if asked in answers:
            what = f"'{decision.raw}' was decided in row {answers[asked].line} already"
            raise ConfigError(f"{name}, row {decision.line}: {what}. Keep one of the two.")
        answers[asked] = decision
    return Decisions(answers)


def _decision(file: str, line: int, row: Mapping[str, str | None]) -> Decision:
    if None in row or None in row.values():
        what = f"has not {len(COLUMNS)} cells. Put text with commas in quotes."
        raise ConfigError(f"{file}, row {line}: {what}")
    cells = {name: (value or "").strip() for name, value in row.items()}
    for fault in _faults(cells):
        raise ConfigError(f"{file}, row {line}: {fault}.")
    day, value = dt.date.fromisoformat(cells.pop("decided_on")), cells.pop("value").split(" (")[0]
    return Decision(**cells, value=value, decided_on=day, line=line)


def _faults(cells: Mapping[str, str]) -> Iterator[str]:
    """Return what is wrong with a row, the first first, and what helps."""
    kind, value = cells["kind"], cells["value"].split(" (")[0]
    for name in ("kind", "raw", "decided_by", "decided_on", "why"):
        if name == "raw" and kind == "reading":  # it is of the whole document
            continue
        if not tidy(cells[name]) if name == "raw" else not cells[name]:
            yield f"{name} is empty. Fill it in"
    if kind not in KINDS:
        yield f"'{kind}' is no kind; use one of {', '.join(KINDS)}"
    if cells["document_id"] and not re.fullmatch(r"[0-9a-f]{12}", cells["document_id"]):
        yield "document_id has 12 hexadecimal digits, or is blank for all"
    if not _is_day(cells["decided_on"]):
        yield "decided_on must be a date like 2026-11-30"
    if kind == LINK and value and value == cells["raw"]:
        yield "a recommendation does not go on from itself; leave the value blank if it goes on from none"
    yield from _faults_of_value(kind, value, cells["document_id"])


def _faults_of_value(kind: str, value: str, document_id: str) -> Iterator[str]:
    """Return what is wrong with a value, or with where it holds, by the kind of its decision."""
    if kind == "date" and value and not _is_day(value):
        yield "the value of a date is written like 2026-11-30"
    if kind == "reading" and not (document_id and (READING_ID.fullmatch(value) or not value)):
        yield "a reading has a document_id, and its value is an id that 'scrutiny readings' prints, or blank"
    if kind == LINK and not document_id:
        yield "a link has a document_id: that of the later recommendation"
    if kind == "timescale" and value and not WHOLE.fullmatch(value):
        yield "a timescale is 'immediate' or a duration such as P3M"


def _is_day(text: str) -> bool:
    try:
        return len(text) == len("2026-11-30") and bool(dt.date.fromisoformat(text))
    except ValueError:
        return False


def require(decisions: Decisions, kind: str, allowed: Iterable[str]) -> None:
    """Refuse decisions of `kind` whose value is none of those allowed (ConfigError naming the row)."""
    values = set(allowed)
    for decision in decisions.answers.values():
        if decision.kind == kind and decision.value and decision.value not in values:
            known = ", ".join(sorted(values)) if len(values) <= 40 else "an id of the register"
            what = f"'{decision.value}' is no {kind}; use {known}"
            raise ConfigError(f"decisions.csv, row {decision.line}: {what}.")


def allowed(register: Register) -> Mapping[str, Collection[str]]:
    """Return the values of each kind of question that has a closed list; dates and timescales have none."""
    return {
        "status": status_words().values,
        "grade": grade_words().values,
        "aspect": aspect_file().aspects,
        "rag": rag_words().values,
        "agency": {*register.bodies, *OWNERS},
        "area": [body.id for body in register.by_kind.get("local_authority", ())],
    }


def check(decisions: Decisions, register: Register) -> None:
    """Refuse decisions whose value does not exist (ConfigError naming the row)."""
    for kind, values in allowed(register).items():
        require(decisions, kind, values)


def bodies_with(words: str, register: Register) -> list[Body]:
    """Find bodies by their id, or by words that all stand in one of their names, as parts of words too.

    Existing bodies come first, then those that ended last.
    """
    if words in register.bodies:
        return [register.bodies[words]]
    sought = tidy(words).split()
    found = {
        name.id
        for names in register.names.values()
        for name in names
        if sought and all(word in tidy(name.printed) for word in sought)
    }
    by_name = sorted((register.bodies[each] for each in found), key=lambda body: body.name)
    return sorted(by_name, key=lambda body: body.valid_to or dt.date.max, reverse=True)


def lapsed(decisions: Decisions, seen: Iterable[Asked], of_links: bool = False) -> list[Doubt]:
    """Return a line of the queue for each decision whose words no longer occur where it holds.

    `seen` holds kind, document_id and tidied words of whatever met a decision in this run. What it was asked
    for are links of recommendations, or all else.
    """
    here = set(seen)
    anywhere = {(kind, "", words) for kind, _, words in here}
    return [
        Doubt(
            kind=decision.kind,
            document_id=decision.document_id,
            raw=decision.raw,
            candidates=((decision.value, decision.value, 100.0),),
            reason=f"lapsed: row {decision.line} of decisions.csv is about words that no longer occur",
        )
        for asked, decision in decisions.answers.items()
        if asked not in here and asked not in anywhere and (asked[0] == LINK) == of_links
    ]


def queue_rows(doubts: Iterable[Doubt]) -> list[dict[str, str]]:
    """Return one row for each question: the same words in one document, doubted for one reason, are one.

    The row shows the first place; candidates are best first.
    """
    rows: dict[tuple[str, ...], dict[str, str]] = {}
    doubts = list(doubts)
    # Words are compared only where there are others to compare them with.
    alike = Counter((doubt.kind, doubt.document_id, doubt.reason) for doubt in doubts)
    for doubt in doubts:
        asked = doubt.kind, doubt.document_id, doubt.reason
        place = (*asked, tidy(doubt.raw) if alike[asked] > 1 else "")
        if place in rows:
            continue
        row = dict.fromkeys(QUEUE_COLUMNS, "") | {
            "kind": doubt.kind,
            "document_id": doubt.document_id,
            "recommendation_id": doubt.recommendation_id or "",
            "page": str(doubt.page) if doubt.page is not None else "",
            "raw": doubt.raw,
            "reason": doubt.reason,
        }
        for number, (value, name, score) in enumerate(doubt.candidates[:CANDIDATES], start=1):
            row[f"candidate_{number}"] = value if value == name or not name else f"{value} ({name})"
            row[f"score_{number}"] = "" if score is None else f"{score:.1f}"
        rows[place] = row
    return list(rows.values())


FORMULA = frozenset("=+-@\t\r")
"""How a cell begins that a spreadsheet would run as a formula."""


def queue_csv(rows: Iterable[Mapping[str, str]]) -> str:
    """Return rows of the queue as CSV text (UTF-8 to be, line feeds), safe to open in a spreadsheet."""
    cells = ([row[name] for name in QUEUE_COLUMNS] for row in rows)
    # An apostrophe stands before what a spreadsheet would run as a formula; tidying drops it again.
    safe = ([f"'{cell}" if cell[:1] in FORMULA else cell for cell in row] for row in cells)
    return _lines([QUEUE_COLUMNS, *safe])


Written = tuple[str, str, str, str, str, str, str]
"""kind, document_id, raw, value, decided_by, decided_on, why: the columns of a row, as text."""


def with_decision(text: str, decision: Written) -> str:
    """Return the file's text with one more row; an empty text gets its header first.

    What stands there stays byte for byte: people keep this file and compare it.
    """
    header = "" if text.strip("\ufeff\r\n ") else _lines([COLUMNS])
    gap = "" if not text or text.endswith("\n") else "\n"
    return f"{text or ''}{gap}{header}{_lines([decision])}"


def without_last(text: str, decision: Written) -> str:
    """Return the file's text without the row just added. Another last row is a ContractError."""
    row = _lines([decision])
    if not text.endswith(row):
        raise ContractError("decisions.csv was changed meanwhile; its last row is not the one to take back.")
    return text[: -len(row)]


def _lines(rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
