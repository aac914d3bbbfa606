"""Who is who in one document: its area, and the bodies of each recommendation as rows.

Linking a phrase depends on area and date, so a phrase of an area and date is linked once, however many rows
print it, for as long as it is remembered.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import msgspec

from normalise.agencies.context import Setting, after_naming, learn_abbreviations
from normalise.agencies.linking import Link, Method, council_types_clash, link, link_phrase, linked, opened
from normalise.agencies.mentions import bodies_named, who_must_act
from normalise.agencies.other_owners import words as owner_words
from normalise.agencies.splitting import Owner, split_owners
from normalise.documents import Facts, council_in
from normalise.registers.bodies import Body
from normalise.registers.load import Register, today
from normalise.registers.names import Phrase, phrase_of, simplify
from normalise.review.findings import Findings
from records.clean import Agency, Recommendation, Responsibility
from records.report import Report

AREA_WORDS = re.compile(
    r"\b(?:local area partnership|local area|area partnership|children.?s services(?: authority)?)$|\barea$",
    re.IGNORECASE,
)
BOARD_KINDS = frozenset(
    {"safeguarding_children_board", "safeguarding_children_partnership", "childrens_trust_company"}
)
BODILESS = frozenset({"post", "team", "group"})
MOST = 2
"""How many times as often as the next a council must be named for a document to be about it."""
REMEMBERED = 5000
"""Cells and texts of which a linker remembers the bodies; the words of as many take some 6 MB."""


class Area(msgspec.Struct, frozen=True):
    """The area that a document is about: as printed, and the authority it was found to be."""

    printed: str | None
    id: str | None


class Named(NamedTuple):
    """One owner: `raw` as printed, and what it means."""

    raw: str
    link: Link


class Linker(msgspec.Struct):
    """Links printed owners to bodies of the register, and remembers what was linked of late."""

    register: Register
    known: dict[tuple[object, ...], tuple[Named, ...]] = {}
    names: dict[tuple[object, ...], tuple[str, ...]] = {}

    def linked(self, words: str, in_cell: bool, setting: Setting) -> Sequence[Named]:
        """Return the bodies of an owner cell, or of the words of an action.

        What the document named before is asked only for words that are open without it.
        """
        read = responsible if in_cell else named_in
        alone, asked = _asked(setting, words, in_cell)
        if asked not in self.known:
            _make_room(self.known)
            self.known[asked] = tuple(read(words, alone, self.register))
        found = self.known[asked]
        open_words = any(each.link.id is None and each.link.kind not in BODILESS for each in found)
        return read(words, setting, self.register) if open_words and setting.named_before else found

    def after(self, words: str, setting: Setting) -> Setting:
        """Return the setting for the rows below one that printed `words`."""
        alone, asked = _asked(setting, words)
        if asked not in self.names:
            _make_room(self.names)
            told = after_text(alone, words, self.register).named_before
            self.names[asked] = told[-1] if told else ()
        return after_naming(setting, self.names[asked])


def _asked(setting: Setting, *words: object) -> tuple[Setting, tuple[object, ...]]:
    """Return the setting without what was named before, and with the words as what is remembered by."""
    told = (*sorted(setting.abbreviations.items()), *sorted(setting.decisions.items()))
    alone = msgspec.structs.replace(setting, named_before=())
    return alone, (*words, setting.area_id, setting.date, told)


def _make_room(remembered: dict[tuple[object, ...], Any]) -> None:
    """Forget all when it becomes too much: rows print again mostly what rows of their own document print."""
    if len(remembered) >= REMEMBERED:
        remembered.clear()


def area_of(report: Report, facts: Facts, linker: Linker, findings: Findings) -> Area:
    """Find what a document is about: by its own word, the council that wrote it, or the one it names most.

    The last counts only if one council is named in most of the rows that name any, and far more often
    than the next.
    """
    printed = facts.area or next((name for body in facts.bodies if (name := council_in(body))), None)
    if printed is None:
        printed = _most_named(report, facts.date, linker)
    if printed is None:
        return Area(None, None)
    findings.row = (None, None)
    decided = findings.decided("area", printed)
    if decided is not None:
        return Area(printed, decided.value or None)
    found = find_area(printed, facts.date, linker.register)
    if found.needs_review or found.id is None:
        findings.doubt("area", printed, found.reason, found.candidates)
    return Area(printed, found.id)


def setting_of(report: Report, facts: Facts, area: Area, findings: Findings) -> Setting:
    """Collect what a document tells about its own words: area, date, abbreviations, decisions."""
    passages = [*report.facts.values(), *(cell for row in report.rows for cell in row.fields.values())]
    return Setting(
        area_id=area.id,
        date=facts.date,
        abbreviations=learn_abbreviations("\n".join(passage.text for passage in passages)),
        decisions=findings.decisions.about("agency", findings.document_id),
    )


def responsibilities(
    rows: Sequence[tuple[Recommendation, bool]], setting: Setting, linker: Linker, findings: Findings
) -> list[Responsibility]:
    """Return the bodies of each row: of its owner cell, or of its words if it has no such cell."""
    found: list[Responsibility] = []
    for row, has_owner in rows:
        findings.row = (row.recommendation_id, row.page)
        words = (row.owner_raw or "") if has_owner else row.text
        named = linker.linked(words, has_owner, setting) if words else ()
        for position, each in enumerate(named, start=1):
            decided = findings.decided("agency", each.raw)  # linking looks at words with their shared head
            if decided is not None and each.link.method != "decision":
                each = Named(each.raw, link(each.raw, setting, linker.register))
            if each.link.needs_review:
                findings.doubt("agency", each.raw, each.link.reason, each.link.candidates)
            role = "responsible" if has_owner else "named"
            found.append(_row(row.recommendation_id, position, role, each, linker.register))
        setting = linker.after(f"{row.text}\n{row.owner_raw or ''}", setting)
    return found


def agencies(used: Iterable[str], register: Register) -> list[Agency]:
    """Return the register rows of the bodies that are used, by their ids."""
    return [
        Agency(
            agency_id=body.id,
            agency=body.name,
            kind=body.kind,
            valid_from=body.valid_from,
            valid_to=body.valid_to,
            successor_ids="|".join(body.successor_ids) or None,
            area_ids="|".join(sorted(body.area)) or None,
            other_ids="|".join(body.other_ids) or None,
            source=body.source,
            licence=body.licence,
        )
        for body in map(register.bodies.__getitem__, sorted(used))
    ]


def _row(
    recommendation_id: str, position: int, role: str, named: Named, register: Register
) -> Responsibility:
    meant = named.link
    now = today(register, meant.id) if meant.id is not None else None
    return Responsibility(
        recommendation_id=recommendation_id,
        position=position,
        role=role,
        agency_raw=named.raw,
        agency_id=meant.id,
        agency=meant.name,
        kind=meant.kind,
        today_id=now.id if now is not None else None,
        today=now.name if now is not None else None,
        method=meant.method,
        score=meant.score,
        runner_up_id=meant.runner_up_id,
        runner_up_score=meant.runner_up_score,
        needs_review=meant.needs_review,
    )


def _most_named(report: Report, date: dt.date | None, linker: Linker) -> str | None:
    """Return the council, as printed, that most of the rows which name any council name."""
    setting = Setting(date=date)
    councils: Counter[str] = Counter()
    printed: dict[str, Counter[str]] = {}
    rows = 0
    for row in report.rows:
        in_cell = "owner" in row.fields
        words = row.fields["owner" if in_cell else "text"].text if in_cell or "text" in row.fields else ""
        named = linker.linked(words, in_cell, setting) if words else ()
        linked = ((each.link, each.raw) for each in named)
        there = {link.id: raw for link, raw in linked if link.kind == "local_authority" and link.id}
        rows += bool(there)
        for council, raw in there.items():
            councils[council] += 1
            printed.setdefault(council, Counter())[raw] += 1
    if not councils:
        return None
    (first, times), *others = councils.most_common(2)
    if times * 2 <= rows or (others and times < MOST * others[0][1]):
        return None
    return sorted(printed[first].items(), key=lambda pair: (-pair[1], pair[0]))[0][0]


def responsible(owner_cell: str, setting: Setting, register: Register) -> list[Named]:
    """Return the owners of a cell in printed order, each printed form once.

    A cell that prints that there is nobody ('N/A', 'TBC') has none.
    """
    whole = phrase_of(owner_cell).words
    if not whole or whole in owner_words().nobody:
        return []
    parts: dict[str, Owner] = {}
    for part in split_owners(owner_cell, setting, register):
        parts.setdefault(part.phrase.tidied, part)
    return [_named(part, setting, register) for part in parts.values()]


def named_in(text: str, setting: Setting, register: Register) -> list[Named]:
    """Return those who must act by the words of an action, in printed order, each printed form once."""
    return [_named(part, setting, register) for part in who_must_act(text, setting, register)]


def after_text(setting: Setting, text: str, register: Register) -> Setting:
    """Return the setting after a passage, so that 'the Trust' in the next can mean a trust named in it."""
    links = [link(name, setting, register) for name in bodies_named(text, register)]
    return after_naming(setting, [each.id for each in links if each.id is not None])


def find_area(printed: str, date: dt.date | None, register: Register) -> Link:
    """Find the local authority that a document is about, by the name it gives its area.

    The name is that of a council in any of its usual forms, its place alone, or that place with 'Local Area
    Partnership' or a safeguarding board of the place. Of two authorities that bore one name the date tells
    which; without a date, or where the name is of neither, the link is open.
    """
    place = phrase_of(AREA_WORDS.sub("", phrase_of(printed).plain).strip(" ,-"))
    named = _council_of(place, date, register)
    if named is not None:
        return named
    found = link_phrase(place, Setting(date=date), register)
    if found.id is None or found.kind == "local_authority":
        return found
    return _area_of(register.bodies[found.id], found, date, register)


def _named(part: Owner, setting: Setting, register: Register) -> Named:
    found = link_phrase(part.full, setting, register)
    if not part.certain:
        found = msgspec.structs.replace(
            found, needs_review=True, reason=f"read as '{part.full.printed}': {found.reason}"
        )
    return Named(part.phrase.printed, found)


def _councils_named(key: str, register: Register) -> list[Body]:
    """Return the councils that bear a key; a place may have its type: 'tameside metropolitan borough'."""
    names = (*register.names.get(key, ()), *register.names.get(simplify(f"{key} council"), ()))
    bodies = {name.id: register.bodies[name.id] for name in names}
    return [body for body in bodies.values() if body.kind == "local_authority"]


def _council_of(place: Phrase, date: dt.date | None, register: Register) -> Link | None:
    """Look a place or council up among the councils, those with children's services first."""
    councils = _councils_named(place.key, register)
    if not councils:
        return None
    bearing = [body for body in councils if not council_types_clash(place.plain, body.name)]
    exactly = [body for body in bearing if body.words == place.words]
    alive = [body for body in exactly or bearing if body.existed(date)]
    upper = [body for body in alive if body.upper_tier] or alive
    if len(upper) == 1:
        (body,) = upper
        method: Method = "exact" if simplify(body.name) == place.key else "alias"
        return linked(body, method, f"the area is that of {body.name}")
    if upper:
        return opened(f"{len(upper)} councils bore the name", upper, "local_authority")
    if not bearing:
        return opened("the type of council contradicts the name", councils, "local_authority")
    followers = {each: register.bodies[each] for body in bearing for each in body.successor_ids}
    reason = f"no council of the name existed on {date}"
    return opened(reason, followers.values(), "local_authority")


def _area_of(body: Body, found: Link, date: dt.date | None, register: Register) -> Link:
    """Return the one authority that a local board serves."""
    councils = [register.bodies[f"gss:{code}"] for code in sorted(body.area) if body.kind in BOARD_KINDS]
    alive = [council for council in councils if council.existed(date)]
    if len(alive) == 1:
        (council,) = alive
        reason = f"the authority that {body.name} serves"
        return msgspec.structs.replace(
            found, id=council.id, name=council.name, kind=council.kind, reason=reason
        )
    return opened(f"{body.name} serves no single authority", alive, "local_authority")
