"""Waiting until something in a folder has changed and is whole, and reading it then; again and again."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NoReturn

import msgspec
import pyarrow as pa

from extract.intake.files import fetch_bytes, walk
from extract.intake.sniff import require_pdf
from records.errors import ScrutinyError, SourceError
from records.outcome import Problem
from scrutiny.run.datasets import tables_in
from scrutiny.run.pipeline import Places

UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".tmp")
"""Endings under which browsers and copying programs keep what is not whole yet."""

Stamp = tuple[int, int]
Files = Mapping[str, Stamp]
"""The files of a folder by name: size and time of the last change (bytes, nanoseconds)."""


class Pace(msgspec.Struct, frozen=True):
    """How long to wait, in seconds."""

    look: float = 10.0
    """Between two looks at the folder, for changes of which the system tells nothing (network drives)."""
    settle: float = 1.5
    """A file that stays as it is for so long is written."""
    stalled: float = 20.0
    """A PDF without its end that stays as it is for so long is read as it is."""
    patience: float = 600.0
    """All that is there is read after so long, also what still grows."""
    again: float = 60.0
    """Before the next try after a failure."""


class Difference(msgspec.Struct, frozen=True):
    """The names of the files that came, changed and went."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]


class Folder:
    """A folder that is watched. `until_change` returns when something in it may have changed, or in time."""

    def __init__(
        self,
        places: Places,
        until_change: Callable[[float], None],
        tell: Callable[[str], None],
        pace: Pace | None = None,
    ) -> None:
        """Take the folders, the way to wait, and where to tell what happens."""
        self.places, self.until_change, self.tell = places, until_change, tell
        self.pace = pace or Pace()
        self.skip = {places.clean, places.review, places.interim}
        self.away = False

    def watch(self, read: Callable[[], object]) -> NoReturn:
        """Read what is there, then wait for changes and read again, until the person stops it.

        A failure of `read` is told, and it is tried again: with the next change, or after a while.
        """
        before: Files = {}
        first = True
        while True:
            now = self.next_whole(None if first else before)
            difference = differences(before, now)
            if not first:
                self.tell(_headline(difference))
            try:
                read()
                tables = tables_in(self.places.clean)
            except ScrutinyError as error:
                self.tell(f"Nothing new was published: {error}")
                self.tell(f"It is tried again in {self.pace.again:.0f} seconds, or when a file changes.")
                self.until_change(self.pace.again)
                continue
            for line in _totals(tables) if first else told(difference, tables):
                self.tell(line)
            before, first = now, False

    def next_whole(self, before: Files | None) -> Files:
        """Wait until the files differ from `before` and are whole, and give them; None takes any that are.

        Files that do not become whole are waited for as long as the pace says.
        """
        last: Files | None = None
        began = since = time.monotonic()
        while True:
            now = self._files()
            at = time.monotonic()
            if now is None or now == before:
                last, began = None, at
                self.until_change(self.pace.look)
                continue
            if now != last:
                last, since = now, at
            elif at - since >= self.pace.settle:
                waited_for = _unfinished(self.places.raw, now, before or {})
                if not waited_for:
                    return now
                if at - since >= self.pace.stalled:
                    self.tell(f"Not whole, and read as it is: {', '.join(waited_for)}")
                    return now
            if last is not None and at - began >= self.pace.patience:
                self.tell("Files are still being written; what is there is read.")
                return now
            time.sleep(self.pace.settle / 3)

    def _files(self) -> Files | None:
        """Give the files as they are, None while the folder cannot be listed."""
        files = {}
        try:
            for name, path in walk(self.places.raw, self.skip):
                try:
                    found = path.lstat()
                except FileNotFoundError:  # gone since it was listed
                    continue
                files[name] = (found.st_size, found.st_mtime_ns)
        except SourceError as error:
            if not self.away:
                self.tell(f"{error.detail} Watching goes on when it can.")
            self.away = True
            return None
        self.away = False
        return files


def differences(before: Files, now: Files) -> Difference:
    """Say which files came, changed and went."""
    return Difference(
        new=tuple(name for name in now if name not in before),
        changed=tuple(name for name in now if name in before and now[name] != before[name]),
        gone=tuple(name for name in before if name not in now),
    )


def _unfinished(raw: Path, now: Files, before: Files) -> list[str]:
    """Give the new and changed files that look as if somebody still writes them."""
    found = differences(before, now)
    return [name for name in (*found.new, *found.changed) if _is_unfinished(raw / name)]


def _is_unfinished(path: Path) -> bool:
    if path.name.lower().endswith(UNFINISHED):
        return True
    try:
        require_pdf(fetch_bytes(path))
    except SourceError as error:
        return error.problem in {Problem.CUT, Problem.EMPTY}
    return False


def told(difference: Difference, tables: Mapping[str, pa.Table]) -> Iterator[str]:
    """Say what became of each file that is new, changed or gone, and what the dataset holds now."""
    documents = {row["file"]: row for row in tables["documents"].to_pylist()}
    counts = {
        name: Counter(tables[name].column("document_id").to_pylist())
        for name in ("recommendations", "judgements")
    }
    for word, names in (("new", difference.new), ("changed", difference.changed)):
        for name in names:
            # A file may be gone, or ignored, by the time it is read.
            if (row := documents.get(name)) is not None:
                key = row["document_id"]
                held = ", ".join(_count(of[key], thing[:-1]) for thing, of in counts.items() if of[key])
                trouble = (
                    f"{row['state'].replace('_', ' ')}: {row['problem_detail']}" if row["problem"] else ""
                )
                yield f"  {word}: {name} - {'; '.join(filter(None, (held, trouble))) or 'nothing found'}"
    yield from (f"  gone: {name}" for name in difference.gone)
    yield from _totals(tables)


def _headline(difference: Difference) -> str:
    parts = zip(("new", "changed", "gone"), msgspec.structs.astuple(difference), strict=True)
    return f"{time.strftime('%H:%M')} {', '.join(f'{len(names)} {word}' for word, names in parts if names)}"


def _totals(tables: Mapping[str, pa.Table]) -> Iterator[str]:
    states = Counter(tables["documents"].column("state").to_pylist())
    aside = f", {states['set_aside']} of them set aside" if states["set_aside"] else ""
    yield (
        f"The dataset holds {_count(states.total(), 'document')}{aside}, and "
        f"{_count(len(tables['recommendations']), 'recommendation')}. CHANGES.md says what differs."
    )


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"
