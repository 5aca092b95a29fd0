"""Every fault that the audit promises to catch, planted, with the message that a person gets.

`PROMISED` says for each promise which checks keep it and which test plants the fault. Faults in
raw data and in candidates of a few rows are planted in `test_gates.py` and below; faults that dbt
has to see are planted into tables of a few rows and seen by dbt itself, in one call.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.audit.catalogue import load_catalogue
from pipelines.audit.check import CheckResult
from pipelines.audit.dbt_tests import declared_tests, run_dbt_tests
from pipelines.audit.gates import run_publication_gate, run_raw_gate
from pipelines.transform.run_dbt import DBT_EXECUTABLE, DBT_PROJECT, ensure_manifest
from pipelines.warehouse import Build
from tests.integration.audit_builds import (
    OBSERVED,
    RawBuild,
    bars,
    candidate,
    documents,
    entries,
    facts,
)

GATES = "test_gates.py"
HERE = Path(__file__).name
PROMISED: Mapping[str, Mapping[str, str]] = {
    "yesterday's file loaded again as today's": {
        "yahoo_chart__bars__session_on__older_than_before": HERE,
        "fct_stock_daily__session_on__older_than_last": GATES,
    },
    "a source shrunk by 30%": {"csl__entries__shrunk": HERE},
    "a duplicated natural key": {
        "federal_register__documents__document_number__unique_in_payload": GATES,
        "primary_key_fct_stock_daily_security_id__session_on": HERE,
    },
    "a price moved tenfold by an unhandled split": {
        "yahoo_chart__bars__close__jump": GATES,
        "fct_stock_daily__close_split_adjusted__price_scale": GATES,
    },
    "a bar before its close": {"yahoo_chart__bars__session_on__before_close": GATES},
    "switched currency": {
        "yahoo_chart__bars__currency__one_per_symbol": GATES,
        "assert_bars_have_the_currency_of_the_security": HERE,
    },
    "volumes in lots": {
        "fct_stock_daily__volume_shares__volume_scale": GATES,
        "assert_volumes_are_not_in_lots": HERE,
    },
    "China revenue above total": {
        "fct_vendor_revenue_geography_not_above_total": HERE,
        "assert_geographies_do_not_exceed_the_total": HERE,
    },
    "shares above 100%": {"assert_shares_do_not_exceed_the_whole": HERE},
    "an event without evidence": {"assert_event_has_confirming_evidence": HERE},
    "effective before public without reason": {"assert_effective_before_public_has_a_reason": HERE},
    "a citation that matches no document": {
        "assert_event_citation_matches_a_document": HERE,
        "assert_evidence_citation_agrees_with_its_document": HERE,
    },
    "overlapping status intervals": {
        "interval_no_overlap_fct_measure_status_known_from__known_to__measure_id": HERE
    },
    "one entity merged into two vendors": {"assert_entity_belongs_to_one_vendor": HERE},
    "a month missing in the middle": {
        "yahoo_chart__bars__session_on__month_missing": GATES,
        "fct_stock_daily__session_on__month_missing": GATES,
    },
    "future dates": {
        "federal_register__documents__publication_date__future": GATES,
        "fct_sanction_events__issued_on__not_after_today": GATES,
        "assert_no_date_after_the_newest_payload": HERE,
    },
    "a column all null": {"federal_register__documents__docket_ids__all_null": GATES},
    "a grown enum": {
        "csl__entries__list_code__accepted_values": GATES,
        "federal_register__documents__document_type__accepted_values": GATES,
    },
    "wrong encoding": {
        "federal_register__documents__title__encoding_share": GATES,
        "fct_sanction_events__title__encoding": GATES,
    },
    "an empty table": {
        "csl__entries__not_empty": GATES,
        "not_empty_dim_measure_": HERE,
        "fct_sanction_events__rows_min": HERE,
    },
    "a table half as large as in the last release": {"fct_entity_listings__rows_halved": GATES},
    "a metric outside its own history": {
        "fct_fx_daily__units_per_usd__restated": HERE,
        "fct_stock_daily__close_split_adjusted__price_scale": GATES,
        "fct_chip_figures__figure_value__scale": HERE,
    },
}
DBT_CHECKS = sorted(
    {
        name
        for checks in PROMISED.values()
        for name in checks
        if name.startswith(("assert_", "interval_", "not_empty_", "primary_key_"))
        or name == "fct_vendor_revenue_geography_not_above_total"
    }
)
Results = Mapping[str, CheckResult]

# --- dbt ----------------------------------------------------------------------------------------

CANDIDATE = """
create schema candidate.marts;
create schema candidate.meta;
create table candidate.meta.payloads as select timestamp '2026-11-20' as observed_at;
create table candidate.marts.fct_sanction_events as from (values
    ('sound', 'official_text', 2, date '2022-10-07', date '2022-10-07', false, null),
    ('rumor', null, 0, date '2022-10-07', date '2022-10-07', false, null),
    ('early', 'official_text', 1, date '2022-10-01', date '2022-10-07', true, null),
    ('tomorrow', 'official_text', 1, date '2026-12-01', date '2026-12-01', false, null)
) t(event_id, evidence_grade, evidence_count, effective_on, known_from, is_effective_before_public,
    effective_before_public_reason);
create table candidate.marts.bridge_event_evidence as from (values
    ('sound', 1, '2022-21658', true, date '2022-10-13'),
    ('early', 1, '2022-99999', false, date '2022-10-13')
) t(event_id, evidence_no, document_number, is_archived, published_on);
create table candidate.marts.fct_entity_listings as
    select 'l1' as listing_id, date '2022-12-16' as known_from;
create table candidate.marts.fct_measure_status as from (values
    ('m1', date '2022-10-07', date '2023-10-17', date '2022-10-07', null, 'in_force'),
    ('m1', date '2023-06-01', null, date '2022-10-07', null, 'suspended'),
    ('m2', date '2023-06-01', null, date '2023-06-01', null, 'in_force')
) t(measure_id, valid_from, valid_to, known_from, known_to, status);
create table candidate.marts.dim_measure (measure_id varchar);
create table candidate.marts.fct_vendor_share as from (values
    ('IDC', 'china_ai_accelerators', 'nvidia', 70),
    ('IDC', 'china_ai_accelerators', 'huawei', 45),
    ('TrendForce', 'china_ai_accelerators', 'nvidia', 66)
) t(firm, market, vendor_id, value);
alter table candidate.marts.fct_vendor_share add column denominator varchar;
alter table candidate.marts.fct_vendor_share add column product_scope varchar default 'cards';
alter table candidate.marts.fct_vendor_share add column estimate_kind varchar default 'estimate';
alter table candidate.marts.fct_vendor_share
    add column period_start_on date default date '2024-01-01';
alter table candidate.marts.fct_vendor_share
    add column period_end_on date default date '2024-12-31';
alter table candidate.marts.fct_vendor_share add column published_on date default date '2025-02-01';
alter table candidate.marts.fct_vendor_share add column unit varchar default 'pct';
alter table candidate.marts.fct_vendor_share add column measure varchar default 'share_pct';
create table candidate.marts.dim_vendor as
    select unnest(['nvidia', 'huawei']) as vendor_id, 'chip_designer' as vendor_kind;
create table candidate.marts.fct_vendor_revenue as from (values
    ('r1', 'nvidia', 'china_including_hong_kong', 120),
    ('r2', 'amd', 'china_including_hong_kong', 60),
    ('r3', 'amd', 'united_states', 55),
    ('r4', 'intel', 'china_including_hong_kong', 27)
) t(revenue_id, vendor_id, geography, share_of_total_pct);
alter table candidate.marts.fct_vendor_revenue
    add column period_start_on date default date '2024-01-01';
alter table candidate.marts.fct_vendor_revenue
    add column period_end_on date default date '2024-12-31';
alter table candidate.marts.fct_vendor_revenue
    add column geo_basis varchar default 'billing_location';
alter table candidate.marts.fct_vendor_revenue add column is_latest boolean default true;
create table candidate.marts.dim_security as from (values ('nvda', 'USD'), ('688256-ss', 'CNY'))
    t(security_id, currency);
create table candidate.marts.fct_stock_daily as
    select security_id, date '2023-01-02' + n::integer as session_on,
        if(security_id = 'nvda' and n = 9, 'CNY', if(security_id = 'nvda', 'USD', 'CNY'))
            as currency,
        if(security_id = 'nvda' and n >= 365, 1000, 100000) as volume_shares
    from range(730) t(n), (select unnest(['nvda', '688256-ss']) as security_id);
insert into candidate.marts.fct_stock_daily
    from candidate.marts.fct_stock_daily where session_on = date '2023-02-03';
"""
WORK = """
create schema intermediate;
create table intermediate.int_events__dated as from (values
    ('sound', '2022-21658', true), ('typo', '2022-12685', false)
) t(event_id, document_number, has_archived_document);
create table intermediate.int_events__stated_evidence as from (values
    ('sound', 1, '87 FR 62186', '2022-21658'), ('typo', 1, '87 FR 26186', '2022-21658')
) t(event_id, evidence_no, citation, document_number);
create table intermediate.int_events__documents as
    select '2022-21658' as document_number, '87 FR 62186' as citation, 87 as volume,
        62186 as start_page, 62215 as end_page;
create table intermediate.int_listings__entries as from (values
    ('acme', 'huawei'), ('acme', 'smic'), ('other', 'ymtc'), ('other', 'ymtc')
) t(entity_id, vendor_id);
"""
SELECTED = (
    "fct_measure_status,test_name:interval_no_overlap",
    "dim_measure,test_name:not_empty",
    "fct_stock_daily,test_name:primary_key",
    "fct_vendor_revenue_geography_not_above_total",
    *(name for name in DBT_CHECKS if name.startswith("assert_")),
)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A build of a few rows with the faults above."""
    build = Build(tmp_path_factory.mktemp("dbt"))
    with duckdb.connect(str(build.work)) as connection:
        connection.execute(WORK)
        connection.execute(f"attach '{build.candidate}' as candidate (storage_version 'v1.2.0')")
        connection.execute(CANDIDATE)
    return build


@pytest.fixture(scope="module")
def as_dbt_says(planted: Build) -> Mapping[str, Mapping[str, Any]]:
    """What `dbt test` finds of the selected tests, by unique id."""
    folders = {"--project-dir": DBT_PROJECT, "--profiles-dir": DBT_PROJECT}
    folders |= {"--target-path": planted.path / "target", "--log-path": planted.path / "logs"}
    told = subprocess.run(
        [
            str(DBT_EXECUTABLE),
            "test",
            *(str(text) for pair in folders.items() for text in pair),
            "--indirect-selection",
            "cautious",
            "--select",
            *SELECTED,
        ],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "CHIPWATCH_BUILD_DIR": str(planted.path)},
    )
    file = planted.path / "target" / "run_results.json"
    assert file.exists(), told.stdout + told.stderr
    return {result["unique_id"]: result for result in json.loads(file.read_bytes())["results"]}


@pytest.fixture(scope="module")
def by_dbt(planted: Build, as_dbt_says: Mapping[str, Any]) -> Results:
    """The same faults, as a build finds and tells them."""
    tests = [test for test in declared_tests(ensure_manifest()) if test.unique_id in as_dbt_says]
    return {result.check_id: result for result in run_dbt_tests(planted, tests)}


def test_a_build_finds_what_dbt_finds(
    by_dbt: Results, as_dbt_says: Mapping[str, Mapping[str, Any]]
) -> None:
    outcomes = {"pass": (True, None), "warn": (False, "warning"), "fail": (False, "critical")}
    assert len(as_dbt_says) >= len(DBT_CHECKS)
    assert {result["status"] for result in as_dbt_says.values()} >= {"warn", "fail"}
    for test in declared_tests(ensure_manifest()):
        if test.unique_id not in as_dbt_says:
            continue
        theirs, ours = as_dbt_says[test.unique_id], by_dbt[test.check_id]
        if theirs["status"] == "error":
            assert ours.observed == "not run", test.check_id
            assert ours.blocks
            continue
        passed, severity = outcomes[theirs["status"]]
        assert ours.passed is passed, test.check_id
        assert severity in {None, ours.severity}, test.check_id
        assert ours.observed == f"{theirs['failures']} row(s)", test.check_id


@pytest.mark.parametrize(
    ("check_id", "severity", "told", "example"),
    [
        (
            "primary_key_fct_stock_daily_security_id__session_on",
            "critical",
            "The key fct_stock_daily.security_id, session_on is null or stands for more than one",
            "session_on=2023-02-03",
        ),
        (
            "assert_bars_have_the_currency_of_the_security",
            "critical",
            "A series that changes its currency is another series",
            "security_id=nvda, session_on=2023-01-11, currency=CNY, expected_currency=USD",
        ),
        (
            "assert_volumes_are_not_in_lots",
            "warning",
            "a series that switched between shares and lots",
            "security_id=nvda, session_year=2024",
        ),
        (
            "fct_vendor_revenue_geography_not_above_total",
            "critical",
            "fct_vendor_revenue breaks the rule",
            "revenue_id=r1, vendor_id=nvidia, geography=china_including_hong_kong",
        ),
        (
            "assert_geographies_do_not_exceed_the_total",
            "critical",
            "add up to at most its total revenue",
            "vendor_id=amd",
        ),
        (
            "assert_shares_do_not_exceed_the_whole",
            "critical",
            "add up to at most 100%",
            "total_share_pct=115",
        ),
        (
            "assert_event_has_confirming_evidence",
            "critical",
            "An event without evidence that confirms it is a rumor",
            "event_id=rumor",
        ),
        (
            "assert_effective_before_public_has_a_reason",
            "critical",
            "An act seldom binds before anybody can know it",
            "event_id=early, effective_on=2022-10-01, known_from=2022-10-07",
        ),
        (
            "assert_event_citation_matches_a_document",
            "warning",
            "should be in the archive",
            "document_number=2022-12685",
        ),
        (
            "assert_evidence_citation_agrees_with_its_document",
            "critical",
            "must point into the pages of the document",
            "citation=87 FR 26186, document_citation=87 FR 62186",
        ),
        (
            "interval_no_overlap_fct_measure_status_known_from__known_to__measure_id",
            "critical",
            "Intervals of fct_measure_status",
            "measure_id=m1",
        ),
        (
            "assert_entity_belongs_to_one_vendor",
            "critical",
            "One listed entity merged into two vendors",
            "entity_id=acme, vendor_count=2, vendor_ids=huawei; smic",
        ),
        (
            "assert_no_date_after_the_newest_payload",
            "critical",
            "Nothing can have become known after the newest bytes",
            "row_key=tomorrow, known_on=2026-12-01",
        ),
        ("not_empty_dim_measure_", "critical", "dim_measure is empty", ""),
    ],
)
def test_dbt_catches_and_tells(
    by_dbt: Results, check_id: str, severity: str, told: str, example: str
) -> None:
    result = by_dbt[check_id]
    assert not result.passed
    assert result.severity == severity
    assert told in result.message
    assert "Found: " in result.message
    assert example in "\n".join(result.failing_examples)


def test_dbt_found_no_fault_where_none_was_planted(by_dbt: Results) -> None:
    sound = "\n".join(example for result in by_dbt.values() for example in result.failing_examples)
    for untouched in ("event_id=sound", "measure_id=m2", "entity_id=other", "vendor_id=intel"):
        assert untouched not in sound
    assert set(by_dbt) == set(DBT_CHECKS)


# --- raw gate -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def next_day(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """A second day of answers: one older than the first, one shrunk, one scaled, one mixed up."""
    build = RawBuild(tmp_path_factory.mktemp("days") / "b")
    later = OBSERVED + timedelta(days=1)
    rules, swapped = documents(), documents()
    for row, other in zip(swapped[:10], documents()[10:20], strict=True):
        row["publication_date"] = other["publication_date"]
    scaled = facts()
    for row in scaled[:9]:
        row["value"] *= 1000
    for name, first, second in (
        ("yahoo_chart/bars", bars(), bars()[:-3]),
        ("csl/entries", entries(), entries(0, 28)),
        ("sec/company_facts", facts(), scaled),
        ("federal_register/documents", rules, swapped),
    ):
        build.add(name, first, basis="fetched_at")
        build.add(name, second, label="next day", basis="fetched_at", observed_at=later)
    results = run_raw_gate(build.write())
    return {result.check_id: result for result in results}


@pytest.mark.parametrize(
    ("check_id", "told", "example"),
    [
        (
            "yahoo_chart__bars__session_on__older_than_before",
            "the source served yesterday's file as today's",
            "newest_on=2024-12-25, newest_on_before=2024-12-30",
        ),
        ("csl__entries__shrunk", "lost more than 5% of the rows", "row_count=28"),
        (
            "sec__company_facts__cik, taxonomy, tag, unit, period_start, period_end, "
            "accession_number, value__lost_keys",
            "keys were mixed up, or part of the answer is gone",
            "lost_keys=9, keys_before=30",
        ),
        (
            "federal_register__documents__restated",
            "it rewrote its history, or a column was shifted, scaled or mixed up",
            "column_name=publication_date, changed_rows=10, common_rows=30",
        ),
    ],
)
def test_the_raw_gate_tells_a_second_day_from_the_first(
    next_day: Results, check_id: str, told: str, example: str
) -> None:
    result = next_day[check_id]
    assert not result.passed
    assert result.blocks == (result.reach == "release")
    assert told in result.message
    assert example in "\n".join(result.failing_examples)


def test_a_second_day_sets_off_no_check_that_it_does_not_concern(next_day: Results) -> None:
    assert not {result.check_id for result in next_day.values() if result.observed == "not run"}
    assert next_day["yahoo_chart__bars__restated"].passed
    assert next_day["csl__entries__restated"].passed
    assert next_day["federal_register__documents__publication_date__older_than_before"].passed


# --- publication gate ---------------------------------------------------------------------------

HISTORY = (
    "insert into marts.fct_fx_daily by name select 'CNY' as currency, d as rate_on, "
    "{rate} as units_per_usd, true as has_rate from (select unnest(generate_series("
    "date '2024-01-01', date '2024-12-31', interval 1 day))::date as d)",
    "insert into marts.fct_chip_figures by name select 'c' || n as chip_id, 'memory_gb' as figure, "
    "{memory} + n as figure_value from range(10) t(n)",
)


@pytest.fixture(scope="module")
def outside_history(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Rates and figures on another scale than in the last release, and no event at all."""
    folder = tmp_path_factory.mktemp("history")

    def with_figures(rate: float, memory: int) -> tuple[str, ...]:
        return tuple(text.format(rate=rate, memory=memory) for text in HISTORY)

    def before(connection: duckdb.DuckDBPyConnection) -> None:
        for statement in with_figures(7.1, 40):
            connection.execute(statement)

    def now(connection: duckdb.DuckDBPyConnection) -> None:
        for statement in with_figures(8.3, 40_000):
            connection.execute(statement)
        connection.execute("delete from marts.fct_sanction_events")

    last = candidate(folder / "last", before) / "candidate.duckdb"
    results = run_publication_gate(
        candidate(folder / "now", now),
        last,
        today=datetime(2025, 6, 2, tzinfo=UTC),
    )
    return {result.check_id: result for result in results}


@pytest.mark.parametrize(
    ("check_id", "severity", "told", "example"),
    [
        ("fct_sanction_events__rows_min", "critical", "has fewer than 60 rows", ""),
        (
            "fct_fx_daily__units_per_usd__restated",
            "warning",
            "A published rate changed by more than 0.5%",
            "currency=CNY",
        ),
        (
            "fct_chip_figures__figure_value__scale",
            "critical",
            "figures were entered in another unit",
            "figure=memory_gb",
        ),
    ],
)
def test_the_publication_gate_tells_what_left_its_history(
    outside_history: Results, check_id: str, severity: str, told: str, example: str
) -> None:
    result = outside_history[check_id]
    assert not result.passed
    assert result.severity == severity
    assert told in result.message
    assert example in "\n".join(result.failing_examples)


# --- the promises -------------------------------------------------------------------------------


def test_every_promise_names_checks_that_exist_and_are_planted(
    by_dbt: Results,
) -> None:
    declared = {entry.check_id for entry in load_catalogue()}
    declared |= {test.check_id for test in declared_tests(ensure_manifest())}
    assert len(PROMISED) == 22
    for promise, checks in PROMISED.items():
        for check_id, file in checks.items():
            assert check_id in declared, promise
            assert f'"{check_id}"' in (Path(__file__).parent / file).read_text(), promise
