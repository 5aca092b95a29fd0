"""A full answer is a warning only where no part of what it was asked for was asked again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime

import duckdb
import pyarrow as pa
import pytest

from pipelines.sources import connector_of
from pipelines.sources.request import Occasion, Request
from pipelines.specs import load_specs, spec
from tests.unit.sources.test_requests import rows

NOW = datetime(2026, 11, 20, 12, 7, tzinfo=UTC)
FULL = {"gdelt_doc/articles": ("full_answer", 250), "comtrade/flows": ("preview_limit", 500)}


def warned_of(name: str, answers: Iterable[tuple[str, Request | None, int]]) -> set[str]:
    """The payloads that the check warns of; each answer has a name, its request, its rows."""
    kind = FULL[name][0]
    [rule] = [rule for rule in spec(name).checks.rules if rule.kind == kind]
    source, dataset = name.split("/")
    payloads = [
        {
            "payload_sha256": sha,
            "source": source,
            "dataset": dataset,
            "outcome": "ok",
            "url": request.url if request else None,
            "parameters": json.dumps(request.recorded_parameters) if request else None,
            "row_count": count,
            "reject_count": 0,
        }
        for sha, request, count in answers
    ]
    with duckdb.connect() as connection:
        connection.execute("create schema inputs")
        connection.register("given", pa.Table.from_pylist(payloads))
        connection.execute("create table inputs.payloads as from given")
        query = str(rule.arguments["unexpected_rows_query"])
        return {str(row[0]) for row in connection.execute(query).fetchall()}


def whole(name: str) -> Request:
    source = name.split("/", maxsplit=1)[0]
    fetch = next(s.source_spec.fetch for s in load_specs().values() if s.source == source)
    assert fetch is not None
    window = (date(2026, 10, 1), date(2026, 10, 5))
    occasion = Occasion(now=NOW, settings=fetch.settings, window=window)
    return next(iter(connector_of(source).requests(occasion)))


@pytest.mark.parametrize("name", sorted(FULL))
def test_only_the_last_full_part_is_a_warning(name: str) -> None:
    most = FULL[name][1]
    request = whole(name)
    connector = connector_of(name.split("/", maxsplit=1)[0])
    assert warned_of(name, [("whole", request, most)]) == {"whole"}
    first, second = connector.following(request, b"", rows(most))
    answers = [("whole", request, most), ("first", first, 3), ("second", second, most)]
    assert warned_of(name, answers) == {"second"}
    parts = connector.following(second, b"", rows(most))
    more = [(f"part {n}", part, most - 1) for n, part in enumerate(parts)]
    assert warned_of(name, [*answers, *more]) == set()


@pytest.mark.parametrize("name", sorted(FULL))
def test_what_has_no_parameters_or_other_ones_is_no_part(name: str) -> None:
    most = FULL[name][1]
    request = whole(name)
    parameters = tuple(
        (key, "other" if n == 0 else v) for n, (key, v) in enumerate(request.parameters)
    )
    other = Request(request.dataset, "other", request.url, parameters)
    answers = [("whole", request, most), ("by hand", None, most), ("other", other, 1)]
    assert warned_of(name, answers) == {"whole", "by hand"}
