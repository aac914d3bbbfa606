"""`scrutiny follow`: the story of one recommendation over all documents, dated."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from records.errors import ScrutinyError
from scrutiny.cli.options import console, count, say, to_dataset

if TYPE_CHECKING:
    import pyarrow as pa

    from normalise.follow.history.story import Told

MOST = 20
"""Recommendations that are listed where words fit several."""
SHOWN = 100
"""Letters by which one of several is told."""


@click.command("follow")
@click.argument("words", metavar="TEXT|ID")
@to_dataset
def follow_command(words: str, clean: Path) -> None:
    """Tell what became of a recommendation, document by document.

    Name it by its id, by that of its thread, or by words of its text. If several have these words, they are
    listed with their ids. What is not certain to belong to it is told at the end as a question.
    """
    from scrutiny.following.stories import threads_with
    from scrutiny.run.datasets import dataset_in

    tables, out = dataset_in(clean)[0], console()
    found = threads_with(words, tables)
    if not found:
        raise ScrutinyError(
            f"'{words}': no recommendation in {clean} has this id or these words. Ids are in the column "
            "recommendation_id of recommendations.csv."
        )
    if len(found) > 1:
        out.print(f"{count(len(found), 'recommendation')} with these words; name one by its id:")
        for thread in found[:MOST]:
            say(out, f"  {thread['thread_id']}  {_short(thread['text'])}")
        if len(found) > MOST:
            out.print(f"  and {len(found) - MOST} more")
        return
    for line in lines_of(found[0], tables):
        say(out, line)


def lines_of(thread: dict[str, Any], tables: dict[str, pa.Table]) -> list[str]:
    """Return the story of a thread, line by line."""
    from scrutiny.following.stories import told_of

    lines = [thread["text"], f"  thread {thread['thread_id']}{_facts(thread)}"]
    for told in told_of(thread["thread_id"], tables):
        lines += ["", *_told(told)]
    if thread["contradiction"]:
        lines += ["", f"Contradiction: {thread['contradiction']}"]
    return [*lines, *_questions(thread["thread_id"], tables)]


def _facts(thread: dict[str, Any]) -> str:
    facts = [
        count(thread["documents"], "document"),
        f"{thread['days_open']} days open" if thread["days_open"] else "",
        f"due date moved {count(thread['due_moved'], 'time')}" if thread["due_moved"] else "",
    ]
    place = f" ({thread['place']})" if thread["place"] else ""
    return f"{place}: {', '.join(filter(None, facts))}"


def _told(told: Told) -> list[str]:
    day = told.date.isoformat() if told.date is not None else "no date"
    where = f", column '{told.heading}'" if told.heading else ""
    lines = [f"{day}  {told.title or told.file}{where}", f"    {told.file}, page {told.page}"]
    ref = f"{told.ref}: " if told.ref else ""
    if told.wording in ("reworded", "split", "merged"):
        lines.append(f"    {ref}{told.wording}: {told.difference}")
    elif ref or told.wording:
        lines.append(f"    {ref}{'the same words' if told.wording == 'same' else told.wording or told.text}")
    if told.status is not None or told.status_raw is not None:
        raw = f" ('{told.status_raw}')" if told.status_raw and told.status_raw.lower() != told.status else ""
        lines.append(f"    {told.by or 'status'}: {told.status or 'not understood'}{raw}")
    if told.due_date is not None:
        lines.append(f"    due {told.due_date.isoformat()}")
    return [*lines, *([f"    {_short(told.comments)}"] if told.comments else [])]


def _questions(thread_id: str, tables: dict[str, pa.Table]) -> list[str]:
    """Return the questions whose answer may add to a thread."""
    from scrutiny.following.stories import questions_of

    told = [
        f"Question: does {row['recommendation_id']} go on from {row['earlier_recommendation_id']}? "
        f"{row['reason']}"
        for row in questions_of(thread_id, tables)
    ]
    return ["", *told] if told else []


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1].rstrip()}…"
