"""One rule when a source is stale, from the `fresh_hours` of its spec.yml."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipelines.archive.fetch_log import append
from pipelines.archive.staleness import source_states
from pipelines.specs import load_specs
from pipelines.warehouse import Warehouse

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FETCHED = sorted(
    {
        (one.source, one.source_spec.fetch.fresh_hours)
        for one in load_specs().values()
        if one.source_spec.fetch is not None and one.source_spec.fetch.enabled != "by_name"
    }
)


@pytest.fixture
def live(tmp_path: Path) -> Warehouse:
    place = Warehouse(tmp_path)
    place.ensure("live")
    return place


def ran(place: Warehouse, source: str, hours: float, *, is_complete: bool = True) -> None:
    at = (NOW - timedelta(hours=hours)).isoformat()
    run = {"kind": "run", "at": at, "source": source, "is_complete": is_complete}
    append(place, {**run, "outcome": "ok" if is_complete else "failed", "message": "500"})


@pytest.mark.parametrize(("source", "hours"), FETCHED)
def test_every_source_grows_stale_by_its_own_spec(
    live: Warehouse, source: str, hours: float
) -> None:
    ran(live, source, hours - 1)
    assert not source_states(live, {}, NOW)[source].is_stale
    later = source_states(live, {}, NOW + timedelta(hours=2))[source]
    assert (later.is_stale, later.outcome) == (True, "overdue")


@pytest.mark.parametrize(("source", "hours"), FETCHED)
def test_files_added_by_hand_grow_stale_by_the_same_figure(
    live: Warehouse, source: str, hours: float
) -> None:
    newest = {source: NOW - timedelta(hours=hours + 1)}
    assert source_states(live, newest, NOW)[source].is_stale
    newest = {source: NOW - timedelta(hours=hours - 1)}
    assert not source_states(live, newest, NOW)[source].is_stale


def test_a_failed_fetch_is_stale_at_once_and_its_reason_stays(live: Warehouse) -> None:
    ran(live, "fred", 400)
    ran(live, "fred", 1, is_complete=False)
    found = source_states(live, {}, NOW)["fred"]
    assert (found.is_stale, found.reason) == (True, "500")


def test_what_is_asked_by_name_or_not_fetched_is_never_overdue(live: Warehouse) -> None:
    ran(live, "opensanctions", 9000)
    old = {"opensanctions": NOW - timedelta(days=900), "customs_csv": NOW - timedelta(days=900)}
    found = source_states(live, old, NOW)
    assert not found["opensanctions"].is_stale
    assert "customs_csv" not in found


def test_a_sample_is_never_stale(tmp_path: Path) -> None:
    place = Warehouse(tmp_path)
    place.ensure("sample")
    assert source_states(place, {"fred": NOW - timedelta(days=900)}, NOW) == {}
