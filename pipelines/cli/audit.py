"""`chipwatch audit`: run the audit alone, or read the last verdict, and say what it came to.

Belongs here: options and texts. Does not belong here: judging (`audit/judge.py`).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.audit.check import CheckResult
from pipelines.audit.refused import heading
from pipelines.cli.options import json_option, warehouse_option
from pipelines.cli.pasted import for_pasting
from pipelines.cli.terminal import show_table
from pipelines.labels import curated_labels
from pipelines.specs.checks import LAYERS
from pipelines.warehouse import Warehouse, locate

if TYPE_CHECKING:
    from pipelines.audit.recorded import Audit

EXAMPLES = 3


@click.command("audit")
@click.option("--release", "release_id", help="A release [default: the published one].")
@click.option("--build", "build_id", help="A build that was refused and is kept, or `newest`.")
@click.option(
    "--recorded", "is_recorded", is_flag=True, help="Read the last verdict and run nothing."
)
@warehouse_option
@json_option
def command(
    release_id: str | None,
    build_id: str | None,
    is_recorded: bool,
    warehouse: Path | None,
    as_json: bool,
) -> int:
    """Run the checks again on the published release, or on what is named, and change nothing.

    A release is judged beside the release before it; what its raw gate and dbt's tests found is
    read from its manifest. A build that was refused is kept until the next run. Ends with exit
    code 1 when a critical check fails.

    How a check went over the releases: chipwatch query "select released_at, is_passed, observed
    from meta.checks join meta.releases using (release_id) where check_id = '…' order by 1"
    """
    from pipelines.audit import judge, recorded
    from pipelines.releases.upkeep import kept

    if release_id is not None and build_id is not None:
        raise click.UsageError("--release and --build exclude each other.")
    place = locate(warehouse)
    if build_id is not None:
        build = recorded.choose_build(place, build_id)
        audit = recorded.recorded_build(build) if is_recorded else judge.audit_build(place, build)
    else:
        name = release_id or "current"
        audit = (
            recorded.recorded_release(place, name)
            if is_recorded
            else judge.audit_release(place, kept(place, name))
        )
    if as_json:
        record = {
            "subject": audit.subject,
            "file": None if audit.database is None else str(audit.database),
            "base_release_id": audit.base_release_id,
            "recorded_layers": list(audit.recorded),
            "data_docs": None if audit.data_docs is None else str(audit.data_docs),
            **audit.verdict.to_json(),
        }
        click.echo(json.dumps(record, ensure_ascii=False))
    else:
        _tell(audit, place)
        waiting = [] if build_id is not None else recorded.kept_builds(place)
        if waiting:
            click.echo(f"a build is kept: chipwatch audit --build {waiting[-1].build_id}")
    return 0 if audit.verdict.passed else 1


def _tell(audit: Audit, place: Warehouse) -> None:
    verdict, labels = audit.verdict, curated_labels()
    click.echo(f"audited: {audit.subject}, beside {audit.base_release_id or 'no earlier release'}")
    click.echo(f"time:    {verdict.created_at}")
    click.echo(f"sha256:  {verdict.candidate_sha256 or '(no candidate)'}")
    click.echo()
    rows = [
        (
            labels.said("layer", layer),
            "read from the record" if layer in audit.recorded else "run again",
            len(found),
            sum(check.blocks for check in found),
            sum(not check.passed and not check.blocks for check in found),
        )
        for layer in LAYERS
        if (found := [check for check in verdict.checks if check.layer == layer])
    ]
    show_table(["layer", "results", "checks", "critical failed", "warnings"], rows)
    for check in verdict.failed:
        _tell_failed(check, place)
    click.echo()
    click.echo(f"data docs: {audit.data_docs or 'none are kept'}")
    click.echo(f"verdict: {'passes' if verdict.passed else 'refused'}")


def _tell_failed(check: CheckResult, place: Warehouse) -> None:
    click.echo(f"\n{heading(check)}")
    click.echo(f"  {for_pasting(check.message, place)}")
    for example in check.failing_examples[:EXAMPLES]:
        click.echo(f"  - {example}")
    if len(check.failing_examples) > EXAMPLES:
        click.echo(f"  … {len(check.failing_examples) - EXAMPLES} more with --json")
