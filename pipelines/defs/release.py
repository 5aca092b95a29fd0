"""The published file, made only from a candidate with a passing verdict, and its pages.

Belongs here: Dagster declarations. Does not belong here: releasing (`pipelines/publish/`) or what
stands on the pages (`pipelines/report/`).
"""

import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import dagster as dg

from pipelines.archive.accepted_checks import accepted_checks
from pipelines.defs.answered import answered
from pipelines.defs.audit import VERDICT
from pipelines.defs.dbt import MART_KEYS
from pipelines.defs.resources import WarehouseResource
from pipelines.errors import ChipwatchError
from pipelines.faults import written_down
from pipelines.overlay.files import written_hash
from pipelines.publish import webhook as notify
from pipelines.publish.provenance import provenance
from pipelines.publish.publish import publish
from pipelines.publish.webhook import tell_of_release
from pipelines.releases.shelf import Release, current_release, releases
from pipelines.transform.contents import markdown_table
from pipelines.warehouse import Build, Warehouse

RELEASE = dg.AssetKey(["release", "chipwatch"])
REPORT = dg.AssetKey(["release", "report"])
_DIFF = ("table", "rows_before", "rows_after", "added", "changed", "removed")


@dg.asset(
    key=RELEASE,
    deps=[VERDICT],
    group_name="release",
    kinds={"duckdb"},
    owners=["team:chipwatch"],
    tags={"step": "release"},
    description="chipwatch.duckdb: the published warehouse. Replaced atomically, only by a "
    "candidate whose verdict names its bytes; on any failure the last good file stays.",
)
@answered
def chipwatch(context: dg.AssetExecutionContext, store: WarehouseResource) -> dg.MaterializeResult:  # type: ignore[type-arg]
    warehouse, build = store.located(), store.build(context)
    try:
        made_from = provenance(
            store.contents(context),
            written_hash(build.overlay),
            store.source_states(context),
            accepted_checks(warehouse, datetime.now(UTC)),
        )
        release = publish(warehouse, build, made_from)
    except ChipwatchError as refused:
        notify.tell_failed(warehouse, str(refused))
        raise dg.Failure(description=str(refused)) from refused
    follow_publication(context, warehouse, build, release)
    shutil.rmtree(build.path, ignore_errors=True)
    manifest = release.manifest
    tables = [(table["table"], f"{table['rows']:,}") for table in manifest["tables"]]
    return dg.MaterializeResult(
        metadata={
            "release_id": release.release_id,
            "file": dg.MetadataValue.path(str(warehouse.published)),
            "file_bytes": manifest["file_bytes"],
            "dagster/row_count": manifest["row_count"],
            "checks_passed": manifest["checks_passed_count"],
            "checks_failed": manifest["checks_failed_count"],
            **{
                f"rows_{count}": sum(table[count] for table in manifest["drift"])
                for count in ("added", "changed", "removed")
            },
            "diff": dg.MetadataValue.md(_diff(release)),
            "tables": dg.MetadataValue.md(markdown_table(["table", "rows"], tables)),
            "data_docs": dg.MetadataValue.path(str(release.path / "data_docs" / "index.html")),
        }
    )


@dg.multi_asset(
    name="write_report",
    specs=[
        dg.AssetSpec(
            REPORT,
            deps=[RELEASE],
            group_name="release",
            kinds={"html"},
            owners=["team:chipwatch"],
            tags={"step": "release"},
            skippable=True,
            description="The current release as HTML pages that load nothing from a network.",
        )
    ],
    check_specs=[
        dg.AssetCheckSpec(
            "is_written",
            asset=REPORT,
            description="The pages of the release were written. If not, the release stands all the "
            "same; `chipwatch report` writes them again.",
        )
    ],
)
@answered
def report(store: WarehouseResource) -> Iterator[Any]:
    from pipelines.report.file import site_folder, write_site

    release = current_release(store.located())
    if release is None:
        raise dg.Failure("Nothing is published yet. What to do: launch the job `build`.")
    folder, problem = site_folder(release), None
    try:
        written = write_site(release, folder)
    except ChipwatchError as failed:
        problem = str(failed)
    except Exception as failed:
        log = written_down(failed, store.located())
        problem = (
            f"release {release.release_id} is published; its pages were not written: "
            f"{type(failed).__name__}: {failed} (see {log})"
        )
    else:
        yield dg.MaterializeResult(
            asset_key=REPORT,
            metadata={
                "release_id": release.release_id,
                "report": dg.MetadataValue.path(str(written.first_page)),
                "files": written.files,
                "bytes": written.bytes,
            },
        )
    yield dg.AssetCheckResult(
        asset_key=REPORT,
        check_name="is_written",
        passed=problem is None,
        severity=dg.AssetCheckSeverity.WARN,
        description=problem,
    )


def follow_publication(
    context: dg.AssetExecutionContext, warehouse: Warehouse, build: Build, release: Release
) -> None:
    """Do what follows a publication; whatever fails is a warning, the release stands."""
    steps: tuple[tuple[str, Callable[[], None]], ...] = (
        ("the webhook was not told", lambda: tell_of_release(warehouse, release)),
        (
            "what changed for the watch list was not told",
            lambda: _tell_watched(warehouse, build, release),
        ),
        ("the pages of its checks were not kept", lambda: _keep_pages(build, release)),
        ("what changed is not shown here", lambda: _show_changes(context, release)),
    )
    for what, follow in steps:
        try:
            follow()
        except Exception as error:
            log = written_down(error, warehouse)
            told = f"release {release.release_id} is published; {what}: {type(error).__name__}: "
            context.log.warning(f"{told}{error} (see {log})")
            sys.stderr.write(f"note: {told}see {log}\n")


def _tell_watched(warehouse: Warehouse, build: Build, release: Release) -> None:
    """What the release changed for the user's watch list: a file, a feed, the webhook."""
    from pipelines.answer import watch

    previous = release.manifest["previous_release_id"]
    before = next((one for one in releases(warehouse) if one.release_id == previous), None)
    if before is None or not before.is_kept:
        return
    found = watch.changes(watch.watch_list(build.overlay / "watch.parquet"), before, release)
    watch.write(release, found)
    notify.tell_watched(warehouse, release.release_id, watch.told_lines(found))


def _keep_pages(build: Build, release: Release) -> None:
    if build.data_docs.exists():
        shutil.copytree(build.data_docs, release.path / "data_docs", dirs_exist_ok=True)


def _show_changes(context: dg.AssetExecutionContext, release: Release) -> None:
    for table, counts in _changes(release).items():
        context.log_event(dg.AssetObservation(asset_key=MART_KEYS[table], metadata=counts))


def _changes(release: Release) -> dict[str, dict[str, Any]]:
    """Rows added, changed and removed by mart, for every mart that was in the last release too."""
    return {
        str(table["table"]): {
            f"rows_{name}": table[name] for name in ("added", "changed", "removed")
        }
        for table in release.manifest["drift"]
        if table["table"] in MART_KEYS
    }


def _diff(release: Release) -> str:
    """What this release has that the last one had not, as Markdown."""
    last = release.manifest["previous_release_id"]
    changed = [t for t in release.manifest["drift"] if t["added"] or t["changed"] or t["removed"]]
    if last is None:
        return "the first release"
    if not changed:
        return f"no row differs from {last}"
    rows = [[table[name] for name in _DIFF] for table in changed]
    return f"beside {last}:\n\n{markdown_table(_DIFF, rows)}"
