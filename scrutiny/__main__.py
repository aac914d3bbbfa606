"""The command `scrutiny`, also `python -m scrutiny`.

Every worker loads this module again, as the one that was started, and no command line with it.
"""

import os
import sys


def main() -> None:
    """Run the command line."""
    leave_out_the_current_folder()
    from scrutiny.cli.streams import open_closed_streams, stop_at_once_on_interrupt

    open_closed_streams()
    stop_at_once_on_interrupt()
    # numpy would start a thread for each core to multiply matrices, and we have none.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Arrow keeps what it once had, thread by thread; without that the main process is a third smaller.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    sys.meta_path.insert(0, WithoutPandas())
    from scrutiny.packages import stranger

    if (told := stranger()) is not None:
        sys.exit(f"scrutiny: {told}")
    from scrutiny.cli.main import main

    main()


class WithoutPandas:
    """Refuses to load pandas, which Arrow does with the first array that it makes.

    No command needs it, and it takes half a second and 40 MB. A program of one's own that imports scrutiny
    has it.
    """

    def find_spec(self, name: str, *_: object) -> None:
        """Return None for every other module; ModuleNotFoundError for pandas."""
        if name == "pandas":
            raise ModuleNotFoundError("No command of scrutiny uses pandas.", name=name)


def leave_out_the_current_folder() -> None:
    """Look for modules where they are installed alone: `python -m` would run a `yaml.py` beside the user.

    Before it is called only modules are imported that Python has loaded by then.
    """
    try:
        here = os.getcwd()  # noqa: PTH109
    except FileNotFoundError:  # the folder was deleted
        return
    if here != os.path.dirname(os.path.dirname(__file__)):  # noqa: PTH120
        sys.path[:] = [folder for folder in sys.path if folder not in {"", here}]


if __name__ == "__main__":
    main()
