"""dbt's own unit tests, run on empty relations of the whole project."""

import os
import subprocess

import pytest

from pipelines.archive.contents import read_contents
from pipelines.archive.store import Archive
from pipelines.derived.entity_links.derive import derive
from pipelines.derived.event_candidates.candidates import derive_candidates
from pipelines.derived.event_study.config import REACTIONS_SCHEMA
from pipelines.overlay.files import own_rows
from pipelines.raw.inputs import write_inputs
from pipelines.raw.write import parse_dataset
from pipelines.specs import load_specs
from pipelines.transform.run_dbt import DBT_EXECUTABLE, DBT_PROJECT
from pipelines.warehouse import SAMPLE_ARCHIVE, Build, Warehouse


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A build of the sample up to the point where dbt starts."""
    import pyarrow.parquet as pq

    place = Warehouse(tmp_path_factory.mktemp("dbt"))
    place.ensure("sample")
    build = place.build("unit").create()
    contents = read_contents(Archive(SAMPLE_ARCHIVE))
    for spec in load_specs().values():
        parse_dataset(place, build, contents, spec)
    own = own_rows(place)
    own.write(build.overlay)
    write_inputs(build, contents, own, {})
    derive(place, build)
    derive_candidates(place, build)
    pq.write_table(REACTIONS_SCHEMA.empty_table(), build.derived / "market_reactions.parquet")
    return build


def dbt(build: Build, *arguments: str) -> subprocess.CompletedProcess[str]:
    places = {
        "--project-dir": DBT_PROJECT,
        "--profiles-dir": DBT_PROJECT,
        "--target-path": build.path / "target",
        "--log-path": build.path / "logs",
    }
    options = [text for option, path in places.items() for text in (option, str(path))]
    return subprocess.run(
        [str(DBT_EXECUTABLE), *arguments, *options],
        env={**os.environ, "CHIPWATCH_BUILD_DIR": str(build.path), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_unit_tests_of_the_models(prepared: Build) -> None:
    made = dbt(
        prepared, "--quiet", "build", "--empty", "--exclude-resource-type", "test", "unit_test"
    )
    assert made.returncode == 0, made.stdout[-3000:]
    result = dbt(prepared, "test", "--select", "test_type:unit")
    assert result.returncode == 0, result.stdout[-4000:]
    assert "ERROR=0" in result.stdout
    assert "PASS=0" not in result.stdout
