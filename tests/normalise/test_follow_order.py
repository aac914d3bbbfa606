"""Weights of words are the same whatever order the words of a set have, which differs from run to run."""

from itertools import permutations

from normalise.follow.texts.likeness import Rarity

WORDS = ("hedge", "timetabl", "librari", "cabinet", "foster")


def test_a_sum_of_weights_is_the_same_in_any_order() -> None:
    rarity = Rarity([frozenset(WORDS[:2]), frozenset(WORDS[1:])])
    assert len({rarity.total(words) for words in permutations(WORDS)}) == 1
    assert len({sum(map(rarity.of, words)) for words in permutations(WORDS)}) > 1, "a plain sum is not"
