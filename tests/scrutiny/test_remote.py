"""Documents and datasets behind a URL: the same rows, and a reader sees the old dataset or the new one."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import shutil
import subprocess
import sys
import tarfile
import types
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from drawing import Sheet

from records.errors import ScrutinyError, WriteError
from scrutiny.cli.main import cli
from scrutiny.cluster import remote, working_copy
from scrutiny.cluster.remote import RemoteFolder
from scrutiny.cluster.working_copy import run_anywhere
from scrutiny.run.pipeline import Summary, run
from scrutiny.run.places import Places
from scrutiny.run.progress import Progress

fsspec = pytest.importorskip("fsspec", reason="needs the extra 'cluster': pip install distributed fsspec")
MemoryFileSystem = fsspec.get_filesystem_class("memory")

RAW, CLEAN = "memory://bucket/raw", "memory://bucket/data/clean"
ARCHIVE = "data/interim/records.tar.gz"


def plan(*actions: str) -> bytes:
    """Draw a small report."""
    sheet = Sheet()
    sheet.text(50, 60, "Housing Task Group report", bold=True, size=14)
    rows = [["No", "Action", "Status"], *([str(n), words, "Done"] for n, words in enumerate(actions, 1))]
    sheet.grid((50, 90, 320, 520), [100 + 20 * n for n in range(len(rows) + 1)], rows, header=True)
    return sheet.save()


FILES = {
    "b/two.pdf": plan("Tell", "Ask"),
    "b.pdf": plan("Go"),
    "a & #1.pdf": plan("Come"),
    "empty.pdf": b"",
    "page.pdf": b"<!DOCTYPE html><html></html>",
    "b/.DS_Store": b"x",
    ".hidden/c.pdf": b"x",
}


@pytest.fixture
def bucket() -> Iterator[RemoteFolder]:
    """A store with some documents, as those of one local folder."""
    files = fsspec.filesystem("memory")
    files.store.clear()
    folder = RemoteFolder("memory://bucket")
    for name, content in FILES.items():
        folder.write(f"raw/{name}", content)
    yield folder
    files.store.clear()


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dataset of a local run over the same documents."""
    beside = tmp_path_factory.mktemp("local")
    raw = beside / "raw"
    for name, content in FILES.items():
        (raw / name).parent.mkdir(parents=True, exist_ok=True)
        (raw / name).write_bytes(content)
    run(Places.around(raw, beside / "clean"), workers=2)
    return beside / "clean"


def go(raw: str = RAW, clean: str = CLEAN, told: list[str] | None = None) -> Summary:
    def tell(progress: Progress) -> None:
        if told is not None and progress.report is not None:
            told.append(progress.file)

    return run_anywhere(raw, clean, None, workers=2, tell=tell)


def dataset(bucket: RemoteFolder) -> dict[str, bytes]:
    """Give the dataset that a reader of the pointer sees, and require that it is whole."""
    pointer = bucket.read("data/clean/datapackage.json")
    assert pointer is not None
    package = json.loads(pointer)
    version = package["version_folder"]
    found = {name: bucket.read(f"data/clean/{version}/{name}") for name in ("run.json", "CHANGES.md")}
    record = json.loads(found["run.json"] or b"")
    for name, expected in record["files"].items():
        content = bucket.read(f"data/clean/{version}/{name}")
        assert hashlib.sha256(content or b"").hexdigest() == expected
        found[name] = content
    assert {f"{version}/{name}.csv" for name in record["rows"]} < {r["path"] for r in package["resources"]}
    return {name: content for name, content in found.items() if content is not None}


def versions(bucket: RemoteFolder) -> list[str]:
    return sorted({name.split("/")[3] for name in bucket.walk() if name.startswith("data/clean/versions/")})


def same_bytes(found: dict[str, bytes], folder: Path) -> bool:
    names = [path.name for path in folder.iterdir() if path.suffix in {".csv", ".xlsx"}]
    return all(found[name] == (folder / name).read_bytes() for name in names)


@pytest.mark.usefixtures("bucket")
def test_documents_behind_a_url_give_the_dataset_of_the_local_folder(local: Path, tmp_path: Path) -> None:
    clean = tmp_path / "clean"
    summary = go(clean=str(clean))
    found = {path.name: path.read_bytes() for path in clean.iterdir()}
    assert same_bytes(found, local)
    for record in (found["run.json"], (local / "run.json").read_bytes()):
        assert json.loads(record)["fingerprint"] == json.loads(found["run.json"])["fingerprint"]
    assert summary.documents == 5
    assert summary.parsed == 5


def test_a_dataset_behind_a_url_is_that_of_the_local_folder(bucket: RemoteFolder, local: Path) -> None:
    go()
    assert same_bytes(dataset(bucket), local)
    assert (bucket.read("data/review/queue.csv") or b"").startswith(b"kind,")
    assert bucket.read("data/clean/.scrutiny-lock") is None
    assert go().unchanged


def test_what_leads_to_a_dataset_behind_a_url_is_a_data_package(bucket: RemoteFolder, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    go()
    for name in bucket.walk():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(bucket.read(name) or b"")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the reader's own
        report = frictionless.Package(str(tmp_path / "data/clean/datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "type"])


def test_each_run_compares_with_the_one_before_and_keeps_it_for_one_more(bucket: RemoteFolder) -> None:
    go()
    first = versions(bucket)
    bucket.write("raw/c.pdf", plan("Wait"))
    go()
    assert b"c.pdf" in dataset(bucket)["CHANGES.md"]
    second = versions(bucket)
    assert set(first) < set(second)
    assert len(second) == 2
    bucket.remove(["raw/c.pdf"])
    go()
    assert len(versions(bucket)) == 2
    assert first[0] not in versions(bucket)


def test_decisions_beside_a_dataset_behind_a_url_hold(bucket: RemoteFolder) -> None:
    go()
    bucket.write("data/review/decisions.csv", b"nonsense\n1\n")
    before = dataset(bucket)
    with pytest.raises(ScrutinyError, match=r"decisions\.csv"):
        go()
    assert dataset(bucket) == before
    assert bucket.read("data/clean/.scrutiny-lock") is None


def _locked(password: str) -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption(password))
    canvas.drawString(50, 500, f"Confidential {password}")
    canvas.save()
    return buffer.getvalue()


def test_what_stays_as_it_is_behind_a_url_is_not_even_fetched(
    bucket: RemoteFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clean = str(tmp_path / "clean")
    go(clean=clean)
    fetched: list[str] = []
    fetch = RemoteFolder.fetch

    def noted(folder: RemoteFolder, name: str, path: Path) -> None:
        fetched.append(name)
        fetch(folder, name, path)

    monkeypatch.setattr(RemoteFolder, "fetch", noted)
    assert go(clean=clean).unchanged
    assert fetched == []
    bucket.write("raw/b.pdf", plan("Go", "Stay"))
    bucket.remove(["raw/page.pdf"])
    told: list[str] = []
    summary = go(clean=clean, told=told)
    assert told == fetched == ["b.pdf"]
    assert (summary.documents, summary.rows["recommendations"]) == (4, 5)
    assert len(json.loads((tmp_path / "interim/identities.json").read_bytes())) == 4


def test_records_behind_a_url_are_used_and_forgotten_with_their_documents(bucket: RemoteFolder) -> None:
    go()
    bucket.write("raw/c.pdf", plan("Wait"))
    bucket.remove(["raw/b.pdf"])
    told: list[str] = []
    go(told=told)
    assert told == ["c.pdf"]
    with tarfile.open(fileobj=io.BytesIO(bucket.read(ARCHIVE) or b"")) as archive:
        assert len({*archive.getnames()} - {"identities.json", "kept.json"}) == 5


@pytest.mark.parametrize("how", ["cut", "changed", "none"])
def test_a_damaged_archive_costs_a_second_reading_and_no_more(bucket: RemoteFolder, how: str) -> None:
    go()
    whole = bucket.read(ARCHIVE) or b""
    half, head = len(whole) // 2, 600  # the header of the first file in it, and some of its bytes
    changed = whole[:head] + bytes(byte ^ 1 for byte in whole[head:])
    bucket.write(ARCHIVE, {"cut": whole[:half], "changed": changed, "none": b""}[how])
    bucket.write("raw/c.pdf", plan("Wait"))
    told: list[str] = []
    assert go(told=told).documents == len(told) == 6


def test_a_locked_document_is_fetched_again_when_there_is_a_password(bucket: RemoteFolder) -> None:
    bucket.write("raw/locked.pdf", _locked("open"))
    assert go().states["set_aside"] == 3
    summary = run_anywhere(RAW, CLEAN, None, workers=1, passwords=["open"])
    assert (summary.parsed, summary.states["set_aside"]) == (1, 2)


@pytest.mark.parametrize("killed", [False, True])
def test_what_a_run_that_broke_off_has_read_is_kept(
    bucket: RemoteFolder, monkeypatch: pytest.MonkeyPatch, killed: bool
) -> None:
    """Also what one that was killed had read when it last sent its records."""
    monkeypatch.setattr(working_copy, "KEEP_INTERVAL", 0.0 if killed else 1e9)

    def stop(progress: Progress) -> None:
        if progress.done == 3:
            if killed:
                monkeypatch.setattr(RemoteFolder, "write", _fail)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_anywhere(RAW, CLEAN, None, workers=1, tell=stop)
    monkeypatch.undo()
    assert bucket.read("data/clean/datapackage.json") is None
    told: list[str] = []
    go(told=told)
    assert len(told) == 2


def _fail(*_: object, **__: object) -> None:
    raise WriteError("the network is down")


class Failing(MemoryFileSystem):  # type: ignore[misc]
    """The store of the other tests; its n-th write fails, or arrives and its answer is lost."""

    protocol = "failing"
    cachable = False
    left, arrives = 0, False

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        return str(super()._strip_protocol(path.replace("failing://", "memory://")))

    def pipe_file(self, path: str, value: bytes, mode: str = "overwrite", **options: object) -> None:
        self._count(partial(super().pipe_file, path, value, mode=mode, **options))

    def put_file(self, lpath: str, rpath: str, **options: object) -> None:
        self._count(partial(super().put_file, lpath, rpath, **options))

    def _count(self, write: Callable[[], None]) -> None:
        Failing.left -= 1
        if Failing.left or Failing.arrives:
            write()
        if not Failing.left:
            raise OSError("the network is down")


@pytest.mark.parametrize("arrives", [False, True])
def test_whichever_write_fails_a_reader_sees_one_dataset_whole(
    bucket: RemoteFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arrives: bool
) -> None:
    """A run that breaks off leaves the old one in force, unless the very last write arrived."""
    fsspec.register_implementation("failing", Failing, clobber=True)
    bucket.write("raw/c.pdf", plan("Wait"))
    go()
    bucket.remove(["raw/c.pdf"])
    files = dict(bucket.files.store)
    made: list[Summary] = []

    def run_once(places: Places, **options: Any) -> Summary:
        """Make the new dataset at the first call, and copy it at others: what is tried is how it is sent."""
        copied = {"clean": places.clean, "review": places.clean.parent / "review", "interim": places.interim}
        if not made:
            made.append(run(places, **options))
        for name, folder in copied.items():
            source, target = (
                (tmp_path / name, folder) if (tmp_path / name).exists() else (folder, tmp_path / name)
            )
            shutil.copytree(source, target, dirs_exist_ok=True)
        return made[0]

    monkeypatch.setattr(working_copy, "run", run_once)
    Failing.left = most = 1000
    run_anywhere(RAW, "failing://bucket/data/clean", None, workers=1)
    writes = most - Failing.left
    assert writes > 12
    Failing.arrives = arrives
    is_old = []
    for number in range(1, writes + 1):
        bucket.files.store.clear()
        bucket.files.store.update(files)
        Failing.left = number
        with contextlib.suppress(WriteError):
            run_anywhere(RAW, "failing://bucket/data/clean", None, workers=1)
        is_old.append(b"c.pdf" in dataset(bucket)["documents.csv"])
    # Whether a lock arrived, the store itself tells: that run goes on.
    assert is_old == [not arrives, *[True] * (writes - 2), not arrives]


def test_files_that_cannot_be_had_are_rows_and_are_tried_again(
    bucket: RemoteFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "MOST_BYTES", len(FILES["b/two.pdf"]) - 1)
    get = type(bucket.files).get_file

    def broken(store: object, path: str, *more: object, **named: object) -> None:
        if path.endswith(("/b.pdf", "/page.pdf")):
            raise OSError("the network is down")
        get(store, path, *more, **named)

    monkeypatch.setattr(type(bucket.files), "get_file", broken)
    summary = go(clean=str(tmp_path / "clean"))
    assert {(file, problem) for file, _, problem, _ in summary.troubled if file != "a & #1.pdf"} == {
        ("b.pdf", "unreadable"),
        ("b/two.pdf", "over_limit"),
        ("empty.pdf", "empty"),
        ("page.pdf", "unreadable"),
    }
    monkeypatch.undo()
    told: list[str] = []
    summary = go(clean=str(tmp_path / "clean"), told=told)
    assert sorted(told) == ["b.pdf", "b/two.pdf", "page.pdf"]
    assert not any(problem == "unreadable" for _, _, problem, _ in summary.troubled)


def test_a_store_that_fails_midway_ends_the_run(
    bucket: RemoteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    go()
    before = dataset(bucket)
    bucket.write("raw/new.pdf", plan("Wait"))

    def broken(*_: object, **__: object) -> None:
        raise PermissionError("the key has run out")

    for request in ("get_file", "info"):
        monkeypatch.setattr(type(bucket.files), request, broken)
    with pytest.raises(ScrutinyError, match=r"bucket/raw cannot be reached any more .the key has run"):
        go()
    monkeypatch.undo()
    assert dataset(bucket) == before
    assert go().documents == 6


@pytest.mark.parametrize("told", [{"size": None}, {"size": 7}])
def test_a_file_of_which_no_change_is_told_is_fetched_again(
    bucket: RemoteFolder, monkeypatch: pytest.MonkeyPatch, told: dict[str, int | None]
) -> None:
    """Some stores tell neither a mark nor a time."""
    files = type(bucket.files)
    find = files.find

    def find_less(store: object, path: str, **named: object) -> dict[str, object]:
        return dict.fromkeys(find(store, path, **named), told)

    monkeypatch.setattr(files, "find", find_less)
    assert go().documents == 5
    bucket.write("raw/b.pdf", plan("Go", "Stay"))
    assert go().rows["recommendations"] == 5
    assert b"Stay" in dataset(bucket)["recommendations.csv"]


def test_errors_that_are_only_values_are_told_in_one_line(
    bucket: RemoteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    class HttpError(Exception):
        """As Google's library has one: an error of no other kind."""

    library = types.ModuleType("gcsfs.retry")
    vars(library)["HttpError"] = HttpError
    monkeypatch.setitem(sys.modules, "gcsfs.retry", library)
    for error in (ValueError("bad name"), HttpError("bad name")):

        def find(*_: object, error: Exception = error, **__: object) -> None:
            raise error

        monkeypatch.setattr(type(bucket.files), "find", find)
        with pytest.raises(ScrutinyError, match=r"cannot be listed .bad name"):
            go()


def test_one_run_at_a_time_writes_behind_a_url(bucket: RemoteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working_copy, "WAIT", 0.1)
    monkeypatch.setattr(working_copy, "PAUSE", 0.05)
    bucket.write("data/clean/.scrutiny-lock", b'{"host": "other"}')
    with pytest.raises(WriteError, match=r"Another run .* remove memory://bucket/data/clean/\.scrutiny-lock"):
        go()
    assert bucket.read("data/clean/.scrutiny-lock") == b'{"host": "other"}'


def test_a_run_whose_lock_was_taken_publishes_nothing(bucket: RemoteFolder) -> None:
    def take(_: Progress) -> None:
        bucket.write("data/clean/.scrutiny-lock", b"other")

    with pytest.raises(WriteError, match="taken over by another run"):
        run_anywhere(RAW, CLEAN, None, workers=1, tell=take)
    assert bucket.read("data/clean/datapackage.json") is None
    assert bucket.read("data/clean/.scrutiny-lock") == b"other"


def test_a_lock_is_made_once(bucket: RemoteFolder) -> None:
    assert bucket.create("lock", b"mine")
    assert not bucket.create("lock", b"another's")
    assert bucket.create("lock", b"mine")  # a request that is repeated since its answer was lost


def test_a_folder_is_the_same_with_and_without_a_slash_at_its_end(bucket: RemoteFolder) -> None:
    go()
    told: list[str] = []
    assert go(raw=f"{RAW}/", clean=f"{CLEAN}//", told=told).unchanged
    bucket.write("raw/c.pdf", plan("Wait"))
    go(raw=f"{RAW}/", told=told)
    assert told == ["c.pdf"]


@pytest.mark.parametrize("options", [["s3://"], ["memory:///", "--out", CLEAN], [RAW, "--out", "s3://"]])
def test_a_url_without_a_bucket_is_a_wrong_call(options: list[str]) -> None:
    result: Result = CliRunner().invoke(cli, ["run", *options])
    assert result.exit_code == 2
    assert "names no folder" in result.output


def test_who_reads_a_locked_document_behind_a_url_is_told_what_helps_there(bucket: RemoteFolder) -> None:
    bucket.write("raw/locked.pdf", _locked("open"))
    ((detail,),) = [row[3:] for row in go().troubled if row[0] == "locked.pdf"]
    assert "--password, or, if its folder is local, put it in passwords.txt" in detail


def test_a_run_that_failed_at_its_end_has_nothing_to_read_again(bucket: RemoteFolder) -> None:
    head = b"kind,document_id,raw,value,decided_by,decided_on,why\n"
    bucket.write("data/review/decisions.csv", head + b"agency,,Police,no such body,me,2026-01-01,why\n")
    with pytest.raises(ScrutinyError, match=r"decisions\.csv"):
        go()
    bucket.remove(["data/review/decisions.csv"])
    told: list[str] = []
    assert go(told=told).documents == 5
    assert told == []


@pytest.mark.usefixtures("bucket")
@pytest.mark.parametrize(
    ("raw", "clean", "words"),
    [
        (RAW, f"{RAW}/deeper/clean", "stands among the documents"),
        (RAW, RAW, "stands among the documents"),
        ("memory://bucket", "memory://bucket/clean", "stands among the documents"),
        (RAW, "memory://clean", "no folder of its own"),
        ("memory://bucket/none", CLEAN, "holds no files"),
        (f"{RAW}/b.pdf", CLEAN, "is a file"),
        ("nonsense://bucket/raw", CLEAN, "cannot be opened here: Protocol not known"),
    ],
)
def test_places_that_cannot_be_used_are_told(raw: str, clean: str, words: str) -> None:
    with pytest.raises(ScrutinyError, match=words):
        go(raw, clean)


def test_a_data_package_of_others_is_left_alone(bucket: RemoteFolder) -> None:
    bucket.write("data/clean/datapackage.json", b'{"resources": []}')
    with pytest.raises(ScrutinyError, match="not of a dataset of ours"):
        go()
    assert bucket.read("data/clean/datapackage.json") == b'{"resources": []}'


@pytest.mark.usefixtures("bucket")
def test_the_command_names_the_places_that_it_was_given() -> None:
    result: Result = CliRunner().invoke(cli, ["run", RAW, "--out", CLEAN, "--workers", "1"])
    assert result.exit_code == 3
    assert f"The dataset is in {CLEAN}" in result.stdout


def test_a_url_of_this_machine_is_a_local_folder(local: Path, tmp_path: Path) -> None:
    options = ["run", f"file://{local.parent}/raw", "--out", f"file://{tmp_path}/clean"]
    assert CliRunner().invoke(cli, options).exit_code == 3
    assert (tmp_path / "clean/recommendations.csv").read_bytes() == (
        local / "recommendations.csv"
    ).read_bytes()


def test_without_its_library_a_url_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(ScrutinyError, match="pip install fsspec"):
        RemoteFolder("s3://bucket/raw")


def test_a_local_run_loads_nothing_for_urls_and_clusters(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw/a.pdf").write_bytes(FILES["b.pdf"])
    code = (
        "import sys; from click.testing import CliRunner; from scrutiny.cli.main import cli;"
        f"CliRunner().invoke(cli, ['run', {str(tmp_path / 'raw')!r}, '--out', {str(tmp_path / 'c')!r}]);"
        "print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"fsspec", "distributed", "dask", "scrutiny.cluster.working_copy"} & set(done.stdout.split())
    assert (tmp_path / "c/run.json").exists()
