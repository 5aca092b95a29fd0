"""`chipwatch run`: the Dagster job `build` from the terminal, and its summary.

Belongs here: deciding whether anything changed, showing progress, printing what came out.
Does not belong here: the steps themselves (`build.py`, `defs/`).
"""

from __future__ import annotations

import contextlib
import json
import os
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipelines.audit.check import MAX_EXAMPLES, CheckResult
from pipelines.audit.refused import SHOWN_EXAMPLES, story
from pipelines.cli.fetch import SOME_STALE, fetch_into, not_had, table
from pipelines.cli.options import json_option, warehouse_option, without_option
from pipelines.cli.pasted import for_pasting, named, program
from pipelines.cli.terminal import show_table
from pipelines.errors import ChipwatchError
from pipelines.releases.query import ask
from pipelines.releases.site_files import INDEX_NAME, SITE_NAME
from pipelines.warehouse import Warehouse, locate, single_writer

if TYPE_CHECKING:
    from pipelines.archive.contents import Contents
    from pipelines.fetch.engine import Report
    from pipelines.releases.shelf import Release


@click.command("run")
@warehouse_option
@click.option(
    "--archive",
    type=click.Path(path_type=Path, file_okay=False),
    help="Archive to read [default: the bundled sample, or the warehouse's own when it is live].",
)
@click.option("--live", is_flag=True, help="Fetch first, into a live warehouse (no sample data).")
@without_option
@click.option("--force", is_flag=True, help="Build even when nothing changed.")
@json_option
def command(
    warehouse: Path | None,
    archive: Path | None,
    live: bool,
    without: tuple[str, ...],
    force: bool,
    as_json: bool,
) -> int:
    """Build the warehouse from what is archived, audit it, and publish it when the audit allows.

    Ends at once when payloads, code, seeds and parameters are those of the current release, or
    those of a release that was rolled back (--force publishes them again). On any failure the
    published file stays as it was. With --live, exits with 3 when a source that was not left out
    with --without could not give all; the rest is published.
    """
    from pipelines.archive.accepted_checks import accepted_checks
    from pipelines.archive.choose import choose_archive
    from pipelines.archive.staleness import source_states
    from pipelines.overlay.files import own_rows
    from pipelines.publish import webhook as notify
    from pipelines.publish.provenance import provenance
    from pipelines.releases import upkeep
    from pipelines.releases.shelf import is_intact, settle

    is_fetched = live and archive is None
    if without and not is_fetched:
        raise click.UsageError("--without leaves sources out of a fetch: it goes with --live.")
    place = locate(warehouse)
    own = own_rows(place)
    fetched = _fetch(place, without, quiet=as_json) if is_fetched else []
    stale = 0 if all(report.is_complete for report in fetched) else SOME_STALE
    contents = choose_archive(place, archive.resolve() if archive else None, live)
    place.ensure(contents.kind)
    os.environ["CHIPWATCH_WAREHOUSE"] = str(place.root)
    with single_writer(place, "chipwatch run", _say_waiting):
        upkeep.tidy(place)
        settle(place)
        current = _readable_release(place)
        accepted = accepted_checks(place, datetime.now(UTC))
        states = source_states(place, contents.newest, datetime.now(UTC))
        inputs = provenance(contents, own.content_hash, states, accepted).fingerprint
        intact = current is not None and is_intact(place, current)
        if current is not None and intact and not force:
            if current.manifest["fingerprint"] == inputs:
                notify.tell_stale(place, datetime.now(UTC))
                _summarize(place, current, as_json, fetched, without, changed=False)
                return stale
            held = upkeep.held_back(place, inputs)
            if held is not None:
                _tell_held(place, current, held, as_json)
                return stale
        upkeep.require_room(place, contents.archive.root)
        before = None if current is None else current.release_id
        _execute(place, contents, before, quiet=as_json)
    released = _readable_release(place)
    if released is None:
        raise ChipwatchError(f"{place.published} was not written.", "see the messages above.")
    _summarize(place, released, as_json, fetched, without, changed=True)
    return stale


def _fetch(place: Warehouse, without: Sequence[str], quiet: bool) -> list[Report]:
    """Fetch every source that needs no key or has one, but for those left out."""
    reports = fetch_into(place, (), without=without, is_before_build=True, quiet=quiet)
    click.echo(table(reports), err=True)
    return reports


def _tell_held(
    place: Warehouse, current: Release, held: tuple[str, str, str], as_json: bool
) -> None:
    taken_back, at, reason = held
    if as_json:
        record = {"release_id": current.release_id, "held_back": taken_back, "reason": reason}
        click.echo(json.dumps({"changed": False, "file": str(place.published), **record}))
        return
    click.echo(
        f"nothing built: release {current.release_id} stands because {taken_back}, made from "
        f"these very inputs, was rolled back at {at} ({reason}).\n"
        "A change of payloads, curated files or code builds again; to publish these inputs all "
        "the same: chipwatch run --force"
    )


def _execute(place: Warehouse, contents: Contents, before: str | None, quiet: bool) -> None:
    """Run the job in this process; raise ChipwatchError with what failed.

    `before` is the release that is published when it starts.
    """
    from pipelines.audit.gates import GATES
    from pipelines.defs.instance import open_instance
    from pipelines.publish import webhook as notify
    from pipelines.worker import collect_seldom

    collect_seldom()
    GATES.start()
    instance = open_instance(place)
    from pipelines.cli.progress import logged_steps, shown_steps
    from pipelines.defs.definitions import defs
    from pipelines.defs.resources import hand_on

    run_id = str(uuid.uuid4())
    hand_on(run_id, contents)
    log = place.root / "last_run.log"
    with (
        shown_steps(quiet),
        log.open("w", encoding="utf-8", buffering=1) as sink,
        logged_steps(sink),
        contextlib.redirect_stdout(sink),
    ):
        result = defs.resolve_job_def("build").execute_in_process(
            instance=instance,
            run_id=run_id,
            raise_on_error=False,
            run_config={"loggers": {"progress": {}}},
        )
    failed_checks = _failed_checks(place, result.run_id, result.success)
    with log.open("a", encoding="utf-8") as sink:
        sink.writelines(f"{line}\n" for line in _story(place, failed_checks, MAX_EXAMPLES))
        sink.write("" if result.success else f"refused or failed:\n{_what_failed(result)}\n")
    if not result.success:
        told = [
            check
            for check in failed_checks
            if check.blocks or (check.layer == "raw" and check.reach != "release")
        ]
        is_refused = any(check.blocks for check in told)
        failed = (
            "\n".join(_story(place, told, SHOWN_EXAMPLES)) if is_refused else _what_failed(result)
        )
        released = _readable_release(place)
        if released is not None and released.release_id != before:
            raise ChipwatchError(
                f"Release {released.release_id} was published; a step after it failed.\n{failed}",
                f"mend what is named above; the release stands. The whole story is in {log}.",
            )
        if not place.build(result.run_id).verdict.exists():
            notify.tell_failed(place, failed)
        raise ChipwatchError(
            f"Nothing was published; the file of the last release is unchanged.\n{failed}",
            f"mend what is named above; the whole story is in {log} and, as run "
            f"{result.run_id[:8]}, in the Dagster UI (`make ui`).",
        )


def _story(place: Warehouse, checks: Sequence[CheckResult], examples: int) -> list[str]:
    """What the checks found, with commands as they can be pasted."""
    return [for_pasting(line, place) for line in story(checks, examples)]


def _failed_checks(place: Warehouse, build_id: str, is_released: bool) -> tuple[CheckResult, ...]:
    """The failed checks of a run that has ended, critical ones first; none when it made none."""
    from pipelines.audit.recorded import recorded_build, recorded_release

    try:
        if is_released:
            return recorded_release(place, "current").verdict.failed
        return recorded_build(place.build(build_id)).verdict.failed
    except ChipwatchError:
        return ()


def _what_failed(result: Any) -> str:
    lines = []
    for evaluation in result.get_asset_check_evaluations():
        if not evaluation.passed and evaluation.severity.value == "ERROR":
            text = evaluation.description or "failed"
            lines.append(f"  - {evaluation.asset_key.path[-1]}: {evaluation.check_name}: {text}")
    for event in result.get_step_failure_events():
        error = event.step_failure_data.error
        described = event.step_failure_data.user_failure_data
        text = described.description if described else ""
        if not text and error is not None:
            cause = error.cause or error
            text = cause.message.strip()
        if text and not lines:
            lines.append(f"  - step {event.step_key}: {text}")
    return "\n".join(lines) or "  - no step said why"


def _readable_release(place: Warehouse) -> Release | None:
    from pipelines.releases.shelf import current_release

    try:
        return current_release(place)
    except ChipwatchError as error:
        click.echo(f"note: {error.message} It will be replaced.", err=True)
        return None


def _say_waiting(holder: str) -> None:
    click.echo(f"waiting: the warehouse is held by {holder}", err=True)


def _summarize(
    place: Warehouse,
    release: Release,
    as_json: bool,
    fetched: Sequence[Report],
    without: Sequence[str],
    changed: bool,
) -> None:
    from pipelines.releases.details import checks_of, payloads_of
    from pipelines.releases.shelf import LONG_MEMBERS

    manifest = release.manifest
    if as_json:
        wanted = {key: manifest[key] for key in manifest if key not in LONG_MEMBERS}
        if fetched:
            reports = [report.to_json() for report in fetched]
            wanted |= {"fetched": reports, "left_out": sorted(set(without))}
        click.echo(json.dumps({"changed": changed, "file": str(place.published), **wanted}))
        return
    checks = checks_of(release)
    failed = [check for check in checks if not check["is_passed"]]
    head = "published" if changed else "nothing changed since"
    click.echo(f"{head} release {release.release_id}")
    click.echo()
    click.echo(
        f"{manifest['row_count']:,} rows in {manifest['table_count']} tables; "
        f"each of them: {program()} releases show{named(place)}"
    )
    click.echo()
    if changed:
        _tell_changes(manifest)
    click.echo(f"checks: {len(checks) - len(failed)} passed, {len(failed)} failed (warnings)")
    for check in failed[:5]:
        click.echo(for_pasting(f"  warning: {check['check_id']}: {check['message']}", place))
    if len(failed) > 5:
        click.echo("  … all of them: select * from meta.checks where not is_passed")
    if manifest["is_sample"]:
        click.echo(
            "sample: every payload is the bundled sample composed for this project (is_sample);\n"
            "  curated tables (dbt_project/seeds) state source and confidence row by row."
        )
    else:
        click.echo(f"live: {manifest['payload_count']} archived payloads, no sample data.")
    unread = _read_by_no_mart(payloads_of(release))
    if unread:
        click.echo(f"read by no mart: {', '.join(unread)} (archived, parsed and checked only)")
    for line in _own_files(place):
        click.echo(line)
    missing = not_had(fetched, without)
    if missing:
        click.echo("missing, because it could not be had in this run or was left out:")
    for line in missing:
        click.echo(f"  {line}")
    click.echo(f"file: {_short(place.published)} ({manifest['file_bytes'] / 1e6:.1f} MB)")
    page = release.path / SITE_NAME / INDEX_NAME
    if page.exists():
        click.echo(f"report: {_short(page)}")
    click.echo(
        f'next: {program()} query "select event_id, title from marts.rpt_events limit 5"\n'
        f"      make ui   (Dagster on http://127.0.0.1:3000)   docs/questions.md"
    )


def _tell_changes(manifest: Mapping[str, Any]) -> None:
    """What the marts have that those of the release before had not."""
    if manifest["previous_release_id"] is None:
        click.echo("first release: nothing to compare with")
        click.echo()
        return
    rows = [
        (one["table"], one["rows_after"], one["added"], one["changed"], one["removed"])
        for one in manifest["drift"]
        if one["added"] or one["changed"] or one["removed"] or one["state"] != "both"
    ]
    click.echo(f"changed since {manifest['previous_release_id']}:" if rows else "no mart changed")
    if rows:
        show_table(["mart", "rows", "added", "changed", "removed"], rows)
        click.echo(f"row by row: {program()} releases diff --rows")
    click.echo()


def _read_by_no_mart(payloads: Sequence[str]) -> list[str]:
    """The datasets of these payloads (`source/dataset/hash`) that lead nowhere."""
    from pipelines.transform.run_dbt import ensure_manifest
    from pipelines.transform.unread import unread_datasets

    parsed = json.loads(ensure_manifest().read_bytes())
    return unread_datasets(parsed, (name.rpartition("/")[0] for name in payloads))


def _own_files(place: Warehouse) -> list[str]:
    """One line on the user's own rows in the release; none when there are none."""
    files = ask(
        place.published,
        "select dataset, row_count from meta.payloads where source = 'overlay' order by dataset",
    ).rows
    if not files:
        return []
    told = ", ".join(f"{name}.csv ({rows} row{'s'[: rows != 1]})" for name, rows in files)
    return [f"overlay: your own {told}; marked is_user_data."]


def _short(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
