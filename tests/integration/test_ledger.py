"""What the ledger does not know, it says: guessed days, unseen days, unfollowed measures."""

import json
from pathlib import Path

from pipelines.releases.query import ask
from tests.conftest import chipwatch

TARIFF_ENDED_ON = "2026-02-20"


def test_a_reaction_is_default_unless_its_day_is_a_guess(sample_warehouse: Path) -> None:
    answer = ask(
        sample_warehouse / "chipwatch.duckdb",
        "select day0_grade = 'guessed', is_default, count(*) > 0 "
        "from marts.rpt_market_reaction group by 1, 2 order by 1",
    )
    assert answer.rows == [(False, True, True), (True, False, True)]


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
