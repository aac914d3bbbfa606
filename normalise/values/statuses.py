"""Statuses: what a printed status means, by the document's own key first, then by the vocabulary."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from functools import cache

import msgspec

from normalise.values import references
from normalise.values.answers import answer_in
from normalise.values.ballot_boxes import Choice, read_choice
from normalise.values.dates import read_date
from normalise.values.lookups import VOCAB, Answer, Method, Vocabulary, build, look_up
from normalise.values.rag import rag_file, read_fill, read_word
from normalise.values.references import Pointer
from normalise.values.text import drop_footnote_marks, phrase, tidy
from records.errors import ConfigError
from records.months import MONTH
from records.report import KeyEntry
from records.strict_yaml import load

Key = Mapping[str, str | None]
"""A document's own key: tidied word or letter to status, None where the key says something unread."""

GROUPS = ("done", "open", "closed_without_action", "response_only", "not_known")
WEAKENED = ("done", "closed_without_action", "response_only")
"""Groups from which a remark can take something back. 'Not started – no funds yet' is still open."""

PARTED = re.compile(r"(?<=[^\W\d])[-\u2010\u2011](?=[a-z])")
"""The hyphen at the end of a line that may have been set for the line alone: 'Com-pleted'."""

NAMED_MONTH = rf"(?:{MONTH})\.?"
NUMBER = r"\d{1,4}(?:st|nd|rd|th)?"
DATE_WORD = rf"(?:{NAMED_MONTH}|{NUMBER}|'\d\d|q[1-4]|of)"
SINCE = r"(?:(?:in|on|as at|as of|as from|at|since|from|during|dated|date|w/?e) )?"
DATE = re.compile(rf"{SINCE}{DATE_WORD}(?:[ /.\-,]*{DATE_WORD})*")
SEASON = r"(?:end|start|beginning|middle|spring|summer|autumn|winter|next|then|now)\b"
TIME = rf"(?:{NAMED_MONTH}(?: |$)|\d|q\d|{SEASON})"
AGENT = re.compile(rf"by (?:the )?(?!{TIME})[a-z].*")
ENTRIES = re.compile(r"[\n;]+|[.,]\s+(?=[A-Za-z]{1,9} ?(?:=|:|[-–—]\s))")
"""What parts the entries of a key that is printed as running text."""
BOTH_WAYS = re.compile(r"\b(?:or|but|not|except|unless|however)\b|/", re.IGNORECASE)
"""What lets an explanation say more than one thing of a colour."""
SEPARATOR = re.compile(r"\s*[-:;,.(\[/|]+\s*|\s+")
CLAUSE_END = re.compile(r"\s-\s|[:;,.()\[\]/|]|\band\b|\bbut\b")
NOW = re.compile(r"^(?:now|since|is|was) ")
PERCENT = re.compile(r"(\d+(?:\.\d+)?) ?(?:%|per cent)")


class Status(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One status of the vocabulary."""

    meaning: str
    group: str
    forms: tuple[str, ...]


class StatusFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The shape of vocab/statuses.yaml."""

    values: dict[str, Status]
    unclear: dict[str, tuple[str, ...]]
    answered: dict[str, dict[str, tuple[str, ...]]]
    weakens: tuple[str, ...]
    unfinished: tuple[str, ...]
    harmless: tuple[str, ...]
    former: tuple[str, ...]
    other_words: tuple[str, ...]


class Reading(msgspec.Struct, frozen=True):
    """A status as read, and the row that its words point to.

    With a value the pointer adds to it ('Superseded by rec 15'); without one it stands for it ('See above').
    """

    answer: Answer
    pointer: Pointer | None = None


@cache
def status_file() -> StatusFile:
    """Read and check the vocabulary of statuses."""
    read = load(VOCAB / "statuses.yaml", StatusFile)
    for name, status in read.values.items():
        if status.group not in GROUPS:
            raise ConfigError(f"statuses.yaml: '{name}' has the group '{status.group}'; use one of {GROUPS}.")
    for answer, meanings in read.answered.items():
        unknown = next((name for name in (answer, *meanings) if name not in read.values), None)
        if unknown is not None:
            raise ConfigError(f"statuses.yaml: 'answered' names '{unknown}', which is not among its values.")
    return read


@cache
def status_words() -> Vocabulary:
    """Return the printed forms of statuses."""
    read = status_file()
    forms = {name: each.forms for name, each in read.values.items()}
    return build("statuses.yaml", forms, read.unclear, read.other_words)


def status_group(status: str | None) -> str | None:
    """Return the group of a status, one of `GROUPS`, by which charts count."""
    return status_file().values[status].group if status is not None else None


def read_key(text: str, entries: Iterable[KeyEntry] = ()) -> dict[str, str | None]:
    """Read a document's key: `text` with one entry a line or between stops, and `entries` of a table.

    The letter and the word of a colour stand for each other. An entry whose meaning cannot be read
    is kept with None: the document gives the word a sense of its own, so the vocabulary must not.
    """
    pairs: list[tuple[str | None, str]] = []
    for line in ENTRIES.split(text):
        entry = re.fullmatch(r"\s*(.{1,30}?)\s*(?:=|:|\s[-–—]|\t)\s*(.+)", line)
        if entry is not None:
            pairs.append((entry[1], entry[2]))
    for each in entries:
        fill = each.label.fill
        shade = read_fill(fill).value if fill is not None else None
        pairs.append((" ".join(each.label.text.split()) or shade, " ".join(each.meaning.text.split())))
    key: dict[str, str | None] = {}
    for label, said in pairs:
        if label is None:
            continue
        meaning = _meaning_of_entry(said)
        for word in {phrase(label), read_word(label).value or phrase(label)}:
            key[word] = meaning if key.get(word, meaning) == meaning else None
    return key


def _meaning_of_entry(said: str) -> str | None:
    """Read what a key says of a colour, by its first words if the whole is not understood.

    Keys explain at length: 'On track to be finished in time', 'Overdue – no plan to recover'. What says
    more than one thing, 'On track or complete', 'Complete but not signed off', stays unread.
    """
    whole = read_status(said).answer.value
    if whole is not None or BOTH_WAYS.search(said):
        return whole
    words = said.split()
    starts = (" ".join(words[:count]) for count in range(len(words) - 1, 0, -1))
    return next((value for start in starts if (value := look_up(start, status_words()).value)), None)


def read_status(raw: str, key: Key | None = None, date: dt.date | None = None) -> Reading:
    """Read a printed status: by the key, the vocabulary, as a pointer, as a colour, by its first words.

    Text that none of these explains has no value, and candidates for a person. `date` is the day that
    the document speaks of: 'Complete March 2014' in a report of 2013 is a promise.
    """
    choice = read_choice(raw)
    if choice is not None:
        return _read_choice(choice, key, date)
    own = phrase(raw)
    if key and own in key:
        return Reading(_from_key(key[own], "alias"))
    answer = look_up(drop_footnote_marks(raw), status_words())
    if answer.value is None and PARTED.search(raw):
        whole = look_up(PARTED.sub("", drop_footnote_marks(raw)), status_words())
        known = whole.method in {"exact", "alias"}
        answer = msgspec.structs.replace(whole, method="alias") if known else answer
    if answer.value is not None or own in status_words().unclear:
        return Reading(answer)
    pointer = references.find(raw)
    if pointer is not None:
        return Reading(Answer(None, "none", "points to another row"), pointer)
    colour = read_word(raw).value
    if colour is not None:
        return Reading(status_of_colour(colour, key))
    said = answer_in(raw)
    if said is not None:
        return Reading(msgspec.structs.replace(look_up(said, status_words()), method="alias"))
    return _by_first_words(raw, key, date) or Reading(answer)


def _read_choice(choice: Choice, key: Key | None, date: dt.date | None) -> Reading:
    """Read the option that is ticked, if it is one."""
    if len(choice.ticked) != 1:
        return Reading(
            Answer(None, "none", f"{len(choice.ticked)} of {len(choice.options)} boxes are ticked")
        )
    reading = read_status(choice.ticked[0], key, date)
    exact = reading.answer.method == "exact"  # more is printed than the name alone
    answer = msgspec.structs.replace(reading.answer, method="alias") if exact else reading.answer
    return Reading(answer, reading.pointer)


def read_beside_answer(raw: str, answer: str | None) -> Answer | None:
    """Read words that leave a matter as it was answered, 'No change' or 'Closed', by that answer.

    `answer` is the response to the recommendation, printed in the same row. None where the words say
    more than that, or where the answer says too little.
    """
    answered = read_status(answer).answer.value if answer is not None else None
    meanings = status_file().answered.get(answered or "", {})
    own = phrase(raw)
    return next((Answer(value, "alias") for value, forms in meanings.items() if own in forms), None)


def status_of_colour(colour: str, key: Key | None = None) -> Answer:
    """Read a colour as a status: by the document's key, or where its meaning is agreed everywhere.

    'Green' is 'complete' in one council and 'on track' in the next, so without a key it is a question.
    """
    if key and colour in key:
        return _from_key(key[colour], "rag")
    read = rag_file()
    if colour in read.status:
        return Answer(read.status[colour], "rag")
    if key:
        return Answer(None, "none", f"the document's key does not explain '{colour}'")
    meant = tuple((each, 50.0) for each in read.unclear_status.get(colour, ()))
    return Answer(None, "none", f"'{colour}' has no agreed meaning and the document prints no key", meant)


def _from_key(value: str | None, method: Method) -> Answer:
    if value is None:
        return Answer(None, "none", "the document's own key explains it in words that could not be read")
    return Answer(value, method)


def _by_first_words(raw: str, key: Key | None, date: dt.date | None) -> Reading | None:
    """Read 'COMPLETE 12/13', 'Completed March 2014', 'Amber – some slippage', 'Superseded by rec 15'.

    The longest beginning that is a status counts, if a date, a mark and a remark, a pointer to another
    row or an agent ('by the Board') follows. A remark that takes something back makes it a question.
    """
    text = tidy(re.sub(r"\n+", " ; ", drop_footnote_marks(raw)))
    for gap in reversed(list(SEPARATOR.finditer(text))):
        head, mark, rest = text[: gap.start()], gap[0].strip(), text[gap.end() :]
        reading = _head(head, key)
        if reading is None or not rest:
            continue
        value = reading.value
        if value is None:
            return Reading(reading)
        if reading.method == "exact":  # more is printed than the name alone
            reading = msgspec.structs.replace(reading, method="alias")
        pointer = references.find_after_status(rest)
        if pointer is not None:
            if re.match(r"but\b", rest):
                doubted = "the status is printed with a reservation that points to another row"
                return Reading(msgspec.structs.replace(reading, reason=doubted), pointer)
            return Reading(reading, pointer)
        if not (mark or DATE.fullmatch(tidy(rest)) or AGENT.fullmatch(rest)):
            continue
        doubt = taken_back(rest, value, key) or _still_to_come(rest, value, date)
        if doubt is None:
            return Reading(reading)
        return Reading(Answer(None, "none", doubt, ((value, 50.0),)))
    return None


def _still_to_come(rest: str, value: str, date: dt.date | None) -> str | None:
    """Return whether what is said to be done carries a date after the document's own."""
    if date is None or status_group(value) != "done":
        return None
    printed = read_date(rest)
    if printed.date is None:
        return None
    first = printed.date if printed.exact else printed.date.replace(day=1)
    return f"it is dated {rest}, after the document" if first > date else None


def _head(head: str, key: Key | None) -> Answer | None:
    own = phrase(head)
    if key and own in key:
        return _from_key(key[own], "alias")
    answer = look_up(head, status_words())
    if answer.value is not None or own in status_words().unclear:
        return answer
    said = answer_in(head)
    if said is not None:
        return msgspec.structs.replace(look_up(said, status_words()), method="alias")
    colour = read_word(head).value
    return status_of_colour(colour, key) if colour is not None and len(own) > 1 else None


def taken_back(remark: str, value: str, key: Key | None = None) -> str | None:
    """Return why a remark after the status `value` puts it in question, or None where it does not.

    A remark does so when a clause of it is another status, when it prints a share other than 100 %, a
    question mark, or, after an answer or a closing status, a word that takes something back.
    """
    plain = tidy(remark)
    read = status_file()
    if any(re.match(rf"{word}\b", plain) for word in read.former):
        return None
    if "?" in remark:
        return "a question mark follows the status"
    if any(float(share) != 100 for share in PERCENT.findall(plain)):
        return "a share other than 100 % follows the status"
    for clause in filter(None, map(str.strip, CLAUSE_END.split(plain))):
        said = _head(NOW.sub("", clause), key)
        if said is not None and said.value != value and value not in [each for each, _ in said.candidates]:
            return f"'{clause}' follows the status"
    group = read.values[value].group
    if group not in WEAKENED:
        return None
    rest = f" {phrase(plain)} "
    for words in read.harmless:
        rest = rest.replace(f" {words} ", " ")
    words_back = read.weakens if group == "response_only" else (*read.weakens, *read.unfinished)
    weak = next((word for word in words_back if re.search(rf"\b{re.escape(word)}\b", rest)), None)
    return f"'{weak}' follows the status" if weak else None
