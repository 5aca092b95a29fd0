"""Readers through publications: `make readers`.

20 processes read the published file while it is replaced: most open it anew for every question,
some keep one connection, one stays in a transaction, one is on an older DuckDB. Each asks a
question whose answer differs when a file is torn: how many generations its rows are of.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.integration.chaos import publish_generation, whole
from tests.integration.test_older_duckdb import older
from tests.tiny import warehouse

OLDER = "1.4.4"
KINDS = {"reopening": 15, "long_lived": 3, "in_transaction": 1, "older": 1}
_READER = """
import json, os, sys, time
import duckdb
path, kind, stop = sys.argv[1:]
ask = ("select count(distinct title), count(*), any_value(title) from (select title from "
       "marts.fct_sanction_events union all select entity_name from marts.fct_entity_listings)")
reads = torn = reconnects = 0
errors, seen = [], set()
connection = None
def inode():
    return os.stat(path).st_ino
while not os.path.exists(stop):
    try:
        if kind in ("reopening", "older"):
            with duckdb.connect(path, read_only=True) as opened:
                row = opened.execute(ask).fetchone()
        else:
            if connection is None:
                held = inode()
                connection = duckdb.connect(path, read_only=True)
                if kind == "in_transaction":
                    connection.execute("begin transaction")
                first = connection.execute(ask).fetchone()
            row = connection.execute(ask).fetchone()
            if kind == "in_transaction" and row != first:
                torn += 1
            if kind == "long_lived" and inode() != held:
                connection.close()
                connection = None
                reconnects += 1
        reads += 1
        torn += row[0] != 1 or row[1] != 400
        seen.add(row[2])
    except Exception as error:
        errors.append(repr(error)[:300])
    time.sleep(0.25)
print(json.dumps({"kind": kind, "version": duckdb.__version__, "reads": reads, "torn": torn,
                  "errors": errors[:5], "error_count": len(errors), "seen": len(seen),
                  "reconnects": reconnects}))
"""


def watch(
    root: Path, publications: int, older_wheel: Path, readers: int = sum(KINDS.values())
) -> list[dict[str, object]]:
    """Publish so many times under so many readers; what each reader saw."""
    place = warehouse(root)
    publish_generation(root, 0)
    stop = root / "stop"
    kinds = [kind for kind, count in KINDS.items() for _ in range(count)]
    kinds = kinds[-readers:]
    processes = []
    for kind in kinds:
        environment = dict(os.environ)
        if kind == "older":
            environment["PYTHONPATH"] = str(older_wheel)
        processes.append(
            subprocess.Popen(
                [sys.executable, "-c", _READER, str(place.published), kind, str(stop)],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                env=environment,
            )
        )
    try:
        for generation in range(1, publications + 1):
            publish_generation(root, generation)
        whole(place)
        time.sleep(1)
    finally:
        stop.touch()
        told = [process.communicate(timeout=60) for process in processes]
    failed = [error for _, error in told if error]
    if failed:
        raise AssertionError(f"a reader ended with: {failed[0]}")
    return [json.loads(out) for out, _ in told]


def main() -> int:
    """Print one JSON line a kind of reader; exit code 1 on an error or a torn read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--publications", type=int, default=100)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chipwatch-readers-") as folder:
        told = watch(Path(folder) / "w", options.publications, older(OLDER))
    for kind in KINDS:
        total: Counter[str] = Counter()
        for one in told:
            if one["kind"] == kind:
                counted = ("reads", "torn", "error_count", "reconnects")
                total.update({name: int(str(one[name])) for name in counted})
                total["readers"] += 1
        sys.stdout.write(json.dumps({"kind": kind, **total}) + "\n")
    bad = [one for one in told if one["torn"] or one["error_count"]]
    for one in bad:
        sys.stderr.write(json.dumps(one) + "\n")
    return 1 if bad else 0
