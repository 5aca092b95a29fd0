"""Assets of the raw layer: one a dataset, parsed from the archive, and the gate over them.

Belongs here: Dagster declarations. Does not belong here: parsing (`sources/`) or the rules of the
gate (`expectations/`).
"""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import dagster as dg

from pipelines.archive.accepted_checks import accepted_checks, ended_checks
from pipelines.audit import gates
from pipelines.audit.catalogue import load_catalogue
from pipelines.audit.set_aside import set_aside
from pipelines.defs.answered import answered
from pipelines.defs.checks import check_specs, evaluations
from pipelines.defs.metadata import documented, parquet_metadata
from pipelines.defs.resources import WarehouseResource
from pipelines.files.durable import write_durably
from pipelines.overlay.files import own_rows
from pipelines.raw.inputs import write_inputs
from pipelines.raw.write import parse_dataset
from pipelines.releases.details import released_payloads
from pipelines.specs import DatasetSpec, load_specs

SPECS = load_specs()
RAW_CHECKS = [check for check in load_catalogue() if check.layer == "raw"]


def raw_key(table: str) -> dg.AssetKey:
    return dg.AssetKey(["raw", table])


def _raw_asset(spec: DatasetSpec) -> dg.AssetsDefinition:
    @dg.asset(
        key=raw_key(spec.raw_name),
        group_name="raw",
        kinds={"python", "parquet"},
        owners=["team:chipwatch"],
        tags={"step": "raw", "source": spec.source},
        description=f"{spec.description}\n\n"
        f"Publisher: {spec.source_spec.publisher} ({spec.source_spec.site}). "
        f"Licence: {spec.source_spec.licence}.",
        code_version=str(spec.parser_version),
        metadata={
            "dagster/column_schema": dg.TableSchema(
                columns=[
                    dg.TableColumn(field.name, str(field.type), description=field.description)
                    for field in spec.columns
                ]
            ),
            **documented("sources.md", publisher=spec.source_spec.site),
        },
    )
    @answered
    def raw(context: dg.AssetExecutionContext, store: WarehouseResource) -> dg.MaterializeResult:  # type: ignore[type-arg]
        warehouse, build = store.located(), store.build(context)
        started = time.perf_counter()
        summary = parse_dataset(warehouse, build, store.contents(context), spec)
        seconds = time.perf_counter() - started
        new = summary.not_in(released_payloads(warehouse))
        return dg.MaterializeResult(
            metadata={
                **parquet_metadata(build.raw / spec.raw_name / "*.parquet", seconds),
                "rows_of_new_payloads": sum(payload["row_count"] for payload in new),
                "rows_rejected": summary.reject_count,
                "payloads": len(summary.payloads),
                "payloads_new": len(new),
                "payloads_refused": len(summary.refused),
                **({"refused": dg.MetadataValue.json(summary.refused)} if summary.refused else {}),
                "payload_bytes": summary.bytes,
            },
        )

    return raw


RAW_KEYS = {spec.raw_name: raw_key(spec.raw_name) for spec in SPECS.values()}
raw_assets = [_raw_asset(spec) for spec in SPECS.values()]


@dg.multi_asset_check(
    name="raw_gate",
    specs=check_specs(RAW_CHECKS, RAW_KEYS, blocking=True),
    can_subset=False,
)
@answered
def raw_gate(
    context: dg.AssetCheckExecutionContext, store: WarehouseResource
) -> Iterator[dg.AssetCheckResult]:
    """Set wrong rows and series aside, then Great Expectations on the Parquet of every dataset."""
    build = store.build(context)
    warehouse = store.located()
    now = datetime.now(UTC)
    accepted, ended = accepted_checks(warehouse, now), ended_checks(warehouse, now)
    gates.GATES.start()  # it loads while wrong rows are set aside
    set_aside(build, accepted.keys(), warehouse.judged)
    # The gate reads the inputs, and the asset `inputs` waits for this gate.
    write_inputs(build, store.contents(context), own_rows(warehouse), store.source_states(context))
    (results,) = gates.GATES.stream(gates.raw_gate, build.path, accepted, ended)
    content = json.dumps([result.to_json() for result in results]).encode()
    write_durably(build.results / "raw_gate.json", content)
    yield from evaluations(results, RAW_KEYS)
