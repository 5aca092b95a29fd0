"""`python -m pipelines.cli.live_check`: one small thing from every keyless service, in a table.

Belongs here: a look at whether the services answer as this code expects, within a minute and
without touching a warehouse. Does not belong here: fetching for keeps (`engine.py`).
"""

from __future__ import annotations

import os
import socket
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from time import monotonic

from pipelines.cli.tables import in_words, render
from pipelines.fetch import environment
from pipelines.fetch.clock import SystemClock
from pipelines.fetch.environment import Environment, NotConfigured
from pipelines.fetch.http import Answer, Client, Limits, TransferError
from pipelines.fetch.outcomes import Judgement, columns_at, judge_answer
from pipelines.labels import curated_labels
from pipelines.parsing.records import Outcome
from pipelines.sources import connector_of, parser_for
from pipelines.sources.request import Request
from pipelines.specs import DatasetSpec, FetchSpec, load_specs, spec
from pipelines.warehouse import Warehouse

ALL_SECONDS = 50.0
_LIMITS = Limits(
    total_seconds=30.0, largest_body=20_000_000, connect_seconds=10.0, read_seconds=20.0
)


@dataclass(frozen=True)
class Look:
    """What one service did when it was asked for one small thing."""

    source: str
    asked: str
    outcome: str
    status: int | None
    rows: int | None
    seconds: float
    message: str


def check(variables: Mapping[str, str], all_seconds: float = ALL_SECONDS) -> list[Look]:
    """Ask every keyless service at the same time; one that hangs is told as a timeout."""
    fetches = {
        spec.source: spec.source_spec.fetch
        for spec in load_specs().values()
        if spec.source_spec.fetch is not None and _is_keyless(spec.source_spec.fetch)
    }
    found: dict[str, Look] = {}

    def look(name: str) -> None:
        found[name] = _look(name, fetches[name], Environment(variables))

    threads = [threading.Thread(target=look, args=(name,), daemon=True) for name in fetches]
    deadline = monotonic() + all_seconds
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, deadline - monotonic()))
    late = f"no answer within {all_seconds:g} s"
    return [
        found.get(name) or Look(name, "", Outcome.TIMEOUT.value, None, None, all_seconds, late)
        for name in fetches
    ]


def _is_keyless(fetch: FetchSpec) -> bool:
    return fetch.key_use != "required" and fetch.enabled == "always"


def _look(source: str, fetch: FetchSpec, variables: Environment) -> Look:
    began = monotonic()
    request = _first_request(source, fetch)
    declared = spec(f"{source}/{request.dataset}")
    answer: Answer | None = None
    try:
        agent = variables.user_agent(declared.source_spec, fetch)
        answer, judgement = _ask(declared, fetch, request, agent, variables)
    except TransferError as error:
        judgement = Judgement(error.outcome, error.message)
    except NotConfigured as error:
        judgement = _without_asking(request, error)
    may_be_so = judgement.outcome is Outcome.EMPTY and judgement.parsed is not None
    return Look(
        source=source,
        asked=request.key,
        outcome=Outcome.OK.value if may_be_so else judgement.outcome.value,
        status=answer.status if answer else None,
        rows=judgement.parsed.row_count if judgement.parsed else None,
        seconds=round(monotonic() - began, 1),
        message=judgement.message,
    )


def _ask(
    declared: DatasetSpec, fetch: FetchSpec, request: Request, agent: str, variables: Environment
) -> tuple[Answer, Judgement]:
    headers = {"User-Agent": agent, "Accept": "*/*", "Accept-Encoding": "gzip, deflate"}
    if fetch.live_check.first_bytes is not None:
        last = fetch.live_check.first_bytes - 1
        headers |= {"Range": f"bytes=0-{last}", "Accept-Encoding": "identity"}
    client = Client(fetch.hosts, variables.base_url(declared.source))
    answer = client.get(request.full_url, headers, _LIMITS)
    if answer.status == 206:
        return answer, _of_part(declared, answer)
    return answer, judge_answer(
        answer,
        declared,
        parser_for(declared.name),
        today=SystemClock().now().date(),
        may_be_empty=request.may_be_empty,
    )


def _of_part(declared: DatasetSpec, answer: Answer) -> Judgement:
    """The first bytes of a large file: are its columns those that are known?"""
    columns = columns_at(answer.body, "header")
    gone = [name for name in declared.accept.required_columns if name not in columns]
    if gone:
        return Judgement(Outcome.MALFORMED, f"the header lacks {', '.join(gone)}")
    return Judgement(Outcome.OK, "the header is as expected; only the first bytes were asked for")


def _without_asking(request: Request, error: NotConfigured) -> Judgement:
    """A service that may not be asked without a contact: only whether it can be reached."""
    host = request.url.split("/")[2]
    try:
        socket.create_connection((host, 443), timeout=_LIMITS.connect_seconds).close()
    except OSError:
        return Judgement(Outcome.UNREACHABLE, f"no connection to {host}")
    return Judgement(Outcome.UNAUTHORIZED, f"{error.message} {error.remedy}")


def _first_request(source: str, fetch: FetchSpec) -> Request:
    """The first thing that a fetch without a key would ask for, made small as the spec says."""
    now = SystemClock().now()
    with tempfile.TemporaryDirectory() as folder:
        occasion = environment.occasion(
            Warehouse(Path(folder)),
            {**fetch.settings, **fetch.live_check.settings},
            now,
            small_window(fetch, now.date()),
            has_key=False,
        )
    return next(iter(connector_of(source).requests(occasion)))


def small_window(fetch: FetchSpec, today: date) -> tuple[date, date] | None:
    """The first and last day that the spec declares for asking for little, if it declares any."""
    span = fetch.live_check.window
    if span is None:
        return None
    first, last = (today - timedelta(days=days) for days in span)
    return first, last


def main() -> int:
    """Print the table; 0 when every service gave what was expected, else 3."""
    looks = check(os.environ)
    columns = ["source", "asked", "outcome", "status", "rows", "s", "message"]
    rows = [[k.source, k.asked, k.outcome, k.status, k.rows, k.seconds, k.message] for k in looks]
    shown = in_words(curated_labels(), rows, {2: "outcome"})
    sys.stdout.write(render(columns, shown) + "\n")
    sys.stdout.flush()
    return 0 if all(look.outcome == Outcome.OK.value for look in looks) else 3


if __name__ == "__main__":
    code = main()
    os._exit(code)  # a look that hangs must not keep the process
