"""What a person may answer to a question of the review queue, and where to find a body by words."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from normalise.registers.bodies import Body
from normalise.registers.load import Register
from normalise.review.decisions import Decisions, require
from normalise.values.grades import aspect_file, grade_words
from normalise.values.rag import rag_words
from normalise.values.statuses import status_words
from normalise.values.text import tidy

OWNERS = frozenset({"post", "team", "group"})
"""What an owner can be who is no public body."""


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
    return sorted((register.bodies[each] for each in found), key=_recent_first)


def _recent_first(body: Body) -> tuple[int, str]:
    return (-body.valid_to.toordinal() if body.valid_to else -(1 << 30), body.name)
