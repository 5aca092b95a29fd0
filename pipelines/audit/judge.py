"""Judges a database: its checks, what differs from the release before it, one verdict.

Belongs here: `assess`, the one way to a verdict, and what is judged with it: the candidate of a
build, a kept build once more, a release once more. Does not belong here: single rules, reading a
verdict that was reached before (`recorded.py`), acting on it (`publish/`).
Importing this module does not import Great Expectations; judging does.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import duckdb

from pipelines.archive.accepted_checks import accepted_checks, ended_checks
from pipelines.audit import drift
from pipelines.audit.check import CheckResult
from pipelines.audit.comparison import Comparison, compare_with, declared_keys
from pipelines.audit.dbt_tests import declared_tests, read_not_made, run_dbt_tests
from pipelines.audit.gates import GATES, publication_gate, run_publication_gate, run_raw_gate
from pipelines.audit.recorded import Audit, data_docs_of, described, recorded_checks
from pipelines.audit.verdict import Verdict
from pipelines.errors import ChipwatchError
from pipelines.fingerprint import code_hash
from pipelines.releases import changes
from pipelines.releases.approvals import Approval, open_approvals
from pipelines.releases.content_hash import content_hashes
from pipelines.releases.diff import TableDiff
from pipelines.releases.shelf import (
    Release,
    comparison_base,
    file_sha256,
    is_whole,
    releases,
    used_approvals,
)
from pipelines.transform.run_dbt import ensure_manifest
from pipelines.warehouse import Build, Warehouse


@dataclass(frozen=True)
class Assessment:
    """A verdict with what it was compared with, and the difference table by table."""

    verdict: Verdict
    comparison: Comparison
    diffs: Sequence[TableDiff]


def assess(
    database: Path,
    base: Release | None,
    keys: Mapping[str, Sequence[str]],
    checks: Iterable[CheckResult],
    approvals: Sequence[Approval],
) -> Assessment:
    """Hash the content, compare it with the release before, and reach a verdict on these bytes.

    `checks` are read after the content was hashed, so that a gate can run meanwhile; `keys` are
    primary keys by mart. Nothing is written. Raises ChipwatchError when the file cannot be read.
    """
    try:
        with duckdb.connect(str(database), read_only=True) as connection:
            connection.execute("set enable_progress_bar = false")
            hashes = content_hashes(connection, "marts")
    except duckdb.Error as error:
        raise ChipwatchError(
            f"{database} cannot be read ({str(error).splitlines()[0]}).",
            "close the program that holds it open for writing, or build again: chipwatch run.",
        ) from error
    found = list(checks)
    comparison, of_release, diffs = compare_with(base, database, keys, hashes, approvals)
    verdict = Verdict(
        candidate_sha256=file_sha256(database),
        content_hashes=hashes,
        checks=(*drift.halved_as_approved(found, comparison.approvals), *of_release),
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    return Assessment(verdict, comparison, diffs)


def judge_candidate(warehouse: Warehouse, build: Build) -> Verdict:
    """Reach the verdict that publication rests on; write `verdict.json` and `comparison.json`.

    `marts.rpt_changes` is made in the candidate first, so that it is part of what is judged. The
    gate's pages are written before this returns.
    """
    base = comparison_base(warehouse)
    last = None if base is None else base.database
    manifest = ensure_manifest()
    keys = declared_keys(manifest)
    changes.write_changes(
        build.candidate,
        last,
        None if base is None else base.release_id,
        keys,
        is_code_changed=base is not None and base.manifest["code_version"] != code_hash()[:16],
        is_sample=warehouse.kind() == "sample",
    )
    recorded = json.loads((build.results / "raw_gate.json").read_text())
    gate = GATES.stream(publication_gate, build.path, last)
    assessed = assess(
        build.candidate,
        base,
        keys,
        chain(
            map(CheckResult.from_json, recorded),
            run_dbt_tests(build, declared_tests(manifest)),
            _first(gate),
        ),
        open_approvals(warehouse, used_approvals(warehouse)),
    )
    if base is not None:
        drift.note_refused(
            warehouse,
            assessed.verdict.checks,
            assessed.diffs,
            assessed.verdict.content_hashes,
            base.release_id,
        )
    assessed.comparison.write(build)
    assessed.verdict.write(build.verdict)
    for _ in gate:
        pass
    return assessed.verdict


def audit_build(warehouse: Warehouse, build: Build) -> Audit:
    """Judge a kept build beside the release it would follow."""
    has_candidate = build.candidate.exists()
    base = comparison_base(warehouse) if has_candidate else None
    with _scratch(build.path) as folder:
        checks = run_raw_gate(
            folder,
            accepted_checks(warehouse, datetime.now(UTC)),
            ended_checks(warehouse, datetime.now(UTC)),
        )
        if has_candidate:
            checks.extend(run_publication_gate(folder, None if base is None else base.database))
            checks.extend(_dbt_checks(build))
    if has_candidate:
        approvals = open_approvals(warehouse, used_approvals(warehouse))
        keys = declared_keys(ensure_manifest())
        verdict = assess(build.candidate, base, keys, checks, approvals).verdict
    else:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        verdict = Verdict("", {}, tuple(checks), now)
    return Audit(
        described(build),
        build.candidate if has_candidate else None,
        None if base is None else base.release_id,
        verdict,
        (),
        data_docs_of(build.path),
    )


def _dbt_checks(build: Build) -> list[CheckResult]:
    """What dbt's tests find; of a build whose models were not all made, which ones."""
    not_made = read_not_made(build)
    if not_made == []:
        return run_dbt_tests(build, declared_tests(ensure_manifest()))
    return not_made or []


def audit_release(warehouse: Warehouse, release: Release) -> Audit:
    """Judge a release by the publication gate and beside the release before it.

    The raw gate and dbt's tests need the build, which a release leaves nothing of: their results
    are read from the manifest. Raises ChipwatchError when the file is not the one that was
    released.
    """
    if not is_whole(release):
        raise ChipwatchError(
            f"{release.database} is not the file that was released (its hash differs).",
            "see `chipwatch releases verify`; an audit of other bytes would say nothing.",
        )
    before = {one.release_id: one for one in releases(warehouse)}
    base = before.get(str(release.manifest.get("previous_release_id")))
    base = base if base is not None and base.is_kept else None
    with tempfile.TemporaryDirectory(prefix="chipwatch-audit-") as folder:
        (Path(folder) / "candidate.duckdb").symlink_to(release.database.resolve())
        checks = run_publication_gate(Path(folder), None if base is None else base.database)
    known = [check for check in recorded_checks(release) if check.layer in {"raw", "dbt"}]
    keys = release.manifest.get("keys", {})
    verdict = assess(release.database, base, keys, [*known, *checks], ()).verdict
    return Audit(
        f"release {release.release_id}",
        release.database,
        None if base is None else base.release_id,
        verdict,
        ("raw", "dbt"),
        data_docs_of(release.path),
    )


def _first(gate: Iterator[list[CheckResult]]) -> Iterator[CheckResult]:
    """The results of a running gate, waited for when they are asked for."""
    yield from next(gate)


@contextmanager
def _scratch(build: Path) -> Iterator[Path]:
    """A folder that looks like the build to the gates and takes what they write."""
    with tempfile.TemporaryDirectory(prefix="chipwatch-audit-") as name:
        folder = Path(name)
        for part in ("raw", "inputs", "results", "candidate.duckdb"):
            if (build / part).exists():
                (folder / part).symlink_to((build / part).resolve())
        yield folder
