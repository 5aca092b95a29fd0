from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipelines.archive.fetch_log import FetchState, aged, append, fetch_status
from pipelines.warehouse import Warehouse
from tests.conftest import chipwatch

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def state(hours: float, *, is_stale: bool = False) -> FetchState:
    at = NOW - timedelta(hours=hours)
    return FetchState("fred", at, at, "ok", is_stale, "500" if is_stale else None, ())


@pytest.mark.parametrize(("hours", "is_stale"), [(1, False), (48, False), (49, True)])
def test_a_source_nobody_asked_for_grows_stale(hours: float, is_stale: bool) -> None:
    assert aged(state(hours), 48, NOW).is_stale is is_stale


def test_the_reason_of_a_failure_stays() -> None:
    assert aged(state(400, is_stale=True), 48, NOW).reason == "500"


def test_check_tells_what_is_overdue(tmp_path: Path) -> None:
    place = Warehouse(tmp_path)
    place.ensure("live")
    for source, days in (("fred", 30), ("opensanctions", 30), ("rss", 0)):
        at = (datetime.now(UTC) - timedelta(days=days)).isoformat()
        run = {"kind": "run", "at": at, "source": source, "is_complete": True, "outcome": "ok"}
        append(place, run)
    assert not any(found.is_stale for found in fetch_status(place).values())
    checked = chipwatch("sources", "check", "--warehouse", tmp_path)
    assert checked.returncode == 3
    [told] = [line for line in checked.stdout.splitlines() if "overdue" in line]
    assert told.startswith("fred")
    assert "not fetched for 30.0 days" in told
