"""Which columns a column is made of: read from SQL, kept in a file that must fit the code."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.errors import ChipwatchError
from pipelines.transform import column_lineage
from pipelines.transform.column_lineage import (
    COMMAND,
    lineage_of,
    out_of_date,
    read_lineage,
    render,
)
from pipelines.transform.run_dbt import ensure_manifest

RATES, NAMES = "source.chipwatch.raw.fred__series", "seed.chipwatch.names"
STAGED, MART = "model.chipwatch.stg_fred__series", "model.chipwatch.fct_rates"


def model(name: str, sql: str, *parents: str, macros: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "resource_type": "model",
        "relation_name": f'"work"."main"."{name}"',
        "original_file_path": f"models/{name}.sql",
        "compiled_code": sql,
        "checksum": {"checksum": sql},
        "depends_on": {"nodes": list(parents), "macros": list(macros)},
    }


@pytest.fixture
def manifest(tmp_path: Path) -> dict[str, Any]:
    (tmp_path / "names.csv").write_text("series_id,title\n", encoding="utf-8")
    staged = """
        select series.series_id, observed_on as rate_on, cast(value as decimal(9, 4)) as rate
        from read_parquet('raw/fred__series/*.parquet') as series
    """
    mart = """
        with named as (
            select r.*, n.title from "work"."main"."stg_fred__series" as r
            left join "candidate"."seeds"."names" as n on r.series_id = n.series_id
        )
        select *, round(rate, 1) as rounded, 'fred' as source, count(*) over () as row_count
        from named where rate_on is not null
        union all
        select 'none', null, null, title, null, 'own', 0 from "candidate"."seeds"."names"
    """
    return {
        "nodes": {
            STAGED: model("stg_fred__series", staged, RATES),
            MART: model("fct_rates", mart, STAGED, NAMES, macros=("macro.chipwatch.outer",)),
            NAMES: {
                "resource_type": "seed",
                "relation_name": '"candidate"."seeds"."names"',
                "original_file_path": "names.csv",
            },
        },
        "sources": {
            RATES: {
                "resource_type": "source",
                "relation_name": "read_parquet('raw/fred__series/*.parquet')",
            }
        },
        "macros": {
            "macro.chipwatch.outer": {
                "macro_sql": "outer",
                "depends_on": {"macros": ["macro.chipwatch.inner", "macro.dbt.ref"]},
            },
            "macro.chipwatch.inner": {"macro_sql": "inner", "depends_on": {"macros": []}},
        },
    }


@pytest.fixture
def file(manifest: dict[str, Any], tmp_path: Path) -> Path:
    path = tmp_path / "column_lineage.json"
    path.write_text(render(manifest, lineage_of(manifest, tmp_path)), encoding="utf-8")
    return path


def test_columns_are_traced_to_files_seeds_and_through_stars(
    manifest: dict[str, Any], tmp_path: Path
) -> None:
    assert lineage_of(manifest, tmp_path) == {
        STAGED: {
            "series_id": [(RATES, "series_id")],
            "rate_on": [(RATES, "observed_on")],
            "rate": [(RATES, "value")],
        },
        MART: {
            "series_id": [(STAGED, "series_id")],
            "rate_on": [(STAGED, "rate_on")],
            "rate": [(STAGED, "rate")],
            "title": [(NAMES, "title")],
            "rounded": [(STAGED, "rate")],
            "source": [],
            "row_count": [],
        },
    }


def test_columns_of_a_union_by_name_are_traced_by_their_names(
    manifest: dict[str, Any], tmp_path: Path
) -> None:
    manifest["nodes"][MART]["compiled_code"] = """
        with every as (
            select * from "work"."main"."stg_fred__series"
            union all by name
            select title, series_id from "candidate"."seeds"."names"
            union all by name
            select 1 as rate, title from "candidate"."seeds"."names"
        )
        select title, rate, series_id from every
    """
    assert lineage_of(manifest, tmp_path)[MART] == {
        "title": [(NAMES, "title")],
        "rate": [(STAGED, "rate")],
        "series_id": [(STAGED, "series_id"), (NAMES, "series_id")],
    }


def test_what_is_written_is_what_is_read(
    manifest: dict[str, Any], file: Path, tmp_path: Path
) -> None:
    assert read_lineage(manifest, file) == lineage_of(manifest, tmp_path)
    assert out_of_date(manifest, file) == []


@pytest.mark.parametrize("changed", ["macro.chipwatch.inner", MART])
def test_a_model_whose_code_or_macro_changed_is_named_and_not_shown(
    manifest: dict[str, Any], file: Path, changed: str
) -> None:
    other = copy.deepcopy(manifest)
    if changed == MART:
        other["nodes"][MART]["checksum"]["checksum"] = "other"
    else:
        other["macros"][changed]["macro_sql"] = "other"
    assert out_of_date(other, file) == ["fct_rates"]
    assert set(read_lineage(other, file)) == {STAGED}


def test_a_parent_that_is_gone_takes_nothing_else_along(
    manifest: dict[str, Any], file: Path
) -> None:
    del manifest["nodes"][STAGED]
    assert out_of_date(manifest, file) == ["stg_fred__series"]
    assert read_lineage(manifest, file)[MART]["rate"] == []


def test_sql_that_cannot_be_read_names_its_model(manifest: dict[str, Any], tmp_path: Path) -> None:
    manifest["nodes"][MART]["compiled_code"] = "select from from"
    with pytest.raises(ChipwatchError, match="columns of fct_rates"):
        lineage_of(manifest, tmp_path)


def test_a_spoiled_file_says_how_to_make_it(tmp_path: Path) -> None:
    (tmp_path / "spoiled.json").write_text("{")
    with pytest.raises(ChipwatchError, match=r"spoiled\.json") as told:
        out_of_date({"nodes": {}}, tmp_path / "spoiled.json")
    assert COMMAND in str(told.value)


def test_the_kept_file_fits_the_models() -> None:
    changed = out_of_date(json.loads(ensure_manifest().read_bytes()))
    assert changed == [], f"these models changed: run `{COMMAND}` and commit the file it writes"


@pytest.mark.slow
def test_the_kept_file_is_what_the_models_give(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = tmp_path / "column_lineage.json"
    monkeypatch.setattr(column_lineage, "FILE", written)
    monkeypatch.setattr(column_lineage, "REPOSITORY", tmp_path)
    assert column_lineage.main() == 0
    kept = column_lineage.DBT_PROJECT / "column_lineage.json"
    assert written.read_text(encoding="utf-8") == kept.read_text(encoding="utf-8")
