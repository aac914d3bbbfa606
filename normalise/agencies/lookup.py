"""Names of the register by what is printed: which body bears a name at a date and in an area."""

from collections.abc import Mapping, Sequence

from normalise.agencies.context import Link, Setting, area_codes, linked, opened
from normalise.registers.bodies import Body, Name
from normalise.registers.load import Register
from normalise.registers.names import Phrase, bare, council_types_clash, phrase_of, without_article


def known_name(phrase: Phrase, register: Register) -> bool:
    """Return whether the register holds a phrase as a full name, of whatever body and time.

    A place alone is no full name of its council, nor is an abbreviation in small letters.
    """
    if phrase.first_word not in register.first_words:
        return False
    return any(name.type != "place" and printed_well(name, phrase) for name in names_of(phrase, register))


def only_place(phrase: Phrase, register: Register) -> bool:
    """Return whether a phrase is the place of a council and nothing more."""
    names = names_of(phrase, register)
    return bool(names) and all(name.type == "place" for name in names)


def names_of(phrase: Phrase, register: Register) -> tuple[Name, ...]:
    """Return the register's names for a phrase; a word cut by a line-break hyphen is tried whole."""
    found = register.names.get(phrase.key)
    if found is None and "-" in phrase.plain:
        found = register.names.get(phrase_of(phrase.plain.replace("-", "")).key)
    return found or ()


def printed_well(name: Name, printed: Phrase) -> bool:
    """Return whether an abbreviation is in capitals or as registered, and a place begins with a capital."""
    if not name.short:
        return name.type != "place" or printed.plain[:1].isupper()
    written = without_article(name.printed)
    return printed.name in (written, written.upper())


def by_name(printed: Phrase, setting: Setting, register: Register) -> Link | None:
    """Take the body that bears a name at the document's date and, where several do, in its area.

    None if no body ever bore it; an open link if one did, but none can be chosen.
    """
    names = [name for name in names_of(printed, register) if printed_well(name, printed)]
    if not names:
        return None
    bearers = {name.id: register.bodies[name.id] for name in names}
    kind = printed.kind
    if setting.date is None and len(printed.kinds) > 1:
        return opened("bodies of several eras have such names; the date is not known", bearers.values(), kind)
    alive = {key: body for key, body in bearers.items() if body.existed(setting.date)}
    ended = _ended_bearer(printed, names, bearers, alive)
    if ended is not None:
        reason = f"{ended.name} {ended.span} did not exist on {setting.date}"
        return opened(reason, bearers.values(), kind)
    codes = area_codes(setting, register)
    fitting = _fitting(printed, names, alive, codes)
    if not fitting:
        where = "elsewhere" if codes else "in some areas; the document's area is not known"
        return opened(f"the words name a body only {where}", alive.values(), kind)
    if len(fitting) > 1:
        why = "at different times; the date is not known" if setting.date is None else "at once"
        return opened(f"{len(fitting)} bodies bear the name {why}", fitting, kind)
    (body,) = fitting
    return _chosen(printed, body, [name for name in names if name.id == body.id])


def _ended_bearer(
    printed: Phrase, names: Sequence[Name], bearers: Mapping[str, Body], alive: Mapping[str, Body]
) -> Body | None:
    """Return a body of exactly this name that did not exist, unless one that did has exactly it too.

    'Dorset County Council' in 2020 is the old council, not the new one by a looser reading.
    """
    if any(name.words == printed.words for name in names if name.id in alive):
        return None
    gone = [body for key, body in bearers.items() if key not in alive]
    exactly = [body for body in gone if bare(body.name) == printed.words]
    return next(iter(exactly or (gone if not alive else [])), None)


def _fitting(
    printed: Phrase, names: Sequence[Name], alive: Mapping[str, Body], codes: frozenset[str]
) -> list[Body]:
    """Return the bodies of the area, or else those whose name needs none; of several, the ones so printed.

    Abbreviations, places and children's trusts mean a body only in its own area: 'Together for Children' is
    a company in Sunderland and an adoption agency in the North West.
    """
    found = {key: body for key, body in alive.items() if body.area & codes}
    for name in names if not found else ():
        body = alive.get(name.id)
        local = name.short or name.type == "place" or (body and body.kind == "childrens_trust_company")
        if body is not None and not (body.area and local):
            found[name.id] = body
    as_printed = {name.id for name in names if name.words == printed.words}
    exactly = [body for key, body in found.items() if key in as_printed]
    return exactly if len(found) > 1 and exactly else list(found.values())


def _chosen(printed: Phrase, body: Body, names: Sequence[Name]) -> Link:
    types = {name.type for name in names}
    if body.kind == "local_authority" and all(
        council_types_clash(printed.plain, name.printed) for name in names
    ):
        return opened(f"the type of council contradicts {body.name}", [body], body.kind)
    if types == {"place"}:
        return linked(body, "alias", f"the place alone, taken for {body.name}", needs_review=True)
    if "official" in types:
        return linked(body, "exact", f"the name of {body.name}")
    return linked(body, "alias", f"another name of {body.name}")
