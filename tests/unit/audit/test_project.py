import json
from pathlib import Path

from pipelines.audit.catalogue import load_catalogue
from pipelines.audit.project import write_project


def test_the_project_files_refer_to_each_other_and_hold_every_check(tmp_path: Path) -> None:
    project = write_project(tmp_path)
    suites = {path.stem: json.loads(path.read_text()) for path in project.glob("expectations/*")}
    definitions = {
        path.stem: json.loads(path.read_text())
        for path in project.glob("validation_definitions/*.json")
    }
    assert set(suites) == set(definitions)
    for name, definition in definitions.items():
        assert definition["suite"] == {"id": suites[name]["id"], "name": name}
    checked = [
        reference["name"]
        for path in project.glob("checkpoints/*.json")
        for reference in json.loads(path.read_text())["validation_definitions"]
        if reference["id"] == definitions[reference["name"]]["id"]
    ]
    assert sorted(checked) == sorted(suites)
    checks = [check for suite in suites.values() for check in suite["expectations"]]
    ids = [suite["id"] for suite in suites.values()] + [check["id"] for check in checks]
    assert len(ids) == len(set(ids))
    assert sorted(check["meta"]["check_id"] for check in checks) == sorted(
        entry.check_id for entry in load_catalogue()
    )


def test_the_same_rules_give_the_same_files(tmp_path: Path) -> None:
    first = {path: path.read_bytes() for path in write_project(tmp_path).rglob("*.*")}
    again = {path: path.read_bytes() for path in write_project(tmp_path).rglob("*.*")}
    assert first == again


def test_a_quote_or_dollar_in_the_folder_is_kept(tmp_path: Path) -> None:
    build = tmp_path / "it's $HOME"
    settings = json.loads((write_project(build) / "great_expectations.yml").read_text())
    (attach,) = (
        text
        for text in settings["fluent_datasources"]["candidate"]["setup"]
        if text.startswith("attach")
    )
    assert "it''s \\$HOME/candidate.duckdb" in attach
