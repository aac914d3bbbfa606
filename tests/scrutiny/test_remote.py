"""Documents and datasets behind a URL: the same rows, and a reader sees the old dataset or the new one."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import threading
import types
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import ROOT
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

RAW, CLEAN = "memory://bucket/raw", "memory://bucket/data/clean"


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
    return sorted({e.name.split("/")[3] for e in bucket.walk() if e.name.startswith("data/clean/versions/")})


def same_bytes(found: dict[str, bytes], folder: Path) -> bool:
    names = [path.name for path in folder.iterdir() if path.suffix in {".csv", ".xlsx"}]
    return all(found[name] == (folder / name).read_bytes() for name in names)


@pytest.mark.usefixtures("bucket")
def test_documents_behind_a_url_give_the_dataset_of_the_local_folder(local: Path, tmp_path: Path) -> None:
    clean = tmp_path / "clean"
    summary = go(clean=str(clean))
    found = {path.name: path.read_bytes() for path in clean.iterdir()}
    assert same_bytes(found, local)
    assert json.loads(found["run.json"])["fingerprint"] == _fingerprint(local)
    assert summary.documents == 5
    assert summary.parsed == 5


def _fingerprint(clean: Path) -> str:
    return str(json.loads((clean / "run.json").read_text())["fingerprint"])


def test_what_stays_as_it_is_behind_a_url_is_not_even_fetched(
    bucket: RemoteFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clean = str(tmp_path / "clean")
    go(clean=clean)
    fetched: list[str] = []
    read = RemoteFolder.read_start

    def noted(folder: RemoteFolder, name: str, *more: int, **named: int) -> bytes | None:
        fetched.append(name)
        return read(folder, name, *more, **named)

    monkeypatch.setattr(RemoteFolder, "read_start", noted)
    assert go(clean=clean).unchanged
    assert fetched == []
    bucket.write("raw/b.pdf", plan("Go", "Stay"))
    bucket.remove(["raw/page.pdf"])
    told: list[str] = []
    summary = go(clean=clean, told=told)
    assert told == fetched == ["b.pdf"]
    assert (summary.documents, summary.rows["recommendations"]) == (4, 5)
    lines = (tmp_path / "interim/identities.jsonl").read_text().splitlines()
    assert {json.loads(line)[1] for line in lines} == {"a & #1.pdf", "b/two.pdf", "b.pdf", "empty.pdf"}


def test_a_dataset_behind_a_url_is_that_of_the_local_folder(bucket: RemoteFolder, local: Path) -> None:
    go()
    assert same_bytes(dataset(bucket), local)
    assert (bucket.read("data/review/queue.csv") or b"").startswith(b"kind,")
    assert bucket.read("data/clean/.scrutiny-lock") is None
    assert go().unchanged


def test_what_leads_to_a_dataset_behind_a_url_is_a_data_package(bucket: RemoteFolder, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    go()
    for entry in bucket.walk():
        (tmp_path / entry.name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / entry.name).write_bytes(bucket.read(entry.name) or b"")
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


def test_no_file_of_a_version_is_ever_changed(bucket: RemoteFolder) -> None:
    """Also where a run reads everything again and finds the same: the dataset before stays as well."""
    go()
    seen: dict[str, bytes | None] = {}
    for _ in range(3):
        held = json.loads(bucket.read("data/clean/datapackage.json") or b"")["version_folder"]
        run_anywhere(RAW, CLEAN, None, workers=1, fresh=True)
        assert held in {f"versions/{name}" for name in versions(bucket)}
        now = {e.name: bucket.read(e.name) for e in bucket.walk() if "/versions/" in e.name}
        assert all(content == now[name] for name, content in seen.items() if name in now)
        seen |= now


def test_the_very_same_dataset_leaves_the_one_before_in_its_place(
    bucket: RemoteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "scrutiny.run.pipeline._Clock.stage_ends", lambda clock, stage: clock.seconds.update({stage: 0.0})
    )
    go()
    bucket.write("raw/c.pdf", plan("Wait"))
    go()
    run_anywhere(RAW, CLEAN, None, workers=1, fresh=True)
    before = versions(bucket)
    run_anywhere(RAW, CLEAN, None, workers=1, fresh=True)
    assert versions(bucket) == before
    assert len(before) == 2


def test_decisions_beside_a_dataset_behind_a_url_hold(bucket: RemoteFolder) -> None:
    go()
    bucket.write("data/review/decisions.csv", b"nonsense\n1\n")
    before = dataset(bucket)
    with pytest.raises(ScrutinyError, match=r"decisions\.csv"):
        go()
    assert dataset(bucket) == before
    assert bucket.read("data/clean/.scrutiny-lock") is None


def test_records_behind_a_url_are_used_and_forgotten_with_their_documents(
    bucket: RemoteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working_copy, "PACK", 2)
    go()
    assert len(_packs(bucket)) == 3
    bucket.write("raw/c.pdf", plan("Wait"))
    bucket.remove(["raw/b.pdf"])
    told: list[str] = []
    go(told=told)
    assert told == ["c.pdf"]
    assert sum(_packs(bucket).values()) == 5


def _packs(bucket: RemoteFolder) -> dict[str, int]:
    """Give the records in each pack."""
    import io
    import zipfile

    contents = {name: bucket.read(name) or b"" for name in _names_of_packs(bucket)}
    return {name: len(zipfile.ZipFile(io.BytesIO(content)).namelist()) for name, content in contents.items()}


@pytest.mark.parametrize("password", ["open", "tide", "1953", "gate"])
def test_a_record_read_again_takes_the_place_of_the_older_one(bucket: RemoteFolder, password: str) -> None:
    """Whatever the hashes of the packs are: which of two is read first must not depend on them."""
    for name in FILES:
        bucket.remove([f"raw/{name}"])
    bucket.write("raw/locked.pdf", _locked(password))
    assert run_anywhere(RAW, CLEAN, None, workers=1).states == {"set_aside": 1}
    assert run_anywhere(RAW, CLEAN, None, workers=1, passwords=[password]).states == {"partial": 1}
    assert list(_packs(bucket).values()) == [1]
    bucket.write("raw/new.pdf", plan("Go", password))
    summary = run_anywhere(RAW, CLEAN, None, workers=1)
    assert (summary.parsed, summary.states.get("set_aside")) == (1, None)
    run_anywhere(RAW, CLEAN, None, workers=1, fresh=True, passwords=[password])
    assert sum(_packs(bucket).values()) == 2


def test_of_two_records_the_later_holds_also_after_a_run_that_broke_off(
    bucket: RemoteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then both packs are still there."""
    for name in FILES:
        bucket.remove([f"raw/{name}"])
    for number in range(4):
        bucket.write("raw/locked.pdf", _locked(f"open {number}"))
        run_anywhere(RAW, CLEAN, None, workers=1)
        with monkeypatch.context() as broken:
            broken.setattr(working_copy._WorkingCopy, "publish", _break_off)
            with pytest.raises(KeyboardInterrupt):
                run_anywhere(RAW, CLEAN, None, workers=1, passwords=[f"open {number}"])
        bucket.write("raw/new.pdf", plan("Go", str(number)))
        told: list[str] = []
        assert "set_aside" not in go(told=told).states
        assert told == ["new.pdf"]


def _break_off(*_: object) -> None:
    raise KeyboardInterrupt


def _locked(password: str) -> bytes:
    import io

    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption(password))
    canvas.drawString(50, 500, f"Confidential {password}")
    canvas.save()
    return buffer.getvalue()


def test_a_damaged_pack_costs_a_second_reading_and_no_more(bucket: RemoteFolder) -> None:
    go()
    ((pack, count),) = _packs(bucket).items()
    whole = bucket.read(pack) or b""
    head = whole.index(b".json") + len(b".json")
    central = whole.index(b"PK\1\2")
    spoilt = {
        "data": whole[:head] + b"\xff" * 40 + whole[head + 40 :],
        "method": whole[: central + 10] + b"\x63" + whole[central + 11 :],
        "locked": whole[: central + 8] + b"\x01" + whole[central + 9 :],
        "version": whole[: central + 6] + b"\xff" + whole[central + 7 :],
        "cut": whole[:head] + whole[central:],
        "none": b"",
    }
    for how, content in spoilt.items():
        for name in _names_of_packs(bucket):
            bucket.remove([name])
        bucket.write(pack, content)
        bucket.write("raw/c.pdf", plan(how))
        go()
        bucket.remove(["raw/c.pdf"])
        assert sum(_packs(bucket).values()) == count + 1, how
        assert b"c.pdf" in dataset(bucket)["documents.csv"], how


def _names_of_packs(bucket: RemoteFolder) -> list[str]:
    return [e.name for e in bucket.walk() if e.name.startswith("data/interim/records-")]


def test_what_a_run_that_broke_off_has_read_is_kept(bucket: RemoteFolder) -> None:
    def stop(progress: Progress) -> None:
        if progress.done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_anywhere(RAW, CLEAN, None, workers=1, tell=stop)
    assert bucket.read("data/clean/datapackage.json") is None
    told: list[str] = []
    go(told=told)
    assert len(told) == 2


@pytest.mark.parametrize(
    "failing", ["records-", "documents.csv", "run.json", "queue.csv", "datapackage.json"]
)
def test_whichever_request_fails_a_reader_sees_the_old_dataset(
    bucket: RemoteFolder, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    go()
    old = dataset(bucket)
    bucket.write("raw/c.pdf", plan("Wait"))
    write = RemoteFolder.write

    def broken(folder: RemoteFolder, name: str, content: bytes) -> None:
        # The pointer is the file of this name that is in no version.
        if failing in name and (failing != "datapackage.json" or name == failing):
            raise WriteError("the network is down")
        write(folder, name, content)

    monkeypatch.setattr(RemoteFolder, "write", broken)
    with pytest.raises(WriteError):
        go()
    assert dataset(bucket) == old
    monkeypatch.setattr(RemoteFolder, "write", write)
    go()
    assert b"c.pdf" in dataset(bucket)["documents.csv"]


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


@pytest.mark.usefixtures("bucket")
def test_files_that_cannot_be_had_are_rows_and_are_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "MOST_BYTES", len(FILES["b/two.pdf"]) - 1)
    read = RemoteFolder.read_start

    def broken(folder: RemoteFolder, name: str, *more: int, **named: int) -> bytes | None:
        if name == "b.pdf":
            raise ScrutinyError("memory://bucket/raw cannot give b.pdf (the network is down).")
        return None if name == "page.pdf" else read(folder, name, *more, **named)

    monkeypatch.setattr(RemoteFolder, "read_start", broken)
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


@pytest.mark.parametrize("trouble", [OSError("the network is down"), PermissionError("the key has run out")])
def test_a_store_that_fails_midway_ends_the_run(
    bucket: RemoteFolder, monkeypatch: pytest.MonkeyPatch, trouble: OSError
) -> None:
    go()
    before = dataset(bucket)
    for number in range(6):
        bucket.write(f"raw/new {number}.pdf", plan(str(number)))
    files = type(bucket.files)
    cat, info, broken = files.cat_file, files.info, False

    def cat_file(store: object, path: str, *more: object, **named: object) -> bytes:
        nonlocal broken
        broken |= path.endswith("new 3.pdf")
        if broken and "/raw" in path:
            raise trouble
        return bytes(cat(store, path, *more, **named))

    def info_of(store: object, path: str, **named: object) -> object:
        if broken and "/raw" in path:
            raise trouble
        return info(store, path, **named)

    monkeypatch.setattr(files, "cat_file", cat_file)
    monkeypatch.setattr(files, "info", info_of)
    with pytest.raises(ScrutinyError, match=f"memory://bucket/raw cannot be reached any more .{trouble}"):
        go()
    assert dataset(bucket) == before
    monkeypatch.undo()
    assert go().documents == 11


def test_a_folder_that_goes_while_the_run_is_on_ends_it(bucket: RemoteFolder) -> None:
    def tell(progress: Progress) -> None:
        if progress.report is None:
            for name in FILES:
                bucket.remove([f"raw/{name}"])

    with pytest.raises(ScrutinyError, match="cannot be reached any more"):
        run_anywhere(RAW, CLEAN, None, workers=1, tell=tell)


def test_a_request_that_fails_once_is_made_again(
    bucket: RemoteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    del bucket
    failed: set[str] = set()
    read = RemoteFolder.read_start

    def shaky(folder: RemoteFolder, name: str, *more: int, **named: int) -> bytes | None:
        if "raw" in folder.url and name not in failed:
            failed.add(name)
            raise ScrutinyError("the network blinked")
        return read(folder, name, *more, **named)

    monkeypatch.setattr(RemoteFolder, "read_start", shaky)
    assert not any(problem == "unreadable" for _, _, problem, _ in go().troubled)


@pytest.mark.parametrize("told", [{"size": None}, {"size": 7}])
def test_a_file_of_which_no_change_is_told_is_fetched_again(
    bucket: RemoteFolder, monkeypatch: pytest.MonkeyPatch, told: dict[str, int | None]
) -> None:
    """Some stores tell neither a mark nor a time."""
    files = type(bucket.files)
    find = files.find
    monkeypatch.setattr(files, "find", lambda *args, **named: dict.fromkeys(find(*args, **named), told))
    assert go().documents == 5
    bucket.write("raw/b.pdf", plan("Go", "Stay"))
    assert go().rows["recommendations"] == 5
    assert b"Stay" in dataset(bucket)["recommendations.csv"]


def test_a_document_is_what_its_bytes_are_and_not_what_was_noted(bucket: RemoteFolder) -> None:
    for name in FILES:
        bucket.remove([f"raw/{name}"])
    bucket.write("raw/b.pdf", plan("Go"))
    go()
    noted = bucket.read("data/interim/identities.jsonl") or b""
    sha256 = json.loads(noted)[3]
    bucket.write("data/interim/identities.jsonl", noted.replace(sha256.encode(), b"0" * 64))
    summary = go()
    assert (summary.parsed, summary.states) == (1, {"partial": 1})
    bucket.write("data/interim/identities.jsonl", noted.replace(sha256.encode(), b"0" * 64))
    summary = run_anywhere(RAW, CLEAN, None, workers=1, fresh=True)
    assert (summary.parsed, summary.states) == (1, {"partial": 1})
    assert bucket.read("data/interim/identities.jsonl") == noted


@pytest.mark.usefixtures("bucket")
def test_a_report_does_not_wait_for_the_bytes_of_the_next_document(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is kept, and told, while the store still takes its time."""
    first_is_told = threading.Event()
    read = RemoteFolder.read_start

    def slow(folder: RemoteFolder, name: str, *more: int, **named: int) -> bytes | None:
        if name == "b.pdf":
            assert first_is_told.wait(60), "the report was held back"
        return read(folder, name, *more, **named)

    def tell(progress: Progress) -> None:
        if progress.done == 4:
            first_is_told.set()

    monkeypatch.setattr(RemoteFolder, "read_start", slow)
    monkeypatch.setattr(remote, "AHEAD", 5)
    summary = run_anywhere(RAW, CLEAN, None, workers=1, tell=tell)
    assert not any(problem == "unreadable" for _, _, problem, _ in summary.troubled)


def test_a_run_that_is_stopped_waits_for_no_store(tmp_path: Path) -> None:
    """Neither where it ends nor where the process ends."""
    code = f"""
import threading
from scrutiny.cluster.remote import RemoteFolder
from scrutiny.cluster.working_copy import run_anywhere
store = RemoteFolder("memory://bucket/raw")
for name in "ab":
    store.write(name + ".pdf", name.encode())
read = RemoteFolder.read_start
def stuck(folder, name, *more, **named):
    if name == "b.pdf":
        threading.Event().wait(60)
    return read(folder, name, *more, **named)
RemoteFolder.read_start = stuck
def stop(progress):
    if progress.done:
        raise KeyboardInterrupt
run_anywhere("memory://bucket/raw", {str(tmp_path / "clean")!r}, None, workers=1, tell=stop)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=50, cwd=ROOT)
    assert done.stderr.endswith("KeyboardInterrupt\n")
    assert len(list((tmp_path / "interim").glob("*-*.json"))) == 1


def test_a_file_that_grew_too_large_is_not_taken_into_memory(
    bucket: RemoteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = max(map(len, FILES.values()))
    monkeypatch.setattr(remote, "MOST_BYTES", most)
    given: list[int] = []
    files = type(bucket.files)
    cat = files.cat_file

    def cat_file(store: object, path: str, **named: object) -> bytes:
        content = bytes(cat(store, path, **named))
        if "/raw/" in path:
            given.append(len(content))
        return content

    monkeypatch.setattr(files, "cat_file", cat_file)

    def tell(progress: Progress) -> None:
        if progress.report is None:
            bucket.write("raw/b.pdf", b"x" * 10 * most)

    summary = run_anywhere(RAW, CLEAN, None, workers=1, tell=tell)
    assert [file for file, _, problem, _ in summary.troubled if problem == "over_limit"] == ["b.pdf"]
    assert max(given) == most + 1


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


def test_what_is_learnt_of_documents_is_sent_once_and_outlives_a_run_that_is_killed(
    bucket: RemoteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working_copy, "PACK", 1)
    sent: list[int] = []
    write = RemoteFolder.write

    def counted(folder: RemoteFolder, name: str, content: bytes) -> None:
        if name.startswith("identities"):
            sent.append(len(content))
        write(folder, name, content)

    def kill(progress: Progress) -> None:
        if progress.done == 4:
            monkeypatch.setattr(RemoteFolder, "write", _break_off)
            raise KeyboardInterrupt

    monkeypatch.setattr(RemoteFolder, "write", counted)
    with pytest.raises(KeyboardInterrupt):
        run_anywhere(RAW, CLEAN, None, workers=1, tell=kill)
    monkeypatch.setattr(RemoteFolder, "write", counted)
    bucket.remove(["data/clean/.scrutiny-lock"])
    told: list[str] = []
    assert go(told=told).documents == 5
    assert len(told) == 1
    whole = bucket.read("data/interim/identities.jsonl") or b""
    assert len(whole.splitlines()) == 5
    assert sum(sent) == 2 * len(whole)
    assert not [e.name for e in bucket.walk() if e.name.startswith("data/interim/identities-")]


def test_a_run_that_failed_at_its_end_has_nothing_to_read_again(bucket: RemoteFolder) -> None:
    bucket.write("data/review/decisions.csv", b"nonsense\n1\n")
    with pytest.raises(ScrutinyError, match=r"decisions\.csv"):
        go()
    bucket.remove(["data/review/decisions.csv"])
    told: list[str] = []
    assert go(told=told).documents == 5
    assert told == []


def test_of_two_files_of_the_same_bytes_one_is_enough(
    bucket: RemoteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in FILES:
        bucket.remove([f"raw/{name}"])
    for name in ("a.pdf", "b.pdf", "c.pdf"):
        bucket.write(f"raw/{name}", plan("Go"))
    assert run_anywhere(RAW, CLEAN, None, workers=1).parsed == 3
    bucket.remove([e.name for e in bucket.walk() if e.name.startswith("data/interim/records-")])
    bucket.write("raw/d.pdf", plan("Ask"))
    read = RemoteFolder.read_start
    monkeypatch.setattr(
        RemoteFolder,
        "read_start",
        lambda self, name, *more, **named: None if name == "a.pdf" else read(self, name, *more, **named),
    )
    told: list[str] = []
    summary = go(told=told)
    assert sorted(told) == ["a.pdf", "b.pdf", "d.pdf"]
    assert summary.parsed == 3
    assert [row[:3] for row in summary.troubled if row[1] == "set_aside"] == [
        ("a.pdf", "set_aside", "unreadable")
    ]


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
