"""In which order papers stand; weights of words are the same whatever order the words of a set have."""

import datetime as dt
from itertools import permutations

from follow_papers import paper

from normalise.follow.texts.likeness import Rarity

WORDS = ("hedge", "timetabl", "librari", "cabinet", "foster")


def test_a_sum_of_weights_is_the_same_in_any_order() -> None:
    rarity = Rarity([frozenset(WORDS[:2]), frozenset(WORDS[1:])])
    assert len({rarity.total(words) for words in permutations(WORDS)}) == 1
    assert len({sum(map(rarity.of, words)) for words in permutations(WORDS)}) > 1, "a plain sum is not"


def test_a_day_that_a_paper_prints_goes_before_one_that_only_its_site_tells() -> None:
    printed, of_site = dt.date(2012, 10, 2), dt.date(2020, 1, 31)
    days = {"published": of_site, "meeting_date": printed, "from_source": "title | published"}
    assert paper("a", **days).date == printed
    assert paper("a", **{**days, "meeting_date": None}).date == of_site
