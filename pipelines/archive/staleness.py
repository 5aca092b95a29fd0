"""When a source is stale: the one rule behind status, notices, exit codes and `meta.sources`.

A source is stale when its last fetch did not get all it asked for, or when what it gave is older
than the `fresh_hours` of its spec.yml: since its last good fetch, or, where files are added by
hand, since the newest payload. A source that is only asked by name, one that is not fetched at all,
and the bundled sample are never stale.

Belongs here: that rule. Does not belong here: recording fetches (`fetch_log.py`), telling people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from pipelines.archive.fetch_log import FetchState, NoFetch, fetch_status
from pipelines.specs import SourceSpec, load_specs
from pipelines.warehouse import Warehouse


def source_states(
    warehouse: Warehouse, newest: Mapping[str, datetime], now: datetime
) -> dict[str, FetchState]:
    """How every source stands at a time, by name; `newest` is the newest payload (UTC) of each."""
    if warehouse.kind() == "sample":
        return {}
    states = fetch_status(warehouse)
    found = {}
    for name, source in sorted(_fetched_sources().items()):
        state = states.get(name) or _added_by_hand(name, newest.get(name))
        if state is not None:
            found[name] = _aged(state, source, now)
    return found


def _added_by_hand(source: str, newest: datetime | None) -> FetchState | None:
    if newest is None:
        return None
    return FetchState(source, newest, newest, NoFetch.ADDED_BY_HAND, False, None, ())


def _aged(state: FetchState, source: SourceSpec, now: datetime) -> FetchState:
    fetch = source.fetch
    last = state.last_success_at
    if fetch is None or fetch.enabled == "by_name" or state.is_stale or last is None:
        return state
    if now - last <= timedelta(hours=fetch.fresh_hours):
        return state
    days = (now - last).total_seconds() / 86_400
    reason = f"not fetched for {days:.1f} days, fresh for {fetch.fresh_hours:g} hours"
    return replace(state, is_stale=True, outcome=NoFetch.OVERDUE, reason=reason)


def _fetched_sources() -> dict[str, SourceSpec]:
    specs = load_specs().values()
    return {one.source: one.source_spec for one in specs if one.source_spec.fetch is not None}
