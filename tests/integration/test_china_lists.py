"""The lists of China's Ministry of Commerce in a release, by days that were counted by hand."""

from datetime import date
from pathlib import Path

import pytest

from pipelines.releases.query import ask

ANNOUNCEMENTS = "('MOFCOM Announcement 21/2025', 'MOFCOM Announcement 22/2025')"


def states(warehouse: Path, day: str, known_on: str = "null") -> dict[str, tuple[str, int]]:
    """Number of the announcement → the state of its listings, and how many there are."""
    answer = ask(
        warehouse / "chipwatch.duckdb",
        f"select citation, listing_status, count(*) from marts.listings_as_of(date '{day}', "
        f"known_on := {known_on}) where citation in {ANNOUNCEMENTS} group by all",
    )
    return {str(row[0]).split()[-1]: (str(row[1]), int(str(row[2]))) for row in answer.rows}


@pytest.mark.parametrize(
    ("day", "of_4_april", "of_9_april"),
    [
        ("2025-04-08", ("in_force", 16), None),
        ("2025-04-09", ("in_force", 16), ("not_yet", 12)),
        ("2025-04-10", ("in_force", 16), ("in_force", 12)),
        ("2025-05-14", ("suspended", 16), ("suspended", 12)),
        ("2025-08-12", ("suspended", 16), ("revoked", 12)),
        ("2025-11-10", ("suspended", 16), ("revoked", 12)),
        ("2026-11-10", ("unknown_outcome", 16), ("revoked", 12)),
    ],
)
def test_a_listing_is_in_the_state_that_the_announcements_leave_it_in(
    sample_warehouse: Path,
    day: str,
    of_4_april: tuple[str, int],
    of_9_april: tuple[str, int] | None,
) -> None:
    found = states(sample_warehouse, day)
    assert (found["21/2025"], found.get("22/2025")) == (of_4_april, of_9_april)


def test_a_suspension_was_not_known_before_it_was_announced(sample_warehouse: Path) -> None:
    before = states(sample_warehouse, "2025-05-20", "date '2025-05-01'")
    assert before["21/2025"] == ("in_force", 16)


def test_what_was_announced_is_held(sample_warehouse: Path) -> None:
    database = sample_warehouse / "chipwatch.duckdb"
    [[stated, held]] = ask(
        database,
        "select sum(stated_count), sum(least(stated_count, held_count)) "
        "from marts.fct_list_announcements where announcement_kind = 'adds'",
    ).rows
    assert int(str(held)) >= 0.9 * int(str(stated)) > 0
    [[listed]] = ask(
        database,
        "select count(*) from marts.fct_entity_listings where list_code in "
        "('CNUEL', 'CNECL', 'CNWATCH')",
    ).rows
    [[entered]] = ask(database, "select sum(held_count) from marts.fct_list_announcements").rows
    assert listed == int(str(entered))


def test_every_list_says_what_is_here_of_it(sample_warehouse: Path) -> None:
    rows = ask(
        sample_warehouse / "chipwatch.duckdb",
        "select list_code, completeness, complete_from_on from marts.dim_screening_list",
    ).rows
    lists = {str(code): (kept, since) for code, kept, since in rows}
    assert lists["CNECL"] == ("announcements", date(2025, 1, 2))
    assert lists["NDAA1260H"] == ("names", None)
    assert lists["EL"][0] == "sample"
    assert lists["TWSHTC"] == ("not_held", None)
