"""A store of slices keeps them whole, once, and lets go of those of one span alone: wherever it is.

On object storage in memory this runs everywhere; on a local S3-compatible server (`make
storage-test`) a whole fetch of bulk news goes over it. Without the packages that is skipped, and
that is said.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.errors import ChipwatchError
from pipelines.fetch.slice_store import Folder, Objects, SliceStore, slice_store
from tests.integration.test_slices import STAMPS, a_day, entries, files_asked, instead
from tests.simulator.server import Simulator
from tests.simulator.service import Reply
from tests.simulator.world import World
from tests.spark.cluster import free_port

HAS_S3 = all(importlib.util.find_spec(name) for name in ("s3fs", "moto"))
NAME, OTHER = "20260112/20260112001500-aa.parquet", "20260112/20260112003000-bb.parquet"


@pytest.fixture(params=["folder", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> SliceStore:
    if request.param == "folder":
        return Folder(tmp_path / "slices")
    return Objects(f"memory://{tmp_path}")


def test_a_slice_is_read_as_it_was_written(store: SliceStore) -> None:
    assert store.read(NAME) is None
    store.write(NAME, b"one")
    store.write(NAME, b"one")
    assert store.read(NAME) == b"one"


def test_slices_of_one_stamp_alone_are_forgotten(store: SliceStore) -> None:
    for name in (NAME, OTHER):
        store.write(name, b"x")
    store.forget("20260112/20260112001500-")
    assert store.read(NAME) is None
    assert store.read(OTHER) == b"x"
    store.forget("20260112/20260112003000-")
    store.forget("20260112/20260112003000-")
    assert store.read(OTHER) is None


def test_slices_lie_in_the_warehouse_unless_the_environment_says_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CHIPWATCH_SLICES", raising=False)
    assert isinstance(slice_store(tmp_path, "gdelt_bulk"), Folder)
    monkeypatch.setenv("CHIPWATCH_SLICES", "memory://bucket/slices/")
    assert isinstance(slice_store(tmp_path, "gdelt_bulk"), Objects)


def test_storage_of_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ChipwatchError, match="CHIPWATCH_SLICES=nosuch://bucket cannot be used"):
        Objects("nosuch://bucket")


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of an empty bucket on a server of this machine."""
    if not HAS_S3:
        pytest.skip("SKIPPED: no s3fs or no moto here; `make storage-test` installs them")
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": address,
    }.items():
        monkeypatch.setenv(name, value)
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        ends = time.monotonic() + 120
        while True:
            try:
                urllib.request.urlopen(address, timeout=10).close()
                break
            except OSError:
                assert server.poll() is None
                assert time.monotonic() < ends
                time.sleep(0.3)
        import s3fs

        s3fs.S3FileSystem(skip_instance_cache=True).mkdir("chipwatch-slices")
        yield "s3://chipwatch-slices/reduced"
    finally:
        server.terminate()
        server.wait(30)


@pytest.mark.slow
def test_a_killed_fetch_goes_on_with_the_slices_on_object_storage(
    bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What one machine has reduced, another that shares the bucket does not ask for again."""
    monkeypatch.setenv("CHIPWATCH_SLICES", bucket)
    import s3fs

    def lying() -> list[str]:
        system = s3fs.S3FileSystem(skip_instance_cache=True)
        return sorted(str(path) for path in system.find("chipwatch-slices"))

    simulator = Simulator(World())
    simulator.instead = instead(f"{STAMPS[2]}.gkg.csv.zip", Reply(200, b"", "application/zip"))
    with simulator.running():
        first = a_day(tmp_path / "one", simulator)
        names = lying()
        simulator.instead = lambda *_: None
        simulator.asked.clear()
        second = a_day(tmp_path / "two", simulator)
    assert not first.is_complete
    assert len(names) == len(STAMPS) - 1
    assert all(name.endswith(".parquet") for name in names)
    assert second.is_complete
    assert files_asked(simulator) == [f"/gdeltv2/{STAMPS[2]}.gkg.csv.zip"]
    assert len(entries(tmp_path / "two")) == 1
    assert lying() == []
    assert not list((tmp_path / "two").glob("slices/**/*.parquet"))
