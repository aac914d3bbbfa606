"""The dataset that stands in a folder, as far as it can be read: what a new one is compared with."""

from collections.abc import Collection, Iterable
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from publish.schema.load import WIDE, arrow_schema, schemas
from records.errors import WriteError

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
    written.discard(WIDE)  # it holds nothing that the tables do not
    paths = {name: folder / f"{name}.parquet" for name in (*schemas(), *sorted(written - set(schemas())))}
    read = {name: _read_table(path.read_bytes()) for name, path in paths.items() if path.exists()}
    return {name: table for name, table in read.items() if table is not None} if read else None, run


def rows_of_documents(folder: Path, documents: Iterable[str], across: Collection[str]) -> dict[str, pa.Table]:
    """Return the rows of some documents in each table of a folder. Raises `WriteError` if one is damaged.

    Rows that depend on other documents too are not among them: documents, agencies, and the issues whose
    codes are in `across`.
    """
    tables = earlier_dataset(folder)[0] or {}
    of = {"document_id": pa.array(documents, pa.string())}
    kept: dict[str, pa.Table] = {}
    for name, schema in schemas().items():
        table = tables.pop(name, None)
        if table is None or not table.schema.equals(arrow_schema(schema)):
            raise WriteError(
                f"{folder}: the table {name} was removed or damaged while the run went on. Start again; what "
                "was read is kept."
            )
        key = schema.follows or "document_id"
        if name == "documents" or key not in table.column_names:
            continue
        target = schema.field(key).references
        kept[name] = _some(table, pc.is_in(table.column(key), value_set=of[target.column if target else key]))
        if name == "recommendations":
            of["recommendation_id"] = kept[name].column("recommendation_id").combine_chunks()
    other = pc.invert(pc.is_in(kept["issues"].column("code"), value_set=pa.array(across, pa.string())))
    kept["issues"] = _some(kept["issues"], other)
    return kept


def _some(table: pa.Table, which: pa.ChunkedArray) -> pa.Table:
    return table if pc.all(which, min_count=0).as_py() else table.filter(which)


def _read_table(content: bytes) -> pa.Table | None:
    """Read a Parquet file, or None if it is damaged."""
    try:
        table = parquet.ParquetFile(pa.BufferReader(content)).read()
        table.validate(full=True)
    except (pa.ArrowException, OSError):  # Arrow gives a damaged file as an OSError too
        return None
    return table
