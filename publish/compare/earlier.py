"""The dataset that stands in a folder, as far as it can be read: what a new one is compared with."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pyarrow as pa
from pyarrow import parquet

from publish.compare.reasons import Inputs, inputs_of
from publish.schema.load import schemas

RUN = "run.json"


class Earlier(msgspec.Struct, frozen=True):
    """A dataset that stands in a folder: its tables, None where there is none; its files; what its run used.

    A damaged table is left out: a new dataset heals it, and its CHANGES.md says so. `files` are those that
    its run wrote, so that one which is no longer written does not linger.
    """

    tables: dict[str, pa.Table] | None
    files: frozenset[str] = frozenset()
    inputs: Inputs = Inputs()


def earlier_dataset(folder: Path) -> Earlier:
    """Read the dataset of a folder, which need not exist. OSError if the disk refuses."""
    run = _run_record(folder / RUN)
    files = frozenset(run.files)
    named = {Path(name).stem for name in files if name.endswith(".parquet") and Path(name).name == name}
    paths = {name: folder / f"{name}.parquet" for name in (*schemas(), *sorted(named - set(schemas())))}
    read = {name: _read_table(path.read_bytes()) for name, path in paths.items() if path.exists()}
    tables = {name: table for name, table in read.items() if table is not None} if read else None
    return Earlier(tables, files, inputs_of({"versions": run.versions}))


class _Run(msgspec.Struct):
    """What is wanted of `run.json`."""

    files: dict[str, str] = {}
    versions: dict[str, str] = {}


def _run_record(path: Path) -> _Run:
    """Give what a run noted, or nothing where the file is not there or spoilt; it is written anew."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Run)
    except (FileNotFoundError, msgspec.MsgspecError):
        return _Run()


def _read_table(content: bytes) -> pa.Table | None:
    """Read a Parquet file, or None if it is damaged."""
    try:
        table = parquet.read_table(pa.BufferReader(content))
        table.validate(full=True)
    except (pa.ArrowException, OSError):  # Arrow gives a damaged file as an OSError too
        return None
    return table
