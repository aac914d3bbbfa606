"""`make mutation MODULE=a/b.py`: change a module a little at a time, and print what no test notices.

mutmut works on a copy of the tracked files in build/mutation. It tries each mutant against those tests that
reach the changed function, among the tests of the module's package or of the paths that follow the module.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

COPY = Path("build/mutation")
RUN = """import sys
sys.path.append("../mutmut")
from mutmut.__main__ import cli
for command in sys.argv[1:]:
    cli(command.split(), standalone_mode=False)
"""
"""Runs commands of mutmut, which stands in build/mutmut, behind the locked libraries on the path."""
SURVIVED, REACHED_BY_NO_TEST, NOT_TRIED = 0, 33, None
"""The exit codes of mutmut that are no kill."""


def main(module: str, minutes: float, tests: list[str]) -> None:
    """Print as diffs the mutants of `module` that survive within `minutes`, and their number."""
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, check=True, text=True).stdout
    tracked = [Path(name) for name in listed.split("\0") if name]
    shutil.rmtree(COPY, ignore_errors=True)
    for path in [*filter(Path.is_file, tracked), *Path("extract/pdf").glob("*/*.so")]:
        (COPY / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, COPY / path)
    settings = {
        "source_paths": [module],
        "also_copy": sorted({path.parts[0] for path in tracked}),
        "pytest_add_cli_args_test_selection": tests or [f"tests/{Path(module).parts[0]}"],
        "use_git_change_detection": ["false"],
    }
    lines = [f"{key}=\n  " + "\n  ".join(values) for key, values in settings.items()]
    (COPY / "setup.cfg").write_text("\n".join(["[mutmut]", *lines]), encoding="utf-8")
    try:
        subprocess.run([sys.executable, "-c", RUN, "run"], cwd=COPY, timeout=minutes * 60, check=True)
    except subprocess.TimeoutExpired:
        print(f"\nStopped after {minutes:g} minutes.")
    codes = json.loads((COPY / "mutants" / f"{module}.meta").read_text("utf-8"))["exit_code_by_key"]
    survivors = [name for name, code in codes.items() if code in (SURVIVED, REACHED_BY_NO_TEST)]
    shown = [f"show {name}" for name in survivors]
    subprocess.run([sys.executable, "-c", RUN, *shown], cwd=COPY, check=True)
    tried = sum(code is not NOT_TRIED for code in codes.values())
    print(f"{module}: {len(survivors)} of {tried} mutants survived, {len(codes) - tried} were not tried.")


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), sys.argv[3:])
