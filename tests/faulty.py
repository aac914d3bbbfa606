"""A reader that fails on demand: the contents of a file say how."""

from __future__ import annotations

import ctypes
import os
import re
import signal
import time
from pathlib import Path

from extract.intake.files import identify
from records.outcome import State
from records.report import Report

HALF = 2**28
"""Bytes: half of what a worker may hold."""

KEPT: list[bytearray] = []


def read(content: bytes) -> Report:
    """Do what the file says; read it as an empty document if it says nothing."""
    order = content.split()[0].decode()
    if order == "hang":
        time.sleep(600)
    elif order == "toil":
        _work(600)
    elif order == "busy":
        _work(0.6)
    elif order == "exit":
        os._exit(7)
    elif order == "abort":
        os.kill(os.getpid(), signal.SIGABRT)
    elif order == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif order == "worker":
        _kill_the_worker()
    elif order == "memory":
        bytearray(2**33)
    elif order == "swell":
        _swell_and_end()
    elif order == "shout":
        os.write(2, b"Fatal error, and a hundred lines of where")
        os.kill(os.getpid(), signal.SIGABRT)
    elif order == "large":
        _swell()
    elif order == "keep":
        KEPT.append(bytearray(HALF))
    elif order == "need":
        bytearray(HALF)
    elif order == "raise":
        raise ValueError("unexpected words")
    elif order == "deep":
        return read(content)
    elif order == "crash":
        ctypes.string_at(0)
    elif order == "match":
        re.match(r"(a+)+$", "a" * 60 + "b")
    elif order == "deaf":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        time.sleep(600)
    elif order == "child":
        if os.fork() == 0:
            time.sleep(30)  # it holds the pipe open after its parent is gone
            os._exit(0)
        os.kill(os.getpid(), signal.SIGKILL)
    elif order == "nonsense":
        return 7  # type: ignore[return-value]
    source = identify("", content)
    return Report(
        document_id=source.document_id,
        sha256=source.sha256,
        bytes=source.bytes,
        reader_version="0",
        state=State.OK,
    )


def _kill_the_worker() -> None:
    """Kill the process that started this one's parent if it is a worker of a cluster, else this one."""
    parent = Path(f"/proc/{os.getppid()}/stat").read_text()
    grandparent = int(parent.rpartition(")")[2].split()[1])
    if b"dask" in Path(f"/proc/{grandparent}/cmdline").read_bytes():
        os.kill(grandparent, signal.SIGKILL)
        time.sleep(600)
    os.kill(os.getpid(), signal.SIGKILL)


def _work(seconds: float) -> None:
    start = time.process_time()
    while time.process_time() - start < seconds:
        pass


def _swell() -> list[bytearray]:
    """Take up memory until there is no more, and hold it for a while."""
    held = []
    try:
        while True:
            held.append(bytearray(2**23))
    except MemoryError:
        time.sleep(1)
    return held


def _swell_and_end() -> None:
    """Take up memory, and end without a word where there is no more, as parsers in C do."""
    held = _swell()
    os.kill(os.getpid(), signal.SIGABRT)
    del held
