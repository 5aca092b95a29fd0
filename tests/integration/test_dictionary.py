"""The data dictionary is current, whole, and loads nothing."""

import re
from pathlib import Path

import duckdb
import pytest

from pipelines.dictionary.build import pages
from pipelines.dictionary.model import anchor
from pipelines.errors import ChipwatchError
from pipelines.transform.run_dbt import ensure_manifest
from pipelines.warehouse import REPOSITORY

NAMES = ("dictionary.md", "dictionary.html", "lineage.md")


@pytest.fixture(scope="module")
def generated(sample_warehouse: Path) -> dict[str, str]:
    return pages(ensure_manifest(), sample_warehouse / "chipwatch.duckdb")


@pytest.mark.parametrize("name", NAMES)
def test_the_committed_page_is_current(generated: dict[str, str], name: str) -> None:
    assert (REPOSITORY / "docs" / "generated" / name).read_text() == generated[name], (
        f"docs/generated/{name} is not current: run `make docs`, that is dictionary.build with a "
        "warehouse built from the sample"
    )


def test_every_published_column_stands_in_it(
    sample_warehouse: Path, generated: dict[str, str]
) -> None:
    with duckdb.connect(str(sample_warehouse / "chipwatch.duckdb"), read_only=True) as connection:
        published = connection.execute(
            "select table_schema || '.' || table_name, column_name from meta.columns"
        ).fetchall()
        undescribed = connection.execute(
            "select table_name, column_name from meta.columns "
            "where coalesce(description, '') = '' or coalesce(table_description, '') = ''"
        ).fetchall()
    assert undescribed == []
    assert ("marts.rpt_changes", "reason_kind") in published
    sections = dict(
        re.findall(r"^## (\S+)\n(.*?)(?=^## |\Z)", generated["dictionary.md"], re.M | re.S)
    )
    assert len(published) > 900
    assert not [(t, c) for t, c in published if f"| `{c}` |" not in sections[t]]
    assert not [t for t, _ in published if f'id="{t}"' not in generated["dictionary.html"]]


def test_links_of_the_overview_lead_somewhere(generated: dict[str, str]) -> None:
    page = generated["dictionary.md"]
    targets = re.findall(r"\]\(#([^)]+)\)", page)
    assert targets
    assert set(targets) <= {anchor(heading) for heading in re.findall(r"^## (.+)$", page, re.M)}


def test_the_page_loads_nothing(generated: dict[str, str]) -> None:
    loads = re.findall(
        r'(?:src|href)="(?!#)[^"]*"|url\(|@import|fetch\(', generated["dictionary.html"]
    )
    assert loads == []


def test_what_is_told_of_a_price(generated: dict[str, str]) -> None:
    section = generated["dictionary.md"].partition("## marts.fct_stock_daily\n")[2]
    section = section.partition("\n## ")[0]
    assert "yahoo_chart (personal): Terms of service" in section
    assert "| `return_pct` | DECIMAL(12,4) | percent |  |" in section
    assert "| `session_on` | DATE | date | key |" in section
    assert "key → dim_security.security_id" in section


def test_a_warehouse_of_other_code_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "chipwatch.duckdb"
    duckdb.connect(str(other)).close()
    with pytest.raises(ChipwatchError, match="does not fit the present models"):
        pages(ensure_manifest(), other)


def test_periods_that_are_asked_for_are_no_source(generated: dict[str, str]) -> None:
    section = generated["dictionary.md"].partition("## marts.fct_vendor_revenue\n")[2]
    section = section.partition("\n## ")[0]
    assert "`fred/series`" in section
    assert "customs_csv" not in section
