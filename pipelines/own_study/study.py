"""From two files to a folder of tables and a page.

Belongs here: the settings of a study on own files, which files are written.
Does not belong here: reading (files), HTML (page), the command line.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from pyarrow import csv

from pipelines.derived.event_study import Study, StudyConfig, event_study
from pipelines.derived.event_study.config import (
    BENCHMARKS_SCHEMA,
    PEERS_SCHEMA,
    StudyInputError,
)
from pipelines.own_study.files import (
    EVERY_PAIR,
    read_events,
    read_prices,
    require_enough,
    require_sessions,
)
from pipelines.own_study.page import render_page

TABLES = ("reactions", "groups", "paths", "event_days")
EVERY = "all"


@dataclass(frozen=True)
class Summary:
    """What a study on own files came to."""

    folder: Path
    model: str
    pairs: int
    estimated: int
    event_days: int
    significant: int
    reasons: dict[str, int]


def study_files(
    events: Path,
    prices: Path,
    output: Path,
    *,
    benchmark: str | None = None,
    groups: Sequence[str] = (),
    exchange: str = "XNYS",
    zone: str = "America/New_York",
) -> Summary:
    """Study the events of one file on the prices of another and write the folder `output`.

    Raises StudyInputError when a file cannot be used or the folder holds something already.
    """
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise StudyInputError(
            f"{output} is there already and not empty.", "name a new folder, or empty that one."
        )
    bars = read_prices(prices)
    pairs = read_events(events, exchange=exchange, zone=zone, columns=groups)
    config = StudyConfig(
        models=_models(benchmark),
        group_models=_models(benchmark)[-2:],
        path_models=("market_model",) if benchmark else ("mean_adjusted",),
        intraday_windows=((0, 0),),
    )
    require_enough(bars, pairs, benchmark, config.minimum_observations)
    require_sessions(bars, pairs, prices)
    pairs = pairs.append_column(EVERY_PAIR, pa.array([EVERY] * pairs.num_rows))
    found = event_study(
        bars,
        pairs,
        _benchmarks(pairs, benchmark),
        peers=_peers(pairs),
        groups=[EVERY_PAIR, *groups],
        config=config,
    )
    model = config.path_models[0]
    _write(found, output, model, f"Event study of {events.name}")
    return _summary(found, output, model)


def _models(benchmark: str | None) -> tuple[str, ...]:
    price = ("raw_return", "intraday_low", "intraday_high")
    if benchmark is None:
        return (*price, "mean_adjusted", "peer_adjusted")
    return (*price, "market_adjusted", "mean_adjusted", "market_model", "peer_adjusted")


def _benchmarks(pairs: pa.Table, benchmark: str | None) -> pa.Table:
    names = [
        name
        for name in pairs["security_id"].unique().to_pylist()
        if benchmark and name != benchmark
    ]
    count = len(names)
    return pa.table(
        [
            pa.array(names, pa.string()),
            pa.array(["market"] * count, pa.string()),
            pa.array([1] * count, pa.int32()),
            pa.array([benchmark] * count, pa.string()),
            pa.array(["index"] * count, pa.string()),
        ],
        schema=BENCHMARKS_SCHEMA,
    )


def _peers(pairs: pa.Table) -> pa.Table:
    """Every security of the events, on its exchange."""
    found = pairs.group_by(["security_id"]).aggregate([("mic", "min")])
    return pa.table(
        [
            found["security_id"],
            pa.nulls(found.num_rows, pa.string()),
            found["mic_min"],
        ],
        schema=PEERS_SCHEMA,
    )


def _write(found: Study, output: Path, model: str, title: str) -> None:
    """All files or none: the folder appears whole."""
    output.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{output.name}.", dir=output.parent))
    try:
        for name in TABLES:
            csv.write_csv(_flat(getattr(found, name)), work / f"{name}.csv")
        (work / "index.html").write_text(render_page(found, model, title), encoding="utf-8")
        work.chmod(0o755)
        if output.exists():
            output.rmdir()
        work.rename(output)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise


def _flat(table: pa.Table) -> pa.Table:
    """Lists as text, for CSV."""
    for number, field in enumerate(table.schema):
        if pa.types.is_list(field.type):
            values = ["; ".join(one) for one in table.column(number).to_pylist()]
            table = table.set_column(number, field.name, pa.array(values, pa.string()))
    return table


def _summary(found: Study, output: Path, model: str) -> Summary:
    rows = [
        row
        for row in found.reactions.select(
            ["model", "window_start", "window_end", "not_estimable_reason", "q_value"]
        ).to_pylist()
        if row["model"] == model and (row["window_start"], row["window_end"]) == (0, 0)
    ]
    reasons: dict[str, int] = {}
    for row in rows:
        if reason := row["not_estimable_reason"]:
            reasons[reason] = reasons.get(reason, 0) + 1
    return Summary(
        output,
        model,
        len(rows),
        len(rows) - sum(reasons.values()),
        found.event_days.num_rows,
        sum(row["q_value"] is not None and row["q_value"] <= 0.05 for row in rows),
        dict(sorted(reasons.items())),
    )
