"""The standard streams and Ctrl-C, from the first line of the program to its last.

Nothing but the standard library is imported here, so that this holds while everything else is loaded.
"""

import contextlib
import os
import signal
import sys
from types import FrameType

STOPPED = "\nscrutiny: stopped. What was read is kept; run again to go on."
STOPPED_STATUS = 130


def open_closed_streams() -> None:
    """Connect each standard stream that is closed (`2>&-`) to the null device.

    Without that the next file that is opened takes its number, and what is printed goes into that file.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # in this order each takes the number that is its own
            stream = open(os.devnull, mode, encoding="utf-8")  # noqa: SIM115, PTH123
            os.set_inheritable(stream.fileno(), True)  # else it is closed in the workers
            setattr(sys, name, stream)


def stop_at_once_on_interrupt() -> None:
    """End the process on Ctrl-C with one line, where an exception would come out as a traceback.

    That is the case while modules are imported and after the last command. A process that was started to
    ignore Ctrl-C goes on ignoring it.
    """
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, _stop_at_once)


def raise_on_interrupt() -> None:
    """Raise `KeyboardInterrupt` on Ctrl-C and SIGTERM: workers are ended and temporary files removed."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def _stop_at_once(number: int, frame: FrameType | None) -> None:
    del number, frame
    with contextlib.suppress(OSError):
        os.write(2, f"{STOPPED}\n".encode())
    os._exit(STOPPED_STATUS)


def flush() -> None:
    """Print what is buffered. Raises `OSError` if standard output cannot take it and is not just closed.

    What cannot be printed is dropped: Python would try again as it ends, and fail with a message of its own.
    """
    with contextlib.suppress(BrokenPipeError):
        for place, stream in ((2, sys.stderr), (1, sys.stdout)):
            try:
                stream.flush()
            except OSError:
                os.dup2(os.open(os.devnull, os.O_WRONLY), place)
                if stream is sys.stdout:
                    raise
