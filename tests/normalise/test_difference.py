"""What is told of changes between two texts, also of very long ones."""

from normalise.follow.texts.difference import difference


def test_what_is_gone_and_what_is_new_is_told_word_by_word() -> None:
    told = difference("Keep the old library open.", "Keep the library open daily.")
    assert told == "Keep the [-old-] library open {+daily.+}"


def test_of_endless_texts_all_between_their_equal_ends_is_one_change() -> None:
    """A document of one word 20,000 times held a run up for minutes."""
    same = " ".join(["word"] * 2000)
    told = difference(f"One two {same} three {same} end", f"One 2 {same} 3 {same} end")
    assert told.startswith("One [-two word ")
    assert told.endswith(" three-] {+2 " + same + " 3+} " + same + " end")
    assert told.count("[-") == 1
