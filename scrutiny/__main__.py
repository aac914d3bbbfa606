"""The command `scrutiny`, also `python -m scrutiny`.

Every worker loads this module again, as the one that was started, and no command line with it.
"""

import os
import sys
from pathlib import Path

from scrutiny.cli.streams import open_closed_streams, stop_at_once_on_interrupt


def main() -> None:
    """Run the command line."""
    leave_out_the_current_folder()
    open_closed_streams()
    stop_at_once_on_interrupt()
    # numpy would start a thread for each core to multiply matrices, and we have none.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Arrow keeps what it once had, thread by thread; without that the main process is a third smaller.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    from scrutiny.cli.main import main

    main()


def leave_out_the_current_folder() -> None:
    """Look for modules where they are installed alone: `python -m` would run a `yaml.py` beside the user."""
    here = str(Path.cwd())
    if here != str(Path(__file__).parents[1]):
        sys.path[:] = [folder for folder in sys.path if folder not in {"", here}]


if __name__ == "__main__":
    main()
