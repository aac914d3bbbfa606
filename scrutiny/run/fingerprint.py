"""What a dataset depends on beside the documents, named by hashes: to tell whether and why it may differ."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

from extract.version import code_version
from records.report import Source

ROOT = Path(__file__).parents[2]
AFTER_READING = ("normalise", "publish")
"""The folders of the code that makes a dataset of what was read; `code_version` names the others."""

LIBRARIES = ("rapidfuzz", "pyarrow", "xlsxwriter")


def fingerprint(sources: Iterable[Source], review: Path) -> str:
    """Name everything that the dataset depends on: the files, the code and its data, the decisions."""
    digest = hashlib.sha256()
    for source in sources:
        digest.update(f"{source.file}\0{source.sha256}\n".encode())
    for name, print_of in inputs(review).items():
        digest.update(f"{name}\0{print_of}\n".encode())
    return digest.hexdigest()


def inputs(review: Path) -> dict[str, str]:
    """Name what a run uses beside the documents, part by part, as `publish.compare.reasons.Inputs` has them.

    `decisions` is "none" where no file of decisions is in the folder `review`.
    """
    decisions = review / "decisions.csv"
    return {**_ours(), "decisions": _short(decisions.read_bytes()) if decisions.exists() else "none"}


@cache
def _ours() -> dict[str, str]:
    """Name our own code and data, once a process, as it is loaded once."""
    vocabularies, registers = _files("normalise/vocab"), _files("normalise/registers")
    code = [path for folder in AFTER_READING for path in _files(folder)]
    rules = [path for path in code if path not in {*vocabularies, *registers}]
    libraries = " ".join(f"{name} {version(name)}" for name in (*LIBRARIES, "scrutiny"))
    return {
        "reading_code": code_version(),
        "vocabularies": _hash_of(vocabularies),
        "registers": _hash_of(registers),
        "rules": _hash_of(rules, libraries),
    }


def _files(folder: str) -> list[Path]:
    """Return the code and data files below a folder of the project."""
    return sorted(path for path in (ROOT / folder).rglob("*") if path.suffix in {".py", ".yaml", ".csv"})


def _hash_of(paths: Iterable[Path], more: str = "") -> str:
    digest = hashlib.sha256(more.encode())
    for path in paths:
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def _short(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]
