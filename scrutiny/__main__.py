"""The command `scrutiny`, also `python -m scrutiny`.

Every worker loads this module again, as the one that was started, and no command line with it.
"""

from __future__ import annotations

import os

from scrutiny.cli.streams import open_closed_streams, stop_at_once_on_interrupt


def main() -> None:
    """Run the command line."""
    open_closed_streams()
    stop_at_once_on_interrupt()
    # numpy would start a thread for each core to multiply matrices, and we have none.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Arrow keeps what it once had, thread by thread; without that the main process is a third smaller.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    from scrutiny.cli.main import main

    main()


if __name__ == "__main__":
    main()
