"""Specs are complete, typed, and refused with the place when they are not."""

from pathlib import Path

import pyarrow as pa
import pytest
import yaml

from pipelines.specs import (
    SOURCES_FOLDER,
    SpecError,
    datasets_read_as,
    load_specs,
    read_spec,
    spec,
)
from pipelines.specs.read_as import COLUMNS, ReadAs

GOOD = yaml.safe_load((SOURCES_FOLDER / "csl" / "spec.yml").read_text("utf-8"))


def write(tmp_path: Path, content: object) -> Path:
    path = tmp_path / "csl" / "spec.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(content if isinstance(content, str) else yaml.safe_dump(content), "utf-8")
    return path


def test_every_folder_of_a_source_is_read() -> None:
    folders = {path.name for path in SOURCES_FOLDER.iterdir() if (path / "__init__.py").exists()}
    assert {declared.source for declared in load_specs().values()} == folders
    assert list(load_specs()) == sorted(load_specs())


@pytest.mark.parametrize("name", sorted(load_specs()))
def test_the_schema_is_the_declared_one(name: str) -> None:
    declared = spec(name)
    assert declared.arrow_schema.names == [c.name for c in declared.columns]
    assert declared.raw_schema.names[-2:] == ["payload_sha256", "row_number"]
    assert declared.raw_name == name.replace("/", "__")
    for column, field in zip(declared.columns, declared.arrow_schema, strict=True):
        assert (
            str(field.type).replace(" ", "").startswith(column.type.split("<")[0].split("(")[0][:4])
        )
        assert field.nullable == column.nullable
    assert declared.source_spec.licence
    assert declared.url.startswith("https://")


def test_arrow_types() -> None:
    bars = spec("yahoo_chart/bars").arrow_schema
    assert bars.field("close").type == pa.decimal128(18, 6)
    assert bars.field("session_on").type == pa.date32()
    assert spec("sec/company_facts").arrow_schema.field("value").type == pa.decimal128(38, 10)
    assert spec("csl/entries").arrow_schema.field("addresses").type == pa.list_(pa.string())


def test_an_unknown_name_lists_the_known_ones() -> None:
    told = f"no dataset is called 'nobody/nothing'; known: {next(iter(load_specs()))}"
    with pytest.raises(SpecError, match=told) as caught:
        spec("nobody/nothing")
    assert "chipwatch sources list" in caught.value.remedy


def changed(path: str, value: object) -> object:
    """The good spec with one member replaced; `None` as value with a trailing `!` removes it."""
    content = yaml.safe_load(yaml.safe_dump(GOOD))
    *parents, last = path.split(".")
    node = content
    for step in parents:
        node = node[int(step)] if isinstance(node, list) else node[step]
    if last.endswith("!"):
        del node[last[:-1]]
    else:
        node[last] = value
    return content


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("publisher!", None, "missing key publisher"),
        ("surprise", 1, "unknown key surprise"),
        ("source", "other", "its folder 'csl'"),
        ("redistribution", "maybe", "one of public, attribution, internal, personal"),
        ("rate_limit.requests", 0, "at least 1"),
        ("rate_limit.per_seconds", "fast", "number above zero"),
        ("licence", "  ", "licence is '  ', expected a text"),
        ("datasets", [], "expected a mapping"),
        ("datasets.entries.parser_version", True, "at least 1"),
        ("datasets.entries.rows", {"min": 5, "max": 2}, "min not above max"),
        ("datasets.entries.natural_key", ["nothing"], "nothing is not a column"),
        ("datasets.entries.natural_key", "entry_key", "a list of texts"),
        ("datasets.entries.newest_column", "name", "a date32 column"),
        ("datasets.entries.schema", [], "a list of mappings"),
        ("datasets.entries.schema.0.type", "float64", "decimal128(p, s) or one of"),
        ("datasets.entries.schema.0.type", "decimal128(40,2)", "1 to 38 digits"),
        ("datasets.entries.schema.0.nullable", "no", "true or false"),
        ("datasets.entries.schema.0.name", "Entry Key", "lower-case"),
        ("datasets.entries.schema.1.name", "entry_key", "every column name once"),
        ("fetch.other_ways", [], "a list of mappings"),
        ("fetch.other_ways", [{}], "at least one thing that is different"),
        ("fetch.other_ways", [{"host": "elsewhere.example"}], "one of data.trade.gov"),
        ("fetch.other_ways", [{"user_agent": "curl/8.5"}], "one of plain, contact, library"),
        ("fetch.other_ways", [{"path": "list.json"}], "a path from /"),
        ("fetch.live_check", {"first_bytes": 0}, "at least 1"),
        ("fetch.live_check", {"window": {"from_days_ago": 1}}, "missing key to_days_ago"),
        (
            "fetch.live_check",
            {"window": {"from_days_ago": 1, "to_days_ago": 2}},
            "from_days_ago not below to_days_ago",
        ),
        ("datasets.entries.read_as", {}, "expected one of headlines, documents, list_entries"),
        ("datasets.entries.read_as", {"verse": {}}, "expected one of headlines"),
        ("datasets.entries.read_as", {"headlines": {}}, "missing key date"),
        ("datasets.entries.read_as", {"headlines": {"date": "start_on"}}, "need the columns title"),
        (
            "datasets.entries.read_as",
            {"documents": {}},
            "documents need the columns document_number",
        ),
        ("datasets.entries.read_as", {"list_entries": {"date": "start_on"}}, "unknown key date"),
        ("datasets.entries.allowed_defects!", None, "missing key allowed_defects"),
        ("datasets.entries.allowed_defects", 5, "a number from 0 to 1"),
        ("datasets.entries.allowed_shrinkage!", None, "shrunk needs the figure allowed_shrinkage"),
        ("datasets.entries.newest_column", None, "older_than_before needs a newest_column"),
        ("datasets.entries.checks.wish", True, "unknown key wish"),
        ("datasets.entries.checks.restated", ["nothing"], "no column is called nothing"),
        ("datasets.entries.checks.series", ["nothing"], "no column is called nothing"),
        ("datasets.entries.checks.shrunk", "grave", "one of critical, warning"),
        ("datasets.entries.checks.rules.0.severity!", None, "missing key severity"),
        ("datasets.entries.checks.rules.0.among!", None, "a check written as one of"),
        ("datasets.entries.checks.rules.0.filled", True, "a check written as one of"),
        ("datasets.entries.checks.rules.0.show", ["nothing"], "no column is called nothing"),
        ("datasets.entries.checks.rules.1.reach!", None, "written with a query"),
        ("datasets.entries.checks.rules.1.reach", "world", "one of row, series, release"),
        ("datasets.entries.checks.rules.2.severity", "warning", "{unjudged} only in a critical"),
        ("datasets.entries.checks.rules.2.reach", "release", "{unjudged} only in a critical"),
        ("datasets.entries.checks.rules.3.lengths", {"below": 3}, "unknown key below"),
    ],
)
def test_a_broken_spec_is_refused_with_its_place(
    tmp_path: Path, path: str, value: object, told: str
) -> None:
    file = write(tmp_path, changed(path, value))
    with pytest.raises(SpecError) as caught:
        read_spec(file)
    assert told in str(caught.value)
    assert str(file) in str(caught.value)
    assert "version control" in caught.value.remedy


def test_headlines_are_read_by_a_column_of_days(tmp_path: Path) -> None:
    content = yaml.safe_load(yaml.safe_dump(GOOD))
    entries = content["datasets"]["entries"]
    title = {"name": "title", "type": "string", "nullable": True, "description": "Title"}
    entries["schema"].append(title)
    entries["read_as"] = {"headlines": {"date": "start_on"}}
    [declared] = read_spec(write(tmp_path, content))
    assert declared.read_as == ReadAs("headlines", "start_on")
    entries["read_as"] = {"headlines": {"date": "name"}}
    with pytest.raises(SpecError, match="a date32 column of the schema"):
        read_spec(write(tmp_path, content))


@pytest.mark.parametrize("kind", COLUMNS)
def test_every_kind_is_the_reading_of_some_dataset(kind: str) -> None:
    assert all(s.read_as and s.read_as.kind == kind for s in datasets_read_as(kind).values())
    assert datasets_read_as(kind)


@pytest.mark.parametrize("content", ["a: [", "", "- list", "\x00"])
def test_unreadable_yaml_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(SpecError):
        read_spec(write(tmp_path, content))


def test_a_folder_without_specs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="installation is incomplete"):
        load_specs(tmp_path)


def test_how_much_a_payload_may_shrink_is_one_figure_but_for_answers_that_may(
    tmp_path: Path,
) -> None:
    (declared,) = read_spec(write(tmp_path, GOOD))
    assert declared.allowed_shrinkage == declared.accept.shrink_tolerance == 0.05
    assert spec("rss/items").allowed_shrinkage == 0.3
    assert spec("rss/items").accept.shrink_tolerance is None
