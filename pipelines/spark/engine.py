"""The one module that knows Apache Spark: what outgrows one machine, run on a cluster.

Belongs here: opening a session, giving it the inputs of a build, running the models tagged
`portable` from the same dbt project; reading headlines and reducing slices by the pure functions
that one machine uses as well. Does not belong here: SQL (`dbt_project/`, differences between
engines in `macros/dialect`), how a headline is read or a slice reduced, starting a cluster.

Spark is no dependency of chipwatch: nothing imports this module but who asks for it, and
`requirements-spark.txt` has what it needs. Every machine of the cluster must see the folder of the
build at the same path.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

from pipelines.derived.event_candidates.headlines.extract import each_by_itself
from pipelines.errors import ChipwatchError
from pipelines.sources.gdelt_bulk.slices import reduce
from pipelines.sql_text import sql_text
from pipelines.transform.models import connect
from pipelines.transform.run_dbt import DBT_PROJECT, ensure_manifest
from pipelines.warehouse import Build

TAG = "portable"
SETTINGS = {
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "2",
    "spark.ui.enabled": "false",
}
REDUCED = pa.schema([("name", pa.string()), ("slice", pa.binary())])
_ANSWERS = each_by_itself(pa.chunked_array([], pa.string())).schema
_TYPES = {
    pa.bool_(): "boolean",
    pa.int32(): "int",
    pa.int64(): "bigint",
    pa.float64(): "double",
    pa.date32(): "date",
    pa.string(): "string",
    pa.large_string(): "string",
    pa.timestamp("us"): "timestamp_ntz",
    pa.timestamp("us", "UTC"): "timestamp",
}


@dataclass(frozen=True)
class Relation:
    """A model, seed or source of the dbt project: its place, and DuckDB's file that holds it."""

    schema: str
    name: str
    database: str

    @property
    def place(self) -> str:
        """How SQL of either engine calls it, the database aside."""
        return f"{self.schema}.{self.name}"


@dataclass(frozen=True)
class Portable:
    """The models that run on Spark, and what they read that does not."""

    models: tuple[Relation, ...]
    relations: tuple[Relation, ...]
    sources: tuple[Relation, ...]


def portable() -> Portable:
    """The portable part of the dbt project, by its manifest."""
    manifest = json.loads(ensure_manifest().read_bytes())
    known: Mapping[str, Any] = manifest["nodes"] | manifest["sources"]
    chosen = {
        key: node
        for key, node in known.items()
        if node["resource_type"] == "model" and TAG in node["tags"]
    }
    read = {parent for node in chosen.values() for parent in node["depends_on"]["nodes"]}
    others = [known[key] for key in sorted(read - chosen.keys())]
    return Portable(
        _relations(node for _, node in sorted(chosen.items())),
        _relations(node for node in others if node["resource_type"] != "source"),
        _relations(node for node in others if node["resource_type"] == "source"),
    )


def _relations(nodes: Iterable[Mapping[str, Any]]) -> tuple[Relation, ...]:
    return tuple(
        Relation(node["schema"], node.get("alias", node["name"]), node["database"])
        for node in nodes
    )


def session(address: str, settings: Mapping[str, str] | None = None) -> SparkSession:
    """A session on a cluster (`spark://…`, `local[2]`) or a server of Spark Connect (`sc://…`)."""
    builder = SparkSession.builder.appName("chipwatch")
    builder = builder.remote(address) if address.startswith("sc:") else builder.master(address)
    for name, value in {**SETTINGS, **(settings or {})}.items():
        builder = builder.config(name, value)
    opened: SparkSession = builder.getOrCreate()
    return opened


def take_inputs(spark: SparkSession, build: Build, chosen: Portable) -> None:
    """Tables in the session's catalogue for all that portable models read and Spark does not make.

    Parquet of parsed rows is read where it lies; relations that only DuckDB makes are copied out of
    its databases to the folder `spark` of the build.
    """
    for relation in chosen.sources:
        folder = build.path / relation.schema
        folder = folder / relation.name if relation.schema == "raw" else folder
        single = folder / f"{relation.name}.parquet"
        _take(spark, relation, single if single.exists() else folder)
    with closing(connect(build, read_only=True)) as connection:
        for relation in chosen.relations:
            path = build.path / "spark" / "inputs" / f"{relation.place}.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            connection.execute(
                f"copy (from {relation.database}.{relation.place}) to {sql_text(path)}"
            )
            _take(spark, relation, path)


def _take(spark: SparkSession, relation: Relation, path: Path) -> None:
    """One table over Parquet; its columns are stated, for Spark passes over files named `_…`."""
    one = next(path.glob("*.parquet")) if path.is_dir() else path
    columns = ", ".join(f"`{field.name}` {_type(field.type)}" for field in pq.read_schema(one))
    spark.sql(f"create schema if not exists {relation.schema}").collect()
    spark.sql(
        f"create table {relation.place} ({columns}) using parquet location {sql_text(path)}"
    ).collect()


def _type(kind: pa.DataType) -> str:
    if pa.types.is_decimal(kind):
        return f"decimal({kind.precision}, {kind.scale})"
    if pa.types.is_list(kind):
        return f"array<{_type(kind.value_type)}>"
    if pa.types.is_struct(kind):
        fields = ", ".join(f"`{field.name}`: {_type(field.type)}" for field in kind)
        return f"struct<{fields}>"
    if pa.types.is_timestamp(kind):
        kind = pa.timestamp("us", "UTC" if kind.tz else None)
    return _TYPES[kind]


def make_portable(build: Build, select: str = f"tag:{TAG}") -> None:
    """Run dbt's `build` of the portable models, with their tests, in the session that is open.

    Raises ChipwatchError when a model or a test failed.
    """
    from dbt.cli.main import dbtRunner

    os.environ["CHIPWATCH_BUILD_DIR"] = str(build.path)
    folder = build.path / "spark"
    options = {
        "--target": "spark",
        "--select": select,
        "--indirect-selection": "cautious",
        "--project-dir": DBT_PROJECT,
        "--profiles-dir": DBT_PROJECT,
        "--target-path": folder / "target",
        "--log-path": folder / "logs",
    }
    arguments = [text for option, value in options.items() for text in (option, str(value))]
    told = dbtRunner().invoke(
        ["--quiet", "build", "--exclude-resource-type", "unit_test", *arguments]
    )
    if not told.success:
        failed = [
            f"{one.node.name}: {one.message}"
            for one in getattr(told.result, "results", None) or ()
            if one.status not in ("success", "pass", "warn", "skipped")
        ]
        raise ChipwatchError(
            f"dbt on Spark failed: {told.exception or '; '.join(failed)}",
            f"look into {folder / 'logs' / 'dbt.log'}.",
        )


def read_headlines(headlines: DataFrame) -> DataFrame:
    """What each headline says by itself, beside the columns that it came with.

    The column `headline` is read. The columns added are those of `each_by_itself`; stories join
    what it says and are made on one machine.
    """
    keys = to_arrow_schema(headlines.schema)

    def read(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            said = each_by_itself(pa.chunked_array([batch["headline"]]))
            columns = [*pa.Table.from_batches([batch]).columns, *said.columns]
            yield from pa.table(columns, names=[*keys.names, *_ANSWERS.names]).to_batches()

    return headlines.mapInArrow(read, from_arrow_schema(pa.schema([*keys, *_ANSWERS])))


def reduce_slices(spark: SparkSession, folder: Path, settings: Mapping[str, Any]) -> DataFrame:
    """Every zip of a folder reduced to the rows wanted: its name, and Parquet as `reduce` makes it.

    `joined` of slices in the order of their names is the payload that goes back to the archive.
    """

    def reduced(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            names = [Path(path).name for path in batch["path"].to_pylist()]
            slices = [reduce(content, settings) for content in batch["content"].to_pylist()]
            yield pa.record_batch([names, slices], schema=REDUCED)

    zips = spark.read.format("binaryFile").option("pathGlobFilter", "*.zip").load(str(folder))
    return zips.select("path", "content").mapInArrow(reduced, from_arrow_schema(REDUCED))
