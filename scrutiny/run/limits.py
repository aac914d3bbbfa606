"""What one document may cost. A document that wants more is set aside by name; the others go on."""

import contextlib
import os
import signal
import sys
from pathlib import Path

import msgspec

try:
    import resource
except ImportError:  # Windows
    HAS_LIMITS = False
else:
    HAS_LIMITS = True

CPU_SIGNAL: int | None = getattr(signal, "SIGXCPU", None)
"""The signal with which the system ends a process that has used up its processor time."""


class Limits(msgspec.Struct, frozen=True):
    """The limits for one document.

    A real report takes some milliseconds a page, a tenth of a second where the slower reader is needed, and
    less than 100 MiB. Work is counted in processor time, so that a busy machine sets nothing aside; the wall
    clock ends only what does no work.
    """

    pages: int = 2000
    seconds: float = 7.0
    """Processor seconds that every document has, whatever its pages."""
    seconds_a_page: float = 1.0
    """Processor seconds that each of its pages adds."""
    mebibytes: int = 512
    """Address space of the process that reads it."""
    wall_seconds: float = 900.0

    @property
    def needs_more(self) -> str:
        """The detail of a document that took more memory than it may."""
        return f"Reading needs more than {self.mebibytes} MiB."

    def work(self, pages: int) -> float:
        """Return the processor seconds for a document of so many pages."""
        return self.seconds + self.seconds_a_page * pages


def not_enforced() -> str:
    """Return a sentence that names the limits which this system does not enforce; empty where it does all.

    macOS takes a limit of memory and does not hold anybody to it; Windows has neither limit.
    """
    if not HAS_LIMITS:
        return "On this system neither the memory nor the processor time of a document is limited."
    return "On this system the memory of a document is not limited." if sys.platform == "darwin" else ""


def limit_memory(mebibytes: int) -> None:
    """Limit the address space of this process where the system can."""
    if HAS_LIMITS:
        _lower(resource.RLIMIT_AS, mebibytes * 2**20)
        _lower(resource.RLIMIT_CORE, 0)


def limit_work(seconds: float) -> None:
    """Let the system end this process once it has worked for `seconds` from now, where the system can."""
    if HAS_LIMITS:
        used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
        _lower(resource.RLIMIT_CPU, int(used + seconds) + 1)


def _lower(kind: int, soft: int) -> None:
    """Set the soft limit `kind` of this process to `soft`, or to the hard limit if that is lower."""
    hard = resource.getrlimit(kind)[1]
    with contextlib.suppress(ValueError, OSError):  # a system that sets no such limit
        resource.setrlimit(kind, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def memory_of(process: int | None) -> float:
    """Return the MiB of address space that a process holds; 0 if the system does not tell or it is gone."""
    try:
        pages = Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[0]
    except (OSError, IndexError):
        return 0.0
    return int(pages) * os.sysconf("SC_PAGE_SIZE") / 2**20
