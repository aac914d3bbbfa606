"""Writing the dataset: whole or not at all, whatever fails, and by one run at a time."""

import ctypes
import errno
import hashlib
import io
import itertools
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
import pytest
from datasets import changed, dataset
from datasets import publish as publish_dataset
from pyarrow import parquet

import publish.atomic.swap
import publish.store
from publish.atomic.lock import only_writer
from publish.atomic.swap import building_place, earlier_place
from publish.compare.changes import Changes
from publish.schema.load import schemas
from records.clean import Dataset
from records.errors import ContractError, WriteError

OLD = dataset()
NEW = msgspec.structs.replace(OLD, recommendations=changed(OLD.recommendations, 0, text="Something new."))
NAMES = {
    *(f"{name}.{kind}" for name in schemas() for kind in ("csv", "parquet")),
    *("wide.csv", "wide.parquet", "scrutiny.sqlite", "datasette.json"),
    *("scrutiny.xlsx", "datapackage.json", "CHANGES.md", "changes.csv", "run.json"),
}


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    return tmp_path / "data" / "clean"


pytestmark = pytest.mark.usefixtures("quick")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write a token in place of the workbook, which takes most of the time and has tests of its own.

    And wait for no disk: that each file is synced is told by the calls.
    """

    def write_workbook(_tables: object, sink: BinaryIO, _: object) -> dict[str, object]:
        sink.write(b"workbook")
        return {}

    monkeypatch.setattr(publish.store, "write_workbook", write_workbook)
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture
def uncompared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the checks and the comparison with the run before, for tests that run often."""
    monkeypatch.setattr(publish.store, "compare", lambda *_: Changes(first=False, tables=()))
    monkeypatch.setattr(publish.store, "check_tables", lambda _: None)


@pytest.fixture(params=["exchange", "renames"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways to put the new folder in place."""
    if request.param == "renames":
        monkeypatch.setattr(publish.atomic.swap, "exchange", lambda _one, _other: False)
    return str(request.param)


def beside(clean: Path) -> set[str]:
    """The names in the folder that holds the dataset's folder."""
    return {path.name for path in clean.parent.iterdir()} if clean.parent.exists() else set()


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def first_text(clean: Path) -> str:
    return str(parquet.read_table(clean / "recommendations.parquet").column("text")[0].as_py())


def is_whole(clean: Path) -> bool:
    """Say whether the files are those of one run."""
    files = json.loads((clean / "run.json").read_bytes())["files"]
    return {name: hashlib.sha256((clean / name).read_bytes()).hexdigest() for name in files} == files


# What is written


def test_every_file_is_written_and_told_in_the_run(clean: Path) -> None:
    changes = publish_dataset(OLD, clean, {"versions": {"scrutiny": "0"}, "seconds": 1.5})
    assert changes.first
    assert set(contents(clean)) == NAMES
    assert beside(clean) == {"clean"}
    run = json.loads((clean / "run.json").read_bytes())
    assert run["versions"] == {"scrutiny": "0"}
    assert run["rows"]["recommendations"] == 12
    assert set(run["files"]) == NAMES - {"run.json"}
    assert is_whole(clean)
    assert "first run" in (clean / "CHANGES.md").read_text()


def test_a_second_run_gives_the_same_tables(clean: Path) -> None:
    publish_dataset(OLD, clean, {})
    before = contents(clean)
    assert not publish_dataset(OLD, clean, {}).differs
    after = contents(clean)
    assert {name for name in NAMES if before[name] != after[name]} == {"CHANGES.md", "run.json"}
    assert "Nothing changed" in after["CHANGES.md"].decode()


@pytest.mark.usefixtures("way")
def test_a_changed_dataset_takes_the_place(clean: Path) -> None:
    publish_dataset(OLD, clean, {})
    changes = publish_dataset(NEW, clean, {})
    assert len(changes.tables[2].changed) == 1
    assert first_text(clean) == "Something new."
    assert is_whole(clean)
    assert beside(clean) == {"clean"}


def test_a_dataset_that_breaks_its_schema_is_not_written(clean: Path) -> None:
    publish_dataset(OLD, clean, {})
    before = contents(clean)
    with pytest.raises(ContractError):
        publish_dataset(msgspec.structs.replace(OLD, agencies=()), clean, {})
    assert contents(clean) == before


@pytest.mark.usefixtures("way")
def test_files_of_others_stay(clean: Path) -> None:
    publish_dataset(OLD, clean, {})
    (clean / ".gitkeep").touch()
    (clean / "notes").mkdir()
    (clean / "notes" / "mine.txt").write_text("mine")
    (clean / "link").symlink_to("notes/mine.txt")
    (clean / "gone").symlink_to("nowhere")
    clean.chmod(0o750)
    publish_dataset(NEW, clean, {})
    assert (clean / ".gitkeep").exists()
    assert (clean / "notes" / "mine.txt").read_text() == "mine"
    assert (clean / "link").readlink() == Path("notes/mine.txt")
    assert (clean / "gone").is_symlink()
    assert clean.stat().st_mode & 0o777 == 0o750
    assert set(contents(clean)) == {*NAMES, ".gitkeep", "notes/mine.txt", "link"}


def test_files_of_others_are_copied_where_links_are_not_allowed(
    clean: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_dataset(OLD, clean, {})
    (clean / "mine.txt").write_text("mine")
    monkeypatch.setattr(os, "link", Failing(os.link, 1, errno.EPERM, forever=True))
    publish_dataset(NEW, clean, {})
    assert (clean / "mine.txt").read_text() == "mine"


def test_a_file_that_is_no_longer_written_does_not_linger(clean: Path) -> None:
    publish_dataset(OLD, clean, {})
    run = json.loads((clean / "run.json").read_bytes())
    (clean / "links.csv").write_text("old")
    (clean / "mine.csv").write_text("mine")
    (clean / "run.json").write_text(json.dumps({**run, "files": {**run["files"], "links.csv": "0"}}))
    publish_dataset(OLD, clean, {})
    assert set(contents(clean)) == {*NAMES, "mine.csv"}


def test_a_table_that_is_no_longer_made_is_told(clean: Path) -> None:
    publish_dataset(OLD, clean, {})
    run = json.loads((clean / "run.json").read_bytes())
    (clean / "moods.parquet").write_bytes((clean / "issues.parquet").read_bytes())
    (clean / "run.json").write_text(json.dumps({**run, "files": {**run["files"], "moods.parquet": "0"}}))
    publish_dataset(OLD, clean, {})
    assert not (clean / "moods.parquet").exists()
    assert '"moods","table_withdrawn"' in (clean / "changes.csv").read_text()
    assert "| moods |" in (clean / "CHANGES.md").read_text()


def test_the_run_record_tells_the_cause(clean: Path) -> None:
    used = {"reading_code": "1", "vocabularies": "1", "registers": "1", "rules": "1", "decisions": "none"}
    publish_dataset(OLD, clean, {"versions": used})
    rows = (msgspec.structs.replace(OLD.recommendations[0], status="overdue"), *OLD.recommendations[1:])
    new = msgspec.structs.replace(OLD, recommendations=rows)
    publish_dataset(new, clean, {"versions": {**used, "vocabularies": "2"}})
    assert '"complete","overdue","vocabulary"' in (clean / "changes.csv").read_text()


def test_a_folder_behind_a_link_is_replaced_and_the_link_stays(clean: Path, tmp_path: Path) -> None:
    publish_dataset(OLD, clean, {})
    link = tmp_path / "shortcut"
    link.symlink_to(clean)
    publish_dataset(NEW, link, {})
    assert link.is_symlink()
    assert first_text(clean) == "Something new."
    assert {path.name for path in tmp_path.iterdir()} == {"data", "shortcut"}


@pytest.mark.parametrize("damage", [b"", b"PAR1 is all that is left", "cut", "turned"])
def test_a_damaged_earlier_table_is_healed(clean: Path, damage: bytes | str) -> None:
    publish_dataset(OLD, clean, {})
    path = clean / "documents.parquet"
    good = path.read_bytes()
    middle = bytes(byte ^ 0xFF for byte in good[8:-8])
    broken = {"cut": good[:-100], "turned": good[:8] + middle + good[-8:]}
    path.write_bytes(damage if isinstance(damage, bytes) else broken[damage])
    changes = publish_dataset(OLD, clean, {})
    assert not changes.first
    assert changes.tables[0].before is None
    assert path.read_bytes() == good


def test_a_damaged_run_record_is_healed(clean: Path) -> None:
    publish_dataset(OLD, clean, {})
    (clean / "run.json").write_text("{")
    publish_dataset(OLD, clean, {})
    assert is_whole(clean)


# What fails


class Failing:
    """A function whose n-th call fails (and, `forever`, each one after it); others go to `real`.

    Without `real` the first argument is the function to call.
    """

    def __init__(
        self, real: Callable[..., Any] | None, fails_at: int, code: int, forever: bool = False
    ) -> None:
        self.real = real or (lambda function, *args: function(*args))
        self.fails_at, self.code, self.forever = fails_at, code, forever
        self.calls = 0

    @property
    def fired(self) -> bool:
        return self.calls >= self.fails_at

    def __call__(self, *args: Any, **options: Any) -> Any:
        self.calls += 1
        if self.calls == self.fails_at or (self.forever and self.fired):
            raise OSError(self.code, os.strerror(self.code))
        return self.real(*args, **options)


class BreakingFile(io.FileIO):
    """A file whose writes to the disk go through `fault`."""

    fault: Failing

    def write(self, content: Any) -> int:
        return int(self.fault(super().write, content))


def break_writes(patch: pytest.MonkeyPatch, fault: Failing) -> None:
    """Let each write to a file of the new dataset go through `fault`, as a disk sees it: after buffering."""
    real = Path.open

    def opened(path: Path, mode: str = "r", *args: Any, **options: Any) -> Any:
        if mode != "wb":
            return real(path, mode, *args, **options)
        file = BreakingFile(path, "w")
        file.fault = fault
        return io.BufferedWriter(file)

    patch.setattr(Path, "open", opened)


def broken(patch: pytest.MonkeyPatch, name: str, n: int, forever: bool) -> Failing:
    """Make the n-th call of a kind fail while `patch` lasts."""
    if name == "write":
        fault = Failing(None, n, errno.ENOSPC, forever)
        break_writes(patch, fault)
        return fault
    if name == "exchange":
        fault = Failing(publish.atomic.swap.exchange, n, errno.EBUSY, forever)
        patch.setattr(publish.atomic.swap, "exchange", fault)
        return fault
    fault = Failing(getattr(os, name), n, errno.EIO, forever)
    patch.setattr(os, name, fault)
    return fault


def told(data: Dataset, clean: Path) -> str:
    """Publish, and give the error's words; "" if there was none."""
    try:
        publish_dataset(data, clean, {})
    except WriteError as error:
        return str(error)
    return ""


def failures(
    monkeypatch: pytest.MonkeyPatch, name: str, forever: bool, attempt: Callable[[], str]
) -> Iterator[str]:
    """Let the first call fail, then the second, and so on, and give what each attempt told, but for the last.

    The last is the one in which no call fails any more.
    """
    for n in itertools.count(1):
        with monkeypatch.context() as patch:
            fault = broken(patch, name, n, forever)
            message = attempt()
        if not fault.fired:
            assert message == ""
            return
        yield message


@pytest.mark.usefixtures("uncompared")
@pytest.mark.parametrize("forever", [False, True], ids=["once", "forever"])
@pytest.mark.parametrize(
    ("way", "name", "calls"),
    [
        ("exchange", "write", 17),
        ("exchange", "fsync", 20),
        ("exchange", "exchange", 1),
        ("exchange", "mkdir", 1),
        ("exchange", "open", 3),
        ("renames", "fsync", 20),
        ("renames", "replace", 2),
    ],
    indirect=["way"],
)
def test_whatever_call_fails_the_old_dataset_is_intact(
    clean: Path, way: str, monkeypatch: pytest.MonkeyPatch, name: str, calls: int, forever: bool
) -> None:
    publish_dataset(OLD, clean, {})
    (clean / ".gitkeep").touch()
    before = contents(clean)
    refusals = 0
    for message in failures(monkeypatch, name, forever, lambda: told(NEW, clean)):
        refusals += bool(message)
        if not message:  # a fault that did no harm
            assert first_text(clean) == "Something new."
            assert is_whole(clean)
            publish_dataset(OLD, clean, {})
            before = contents(clean)
        elif clean.exists():
            assert contents(clean) == before
            # Where no folder can be opened, none can be removed; the next run does it.
            shut = {building_place(clean).name} if (name, forever) == ("open", True) else set()
            assert beside(clean) - shut == {"clean"}
        else:
            # Not even the way back was open: the next run takes it.
            assert (way, name, forever) == ("renames", "replace", True)
            assert contents(earlier_place(clean)) == before
            assert message.endswith(f"What stood there before is at {earlier_place(clean)}.")
        assert "\n" not in message
        assert not message or str(clean) in message
    assert refusals >= calls
    assert first_text(clean) == "Something new."
    assert beside(clean) == {"clean"}


@pytest.mark.usefixtures("uncompared")
@pytest.mark.parametrize("name", ["write", "fsync", "replace", "mkdir", "open"])
def test_a_first_run_that_fails_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    places = [tmp_path / str(n) / "clean" for n in range(100)]
    waiting = iter(places)
    messages = list(failures(monkeypatch, name, False, lambda: told(OLD, next(waiting))))
    assert any(messages)
    for message, clean in zip(messages, places, strict=False):
        left = beside(clean) - {building_place(clean).name}
        assert left == (set() if message else {"clean"})
    assert is_whole(places[len(messages)])


def test_a_refused_exchange_is_an_error_and_a_missing_one_is_not(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    if publish.atomic.swap.exchange(tmp_path / "one", tmp_path / "other"):
        assert (tmp_path / "one" / "other").exists()
        with pytest.raises(FileNotFoundError):
            publish.atomic.swap.exchange(tmp_path / "one", tmp_path / "nowhere")
    else:
        assert (tmp_path / "one" / "one").exists()


def test_an_exchange_is_not_tried_where_the_system_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "CDLL", None)
    assert not publish.atomic.swap.exchange(tmp_path / "one", tmp_path / "other")


@pytest.mark.parametrize(
    ("code", "helps"),
    [
        (errno.ENOSPC, "The disk is full"),
        (errno.EROFS, "can only be read"),
        (errno.EACCES, "ask for permission"),
        (errno.EBUSY, "choose a folder below it"),
        (errno.EIO, "Check the disk"),
    ],
)
def test_the_error_says_what_where_and_what_helps(
    clean: Path, monkeypatch: pytest.MonkeyPatch, code: int, helps: str
) -> None:
    monkeypatch.setattr(os, "fsync", Failing(os.fsync, 1, code))
    with pytest.raises(WriteError) as refusal:
        publish_dataset(OLD, clean, {})
    message = str(refusal.value)
    assert message.startswith(f"The dataset could not be written to {clean}: {os.strerror(code)}.")
    assert helps in message
    assert message.endswith("What stood there before is untouched.")


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "clean").write_text("a file")
    with pytest.raises(WriteError, match="not a folder of its own"):
        publish_dataset(OLD, tmp_path / "clean", {})
    with pytest.raises(WriteError, match="choose another folder"):
        publish_dataset(OLD, tmp_path / "clean" / "below", {})
    assert (tmp_path / "clean").read_text() == "a file"
    with pytest.raises(WriteError, match="not a folder of its own"):
        publish_dataset(OLD, Path("/"), {})


def test_the_error_names_the_file_in_the_way(clean: Path) -> None:
    lock_of(clean).mkdir(parents=True)
    with pytest.raises(WriteError) as refusal:
        publish_dataset(OLD, clean, {})
    assert f"Is a directory: {lock_of(clean)}." in str(refusal.value)


RUN = """
import sys
{first}
sys.path.insert(0, {tests!r})
from pathlib import Path
from datasets import changed, dataset, publish
from publish import store
from publish.atomic import swap
from records.errors import WriteError
{before}
try:
    rows = changed(dataset().recommendations, 0, text="Something new.")
    publish(dataset(recommendations=rows), Path({clean!r}), {{}})
except WriteError as error:
    sys.exit(str(error))
"""


def run_apart(clean: Path, before: str, first: str = "") -> "subprocess.CompletedProcess[str]":
    """Publish `NEW` in a process of its own: `first`, the imports, and `before` come ahead of it."""
    script = RUN.format(tests=str(Path(__file__).parents[1]), clean=str(clean), before=before, first=first)
    root = Path(__file__).parents[2]
    return subprocess.run(
        [sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.mark.parametrize("kib", [1, 8, 16])
def test_a_full_disk_is_one_plain_line(clean: Path, kib: int) -> None:
    publish_dataset(OLD, clean, {})
    before = contents(clean)
    limit = f"resource.setrlimit(resource.RLIMIT_FSIZE, ({kib * 1024}, resource.RLIM_INFINITY))"
    ended = run_apart(clean, limit, "import resource")
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1, ended.stderr
    assert ended.stderr.startswith(f"The dataset could not be written to {clean}: File too large.")
    assert contents(clean) == before
    assert beside(clean) == {"clean"}


FILES = 2 * len(schemas()) + 9
"""Files of a dataset: each table twice, the joined view twice, the workbook, the database and what Datasette
is told of it, the package, the changes twice and the run. Each is synced, then the new folder, and after the
swap the folder that holds it."""

KILL_AT = """
import itertools, os
counter = itertools.count(1)
real = {function}
def dying(*args, **options):
    if next(counter) == {n}:
        {late}os._exit(9)
    return real(*args, **options)
{function} = dying
"""


@pytest.mark.parametrize(
    ("function", "n", "late", "renames", "left"),
    [
        ("os.fsync", FILES, "", False, "old"),
        ("os.fsync", FILES + 2, "", False, "new"),
        ("swap.exchange", 1, "", False, "old"),
        ("swap.exchange", 1, "real(*args); ", False, "new"),
        ("os.replace", 1, "", True, "old"),
        ("os.replace", 2, "", True, "old"),
        ("os.replace", 2, "real(*args); ", True, "new"),
    ],
)
def test_a_killed_run_leaves_the_old_dataset_or_the_new_one(
    clean: Path, function: str, n: int, late: str, renames: bool, left: str
) -> None:
    publish_dataset(OLD, clean, {})
    script = "store.write_workbook = lambda tables, sink, _: sink.write(b'workbook') and {}\n"
    script += "swap.exchange = lambda one, other: False\n" if renames else ""
    ended = run_apart(clean, script + KILL_AT.format(function=function, n=n, late=late))
    assert ended.returncode == 9, ended.stderr
    assert len(beside(clean)) > 1, "the run was killed after its work was done"
    changes = publish_dataset(OLD, clean, {})
    # What the next run found in place, after it had cleared up.
    assert len(changes.tables[2].changed) == {"old": 0, "new": 1}[left]
    assert is_whole(clean)
    assert beside(clean) == {"clean"}


def test_a_run_that_a_person_stops_leaves_nothing(clean: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_dataset(OLD, clean, {})
    before = contents(clean)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(publish.store, "change_report", stop)
        with pytest.raises(KeyboardInterrupt):
            publish_dataset(NEW, clean, {})
    assert contents(clean) == before
    assert beside(clean) == {"clean"}


def test_two_datasets_to_choose_from_are_a_question(clean: Path) -> None:
    publish_dataset(OLD, clean, {})
    building_place(clean).mkdir()
    earlier_place(clean).mkdir()
    with pytest.raises(WriteError, match="Keep the one you want"):
        publish_dataset(NEW, clean, {})
    assert earlier_place(clean).exists()
    assert first_text(clean) != "Something new."


# One run at a time


def lock_of(clean: Path) -> Path:
    return clean.with_name(".clean.scrutiny-lock")


def test_a_second_run_waits_and_then_gives_up(clean: Path) -> None:
    publish_dataset(OLD, clean, {})
    before = contents(clean)
    with (
        only_writer(lock_of(clean), 1),
        pytest.raises(WriteError, match=r"Another run .* within 0\.3 seconds"),
    ):
        publish_dataset(NEW, clean, {}, wait=0.3)
    assert contents(clean) == before
    publish_dataset(NEW, clean, {}, wait=0.3)
    assert first_text(clean) == "Something new."


def test_a_second_run_goes_on_when_the_first_ends(clean: Path) -> None:
    clean.parent.mkdir()
    held = threading.Event()

    def hold() -> None:
        with only_writer(lock_of(clean), 1):
            held.set()
            time.sleep(0.3)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait()
    publish_dataset(OLD, clean, {}, wait=30)
    holder.join()
    assert is_whole(clean)


def test_a_lock_file_that_was_left_behind_stops_nobody(clean: Path) -> None:
    clean.parent.mkdir()
    lock_of(clean).touch()
    publish_dataset(OLD, clean, {}, wait=0)
    assert beside(clean) == {"clean"}


def test_only_one_holds_the_lock(tmp_path: Path) -> None:
    inside: list[int] = []
    most: list[int] = []

    def work() -> None:
        for _ in range(15):
            with only_writer(tmp_path / "lock", 60):
                inside.append(1)
                most.append(len(inside))
                time.sleep(0.001)
                inside.pop()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(most) == 60
    assert set(most) == {1}
    assert list(tmp_path.iterdir()) == []


def test_an_unwritable_place_for_the_lock_is_an_os_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FileExistsError), only_writer(tmp_path / "file" / "lock", 0):
        pass


def test_a_killed_run_leaves_no_lock_that_holds(clean: Path) -> None:
    ended = run_apart(clean, "import os\nstore._replace = lambda *_: os._exit(9)")
    assert ended.returncode == 9, ended.stderr
    assert beside(clean) == {lock_of(clean).name}
    publish_dataset(OLD, clean, {}, wait=0)
    assert beside(clean) == {"clean"}


def test_what_unix_alone_has_is_not_needed(clean: Path) -> None:
    publish_dataset(OLD, clean, {})
    hidden = "sys.modules['fcntl'] = sys.modules['resource'] = None"
    ended = run_apart(clean, "", hidden)
    assert ended.returncode == 0, ended.stderr
    assert first_text(clean) == "Something new."
    assert beside(clean) == {"clean"}


def test_runs_at_once_leave_one_whole_dataset(clean: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        runs = [pool.submit(publish_dataset, data, clean, {}, wait=60) for data in (OLD, NEW, OLD, NEW)]
    assert sorted(run.result().first for run in runs) == [False, False, False, True]
    assert is_whole(clean)
    assert beside(clean) == {"clean"}
