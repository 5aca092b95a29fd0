"""Superset's import bundle, made from the declarations: the same bytes for the same files.

Belongs here: the files of the bundle. Does not belong here: how Superset is started or asked to
load it. `python -m dashboards.superset.bundle OUT.zip` writes it for a Superset of your own.
"""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from dashboards.superset.charts import fixed_uuid, form_data
from dashboards.superset.declarations import (
    Chart,
    Column,
    Dashboard,
    Dataset,
    Declared,
    read_declared,
)
from dashboards.superset.layout import metadata, position
from dashboards.superset.questions import Question, questions
from pipelines.errors import ChipwatchError
from pipelines.warehouse import locate

VERSION = "1.0.0"
DATABASE = "chipwatch"
BUNDLE_ROOT = "chipwatch"
NO_CACHE = -1
TEMPORAL = ("date", "timestamp")
HARDENED = (
    "access_mode=read_only&enable_external_access=false&memory_limit=2GB&lock_configuration=true"
)
UNCHANGING_TIME = "2000-01-01T00:00:00+00:00"


def hardened_uri(published: Path) -> str:
    """SQLAlchemy's address of the published file: read-only, nothing else reachable."""
    return f"duckdb:///{published}?{HARDENED}"


def files(declared: Declared, uri: str) -> dict[str, str]:
    """Path in the bundle → content."""
    content: dict[str, Any] = {
        "metadata.yaml": {"version": VERSION, "type": "assets", "timestamp": UNCHANGING_TIME},
        f"databases/{DATABASE}.yaml": _database(uri),
    }
    for number, question in enumerate(questions(), 1):
        content[f"queries/{DATABASE}/marts/question_{number:02}.yaml"] = _query(question)
    for dataset in declared.datasets.values():
        content[f"datasets/{DATABASE}/{dataset.key}.yaml"] = _dataset(dataset)
    for chart in declared.charts():
        content[f"charts/{chart.key}.yaml"] = _chart(chart)
    for dashboard in declared.dashboards:
        content[f"dashboards/{dashboard.key}.yaml"] = _dashboard(
            dashboard, declared.colors, declared.css
        )
    return {
        name: yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=100)
        for name, value in content.items()
    }


def write_zip(content: Mapping[str, str], path: Path) -> None:
    """Write the bundle as one ZIP file whose bytes depend on nothing but the content."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, text in content.items():
            entry = zipfile.ZipInfo(f"{BUNDLE_ROOT}/{name}", (2000, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            bundle.writestr(entry, text.encode())


def _database(uri: str) -> dict[str, Any]:
    return {
        "database_name": DATABASE,
        "sqlalchemy_uri": uri,
        "cache_timeout": NO_CACHE,
        "expose_in_sqllab": True,
        "allow_run_async": False,
        "allow_ctas": False,
        "allow_cvas": False,
        "allow_dml": False,
        "allow_file_upload": False,
        "extra": {"allows_virtual_table_explore": True},
        "uuid": fixed_uuid("database", DATABASE),
        "version": VERSION,
    }


def _query(question: Question) -> dict[str, Any]:
    return {
        "schema": "marts",
        "label": question.title,
        "description": question.text,
        "sql": question.sql,
        "uuid": fixed_uuid("query", question.title),
        "version": VERSION,
        "database_uuid": fixed_uuid("database", DATABASE),
    }


def _dataset(dataset: Dataset) -> dict[str, Any]:
    schema, name = dataset.table.split(".")
    return {
        "table_name": dataset.key if dataset.is_virtual else name,
        "main_dttm_col": dataset.date or None,
        "description": dataset.description,
        "schema": schema,
        "sql": dataset.sql or None,
        "cache_timeout": NO_CACHE,
        "filter_select_enabled": True,
        "metrics": [
            {
                "metric_name": metric.name,
                "verbose_name": metric.label,
                "expression": metric.expression,
                "d3format": metric.number_format,
            }
            for metric in dataset.metrics
        ],
        "columns": [_column(column) for column in dataset.columns],
        "uuid": fixed_uuid("dataset", dataset.key),
        "database_uuid": fixed_uuid("database", DATABASE),
        "version": VERSION,
    }


def _column(column: Column) -> dict[str, Any]:
    return {
        "column_name": column.name,
        "verbose_name": column.label,
        "description": column.description or None,
        "type": column.data_type.upper(),
        "expression": column.expression or None,
        "is_dttm": column.data_type in TEMPORAL,
        "is_active": True,
        "groupby": True,
        "filterable": True,
    }


def _chart(chart: Chart) -> dict[str, Any]:
    params = form_data(chart)
    return {
        "slice_name": chart.title,
        "description": chart.description or None,
        "viz_type": params["viz_type"],
        "params": params,
        "cache_timeout": NO_CACHE,
        "uuid": fixed_uuid("chart", chart.key),
        "dataset_uuid": fixed_uuid("dataset", chart.dataset.key),
        "version": VERSION,
    }


def _dashboard(dashboard: Dashboard, colors: Mapping[str, str], css: str) -> dict[str, Any]:
    return {
        "dashboard_title": dashboard.title,
        "description": dashboard.description,
        "slug": dashboard.slug,
        "css": css,
        "published": True,
        "position": position(dashboard),
        "metadata": metadata(dashboard, colors),
        "uuid": fixed_uuid("dashboard", dashboard.key),
        "version": VERSION,
    }


def main(arguments: Sequence[str]) -> int:
    """Write the bundle for this warehouse."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m dashboards.superset.bundle OUT.zip\n")
        return 2
    write_zip(files(read_declared(), hardened_uri(locate().published)), Path(arguments[0]))
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except ChipwatchError as error:
        sys.exit(f"error: {error}")
