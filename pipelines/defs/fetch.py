"""Assets, jobs, schedules and sensors of the fetch; nothing here asks anybody at load.

Belongs here: Dagster declarations. Everything that runs by itself is off until switched on.
Does not belong here: how a source is asked (`pipelines/fetch/`).
"""

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import dagster as dg

from pipelines.archive.fetch_log import NoFetch
from pipelines.archive.refusals import refusal_of
from pipelines.archive.store import Archive
from pipelines.defs.answered import answered
from pipelines.defs.executor import in_process_by_default
from pipelines.defs.resources import WarehouseResource
from pipelines.errors import ChipwatchError
from pipelines.labels import curated_labels
from pipelines.sources import connector_of
from pipelines.sources.request import Newest
from pipelines.specs import FetchSpec, SourceSpec, load_specs
from pipelines.warehouse import locate

if TYPE_CHECKING:
    from pipelines.fetch.engine import Report

SOURCES: dict[str, SourceSpec] = {
    spec.source: spec.source_spec for spec in load_specs().values() if spec.source_spec.fetch
}
_SECONDS_BETWEEN_LOOKS = 1800


def _holds_sample() -> bool:
    try:
        return locate(None).kind() == "sample"
    except ChipwatchError:
        return False


HOLDS_SAMPLE = _holds_sample()
SAMPLE_TAG = {"warehouse": "sample"} if HOLDS_SAMPLE else {}
OF_SAMPLE = (
    " This warehouse holds the bundled sample: nothing is fetched into it." if HOLDS_SAMPLE else ""
)


def fetch_key(source: str) -> dg.AssetKey:
    return dg.AssetKey(["fetch", source])


def _fetch(
    store: WarehouseResource, source: str, window: tuple[date, date] | None = None
) -> "Report | str":
    """Fetch one source into the live warehouse of the resource, or why it is not asked."""
    from pipelines.fetch.engine import Fetcher

    warehouse = store.located()
    if warehouse.kind() == "sample":
        return (
            f"{warehouse.root} is a sample warehouse; fetched data never mix with it. What to do:"
            " point CHIPWATCH_WAREHOUSE at another folder and start again."
        )
    warehouse.ensure("live")
    return Fetcher(warehouse).fetch_source(source, window)


def _figures(report: "Report") -> dict[str, Any]:
    return {
        "outcome": curated_labels().shown("outcome", report.outcome),
        "requests": report.requests,
        "payloads": report.payloads,
        "dagster/row_count": report.rows,
        "bytes": report.bytes,
        "waiting": report.waiting,
        "seconds": report.seconds,
        **({"rows_per_second": round(report.rows / report.seconds, 1)} if report.seconds else {}),
    }


def _fetch_asset(source: SourceSpec) -> dg.AssetsDefinition:
    fetch = source.fetch
    assert fetch is not None  # noqa: S101
    key = fetch_key(source.name)

    @dg.multi_asset(
        name=f"ask_{source.name}",
        specs=[
            dg.AssetSpec(
                key,
                group_name="fetch",
                kinds={"http"},
                owners=["team:chipwatch"],
                tags={"step": "fetch", "source": source.name, **SAMPLE_TAG},
                skippable=True,
                description=f"Payloads of {source.title} ({source.site}), asked for at its own"
                f" pace and put into the archive. Licence: {source.licence}.{OF_SAMPLE}",
                freshness_policy=dg.FreshnessPolicy.time_window(
                    fail_window=timedelta(hours=fetch.fresh_hours)
                ),
            )
        ],
        check_specs=[
            dg.AssetCheckSpec(
                "is_fresh",
                asset=key,
                description="The last fetch got all it asked for. If not, the last good data"
                " stay, and meta.sources says stale and why.",
            )
        ],
    )
    @answered
    def fetched(store: WarehouseResource) -> Iterator[Any]:
        report = _fetch(store, source.name)
        if isinstance(report, str):
            yield _is_fresh(
                key,
                False,
                report,
                {"outcome": curated_labels().shown("outcome", NoFetch.NOT_ASKED)},
            )
            return
        if report.is_complete:
            yield dg.MaterializeResult(asset_key=key, metadata=_figures(report))
        warnings = {"warnings": dg.MetadataValue.json(report.warnings)}
        yield _is_fresh(key, report.is_complete, report.message, _figures(report) | warnings)

    return fetched


def _is_fresh(
    key: dg.AssetKey, passed: bool, message: str, metadata: dict[str, Any]
) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        asset_key=key,
        check_name="is_fresh",
        passed=passed,
        severity=dg.AssetCheckSeverity.WARN,
        description=message or None,
        metadata=metadata,
    )


def _backfill_job(source: SourceSpec, first_day: str) -> dg.JobDefinition:
    """One month a run, or one day of a source of large files: a job and not an asset, so that
    assets can be materialized all at once.
    """
    is_daily = source.fetch is not None and source.fetch.slices is not None
    span = "day" if is_daily else "month"
    partitions: dg.TimeWindowPartitionsDefinition = (
        dg.DailyPartitionsDefinition(start_date=first_day)
        if is_daily
        else dg.MonthlyPartitionsDefinition(start_date=first_day)
    )

    @dg.op(name=f"ask_{source.name}_for_a_{span}")
    @answered
    def ask(context: dg.OpExecutionContext, store: WarehouseResource) -> None:
        asked = context.partition_time_window
        window = asked.start.date(), asked.end.date() - timedelta(days=1)
        report = _fetch(store, source.name, window)
        if isinstance(report, str):
            raise dg.Failure(report)
        if not report.is_complete:
            raise dg.Failure(f"{report.outcome}: {report.message}", metadata=_figures(report))
        context.log_event(
            dg.AssetMaterialization(
                fetch_key(source.name),
                description=f"{window[0]} to {window[1]}",
                metadata=_figures(report),
            )
        )

    @dg.job(
        name=f"backfill_{source.name}",
        partitions_def=partitions,
        executor_def=in_process_by_default,
        description=f"Archive one {span} of {source.title}: what the daily fetch did not reach"
        " back to.",
    )
    def backfill() -> None:
        ask()

    return backfill


fetch_assets = [_fetch_asset(source) for source in SOURCES.values()]

FETCH_GROUP = dg.AssetSelection.groups("fetch")

FETCH_JOB = "fetch"

fetch_jobs: list[Any] = [
    dg.define_asset_job(
        FETCH_JOB,
        selection=FETCH_GROUP,
        executor_def=dg.in_process_executor,
        description="Ask every source, or those selected, for what is new and archive it. A"
        " schedule or sensor of one source launches it for that source alone.",
    ),
    *(
        _backfill_job(source, source.fetch.backfill_from)
        for source in SOURCES.values()
        if source.fetch and source.fetch.backfill_from
    ),
]


def _schedule(number: int, source: SourceSpec) -> dg.ScheduleDefinition:
    """Daily after the services have published (11:00 UTC), each source at its own minute."""
    return dg.ScheduleDefinition(
        name=f"daily_{source.name}",
        job_name=FETCH_JOB,
        execution_fn=lambda _: dg.RunRequest(asset_selection=[fetch_key(source.name)]),
        cron_schedule=f"{number * 5 % 60} 11 * * *",
        execution_timezone="UTC",
        default_status=dg.DefaultScheduleStatus.STOPPED,
        description=f"Fetch {source.title} every day. Off until switched on.",
    )


fetch_schedules = [_schedule(n, source) for n, source in enumerate(SOURCES.values())]


def _newest_sensor(source: SourceSpec, fetch: FetchSpec, newest: Newest) -> dg.SensorDefinition:
    @dg.sensor(
        name=f"newest_of_{source.name}",
        job_name=FETCH_JOB,
        minimum_interval_seconds=_SECONDS_BETWEEN_LOOKS,
        default_status=dg.DefaultSensorStatus.STOPPED,
        description=f"Looks every half hour whether {source.title} has something newer and fetches"
        " when it has. Off until switched on.",
    )
    def look(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        from pipelines.fetch.watch import newest_name

        name = newest_name(source, fetch, newest)
        if name is None:
            return dg.SkipReason(f"{source.title} did not say what is its newest")
        if name == context.cursor:
            return dg.SkipReason(f"{name} is still the newest of {source.title}")
        alone = dg.RunRequest(run_key=name, asset_selection=[fetch_key(source.name)])
        return dg.SensorResult([alone], cursor=name)

    return look


newest_sensors = {
    source.name: _newest_sensor(source, source.fetch, newest)
    for source in SOURCES.values()
    if source.fetch and (newest := connector_of(source.name).newest)
}


@dg.sensor(
    name="build_what_was_archived",
    job_name="build",
    minimum_interval_seconds=300,
    default_status=dg.DefaultSensorStatus.STOPPED,
    description="Starts a build when the archive holds other payloads than at the last look. Off"
    " until switched on.",
)
def build_what_was_archived(
    context: dg.SensorEvaluationContext,
) -> dg.SensorResult | dg.SkipReason:
    try:
        place = locate()
        entries = Archive(place.archive, place.archive_index).entries()
        loadable = sorted(e.sha256 for e in entries if refusal_of(e) is None)
    except ChipwatchError as error:
        return dg.SkipReason(error.message)
    state = hashlib.sha256("".join(loadable).encode()).hexdigest()
    if not loadable or state == context.cursor:
        return dg.SkipReason("nothing new in the archive")
    return dg.SensorResult([dg.RunRequest(run_key=state)], cursor=state)


fetch_sensors = [*newest_sensors.values(), build_what_was_archived]
