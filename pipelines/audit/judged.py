"""Which payloads a build judges, and which it compares them with.

What a critical check finds in the rows of a payload depends on those rows, on the payloads before
it and on the rules, so a payload that was found sound is not judged again while these are the
same. Each has a mark, a hash over all of it; the marks of sound payloads are kept in
`<warehouse>/judged/`. Judged are the others, beside the payloads that hold the newest earlier rows
with the same keys or answered the same request.
Belongs here: the marks, and the choice. Does not belong here: the rules (specs,
`common_rules.py`), what becomes of a finding (`set_aside.py`), or rules that look at a whole
dataset and are asked in every build.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from pipelines.audit.identity_rules import EARLIER
from pipelines.files.durable import write_durably
from pipelines.files.kept_json import Misshapen, read_kept
from pipelines.fingerprint import module_hash
from pipelines.parsing.records import Outcome
from pipelines.specs import DatasetSpec
from pipelines.specs.checks import Rule
from pipelines.sql_text import sql_text
from pipelines.warehouse import Build

ONE_FETCH = timedelta(hours=12)
"""What was observed within this time of the newest payload counts as one fetch."""
MOST_GAPS = 4
"""A dataset whose unjudged payloads stand in more places among the others is judged whole."""
SCHEMAS = ("unjudged", "compared", "unjudged_payloads")
"""Of the views that rules read beside `raw`."""

Record = Mapping[str, Any]
Judged = Mapping[str, Mapping[str, str]]
"""Of one dataset: the payloads `unjudged` and those `compared`, each with its file in the build."""


@dataclass(frozen=True)
class ToJudge:
    """Payloads of one dataset by hash: those to be judged, and those and what they are beside."""

    unjudged: frozenset[str]
    compared: frozenset[str]


def in_order(records: Iterable[Record]) -> list[Record]:
    """The payloads of a dataset whose rows are loaded, by time observed, then by hash."""
    loaded = (one for one in records if one["outcome"] == Outcome.OK)
    return sorted(loaded, key=lambda one: (str(one["observed_at"]), str(one["payload_sha256"])))


def marks(
    spec: DatasetSpec, rules: Sequence[Rule], build: Build, records: Sequence[Record]
) -> dict[str, str]:
    """The mark of each payload, by hash; `records` are in order."""
    judged_by = repr((rules, spec.natural_key, spec.rows, spec.allowed_defects, spec.columns))
    digest = hashlib.sha256((judged_by + module_hash("pipelines.audit.set_aside")).encode())
    sizes: dict[str, int] = {}
    found = {}
    for one in records:
        file = raw_file(one)
        if file not in sizes:
            path = build.raw / spec.raw_name / file
            sizes[file] = path.stat().st_size if path.exists() else 0
        told = {name: str(value) for name, value in one.items() if name != "raw_file"}
        digest.update(json.dumps([told, file, sizes[file]], sort_keys=True).encode())
        found[str(one["payload_sha256"])] = digest.hexdigest()[:24]
    return found


def found_sound(path: Path | None) -> frozenset[str]:
    """The marks that an earlier build left; none when they cannot be read."""
    try:
        return frozenset(read_kept(path, [str])) if path is not None else frozenset()
    except (OSError, Misshapen):
        return frozenset()


def keep_sound(path: Path, sound: Iterable[str]) -> None:
    """Leave the marks of sound payloads for the next build. OSError when that cannot be done."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_durably(path, json.dumps(sorted(sound)).encode())


def to_judge(
    connection: duckdb.DuckDBPyConnection,
    build: Build,
    spec: DatasetSpec,
    records: Sequence[Record],
    sound: AbstractSet[str],
) -> ToJudge | None:
    """What is to be judged of a dataset of which some payloads are sound; None for all of it.

    `records` are in order. Reads the keys of the rows in the build.
    """
    hashes = [str(one["payload_sha256"]) for one in records]
    unjudged = frozenset(hashes) - sound
    if len(unjudged) == len(hashes):
        return None
    newest = datetime.fromisoformat(str(records[-1]["observed_at"])) - ONE_FETCH
    latest = {
        str(one["payload_sha256"])
        for one in records
        if datetime.fromisoformat(str(one["observed_at"])) > newest
    }
    looked_at = unjudged | latest
    gaps = [
        place
        for place in range(1, len(hashes))
        if hashes[place] in looked_at and hashes[place - 1] not in looked_at
    ]
    if len(gaps) > MOST_GAPS:
        return None
    beside = _of_same_request(spec, records, looked_at)
    for place in gaps:
        after = place
        while after < len(hashes) and hashes[after] in looked_at:
            after += 1
        before = [one for one in records[:place] if one["payload_sha256"] not in looked_at]
        beside |= _newest_with_keys(connection, build, spec, records[place:after], before)
    return ToJudge(unjudged, looked_at | beside)


def tell(build: Build, judged: Mapping[str, Judged]) -> None:
    """Leave for the gate what was judged, by raw table; a table that is not there was judged whole.

    OSError when it cannot be written.
    """
    write_durably(_record(build), json.dumps(judged, sort_keys=True).encode())


def told(build: Build) -> dict[str, Judged]:
    """What `tell` left in a build, if it did."""
    path = _record(build)
    if not path.exists():
        return {}
    record: dict[str, Judged] = json.loads(path.read_bytes())
    return record


def chosen_rows(build: Build, table: str, files: Mapping[str, str] | None) -> str:
    """The rows of a raw table with the day of their payload, of these payloads or of all."""
    folder = build.raw / table
    if files is None:
        source, only = sql_text(f"{folder}/*.parquet"), ""
    else:
        names = sorted(set(files.values())) or ["_empty.parquet"]
        source = f"[{', '.join(sql_text(folder / name) for name in names)}]"
        only = f" where rows.payload_sha256 in ({_listed(files)})"
    return (
        "select rows.*, payloads.observed_at, cast(payloads.observed_at at time zone 'UTC' as "
        f"date) as observed_on from read_parquet({source}) as rows left join inputs.payloads as "
        f"payloads on rows.payload_sha256 = payloads.payload_sha256{only}"
    )


def views(build: Build, spec: DatasetSpec, judged: Judged | None) -> list[str]:
    """Statements for the views of a dataset that rules read beside `raw.<dataset>`."""
    table = spec.raw_name
    payloads = (
        f"select payload_sha256 from inputs.payloads where source = '{spec.source}' and "
        f"dataset = '{spec.dataset}'"
    )
    rows = {"unjudged": f"from raw.{table}", "compared": f"from raw.{table}"}
    if judged is not None:
        rows = {name: chosen_rows(build, table, judged[name]) for name in rows}
        payloads += f" and payload_sha256 in ({_listed(judged['unjudged'])})"
    return [
        f"create or replace view {name}.{table} as {text}"
        for name, text in {**rows, "unjudged_payloads": payloads}.items()
    ]


def raw_file(record: Record) -> str:
    """The name of the file of a build in which the rows of a payload stand."""
    return str(record.get("raw_file") or f"{record['payload_sha256']}.parquet")


def _of_same_request(
    spec: DatasetSpec, records: Sequence[Record], looked_at: AbstractSet[str]
) -> set[str]:
    """Of each request, the fetched payloads before those looked at with which rules compare them.

    That is the one before, and of those that nobody had to accept, as many as `own_past` reads.
    """
    fetched: dict[tuple[str, str], list[Record]] = {}
    found: set[str] = set()
    for one in records:
        same = fetched.setdefault(asked(spec, one), [])
        if one["payload_sha256"] in looked_at:
            sound = [other for other in same if other.get("accepted_reason") is None]
            found |= {str(other["payload_sha256"]) for other in (*same[-1:], *sound[-EARLIER:])}
        elif one["observed_basis"] == "fetched_at":
            same.append(one)
    return found


def asked(spec: DatasetSpec, record: Record) -> tuple[str, str]:
    """What was asked for, but for the parameter that moves with the day."""
    parameters = json.loads(record["parameters"] or "{}")
    parameters.pop(spec.checks.same_request_but, None)
    return str(record["url"]), json.dumps(parameters, sort_keys=True)


def _newest_with_keys(
    connection: duckdb.DuckDBPyConnection,
    build: Build,
    spec: DatasetSpec,
    records: Sequence[Record],
    before: Sequence[Record],
) -> set[str]:
    """The payloads of `before` (in order) with the newest row of each key that `records` have."""
    if not before:
        return set()

    def rows(of: Sequence[Record]) -> str:
        files = {str(one["payload_sha256"]): raw_file(one) for one in of}
        key = ", ".join(f'rows."{name}"' for name in spec.natural_key)
        chosen = chosen_rows(build, spec.raw_name, files)
        return f"(select hash({key}) as key, payload_sha256 from ({chosen}) as rows)"

    places = ", ".join(
        f"({sql_text(str(one['payload_sha256']))}, {place})" for place, one in enumerate(before)
    )
    found = connection.execute(
        f"select distinct max_by(payload_sha256, place) over (partition by key) from "
        f"{rows(before[:-1])} join (values {places}) as places(payload_sha256, place) "
        f"using (payload_sha256) where key in (select key from {rows(records)} except "
        f"select key from {rows(before[-1:])})"
    ).fetchall()
    return {str(before[-1]["payload_sha256"]), *(str(sha) for (sha,) in found)}


def _listed(hashes: Iterable[str]) -> str:
    return ", ".join(map(sql_text, sorted(hashes))) or "null"


def _record(build: Build) -> Path:
    return build.results / "to_judge.json"
