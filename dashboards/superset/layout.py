"""The grid of a dashboard and its settings, as Superset stores them.

Belongs here: rows, widths, heights, native filters, colours. Does not belong here: the charts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboards.superset.charts import COLOR_SCHEME, fixed_uuid
from dashboards.superset.declarations import Chart, Dashboard, Filter, Text

Json = dict[str, Any]
RELEASE = "release"
"""The notice on every dashboard, which no filter is about."""


def chart_number(dashboard: Dashboard, chart: Chart) -> int:
    """Number that stands for a chart inside the bundle; the import puts Superset's own there."""
    return dashboard.charts.index(chart) + 1


def position(dashboard: Dashboard) -> Json:
    """The components of the dashboard, each naming its parents and children."""
    rows: Json = {}
    for number, row in enumerate(dashboard.rows, 1):
        row_id = f"ROW-{number}"
        parents = ["ROOT_ID", "GRID_ID", row_id]
        children: dict[str, Json] = {}
        for part, width in row.parts:
            size = {"width": width, "height": row.height}
            if isinstance(part, Text):
                children[f"MARKDOWN-{part.key}"] = {
                    "type": "MARKDOWN",
                    "meta": {"code": part.markdown, **size},
                }
                continue
            children[f"CHART-{part.key}"] = {
                "type": "CHART",
                "meta": {
                    "chartId": chart_number(dashboard, part),
                    "uuid": fixed_uuid("chart", part.key),
                    "sliceName": part.title,
                    **size,
                },
            }
        for child_id, child in children.items():
            rows[child_id] = {"id": child_id, "children": [], "parents": parents, **child}
        rows[row_id] = {
            "id": row_id,
            "type": "ROW",
            "children": list(children),
            "parents": ["ROOT_ID", "GRID_ID"],
            "meta": {"background": "BACKGROUND_TRANSPARENT"},
        }
    return {
        "DASHBOARD_VERSION_KEY": "v2",
        "ROOT_ID": {"id": "ROOT_ID", "type": "ROOT", "children": ["GRID_ID"]},
        "GRID_ID": {
            "id": "GRID_ID",
            "type": "GRID",
            "children": [f"ROW-{number}" for number, _ in enumerate(dashboard.rows, 1)],
            "parents": ["ROOT_ID"],
        },
        "HEADER_ID": {"id": "HEADER_ID", "type": "HEADER", "meta": {"text": dashboard.title}},
        **rows,
    }


def metadata(dashboard: Dashboard, colors: Mapping[str, str]) -> Json:
    """Filters, colours and behaviour of the dashboard."""
    return {
        "native_filter_configuration": [
            _native_filter(dashboard, each) for each in dashboard.filters
        ],
        "filter_bar_orientation": "HORIZONTAL",
        # A click would filter by whatever a mark stands for: the count of a bar that lies, the text
        # of a cell that other tables lack. The filters above choose among values that there are.
        "cross_filters_enabled": False,
        "color_scheme": COLOR_SCHEME,
        "label_colors": dict(colors),
        "shared_label_colors": [],
        "color_scheme_domain": [],
        "chart_configuration": {},
        "global_chart_configuration": {
            "scope": {"rootPath": ["ROOT_ID"], "excluded": []},
            "chartsInScope": [],
        },
        "expanded_slices": {},
        "refresh_frequency": 0,
        "timed_refresh_immune_slices": [],
        "default_filters": "{}",
    }


def _native_filter(dashboard: Dashboard, declared: Filter) -> Json:
    target: Json = {}
    if declared.dataset:
        target = {
            "datasetUuid": fixed_uuid("dataset", declared.dataset.key),
            "column": {"name": declared.column},
        }
    return {
        "id": f"NATIVE_FILTER-{fixed_uuid('native filter', dashboard.key, declared.name)}",
        "type": "NATIVE_FILTER",
        "name": declared.name,
        "description": _explained(dashboard, declared),
        "filterType": "filter_select" if declared.dataset else "filter_time",
        "targets": [target],
        "controlValues": {
            "enableEmptyFilter": bool(declared.default),
            "defaultToFirstItem": False,
            "multiSelect": not declared.default,
            "creatable": False,
            "searchAllOptions": False,
            "inverseSelection": False,
            "sortAscending": True,
        }
        if declared.dataset
        else {"enableEmptyFilter": False},
        "defaultDataMask": _chosen_at_first(declared),
        "cascadeParentIds": [],
        "scope": {
            "rootPath": ["ROOT_ID"],
            "excluded": [chart_number(dashboard, chart) for chart in dashboard.stays(declared)],
        },
        "chartsInScope": [],
        "tabsInScope": [],
    }


def _chosen_at_first(declared: Filter) -> Json:
    if not declared.default:
        return {"extraFormData": {}, "filterState": {}}
    value = [declared.default]
    return {
        "extraFormData": {"filters": [{"col": declared.column, "op": "IN", "val": value}]},
        "filterState": {"value": value, "label": declared.default},
    }


def _explained(dashboard: Dashboard, declared: Filter) -> str:
    """What a filter means and which charts it does not move, or the few that it moves."""
    stays = [chart for chart in dashboard.stays(declared) if chart.key != RELEASE]
    moved = [chart for chart in dashboard.charts if chart not in stays and chart.key != RELEASE]
    if not stays:
        return declared.description
    said, named = ("Does not move", stays) if len(stays) <= len(moved) else ("Moves only", moved)
    titles = "; ".join(chart.title for chart in named)
    return f"{declared.description} {said}: {titles}.".strip()
