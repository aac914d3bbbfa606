"""The same against a server that speaks S3, on this machine. `make s3` brings the libraries and runs this."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import urllib3
from conftest import EXAMPLE

from benchmarks.cluster import workers
from scrutiny.run.pipeline import run
from scrutiny.run.places import Places

if any(importlib.util.find_spec(name) is None for name in ("s3fs", "moto", "flask", "distributed")):
    pytest.skip("needs s3fs and a server that speaks S3: make s3", allow_module_level=True)

NUMBER = 8
LONG = 120.0


class Store:
    """A server with one bucket. It is asked here without any library."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.pool = urllib3.PoolManager(timeout=10, retries=False)
        self.environment = {
            "AWS_ENDPOINT_URL": self.address,
            "AWS_ACCESS_KEY_ID": "any",
            "AWS_SECRET_ACCESS_KEY": "any",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def put(self, path: str, content: bytes = b"") -> None:
        self._ask("PUT", path, content)

    def get(self, path: str) -> bytes:
        return self._ask("GET", path)

    def _ask(self, method: str, path: str, content: bytes = b"") -> bytes:
        # The server wants to see a signature, and does not look at it closely.
        headers = {"Authorization": "AWS any:any", "Content-Type": "application/octet-stream"}
        asked = self.pool.request(method, f"{self.address}/{path}", body=content or None, headers=headers)
        assert asked.status == 200, asked.data
        return asked.data


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        found = Store(port)
        _wait_for(found)
        yield found
    finally:
        process.kill()
        process.wait()


def _wait_for(store: Store) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            store.put("bucket")
            return
        except urllib3.exceptions.HTTPError:
            assert time.monotonic() < until
            time.sleep(0.1)


@pytest.fixture(scope="module")
def local(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents in the store and in a folder of this machine, and the dataset of the latter."""
    folder = tmp_path_factory.mktemp("local")
    raw = folder / "raw"
    raw.mkdir()
    content = EXAMPLE.read_bytes()
    for place in range(NUMBER):
        (raw / f"{place}.pdf").write_bytes(content + b"\n%%%d" % place)
        store.put(f"bucket/raw/{place}.pdf", (raw / f"{place}.pdf").read_bytes())
    run(Places.around(raw, folder / "clean"), workers=2)
    return folder / "clean"


def start(environment: Mapping[str, str], *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "scrutiny", "run", *options],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def require_same(store: Store, clean: str, local: Path) -> None:
    """Require that a reader of the pointer sees the dataset of the local run, whole."""
    pointer = json.loads(store.get(f"{clean}/datapackage.json"))
    version = f"{clean}/{pointer['version_folder']}"
    files = json.loads(store.get(f"{version}/run.json"))["files"]
    for name, expected in files.items():
        content = store.get(f"{version}/{name}")
        assert hashlib.sha256(content).hexdigest() == expected
        if name.endswith((".csv", ".xlsx")):
            assert content == (local / name).read_bytes()


def test_a_run_from_s3_to_s3_gives_the_bytes_of_a_local_run(store: Store, local: Path) -> None:
    for again in (False, True):
        done = start(store.environment, "s3://bucket/raw", "--out", "s3://bucket/one/clean")
        printed, complaints = done.communicate(timeout=LONG)
        assert done.returncode == 0, complaints
        assert ("nothing has changed" in printed) is again
        require_same(store, "bucket/one/clean", local)


def test_a_cluster_reads_from_s3_and_loses_a_worker(store: Store, local: Path, tmp_path: Path) -> None:
    with workers(2, tmp_path, "--no-nanny", environment=store.environment) as cluster:
        done = start(
            store.environment,
            *("s3://bucket/raw", "--out", "s3://bucket/two/clean"),
            *("--engine", "dask", "--scheduler", cluster.address),
        )
        assert done.stderr is not None
        assert done.stderr.readline().startswith("1/8 ")
        os.kill(cluster.processes[0], signal.SIGKILL)
        printed, complaints = done.communicate(timeout=LONG)
    assert done.returncode == 0, complaints
    assert "8 documents: 8 read" in printed
    require_same(store, "bucket/two/clean", local)


def test_of_two_runs_at_once_one_waits_and_finds_all_done(store: Store, local: Path) -> None:
    both = [start(store.environment, "s3://bucket/raw", "--out", "s3://bucket/three/clean") for _ in range(2)]
    printed = [each.communicate(timeout=LONG)[0] for each in both]
    assert [each.returncode for each in both] == [0, 0]
    assert sum("nothing has changed" in words for words in printed) == 1
    require_same(store, "bucket/three/clean", local)


def test_what_the_store_refuses_is_one_plain_line(store: Store) -> None:
    nobody = {**store.environment, "AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_MAX_ATTEMPTS": "1"}
    for environment, raw in ((store.environment, "s3://no-such-bucket/raw"), (nobody, "s3://bucket/raw")):
        done = start(environment, raw, "--out", "s3://bucket/four/clean")
        _, complaints = done.communicate(timeout=LONG)
        assert done.returncode == 1
        (line,) = complaints.splitlines()
        assert line.startswith("scrutiny: s3://")
