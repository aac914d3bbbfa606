"""Pictures are drawn outside this process, under the limits for documents.

A document whose drawing hangs, grows or dies costs its own pictures: the painter is replaced and the others
go on. Each picture that could not be drawn comes back as a sentence that says why.
"""

from __future__ import annotations

import multiprocessing as mp
import os
import signal
import threading
from collections.abc import Sequence
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from extract.intake.files import fetch_bytes, identify
from extract.pdf.pdfium.document import find_password
from extract.pdf.render import draw
from records.errors import SourceError
from records.pictures import Clip, Picture
from scrutiny.run.limits import WORK_IS_OVER, Limits, limit_memory, limit_work

DRAWING = Limits(seconds=20.0, wall_seconds=60.0)
"""The limits for one order. A page takes about a twentieth of a second."""

OFF_THE_PAGE = "This place is not on a page of the document."
CHANGED = "The document has changed since the dataset was made. Run again, then look at it anew."

Drawn = Picture | str
"""A picture, or the sentence that says why there is none."""


class Order(msgspec.Struct, frozen=True):
    """Places of one document to be drawn. The path is bytes: not every file name is text."""

    path: bytes
    sha256: str
    clips: tuple[Clip, ...]


class Painter:
    """One process that draws for one caller at a time; it is started when first needed."""

    def __init__(self, passwords: Sequence[str] = (), limits: Limits = DRAWING) -> None:
        """Prepare a painter that works within `limits`; `passwords` are tried on locked documents."""
        self.limits, self.passwords = limits, tuple(passwords)
        self.lock = threading.Lock()
        self.process: BaseProcess | None = None
        self.pipe: Connection | None = None

    def __enter__(self) -> Self:
        """Give the painter; leaving the block ends its process."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process."""
        self.stop()

    def draw(self, path: Path, sha256: str, clips: Sequence[Clip]) -> list[Drawn]:
        """Draw places of the document at `path`, if it has the hash it had; one answer for each clip."""
        with self.lock:
            pipe = self._ready()
            drawn: list[Drawn] = []
            try:
                pipe.send_bytes(msgspec.msgpack.encode(Order(os.fsencode(path), sha256, tuple(clips))))
                while len(drawn) < len(clips):
                    if not pipe.poll(self.limits.wall_seconds):
                        return self._given_up(
                            drawn,
                            clips,
                            f"Drawing did not end within {self.limits.wall_seconds:.0f} seconds.",
                        )
                    drawn.append(msgspec.msgpack.decode(pipe.recv_bytes(), type=Drawn))
            except (EOFError, OSError, msgspec.DecodeError):
                return self._given_up(drawn, clips, self._how_it_ended())
            return drawn

    def stop(self) -> None:
        """End the process, if there is one."""
        if self.pipe is not None:
            self.pipe.close()
        if self.process is not None:
            self.process.kill()
            self.process.join(5)
        self.pipe = self.process = None

    def _ready(self) -> Connection:
        if self.pipe is not None and self.process is not None and self.process.is_alive():
            return self.pipe
        self.stop()
        context = mp.get_context("forkserver")
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, self.limits, self.passwords), daemon=True)
        process.start()
        theirs.close()
        self.pipe, self.process = ours, process
        return ours

    def _given_up(self, drawn: list[Drawn], clips: Sequence[Clip], why: str) -> list[Drawn]:
        self.stop()
        return [*drawn, *[why] * (len(clips) - len(drawn))]

    def _how_it_ended(self) -> str:
        process = self.process
        if process is None:
            return "The review page was closed before the picture was drawn."
        process.join(5)
        code = process.exitcode
        if code is not None and WORK_IS_OVER is not None and -code == WORK_IS_OVER:
            return "Drawing this page takes more work than is allowed. Open the document in a viewer."
        return "Drawing this page ended unexpectedly. Open the document in a viewer."


def _work(pipe: Connection, limits: Limits, passwords: Sequence[str]) -> None:
    """Draw until the pipe closes: the life of a painter."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the main process decides when to stop
    limit_memory(limits.mebibytes)
    while True:
        try:
            order = msgspec.msgpack.decode(pipe.recv_bytes(), type=Order)
        except EOFError:
            return
        limit_work(limits.seconds + len(order.clips))
        given = 0
        try:
            content = fetch_bytes(Path(os.fsdecode(order.path)))
            if identify("", content).sha256 != order.sha256:
                raise _ChangedError(CHANGED)
            for picture in draw(content, order.clips, find_password(content, passwords)):
                pipe.send_bytes(msgspec.msgpack.encode(picture or OFF_THE_PAGE))
                given += 1
        except SourceError as error:
            why = error.detail
        except _ChangedError as error:
            why = str(error)
        except MemoryError:
            why = f"Drawing this page needs more than {limits.mebibytes} MiB."
        else:
            continue
        for _ in order.clips[given:]:
            pipe.send_bytes(msgspec.msgpack.encode(why))


class _ChangedError(Exception):
    """The document has other bytes than the dataset was made from."""
