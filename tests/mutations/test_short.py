"""A sample of the generated faults, judged by the real gates: short for `make mutations`.

The marts are those of a release, so dbt's tests (which need the build) are not asked.
"""

from __future__ import annotations

from pathlib import Path

from pipelines.releases.shelf import current_release
from pipelines.warehouse import Warehouse
from tests.integration.audit_builds import sound_raw_build
from tests.mutations.judging import MartJudge, Outcome, RawJudge
from tests.mutations.score import critical_columns, is_critical

EVERY_MART, EVERY_RAW = 47, 7


def test_faults_in_marts_are_caught_without_dbt(sample_warehouse: Path, tmp_path: Path) -> None:
    release = current_release(Warehouse(sample_warehouse))
    assert release is not None
    build = tmp_path / "build"
    build.mkdir()
    (build / "candidate.duckdb").symlink_to(release.database)
    with MartJudge(build, tmp_path / "marts", release.manifest["keys"]) as judge:
        outcomes = [judge.judge(mutant) for mutant in judge.mutants()[::EVERY_MART]]
        critical = critical_columns(judge.keys, judge.columns)
    assert len({one.mutant.kind for one in outcomes}) >= 5
    _assert_good(outcomes, 80)  # keys and relations are dbt's to watch
    of_facts = [one for one in outcomes if not one.mutant.table.startswith("rpt_")]
    blocked = [one.is_blocked for one in of_facts if one.findings and is_critical(one, critical)]
    assert len(blocked) >= 5
    assert all(blocked)


def test_faults_in_raw_data_are_caught(tmp_path: Path) -> None:
    build = sound_raw_build(tmp_path / "build").write()
    with RawJudge(build, tmp_path / "raw") as judge:
        made = [m for m in judge.mutants() if m.table in {"csl__entries", "yahoo_chart__bars"}]
        outcomes = [judge.judge(mutant) for mutant in made[::EVERY_RAW]]
    _assert_good(outcomes, 85)


def _assert_good(outcomes: list[Outcome], least_pct: int) -> None:
    made = [one for one in outcomes if one.findings is not None]
    missed = [one.mutant.name for one in made if not one.is_caught]
    assert len(made) >= 5
    assert 100 * (len(made) - len(missed)) >= least_pct * len(made), missed
