"""Where a file that holds several papers is cut into them, and what is asked where that is not certain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import inf

import msgspec

from extract.parts.beginnings import Beginnings
from extract.parts.weights import Weights, load_weights
from records.outcome import Issue
from records.pages import Page

LESS = 2.0
"""How much less may speak for the cover of a paper than for the page behind it; for a front sheet, twice."""


class Cut(msgspec.Struct, frozen=True):
    """The places, from 0, of the pages on which papers begin, and the issues that ask about others.

    `sheets` are the places of pages that only announce the paper behind them.
    """

    starts: tuple[int, ...]
    asked: tuple[Issue, ...] = ()
    sheets: frozenset[int] = frozenset()

    def papers(self, pages: Sequence[Page]) -> list[tuple[Sequence[Page], Sequence[Page]]]:
        """Return the pages of each paper: those that announce it, and the others."""
        found = []
        for start, end in pairwise([*self.starts, len(pages)]):
            text = start + (len(self.starts) > 1 and start in self.sheets and start + 1 < end)
            found.append((pages[start:text], pages[text:end]))
        return found


def cut_papers(pages: Sequence[Page], bookmarks: Mapping[int, str], weights: Weights | None = None) -> Cut:
    """Return where papers begin: the pages whose signs exceed what is enough, chosen together.

    A page that only announces a paper goes with it. `bookmarks` are the titles of those of the first level by
    the place of their page, counted from 0; `weights` are those of the file unless given.
    """
    if len(pages) < 2:
        return Cut((0,))
    weights = weights or load_weights()
    beginnings = Beginnings(pages, bookmarks, weights)
    scores, announcing = [0.0], [beginnings.announces(0)]
    for place in range(1, len(pages)):
        scores.append(weights.weigh(beginnings.signs(place)))
        announcing.append(scores[-1] >= 0 and beginnings.announces(place))
        if scores[-1] > weights.enough or announcing[-1]:
            beginnings.since = place
    gains = [score - weights.enough for score in scores]
    for place in range(1, len(pages)):
        less = LESS * (2 if beginnings.openings.is_sheet(place - 1) else 1)
        if announcing[place - 1] and (place == 1 or scores[place - 1] >= scores[place] - less):
            if gains[place - 1] > -inf:  # a front sheet may announce a cover
                gains[place - 1] = max(gains[place - 1], gains[place])
            gains[place] = -inf
    lost = [
        weights.sparse if beginnings.openings.is_sparse(place) else weights.single
        for place in range(len(pages))
    ]
    if beginnings.openings.is_agenda(0):
        lost[0] = 0.0
    starts = (0, *best_cuts(gains, lost))
    asked = tuple(
        _asked(pages[place].number)
        for place, score in enumerate(scores)
        if score >= weights.ask and not {place - 1, place, place + 1} & {*starts}
    )
    return Cut(starts, asked, frozenset(filter(beginnings.openings.is_sheet, starts)))


def best_cuts(gains: Sequence[float], lost: Sequence[float]) -> list[int]:
    """Return the places before which to cut so that the gains, less what is lost, are greatest.

    `lost` is what the part of a page alone loses. None is cut for a gain of 0 or less; there is none at 0.
    """
    uncut: tuple[float, list[int]] = (-inf, [])  # the best so far with no cut before the page at hand
    cut: tuple[float, list[int]] = (0.0, [])  # the best with one
    for place in range(1, len(gains)):
        best = max(uncut, (cut[0] - lost[place - 1], cut[1]), key=_sum)
        uncut, cut = max(uncut, cut, key=_sum), (best[0] + gains[place], [*best[1], place])
    return max(uncut, (cut[0] - lost[-1], cut[1]), key=_sum)[1]


def _sum(chosen: tuple[float, list[int]]) -> float:
    return chosen[0]


def _asked(page: int) -> Issue:
    return Issue("warning", "possible_paper", f"A paper of its own may begin on page {page}.", page)
