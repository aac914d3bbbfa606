"""How far the linking of agencies can be trusted, measured by holding the registers back from themselves.

Each alias is taken out of the register in turn and linked; so are variants of every official name, as
people misprint them. A link is right if it gives the body that the name was taken from. Then the body
itself is taken out with all its names, and every link given is wrong: an absent body is the danger, not
a misspelt one. Both are done for a document about the body's own area and for one about another.
"""

from __future__ import annotations

import datetime as dt
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

import msgspec

from normalise.agencies.context import Setting
from normalise.agencies.linking import link
from normalise.registers.bodies import Body, FullName, Name
from normalise.registers.load import Register, load_registers
from normalise.registers.names import simplify

LAST_DAY = dt.date(2026, 10, 1)
"""The day of the documents that name bodies which still exist."""
SEED = 1
LONG_WORD = 5
"""Slips are made in words of more letters than this; in shorter ones they are other words."""
PHRASES = 100_000


class Trial(msgspec.Struct, frozen=True):
    """A phrase to link, the body that it means, and how the phrase came about."""

    body: Body
    phrase: str
    made: str

    @property
    def alias(self) -> bool:
        """Whether the phrase is a row of the register, and not a misprint of an official name."""
        return self.made.startswith("alias")


class Result(msgspec.Struct, frozen=True):
    """What one trial gave. `absent`: the body had been taken out. `asked`: a person is asked."""

    trial: Trial
    absent: bool
    own_area: bool
    given: str | None
    method: str
    asked: bool

    @property
    def right(self) -> bool:
        """Whether the body of the trial was given."""
        return self.given == self.trial.body.id

    @property
    def wrong(self) -> bool:
        """Whether another body was given."""
        return self.given is not None and not self.right


def trials(register: Register) -> Iterator[Trial]:
    """Yield every alias, then the misprints of every official name."""
    for names in register.names.values():
        for name in names:
            if name.type != "official":
                yield Trial(register.bodies[name.id], name.printed, f"alias: {name.type}")
    dice = random.Random(SEED)
    for body in register.bodies.values():
        for made, phrase in misprints(body.name, dice):
            yield Trial(body, phrase, made)


def misprints(name: str, dice: random.Random) -> Iterator[tuple[str, str]]:
    """Yield the ways in which a name is commonly printed otherwise, each with what was done to it."""
    words = name.split()
    longest = max(range(len(words)), key=lambda place: len(words[place]))
    word = words[longest]
    if len(word) > LONG_WORD:
        at = dice.randrange(1, len(word) - 1)
        slips = {
            "a letter dropped": word[:at] + word[at + 1 :],
            "two letters swapped": word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        }
        for made, slip in slips.items():
            if slip != word:
                yield made, " ".join([*words[:longest], slip, *words[longest + 1 :]])
    if " and " in name:
        yield "'&' for 'and'", name.replace(" and ", " & ")
    if len(words) > 2:
        yield "words in another order", " ".join([*words[:-2], words[-1], words[-2]])


def without_name(register: Register, body: Body, key: str) -> Register:
    """Return the register without the names of one body that have a key."""
    return _without(register, body, {key})


def without_body(register: Register, body: Body) -> Register:
    """Return the register as if it had no row for a body."""
    keys = {key for key, names in register.names.items() if any(name.id == body.id for name in names)}
    return msgspec.structs.replace(
        _without(register, body, keys),
        by_kind=_less(register.by_kind, body),
        by_area=_less(register.by_area, body),
    )


def _less(groups: Mapping[str, tuple[Body, ...]], body: Body) -> dict[str, tuple[Body, ...]]:
    return {key: tuple(each for each in bodies if each.id != body.id) for key, bodies in groups.items()}


def _without(register: Register, body: Body, keys: set[str]) -> Register:
    names: dict[str, tuple[Name, ...]] = dict(register.names)
    for key in keys:
        left = tuple(name for name in names.pop(key) if name.id != body.id)
        if left:
            names[key] = left
    full: dict[str, tuple[FullName, ...]] = dict(register.full_names)
    full[body.kind] = tuple(
        name for name in full.get(body.kind, ()) if name.id != body.id or name.key not in keys
    )
    return msgspec.structs.replace(register, names=names, full_names=full)


def settings(body: Body, register: Register) -> tuple[Setting, Setting]:
    """Return the setting of a document about the body's own area, and of one about another area.

    Both date from the body's last day, or from a recent one.
    """
    date = body.valid_to or max(LAST_DAY, body.valid_from or LAST_DAY)
    own = next((f"gss:{code}" for code in sorted(body.area)), None)
    others = (
        council.id
        for council in register.by_kind["local_authority"]
        if council.upper_tier and council.existed(date) and not council.area & body.area
    )
    return Setting(area_id=own, date=date), Setting(area_id=next(others), date=date)


def hold_back(register: Register, step: int = 1) -> list[Result]:
    """Run every `step`-th trial with its name held back, and with its body absent."""
    by_body: dict[str, list[Trial]] = defaultdict(list)
    for trial in islice(trials(register), 0, None, step):
        by_body[trial.body.id].append(trial)
    return [
        result
        for group in by_body.values()
        for known in ((without_body(register, group[0].body), True), (register, False))
        for trial in group
        for result in _run(trial, *known)
    ]


def _run(trial: Trial, known: Register, absent: bool) -> Iterator[Result]:
    if trial.alias and not absent:
        known = without_name(known, trial.body, simplify(trial.phrase))
    for setting, own in zip(settings(trial.body, known), (True, False), strict=True):
        found = link(trial.phrase, setting, known)
        yield Result(trial, absent, own, found.id, found.method, found.needs_review)


def linked_in_bulk(register: Register, count: int = PHRASES) -> float:
    """Link `count` distinct misprinted phrases of one document's setting; give the seconds it takes."""
    dice = random.Random(SEED)
    names = sorted({body.name for body in register.bodies.values()})
    phrases: set[str] = set()
    while len(phrases) < count:
        phrases.update(phrase for _, phrase in misprints(dice.choice(names) + f" {len(phrases)}", dice))
    setting = Setting(area_id="gss:E06000054", date=dt.date(2012, 10, 2))
    start = time.perf_counter()
    for phrase in sorted(phrases)[:count]:
        link(phrase, setting, register)
    return time.perf_counter() - start


def print_agencies() -> None:
    """Print precision and recall by kind, by method and by how the phrase came about, and the speed."""
    register = load_registers()
    results = hold_back(register)
    for title, key in (
        ("kind", lambda result: result.trial.body.kind),
        ("how the phrase came about", lambda result: result.trial.made),
        ("document about", lambda result: "its own area" if result.own_area else "another area"),
        ("method", lambda result: result.method),
    ):
        _print_table(title, key, results)
    for result in results:
        if result.wrong:
            state = "absent" if result.absent else "held back"
            print(
                f"wrong ({state}): '{result.trial.phrase}' of {result.trial.body.id} given to {result.given}"
            )
    print(f"\n{PHRASES:,} distinct phrases linked in {linked_in_bulk(register):.1f} s on one core")


def _print_table(title: str, key: Callable[[Result], str], results: Sequence[Result]) -> None:
    groups: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        groups[key(result)].append(result)
    columns = ("phrases", "right", "wrong", "precision", "recall", "sure", "absent", "given away")
    print(f"\n{title:32}" + "".join(f"{column:>12}" for column in columns))
    for name, group in (*sorted(groups.items()), ("all", list(results))):
        print(f"{name:32}" + "".join(f"{figure:>12}" for figure in _figures(group)))


def _figures(group: Iterable[Result]) -> list[str]:
    """Return a table's figures for some results. `sure`: of the right ones, those that need no person."""
    counts = Counter(_outcome(result) for result in group)
    right = counts["right"] + counts["right, asked"]
    held, given = right + counts["wrong"] + counts["none"], right + counts["wrong"]
    absent = counts["absent"] + counts["given away"]
    return [
        f"{held}",
        f"{right}",
        f"{counts['wrong']}",
        _share(right, given),
        _share(right, held),
        _share(counts["right"], right),
        f"{absent}",
        _share(counts["given away"], absent),
    ]


def _outcome(result: Result) -> str:
    if result.absent:
        return "given away" if result.given is not None else "absent"
    if result.right:
        return "right, asked" if result.asked else "right"
    return "wrong" if result.wrong else "none"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f}%" if whole else "-"


if __name__ == "__main__":
    print_agencies()
