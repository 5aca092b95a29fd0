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
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

from pipelines.cli.tables import render
from pipelines.fetch import environment
from pipelines.fetch.clock import SystemClock
from pipelines.fetch.environment import Environment, NotConfigured
from pipelines.fetch.http import Answer, Client, Limits, TransferError
from pipelines.fetch.outcomes import Judgement, columns_at, judge_answer
from pipelines.parsing.records import Outcome
from pipelines.sources import connector_of, fetchable_sources, parser_for
from pipelines.sources.request import Occasion, Request
from pipelines.specs import DatasetSpec, load_specs
from pipelines.warehouse import Warehouse

ALL_SECONDS = 50.0
_LIMITS = Limits(
    total_seconds=30.0, largest_body=20_000_000, connect_seconds=10.0, read_seconds=20.0
)
_SMALL: Mapping[str, Mapping[str, Any]] = {
    "yahoo_chart": {"symbols_of_securities": False, "indices": ["NVDA"]},
    "comtrade": {"reporters": [842], "codes": ["8542"], "partners": [156], "flows": ["X"]},
    "gdelt_doc": {"days_at_first": 1},
}
_FIRST_BYTES = {"csl": "bytes=0-4095"}


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
    specs = {spec.source: spec for spec in load_specs().values()}
    chosen = [name for name in fetchable_sources() if _is_keyless(specs[name])]
    found: dict[str, Look] = {}

    def look(name: str) -> None:
        found[name] = _look(specs[name], Environment(variables))

    threads = [threading.Thread(target=look, args=(name,), daemon=True) for name in chosen]
    deadline = monotonic() + all_seconds
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, deadline - monotonic()))
    late = f"no answer within {all_seconds:g} s"
    return [
        found.get(name) or Look(name, "", Outcome.TIMEOUT.value, None, None, all_seconds, late)
        for name in chosen
    ]


def _is_keyless(spec: DatasetSpec) -> bool:
    fetch = spec.source_spec.fetch
    return fetch is not None and fetch.key_use != "required" and fetch.enabled == "always"


def _look(spec: DatasetSpec, variables: Environment) -> Look:
    began = monotonic()
    request = _first_request(spec)
    answer: Answer | None = None
    try:
        agent = variables.user_agent(spec.source_spec, _fetch(spec))
        answer, judgement = _ask(spec, request, agent, variables)
    except TransferError as error:
        judgement = Judgement(error.outcome, error.message)
    except NotConfigured as error:
        judgement = _without_asking(request, error)
    outcome = "ok" if _is_part(judgement, answer) else judgement.outcome.value
    return Look(
        source=spec.source,
        asked=request.key,
        outcome=outcome,
        status=answer.status if answer else None,
        rows=judgement.parsed.row_count if judgement.parsed else None,
        seconds=round(monotonic() - began, 1),
        message=judgement.message,
    )


def _ask(
    spec: DatasetSpec, request: Request, agent: str, variables: Environment
) -> tuple[Answer, Judgement]:
    headers = {"User-Agent": agent, "Accept": "*/*", "Accept-Encoding": "gzip, deflate"}
    if spec.source in _FIRST_BYTES:
        headers |= {"Range": _FIRST_BYTES[spec.source], "Accept-Encoding": "identity"}
    client = Client(_fetch(spec).hosts, variables.base_url(spec.source))
    answer = client.get(request.full_url, headers, _LIMITS)
    if answer.status == 206:
        return answer, _of_part(spec, answer)
    return answer, judge_answer(
        answer,
        spec,
        parser_for(spec.name),
        today=SystemClock().now().date(),
        may_be_empty=request.may_be_empty,
    )


def _of_part(spec: DatasetSpec, answer: Answer) -> Judgement:
    """The first bytes of a large file: are its columns those that are known?"""
    columns = columns_at(answer.body, "header")
    gone = [name for name in spec.accept.required_columns if name not in columns]
    if gone:
        return Judgement(Outcome.MALFORMED, f"the header lacks {', '.join(gone)}")
    return Judgement(Outcome.OK, "the header is as expected; only the first bytes were asked for")


def _is_part(judgement: Judgement, answer: Answer | None) -> bool:
    return answer is not None and judgement.outcome is Outcome.EMPTY and bool(judgement.parsed)


def _without_asking(request: Request, error: NotConfigured) -> Judgement:
    """A service that may not be asked without a contact: only whether it can be reached."""
    host = request.url.split("/")[2]
    try:
        socket.create_connection((host, 443), timeout=_LIMITS.connect_seconds).close()
    except OSError:
        return Judgement(Outcome.UNREACHABLE, f"no connection to {host}")
    return Judgement(Outcome.UNAUTHORIZED, f"{error.message} {error.remedy}")


def _first_request(spec: DatasetSpec) -> Request:
    fetch, now = _fetch(spec), SystemClock().now()
    with tempfile.TemporaryDirectory() as folder:
        ciks = environment.ciks(Warehouse(Path(folder)), ("nvidia",))
    occasion = Occasion(
        now=now,
        settings={**fetch.settings, **_SMALL.get(spec.source, {})},
        watermark=_recently(spec.source, now - timedelta(days=1)),
        ciks=ciks,
    )
    if spec.source in {"yahoo_chart", "fred", "federal_register"}:
        day = now.date()
        occasion = replace(occasion, window=(day - timedelta(days=14), day))
    if spec.source == "comtrade":
        first = (now.date() - timedelta(days=200)).replace(day=1)
        occasion = replace(occasion, window=(first, first))
    return next(iter(connector_of(spec.source).requests(occasion)))


def _recently(source: str, moment: datetime) -> str | None:
    return moment.strftime("%Y%m%d%H%M00") if source == "gdelt_doc" else None


def _fetch(spec: DatasetSpec) -> Any:
    return spec.source_spec.fetch


def main() -> int:
    """Print the table; 0 when every service gave what was expected, else 3."""
    looks = check(os.environ)
    columns = ["source", "asked", "outcome", "status", "rows", "s", "message"]
    rows = [[k.source, k.asked, k.outcome, k.status, k.rows, k.seconds, k.message] for k in looks]
    sys.stdout.write(render(columns, rows) + "\n")
    sys.stdout.flush()
    return 0 if all(look.outcome == Outcome.OK.value for look in looks) else 3


if __name__ == "__main__":
    code = main()
    os._exit(code)  # a look that hangs must not keep the process
