"""What a dataset depends on beside the documents, named by hashes: to tell whether and why it may differ."""

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

import msgspec

from records.origin import Origins
from records.report import Source

ROOT = Path(__file__).parents[2]
SUFFIXES = frozenset({".py", ".c", ".h", ".yaml", ".csv"})
PARSERS = ("pdfplumber", "pdfminer.six", "pypdfium2")
"""The libraries that find words on a page; each of their versions may find others."""

LIBRARIES = ("rapidfuzz", "pyarrow", "xlsxwriter", "scrutiny")


def fingerprint(sources: Iterable[Source], review: Path, origins: Origins) -> str:
    """Name everything that the dataset depends on: the files, our code and data, decisions, origins."""
    digest = hashlib.sha256()
    for source in sources:
        digest.update(f"{source.file}\0{source.sha256}\n".encode())
    for name, print_of in inputs(review, origins).items():
        digest.update(f"{name}\0{print_of}\n".encode())
    return digest.hexdigest()


def inputs(review: Path, origins: Origins) -> dict[str, str]:
    """Name what a run uses beside the documents, part by part, as `publish.compare.reasons.Inputs` has them.

    `decisions` is "none" where no file of decisions is in the folder `review`, `origins` where no document
    is known to have been fetched.
    """
    path = review / "decisions.csv"
    decisions = hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.exists() else "none"
    told = hashlib.sha256(msgspec.json.encode(origins, order="deterministic")).hexdigest()[:12]
    return {
        "reading_code": code_version(),
        **_after_reading(),
        "decisions": decisions,
        "origins": told if origins else "none",
    }


@cache
def code_version() -> str:
    """Return the name of the code, family files and PDF libraries that read documents.

    Equal names, equal records. Nothing of that code is loaded.
    """
    return _hash_of(_files("extract", "records"), PARSERS)


@cache
def _after_reading() -> dict[str, str]:
    """Name the code and data that make a dataset of what was read; once a process, as they are loaded."""
    vocabularies, registers = _files("normalise/vocab"), _files("normalise/registers")
    rules = [path for path in _files("normalise", "publish") if path not in {*vocabularies, *registers}]
    return {
        "vocabularies": _hash_of(vocabularies),
        "registers": _hash_of(registers),
        "rules": _hash_of(rules, LIBRARIES),
    }


def _files(*folders: str) -> list[Path]:
    """Return the code and data files below folders of the project."""
    return [
        path for folder in folders for path in sorted((ROOT / folder).rglob("*")) if path.suffix in SUFFIXES
    ]


def _hash_of(paths: Iterable[Path], libraries: Iterable[str] = ()) -> str:
    digest = hashlib.sha256(" ".join(f"{name} {version(name)}" for name in libraries).encode())
    for path in paths:
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
