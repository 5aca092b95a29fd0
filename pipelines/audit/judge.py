"""Brings the results of all layers together into one verdict on the candidate.

Belongs here: the order of judging and what the last release is compared with. Does not belong
here: single rules, or acting on the verdict (`release.py`).
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

import duckdb

from pipelines.audit.check import CheckResult
from pipelines.audit.comparison import compare_with_base, declared_keys
from pipelines.audit.dbt_results import read_dbt_results
from pipelines.audit.gates import GATES, publication_gate
from pipelines.audit.verdict import Verdict
from pipelines.fingerprint import code_hash
from pipelines.publish import webhook as notify
from pipelines.releases import changes
from pipelines.releases.content_hash import content_hashes
from pipelines.releases.shelf import comparison_base, file_sha256, used_approvals
from pipelines.transform.run_dbt import AFTER_EVENT_STUDY, PHASES, target_path
from pipelines.warehouse import Build, Warehouse


def judge(warehouse: Warehouse, build: Build) -> Verdict:
    """Tell what changed, run the publication gate and the drift, and write `verdict.json`.

    `marts.rpt_changes` is made in the candidate first, so that it is part of what is judged.
    """
    base = comparison_base(warehouse)
    base_id = None if base is None else base.release_id
    last = None if base is None else base.database
    keys = declared_keys([target_path(build, AFTER_EVENT_STUDY) / "manifest.json"])
    changes.write_changes(
        build.candidate,
        last,
        base_id,
        keys,
        is_code_changed=base is not None and base.manifest["code_version"] != code_hash()[:16],
        is_sample=warehouse.kind() == "sample",
    )
    recorded = json.loads((build.results / "raw_gate.json").read_text())
    checks = [CheckResult.from_json(record) for record in recorded]
    for phase in PHASES:
        checks.extend(read_dbt_results(target_path(build, phase), build.path))
    gate = GATES.stream(publication_gate, build.path, last)
    with duckdb.connect(str(build.candidate), read_only=True) as connection:
        hashes = content_hashes(connection, "marts")
    checks.extend(next(gate))
    comparison, drift = compare_with_base(
        warehouse, build, last, base_id, keys, hashes, used_approvals(warehouse)
    )
    checks.extend(drift)
    comparison.write(build)
    verdict = Verdict(
        candidate_sha256=file_sha256(build.candidate),
        content_hashes=hashes,
        checks=tuple(checks),
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    verdict.write(build.verdict)
    for _ in gate:  # its pages are written meanwhile
        pass
    notify.tell_refused(warehouse, verdict.checks)
    return verdict
