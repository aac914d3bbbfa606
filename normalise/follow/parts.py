"""One recommendation that became several, and several that became one."""

from __future__ import annotations

from collections.abc import Sequence

from normalise.follow.choosing import Option
from normalise.follow.papers import Item
from normalise.follow.texts.likeness import Rarity
from normalise.follow.vocabulary import following


def parts_of(whole: Item, claims: Sequence[tuple[Item, Option]], rarity: Rarity) -> list[tuple[Item, Option]]:
    """Return those of several later recommendations that are parts of an earlier one, best first.

    Each is contained in the whole, and says another part of it than those before: else the list was printed
    twice, or two things were mixed up. Letters behind the number of the whole, '7a' and '7b', tell the same.
    """
    part_left = following().limits.part_left
    taken: list[tuple[Item, Option]] = []
    said: frozenset[str] = frozenset()
    for item, option in claims:
        lettered = bool(item.letter) and not whole.letter and item.number == whole.number
        mine = item.wording.stems & whole.wording.stems
        other = rarity.total(mine - said) >= part_left * max(rarity.total(mine), 1e-9) / 2
        contained = 1 - option.how.new >= part_left and not option.how.same
        if not taken or (other and (contained or lettered)):
            taken.append((item, option))
            said |= mine
    if len(taken) > 1 and taken[0][1].how.new > 1 - part_left and not taken[0][0].letter:
        return taken[:1]  # the first is the whole itself, worded anew and longer
    return taken


def merged_into(item: Item, best: Option, others: Sequence[Option], rarity: Rarity) -> list[Option]:
    """Return the further recommendations of the same earlier paper of which a later one is made.

    Each stands in the later nearly whole, and each tells words of it that those before do not.
    """
    limits = following().limits
    said = best.item.wording.stems & item.wording.stems
    found = []
    if best.how.same or 1 - best.how.gone < limits.part_left:
        return []
    for option in others:
        words = option.item.wording.stems & item.wording.stems
        whole = 1 - option.how.gone >= limits.part_left
        if option.item.document_id != best.item.document_id or not whole or option.how.same:
            continue
        new = rarity.total(words - said) >= rarity.total(words) / 2
        if new and option.how.apart is None:
            found.append(option)
            said |= words
    covered = rarity.total(said) >= limits.part_left * rarity.total(item.wording.stems)
    return found if covered else []
