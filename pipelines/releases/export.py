"""What may leave the house: a release as Parquet files with a datapackage.json.

Belongs here: choosing rows and columns by redistribution, the package's description.
Does not belong here: what a source allows (`sources/<name>/spec.yml`, published in
`meta.payloads` and `meta.sources`) or making a release.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import yaml

from pipelines.errors import ChipwatchError
from pipelines.files.durable import UNFINISHED_PREFIX
from pipelines.releases.shelf import Release, file_sha256
from pipelines.specs import RESTRICTED
from pipelines.sql_text import sql_text

RULES_FILE = Path(__file__).with_name("export.yml")
_TYPES = (
    ("BOOLEAN", "boolean"),
    ("DATE", "date"),
    ("TIMESTAMP", "datetime"),
    ("DECIMAL", "number"),
    ("DOUBLE", "number"),
    ("FLOAT", "number"),
    ("HUGEINT", "integer"),
    ("UBIGINT", "integer"),
    ("BIGINT", "integer"),
    ("INTEGER", "integer"),
    ("SMALLINT", "integer"),
)


@dataclass(frozen=True)
class Rules:
    """The declared part of what stays behind; see `export.yml`."""

    open: tuple[str, ...]
    tables: Mapping[str, str]
    columns: Mapping[str, Mapping[str, str]]
    by_source_column: Mapping[str, str]
    through: Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Exported:
    """One mart of an export: rows and columns written, and what was left out and why."""

    table: str
    rows: int
    rows_left_out: int
    columns_left_out: tuple[str, ...]
    left_out_because: str


@dataclass(frozen=True)
class Column:
    """One column of a mart as the dictionary in the file describes it; `kind` is DuckDB's type."""

    name: str
    kind: str
    is_nullable: bool
    description: str


@dataclass(frozen=True)
class Outgoing:
    """What of one mart may leave: no column at all when the whole mart stays behind."""

    table: str
    description: str
    columns: tuple[Column, ...]
    columns_left_out: tuple[str, ...]
    where: str
    because: str

    @property
    def select(self) -> str:
        """The SELECT of what may leave."""
        listed = ", ".join(f'"{column.name}"' for column in self.columns)
        return f'select {listed} from marts."{self.table}" where {self.where}'

    def key(self, release: Release) -> tuple[str, ...]:
        """The mart's primary key, empty when it has none or a column of it stays behind."""
        key = tuple(release.manifest.get("keys", {}).get(self.table, ()))
        return key if {column.name for column in self.columns}.issuperset(key) else ()

    def exported(self, rows: int, total: int) -> Exported:
        """What is told of this mart once `rows` of its `total` rows have left."""
        reason = self.because
        if rows < total or self.columns_left_out:
            reason = reason or "its source does not allow redistribution"
        return Exported(self.table, rows, total - rows, self.columns_left_out, reason)


def load_rules(path: Path = RULES_FILE) -> Rules:
    """Read the declaration. Raises ChipwatchError naming the file when it is not one."""
    try:
        record = yaml.safe_load(path.read_text(encoding="utf-8"))
        return Rules(
            tuple(record["open"]),
            dict(record["tables"]),
            {table: dict(columns) for table, columns in record["columns"].items()},
            dict(record["by_source_column"]),
            {
                table: (str(parent["table"]), str(parent["key"]))
                for table, parent in record["through"].items()
            },
        )
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise ChipwatchError(
            f"The export rules {path} cannot be read ({type(error).__name__}: {error}).",
            "restore the file from version control.",
        ) from error


def undeclared(columns: Mapping[str, Sequence[str]], rules: Rules) -> list[str]:
    """Marts that name no payload and stand nowhere in the rules: an export leaves them out."""
    known = {*rules.open, *rules.tables, *rules.by_source_column, *rules.through}
    return sorted(
        table
        for table, names in columns.items()
        if table not in known and not any(name.endswith("payload_sha256") for name in names)
    )


def outgoing(
    connection: duckdb.DuckDBPyConnection, include_restricted: bool, rules: Rules | None = None
) -> list[Outgoing]:
    """Every mart by name, with what of it may leave; all of it when restricted data go along."""
    rules = rules or load_rules()
    described: dict[str, list[Column]] = {}
    about: dict[str, str] = {}
    for table, name, kind, nullable, description, table_description in connection.execute(
        "select table_name, column_name, data_type, is_nullable, description, table_description "
        "from meta.columns where table_schema = 'marts' order by table_name, ordinal_position"
    ).fetchall():
        about[table] = table_description
        described.setdefault(table, []).append(Column(name, kind, nullable, description))
    names = {table: [column.name for column in columns] for table, columns in described.items()}
    hidden, free = set(undeclared(names, rules)), _unrestricted(connection)
    marts = []
    for table, columns in described.items():
        why = "" if include_restricted else _whole_table(table, rules, free, hidden)
        dropped = () if include_restricted else _dropped(table, rules, free)
        if why:
            dropped = tuple(column.name for column in columns)
        kept = tuple(column for column in columns if column.name not in dropped)
        where = "true" if include_restricted else _allowed(table, names, rules)
        marts.append(Outgoing(table, about[table], kept, dropped, where, why))
    return marts


def shareable(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Mart → the SELECT of what may leave of it; a mart that stays behind is not named."""
    return {mart.table: mart.select for mart in outgoing(connection, False) if mart.columns}


def export(
    release: Release, folder: Path, include_restricted: bool, rules: Rules | None = None
) -> list[Exported]:
    """Write `folder/datapackage.json` and `folder/data/<mart>.parquet`, whole or not at all.

    Raises ChipwatchError when the folder is not empty, when the release cannot be read, or when
    the files cannot be written.
    """
    rules = rules or load_rules()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ChipwatchError(
            f"{folder} exists and is not an empty folder.", "name a folder that does not exist yet."
        )
    unfinished = folder.with_name(f"{UNFINISHED_PREFIX}{folder.name}")
    try:
        shutil.rmtree(unfinished, ignore_errors=True)
        (unfinished / "data").mkdir(parents=True)
        with duckdb.connect(str(release.database), read_only=True) as connection:
            connection.execute("set TimeZone = 'UTC'")
            exported = _write_tables(connection, release, unfinished, include_restricted, rules)
        if folder.exists():
            folder.rmdir()
        unfinished.rename(folder)
    except (duckdb.Error, OSError) as error:
        raise ChipwatchError(
            f"Release {release.release_id} could not be exported to {folder}: "
            f"{str(error).splitlines()[0]}.",
            "check that the folder can be written, has free space, and that `chipwatch releases "
            f"verify {release.release_id}` finds the release whole.",
        ) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return exported


def _write_tables(
    connection: duckdb.DuckDBPyConnection,
    release: Release,
    folder: Path,
    include_restricted: bool,
    rules: Rules,
) -> list[Exported]:
    exported, resources = [], []
    for mart in outgoing(connection, include_restricted, rules):
        row = connection.execute(f'select count(*) from marts."{mart.table}"').fetchone()
        total = int(row[0]) if row else 0
        if not mart.columns:
            exported.append(mart.exported(0, total))
            continue
        path = folder / "data" / f"{mart.table}.parquet"
        connection.execute(
            f"copy ({mart.select} order by all) "
            f"to {sql_text(path)} (format parquet, compression zstd)"
        )
        row = connection.execute(f"select count(*) from {sql_text(path)}").fetchone()
        rows = int(row[0]) if row else 0
        exported.append(mart.exported(rows, total))
        resources.append(_resource(mart, path, release))
    package = _package(connection, release, resources, exported, include_restricted)
    text = json.dumps(package, indent=1, ensure_ascii=False, default=str) + "\n"
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    return exported


RESTRICTED_PAYLOADS = (
    f"redistribution in ({', '.join(map(sql_text, RESTRICTED))}) and not is_sample"
)
"""SQL over `meta.payloads`: what may not be passed on. The bundled sample may."""
RESTRICTED_SOURCES = f"""
    select source from meta.sources
    where redistribution in ({", ".join(map(sql_text, RESTRICTED))})
    and source not in (select source from meta.payloads group by 1 having bool_and(is_sample))
"""


def _unrestricted(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The sources whose datasets may all be passed on, or of which only the sample is here."""
    found = connection.execute(
        f"select source from meta.sources where source not in ({RESTRICTED_SOURCES})"
    ).fetchall()
    return {source for (source,) in found}


def _whole_table(table: str, rules: Rules, free: Set[str], hidden: set[str]) -> str:
    if table in hidden:
        return "nothing declares what may leave the house"
    source = rules.tables.get(table)
    if source is not None and source not in free:
        return f"{source} does not allow redistribution"
    return ""


def _dropped(table: str, rules: Rules, free: Set[str]) -> tuple[str, ...]:
    declared = rules.columns.get(table, {})
    return tuple(column for column, source in declared.items() if source not in free)


def _allowed(table: str, names: Mapping[str, Sequence[str]], rules: Rules) -> str:
    """SQL that holds for the rows that may leave: every payload is known and not restricted."""
    by_source = rules.by_source_column.get(table)
    if by_source is not None:
        return f'"{by_source}" is not null and "{by_source}" not in ({RESTRICTED_SOURCES})'
    if table in rules.through:
        parent, key = rules.through[table]
        where = _allowed(parent, names, rules)
        return f'"{key}" in (select "{key}" from marts."{parent}" where {where})'
    conditions = [
        f'("{name}" is null or "{name}" in (select payload_sha256 from '
        f"meta.payloads group by 1 having not bool_or({RESTRICTED_PAYLOADS})))"
        for name in names[table]
        if name.endswith("payload_sha256")
    ]
    return " and ".join(conditions) or "true"


def _resource(mart: Outgoing, path: Path, release: Release) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [
            {
                "name": column.name,
                "type": _field_type(column.kind),
                "description": column.description,
                **({} if column.is_nullable else {"constraints": {"required": True}}),
            }
            for column in mart.columns
        ]
    }
    if key := mart.key(release):
        schema["primaryKey"] = list(key)
    return {
        "name": mart.table,
        "path": f"data/{mart.table}.parquet",
        "description": mart.description,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{file_sha256(path)}",
        "schema": schema,
    }


def _field_type(kind: str) -> str:
    if kind.endswith("[]"):
        return "array"
    return next((name for begin, name in _TYPES if kind.startswith(begin)), "string")


def _package(
    connection: duckdb.DuckDBPyConnection,
    release: Release,
    resources: Sequence[Mapping[str, Any]],
    exported: Sequence[Exported],
    include_restricted: bool,
) -> dict[str, Any]:
    restricted = "" if include_restricted else f"where source not in ({RESTRICTED_SOURCES})"
    sources = connection.execute(
        "select any_value(title), any_value(site), any_value(licence) from meta.sources "
        f"{restricted} group by source order by source"
    ).fetchall()
    manifest = release.manifest
    return {
        "profile": "data-package",
        "name": f"chipwatch-{release.release_id.lower()}",
        "title": f"chipwatch release {release.release_id}",
        "created": f"{manifest['released_at']}Z",
        "sources": [{"title": title, "path": site} for title, site, _ in sources],
        "licenses": [
            {"name": "source-terms", "title": f"{title}: {licence}"}
            for title, _, licence in sources
        ],
        "resources": list(resources),
        "chipwatch": {
            "release_id": release.release_id,
            "is_sample": manifest["is_sample"],
            "includes_restricted": include_restricted,
            "left_out": [
                {
                    "table": one.table,
                    "rows": one.rows_left_out,
                    "columns": list(one.columns_left_out),
                    "because": one.left_out_because,
                }
                for one in exported
                if one.rows_left_out or one.columns_left_out
            ],
        },
    }
