"""Writes the Great Expectations project of one build: `<build>/audit/`.

Belongs here: the files of a project (settings, suites, validation definitions, checkpoints), made
from the rules, and which files of the build its data sources read. Does not belong here: the rules
(specs and `expectations/suites/`) or running them (`gates.py`). Great Expectations is not imported.

The project is whole: its own tools open it, once `import pipelines.audit.duckdb_datasource` and
`import pipelines.audit.expect_no_rows` have told them of the two types that are ours. Ids follow
from names, so that they are the same in every build.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipelines.audit.catalogue import check_id, gate_rules
from pipelines.audit.judged import SCHEMAS, chosen_rows, told, views
from pipelines.specs import load_specs
from pipelines.specs.checks import Layer, Rule, for_great_expectations
from pipelines.warehouse import MEMORY_LIMIT, Build

FOLDER, RESULTS = "audit", "validations"
DATASOURCE: Mapping[Layer, str] = {"raw": "raw", "publication": "candidate"}
_SCHEMA: Mapping[Layer, str] = {"raw": "raw", "publication": "candidate.marts"}
_ENGINE = (
    f"set memory_limit = '{MEMORY_LIMIT}'",
    "set temp_directory = '{build}/spill'",
    "set preserve_insertion_order = false",
    "set TimeZone = 'UTC'",
    "set enable_progress_bar = false",
)
_IDS = uuid.UUID("5833e165-1fd0-52ea-b785-9f6bd91f1a63")


def write_project(build_dir: Path) -> Path:
    """Write the project of a build, over one that is there; return its folder."""
    build = build_dir.resolve()
    folder = build / FOLDER
    rules = gate_rules()
    _write(folder / "great_expectations.yml", _settings(build, rules))
    for layer in DATASOURCE:
        definitions = []
        for (of, table), found in rules.items():
            if of != layer:
                continue
            name = f"{layer}_{table}"
            _write(folder / "expectations" / f"{name}.json", _suite(name, layer, table, found))
            _write(
                folder / "validation_definitions" / f"{name}.json",
                _definition(name, layer, table),
            )
            definitions.append({"id": _id("definition", name), "name": name})
        _write(folder / "checkpoints" / f"{layer}.json", _checkpoint(layer, definitions))
    return folder


def setup_statements(layer: Layer, build: Path) -> list[str]:
    """What the connection of a gate runs first: schemas, and views over the files of the build."""
    place = str(build).replace("'", "''")
    statements = [text.format(build=place) for text in _ENGINE]
    if layer == "publication":
        return [
            *statements,
            f"attach '{place}/candidate.duckdb' as candidate (read_only)",
            "create schema history",
            "create schema clock",
        ]
    statements.append("create schema inputs")
    statements += [
        f"create view inputs.{name} as select * from read_parquet('{place}/inputs/{name}.parquet')"
        for name in ("payloads", "sources")
    ]
    return [*statements, *raw_views(build)]


def raw_views(build: Path) -> list[str]:
    """Statements for the schema `raw`, a view a dataset, and for what its rules read beside it."""
    place, judged = Build(build), told(Build(build))
    statements = [f"create schema {name}" for name in ("raw", *SCHEMAS)]
    for spec in load_specs().values():
        rows = chosen_rows(place, spec.raw_name, None)
        statements.append(f"create view raw.{spec.raw_name} as {rows}")
        statements += views(place, spec, judged.get(spec.raw_name))
    return statements


def _settings(
    build: Path, rules: Mapping[tuple[Layer, str], tuple[Rule, ...]]
) -> Mapping[str, Any]:
    def store(kind: str, folder: str) -> dict[str, Any]:
        return {"class_name": kind, "store_backend": _backend(folder)}

    return {
        "config_version": 4.0,
        "analytics_enabled": False,
        "progress_bars": {"globally": False, "metric_calculations": False},
        "plugins_directory": None,
        "config_variables_file_path": None,
        "stores": {
            "expectations_store": store("ExpectationsStore", "expectations/"),
            "validation_results_store": store("ValidationResultsStore", f"{RESULTS}/"),
            "checkpoint_store": store("CheckpointStore", "checkpoints/"),
            "validation_definition_store": store(
                "ValidationDefinitionStore", "validation_definitions/"
            ),
        },
        "expectations_store_name": "expectations_store",
        "validation_results_store_name": "validation_results_store",
        "checkpoint_store_name": "checkpoint_store",
        "data_docs_sites": {
            "local": {
                "class_name": "SiteBuilder",
                "show_how_to_buttons": False,
                "store_backend": _backend("../data_docs/"),
                "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
            }
        },
        "fluent_datasources": {
            name: {
                "type": "duckdb",
                "id": _id("source", name),
                "connection_string": "duckdb:///:memory:",
                "setup": [text.replace("$", r"\$") for text in setup_statements(layer, build)],
                "assets": {
                    table: {
                        "type": "query",
                        "id": _id("asset", name, table),
                        "query": f"select * from {_SCHEMA[layer]}.{table}",
                        "batch_definitions": {
                            "whole": {"id": _id("batch", name, table), "partitioner": None}
                        },
                    }
                    for of, table in rules
                    if of == layer
                },
            }
            for layer, name in DATASOURCE.items()
        },
    }


def _suite(name: str, layer: Layer, table: str, rules: tuple[Rule, ...]) -> Mapping[str, Any]:
    return {
        "id": _id("suite", name),
        "name": name,
        "expectations": [
            {
                "id": _id("check", check_id(table, rule)),
                "type": rule.expectation,
                "kwargs": for_great_expectations(rule.arguments, f"{_SCHEMA[layer]}.{table}"),
                "meta": {
                    "check_id": check_id(table, rule),
                    "reach": rule.reach,
                    "allowed": rule.allowed,
                    "message": rule.message,
                    "since": rule.since,
                    "note": rule.note,
                },
                "severity": rule.severity,
            }
            for rule in rules
        ],
        "meta": {"layer": layer, "table": table},
        "notes": None,
    }


def _definition(name: str, layer: Layer, table: str) -> Mapping[str, Any]:
    source = DATASOURCE[layer]
    return {
        "id": _id("definition", name),
        "name": name,
        "data": {
            "datasource": {"id": _id("source", source), "name": source},
            "asset": {"id": _id("asset", source, table), "name": table},
            "batch_definition": {"id": _id("batch", source, table), "name": "whole"},
        },
        "suite": {"id": _id("suite", name), "name": name},
    }


def _checkpoint(layer: Layer, definitions: list[dict[str, str]]) -> Mapping[str, Any]:
    return {
        "id": _id("checkpoint", layer),
        "name": layer,
        "actions": [],
        "result_format": "SUMMARY",
        "validation_definitions": definitions,
    }


def _backend(folder: str) -> Mapping[str, Any]:
    return {
        "class_name": "TupleFilesystemStoreBackend",
        "suppress_store_backend_id": True,
        "base_directory": folder,
    }


def _id(*names: str) -> str:
    return str(uuid.uuid5(_IDS, "/".join(names)))


def _write(path: Path, content: Mapping[str, Any]) -> None:
    """JSON, which is YAML too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
