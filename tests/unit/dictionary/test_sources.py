"""The page about sources: every one is told, with what it needs and what people wrote of it."""

from pathlib import Path

import pytest
import yaml

from pipelines.dictionary.sources import PAGE, STAGING, models_by_table, page, render_sources
from pipelines.specs import SOURCES_FOLDER, load_specs


def test_the_page_is_current() -> None:
    told = "docs/generated/sources.md is not current: python -m pipelines.dictionary.sources"
    assert PAGE.read_text("utf-8") == page(), told


@pytest.mark.parametrize("name", sorted(load_specs()))
def test_every_dataset_is_on_it(name: str) -> None:
    declared, text = load_specs()[name], page()
    assert f"| `{name}` |" in text
    assert f"**{name}**: {declared.description}" in text
    source = declared.source_spec
    if source.fetch is None:
        assert f"`chipwatch archive add {name} FILE`" in text
    elif source.fetch.key_use == "required":
        assert f"`{source.key_variable}`" in text


def test_what_people_wrote_stands_below_the_heading_of_its_source(tmp_path: Path) -> None:
    declared = next(iter(load_specs().values()))
    (tmp_path / declared.source).mkdir()
    notes = tmp_path / declared.source / "README.md"
    notes.write_text("# Title\n\nSlow on Mondays.\n\n## Limits\n\nTen.\n", "utf-8")
    text = render_sources([declared], tmp_path, {declared.raw_name: "`stg_x`"})
    assert text.endswith("\n\nSlow on Mondays.\n\n### Limits\n\nTen.\n")
    assert "# Title" not in text
    assert f"| `{declared.name}` | - | `stg_x` |" in text


def test_models_that_read_raw_tables_are_found() -> None:
    found = models_by_table()
    known = {declared.raw_name for declared in load_specs().values()}
    declared = {
        table["name"]
        for path in STAGING.rglob("_models.yml")
        for source in yaml.safe_load(path.read_text("utf-8")).get("sources", [])
        for table in source["tables"]
        if source["name"] == "raw"
    }
    assert declared <= set(found) <= known, "also where a macro writes the SQL"
    assert (SOURCES_FOLDER / next(iter(found)).split("__")[0]).is_dir()
