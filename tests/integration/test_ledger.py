"""What the ledger does not know, it says: guessed days, unseen days, unfollowed measures."""

import json
from pathlib import Path

from pipelines.releases.query import ask
from tests.conftest import chipwatch

TARIFF_ENDED_ON = "2026-02-20"


def test_an_event_has_one_default_day_unless_it_is_a_guess(sample_warehouse: Path) -> None:
    answer = ask(
        sample_warehouse / "chipwatch.duckdb",
        "select is_guess, default_days, count(*) > 0 from (select event_id, "
        "bool_or(day0_grade = 'guessed') as is_guess, "
        "count(distinct day0_kind) filter (where is_default) as default_days "
        "from marts.rpt_market_reaction group by 1) group by 1, 2 order by 1, 2",
    )
    assert answer.rows == [(False, 1, True), (True, 0, True)]


def test_the_report_that_came_first_is_the_default_day(sample_warehouse: Path) -> None:
    answer = ask(
        sample_warehouse / "chipwatch.duckdb",
        "select day0_kind, is_default, day0_on::varchar from marts.fct_event_market_reaction "
        "where event_id = 'us-president-2025-12-08-h200-announcement' and security_id = 'nvda' "
        "and model = 'raw_return' and window_start_sessions = 0 and window_end_sessions = 0 "
        "order by 1",
    )
    assert answer.rows == [
        ("first_report", True, "2025-12-08"),
        ("official", False, "2025-12-09"),
    ]


def test_a_profit_warning_and_a_mixed_day_are_not_clean(sample_warehouse: Path) -> None:
    answer = ask(
        sample_warehouse / "chipwatch.duckdb",
        "select symbol, day0_on::varchar, is_clean, not_clean_because "
        "from marts.rpt_event_reactions where (symbol, day0_on::varchar) in "
        "(('AMD', '2022-10-07'), ('NVDA', '2022-09-01'), ('AMD', '2025-07-15')) order by 2, 1",
    )
    assert answer.rows == [
        ("NVDA", "2022-09-01", False, "mixed day"),
        ("AMD", "2022-10-07", False, "own results 2022-10-07"),
        ("AMD", "2025-07-15", True, None),
    ]


def test_a_company_has_one_row_an_event_day(sample_warehouse: Path) -> None:
    answer = ask(
        sample_warehouse / "chipwatch.duckdb",
        "select count(*), count(distinct (event_day_id, vendor_id)), count(distinct vendor_id), "
        "count(*) filter (p_quantile < 1.0 / (estimation_sessions + 1) - 0.0001) "
        "from marts.rpt_event_reactions",
    )
    ((rows, keys, vendors, below_lowest),) = answer.rows
    assert rows == keys > 100
    assert vendors > 5
    assert below_lowest == 0


def test_groups_and_reports_hold_clean_default_days_only(sample_warehouse: Path) -> None:
    published = sample_warehouse / "chipwatch.duckdb"
    guessed = ask(
        published,
        "select count(*) from marts.rpt_event_reactions as reactions "
        "join marts.dim_event_day as days using (event_day_id) where not days.is_default",
    )
    assert guessed.rows == [(0,)]
    counted = ask(
        published,
        "select pair_count from marts.rpt_reaction_by_instrument where model = 'market_model' "
        "and window_label = '[0, 0]' and instrument = 'license_policy' and direction = 'loosen'",
    )
    expected = ask(
        published,
        "select count(distinct (reactions.event_day_id, security_id)) "
        "from marts.rpt_market_reaction as reactions "
        "join marts.dim_event_day as days using (event_day_id) "
        "where model = 'market_model' and window_label = '[0, 0]' and reactions.is_default "
        "and is_clean and is_estimable and instrument = 'license_policy' "
        "and net_direction = 'loosen' and is_vendor_listing",
    )
    assert counted.rows == expected.rows


def test_the_preferred_tests_reject_as_often_as_they_should(sample_warehouse: Path) -> None:
    """Placebo days of the sample's own US shares: 3 to 7.5% at 5%, at most 2% at 1%."""
    answer = ask(
        sample_warehouse / "chipwatch.duckdb",
        "select trial_kind, window_start_sessions, window_end_sessions, trial_count, "
        "max(rejection_pct::double) filter (test = 'preferred' and nominal_pct = 5), "
        "max(rejection_pct::double) filter (test = 'preferred' and nominal_pct = 1), "
        "max(rejection_pct::double) filter (test = 't_bmp' and nominal_pct = 5) "
        "from meta.study_calibration where trial_kind <> 'pair' and calendar_group = 'US' "
        "group by all order by all",
    )
    assert len(answer.rows) == 10
    for *trial, count, at_5, at_1, bmp in answer.rows:
        assert count > 400, trial
        assert 3 <= at_5 <= 7.5, trial
        assert at_1 <= 2, trial
        assert bmp > 20, trial


def test_a_day_past_the_last_look_is_not_looked_at(sample_warehouse: Path) -> None:
    looked_at = [
        ask(
            sample_warehouse / "chipwatch.duckdb",
            f"select distinct is_looked_at, checked_until_on from "
            f"marts.measures_as_of(date '{day}') where measure_id like 'us-bis-listing-%'",
        ).rows
        for day in ("2026-09-25", "2026-09-26")
    ]
    assert [rows[0][0] for rows in looked_at] == [True, False]
    assert all(len(rows) == 1 for rows in looked_at)


def test_what_nobody_follows_is_unknown_after_its_last_step(sample_warehouse: Path) -> None:
    published = sample_warehouse / "chipwatch.duckdb"
    before = f"date '{TARIFF_ENDED_ON}' - 1"
    statuses = [
        ask(
            published,
            f"select status, is_outcome_verified from marts.measures_as_of({day}, known_on := "
            f"{known}) where measure_id = 'us-president-reciprocal-tariff-2025'",
        ).rows
        for day, known in (
            (before, before),
            (before, f"date '{TARIFF_ENDED_ON}'"),
            (f"date '{TARIFF_ENDED_ON}'", f"date '{TARIFF_ENDED_ON}'"),
        )
    ]
    assert statuses == [[("unknown", False)], [("in_force", True)], [("revoked", True)]]


def test_status_says_until_when_an_authority_was_looked_at(sample_warehouse: Path) -> None:
    told = json.loads(chipwatch("status", "--json", "--warehouse", sample_warehouse).stdout)
    assert {
        "authority": "Bureau of Industry and Security",
        "looked_at_until": "2026-09-25",
        "looked_in": "register",
    } in told["looked_at"]
    assert (
        "Bureau of Industry and Security"
        in chipwatch("status", "--warehouse", sample_warehouse).stdout.partition("not looked at")[2]
    )
