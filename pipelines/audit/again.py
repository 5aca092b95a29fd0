"""The audit alone: judge a release or a kept build once more, or read what was found, and change
nothing.

Belongs here: what is judged, beside which release, and which results are read from the record.
Does not belong here: the rules, the verdict that a release rests on (`judge.py`), or telling people
(`cli/audit.py`). Importing this module does not import Great Expectations; auditing does.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from pipelines.archive.accepted_checks import accepted_checks
from pipelines.audit.check import CheckResult, Layer
from pipelines.audit.comparison import beside_base, declared_keys
from pipelines.audit.dbt_results import read_dbt_results
from pipelines.audit.gates import run_publication_gate, run_raw_gate
from pipelines.audit.verdict import Verdict
from pipelines.errors import ChipwatchError
from pipelines.releases.approvals import open_approvals
from pipelines.releases.content_hash import content_hashes
from pipelines.releases.shelf import Release, comparison_base, file_sha256, releases, used_approvals
from pipelines.releases.upkeep import find, kept
from pipelines.transform.run_dbt import PHASES, target_path
from pipelines.warehouse import Build, Warehouse

NEWEST = "newest"


@dataclass(frozen=True)
class Audit:
    """A verdict, on what, and beside which release (None when there is none before it).

    `recorded` names the layers whose results were read and not found anew. `database` is None for
    a build that ended before it had a candidate; `data_docs` is None when no page is kept.
    """

    subject: str
    database: Path | None
    base_release_id: str | None
    verdict: Verdict
    recorded: tuple[Layer, ...]
    data_docs: Path | None


def kept_builds(warehouse: Warehouse) -> list[Build]:
    """The builds that ended without a release and are kept until the next run, oldest first."""
    found = [
        Build(path)
        for path in (warehouse.builds.iterdir() if warehouse.builds.exists() else ())
        if (path / "inputs" / "payloads.parquet").exists()
    ]
    ended = [build for build in found if build.verdict.exists() or build.is_abandoned()]
    return sorted(ended, key=lambda build: build.path.stat().st_mtime)


def choose_build(warehouse: Warehouse, name: str) -> Build:
    """The kept build of that id (or of a beginning that only one has), or the newest one.

    Raises ChipwatchError when there is no such build.
    """
    known = kept_builds(warehouse)
    if name == NEWEST and known:
        return known[-1]
    found = [build for build in known if name and build.build_id.startswith(name)]
    if len(found) != 1:
        listed = ", ".join(build.build_id for build in known) or "none"
        raise ChipwatchError(
            f"There is no single ended build {name or '(empty)'} in {warehouse.builds}.",
            f"kept builds: {listed}; a build is kept when it was refused, until the next run. "
            "Without --build the published release is audited.",
        )
    return found[0]


def audit_build(warehouse: Warehouse, build: Build) -> Audit:
    """Judge a kept build beside the release it would follow; dbt's results are read."""
    has_candidate = build.candidate.exists()
    base = comparison_base(warehouse) if has_candidate else None
    with _scratch(build.path) as place:
        checks = run_raw_gate(place, accepted_checks(warehouse, datetime.now(UTC)))
        if has_candidate:
            last = None if base is None else base.database
            checks.extend(run_publication_gate(place, last))
    of_dbt = _dbt_results(build)
    keys: Mapping[str, Sequence[str]] = declared_keys(
        target_path(build, phase) / "manifest.json" for phase in PHASES
    )
    if not keys and base is not None:
        keys = base.manifest.get("keys", {})
    spent = used_approvals(warehouse)
    verdict = (
        _judged(warehouse, build.candidate, base, keys, [*checks, *of_dbt], spent)
        if has_candidate
        else Verdict("", {}, (*checks, *of_dbt), _now())
    )
    return Audit(
        _of_build(build),
        build.candidate if has_candidate else None,
        None if base is None else base.release_id,
        verdict,
        ("dbt",) if of_dbt else (),
        _docs(build.path),
    )


def audit_release(warehouse: Warehouse, name: str) -> Audit:
    """Judge a release by the publication gate and beside the release before it.

    The raw gate and dbt's tests need the build, which a release leaves nothing of: their results
    are read from the manifest. Raises ChipwatchError when the file is not the one that was
    released.
    """
    release = kept(warehouse, name)
    if file_sha256(release.database) != release.manifest["file_sha256"]:
        raise ChipwatchError(
            f"{release.database} is not the file that was released (its hash differs).",
            "see `chipwatch releases verify`; an audit of other bytes would say nothing.",
        )
    before = {one.release_id: one for one in releases(warehouse)}
    base = before.get(str(release.manifest.get("previous_release_id")))
    base = base if base is not None and base.is_kept else None
    with tempfile.TemporaryDirectory(prefix="chipwatch-audit-") as folder:
        place = Path(folder)
        (place / "candidate.duckdb").symlink_to(release.database.resolve())
        checks = run_publication_gate(place, None if base is None else base.database)
    known = [check for check in _recorded_checks(release) if check.layer in {"raw", "dbt"}]
    keys = release.manifest.get("keys", {})
    verdict = _judged(warehouse, release.database, base, keys, [*known, *checks], ())
    return Audit(
        f"release {release.release_id}",
        release.database,
        None if base is None else base.release_id,
        verdict,
        ("raw", "dbt"),
        _docs(release.path),
    )


def recorded_build(build: Build) -> Audit:
    """What the build's own audit came to; nothing is run.

    A build that ended before its verdict has what its steps left: the raw gate and dbt's results.
    Raises ChipwatchError when it left nothing.
    """
    if build.verdict.exists():
        verdict = Verdict.read(build.verdict)
    else:
        gate = build.results / "raw_gate.json"
        of_gate = json.loads(gate.read_text()) if gate.exists() else []
        checks = [CheckResult.from_json(record) for record in of_gate] + _dbt_results(build)
        if not checks:
            raise ChipwatchError(
                f"The build {build.build_id} ended before any check was made.",
                "see `chipwatch run` for why, or leave --recorded out to check what there is.",
            )
        verdict = Verdict("", {}, tuple(checks), _now())
    database = build.candidate if build.candidate.exists() else None
    return Audit(
        _of_build(build), database, None, verdict, _layers(verdict.checks), _docs(build.path)
    )


def recorded_release(warehouse: Warehouse, name: str) -> Audit:
    """The verdict that a release rests on, from its manifest; nothing is run."""
    release = find(warehouse, name)
    manifest = release.manifest
    hashes = {
        str(table["table"]).partition(".")[2]: str(table["content_hash"])
        for table in manifest["tables"]
        if table.get("content_hash")
    }
    checks = tuple(_recorded_checks(release))
    verdict = Verdict(manifest["candidate_sha256"], hashes, checks, manifest["released_at"])
    return Audit(
        f"release {release.release_id}",
        release.database if release.is_kept else None,
        manifest.get("previous_release_id"),
        verdict,
        _layers(checks),
        _docs(release.path),
    )


@contextmanager
def _scratch(build: Path) -> Iterator[Path]:
    """A folder that looks like the build to the gates and takes what they write."""
    with tempfile.TemporaryDirectory(prefix="chipwatch-audit-") as folder:
        place = Path(folder)
        for name in ("raw", "inputs", "results", "candidate.duckdb"):
            if (build / name).exists():
                (place / name).symlink_to((build / name).resolve())
        yield place


def _dbt_results(build: Build) -> list[CheckResult]:
    return [
        check
        for phase in PHASES
        if (target_path(build, phase) / "run_results.json").exists()
        for check in read_dbt_results(target_path(build, phase), build.path)
    ]


def _recorded_checks(release: Release) -> Iterator[CheckResult]:
    for row in release.manifest["checks"]:
        record: dict[str, Any] = {
            "check_id": row["check_id"],
            "layer": row["layer"],
            "table": row["table_name"],
            "column": row["column_name"],
            "kind": row["check_kind"],
            "severity": row["severity"],
            "passed": row["is_passed"],
            "observed": row["observed"],
            "threshold": row["threshold"],
            "failing_examples": str(row["failing_examples"] or "").splitlines(),
            "duration_seconds": row["duration_seconds"],
            "message": row["message"],
            "reach": row.get("reach", "release"),
        }
        yield CheckResult.from_json(record)


def _judged(
    warehouse: Warehouse,
    database: Path,
    base: Release | None,
    keys: Mapping[str, Sequence[str]],
    checks: Sequence[CheckResult],
    spent_approvals: Sequence[str] | set[str],
) -> Verdict:
    try:
        with duckdb.connect(str(database), read_only=True) as connection:
            connection.execute("set enable_progress_bar = false")
            hashes = content_hashes(connection, "marts")
    except duckdb.Error as error:
        raise ChipwatchError(
            f"{database} cannot be read ({str(error).splitlines()[0]}).",
            "close the program that holds it open for writing, or build again: chipwatch run.",
        ) from error
    _, drift, _ = beside_base(
        database,
        None if base is None else base.database,
        None if base is None else base.release_id,
        keys,
        hashes,
        open_approvals(warehouse, spent_approvals),
    )
    return Verdict(file_sha256(database), hashes, (*checks, *drift), _now())


def _layers(checks: Sequence[CheckResult]) -> tuple[Layer, ...]:
    return tuple(dict.fromkeys(check.layer for check in checks))


def _of_build(build: Build) -> str:
    what = "candidate" if build.candidate.exists() else "raw data"
    return f"{what} of build {build.build_id}"


def _docs(folder: Path) -> Path | None:
    page = folder / "data_docs" / "index.html"
    return page if page.exists() else None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
