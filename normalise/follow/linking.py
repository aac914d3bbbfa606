"""The recommendations of a group of documents, each linked to the latest one that it goes on from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from normalise.follow.assigning import told_apart
from normalise.follow.choosing import AS_NEAR, Choice, Method, Option, choose, options
from normalise.follow.groups import Sets
from normalise.follow.numbers import Numbered, by_number, same_number
from normalise.follow.order import Spoken, in_order
from normalise.follow.papers import Item, Paper
from normalise.follow.parts import merged_into, parts_of
from normalise.follow.relations import Relation, relations
from normalise.follow.texts.candidates import Earlier
from normalise.follow.texts.difference import difference
from normalise.follow.texts.likeness import Rarity, likeness
from normalise.follow.titles import goes_on
from normalise.review.decisions import Decisions
from records.clean import Doubt, Link

CLAIMED = "another recommendation of the same document goes on from it"

Items = Mapping[str, Sequence[Item]]
"""The recommendations of each document, in their order."""


class Found(msgspec.Struct, frozen=True):
    """The links of a group, the questions, and which recommendations belong to one thread."""

    links: tuple[Link, ...]
    doubts: tuple[Doubt, ...]
    threads: Sets


class Wanted(msgspec.Struct, frozen=True):
    """What one recommendation goes on from, best first, or is asked about if there is a doubt."""

    item: Item
    targets: tuple[Item, ...]
    choice: Choice
    options: tuple[Option, ...]
    doubt: str | None


class State(msgspec.Struct):
    """What is known of a group while its papers are gone through in order."""

    rarity: Rarity
    earlier: Earlier
    decisions: Decisions
    by_id: Mapping[str, Item]
    threads: Sets
    members: defaultdict[str, list[Item]]
    """Of each thread, by what stands for it, in the order of papers."""
    links: list[Link] = []
    doubts: list[Doubt] = []


def link_group(papers: Sequence[Paper], items: Items, decisions: Decisions) -> Found:
    """Link the recommendations of a group of papers, whatever their order."""
    rarity = Rarity(item.wording.stems for key in sorted(items) for item in items[key])
    by_id = {item.recommendation_id: item for rows in items.values() for item in rows}
    state = State(rarity, Earlier(rarity), decisions, by_id, Sets(), defaultdict(list))
    before: dict[str, Spoken] = {}
    numbered: dict[str, Numbered] = {}
    for later in in_order(papers):
        rows = items.get(later.paper.document_id, ())
        numbered[later.paper.document_id] = by_number(rows)
        _link_paper(later, rows, before, numbered, items, state)
        for item in rows:
            state.members[state.threads.of(item.recommendation_id)].append(item)
        state.earlier.add(rows)
        before[later.paper.document_id] = later
    return Found(tuple(state.links), tuple(state.doubts), state.threads)


def _link_paper(
    later: Spoken,
    rows: Sequence[Item],
    before: Mapping[str, Spoken],
    numbered: Mapping[str, Numbered],
    items: Items,
    state: State,
) -> None:
    """Link the recommendations of one paper to those before it."""
    like = {item.recommendation_id: state.earlier.like(item) for item in rows}
    sizes = {key: len(items.get(key, ())) for key in before}
    related = relations(later, rows, before, sizes, like)
    own = numbered[later.paper.document_id]
    wanted: list[Wanted] = []
    decided: list[tuple[Item, Item]] = []
    for item in rows:
        answer = _decided(item, state)
        if answer is not None:
            decided += [(item, state.by_id[answer])] if answer else []
            continue
        same = same_number(item, own, numbered, related)
        found = options(item, like[item.recommendation_id], same, related, goes_on(later.paper))
        choice = choose(found, state.threads.of)
        if choice is not None:
            wanted.append(_wanted(item, choice, found, state))
    for item, target in decided:
        _accept(Wanted(item, (target,), _by_decision(item, target, state), (), None), "reworded", state)
    told = [(each.item.recommendation_id, each.choice, each.options) for each in wanted]
    clear = told_apart(told, state.threads.of)
    wanted = [
        msgspec.structs.replace(each, doubt=None) if each.item.recommendation_id in clear else each
        for each in wanted
    ]
    for each, wording in _resolved(wanted, state):
        if each.doubt is None:
            _accept(each, wording, state)
        else:
            _ask(each, state)


def _decided(item: Item, state: State) -> str | None:
    """Return the recommendation that a person chose, "" for none; None where nobody decided for one here."""
    for raw in (item.recommendation_id, item.text):
        decision = state.decisions.find("link", item.document_id, raw)
        if decision is None or decision.value == item.recommendation_id:  # none goes on from itself
            continue
        if not decision.value or decision.value in state.by_id:
            return decision.value
    return None


def _by_decision(item: Item, target: Item, state: State) -> Choice:
    how = likeness(target.wording, item.wording, state.rarity)
    return Choice(Option(target, how, Relation(0), False, 0.0, None), None, None, decided=True)


def _wanted(item: Item, choice: Choice, found: Sequence[Option], state: State) -> Wanted:
    """Return what a recommendation goes on from: of the best thread the latest, or all that it is made of."""
    best = choice.best
    near = [each for each in found if each is not best]
    merged = merged_into(item, best, near, state.rarity) if choice.doubt in (None, AS_NEAR) else []
    doubt = None if merged and choice.doubt == AS_NEAR else choice.doubt
    targets = [_latest(each, item, state) for each in (best, *merged)]
    return Wanted(item, tuple(dict.fromkeys(targets)), choice, tuple(found), doubt)


def _latest(option: Option, item: Item, state: State) -> Item:
    """Return the latest of the thread of an option; of several in a document, the one most like the item."""
    members = state.members[state.threads.of(option.item.recommendation_id)]
    latest = [each for each in members if each.document_id == members[-1].document_id]
    if option.doubt is not None or len(latest) == 1:
        return option.item if option.doubt is not None else latest[0]
    alike = {each: likeness(each.wording, item.wording, state.rarity).score for each in latest}
    return max(latest, key=lambda each: (alike[each], each.letter == item.letter, -each.position))


def _resolved(wanted: Sequence[Wanted], state: State) -> list[tuple[Wanted, str]]:
    """Return what each recommendation goes on from, with its wording, where several want the same.

    They share it only as its parts. The others become questions.
    """
    claims: defaultdict[str, list[Wanted]] = defaultdict(list)
    for each in wanted:
        if each.doubt is None:
            claims[each.targets[0].recommendation_id].append(each)
    shared, refused = set[str](), set[str]()
    for key, claimants in claims.items():
        if len(claimants) == 1:
            continue
        ranked = sorted(claimants, key=lambda each: (-each.choice.best.weight, each.item.position))
        pairs = [(each.item, each.choice.best) for each in ranked]
        whole = state.by_id[key]
        whole = ranked[0].choice.best.item if whole.label_only else whole
        parts = {item.recommendation_id for item, _ in parts_of(whole, pairs, state.rarity)}
        shared |= parts if len(parts) > 1 else set()
        refused |= {item.recommendation_id for item, _ in pairs} - parts
    return [
        (
            msgspec.structs.replace(each, doubt=CLAIMED) if each.item.recommendation_id in refused else each,
            _wording(each, each.item.recommendation_id in shared),
        )
        for each in wanted
    ]


def _wording(wanted: Wanted, shared: bool) -> str:
    """Return how the words of a later recommendation are to those that it goes on from."""
    if wanted.item.label_only:
        return "number"
    if len(wanted.targets) > 1:
        return "merged"
    if shared:
        return "split"
    target = wanted.targets[0] if not wanted.targets[0].label_only else wanted.choice.best.item
    return "same" if target.wording.letters == wanted.item.wording.letters else "reworded"


def _accept(wanted: Wanted, wording: str, state: State) -> None:
    """Note the links of a recommendation, and that it belongs to their thread."""
    wording = _wording(wanted, shared=False) if wanted.choice.decided else wording
    for target in wanted.targets:
        state.links.append(_link(wanted, target, wording))
        _join(wanted.item, target, state)


def _join(item: Item, target: Item, state: State) -> None:
    one, other = (state.threads.of(each.recommendation_id) for each in (item, target))
    if one != other:
        members = state.members.pop(one, []) + state.members.pop(other, [])
        state.threads.join(one, other)
        state.members[state.threads.of(one)] = members


def _ask(wanted: Wanted, state: State) -> None:
    """Note a question, with the candidates that there are."""
    item = wanted.item
    state.links.append(_link(wanted, wanted.targets[0], _wording(wanted, shared=False)))
    alone = sum(
        each.text == item.text for each in state.by_id.values() if each.document_id == item.document_id
    )
    state.doubts.append(
        Doubt(
            kind="link",
            document_id=item.document_id,
            recommendation_id=item.recommendation_id,
            page=item.page,
            raw=item.text if alone == 1 else item.recommendation_id,
            candidates=tuple(
                (each.item.recommendation_id, _told(each.item), _score(each)) for each in wanted.options
            ),
            reason=f"what it goes on from is not certain: {wanted.doubt}",
        )
    )


def _told(item: Item, most: int = 90) -> str:
    line = " ".join(f"{item.ref} {item.text}".split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _score(option: Option) -> float | None:
    return round(option.how.score * 100, 1) if option.how.score else None


def _link(wanted: Wanted, target: Item, wording: str) -> Link:
    item, choice = wanted.item, wanted.choice
    method: Method = "decision" if choice.decided else choice.best.method
    second = choice.second
    return Link(
        recommendation_id=item.recommendation_id,
        earlier_recommendation_id=target.recommendation_id,
        method=method,
        score=_score(choice.best),
        runner_up_id=second.item.recommendation_id if second is not None else None,
        runner_up_score=_score(second) if second is not None else None,
        status_before=target.status,
        status_now=item.status,
        wording=wording,
        difference=difference(target.text, item.text) if wording in ("reworded", "split", "merged") else None,
        reason=wanted.doubt,
        needs_review=wanted.doubt is not None,
    )
