"""One declared chart as Superset's chart type and its form data.

Belongs here: what each `kind` in the YAML files means to Superset. Does not belong here: files,
identifiers of the bundle, the grid.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid5

from dashboards.superset.declarations import Chart
from pipelines.errors import ChipwatchError

NAMESPACE = UUID("6f0c2b1e-5d1a-5c55-9b43-7a6d3b0d8c11")
COLOR_SCHEME = "supersetColors"
GRAINS = {"day": "P1D", "month": "P1M", "quarter": "P3M", "year": "P1Y"}
TIME_FORMATS = {"day": "%Y-%m-%d", "month": "%Y-%m", "quarter": "%Y Q%q", "year": "%Y"}
Params = dict[str, Any]


def fixed_uuid(*names: str) -> str:
    """The same UUID for the same names, today and on every machine."""
    return str(uuid5(NAMESPACE, "/".join(names)))


def form_data(chart: Chart) -> Params:
    """Superset's form data of a chart, its chart type in `viz_type`.

    Raises ChipwatchError when the kind or one of its options is not known.
    """
    if chart.kind not in KINDS:
        raise ChipwatchError(
            f"Chart {chart.key} is of the unknown kind {chart.kind}.",
            f"use one of {', '.join(sorted(KINDS))}.",
        )
    make, known = KINDS[chart.kind]
    if unknown := sorted(set(chart.options) - set(known)):
        raise ChipwatchError(
            f"Chart {chart.key} has options that {chart.kind} does not know: {', '.join(unknown)}.",
            f"it knows {', '.join(known)}.",
        )
    return {
        **make(chart),
        "adhoc_filters": _filters(chart),
        "extra_form_data": {},
        "dashboards": [],
    }


def _filters(chart: Chart) -> list[Params]:
    filters: list[Params] = [
        {
            "clause": "WHERE",
            "expressionType": "SQL",
            "sqlExpression": condition,
            "filterOptionName": f"filter_{fixed_uuid('filter', chart.key, condition)}",
        }
        for condition in chart.where
    ]
    if chart.dataset.date:
        filters.append(
            {
                "clause": "WHERE",
                "expressionType": "SIMPLE",
                "subject": chart.dataset.date,
                "operator": "TEMPORAL_RANGE",
                "comparator": "No filter",
                "filterOptionName": f"filter_{fixed_uuid('time', chart.key)}",
            }
        )
    return filters


def _number(chart: Chart) -> Params:
    return {
        "viz_type": "big_number_total",
        "metric": chart.options["metric"],
        "subtitle": chart.options.get("subtitle", ""),
        "header_font_size": 0.5,
        "subtitle_font_size": 0.2,
        "y_axis_format": _format(chart),
        "time_format": "%Y-%m-%d",
    }


def _axes(chart: Chart) -> Params:
    options = chart.options
    grain = options.get("grain")
    split = options.get("split")
    stacked = options.get("stack", False)
    is_split = bool(split) or len(chart.metrics) > 1
    by_name = options.get("sort", "name") == "name"
    return {
        "x_axis": options["x"],
        "time_grain_sqla": GRAINS[grain] if grain else None,
        "x_axis_time_format": TIME_FORMATS[grain] if grain else "smart_date",
        "tooltipTimeFormat": TIME_FORMATS[grain] if grain else "smart_date",
        "metrics": list(chart.metrics),
        "groupby": [split] if split else [],
        "row_limit": options.get("rows", 10000),
        "truncate_metric": True,
        "show_empty_columns": True,
        "comparison_type": "values",
        "x_axis_sort": _order(chart, by_name=by_name, is_split=is_split),
        "x_axis_sort_asc": by_name or options.get("flat", False),
        "xAxisForceCategorical": options.get("categories", False),
        "xAxisLabelRotation": options.get("rotate", 0),
        "sort_series_type": "name",
        "sort_series_ascending": True,
        "color_scheme": COLOR_SCHEME,
        "stack": "Stack" if stacked else None,
        "only_total": True,
        "show_value": options.get("values", False),
        "show_legend": is_split and options.get("legend", True),
        "legendType": "scroll",
        "legendOrientation": "top",
        "x_axis_title": options.get("x_title", ""),
        "x_axis_title_margin": 30 if options.get("x_title") else 0,
        "y_axis_title": options.get("y_title", ""),
        "y_axis_title_margin": 50 if options.get("y_title") else 0,
        "y_axis_title_position": "Left",
        "y_axis_format": _format(chart),
        "y_axis_bounds": [None, None],
        "truncateYAxis": False,
        "rich_tooltip": True,
        "showTooltipTotal": bool(stacked),
        "tooltipSortByMetric": True,
        "annotation_layers": [],
    }


def _order(chart: Chart, *, by_name: bool, is_split: bool) -> str:
    """Superset sorts by a statistic when there are several series, else by a column or metric."""
    if is_split:
        return "name" if by_name else "sum"
    return str(chart.options["x"]) if by_name else chart.metrics[0]


def _bars(chart: Chart) -> Params:
    flat = chart.options.get("flat", False)
    axes = _axes(chart)
    if flat:
        # Superset keeps the titles with their axes when it turns a bar chart round.
        axes["y_axis_title_margin"], axes["x_axis_title_margin"] = (
            axes["x_axis_title_margin"],
            axes["y_axis_title_margin"],
        )
        axes["y_axis_title"], axes["x_axis_title"] = axes["x_axis_title"], axes["y_axis_title"]
    return {
        "viz_type": "echarts_timeseries_bar",
        **axes,
        "orientation": "horizontal" if flat else "vertical",
        "xAxisLabelInterval": "0" if flat else "auto",
    }


def _lines(chart: Chart) -> Params:
    return {
        "viz_type": "echarts_timeseries_line",
        **_axes(chart),
        "markerEnabled": chart.options.get("markers", False),
        "markerSize": 6,
        "connectNulls": True,
        "opacity": 0.2,
        "seriesType": "line",
        "zoomable": chart.options.get("zoom", False),
        "logAxis": chart.options.get("log", False),
        "truncateYAxis": True,
    }


def _marked_line(chart: Chart) -> Params:
    """One line and, as points on it, the metrics of `marks`."""
    axes = _axes(chart)
    shared = {key: axes[key] for key in _OF_BOTH_QUERIES}
    return {
        "viz_type": "mixed_timeseries",
        **{key: value for key, value in axes.items() if key not in shared},
        **shared,
        **{f"{key}_b": value for key, value in shared.items()},
        "metrics": [chart.options["metric"]],
        "metrics_b": list(chart.options["marks"]),
        "adhoc_filters_b": _filters(chart),
        "seriesType": "line",
        "seriesTypeB": "scatter",
        "markerEnabledB": True,
        "markerSizeB": 8,
        "yAxisIndexB": 0,
        "show_legend": True,
        "zoomable": chart.options.get("zoom", False),
        "logAxis": chart.options.get("log", False),
        "truncateYAxis": True,
    }


def _spans(chart: Chart) -> Params:
    """A bar a stretch of time, in one row for each value of `y`."""
    options = chart.options
    return {
        "viz_type": "gantt_chart",
        "start_time": options["begins"],
        "end_time": options["ends"],
        "y_axis": options["y"],
        "series": options["split"],
        "subcategories": False,
        "tooltip_columns": list(options.get("told", ())),
        "tooltip_metrics": [],
        "order_by_cols": [json.dumps([options["y"], True])],
        "x_axis_time_format": "%Y-%m",
        "tooltipTimeFormat": "%Y-%m-%d",
        # Superset leaves room for the names of the rows only where the axis has a title.
        "y_axis_title": options["y_title"],
        "y_axis_title_margin": 220,
        "y_axis_title_position": "Left",
        "x_axis_title": "",
        "x_axis_title_margin": 0,
        "color_scheme": COLOR_SCHEME,
        "show_legend": True,
        "legendType": "scroll",
        "legendOrientation": "top",
        "zoomable": options.get("zoom", False),
        "row_limit": 10000,
    }


def _table(chart: Chart) -> Params:
    options = chart.options
    distinct = options.get("distinct", False)
    order = [(name.removeprefix("-"), not name.startswith("-")) for name in options["sort"]]
    formats: Mapping[str, str] = options.get("formats", {})
    return {
        "viz_type": "table",
        "query_mode": "aggregate" if distinct else "raw",
        "groupby": list(options["columns"]) if distinct else [],
        "all_columns": [] if distinct else list(options["columns"]),
        "metrics": [],
        "percent_metrics": [],
        "order_by_cols": [] if distinct else [json.dumps(pair) for pair in order],
        "timeseries_limit_metric": order[0][0] if distinct else None,
        "order_desc": not order[0][1],
        "row_limit": 10000,
        "server_pagination": False,
        "page_length": options.get("page", 0),
        "include_search": options.get("search", False),
        "table_timestamp_format": "%Y-%m-%d",
        "allow_render_html": True,
        "show_cell_bars": False,
        "column_config": {name: {"d3NumberFormat": value} for name, value in formats.items()},
        "conditional_formatting": [],
    }


def _box(chart: Chart) -> Params:
    return {
        "viz_type": "box_plot",
        "columns": list(chart.options["spread_over"]),
        "groupby": [chart.options["split"]],
        "metrics": list(chart.metrics),
        "whiskerOptions": "Tukey",
        "number_format": _format(chart),
        "x_ticks_layout": "45°",
        "color_scheme": COLOR_SCHEME,
        "x_axis_title": chart.options.get("x_title", ""),
        "x_axis_title_margin": 30,
        "y_axis_title": chart.options.get("y_title", ""),
        "y_axis_title_margin": 50,
        "row_limit": 10000,
    }


def _heatmap(chart: Chart) -> Params:
    return {
        "viz_type": "heatmap_v2",
        "x_axis": chart.options["x"],
        "groupby": chart.options["y"],
        "metric": chart.options["metric"],
        "sort_x_axis": "alpha_asc",
        "sort_y_axis": "alpha_desc",
        "normalize_across": "heatmap",
        "legend_type": "continuous",
        "linear_color_scheme": chart.options.get("palette", "superset_seq_1"),
        "value_bounds": chart.options.get("bounds", [None, None]),
        "xscale_interval": 1,
        "yscale_interval": 1,
        "left_margin": 100,
        "bottom_margin": 40,
        "show_legend": True,
        "show_values": True,
        "show_percentage": False,
        "y_axis_format": _format(chart),
        "row_limit": 10000,
    }


def _format(chart: Chart) -> str:
    metric = chart.dataset.metric(chart.metrics[0])
    return metric.number_format if metric else "SMART_NUMBER"


_OF_BOTH_QUERIES = ("metrics", "groupby", "row_limit", "truncate_metric", "comparison_type")
_AXES = (
    "x", "grain", "split", "metric", "metrics", "stack", "sort", "rows", "categories", "rotate",
    "values", "legend", "x_title", "y_title",
)  # fmt: skip
KINDS: dict[str, tuple[Callable[[Chart], Params], tuple[str, ...]]] = {
    "number": (_number, ("metric", "subtitle")),
    "bars": (_bars, (*_AXES, "flat")),
    "lines": (_lines, (*_AXES, "markers", "zoom", "log")),
    "marked_line": (_marked_line, (*_AXES, "marks", "zoom", "log")),
    "spans": (_spans, ("begins", "ends", "y", "y_title", "split", "told", "zoom")),
    "table": (_table, ("columns", "distinct", "sort", "page", "search", "formats")),
    "box": (_box, ("spread_over", "split", "metric", "x_title", "y_title")),
    "heatmap": (_heatmap, ("x", "y", "metric", "palette", "bounds")),
}  # fmt: skip
