"""The declared datasets, charts, filters and dashboards, read from YAML and checked.

Belongs here: the form of the files in this folder. Does not belong here: what Superset calls it
(bundle, charts), nor whether the warehouse has the columns (tests).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from pipelines.errors import ChipwatchError
from pipelines.labels import curated_labels
from pipelines.warehouse import REPOSITORY

FOLDER = Path(__file__).parent
MODELS = REPOSITORY / "dbt_project" / "models"
DASHBOARDS = ("start", "measures", "markets", "vendors_and_trade")
GRID_COLUMNS = 12


@dataclass(frozen=True)
class Column:
    """A column of a dataset; with an expression it is computed by Superset."""

    name: str
    data_type: str
    label: str
    description: str = ""
    expression: str = ""


@dataclass(frozen=True)
class Metric:
    name: str
    label: str
    expression: str
    number_format: str


@dataclass(frozen=True)
class Dataset:
    """One table for charts: a mart as it is, or one SELECT over it."""

    key: str
    table: str
    description: str
    date: str
    sql: str
    columns: tuple[Column, ...]
    metrics: tuple[Metric, ...]

    @property
    def is_virtual(self) -> bool:
        return bool(self.sql)

    @property
    def source(self) -> str:
        """What stands after FROM in a query of this dataset."""
        return f"({self.sql}) as {self.key}" if self.sql else self.table

    def column(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.name == name), None)

    def metric(self, name: str) -> Metric | None:
        return next((metric for metric in self.metrics if metric.name == name), None)


@dataclass(frozen=True)
class Chart:
    key: str
    title: str
    kind: str
    dataset: Dataset
    description: str
    where: tuple[str, ...]
    options: Mapping[str, Any]

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column the chart groups by, shows or sorts by."""
        named = [self.options.get(key) for key in ("x", "y", "split", "begins", "ends")]
        sorted_by = self.options.get("sort", ()) if self.kind == "table" else ()
        listed = [
            *self.options.get("columns", ()),
            *self.options.get("spread_over", ()),
            *self.options.get("told", ()),
            *(name.removeprefix("-") for name in sorted_by if not self.is_distinct),
        ]
        return tuple(name for name in (*named, *listed) if name)

    @property
    def is_distinct(self) -> bool:
        """True for a table of distinct rows, which only a metric can sort."""
        return bool(self.options.get("distinct"))

    @property
    def metrics(self) -> tuple[str, ...]:
        if self.kind == "table":
            return (self.options["sort"][0].removeprefix("-"),) if self.is_distinct else ()
        metric = self.options.get("metric")
        several = (*self.options.get("metrics", ()), *self.options.get("marks", ()))
        return (metric, *several) if metric else several


@dataclass(frozen=True)
class Filter:
    """A native filter: of a column, or of time when it names none.

    With a `default` exactly one value is chosen at any time, that one at first.
    """

    name: str
    dataset: Dataset | None = None
    column: str = ""
    description: str = ""
    default: str = ""


@dataclass(frozen=True)
class Text:
    """A piece of Markdown between the charts."""

    key: str
    markdown: str


@dataclass(frozen=True)
class Row:
    """One row of the grid: charts and texts with their widths in columns."""

    height: int
    parts: tuple[tuple[Chart | Text, int], ...]

    @property
    def charts(self) -> tuple[tuple[Chart, int], ...]:
        return tuple((part, width) for part, width in self.parts if isinstance(part, Chart))


@dataclass(frozen=True)
class Dashboard:
    key: str
    title: str
    description: str
    filters: tuple[Filter, ...]
    rows: tuple[Row, ...]

    @property
    def slug(self) -> str:
        return f"chipwatch-{self.key.replace('_', '-')}"

    @property
    def charts(self) -> tuple[Chart, ...]:
        return tuple(chart for row in self.rows for chart, _ in row.charts)

    def stays(self, chosen: Filter) -> tuple[Chart, ...]:
        """The charts that a filter does not move, since their data lack its column."""
        return tuple(
            chart
            for chart in self.charts
            if not (chart.dataset.column(chosen.column) if chosen.dataset else chart.dataset.date)
        )


@dataclass(frozen=True)
class Declared:
    """Everything in this folder's YAML files."""

    datasets: Mapping[str, Dataset]
    dashboards: tuple[Dashboard, ...]
    colors: Mapping[str, str]
    css: str

    def charts(self) -> Iterator[Chart]:
        """Each chart once, also when several dashboards show it."""
        seen = {chart.key: chart for board in self.dashboards for chart in board.charts}
        return iter(seen.values())


@dataclass
class _Reader:
    """Reads one file and says where in it something is wrong."""

    path: Path
    content: Mapping[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        try:
            content = yaml.safe_load(self.path.read_text(encoding="utf-8"))
        except (OSError, yaml.YAMLError) as error:
            raise ChipwatchError(f"{self.path} cannot be read: {error}.") from error
        if not isinstance(content, dict):
            raise self.wrong("the file", "is not a mapping")
        self.content = content

    def wrong(self, where: str, what: str) -> ChipwatchError:
        return ChipwatchError(f"{self.path.name}: {where} {what}.", f"correct {self.path}.")

    def only(self, where: str, given: Mapping[str, Any], known: Sequence[str]) -> None:
        if unknown := sorted(set(given) - set(known)):
            raise self.wrong(where, f"has unknown keys: {', '.join(unknown)}")


def read_declared(folder: Path = FOLDER) -> Declared:
    """Read and check every declaration.

    Raises ChipwatchError that names the file and the entry when something does not fit.
    """
    datasets = _datasets(_Reader(folder / "datasets.yml"))
    look = _Reader(folder / "look.yml")
    shared = _charts(_Reader(folder / "shared.yml"), datasets)
    boards = tuple(
        _dashboard(key, _Reader(folder / f"{key}.yml"), datasets, shared) for key in DASHBOARDS
    )
    return Declared(datasets, boards, _colors(look, datasets), look.content["css"])


def model_columns(folder: Path = MODELS) -> dict[str, dict[str, Column]]:
    """Columns of every mart with type and description, as dbt declares them."""
    models: dict[str, dict[str, Column]] = {}
    for path in sorted((folder / "marts").rglob("*.yml")):
        for model in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("models", ()):
            models[model["name"]] = {
                column["name"]: Column(
                    column["name"],
                    column["data_type"],
                    _readable(column["name"]),
                    " ".join(column["description"].split()),
                )
                for column in model.get("columns", ())
            }
    return models


def _datasets(reader: _Reader) -> dict[str, Dataset]:
    models = model_columns()
    known = (
        "model",
        "table",
        "description",
        "date",
        "sql",
        "columns",
        "words",
        "labels",
        "links",
        "metrics",
    )
    datasets = {}
    for key, given in reader.content.items():
        reader.only(key, given, known)
        model = given.get("model", "")
        if model and model not in models:
            raise reader.wrong(key, f"names the model {model}, which dbt does not declare")
        columns = dict(models.get(model, {}))
        for name, extra in given.get("columns", {}).items():
            columns[name] = Column(
                name,
                extra["type"],
                extra.get("label", _readable(name)),
                extra.get("description", ""),
                extra.get("expression", ""),
            )
        words = given.get("words", {})
        for name, word in words.items():
            reader.only(f"{key}: {name}", word, ("of", "label"))
            if word.get("of") not in columns:
                raise reader.wrong(key, f"has words for {word.get('of')}, which it does not have")
            told = columns[word["of"]].description
            columns[name] = Column(name, "varchar", word.get("label", _readable(name)), told)
        for name, source in given.get("links", {}).items():
            columns[name] = Column(
                name, "varchar", _readable(name), f"Link to {source}.", link_expression(source)
            )
        for name, label in given.get("labels", {}).items():
            if name not in columns:
                raise reader.wrong(key, f"labels {name}, which it does not have")
            old = columns[name]
            columns[name] = Column(name, old.data_type, label, old.description, old.expression)
        table = given.get("table") or f"marts.{model}"
        sql = given.get("sql", "").strip()
        datasets[key] = Dataset(
            key=key,
            table=table,
            description=" ".join(given["description"].split()),
            date=given.get("date", ""),
            sql=in_words(sql or f"select * from {table}", words) if words else sql,
            columns=tuple(columns.values()),
            metrics=tuple(
                Metric(name, metric["label"], metric["expression"], metric.get("format", ",d"))
                for name, metric in given.get("metrics", {}).items()
            ),
        )
    return datasets


def in_words(sql: str, words: Mapping[str, Mapping[str, str]]) -> str:
    """The rows of a query with a column for each of `words`: the label of the column it is `of`.

    A value that `meta.labels` lacks stands as it is, null as an empty text.
    """
    columns, joins = ["rows_of_it.*"], []
    for name, word in words.items():
        column, labels = f"rows_of_it.{word['of']}", f"of_{name}"
        columns.append(f"coalesce({labels}.label, {column}, '') as {name}")
        joins.append(
            f"left join meta.labels as {labels}\n"
            f"    on {labels}.column_name = '{word['of']}' and {labels}.value = {column}"
        )
    chosen = ",\n    ".join(columns)
    return "\n".join([f"select\n    {chosen}\nfrom (\n{sql}\n) as rows_of_it", *joins])


def link_expression(source: str) -> str:
    """SQL of an HTML link to the address that the expression `source` gives, named by its host.

    An address that is not http or https, or could end the attribute it stands in, is no link.
    """
    host = f"regexp_replace(split_part({source}, '/', 3), '^www[.]', '')"
    return (
        f"case when {source} ~ '^https?://[^ \"<>]+$' then '<a href=\"' || {source} "
        f"|| '\" target=\"_blank\" rel=\"noopener\">' || {host} || '</a>' else '' end"
    )


def _colors(look: _Reader, datasets: Mapping[str, Dataset]) -> dict[str, str]:
    """Color by the text that a legend shows: as written, and by the label of a value.

    Superset asks for the color of a metric by its name, not by the label that it shows.
    """
    colors = dict(look.content["colors"])
    for column, by_value in look.content["colors_of_values"].items():
        labels = curated_labels().of_column(column)
        if unknown := sorted(set(by_value) - set(labels)):
            raise look.wrong(column, f"colors values without a label: {', '.join(unknown)}")
        colors |= {labels[value].label: color for value, color in by_value.items()}
    metrics = [metric for dataset in datasets.values() for metric in dataset.metrics]
    colors |= {metric.name: colors[metric.label] for metric in metrics if metric.label in colors}
    return colors


def _charts(reader: _Reader, datasets: Mapping[str, Dataset]) -> dict[str, Chart]:
    charts = {}
    for key, given in reader.content.get("charts", {}).items():
        options = dict(given)
        try:
            title, kind = options.pop("title"), options.pop("kind")
            dataset = datasets[options.pop("dataset")]
        except KeyError as error:
            raise reader.wrong(f"chart {key}", f"lacks or does not know {error}") from error
        charts[key] = Chart(
            key=key,
            title=title,
            kind=kind,
            dataset=dataset,
            description=" ".join(options.pop("description", "").split()),
            where=tuple(options.pop("where", ())),
            options=options,
        )
    return charts


def _dashboard(
    key: str, reader: _Reader, datasets: Mapping[str, Dataset], shared: Mapping[str, Chart]
) -> Dashboard:
    content = reader.content
    reader.only("the file", content, ("title", "description", "filters", "texts", "charts", "rows"))
    charts: dict[str, Chart | Text] = {**shared, **_charts(reader, datasets)}
    charts |= {name: Text(name, text) for name, text in content.get("texts", {}).items()}
    for given in content["filters"]:
        if given.get("dataset", "") not in {"", *datasets}:
            raise reader.wrong(f"filter {given['name']}", f"does not know {given['dataset']}")
    filters = tuple(
        Filter(
            given["name"],
            datasets[given["dataset"]] if "dataset" in given else None,
            given.get("column", ""),
            given.get("description", ""),
            given.get("default", ""),
        )
        for given in content["filters"]
    )
    rows = []
    for number, given in enumerate(content["rows"], 1):
        placed = given["charts"]
        if unknown := sorted(set(placed) - set(charts)):
            raise reader.wrong(f"row {number}", f"places unknown charts: {', '.join(unknown)}")
        if sum(placed.values()) != GRID_COLUMNS:
            raise reader.wrong(f"row {number}", f"does not add up to {GRID_COLUMNS} columns")
        rows.append(
            Row(given["height"], tuple((charts[name], width) for name, width in placed.items()))
        )
    dashboard = Dashboard(key, content["title"], content["description"], filters, tuple(rows))
    placed_keys = {part.key for row in rows for part, _ in row.parts}
    if forgotten := sorted({*content["charts"], *content.get("texts", {})} - placed_keys):
        raise reader.wrong("the file", f"declares charts no row places: {', '.join(forgotten)}")
    return dashboard


def _readable(name: str) -> str:
    return name.replace("_", " ").capitalize()
