"""From an audited candidate to the published file, in one atomic step.

Belongs here: the conditions under which a candidate becomes a release, and the order of writing.
Does not belong here: judging a candidate (`audit/`), the rows of its meta tables
(`meta_rows.py`), which releases there are (`releases/shelf.py`).
"""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from pipelines.audit import drift
from pipelines.audit.comparison import Comparison
from pipelines.audit.verdict import Verdict
from pipelines.errors import ChipwatchError
from pipelines.files.durable import fsync_file, fsync_folder, write_durably
from pipelines.publish.meta_rows import complete
from pipelines.publish.provenance import Provenance
from pipelines.releases.shelf import (
    Event,
    Release,
    comparison_base,
    file_sha256,
    own_bytes,
    record,
    settle,
    stage,
    swap,
    used_approvals,
)
from pipelines.warehouse import DISK_MARGIN_BYTES, Build, Warehouse, single_writer

ID_TIME = "%Y%m%dT%H%M%SZ"


class ReleaseRefused(ChipwatchError):
    """The candidate may not be published; the published file has not been touched."""


def publish(
    warehouse: Warehouse, build: Build, provenance: Provenance, now: datetime | None = None
) -> Release:
    """Release the candidate of `build` if its verdict allows exactly these bytes.

    Writes `<warehouse>/releases/<id>/{chipwatch.duckdb,manifest.json,changes.atom.xml}` and swaps
    `<warehouse>/chipwatch.duckdb` with one os.replace. A release is never older than the one
    before it, whatever the clock says. Raises ReleaseRefused, with the published file untouched,
    when there is no verdict, when it failed, when the candidate is not the file that was judged,
    when another release came between, or when the disk cannot hold the release.
    """
    with single_writer(warehouse, "release"):
        settle(warehouse)
        verdict = _allowing_verdict(build)
        comparison, base_id = _valid_comparison(warehouse, build)
        _require_space(warehouse, build)
        released_at = _release_time(warehouse, now or datetime.now(UTC))
        release_id = f"{released_at:{ID_TIME}}-{provenance.fingerprint[:8]}"
        final = warehouse.releases / release_id
        unfinished = warehouse.releases / f".unfinished-{release_id}"
        staged = None
        try:
            unfinished.mkdir(parents=True)
            database = unfinished / "chipwatch.duckdb"
            _copy_of_judged(build.candidate, verdict, database)
            manifest = complete(
                database,
                warehouse,
                release_id,
                released_at,
                base_id,
                provenance,
                verdict,
                comparison,
            )
            database.chmod(0o444)
            fsync_file(database)
            manifest["file_bytes"] = database.stat().st_size
            manifest["file_sha256"] = file_sha256(database)
            manifest["build_bytes"] = own_bytes(build.path)
            write_durably(unfinished / "manifest.json", _json(manifest))
            staged = stage(warehouse, database)
            record(warehouse, Event.BEGUN, release_id, manifest["file_sha256"])
            unfinished.rename(final)
            fsync_folder(warehouse.releases)
            swap(warehouse, staged, release_id)
            with contextlib.suppress(OSError):  # `settle` writes it down later
                record(warehouse, Event.PUBLISHED, release_id, manifest["file_sha256"])
        except BaseException as error:
            if staged is not None and not staged.exists():
                raise
            shutil.rmtree(unfinished, ignore_errors=True)
            shutil.rmtree(final, ignore_errors=True)
            if staged is not None:
                staged.unlink(missing_ok=True)
            if isinstance(error, OSError | duckdb.Error):
                reason = (isinstance(error, OSError) and error.strerror) or str(error)
                raise ReleaseRefused(
                    f"The release could not be written below {warehouse.releases}: "
                    f"{reason.splitlines()[0]}.",
                    "free disk space or restore write access, then run again; "
                    "the published file is unchanged.",
                ) from error
            raise
        with contextlib.suppress(OSError):
            drift.refused_file(warehouse).unlink(missing_ok=True)
    return Release(release_id, final, manifest)


def _allowing_verdict(build: Build) -> Verdict:
    if not build.candidate.exists():
        raise ReleaseRefused(
            f"There is no candidate to release in {build.path}.",
            "launch the whole `build` job (or `chipwatch run`): a release is only made by the run "
            "that built and audited its candidate.",
        )
    if not build.verdict.exists():
        raise ReleaseRefused(
            f"The candidate of build {build.build_id} has not been audited.",
            "launch the whole `build` job (or `chipwatch run`).",
        )
    verdict = Verdict.read(build.verdict)
    blocking = [check for check in verdict.checks if check.blocks]
    if blocking or not verdict.passed:
        listed = "\n".join(f"  - {check.check_id}: {check.message}" for check in blocking[:10])
        raise ReleaseRefused(
            f"{len(blocking)} critical check(s) failed on this candidate:\n{listed}",
            "mend the data or the rule that failed, then run again; the published file is "
            "unchanged.",
        )
    if build.candidate.with_name(build.candidate.name + ".wal").exists():
        raise ReleaseRefused(
            f"{build.candidate} has unfinished writes (.wal): it was touched after the audit.",
            "run again; nothing else may write to a candidate.",
        )
    if file_sha256(build.candidate) != verdict.candidate_sha256:
        raise ReleaseRefused(
            f"{build.candidate} is not the file that was audited (its hash differs).",
            "run again; nothing else may write to a candidate.",
        )
    return verdict


def _copy_of_judged(candidate: Path, verdict: Verdict, database: Path) -> None:
    shutil.copyfile(candidate, database)
    if file_sha256(database) != verdict.candidate_sha256:
        raise ReleaseRefused(
            f"The copy of {candidate} is not the file that was audited.",
            "run again; if it happens again, check the disk.",
        )


def _valid_comparison(warehouse: Warehouse, build: Build) -> tuple[Comparison, str | None]:
    """What the candidate was compared with, and the release that it will follow."""
    base = comparison_base(warehouse)
    base_id = None if base is None else base.release_id
    comparison = Comparison.read(build)
    if comparison is None:
        return Comparison(), base_id
    if base_id != comparison.base_release_id:
        raise ReleaseRefused(
            f"The candidate was compared with release {comparison.base_release_id or '(none)'}, "
            f"and the last release is now {base_id or '(none)'}.",
            "run again: another release was published or taken back in between.",
        )
    spent = used_approvals(warehouse) & {str(a["approval_id"]) for a in comparison.approvals}
    if spent:
        raise ReleaseRefused(
            f"An approval that this candidate rests on was used before ({', '.join(spent)}).",
            "run again, and approve again if that is right.",
        )
    return comparison, base_id


def _release_time(warehouse: Warehouse, now: datetime) -> datetime:
    """UTC now to the second, or one second after the newest release when the clock went back."""
    released_at = now.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    for path in warehouse.releases.iterdir():
        with contextlib.suppress(ValueError):
            made = datetime.strptime(path.name.partition("-")[0], ID_TIME)  # noqa: DTZ007
            released_at = max(released_at, made + timedelta(seconds=1))
    return released_at


def _require_space(warehouse: Warehouse, build: Build) -> None:
    needed = 3 * build.candidate.stat().st_size + DISK_MARGIN_BYTES
    free = shutil.disk_usage(warehouse.root).free
    if free < needed:
        raise ReleaseRefused(
            f"The disk of {warehouse.root} has {free / 1e6:.0f} MB free; "
            f"a release needs {needed / 1e6:.0f} MB.",
            "free disk space (`chipwatch releases prune --keep N`), then run again.",
        )


def _json(record: Mapping[str, Any]) -> bytes:
    return (json.dumps(record, indent=1, default=str, ensure_ascii=False) + "\n").encode()
