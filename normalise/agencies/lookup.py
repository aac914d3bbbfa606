"""What the register holds of printed words: names, of whatever body and time, and role words."""

import re

from normalise.registers.bodies import Name, Role
from normalise.registers.load import Register
from normalise.registers.names import Phrase, without_article

ENDINGS = frozenset({"the local area partnership"})
"""Role words that keep their sense behind a place: 'Oldham Local Area Partnership'."""


def known_name(phrase: Phrase, register: Register) -> bool:
    """Return whether the register holds a phrase as a full name, of whatever body and time.

    A place alone is no full name of its council, nor is an abbreviation in small letters.
    """
    if phrase.first_word not in register.first_words:
        return False
    return any(name.type != "place" for name in names_of(phrase, register))


def only_place(phrase: Phrase, register: Register) -> bool:
    """Return whether a phrase is the place of a council and nothing more."""
    names = _names_of_key(phrase, register)
    return bool(names) and all(name.type == "place" for name in names)


def names_of(phrase: Phrase, register: Register) -> tuple[Name, ...]:
    """Return the register's names for a phrase, as far as it is printed as they may be.

    An abbreviation stands in capitals or as registered, and a place begins with a capital.
    """

    def printed_well(name: Name) -> bool:
        if not name.short:
            return name.type != "place" or phrase.plain[:1].isupper()
        written = without_article(name.printed)
        return phrase.name in (written, written.upper())

    return tuple(filter(printed_well, _names_of_key(phrase, register)))


def _names_of_key(phrase: Phrase, register: Register) -> tuple[Name, ...]:
    """Return the names of a phrase however printed; a word cut by a line-break hyphen is tried whole."""
    found = register.names.get(phrase.key)
    return found or register.names.get(phrase.unbroken.key, ())


def role_of(phrase: Phrase, register: Register) -> Role | None:
    """Return the role word that a phrase is, or ends in where it is no agency ('Swindon Youth Council')."""
    key = phrase.words
    if key in register.roles:
        return register.roles[key]
    for words in re.finditer(r"\s", key):
        role = register.roles.get(key[words.end() :])
        if role is not None and (role.resolve_by == "not_an_agency" or role.term in ENDINGS):
            return role
    return None
