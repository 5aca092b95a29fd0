"""Reading what an audit found: of a build that is kept, of a release; nothing is run.

Belongs here: which builds are kept, and the record of their checks and verdicts. Does not belong
here: judging anew (`judge.py`), or telling people (`cli/audit.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipelines.audit.check import CHECK_SHAPE, CheckResult
from pipelines.audit.dbt_tests import read_not_made
from pipelines.audit.verdict import Verdict
from pipelines.errors import ChipwatchError
from pipelines.files.kept_json import read_kept
from pipelines.releases.details import checks_of
from pipelines.releases.shelf import Release
from pipelines.releases.upkeep import kept
from pipelines.specs.checks import Layer
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


def recorded_build(build: Build) -> Audit:
    """What the build's own audit came to; nothing is run.

    A build that ended before its verdict has what its steps left: the raw gate, models not made.
    Raises ChipwatchError when it left nothing.
    """
    if build.verdict.exists():
        verdict = Verdict.read(build.verdict)
    else:
        gate = build.results / "raw_gate.json"
        of_gate = _gate_results(gate) if gate.exists() else []
        checks = [CheckResult.from_json(record) for record in of_gate]
        checks += read_not_made(build) or []
        if not checks:
            raise ChipwatchError(
                f"The build {build.build_id} ended before any check was made.",
                "see `chipwatch run` for why, or leave --recorded out to check what there is.",
            )
        verdict = Verdict("", {}, tuple(checks), _now())
    database = build.candidate if build.candidate.exists() else None
    return Audit(
        described(build), database, None, verdict, _layers(verdict.checks), data_docs_of(build.path)
    )


def _gate_results(path: Path) -> list[dict[str, Any]]:
    try:
        results: list[dict[str, Any]] = read_kept(path, [CHECK_SHAPE])
    except (OSError, ValueError) as error:
        raise ChipwatchError(
            f"The results of the raw gate in {path} cannot be read ({error}).",
            "build again: chipwatch run.",
        ) from error
    return results


def recorded_release(warehouse: Warehouse, name: str) -> Audit:
    """The verdict that a release rests on, as it was recorded; nothing is run."""
    release = kept(warehouse, name)
    manifest = release.manifest
    hashes = {
        str(table["table"]).partition(".")[2]: str(table["content_hash"])
        for table in manifest["tables"]
        if table.get("content_hash")
    }
    checks = tuple(recorded_checks(release))
    verdict = Verdict(manifest["candidate_sha256"], hashes, checks, manifest["released_at"])
    return Audit(
        f"release {release.release_id}",
        release.database if release.is_kept else None,
        manifest.get("previous_release_id"),
        verdict,
        _layers(checks),
        data_docs_of(release.path),
    )


def recorded_checks(release: Release) -> Iterator[CheckResult]:
    """The results that a release rests on."""
    for row in checks_of(release):
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


def _layers(checks: Sequence[CheckResult]) -> tuple[Layer, ...]:
    return tuple(dict.fromkeys(check.layer for check in checks))


def described(build: Build) -> str:
    """What of a build is judged, in words."""
    what = "candidate" if build.candidate.exists() else "raw data"
    return f"{what} of build {build.build_id}"


def data_docs_of(folder: Path) -> Path | None:
    """The first page of the Data Docs in a folder, if there are any."""
    page = folder / "data_docs" / "index.html"
    return page if page.exists() else None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
