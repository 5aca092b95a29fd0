"""What counts as input: every file of the project, and what one module does is decided by."""

import subprocess
from pathlib import Path

import pytest

from pipelines import fingerprint
from pipelines.derived.entity_links import derive
from pipelines.derived.event_candidates import candidates
from pipelines.fingerprint import (
    CODE_FOLDERS,
    EXCLUDED,
    EXCLUDED_SUFFIXES,
    code_files,
    code_hash,
    dbt_files,
    hash_of,
    module_hash,
)
from tests.conftest import REPOSITORY


def tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", *CODE_FOLDERS],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    return [name for name in listed.stdout.split("\0") if name]


def test_every_tracked_file_is_in_the_fingerprint_or_excluded_by_name() -> None:
    counted = {path.relative_to(REPOSITORY).as_posix() for path in code_files()}
    left_out = {
        name
        for name in tracked()
        if name not in counted
        and (REPOSITORY / name).exists()
        and not name.startswith(EXCLUDED)
        and not name.endswith(EXCLUDED_SUFFIXES)
    }
    assert left_out == set()


def test_the_parsed_dbt_project_depends_on_all_of_its_files() -> None:
    counted = {path.relative_to(REPOSITORY).as_posix() for path in dbt_files()}
    assert {
        name
        for name in tracked()
        if name.startswith("dbt_project/") and not name.endswith(EXCLUDED_SUFFIXES)
    } <= counted


@pytest.fixture
def project(tmp_path: Path) -> Path:
    files = {
        "requirements.txt": "",
        "pipelines/errors.py": "",
        "pipelines/derived/links/derive.py": "from pipelines.derived.links import link\n",
        "pipelines/derived/links/link.py": "def late():\n    from pipelines import errors\n",
        "pipelines/derived/links/lexicon/words.csv": "a\n",
        "pipelines/derived/other/apart.py": "",
        "pipelines/report/style.css": "a {}",
        "dbt_project/models/one.sql": "select 1",
        "expectations/suites/one.yml": "a: 1",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def links_hash(root: Path) -> str:
    module_hash.cache_clear()
    return module_hash("pipelines.derived.links.derive", root)


@pytest.mark.parametrize(
    "changed",
    [
        "pipelines/derived/links/derive.py",
        "pipelines/derived/links/link.py",
        "pipelines/derived/links/lexicon/words.csv",
        "pipelines/errors.py",
    ],
)
def test_what_a_module_rests_on_changes_its_hash(project: Path, changed: str) -> None:
    before, whole = links_hash(project), code_hash(project)
    with (project / changed).open("a") as file:
        file.write("\n# changed\n")
    assert links_hash(project) != before
    assert code_hash(project) != whole


@pytest.mark.parametrize(
    "changed", ["pipelines/derived/other/apart.py", "pipelines/report/style.css"]
)
def test_what_it_does_not_rest_on_leaves_it(project: Path, changed: str) -> None:
    before, whole = links_hash(project), code_hash(project)
    (project / changed).write_text("changed = 1")
    assert links_hash(project) == before
    assert code_hash(project) != whole


def test_another_version_of_a_library_changes_the_hash(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "pipelines/derived/links/link.py").write_text("import pyarrow\n")
    before = links_hash(project)
    monkeypatch.setattr(fingerprint, "version", lambda _: "0.0.1")
    assert links_hash(project) != before


@pytest.mark.parametrize(
    ("module", "file"),
    [
        (derive.__name__, "pipelines/derived/entity_links/links.py"),
        (derive.__name__, "pipelines/derived/names.py"),
        (candidates.__name__, "pipelines/derived/event_candidates/lexicon/actors.yml"),
        (candidates.__name__, "pipelines/derived/event_candidates/headlines/stories.py"),
        (candidates.__name__, "pipelines/derived/event_candidates/documents/judge.py"),
    ],
)
def test_links_and_candidates_rest_on_their_rules(
    module: str, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Path] = []

    def noted(files: list[Path], root: Path) -> str:
        seen.extend(files)
        return hash_of(files, root)

    monkeypatch.setattr(fingerprint, "hash_of", noted)
    module_hash.cache_clear()
    module_hash(module)
    module_hash.cache_clear()
    assert REPOSITORY / file in seen
