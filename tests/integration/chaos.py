"""Kill -9 at random moments: `make chaos`.

After every kill the published file is one whole release, bit for bit as its manifest says, no lock
is held and no .wal lies beside it; every tenth publication is left alone and has to succeed
without help and leave nothing behind.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import multiprocessing as mp
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import duckdb

from pipelines.publish.publish import publish
from pipelines.releases import upkeep
from pipelines.releases.shelf import current_release, file_sha256, releases, settle
from pipelines.warehouse import Warehouse, single_writer
from tests.tiny import candidate, judged, provenance, warehouse

ROWS = 200
UNHARMED_EVERY = 10
SECONDS_TO_END = 20
KEPT_RELEASES = 3


class Torn(AssertionError):
    """The published file is not one whole release."""


def publish_generation(root: Path, generation: int, ready: Connection | None = None) -> None:
    """Tidy, judge a candidate whose every row says `generation`, release: a run without dbt."""
    place = Warehouse(root)
    with single_writer(place, "chaos"):
        upkeep.tidy(place)
        settle(place)
        text = f"generation {generation}"
        build = candidate(
            place,
            f"b{generation}",
            events=[(f"e{n}", text, "official_text", "seed1") for n in range(ROWS)],
            listings=[(f"l{n}", text, "EL", "csl1") for n in range(ROWS)],
        )
        owner = {"pid": os.getpid(), "parent_pid": os.getpid()}
        (build.path / "owner.json").write_text(json.dumps(owner))
        judged(place, build)
        if ready is not None:
            ready.send_bytes(b"x")
        publish(place, build, provenance())
        shutil.rmtree(build.path)


def _in_child(root: Path, generation: int, ready: Connection) -> None:
    """One publication in a process that is about to be killed, its progress bars out of sight."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    publish_generation(root, generation, ready)


def whole(place: Warehouse) -> str:
    """The id of the release that is published; raises Torn unless it is whole."""
    if place.published.with_name("chipwatch.duckdb.wal").exists():
        raise Torn("a .wal lies beside the published file")
    current = current_release(place)
    if current is None:
        raise Torn("the published file is of no release")
    if file_sha256(place.published) != current.manifest["file_sha256"]:
        raise Torn(f"the bytes are not those of {current.release_id}")
    with duckdb.connect(str(place.published), read_only=True) as connection:
        titles = connection.execute(
            "select distinct title from marts.fct_sanction_events "
            "union select distinct entity_name from marts.fct_entity_listings"
        ).fetchall()
    if len(titles) != 1:
        raise Torn(f"rows of {len(titles)} generations in one file")
    return current.release_id


def lock_is_free(place: Warehouse) -> bool:
    """Whether another process could write now."""
    with place.lock.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def leftovers(place: Warehouse) -> list[str]:
    """Temporary files and builds that are still there."""
    hidden = [p for p in place.root.rglob(".*") if p.name.startswith((".unfinished", ".chipwatch"))]
    return [str(path) for path in (*hidden, *place.builds.iterdir())]


def kill_publications(root: Path, rounds: int, seed: int) -> Counter[str]:
    """`rounds` publications of a small candidate, most of them killed; what became of them."""
    context = mp.get_context("forkserver")
    context.set_forkserver_preload(["tests.integration.chaos"])
    chance = random.Random(seed)  # noqa: S311
    place = warehouse(root)
    publish_generation(root, 0)
    outcomes: Counter[str] = Counter()
    longest = 0.5
    after = whole(place)
    for generation in range(1, rounds + 1):
        before = after
        told, ready = context.Pipe(duplex=False)
        process = context.Process(target=_in_child, args=(root, generation, ready))
        process.start()
        ready.close()
        unharmed = generation % UNHARMED_EVERY == 0
        try:
            told.recv_bytes()
        except EOFError:
            raise Torn(f"round {generation} failed before its release step") from None
        started = time.monotonic()
        if unharmed:
            process.join(60)
            longest = max(0.05, 1.1 * (time.monotonic() - started))
            if process.exitcode != 0:
                raise Torn(f"the publication after a kill ended with {process.exitcode}")
        else:
            time.sleep(chance.uniform(0, longest))
            if process.pid is not None and process.is_alive():
                os.kill(process.pid, signal.SIGKILL)
            process.join(60)
        if not lock_is_free(place):
            raise Torn("the lock is still held")
        after = whole(place)
        if unharmed:
            if after == before:
                raise Torn("an unharmed publication changed nothing")
            if leftovers(place):
                raise Torn(f"left behind: {leftovers(place)}")
            upkeep.prune(place, KEPT_RELEASES)
            outcomes["unharmed"] += 1
        else:
            killed = "killed" if process.exitcode == -signal.SIGKILL else "finished first"
            state = "new" if after != before else "old"
            outcomes[f"{killed}, {state} release published"] += 1
    return outcomes


def kill_runs(root: Path, rounds: int, seed: int, tell: Callable[[str], object]) -> Counter[str]:
    """`rounds` whole runs killed at a random moment, every tenth left alone."""
    chance = random.Random(seed)  # noqa: S311
    place = Warehouse(root)
    seconds = _run(root, None)
    outcomes: Counter[str] = Counter()
    for number in range(1, rounds + 1):
        before = _whole_run_file(place)
        unharmed = number % UNHARMED_EVERY == 0
        took = _run(root, None if unharmed else chance.uniform(0, 1.05 * seconds))
        after = _whole_run_file(place)
        if not lock_is_free(place):
            raise Torn("the lock is still held")
        if unharmed:
            seconds = took
            if after == before:
                raise Torn("an unharmed run changed nothing")
            if leftovers(place):
                raise Torn(f"left behind: {leftovers(place)}")
            upkeep.prune(place, KEPT_RELEASES)
        outcomes["unharmed" if unharmed else "new" if after != before else "old"] += 1
        tell(f"{number}/{rounds} after {took:.0f} s: {dict(outcomes)}")
    return outcomes


def _whole_run_file(place: Warehouse) -> str:
    current = current_release(place)
    if current is None or file_sha256(place.published) != current.manifest["file_sha256"]:
        raise Torn("the published file is not one whole release")
    known = {release.release_id for release in releases(place)}
    if current.release_id not in known:
        raise Torn(f"{current.release_id} has no manifest")
    return current.release_id


def _run(root: Path, kill_after: float | None) -> float:
    """One `chipwatch run --force`, killed after so many seconds if given.

    Only the run itself is killed; the processes that it started must end by themselves.
    """
    code = "from pipelines.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "run", "--force", "--warehouse", str(root)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    started = time.monotonic()
    try:
        _, complaint = process.communicate(timeout=kill_after)
    except subprocess.TimeoutExpired:
        process.kill()
        try:
            process.communicate(timeout=SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise Torn("a process that the run had started outlived it") from None
        return time.monotonic() - started
    if process.returncode != 0:
        raise Torn(f"a run failed: {complaint.decode()}")
    return time.monotonic() - started


def main() -> int:
    """Run the rounds and print what became of them as JSON lines; exit code 1 when torn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--whole-run", type=int, default=0)
    parser.add_argument("--seed", type=int, default=20260102)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chipwatch-chaos-") as folder:
        for name, rounds in (("publication", options.rounds), ("run", options.whole_run)):
            if not rounds:
                continue
            started = time.monotonic()
            try:
                if name == "publication":
                    outcomes = kill_publications(Path(folder) / name, rounds, options.seed)
                else:
                    outcomes = kill_runs(Path(folder) / name, rounds, options.seed, _tell)
            except Torn as torn:
                sys.stderr.write(f"{name}: {torn}\n")
                return 1
            seconds = round(time.monotonic() - started)
            record = {"what": name, "rounds": rounds, "seconds": seconds, **outcomes}
            sys.stdout.write(json.dumps(record) + "\n")
    return 0


def _tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")
