"""What a run leaves for the next: which rows of the dataset are of which document and can be used again.

The rows themselves are those of the dataset that stands there. They are used again as long as the files of
that dataset are byte for byte those that the run wrote, and nothing has changed of what rows depend on beside
their document: our code and data, and the decisions and the origin that hold for it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from normalise.review.decisions import Decision, Decisions
from normalise.run import Known
from publish.compare.earlier import RUN, Run
from publish.write.sheet_pieces import Kept
from records.clean import Doubt
from records.origin import Origins
from scrutiny.run.records import hash_of, read_sealed, write_sealed

NOTES = "kept.json"
"""The notes, beside the records."""


class Document(msgspec.Struct, frozen=True):
    """A document whose rows stand in the dataset, and a hash of what held for it: decisions, its origin."""

    known: Known
    held: str


class Notes(msgspec.Struct):
    """What is known of the dataset in a folder: what made it, its files by hash, its documents by SHA-256."""

    versions: Mapping[str, str] = {}
    files: Mapping[str, str] = {}
    documents: dict[str, Document] = {}
    pieces: dict[str, Kept] = {}
    """Those of its workbook."""
    groups: dict[str, tuple[Doubt, ...]] = {}
    """The questions of each group of documents that was linked, by what the links depend on."""


def load_notes(
    interim: Path, clean: Path, versions: Mapping[str, str], held_by: Callable[[str], str]
) -> Notes:
    """Return the notes on the dataset in `clean`; of the documents, those for which the same holds now.

    Without documents and pieces if there are none, if they or the dataset are damaged, or if `versions` of
    what made it are others now.
    """
    try:
        notes = msgspec.json.decode(read_sealed(interim / NOTES) or b"", type=Notes)
        if notes.versions != _lasting(versions) or any(
            hash_of(clean / name) != expected for name, expected in notes.files.items()
        ):
            return Notes()
    except (OSError, msgspec.MsgspecError):
        return Notes()
    holding = {
        sha256: each
        for sha256, each in notes.documents.items()
        if each.held == held_by(each.known.document.document_id)
    }
    return msgspec.structs.replace(notes, documents=holding)


def write_notes(
    interim: Path,
    clean: Path,
    versions: Mapping[str, str],
    held_by: Callable[[str], str],
    known: Mapping[str, Known],
    made: Notes,
) -> None:
    """Write down what the dataset in `clean`, which a run has just written, can give to the next run.

    Of `made` the pieces and groups are meant.
    """
    documents = {each.document.sha256: Document(each, held_by(key)) for key, each in known.items()}
    written = msgspec.json.decode((clean / RUN).read_bytes(), type=Run).files
    files = {name: sha256 for name, sha256 in written.items() if name.endswith((".parquet", ".xlsx"))}
    notes = Notes(_lasting(versions), files, documents, made.pieces, made.groups)
    write_sealed(interim / NOTES, msgspec.json.encode(notes))


def held_by(decisions: Decisions, origins: Origins) -> Callable[[str], str]:
    """Return a function that names by a hash the decisions that hold for a document, and its origin."""
    of: defaultdict[str, list[Decision]] = defaultdict(list)
    for decision in decisions.answers.values():
        # Where a row of the file stands is no part of what it says.
        of[decision.document_id].append(msgspec.structs.replace(decision, line=0))

    def name(document_id: str) -> str:
        held = (of[""], of.get(document_id), origins.get(document_id))
        return hashlib.sha256(msgspec.json.encode(held)).hexdigest()[:12]

    everywhere, told = name(""), of.keys() | origins.keys()
    return lambda document_id: name(document_id) if document_id in told else everywhere


def _lasting(versions: Mapping[str, str]) -> dict[str, str]:
    """Return what all rows depend on: decisions and origins are looked at one by one."""
    return {name: value for name, value in versions.items() if name not in {"decisions", "origins"}}
