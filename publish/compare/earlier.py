"""The dataset that stands in a folder, as far as it can be read: what a new one is compared with."""

from pathlib import Path

import msgspec
import pyarrow as pa
from pyarrow import parquet

from publish.schema.load import schemas

RUN = "run.json"


class Run(msgspec.Struct):
    """What is wanted of `run.json`: the hashes of the files that the run wrote, and of what it used."""

    files: dict[str, str] = {}
    versions: dict[str, str] = {}


def earlier_dataset(folder: Path) -> tuple[dict[str, pa.Table] | None, Run]:
    """Return the tables of a folder, None if it has none, and what their run noted. OSError by the disk.

    The folder need not exist. A damaged table is left out: a new dataset heals it, and its CHANGES.md says
    so. A spoilt `run.json` is as good as none; it is written anew.
    """
    try:
        run = msgspec.json.decode((folder / RUN).read_bytes(), type=Run)
    except (FileNotFoundError, msgspec.MsgspecError):
        run = Run()
    written = {Path(name).stem for name in run.files if name.endswith(".parquet") and Path(name).name == name}
    paths = {name: folder / f"{name}.parquet" for name in (*schemas(), *sorted(written - set(schemas())))}
    read = {name: _read_table(path.read_bytes()) for name, path in paths.items() if path.exists()}
    return {name: table for name, table in read.items() if table is not None} if read else None, run


def _read_table(content: bytes) -> pa.Table | None:
    """Read a Parquet file, or None if it is damaged."""
    try:
        table = parquet.read_table(pa.BufferReader(content))
        table.validate(full=True)
    except (pa.ArrowException, OSError):  # Arrow gives a damaged file as an OSError too
        return None
    return table
