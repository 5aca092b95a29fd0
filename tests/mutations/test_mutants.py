"""The faults are made as they say, and the declared reasons and columns are sound."""

from __future__ import annotations

import itertools

import duckdb
import pytest
import yaml

from pipelines.audit.catalogue import load_catalogue
from pipelines.audit.restatement import load_limits
from pipelines.specs import load_specs
from pipelines.transform.run_dbt import DBT_PROJECT
from tests.mutations.judging import Finding, Outcome
from tests.mutations.mutants import KINDS, Mutant, mutants
from tests.mutations.score import PAGE, Excuse, Score, critical_columns, excuses, render

COLUMNS = {
    "event_id": "VARCHAR",
    "vendor_id": "VARCHAR",
    "title": "VARCHAR",
    "price": "DECIMAL(18,6)",
    "known_from": "DATE",
    "seen_at": "TIMESTAMP",
    "is_open": "BOOLEAN",
}
KEY = ["event_id"]


def table() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(
        "create table t as select 'e' || n as event_id, 'v' || n % 4 as vendor_id, 'T' as title, "
        "(n + 1)::decimal(18, 6) as price, date '2024-01-01' + n::integer as known_from, "
        "timestamp '2024-01-01' + n * interval 1 day as seen_at, n % 2 = 0 as is_open "
        "from range(100) r(n)"
    )
    connection.execute("create table original as from t")
    return connection


def made() -> dict[str, Mutant]:
    found = mutants("t", "t", COLUMNS, KEY, "known_from")
    return {mutant.name.removeprefix("t").lstrip(". "): mutant for mutant in found}


def test_every_column_gets_the_faults_that_fit_its_type() -> None:
    assert sorted(made()) == sorted(
        [
            *(f"{column} null" for column in COLUMNS),
            "price times_ten",
            "known_from day_shift",
            "seen_at day_shift",
            "event_id swap_keys",
            "vendor_id swap_keys",
            "duplicate",
            "delete",
            "stale_reload",
        ]
    )
    assert {mutant.kind for mutant in made().values()} == set(KINDS)


@pytest.mark.parametrize(
    ("name", "differs", "count"),
    [
        ("title null", "n.title is null", 30),
        ("price times_ten", "n.price = 10 * o.price", 30),
        ("known_from day_shift", "n.known_from = o.known_from + 1", 30),
        ("seen_at day_shift", "n.seen_at = o.seen_at + interval 1 day", 30),
    ],
)
def test_a_fault_touches_thirty_percent_of_the_rows(name: str, differs: str, count: int) -> None:
    connection = table()
    connection.execute(made()[name].statements[0])
    row = connection.execute(
        f"select count(*) filter (where {differs}), (select count(*) from "
        "(from t except all from original)) from t n join original o using (event_id)"
    ).fetchone()
    assert row == (count, count)


def test_the_same_rows_are_chosen_every_time_and_not_the_first_ones() -> None:
    chosen = []
    for _ in range(2):
        connection = table()
        connection.execute(made()["title null"].statements[0])
        rows = connection.execute("select event_id from t where title is null order by 1")
        chosen.append([str(event) for (event,) in rows.fetchall()])
    assert chosen[0] == chosen[1]
    assert chosen[0] != sorted(f"e{n}" for n in range(30))


def test_swapped_keys_are_the_same_values_in_other_rows() -> None:
    connection = table()
    connection.execute(made()["event_id swap_keys"].statements[0])
    same = connection.execute("select event_id from t order by 1").fetchall()
    assert same == connection.execute("select event_id from original order by 1").fetchall()
    moved = connection.execute(
        "select count(*) from t n join original o using (price) where n.event_id <> o.event_id"
    ).fetchone()
    assert moved == (30,)


def test_faults_of_whole_tables() -> None:
    for name, rows in (("duplicate", 130), ("delete", 70), ("stale_reload", 70)):
        connection = table()
        connection.execute(made()[name].statements[0])
        assert connection.execute("select count(*) from t").fetchone() == (rows,)
    assert connection.execute("select max(known_from) from t").fetchall()[0][0].month == 3


def outcome(table_name: str, column: str, kind: str, *severities: str) -> Outcome:
    findings = tuple(
        Finding(f"check {n}", "dbt", "critical" if one == "critical" else "warning", n > 0)
        for n, one in enumerate(severities)
    )
    return Outcome(Mutant(table_name, kind, column, ()), findings)


def score(*outcomes: Outcome) -> Score:
    critical = {"t": frozenset({"price"})}
    return Score(outcomes, critical, (Excuse("t", "note", "*", "it is a note"),))


def test_the_score_tells_critical_faults_survivors_and_unused_reasons() -> None:
    caught = [outcome("t", "title", "null", "warning")] * 40
    good = score(*caught, outcome("t", "price", "null", "critical"), outcome("t", "note", "null"))
    assert good.problems(is_whole=True) == []
    page = render(good)
    assert "| all | 42 | 41 | 97.6% |" in page
    assert "| critical, blocked | 1 | 1 | 100.0% |" in page
    assert "| it is a note | t.note null |" in page

    told = score(*caught, outcome("t", "price", "null", "warning"))
    assert told.problems(is_whole=True) == [
        "critical and not blocked: t.price null",
        "no survivor needs the reason for t.note *",
    ]
    assert score(*caught, outcome("t", "x", "null")).problems(is_whole=False) == [
        "survives without a reason: t.x null"
    ]
    few = score(outcome("t", "note", "null"), outcome("t", "title", "null", "warning"))
    assert few.problems(is_whole=True) == ["only 50.0% are caught"]


def test_declared_reasons_are_whole_sentences_and_critical_columns_exist() -> None:
    assert all(len(excuse.reason) > 20 for excuse in excuses())
    specs = {spec.raw_name: {c.name for c in spec.columns} for spec in load_specs().values()}
    critical = critical_columns({}, {})
    staging = (DBT_PROJECT / "models" / "staging").glob("*/_models.yml")
    declared = [yaml.safe_load(path.read_text()).get("sources", []) for path in staging]
    read = {
        table["name"]
        for source in itertools.chain.from_iterable(declared)
        if source["name"] == "raw"
        for table in source["tables"]
    }
    assert read
    gated = {entry.table for entry in load_catalogue() if entry.layer == "raw"}
    assert read <= gated
    for table_name in read:
        assert critical[table_name] <= specs[table_name], table_name
    assert set(load_limits().critical) <= set(critical)


def test_the_published_score_is_good_enough() -> None:
    text = PAGE.read_text(encoding="utf-8")
    rows = {
        line.split("|")[1].strip(): line.split("|")[2:5]
        for line in text.splitlines()
        if line.startswith("| ") and line.count("|") == 5
    }
    assert float(rows["all"][2].strip().rstrip("%")) >= 90
    faults, blocked, _ = rows["critical, blocked"]
    assert int(faults) == int(blocked) > 100
    assert "no reason given" not in text
