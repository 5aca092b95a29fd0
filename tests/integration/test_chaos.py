"""Kill -9 at random moments, the short version; `make chaos` runs the long one."""

from pathlib import Path

import pytest

from tests.integration.chaos import kill_publications, kill_runs


def test_a_killed_publication_leaves_one_whole_release(tmp_path: Path) -> None:
    outcomes = kill_publications(tmp_path / "w", 20, seed=7)
    assert outcomes["unharmed"] == 2
    assert sum(outcomes.values()) == 20
    assert any(name.startswith("killed") for name in outcomes), outcomes


@pytest.mark.slow
def test_a_killed_run_leaves_one_whole_release(tmp_path: Path) -> None:
    outcomes = kill_runs(tmp_path / "w", 10, 7, print)
    assert outcomes["unharmed"] == 1
