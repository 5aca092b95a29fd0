"""Checks of all layers side by side: each has one owner, and the page about them is current."""

import os
import subprocess
from pathlib import Path

from pipelines.audit.catalogue import (
    dbt_catalogue,
    doubled,
    load_catalogue,
    release_catalogue,
    render_markdown,
)
from pipelines.transform.run_dbt import DBT_EXECUTABLE, DBT_PROJECT
from pipelines.warehouse import REPOSITORY


def test_each_check_has_one_owner_and_the_page_is_current(tmp_path: Path) -> None:
    folder = ["--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)]
    subprocess.run(
        [str(DBT_EXECUTABLE), "--quiet", "parse", *folder, "--target-path", str(tmp_path)],
        check=True,
        env={**os.environ, "DBT_LOG_PATH": str(tmp_path), "CHIPWATCH_BUILD_DIR": str(tmp_path)},
    )
    manifest = tmp_path / "manifest.json"
    checks = load_catalogue() + dbt_catalogue(manifest) + release_catalogue(manifest)
    assert doubled(checks) == []
    assert (REPOSITORY / "docs/generated/checks.md").read_text() == render_markdown(checks), (
        "docs/generated/checks.md is not current. Parse the dbt project, then run "
        "python -m pipelines.audit.catalogue --manifest MANIFEST > docs/generated/checks.md"
    )
