"""Sentences of papers: recommendations in every mood, updates, dates, owners."""

from __future__ import annotations

from benchmarks.layouts.chance import Chance

SUBJECTS = ("The Council", "Officers", "The Cabinet", "The service", "Partners")


def item(chance: Chance, mood: str, length: str = "one sentence") -> str:
    """Return a recommendation or action that the paper has not said yet, in one paragraph."""
    return chance.fresh(lambda: _item(chance, mood, length))


def _item(chance: Chance, mood: str, length: str) -> str:
    doing = f"{chance.word('verbs')} {chance.word('topics')}"
    if length != "short" and not chance.one_in(4):
        doing += f" {chance.word('tails')}"
    who = chance.random.choice(SUBJECTS)
    said = {
        "imperative": doing[0].upper() + doing[1:],
        "should": f"{who} should {doing}",
        "that": f"That {who[0].lower()}{who[1:]} be asked to {doing}",
        "recommend": f"We recommend that {who[0].lower()}{who[1:]} {doing}",
        "will": f"We will {doing}",
        "to": f"To {doing}",
    }[mood]
    said += "." if not (length == "short" and chance.one_in(2)) else ""
    if length == "long":
        said = f"{said} {' '.join(chance.words('seconds', chance.number(1, 3)))}"
    return said


def title(chance: Chance, number: int) -> list[str]:
    """Return so many different short titles."""
    return chance.words("titles", number)


def due(chance: Chance, form: int) -> str:
    """Return a date or time as papers print it; `form` is the same for all rows of a paper."""
    month, year = chance.number(1, 12), chance.number(2014, 2024)
    day, name = chance.number(1, 28), chance.word("months")
    forms = (
        f"{name} {year}",
        f"{day:02}/{month:02}/{year}",
        f"{day} {name} {year}",
        f"{name[:3]}-{year % 100}",
        f"Q{chance.number(1, 4)} {year}/{(year + 1) % 100:02}",
    )
    if chance.one_in(9):
        return chance.random.choice(["Ongoing", "Immediate", "Within 6 months"])
    return forms[form]


def owner(chance: Chance, form: int) -> str:
    """Return a post, a team, partners, or a post and below it a team."""
    if form == 0:
        return chance.word("posts")
    if form == 1:
        return chance.word("teams")
    if form == 3:
        return f"{chance.word('posts')}\n{chance.word('teams')}"
    return ", ".join(chance.words("partners", chance.number(1, 3)))


def comments(chance: Chance, sentences: int) -> str:
    """Return an update of so many sentences."""
    return " ".join(chance.words("comments", sentences))


def finding(chance: Chance) -> str:
    """Return a paragraph that asks nothing; now and then it speaks of what others asked."""
    said = [chance.fresh(lambda: chance.word("findings")) for _ in range(chance.number(1, 4))]
    if chance.one_in(6):
        said.append(chance.word("distractors"))
    return " ".join(said)
