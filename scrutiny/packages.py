"""The packages that an installation puts beside `scrutiny`: other projects use their names too."""

import os
from importlib.util import find_spec

BESIDE = ("extract", "normalise", "publish", "records")


def stranger() -> str | None:
    """Return a sentence if a package of somebody else stands in the place of one of ours, else None.

    `records` is also a library for SQL; in an environment that others share, the one installed last stays.
    """
    home = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
    for name in BESIDE:
        spec = find_spec(name)
        found = spec.origin if spec is not None else None
        if found is None or os.path.dirname(os.path.dirname(os.path.abspath(found))) != home:  # noqa: PTH100, PTH120
            where = f"at {found} is another one" if found else "is missing"
            return (
                f"The package '{name}' of Scrutiny {where}. Install Scrutiny in an environment of its own, "
                "with 'uv tool install' or 'pipx install'."
            )
    return None
