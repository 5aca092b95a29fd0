"""20 clients asking the cookbook's questions: the DuckDB file beside the PostgreSQL mirror.

Run it as `python -m benchmarks.clients [WAREHOUSE]`. Each client is a thread that takes the
questions in an order of its own. In DuckDB it opens the file read-only for every question, as a
program does that wants to see a new release at once (`opened`; clients that have it open at the
same moment share it), takes a cursor of an instance that the release is attached to once
(`attached`, which sees a new release at once too), does so four at a time on one thread each and
in order (`in turns`, the service of docs/sql.md), or keeps a cursor of one connection (`kept`); in
PostgreSQL it keeps a connection, as BI tools do. The mirror stands on a server that this file
starts and stops. Questions that PostgreSQL does not understand as written are named and left out
on both sides.
Prints p50, p95 and their ratio to `opened`; asserts nothing.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb

from benchmarks.compared import Comparison, tell
from pipelines.mirror.copying import mirror
from pipelines.releases.upkeep import kept
from pipelines.warehouse import locate
from tests.integration.questions import questions
from tests.postgres import binaries, running

CLIENTS, ROUNDS = 20, 3
AT_ONCE = 4
Ask = Callable[[str], object]


def timings(queries: list[str], opened: Callable[[], Ask]) -> list[float]:
    """Milliseconds of every answer of every client."""
    taken: list[float] = []
    failed: list[BaseException] = []

    def client(number: int) -> None:
        order = queries * ROUNDS
        random.Random(number).shuffle(order)  # noqa: S311
        try:
            ask = opened()
            for query in order:
                started = time.perf_counter()
                ask(query)
                taken.append((time.perf_counter() - started) * 1000)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return taken


def report(name: str, taken: list[float], first: list[float] | None = None) -> None:
    """One line: p50 and p95, and how they stand to another way."""
    p50, p95 = statistics.median(taken), _p95(taken)
    line = f"{name:<24} p50 {p50:7.1f} ms   p95 {p95:7.1f} ms   {len(taken):,} answers"
    if first:
        ratio50 = p50 / statistics.median(first)
        ratio95 = p95 / _p95(first)
        line += f"   {ratio50:.2f} and {ratio95:.2f} of the first"
    sys.stdout.write(line + "\n")


def beside(alternative: str, theirs: list[float], ways: dict[str, list[float]]) -> list[Comparison]:
    """The 95th percentile of each way to read the file beside an alternative."""
    return [
        Comparison(
            workload=f"{CLIENTS} clients, file {way}, p95",
            ours=_p95(taken),
            alternative=alternative,
            theirs=_p95(theirs),
            unit="ms",
        )
        for way, taken in ways.items()
    ]


def _p95(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=20)[-1]


def duckdb_ways(database: str, queries: list[str]) -> dict[str, list[float]]:
    """Report the ways to read the file; the timings of each."""

    def opening() -> Ask:
        def ask(query: str) -> object:
            with duckdb.connect(database, read_only=True) as connection:
                return connection.execute(query).fetchall()

        return ask

    opened = timings(queries, opening)
    report("DuckDB file, opened", opened)
    with duckdb.connect() as base:
        base.execute(f"attach '{database}' as chipwatch (read_only)")

        def attached(query: str) -> object:
            os.stat(database)
            with base.cursor() as cursor:
                cursor.execute("use chipwatch")
                return cursor.execute(query).fetchall()

        once = timings(queries, lambda: attached)
        report("DuckDB file, attached", once, opened)
        base.execute("set threads = 1")
        with ThreadPoolExecutor(AT_ONCE) as turns:
            taken = timings(queries, lambda: lambda query: turns.submit(attached, query).result())
    report("DuckDB file, in turns", taken, opened)
    with duckdb.connect(database, read_only=True) as shared:
        cursors = timings(queries, lambda: lambda query: shared.cursor().execute(query).fetchall())
    report("DuckDB file, kept", cursors, opened)
    return {
        "opened for every question": opened,
        "attached once": once,
        "attached once, in turns": taken,
        "kept": cursors,
    }


def main() -> None:
    """Mirror the release and ask both."""
    place = locate(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    release = kept(place, "current")
    asked = [question.sql for question in questions() if question.page.endswith("cookbook.md")]
    folder = binaries()
    if folder is None:
        sys.stdout.write("SKIPPED: no PostgreSQL on this machine; the file alone:\n")
        ways = duckdb_ways(str(release.database), asked)
        tell(beside("kept", ways.pop("kept"), ways))
        return
    import psycopg

    with running(folder) as server:
        url = server.url(server.database())
        done = mirror(release, url, "chipwatch_reader", True, False, 60, lambda *_: None)
        sys.stdout.write(
            f"mirrored {done.rows:,} rows in {done.load_seconds:.1f} s "
            f"({done.rows / done.load_seconds:,.0f} rows/s with keys and indexes)\n"
        )
        queries = []
        with psycopg.connect(url, autocommit=True) as connection:
            for query in asked:
                try:
                    connection.execute(query.encode()).fetchall()
                    queries.append(query)
                except psycopg.Error as error:
                    reason = str(error).splitlines()[0]
                    sys.stdout.write(f"not asked ({reason}): {query.split(chr(10))[0]} …\n")
        sys.stdout.write(
            f"{CLIENTS} clients, {len(queries)} of {len(asked)} cookbook questions, "
            f"{ROUNDS} times each\n"
        )
        ways = duckdb_ways(str(release.database), queries)
        connections = [psycopg.connect(url, autocommit=True) for _ in range(CLIENTS)]
        free = list(connections)

        def connected() -> Ask:
            connection = free.pop()
            return lambda query: connection.execute(query.encode()).fetchall()

        answers = timings(queries, connected)
        for connection in connections:
            connection.close()
        report("PostgreSQL mirror", answers, ways["opened for every question"])
    tell(beside("the PostgreSQL mirror", answers, ways))


if __name__ == "__main__":
    main()
