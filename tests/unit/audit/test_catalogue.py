import re
import subprocess
import sys
from dataclasses import replace

import pytest

from pipelines.audit.catalogue import (
    CatalogueEntry,
    doubled,
    load_catalogue,
    main,
    render_markdown,
)
from pipelines.specs import load_specs

ENTRY = CatalogueEntry(
    check_id="fct_a__x__range",
    layer="publication",
    table="fct_a",
    column="x",
    kind="range",
    severity="critical",
    allowed="0 to 1",
    message="x is out of | range. Look at it.",
)


def test_every_check_tells_what_is_wrong_where_and_what_to_do() -> None:
    for entry in load_catalogue():
        assert re.fullmatch(r"[A-Za-z0-9_, ]+", entry.check_id), entry.check_id
        parts = (entry.table, entry.column, entry.kind)
        assert entry.check_id == "__".join(part for part in parts if part)
        assert entry.severity in {"critical", "warning"}
        assert len(entry.message) > 40, entry.check_id
        assert entry.message.endswith((".", "?"))
        assert entry.allowed


def test_no_two_checks_of_the_gates_share_table_column_and_kind() -> None:
    assert doubled(load_catalogue()) == []


def test_no_dataset_goes_past_the_raw_gate() -> None:
    judged = {entry.table for entry in load_catalogue() if entry.layer == "raw"}
    assert judged == {spec.raw_name for spec in load_specs().values()}


def test_two_checks_of_the_same_thing_are_found() -> None:
    other = replace(ENTRY, check_id="another", layer="dbt")
    assert doubled([ENTRY, other, replace(ENTRY, kind="length")]) == [("fct_a", "x", "range")]


def test_the_page_has_a_row_for_each_check_and_keeps_its_cells_apart() -> None:
    page = render_markdown([ENTRY, replace(ENTRY, layer="raw", table="t", severity="warning")])
    assert "| Raw gate | 1 | 0 | 1 |" in page
    assert "### fct_a" in page
    assert (
        "| x | range | critical | release | 0 to 1 | x is out of \\| range. Look at it. |" in page
    )


def test_the_command_prints_the_page_and_refuses_what_it_does_not_know(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([]) == 0
    assert capsys.readouterr().out == render_markdown(load_catalogue())
    assert main(["--nonsense"]) == 2
    assert "usage" in capsys.readouterr().err


def test_nothing_here_imports_great_expectations() -> None:
    modules = ("catalogue", "dbt_tests", "gates", "project", "verdict")
    imports = "; ".join(f"import pipelines.audit.{module}" for module in modules)
    code = f"{imports}; import sys; sys.exit('great_expectations' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
