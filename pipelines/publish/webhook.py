"""A webhook for what a person should not have to look for; off unless its URL is set.

Belongs here: sending one JSON document with a time limit, and remembering what was told.
Does not belong here: deciding what is wrong with a candidate (`judge.py`) or making a release.

CHIPWATCH_WEBHOOK_URL names the receiver. It is told of a refused release, a stale source, a newly
confirmed event and what changed for the watch list. Nothing here ever fails or delays a release by
more than the time limit.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import threading
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from pipelines.archive.redaction import redact_text
from pipelines.archive.staleness import source_states
from pipelines.audit.check import CheckResult
from pipelines.files.durable import write_durably
from pipelines.files.kept_json import Misshapen, read_kept
from pipelines.releases import changes
from pipelines.releases.changes import Change
from pipelines.releases.shelf import Release
from pipelines.settings import WEBHOOK_URL, web_address_problem
from pipelines.warehouse import Warehouse

VARIABLE = WEBHOOK_URL
TIMEOUT_SECONDS = 5.0
TOLD_LIMIT = 5000
LISTED_LIMIT = 50


def told_file(warehouse: Warehouse) -> Path:
    """Hashes of what the receiver was told already, so that nothing is told twice."""
    return warehouse.root / "webhook.json"


def tell_refused(warehouse: Warehouse, checks: Iterable[CheckResult]) -> None:
    """Tell of a candidate that may not be published, with the checks that keep it back."""
    blocking = [check for check in checks if check.blocks]
    if blocking:
        lines = [
            {"check_id": check.check_id, "message": check.message}
            for check in blocking[:LISTED_LIMIT]
        ]
        _tell(
            warehouse,
            "release_refused",
            f"{len(blocking)} critical check(s) keep a candidate from being published",
            lines,
        )


def tell_failed(warehouse: Warehouse, reason: str) -> None:
    """Tell of a build that ended before it could be judged."""
    _tell(warehouse, "release_refused", "a build failed", [{"message": reason}])


def tell_confirmed(warehouse: Warehouse, release_id: str, events: Iterable[Change]) -> None:
    """Tell of events that this release confirms for the first time."""
    lines = [
        {"event_id": event.row_key, "title": event.title, "reason": event.reason}
        for event in events
    ]
    if lines:
        title = f"{len(lines)} newly confirmed event(s) in release {release_id}"
        _tell(warehouse, "event_confirmed", title, lines, once_by="event_id")


def tell_watched(
    warehouse: Warehouse, release_id: str, changed: Sequence[Mapping[str, Any]]
) -> None:
    """Tell what this release changed for the user's watch list."""
    if changed:
        told = [{"key": f"{release_id}/{one['watch_id']}/{one['text']}", **one} for one in changed]
        title = f"{len(told)} change(s) for your watch list in release {release_id}"
        _tell(warehouse, "watch_changed", title, told, once_by="key")


def tell_stale(warehouse: Warehouse, now: datetime) -> None:
    """Tell of the sources that are stale, each once until it is fresh again."""
    if _receiver() is None or warehouse.kind() != "live":
        return
    try:
        with duckdb.connect(str(warehouse.published), read_only=True) as connection:
            rows = connection.execute(
                "select source, max(last_observed_at) from meta.sources "
                "where last_observed_at is not null group by 1"
            ).fetchall()
    except duckdb.Error as error:
        _note(f"stale sources could not be looked up ({str(error).splitlines()[0]})")
        return
    newest = {name: at if at.tzinfo else at.replace(tzinfo=UTC) for name, at in rows}
    stale = [
        {
            "key": f"{state.source}@{state.last_success_at}",
            "source": state.source,
            "last_good_at": str(state.last_success_at),
            "reason": f"{state.outcome}: {state.reason}",
        }
        for state in source_states(warehouse, newest, now).values()
        if state.is_stale
    ]
    if stale:
        _tell(warehouse, "source_stale", f"{len(stale)} stale source(s)", stale, once_by="key")


def _tell(
    warehouse: Warehouse,
    kind: str,
    title: str,
    details: Sequence[Mapping[str, Any]],
    once_by: str | None = None,
) -> None:
    receiver = _receiver()
    if receiver is None:
        return
    told = _told(warehouse) if once_by else []
    fresh = [d for d in details if once_by is None or _mark(kind, d[once_by]) not in told]
    if not fresh:
        return
    body = {
        "kind": kind,
        "title": title,
        "warehouse_kind": warehouse.kind(),
        "is_sample": warehouse.kind() == "sample",
        "sent_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "details": [
            {name: redact_text(str(value)) for name, value in detail.items()} for detail in fresh
        ],
    }
    if _send(receiver, body) and once_by:
        told += [_mark(kind, detail[once_by]) for detail in fresh]
        try:
            write_durably(told_file(warehouse), json.dumps(told[-TOLD_LIMIT:]).encode())
        except OSError as error:
            _note(f"what was told could not be remembered ({error.strerror})")


def _receiver() -> str | None:
    url = os.environ.get(VARIABLE, "").strip()
    if not url:
        return None
    if web_address_problem(url) is not None:
        _note(f"{VARIABLE} is not an http(s) URL; nobody is told")
        return None
    return url


def _send(url: str, body: Mapping[str, Any]) -> bool:
    """POST within the time limit, whatever the receiver does; True when it said 2xx."""
    outcome: list[str] = []

    def post() -> None:
        import requests

        try:
            with requests.post(
                url, json=body, timeout=TIMEOUT_SECONDS, allow_redirects=False, stream=True
            ) as response:
                ok = response.status_code // 100 == 2
                outcome.append("" if ok else f"HTTP {response.status_code}")
        except (requests.RequestException, ValueError) as error:
            outcome.append(type(error).__name__)

    thread = threading.Thread(target=post, name="webhook", daemon=True)
    thread.start()
    thread.join(TIMEOUT_SECONDS)
    result = outcome[0] if outcome else f"no answer within {TIMEOUT_SECONDS:g} s"
    if result:
        _note(f"the receiver of {VARIABLE} was not told of {body['kind']}: {result}")
    return not result


def _told(warehouse: Warehouse) -> list[str]:
    try:
        return list(read_kept(told_file(warehouse), [str]))
    except (OSError, Misshapen):
        return []


def _mark(kind: str, value: Any) -> str:
    return hashlib.sha256(f"{kind}:{value}".encode()).hexdigest()[:16]


def _note(text: str) -> None:
    sys.stderr.write(f"note: {text}\n")


def tell_of_release(warehouse: Warehouse, release: Release) -> None:
    """Tell the webhook, when there is one, what this release confirms and which source is stale."""
    with duckdb.connect(str(release.database), read_only=True) as connection:
        confirmed = changes.newly_confirmed(connection, release.release_id)
    tell_confirmed(warehouse, release.release_id, confirmed)
    tell_stale(warehouse, datetime.now(UTC))
