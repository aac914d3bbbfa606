"""Which of several near recommendations is meant, where another of the same document is meant by the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from normalise.follow.choosing import AS_NEAR, Choice, Option
from normalise.follow.vocabulary import following

Found = tuple[str, Choice, Sequence[Option]]
"""A recommendation by its id, the best and the next for it, and all its options."""


def told_apart(wanted: Sequence[Found], thread_of: Callable[[str], str]) -> set[str]:
    """Return the recommendations whose best option is sure once each earlier one is given to one alone.

    Two later ones may both be near to two earlier ones. Given crosswise, they are clearly less like these;
    and each option that is as near as the best must be the best of another of the document so.
    """
    weights = {key: _by_thread(options, thread_of) for key, _, options in wanted}
    best = {key: thread_of(choice.best.item.recommendation_id) for key, choice, _ in wanted}
    claimed: dict[str, list[str]] = {}
    for key, thread in best.items():
        claimed.setdefault(thread, []).append(key)
    margin = following().limits.margin
    found = set()
    for key, choice, _ in wanted:
        if choice.doubt != AS_NEAR or len(claimed[best[key]]) > 1:
            continue
        own = weights[key]
        mine = own[best[key]]
        rivals = [thread for thread in own if thread != best[key] and mine - own[thread] < margin]
        if all(_clear(key, thread, best, claimed, weights) for thread in rivals):
            found.add(key)
    return found


def _clear(
    key: str,
    rival: str,
    best: Mapping[str, str],
    claimed: Mapping[str, Sequence[str]],
    weights: Mapping[str, Mapping[str, float]],
) -> bool:
    """Return whether another recommendation takes the rival of the best, and given crosswise both lose."""
    others = claimed.get(rival, ())
    if len(others) != 1:
        return False
    other, mine = others[0], best[key]
    straight = weights[key][mine] + weights[other][rival]
    crosswise = weights[key][rival] + weights[other].get(mine, 0.0)
    return straight - crosswise >= following().limits.margin_of_two


def _by_thread(options: Sequence[Option], thread_of: Callable[[str], str]) -> dict[str, float]:
    """Return the greatest weight of each thread."""
    found: dict[str, float] = {}
    for option in options:
        thread = thread_of(option.item.recommendation_id)
        found[thread] = max(option.weight, found.get(thread, option.weight))
    return found
