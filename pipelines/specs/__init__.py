"""The declarations of sources and datasets, read from each source's `spec.yml` and validated.

Belongs here: the typed form of a spec, its validation, and the Arrow schema it declares.
Does not belong here: parsing of payloads, or knowledge of one particular source.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.specs.checks import DatasetChecks, read_dataset_checks
from pipelines.specs.read_as import ReadAs, parse_read_as
from pipelines.specs.ways import USER_AGENTS, Way, read_way
from pipelines.specs.yaml_node import NAME as _NAME
from pipelines.specs.yaml_node import Node as _Node
from pipelines.specs.yaml_node import SpecError

if TYPE_CHECKING:
    import pyarrow as pa

SOURCES_FOLDER = Path(__file__).parents[1] / "sources"
REDISTRIBUTION = ("public", "attribution", "internal", "personal")
RESTRICTED = ("internal", "personal")
"""What never leaves the house unless asked for by name."""
SIMPLE_TYPES = (
    "string",
    "bool",
    "int32",
    "int64",
    "date32",
    "timestamp[us, UTC]",
    "list<string>",
)
_DECIMAL = re.compile(r"decimal128\((\d{1,2}), ?(\d{1,2})\)")
_REPAIRED_TYPES = ("string", "list<string>", "date32")
_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d)")
_NUMBER = re.compile(r"-?\d{1,28}(\.\d{1,12})?")

_SOURCE_KEYS = {
    "source",
    "title",
    "publisher",
    "site",
    "licence",
    "redistribution",
    "key_variable",
    "rate_limit",
    "datasets",
}
_FETCH_KEYS = {"enabled", "hosts"}
_FETCH_DEFAULTED = {
    "key",
    "user_agent",
    "other_ways",
    "consent_hosts",
    "total_seconds",
    "fresh_hours",
    "backfill_from",
    "accept",
    "settings",
    "live_check",
    "expected",
    "build_waits",
    "slices",
}
_LIVE_CHECK_KEYS = {"settings", "window", "first_bytes"}
_ACCEPT_KEYS = {
    "min_rows",
    "may_shrink",
    "group_column",
    "max_rejected_share",
    "future_days",
    "records_at",
    "json_records_at",
    "required_columns",
    "known_columns",
    "known_values",
    "filled_columns",
}
ENABLED = ("always", "with_key", "by_name")
KEY_USES = ("none", "optional", "required")
_DATASET_KEYS = {
    "title",
    "description",
    "url",
    "cadence",
    "parser_version",
    "natural_key",
    "rows",
    "bytes",
    "allowed_defects",
    "newest_column",
    "schema",
}
_REPAIR_KEYS = {"where", "column", "expected", "replacement", "reason", "by", "until"}
LARGEST_PAYLOAD = 50_000_000
"""Bytes of the largest payload that is read at once: what a parse of half a gigabyte can hold."""
LARGEST_IN_LINES = 400_000_000
"""Bytes of the largest payload of a record a line, of which a parse reads part after part."""
_COLUMN_KEYS = {"name", "type", "nullable", "description"}
_ADDED_COLUMNS = ("payload_sha256", "row_number", "observed_at", "observed_on")
"""What a check may show of a row beside the columns that the source gave."""


@dataclass(frozen=True)
class RateLimit:
    """At most `requests` requests in `per_seconds` seconds."""

    requests: int
    per_seconds: float


@dataclass(frozen=True)
class Bounds:
    """Smallest and largest size. Rows above the maximum are a warning, all else is fatal."""

    minimum: int
    maximum: int


@dataclass(frozen=True)
class ColumnSpec:
    """One declared column of the raw table."""

    name: str
    type: str
    nullable: bool
    description: str


@dataclass(frozen=True)
class AcceptSpec:
    """What a fetched payload of one dataset must be to be loaded without a person's word.

    `min_rows` rows at least; no fewer than (1 - `shrink_tolerance`) of the rows of the payload
    accepted before for the same request, in each group of `group_column` too (the dataset's
    `allowed_shrinkage`, None where its answers may shrink); at most
    `max_rejected_share` of its records rejected; no date of the newest column more than
    `future_days` ahead. `records_at` is the path to the records of a JSON answer (`*` is every
    member), `header` for the first line of a CSV or `lines` for a JSON object a line: there every
    one of `required_columns` must appear, and what is neither required nor known is signalled;
    `json_records_at` is that path where the dataset comes as JSON too.
    `known_values` names, by column, the values that are no news. Columns of the rows that may be
    null may not be null in every row when `filled_columns` names them.
    """

    min_rows: int = 1
    may_shrink: bool = False
    shrink_tolerance: float | None = None
    group_column: str | None = None
    max_rejected_share: float = 0.5
    future_days: int = 7
    records_at: str | None = None
    json_records_at: str | None = None
    required_columns: tuple[str, ...] = ()
    known_columns: tuple[str, ...] = ()
    known_values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    filled_columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class LiveCheck:
    """How a source is asked for one small thing, to see whether it answers as expected.

    `settings` replace those of the fetch. `window` is the span of days asked for, as days before
    today, the earlier one first. `first_bytes`: that many bytes of a large file are enough.
    """

    settings: Mapping[str, Any] = field(default_factory=dict)
    window: tuple[int, int] | None = None
    first_bytes: int | None = None


@dataclass(frozen=True)
class Expected:
    """What one planned request of a dataset is expected to come to: a guess, told before a fetch.

    `requests`: it and those that follow (pages, halves, filings); `kilobytes` of one answer.
    """

    requests: float = 1.0
    kilobytes: float = 100.0


@dataclass(frozen=True)
class BuildWaits:
    """How long a build waits for a source that is asked in many slices, newest first.

    For this `share` of the time that the whole would take, and for `least_minutes` in any case.
    """

    share: float
    least_minutes: float


@dataclass(frozen=True)
class SliceLimits:
    """How the files of a source of slices are asked: so many at once, of so many bytes each.

    `largest_list` bounds the list that names them.
    """

    at_once: int
    largest_file: int
    largest_list: int


@dataclass(frozen=True)
class FetchSpec:
    """How a source is asked.

    `enabled`: always, with_key (when its key is set) or by_name (only when named on purpose).
    `key_use`: none, optional or required; the key travels in `key_header` or `key_parameter`.
    `user_agent`: plain, contact (not asked before a contact is set), library or browser.
    `other_ways` are taken, each once a run, when the service refuses what was asked as always.
    `consent_hosts` are where it sends those on of whom it wants a consent first.
    `backfill_from`: the first day (ISO) of a source that can be asked for a span of days.
    `slices`: it publishes many files, of which each is reduced before it is kept.
    `settings` is what the source's own `requests.py` plans from.
    """

    enabled: str
    hosts: tuple[str, ...]
    key_use: str = "none"
    key_header: str | None = None
    key_parameter: str | None = None
    user_agent: str = "plain"
    other_ways: tuple[Way, ...] = ()
    consent_hosts: tuple[str, ...] = ()
    total_seconds: float = 300.0
    fresh_hours: float = 48.0
    backfill_from: str | None = None
    accept: Mapping[str, AcceptSpec] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    live_check: LiveCheck = field(default_factory=LiveCheck)
    expected: Mapping[str, Expected] = field(default_factory=dict)
    build_waits: BuildWaits | None = None
    slices: SliceLimits | None = None


@dataclass(frozen=True)
class SourceSpec:
    """What is true of a source whichever of its datasets is meant."""

    name: str
    title: str
    publisher: str
    site: str
    licence: str
    redistribution: str
    key_variable: str | None
    rate_limit: RateLimit
    fetch: FetchSpec | None = None


@dataclass(frozen=True)
class DatasetSpec:
    """One dataset of a source: where it comes from, how large it may be, what its rows are.

    `allowed_shrinkage` is the share of its rows that a payload may lack beside the one before it,
    None where nobody judges that; `allowed_defects` the share that may be wrong. `figures` are the
    columns in which no two rows of one key may differ: neither is believed then. `read_in_lines`:
    a payload is a record a line and may be larger than what can be read at once.
    `fallback_encoding` is what the source writes when its text is no UTF-8 and nothing says so.
    """

    source_spec: SourceSpec
    dataset: str
    title: str
    description: str
    url: str
    cadence: str
    parser_version: int
    natural_key: tuple[str, ...]
    rows: Bounds
    bytes: Bounds
    newest_column: str | None
    columns: tuple[ColumnSpec, ...]
    repairs: tuple[Repair, ...] = ()
    allowed_shrinkage: float | None = None
    allowed_defects: float = 0.0
    figures: tuple[str, ...] = ()
    read_in_lines: bool = False
    checks: DatasetChecks = field(default_factory=DatasetChecks)
    fallback_encoding: str | None = None
    read_as: ReadAs | None = None

    @property
    def accept(self) -> AcceptSpec:
        """What a fetched payload must be; the defaults where nothing is declared."""
        fetch = self.source_spec.fetch
        found = AcceptSpec() if fetch is None else fetch.accept.get(self.dataset, AcceptSpec())
        return (
            found if found.may_shrink else replace(found, shrink_tolerance=self.allowed_shrinkage)
        )

    @property
    def source(self) -> str:
        """The source's name."""
        return self.source_spec.name

    @property
    def name(self) -> str:
        """`source/dataset`, as people type it."""
        return f"{self.source}/{self.dataset}"

    @property
    def raw_name(self) -> str:
        """`source__dataset`, as the raw tables are called."""
        return f"{self.source}__{self.dataset}"

    def on(self, day: date) -> DatasetSpec:
        """The declaration as it holds on a day: without the repairs that have ended."""
        return replace(self, repairs=tuple(r for r in self.repairs if r.until >= day))

    def ended_repairs(self, day: date) -> tuple[Repair, ...]:
        """The repairs that are no longer done on a day."""
        return tuple(repair for repair in self.repairs if repair.until < day)

    @cached_property
    def arrow_schema(self) -> pa.Schema:
        """The declared columns, with their descriptions as field metadata."""
        import pyarrow as pa

        return pa.schema(
            pa.field(c.name, arrow_type(c.type), c.nullable, {"description": c.description})
            for c in self.columns
        )

    @cached_property
    def raw_schema(self) -> pa.Schema:
        """The declared columns followed by payload_sha256 and row_number: the raw Parquet."""
        import pyarrow as pa

        return pa.schema(
            [
                *self.arrow_schema,
                pa.field("payload_sha256", pa.string(), nullable=False),
                pa.field("row_number", pa.int64(), nullable=False),
            ]
        )


def arrow_type(declared: str) -> pa.DataType:
    """The Arrow type a spec's type name stands for."""
    import pyarrow as pa

    decimal = _DECIMAL.fullmatch(declared)
    if decimal:
        return pa.decimal128(int(decimal.group(1)), int(decimal.group(2)))
    return {
        "string": pa.string(),
        "bool": pa.bool_(),
        "int32": pa.int32(),
        "int64": pa.int64(),
        "date32": pa.date32(),
        "timestamp[us, UTC]": pa.timestamp("us", tz="UTC"),
        "list<string>": pa.list_(pa.string()),
    }[declared]


@lru_cache(maxsize=8)
def load_specs(folder: Path = SOURCES_FOLDER) -> Mapping[str, DatasetSpec]:
    """Every declared dataset by its name `source/dataset`, in name order.

    Raises SpecError when a file under `folder/*/spec.yml` is unreadable or breaks a rule.
    """
    found: dict[str, DatasetSpec] = {}
    for path in sorted(folder.glob("*/spec.yml")):
        for spec in read_spec(path):
            found[spec.name] = spec
    if not found:
        raise SpecError(
            f"no */spec.yml under {folder}: the installation is incomplete",
            "restore the folder from version control, or install again with `make run`.",
        )
    return dict(sorted(found.items()))


def spec(name: str) -> DatasetSpec:
    """The dataset called `source/dataset`. Raises SpecError that lists the known names."""
    specs = load_specs()
    if name not in specs:
        raise SpecError(
            f"no dataset is called {name!r}; known: {', '.join(specs)}",
            "use one of these names; `chipwatch sources list` tells what each is.",
        )
    return specs[name]


def datasets_read_as(kind: str) -> Mapping[str, DatasetSpec]:
    """The datasets whose rows are read as this kind (`read_as.py`), by raw name, in order."""
    found = load_specs().values()
    return {s.raw_name: s for s in found if s.read_as is not None and s.read_as.kind == kind}


def read_spec(path: Path) -> tuple[DatasetSpec, ...]:
    """The datasets one spec file declares. Raises SpecError."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        raw = yaml.load(path.read_text("utf-8"), Loader=loader)  # noqa: S506  (a safe loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SpecError(f"{path}: cannot be read as YAML ({error})") from error
    top = _Node(f"{path}", raw)
    top.only(_SOURCE_KEYS, {"fetch"})
    source = _source(top)
    if source.name != path.parent.name:
        raise SpecError(f"{path}: source is {source.name!r}, its folder {path.parent.name!r}")
    datasets = top.mapping("datasets")
    found = tuple(_dataset(source, name, datasets.node(name)) for name in datasets.names())
    _check_acceptance(path, found)
    return found


def _source(node: _Node) -> SourceSpec:
    limit = node.mapping("rate_limit")
    limit.only({"requests", "per_seconds"})
    redistribution = node.text("redistribution")
    if redistribution not in REDISTRIBUTION:
        raise node.wrong("redistribution", f"one of {', '.join(REDISTRIBUTION)}")
    return SourceSpec(
        name=node.identifier("source"),
        title=node.text("title"),
        publisher=node.text("publisher"),
        site=node.text("site"),
        licence=node.text("licence"),
        redistribution=redistribution,
        key_variable=node.optional_text("key_variable"),
        rate_limit=RateLimit(limit.integer("requests", 1), limit.number("per_seconds")),
        fetch=_fetch(node.node("fetch")) if node.has("fetch") else None,
    )


def _fetch(node: _Node) -> FetchSpec:
    node.only(_FETCH_KEYS, _FETCH_DEFAULTED)
    key = node.node("key") if node.has("key") else _Node(node.place, {"use": "none"})
    key.only({"use"}, {"header", "parameter"})
    use = key.choice("use", KEY_USES)
    header = key.text("header") if key.has("header") else None
    parameter = key.text("parameter") if key.has("parameter") else None
    if (use == "none") != (header is None and parameter is None) or (header and parameter):
        raise node.wrong("key", "use: none alone, or a use with either header or parameter")
    accept = node.node("accept") if node.has("accept") else _Node(node.place, {})
    hosts = tuple(node.texts("hosts"))
    expected = node.node("expected") if node.has("expected") else _Node(node.place, {})
    return FetchSpec(
        enabled=node.choice("enabled", ENABLED),
        hosts=hosts,
        key_use=use,
        key_header=header,
        key_parameter=parameter,
        user_agent=node.choice("user_agent", USER_AGENTS) if node.has("user_agent") else "plain",
        other_ways=(
            tuple(read_way(way, hosts) for way in node.nodes("other_ways"))
            if node.has("other_ways")
            else ()
        ),
        consent_hosts=tuple(node.texts("consent_hosts")) if node.has("consent_hosts") else (),
        total_seconds=node.number("total_seconds") if node.has("total_seconds") else 300.0,
        fresh_hours=node.number("fresh_hours") if node.has("fresh_hours") else 48.0,
        backfill_from=node.text("backfill_from") if node.has("backfill_from") else None,
        accept={name: _accept(accept.node(name)) for name in accept.names()},
        settings=node.node("settings").members() if node.has("settings") else {},
        live_check=_live_check(node.node("live_check")) if node.has("live_check") else LiveCheck(),
        expected={name: _expected(expected.node(name)) for name in expected.names()},
        build_waits=_build_waits(node.node("build_waits")) if node.has("build_waits") else None,
        slices=_slice_limits(node.node("slices")) if node.has("slices") else None,
    )


def _expected(node: _Node) -> Expected:
    node.only({"kilobytes"}, {"requests"})
    requests = node.number("requests") if node.has("requests") else 1.0
    return Expected(requests, node.number("kilobytes"))


def _slice_limits(node: _Node) -> SliceLimits:
    node.only({"at_once", "largest_file", "largest_list"})
    return SliceLimits(
        node.integer("at_once", 1), node.integer("largest_file", 1), node.integer("largest_list", 1)
    )


def _build_waits(node: _Node) -> BuildWaits:
    node.only({"share", "least_minutes"})
    share = node.number("share")
    if not 0 < share <= 1:
        raise node.wrong("share", "above 0 and at most 1")
    return BuildWaits(share, node.number("least_minutes"))


def _live_check(node: _Node) -> LiveCheck:
    node.only(set(), _LIVE_CHECK_KEYS)
    window = node.node("window") if node.has("window") else None
    span = None
    if window is not None:
        window.only({"from_days_ago", "to_days_ago"})
        span = window.integer("from_days_ago", 0), window.integer("to_days_ago", 0)
        if span[0] < span[1]:
            raise node.wrong("window", "from_days_ago not below to_days_ago")
    return LiveCheck(
        settings=node.node("settings").members() if node.has("settings") else {},
        window=span,
        first_bytes=node.integer("first_bytes", 1) if node.has("first_bytes") else None,
    )


def _accept(node: _Node) -> AcceptSpec:
    node.only(set(), _ACCEPT_KEYS)
    default = AcceptSpec()
    values = node.node("known_values") if node.has("known_values") else _Node(node.place, {})
    columns = {
        key: tuple(node.texts(key)) if node.has(key) else ()
        for key in ("required_columns", "known_columns")
    }
    if any(columns.values()) and not node.has("records_at"):
        raise node.wrong("records_at", "the place of the records whose columns are declared")
    return AcceptSpec(
        min_rows=node.integer("min_rows", 0) if node.has("min_rows") else default.min_rows,
        may_shrink=node.boolean("may_shrink") if node.has("may_shrink") else False,
        group_column=node.identifier("group_column") if node.has("group_column") else None,
        max_rejected_share=(
            node.share("max_rejected_share")
            if node.has("max_rejected_share")
            else default.max_rejected_share
        ),
        future_days=(
            node.integer("future_days", 0) if node.has("future_days") else default.future_days
        ),
        records_at=node.text("records_at") if node.has("records_at") else None,
        json_records_at=(node.text("json_records_at") if node.has("json_records_at") else None),
        required_columns=columns["required_columns"],
        known_columns=columns["known_columns"],
        known_values={name: tuple(values.texts(name)) for name in values.names()},
        filled_columns=tuple(node.texts("filled_columns")) if node.has("filled_columns") else (),
    )


def _check_acceptance(path: Path, datasets: tuple[DatasetSpec, ...]) -> None:
    """Every dataset and column that an acceptance rule names must exist."""
    fetch = datasets[0].source_spec.fetch if datasets else None
    if fetch is None:
        return
    for part, named in (("accept", fetch.accept), ("expected", fetch.expected)):
        unknown = set(named) - {declared.dataset for declared in datasets}
        if unknown:
            told = ", ".join(sorted(unknown))
            raise SpecError(f"{path}: fetch: {part}: no dataset is called {told}")
    for declared in datasets:
        rule = declared.accept
        names = {column.name for column in declared.columns}
        wanted = {
            *rule.known_values,
            *rule.filled_columns,
            *([rule.group_column] if rule.group_column else []),
        }
        if wanted - names:
            raise SpecError(
                f"{path}: fetch: accept: {declared.dataset}: no column is called"
                f" {', '.join(sorted(wanted - names))}"
            )


def _dataset(source: SourceSpec, name: str, node: _Node) -> DatasetSpec:
    node.only(
        _DATASET_KEYS,
        {
            *("repairs", "allowed_shrinkage", "figures", "read_in_lines", "checks"),
            *("fallback_encoding", "read_as"),
        },
    )
    if not _NAME.fullmatch(name):
        raise SpecError(f"{node.place}: a dataset name has lower-case letters, digits and _ only")
    columns = tuple(_column(column) for column in node.nodes("schema"))
    names = [column.name for column in columns]
    if len(set(names)) != len(names):
        raise node.wrong("schema", "every column name once")
    natural_key = tuple(node.texts("natural_key"))
    newest_column = node.optional_text("newest_column")
    figures = tuple(node.texts("figures")) if node.has("figures") else ()
    in_lines = node.boolean("read_in_lines") if node.has("read_in_lines") else False
    if in_lines and figures:
        raise node.wrong("figures", "none where a payload is read in parts")
    named = (*natural_key, *figures, newest_column)
    unknown = [column for column in named if column is not None and column not in names]
    if unknown:
        raise SpecError(f"{node.place}: {', '.join(unknown)} is not a column of the schema")
    if newest_column and next(c.type for c in columns if c.name == newest_column) != "date32":
        raise node.wrong("newest_column", "a date32 column")
    checks = (
        read_dataset_checks(node.node("checks"), natural_key)
        if node.has("checks")
        else DatasetChecks()
    )
    unknown = sorted(checks.named_columns - {*names, *_ADDED_COLUMNS})
    if unknown:
        raise SpecError(f"{node.place}: checks: no column is called {', '.join(unknown)}")
    if checks.older_than_before is not None and newest_column is None:
        raise SpecError(f"{node.place}: checks: older_than_before needs a newest_column")
    shrinkage = node.share("allowed_shrinkage") if node.has("allowed_shrinkage") else None
    if checks.shrunk is not None and shrinkage is None:
        raise SpecError(f"{node.place}: checks: shrunk needs the figure allowed_shrinkage")
    return DatasetSpec(
        source_spec=source,
        dataset=name,
        title=node.text("title"),
        description=node.text("description"),
        url=node.text("url"),
        cadence=node.text("cadence"),
        parser_version=node.integer("parser_version", 1),
        natural_key=natural_key,
        rows=_bounds(node, "rows"),
        bytes=_byte_bounds(node, LARGEST_IN_LINES if in_lines else LARGEST_PAYLOAD),
        newest_column=newest_column,
        columns=columns,
        repairs=(
            tuple(_repair(repair, columns) for repair in node.nodes("repairs"))
            if node.has("repairs")
            else ()
        ),
        allowed_shrinkage=shrinkage,
        allowed_defects=node.share("allowed_defects"),
        figures=figures,
        read_in_lines=in_lines,
        checks=checks,
        fallback_encoding=_encoding(node) if node.has("fallback_encoding") else None,
        read_as=(
            parse_read_as(node.node("read_as"), {c.name: c.type for c in columns})
            if node.has("read_as")
            else None
        ),
    )


def _encoding(node: _Node) -> str:
    label = node.text("fallback_encoding")
    try:
        return codecs.lookup(label).name
    except LookupError as error:
        raise node.wrong("fallback_encoding", "the name of an encoding") from error


def _repair(node: _Node, columns: tuple[ColumnSpec, ...]) -> Repair:
    """A repair of values that can be written as text; its column is not among its locators."""
    node.only(_REPAIR_KEYS)
    where = node.mapping("where")
    found = Repair(
        where={name: where.text(name) for name in where.names()},
        column=node.identifier("column"),
        expected=node.text("expected"),
        replacement=node.text("replacement"),
        reason=node.text("reason"),
        by=node.text("by"),
        until=_day(node, "until"),
    )
    types = {column.name: column.type for column in columns}
    unknown = [name for name in (found.column, *found.where) if name not in types]
    if unknown:
        raise node.wrong("column", f"columns of the schema, not {', '.join(unknown)}")
    if not found.where or found.column in found.where:
        raise node.wrong("where", "columns other than the one repaired")
    if types[found.column] not in _REPAIRED_TYPES and not _DECIMAL.fullmatch(types[found.column]):
        raise node.wrong("column", f"a column of type {', '.join(_REPAIRED_TYPES)} or decimal128")
    if types[found.column] == "date32" and not _DAY.fullmatch(found.replacement):
        raise node.wrong("replacement", "a day as YYYY-MM-DD")
    if _DECIMAL.fullmatch(types[found.column]) and not _NUMBER.fullmatch(found.replacement):
        raise node.wrong("replacement", "a number")
    return found


def _day(node: _Node, key: str) -> date:
    text = node.text(key)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise node.wrong(key, "a day as YYYY-MM-DD") from error


def _bounds(node: _Node, key: str) -> Bounds:
    bounds = node.mapping(key)
    bounds.only({"min", "max"})
    result = Bounds(bounds.integer("min", 0), bounds.integer("max", 1))
    if result.minimum > result.maximum:
        raise node.wrong(key, "min not above max")
    return result


def _byte_bounds(node: _Node, largest: int) -> Bounds:
    found = _bounds(node, "bytes")
    if found.maximum > largest:
        raise node.wrong("bytes", f"max not above {largest}, so that a parse stays small")
    return found


def _column(node: _Node) -> ColumnSpec:
    node.only(_COLUMN_KEYS)
    declared = node.text("type")
    decimal = _DECIMAL.fullmatch(declared)
    if decimal:
        precision, scale = int(decimal.group(1)), int(decimal.group(2))
        if not (1 <= precision <= 38 and scale <= precision):
            raise node.wrong("type", "a decimal of 1 to 38 digits, its scale not above them")
    elif declared not in SIMPLE_TYPES:
        raise node.wrong("type", f"decimal128(p, s) or one of {', '.join(SIMPLE_TYPES)}")
    return ColumnSpec(
        node.identifier("name"), declared, node.boolean("nullable"), node.text("description")
    )


@dataclass(frozen=True)
class Repair:
    """In rows whose columns hold the values of `where`, `column` reads `expected`: read
    `replacement` instead. In a column of lists one member is meant. `reason` is for people; `by`
    is who answers for it, `until` the last day on which it is done.
    """

    where: Mapping[str, str]
    column: str
    expected: str
    replacement: str
    reason: str
    by: str
    until: date

    @property
    def place(self) -> str:
        """The locator in words."""
        told = ", ".join(f"{name}={value}" for name, value in self.where.items())
        return f"{self.column} where {told}"
