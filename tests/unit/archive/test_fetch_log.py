from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipelines.archive.fetch_log import append, fetch_status
from pipelines.warehouse import Warehouse
from tests.conftest import chipwatch


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
    [told] = [line for line in checked.stdout.splitlines() if "Overdue" in line]
    assert told.startswith("fred")
    assert "not fetched for 30.0 days" in told
