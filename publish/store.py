"""The last step: the dataset is written beside the folder that it is for, and takes its place at once."""

import contextlib
import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Mapping, MutableMapping, Set
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
import pyarrow as pa

from publish.atomic.lock import only_writer
from publish.atomic.swap import building_place, earlier_place, lock_place, recover, swap, swap_back
from publish.checks import check_tables
from publish.compare.changes import Changes, compare
from publish.compare.earlier import RUN, earlier_dataset
from publish.compare.report import change_report
from publish.compare.table import change_table
from publish.schema.load import WIDE, changes_schema, schemas, wide_schema
from publish.tables import MANY_ROWS
from publish.wide import Wide
from publish.write.csv_file import write_csv
from publish.write.datapackage import Written, package
from publish.write.parquet_file import write_parquet
from publish.write.sheet_pieces import Earlier, Kept
from publish.write.sqlite_file import datasette_metadata, write_sqlite
from publish.write.workbook import write_workbook
from records.errors import WriteError

WAIT = 60.0
"""Seconds to wait for another run that writes to the same folder."""

WORKBOOK = "scrutiny.xlsx"
DATABASE = "scrutiny.sqlite"
DATASETTE = "datasette.json"
PACKAGE = "datapackage.json"
CHANGES = "CHANGES.md"
CHANGED_ROWS = "changes.csv"

WHAT_HELPS = {
    errno.ENOSPC: "The disk is full; free some space and start again.",
    errno.EDQUOT: "Your share of the disk is used up; free some space and start again.",
    errno.EFBIG: "A file would be larger than is allowed here; raise the limit, or choose another folder.",
    errno.EROFS: "The disk can only be read; choose another folder.",
    errno.EACCES: "You may not write there; ask for permission, or choose another folder.",
    errno.EPERM: "You may not write there; ask for permission, or choose another folder.",
    errno.EBUSY: "The folder is the root of a disk and cannot be replaced; choose a folder below it.",
    errno.EXDEV: "The folder is the root of a disk and cannot be replaced; choose a folder below it.",
    errno.ENOTDIR: "Part of the path is a file; choose another folder.",
    errno.EEXIST: "Part of the path is a file; choose another folder.",
}


def publish_tables(
    tables: Mapping[str, pa.Table],
    clean: Path,
    run: Mapping[str, object],
    *,
    wait: float = WAIT,
    pieces: MutableMapping[str, Kept] | None = None,
) -> Changes:
    """Check the tables, write them to the folder `clean`, and tell what differs from what stood there.

    `run` goes into `run.json`, with `rows` (by table) and `files` (SHA-256 by name) added. Files of
    others in the folder stay. ContractError if the tables break their schema, WriteError if the
    folder cannot be written or another run holds it for `wait` seconds; in both cases, and if the run is
    killed, what stood in the folder is intact. `pieces` are those of the workbook there, if that is known,
    and afterwards those of the new one.
    """
    check_tables(tables)
    folder = Path(os.path.realpath(clean))
    try:
        if not folder.name or (folder.exists() and not folder.is_dir()):
            raise WriteError(f"{clean} is not a folder of its own; choose one for the dataset.")

        folder.parent.mkdir(parents=True, exist_ok=True)
        with only_writer(lock_place(folder), wait):
            recover(folder)
            return _replace(tables, folder, run, {} if pieces is None else pieces)
    except OSError as error:
        raise WriteError(_explained(error, clean, folder)) from error


def _explained(error: OSError, clean: Path, folder: Path) -> str:
    """Return in one line what happened, where, and what helps."""
    what = error.strerror or str(error) or type(error).__name__
    if error.filename is not None:
        what = f"{what}: {error.filename}"
    helps = WHAT_HELPS.get(error.errno or 0, "Check the disk, or choose another folder.")
    old = earlier_place(folder)
    kept = (
        f"What stood there before is at {old}." if old.exists() else "What stood there before is untouched."
    )
    return f"The dataset could not be written to {clean}: {what}. {helps} {kept}"


def _replace(
    tables: Mapping[str, pa.Table],
    folder: Path,
    run: Mapping[str, object],
    pieces: MutableMapping[str, Kept],
) -> Changes:
    """Build the new folder, put it in place, and remove what was there."""
    new = building_place(folder)
    changes, ours = _compared(tables, folder, run)
    try:
        new.mkdir()
        _write_all(tables, changes, new, run, partial(_write_workbook, tables, folder, pieces))
        if folder.exists():
            _carry_over(folder, new, ours)
            shutil.copymode(folder, new)
        _sync_folder(new)
        earlier = swap(folder)
        try:
            _sync_folder(folder.parent)
        except OSError:
            swap_back(folder, earlier)
            raise
    finally:
        # What was built in vain, or the earlier dataset. What cannot be removed now, the next run removes.
        shutil.rmtree(new, ignore_errors=True)
    if earlier is not None:
        shutil.rmtree(earlier, ignore_errors=True)
    return changes


def _compared(
    tables: Mapping[str, pa.Table], folder: Path, run: Mapping[str, object]
) -> tuple[Changes, Set[str]]:
    """Return what differs from the dataset of a folder, and which files are its; its tables are let go."""
    before, noted = earlier_dataset(folder)
    versions = run.get("versions")
    now = versions if isinstance(versions, Mapping) else {}
    return compare(before, tables, noted.versions, now), noted.files.keys()


def _write_all(
    tables: Mapping[str, pa.Table],
    changes: Changes,
    new: Path,
    run: Mapping[str, object],
    workbook: Callable[[Any], object],
) -> None:
    """Write every file of the dataset into the folder `new`."""
    files: dict[str, Written] = {}
    for name, schema in schemas().items():
        files[f"{name}.csv"] = _put(new / f"{name}.csv", partial(write_csv, tables[name], schema))
        files[f"{name}.parquet"] = _put(new / f"{name}.parquet", partial(write_parquet, tables[name], schema))
    wide, view = Wide(tables), wide_schema()
    files[f"{WIDE}.csv"] = _put(new / f"{WIDE}.csv", partial(write_csv, wide, view))
    files[f"{WIDE}.parquet"] = _put(
        new / f"{WIDE}.parquet", partial(write_parquet, wide, view, group=4 * MANY_ROWS)
    )
    del wide
    files[DATABASE] = _put_database(new / DATABASE, tables)
    files[DATASETTE] = _put_text(new / DATASETTE, _json(datasette_metadata()))
    files[WORKBOOK] = _put(new / WORKBOOK, workbook)
    changed = change_table(changes)
    files[CHANGED_ROWS] = _put(new / CHANGED_ROWS, partial(write_csv, changed, changes_schema()))
    files[PACKAGE] = _put_text(new / PACKAGE, _json(package(files, run.get("created"))))
    files[CHANGES] = _put_text(new / CHANGES, change_report(changes))
    rows = {name: len(table) for name, table in tables.items()}
    hashes = {name: written.sha256 for name, written in files.items()}
    _put_text(new / RUN, _json({**run, "rows": rows, "files": hashes}))


def _write_workbook(
    tables: Mapping[str, pa.Table], folder: Path, pieces: MutableMapping[str, Kept], sink: BinaryIO
) -> None:
    """Write the workbook with those of the known `pieces` of the one in `folder` that it needs."""
    with (folder / WORKBOOK).open("rb") if pieces else contextlib.nullcontext() as workbook:
        made = write_workbook(tables, sink, Earlier(workbook, pieces))
    pieces.clear()
    pieces.update(made)


def _put(path: Path, write: Callable[[Any], object]) -> Written:
    """Write one file, make sure that it is on the disk, and give its size and hash."""
    pa.default_memory_pool().release_unused()  # what the step before has freed
    with path.open("wb") as sink:
        write(sink)
        sink.flush()
        os.fsync(sink.fileno())
    with path.open("rb") as source:
        return Written(path.stat().st_size, hashlib.file_digest(source, "sha256").hexdigest())


def _put_database(path: Path, tables: Mapping[str, pa.Table]) -> Written:
    """Write the database, which SQLite writes by itself, and make sure that it is on the disk."""
    write_sqlite(tables, path)
    with path.open("rb+") as file:
        os.fsync(file.fileno())
        return Written(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def _put_text(path: Path, text: str) -> Written:
    """Write one file of text as UTF-8."""
    return _put(path, lambda sink: sink.write(text.encode()))


def _json(data: object) -> str:
    """Write plain data as JSON for people to read as well."""
    return msgspec.json.format(msgspec.json.encode(data), indent=2).decode() + "\n"


def _carry_over(folder: Path, new: Path, written: Set[str]) -> None:
    """Give the new folder every file of the old one that no run has `written`, nor this one."""
    ours = {entry.name for entry in new.iterdir()} | written
    for entry in sorted(folder.iterdir()):
        if entry.name in ours:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.copytree(entry, new / entry.name, symlinks=True, copy_function=_link)
        else:
            _link(str(entry), str(new / entry.name))


def _link(source: str, target: str) -> None:
    """Give a file a second name, which costs nothing; copy it where the disk does not allow that."""
    try:
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(source, target, follow_symlinks=False)


def _sync_folder(folder: Path) -> None:
    """Make sure that the names in a folder are on the disk; Windows offers no way to ask for that."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
