"""What Great Expectations costs beside the same checks as bare SQL.

Run it as `python -m benchmarks.audit [ROWS]` (10,000,000 rows of the price bars by
default). Both sides read the same Parquet files and views and answer every check of its
raw suite, each side in a process of its own. It prints seconds, their ratio, the start-up of Great
Expectations apart and the peak memory, and asserts nothing about them: machines differ. It fails
when the two sides disagree on a check.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.compared import Comparison, tell
from pipelines.audit.catalogue import check_id, gate_rules
from pipelines.audit.gates import load_project
from pipelines.audit.project import setup_statements
from pipelines.specs import load_specs
from pipelines.specs.checks import Rule, plain_query

TABLE = "yahoo_chart__bars"
SESSIONS = 1000


def make_build(build: Path, rows: int) -> None:
    """A build folder whose price bars hold `rows` sound rows, one payload for 1,000 symbols."""
    for spec in load_specs().values():
        folder = build / "raw" / spec.raw_name
        folder.mkdir(parents=True)
        schema = spec.arrow_schema
        for name, kind in (("payload_sha256", pa.string()), ("row_number", pa.int64())):
            schema = schema if name in schema.names else schema.append(pa.field(name, kind))
        pq.write_table(schema.empty_table(), folder / "_empty.parquet")
    (build / "inputs").mkdir()
    symbols = rows // SESSIONS
    payloads = -(-symbols // 1000)
    for number in range(payloads):
        first, last = number * 1000, min((number + 1) * 1000, symbols)
        duckdb.execute(
            f"""copy (
            select 'S' || s as symbol,
                (date '2020-01-06' + (7 * (n // 5) + n % 5)::integer) as session_on,
                (100 + n % 7)::decimal(18, 6) as open, (103 + n % 7)::decimal(18, 6) as high,
                (98 + n % 7)::decimal(18, 6) as low, (101 + n % 7)::decimal(18, 6) as close,
                (101 + n % 7)::decimal(18, 6) as adj_close, (1000000 + n)::bigint as volume,
                'USD' as currency, 'NMS' as exchange_name, 'America/New_York' as exchange_timezone,
                null::decimal(18, 6) as dividend, null::decimal(18, 6) as split_numerator,
                null::decimal(18, 6) as split_denominator, 'payload-{number}' as payload_sha256,
                row_number() over () as row_number
            from range({first}, {last}) as symbols (s), range({SESSIONS}) as sessions (n)
            ) to '{build}/raw/{TABLE}/payload-{number}.parquet'"""
        )
    duckdb.execute(
        f"""copy (select 'payload-' || p as payload_sha256, 'yahoo_chart' as source,
        'bars' as dataset, 'u' as url, null::varchar as parameters,
        timestamptz '2025-06-01 00:00:00+00' as observed_at, 'composed_at' as observed_basis,
        'ok' as outcome, null::varchar as accepted_reason,
        0 as set_aside_count, least({symbols} - 1000 * p, 1000) * {SESSIONS} as row_count
        from range({payloads}) as t (p)) to '{build}/inputs/payloads.parquet'"""
    )
    duckdb.execute(
        f"copy (select 'yahoo_chart' as source, 'bars' as dataset, 1 as min_rows, {rows} as "
        f"max_rows) to '{build}/inputs/sources.parquet'"
    )


def by_great_expectations(build: Path) -> dict[str, Any]:
    """Run the validation definition of the suite, as a gate does."""
    started = time.perf_counter()
    import great_expectations  # noqa: F401

    imported = time.perf_counter()
    context = load_project(build)
    definition = context.validation_definitions.get(f"raw_{TABLE}")
    engine = context.data_sources.get("raw").get_execution_engine()
    loaded = time.perf_counter()
    suite = definition.run(result_format="SUMMARY")
    done = time.perf_counter()
    engine.close()
    outcomes = {
        r.expectation_config.meta["check_id"]: bool(r.success)  # type: ignore[union-attr]
        for r in suite.results
    }
    return {
        "import": imported - started,
        "load": loaded - imported,
        "checks": done - loaded,
        "outcomes": outcomes,
    }


def by_sql(build: Path) -> dict[str, Any]:
    """Answer the same checks with one plain query each, on the same views."""
    with duckdb.connect() as connection:
        for statement in setup_statements("raw", build):
            connection.execute(statement)
        started = time.perf_counter()
        outcomes = {
            check_id(TABLE, rule): not connection.execute(failing_rows(rule)).fetchmany(200)
            for rule in gate_rules()["raw", TABLE]
        }
        return {"checks": time.perf_counter() - started, "outcomes": outcomes}


def failing_rows(rule: Rule) -> str:
    """The query that returns a row when the check fails."""
    query = rule.arguments.get("unexpected_rows_query")
    if query is not None:
        return plain_query(str(query), f"raw.{TABLE}")
    return f"select {rule.column} from raw.{TABLE} where {rule.bad}"


def measured(side: str, build: Path) -> dict[str, Any]:
    """Run one side in a process of its own; its results and peak memory."""
    command = [sys.executable, "-m", "benchmarks.audit", "--side", side, str(build)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ)  # noqa: S603
    if ran.returncode != 0:
        raise SystemExit(f"The side {side} failed:\n{ran.stderr}")
    result: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return result


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--side"]:
        run = {"gx": by_great_expectations, "sql": by_sql}[arguments[1]]
        result = run(Path(arguments[2]))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        sys.stdout.write(json.dumps({**result, "peak_mib": peak}) + "\n")
        return
    rows = int(arguments[0]) if arguments else 10_000_000
    with tempfile.TemporaryDirectory() as folder:
        build = Path(folder) / "build"
        make_build(build, rows)
        sql, gx = measured("sql", build), measured("gx", build)
    if sql["outcomes"] != gx["outcomes"]:
        differing = [k for k in gx["outcomes"] if sql["outcomes"].get(k) != gx["outcomes"][k]]
        raise SystemExit(f"The two sides disagree on: {', '.join(differing)}")
    sys.stdout.write(
        f"{len(gx['outcomes'])} checks of raw_{TABLE} on {rows:,} rows\n"
        f"  bare SQL            {sql['checks']:6.1f} s   peak {sql['peak_mib']:6.0f} MiB\n"
        f"  Great Expectations  {gx['checks']:6.1f} s   peak {gx['peak_mib']:6.0f} MiB\n"
        f"  ratio               {gx['checks'] / sql['checks']:6.2f}\n"
        f"  start-up apart: import {gx['import']:.1f} s, load the project {gx['load']:.1f} s\n"
    )
    tell(
        [
            Comparison(
                workload=f"{len(gx['outcomes'])} checks on {rows:,} raw rows",
                ours=gx["checks"],
                alternative="the same as bare SQL",
                theirs=sql["checks"],
                unit="s",
                peak_mib=gx["peak_mib"],
            )
        ]
    )


if __name__ == "__main__":
    main(sys.argv[1:])
