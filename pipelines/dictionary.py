"""The data dictionary: every published table and column, where it comes from and what to mind.

Belongs here: reading dbt's manifest, the source specs, the declared checks and one sample release
into a plain model, and the Markdown page. Does not belong here: the HTML page
(`dictionary_page.py`), the pictures (`lineage.py`), or the descriptions themselves (dbt YAML).

`python -m pipelines.dictionary WAREHOUSE` writes docs/dictionary.md, docs/dictionary.html and
docs/lineage.md; examples come from the release published in that (sample) warehouse.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.audit.catalogue import dbt_catalogue, load_catalogue
from pipelines.changes import CHANGES
from pipelines.changes import KEY as CHANGES_KEY
from pipelines.errors import ChipwatchError
from pipelines.meta import META_TABLES, MetaTable
from pipelines.specs import DatasetSpec, load_specs
from pipelines.warehouse import REPOSITORY, locate

if TYPE_CHECKING:
    import duckdb

DOCS = REPOSITORY / "docs"
RESTRICTED = ("internal", "personal")
EXAMPLE_LENGTH = 70
META_KEYS = {
    "approvals": ("release_id", "approval_id"),
    "checks": ("release_id", "check_id"),
    "columns": ("table_schema", "table_name", "column_name"),
    "releases": ("release_id",),
}
ASKS_FOR_PERIODS = "int_fx__period_rates"
_PERIODS_FROM = ("int_vendors__", "stg_curated__vendor", "stg_customs_csv__")

PRICES = {
    "amount",
    "close_split_adjusted",
    "day0_close_split_adjusted",
    "day0_high",
    "day0_low",
    "dividend_per_share",
    "high",
    "low",
    "open",
    "prior_close",
}
UNITS = (
    ("_per_usd", "currency units per US dollar"),
    ("usd_per_unit", "US dollars per currency unit"),
    ("_usd_m", "million US dollars"),
    ("_usd", "US dollars"),
    ("_pct", "percent"),
    ("_gb_s_mm2", "GB/s per mm²"),
    ("_gb_s", "GB/s"),
    ("_gb", "GB"),
    ("_mm2", "mm²"),
    ("_kg", "kilograms"),
    ("_tflops", "TFLOPS"),
    ("_tops", "TOPS"),
    ("_shares", "shares"),
    ("_sessions", "trading sessions"),
    ("_seconds", "seconds"),
    ("_bytes", "bytes"),
    ("_count", "count"),
    ("_amount", "currency of the row"),
    ("_on", "date"),
    ("_at", "UTC timestamp"),
)


@dataclass(frozen=True)
class ColumnEntry:
    """One published column. `key` is `key`, `→ table.column`, both, or empty."""

    name: str
    type: str
    description: str
    unit: str
    key: str
    warnings: tuple[str, ...]
    example: str


@dataclass(frozen=True)
class TableEntry:
    """One published table. `sources` are datasets that it rests on, `seeds` our own files."""

    schema: str
    name: str
    subject: str
    description: str
    key: tuple[str, ...]
    sources: tuple[DatasetSpec, ...]
    seeds: tuple[str, ...]
    warnings: tuple[str, ...]
    columns: tuple[ColumnEntry, ...]

    @property
    def full_name(self) -> str:
        """`schema.table`."""
        return f"{self.schema}.{self.name}"

    @property
    def licences(self) -> tuple[str, ...]:
        """`source (redistribution): terms`, one each source, in the order of names."""
        found = {
            one.source: f"{one.source} ({one.source_spec.redistribution}): "
            f"{one.source_spec.licence}"
            for one in self.sources
        }
        return tuple(found[name] for name in sorted(found))


@dataclass(frozen=True)
class Manifest:
    """What the dictionary reads of dbt's manifest."""

    nodes: Mapping[str, Any]
    sources: Mapping[str, Any]
    parents: Mapping[str, Sequence[str]]

    def published(self) -> list[tuple[str, Mapping[str, Any]]]:
        """The models of the schemas marts and meta, by schema and name."""
        models = [
            (unique_id, node)
            for unique_id, node in self.nodes.items()
            if node["resource_type"] == "model" and node["schema"] in {"marts", "meta"}
        ]
        return sorted(models, key=lambda item: (item[1]["schema"], item[1]["name"]))

    def values_from(self, unique_id: str) -> list[str]:
        """The direct parents whose values (not only whose periods) reach a node."""
        parents = self.parents.get(unique_id, ())
        if unique_id.endswith(f".{ASKS_FOR_PERIODS}"):
            return [p for p in parents if not p.rpartition(".")[2].startswith(_PERIODS_FROM)]
        return list(parents)

    def roots(self, unique_id: str) -> set[str]:
        """Every dbt source and seed whose values reach a node."""
        seen: set[str] = set()
        waiting = [unique_id]
        while waiting:
            for parent in self.values_from(waiting.pop()):
                if parent not in seen:
                    seen.add(parent)
                    waiting.append(parent)
        return {one for one in seen if one.startswith(("source.", "seed."))}

    def keys(self, unique_id: str) -> tuple[str, ...]:
        """The columns of the primary key, as its test declares them."""
        for test in self._tests(unique_id, "primary_key"):
            return tuple(test["columns"])
        return ()

    def relations(self, unique_id: str) -> dict[str, tuple[str, str]]:
        """Column → (table, column) that it points to, as the relationship tests declare."""
        return {
            test["column_name"]: (_referred(test["to"]), test["field"])
            for test in self._tests(unique_id, "relationships")
        }

    def _tests(self, unique_id: str, name: str) -> list[Mapping[str, Any]]:
        return [
            node["test_metadata"]["kwargs"]
            for key, node in sorted(self.nodes.items())
            if node["resource_type"] == "test"
            and node.get("attached_node") == unique_id
            and (node.get("test_metadata") or {}).get("name") == name
        ]


def read_manifest(path: Path) -> Manifest:
    """Read dbt's manifest. Raises ChipwatchError when it is not one."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        return Manifest(record["nodes"], record["sources"], record["parent_map"])
    except (OSError, ValueError, KeyError) as error:
        raise ChipwatchError(
            f"The dbt manifest {path} cannot be read ({error}).",
            "run `python -m pipelines.transform`.",
        ) from error


def unit_of(column: str, data_type: str) -> str:
    """The unit that name or type of a column state; empty when they state none."""
    if column.startswith(("is_", "has_")) or data_type.upper() == "BOOLEAN":
        return "true or false"
    if column in PRICES:
        return "currency of the row"
    if column.endswith("_sha256"):
        return "SHA-256, hexadecimal"
    by_name = next((unit for suffix, unit in UNITS if column.endswith(suffix)), "")
    return by_name or {"DATE": "date", "TIMESTAMP": "UTC timestamp"}.get(data_type.upper(), "")


def build(manifest_path: Path, database: Path) -> list[TableEntry]:
    """The whole dictionary, marts first. Raises ChipwatchError when something is not there."""
    manifest = read_manifest(manifest_path)
    specs = {spec.raw_name: spec for spec in load_specs().values()}
    cautions = _cautions(manifest_path)
    shown = examples(database, manifest)
    tables = [
        _model_entry(manifest, unique_id, node, specs, cautions, shown)
        for unique_id, node in manifest.published()
    ]
    tables += [
        _own_entry("marts", CHANGES, CHANGES_KEY),
        *(_own_entry("meta", table, META_KEYS[table.name]) for table in META_TABLES),
    ]
    return sorted(tables, key=lambda table: (table.schema, table.name))


def examples(database: Path, manifest: Manifest) -> dict[tuple[str, str, str], str]:
    """(schema, table, column) → a value that stands in the sample, preferably of one full row."""
    import duckdb  # noqa: PLC0415

    if not database.exists():
        raise ChipwatchError(
            f"There is no published warehouse {database}.",
            "run `chipwatch run --warehouse FOLDER` and name that folder.",
        )
    try:
        with duckdb.connect(str(database), read_only=True) as connection:
            return _examples(connection, manifest)
    except duckdb.Error as error:
        raise ChipwatchError(
            f"{database} does not fit the present models: {str(error).splitlines()[0]}",
            "build it again with `chipwatch run`, then write the dictionary.",
        ) from error


def _examples(
    connection: duckdb.DuckDBPyConnection, manifest: Manifest
) -> dict[tuple[str, str, str], str]:
    found = {}
    for unique_id, node in manifest.published():
        schema, name = node["schema"], node["name"]
        columns = [f'"{column}"' for column in node["columns"]]
        if not columns:
            continue
        order = ", ".join(manifest.keys(unique_id)) or "all"
        filled = " + ".join(f"({column} is not null)::int" for column in columns)
        fullest = f"select max({filled}) from {schema}.{name}"
        row = connection.execute(
            f"select {', '.join(columns)} from {schema}.{name} "
            f"where {filled} = ({fullest}) order by {order} limit 1"
        ).fetchone()
        others = connection.execute(
            f"select {', '.join(f'min({column})' for column in columns)} from {schema}.{name}"
        ).fetchone()
        for column, value, other in zip(
            node["columns"], row or [None] * len(columns), others or (), strict=True
        ):
            found[schema, name, column] = _example(column, other if value is None else value)
    return found


def render_markdown(tables: Sequence[TableEntry]) -> str:
    """docs/dictionary.md: an overview, then one section a table."""
    lines = [
        "# Data dictionary",
        "",
        "Generated by `python -m pipelines.dictionary`; do not edit. The same, searchable in a "
        "browser without a network: [dictionary.html](dictionary.html). Pictures of how tables "
        "hang together: [lineage.md](lineage.md). Inside the database: `meta.columns`.",
        "",
        "Examples are values of the bundled sample. `key` marks the primary key, an arrow the row "
        "that a column points to. Units follow from the ends of the names: `_usd`, `_pct`, `_on` "
        "(date), `_at` (UTC). A source that is internal or personal stays out of "
        "`chipwatch releases export` and `chipwatch report --public`.",
        "",
        "| table | one row is | columns |",
        "|---|---|---:|",
    ]
    lines += [
        f"| [{table.full_name}](#{anchor(table.full_name)}) | "
        f"{_cell(first_sentence(table.description))} | {len(table.columns)} |"
        for table in tables
    ]
    for table in tables:
        lines += ["", f"## {table.full_name}", "", " ".join(table.description.split()), ""]
        if table.sources:
            names = ", ".join(f"`{one.name}`" for one in table.sources)
            lines.append(f"- **Sources**: {names}")
        if table.seeds:
            lines.append(f"- **Curated files**: {', '.join(f'`{s}`' for s in table.seeds)}")
        lines += [f"- **Licence**: {licence}" for licence in table.licences]
        lines += [f"- **Mind**: {warning}" for warning in table.warnings]
        if lines[-1]:
            lines.append("")
        lines += [
            "| column | type | unit | key | what it holds | example |",
            "|---|---|---|---|---|---|",
        ]
        lines += [
            "| "
            + " | ".join(
                (
                    f"`{column.name}`",
                    column.type,
                    column.unit,
                    column.key,
                    _cell(" ".join((column.description, *column.warnings))),
                    _cell(column.example),
                )
            )
            + " |"
            for column in table.columns
        ]
    return "\n".join(lines) + "\n"


def anchor(heading: str) -> str:
    """The anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def first_sentence(text: str) -> str:
    """The text up to its first full stop or semicolon that ends a clause."""
    return re.split(r"(?<=[^.])[.;:](?:\s|$)", " ".join(text.split()), maxsplit=1)[0]


def write_pages(manifest_path: Path, database: Path, folder: Path = DOCS) -> list[Path]:
    """Write the three pages and return their paths."""
    written = []
    for name, text in pages(manifest_path, database).items():
        path = folder / name
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written


def pages(manifest_path: Path, database: Path) -> dict[str, str]:
    """File name → content of every generated page."""
    from pipelines.dictionary_page import render_html  # noqa: PLC0415
    from pipelines.lineage import render_lineage  # noqa: PLC0415

    tables = build(manifest_path, database)
    return {
        "dictionary.md": render_markdown(tables),
        "dictionary.html": render_html(tables),
        "lineage.md": render_lineage(read_manifest(manifest_path), tables),
    }


def _model_entry(
    manifest: Manifest,
    unique_id: str,
    node: Mapping[str, Any],
    specs: Mapping[str, DatasetSpec],
    cautions: Mapping[tuple[str, str], Sequence[str]],
    shown: Mapping[tuple[str, str, str], str],
) -> TableEntry:
    name, schema = node["name"], node["schema"]
    key, relations = manifest.keys(unique_id), manifest.relations(unique_id)
    roots = manifest.roots(unique_id)
    names = {root.rpartition(".")[2] for root in roots if root.startswith("source.")}
    sources = tuple(specs[one] for one in sorted(names & specs.keys()))
    seeds = {root.rpartition(".")[2] for root in roots if root.startswith("seed.")}
    warnings = []
    held = sorted({s.source for s in sources if s.source_spec.redistribution in RESTRICTED})
    if held:
        warnings.append(
            f"rests in part on {', '.join(held)}: not to be passed on without looking at "
            "`meta.sources`."
        )
    if any(root.startswith("source.") and ".overlay." in root for root in roots):
        warnings.append("your own rows from `warehouse/overlay/` stand here too.")
    warnings += cautions.get((name, ""), ())
    columns = tuple(
        ColumnEntry(
            name=column,
            type=str(told["data_type"] or "").upper(),
            description=" ".join(told["description"].split()),
            unit=unit_of(column, str(told["data_type"] or "")),
            key=_key(column, key, relations),
            warnings=tuple(cautions.get((name, column), ())),
            example=shown.get((schema, name, column), ""),
        )
        for column, told in node["columns"].items()
    )
    subject = node["fqn"][2] if schema == "marts" else "meta"
    return TableEntry(
        schema,
        name,
        subject,
        node["description"],
        key,
        sources,
        tuple(sorted(seeds)),
        tuple(warnings),
        columns,
    )


def _own_entry(schema: str, table: MetaTable, key: Sequence[str]) -> TableEntry:
    columns = tuple(
        ColumnEntry(
            name=column.name,
            type=column.type,
            description=column.comment,
            unit=unit_of(column.name, column.type),
            key="key" if column.name in key else "",
            warnings=(),
            example="",
        )
        for column in table.columns
    )
    note = "written when a release is made; without examples, since they differ by run."
    subject = "reports" if schema == "marts" else "meta"
    return TableEntry(
        schema, table.name, subject, table.comment, tuple(key), (), (), (note,), columns
    )


def _cautions(manifest: Path) -> dict[tuple[str, str], list[str]]:
    """(table, column) → what a release may show all the same, from checks of severity warning.

    Checks that compare a candidate with the last release say nothing to a reader of one table.
    """
    found: dict[tuple[str, str], list[str]] = {}
    entries = [entry for entry in load_catalogue() if entry.layer == "publication"]
    for entry in (*entries, *dbt_catalogue(manifest)):
        if entry.severity != "warning" or "last release" in entry.allowed:
            continue
        text = f"Only warned about: {entry.message.split('. ')[0].rstrip('.')}."
        if entry.layer == "publication":
            text = f"Expected, else a warning: {entry.allowed} ({entry.kind.replace('_', ' ')})."
        elif entry.kind == "not_empty":
            text = "May be empty."
        column = "" if "," in entry.column else entry.column
        found.setdefault((entry.table, column), []).append(text)
    return {place: sorted(set(texts)) for place, texts in found.items()}


def _key(column: str, key: Iterable[str], relations: Mapping[str, tuple[str, str]]) -> str:
    parts = ["key"] if column in key else []
    if column in relations:
        parts.append("→ " + ".".join(relations[column]))
    return " ".join(parts)


def _referred(expression: str) -> str:
    return expression.partition("'")[2].partition("'")[0]


def _example(column: str, value: Any) -> str:
    if value is None:
        return ""
    if column.endswith("_sha256"):
        return "64 hexadecimal digits"
    text = " ".join(str(value).split())
    return text if len(text) <= EXAMPLE_LENGTH else f"{text[: EXAMPLE_LENGTH - 1]}…"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def main(arguments: Sequence[str]) -> int:
    """Write the pages; return the exit code."""
    from pipelines.transform import ensure_manifest  # noqa: PLC0415

    if len(arguments) > 1 or arguments[:1] in (["-h"], ["--help"]):
        sys.stderr.write("usage: python -m pipelines.dictionary [WAREHOUSE]\n")
        return 2
    database = locate(arguments[0] if arguments else None).published
    for path in write_pages(ensure_manifest(), database):
        sys.stdout.write(f"written: {path.relative_to(REPOSITORY)}\n")
    return 0


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except ChipwatchError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(error.exit_code) from None
