"""The command `scrutiny`, also `python -m scrutiny`.

Every worker loads this module again, as the one that was started, and no command line with it.
"""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from scrutiny.cli import main

    main()


if __name__ == "__main__":
    main()
