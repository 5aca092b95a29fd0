"""Brings the results of all layers together into one verdict on the candidate.

Belongs here: the order of judging and what the last release is compared with. Does not belong
here: single rules, or acting on the verdict (`release.py`).
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

import duckdb

from pipelines.audit.dbt_results import read_dbt_results
from pipelines.audit.gates import run_publication_gate
from pipelines.audit.verdict import Verdict
from pipelines.checks import CheckResult
from pipelines.content_hash import content_hashes
from pipelines.release import file_sha256
from pipelines.transform import PHASES, target_path
from pipelines.warehouse import Build, Warehouse


def judge(warehouse: Warehouse, build: Build) -> Verdict:
    """Run the publication gate, gather every layer's results and write `verdict.json`."""
    last = warehouse.published if warehouse.published.exists() else None
    recorded = json.loads((build.results / "raw_gate.json").read_text())
    checks = [CheckResult.from_json(record) for record in recorded]
    for phase in PHASES:
        checks.extend(read_dbt_results(target_path(build, phase), build.path))
    checks.extend(run_publication_gate(build.path, last))
    with duckdb.connect(str(build.candidate), read_only=True) as connection:
        hashes = content_hashes(connection, "marts")
    verdict = Verdict(
        candidate_sha256=file_sha256(build.candidate),
        content_hashes=hashes,
        checks=tuple(checks),
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    verdict.write(build.verdict)
    return verdict
