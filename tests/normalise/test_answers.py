"""Sentences that answer a recommendation."""

from __future__ import annotations

import pytest

from normalise.values.answers import answer_in
from normalise.values.status_cells import part
from normalise.values.statuses import read_status
from records.report import Block, Passage


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("The government accepts this recommendation in principle.", "accepted_in_principle"),
        ("The Government accepts\nthis recommendation.", "accepted"),
        ("We agree with this recommendation", "accepted"),
        ("Management partially agrees with this recommendation.", "partially_accepted"),
        ("The council agrees in part with the recommendation", "partially_accepted"),
        ("NHS England supports both recommendations in full.", "accepted"),
        ("The Mayor does not accept this recommendation.", "rejected"),
        ("The trust disagrees with the panel's second recommendation", "rejected"),
        ("The Cabinet rejects all of the recommendations.", "rejected"),
        ("The Council Accepts This Recommendation In Principle", "accepted_in_principle"),
        ("The Secretary of State for Health has accepted all of the recommendations.", "accepted"),
        ("THE COUNCIL BROADLY ACCEPTS THIS RECOMMENDATION", None),
        ("The Council Should Accept This Recommendation", None),
        ("The council SHOULD accept this recommendation", None),
        ("No council accepts this recommendation.", None),
        ("Neither body supports this recommendation", None),
        ("The council doesn't accept this recommendation", None),
        ("The council broadly agrees with this recommendation", None),
        ("The council does not fully accept this recommendation", None),
        ("Members asked why the council rejects this recommendation", None),
        # What is open, is asked of somebody, or says more than the answer.
        ("The council does not reject the recommendation", None),
        ("The council rejects this recommendation in part", None),
        ("The council should accept this recommendation", None),
        ("The council will accept this recommendation", None),
        ("The panel recommends that the council accepts this recommendation", None),
        ("We agree with this recommendation but have no money for it", None),
        ("The council accepts deliveries until noon", None),
    ],
)
def test_a_sentence_answers(sentence: str, status: str | None) -> None:
    assert (answer_in(sentence) is None) == (status is None)
    assert read_status(sentence).answer.value == status


def test_reasons_behind_an_answer_are_comments_and_may_take_it_back() -> None:
    told = Block("We agree with this recommendation. The board meets in May.")
    parted = part(Passage((told,), ()))
    assert (parted.status, parted.comments) == ("We agree with this recommendation", told.text)
    assert read_status("The council accepts this recommendation, but not yet").answer.value is None


@pytest.mark.parametrize(
    ("text", "status", "comments"),
    [
        # The deciding words alone are the status; a sentence that goes on is part of the reason.
        ("The government accepts this recommendation.", "accepts this recommendation", None),
        (
            "The government supports the recommendation that trusts report monthly. A pilot starts in May.",
            "supports the recommendation",
            "The government supports the recommendation that trusts report monthly. A pilot starts in May.",
        ),
        # What may take the answer back leaves it open.
        ("The government supports the recommendation that trusts report, but not yet.", None, ...),
        ("The government supports farms. A pilot starts in May.", None, ...),
        ("We support the recommendation. However, there is no money.", None, ...),
        ("The council accepts the recommendation. It will not, however, be carried out.", None, ...),
    ],
)
def test_an_answer_opens_a_text(text: str, status: str | None, comments: object) -> None:
    parted = part(Passage((Block(text),), ()))
    assert (parted.status, parted.comments) == (status, text if comments is ... else comments)
