"""The page "On a day" answers as the SQL macros do, on 200 random days.

The page's own functions run under Node; without it the test skips and says so.
"""

import json
import random
import shutil
import subprocess
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from pipelines.report.site import render_site

NODE = shutil.which("node") or shutil.which("nodejs")
DAYS = 200
EPOCH = date(1970, 1, 1)
_RUN = """
"use strict";
const fs = require("fs"), vm = require("vm");
const [folder, asked] = process.argv.slice(2);
const world = vm.createContext({});
world.window = world;
vm.runInContext(fs.readFileSync(`${folder}/shared/as-of-data.js`, "utf8"), world);
vm.runInContext(fs.readFileSync(`${folder}/shared/as-of.js`, "utf8"), world);
const { chipwatchAsOf: asOf, chipwatchIntervals: data } = world;
const told = JSON.parse(fs.readFileSync(asked, "utf8")).map(([on, known]) => ({
  measures: asOf.measures(data, on, known).map((one) => [
    one.id, one.status, one.announced, one.clause, one.from, one.to, one.isLookedAt]),
  chips: asOf.chips(data, on, known).map((one) => [
    one.id, one.status, one.policy, one.paragraph, one.from, one.to]),
  listings: asOf.listings(data, on, known).map((one) => [
    one.id, one.status, one.isReconstructed, one.number]),
}));
process.stdout.write(JSON.stringify(told));
"""
_MACROS = {
    "measures": """
        select measure_id, status, announced_status, clause, valid_from, valid_to, is_looked_at
        from marts.measures_as_of($on, known_on := $known)
    """,
    "chips": """
        select chip_id, status, license_policy, paragraph, valid_from, valid_to
        from marts.chip_status_as_of($on, 'CN', known_on := $known)
    """,
    "listings": """
        select list_code, listing_status, is_reconstructed_as_of, count(*)
        from marts.listings_as_of($on, known_on := $known) group by all
    """,
}


def some_days(connection: duckdb.DuckDBPyConnection) -> list[tuple[date, date | None]]:
    """Random days, half of them on or beside a day on which something changes, half with another
    day of knowledge."""
    chance = random.Random(20_251_110)  # noqa: S311
    turns = [
        day
        for (day,) in connection.execute(
            "select distinct day from (unpivot (select valid_from, valid_to, known_from, known_to "
            "from marts.fct_measure_status union all by name select valid_from, valid_to, "
            "known_from, effective_on from marts.fct_entity_listings union all by name select "
            "valid_from, valid_to, known_from, known_to from marts.fct_chip_control_status) "
            "on columns(*) into name turn value day) order by day"
        ).fetchall()
    ]
    first, last = date(2017, 6, 1), date(2028, 6, 1)

    def one() -> date:
        if chance.random() < 0.5:
            return chance.choice(turns) + timedelta(days=chance.choice((-1, 0, 1)))
        return first + timedelta(days=chance.randrange((last - first).days))

    return [(one(), one() if number % 2 else None) for number in range(DAYS)]


def number(day: date | None) -> int | None:
    return None if day is None else (day - EPOCH).days


def rows(found: Sequence[Sequence[object]]) -> list[str]:
    return sorted(
        json.dumps([number(v) if isinstance(v, date) else v for v in row]) for row in found
    )


@pytest.mark.skipif(NODE is None, reason="NOT TESTED: no node here to run the page's functions")
def test_the_page_answers_as_the_macros_do_on_random_days(
    sample_warehouse: Path, tmp_path: Path
) -> None:
    database = sample_warehouse / "chipwatch.duckdb"
    for path, content in render_site(database).items():
        if path.startswith("shared/"):
            target = tmp_path / path
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(content)
    (tmp_path / "run.js").write_text(_RUN)
    with duckdb.connect(str(database), read_only=True) as connection:
        days = some_days(connection)
        (tmp_path / "asked.json").write_text(json.dumps([[number(a), number(b)] for a, b in days]))
        told = json.loads(
            subprocess.run(
                [str(NODE), str(tmp_path / "run.js"), str(tmp_path), str(tmp_path / "asked.json")],
                capture_output=True,
                check=True,
                timeout=300,
            ).stdout
        )
        seen = dict.fromkeys(_MACROS, 0)
        for (on, known), page in zip(days, told, strict=True):
            for kind, sql in _MACROS.items():
                expected = connection.execute(sql, {"on": on, "known": known}).fetchall()
                assert rows(page[kind]) == rows(expected), (kind, on, known)
                seen[kind] += len(expected)
    assert len(told) == DAYS
    assert min(seen.values()) > DAYS, seen
