"""The published file as an asset: made only from a candidate with a passing verdict."""

import shutil

import dagster as dg

from pipelines import notify
from pipelines.build import provenance
from pipelines.defs.audit import VERDICT
from pipelines.defs.resources import WarehouseResource
from pipelines.errors import ChipwatchError
from pipelines.overlay import written_hash
from pipelines.release import publish, tell_of_release


@dg.asset(
    key=["release", "chipwatch"],
    deps=[VERDICT],
    group_name="release",
    kinds={"duckdb"},
    owners=["team:chipwatch"],
    description="chipwatch.duckdb: the published warehouse. Replaced atomically, only by a "
    "candidate whose verdict names its bytes; on any failure the last good file stays.",
)
def chipwatch(context: dg.AssetExecutionContext, store: WarehouseResource) -> dg.MaterializeResult:  # type: ignore[type-arg]
    warehouse, build = store.located(), store.build(context)
    archive, kind = store.archive_and_kind()
    try:
        release = publish(warehouse, build, provenance(archive, kind, written_hash(build.overlay)))
    except ChipwatchError as refused:
        notify.tell_failed(warehouse, str(refused))
        raise dg.Failure(description=str(refused)) from refused
    tell_of_release(warehouse, release)
    if build.data_docs.exists():
        shutil.copytree(build.data_docs, release.path / "data_docs", dirs_exist_ok=True)
    shutil.rmtree(build.path, ignore_errors=True)
    tables = release.manifest["tables"]
    listing = "\n".join(f"| {table['table']} | {table['rows']:,} |" for table in tables)
    return dg.MaterializeResult(
        metadata={
            "release_id": release.release_id,
            "file": dg.MetadataValue.path(str(warehouse.published)),
            "file_bytes": release.manifest["file_bytes"],
            "dagster/row_count": release.manifest["row_count"],
            "checks_passed": release.manifest["checks_passed_count"],
            "checks_failed": release.manifest["checks_failed_count"],
            "tables": dg.MetadataValue.md(f"| table | rows |\n|---|---|\n{listing}"),
            "data_docs": dg.MetadataValue.path(str(release.path / "data_docs" / "index.html")),
        }
    )
