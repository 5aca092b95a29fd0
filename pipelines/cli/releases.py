"""`chipwatch releases`: what has been published, what changed, and the way back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from pipelines.cli.options import json_option, warehouse_option
from pipelines.cli.terminal import show_table
from pipelines.errors import ChipwatchError
from pipelines.releases.query import labels_of
from pipelines.warehouse import locate


@click.group("releases")
def command() -> None:
    """List, compare, verify, take back, prune and export what has been published.

    A release is named by its id, by a beginning of it that only one has, or as `current`.
    """


@command.command("list")
@warehouse_option
@json_option
def list_releases(warehouse: Path | None, as_json: bool) -> None:
    """Every release of the warehouse, oldest first; `*` marks the one that readers see."""
    from pipelines.releases.shelf import (
        LONG_MEMBERS,
        current_release_id,
        hidden,
        releases,
        rollbacks,
        strangers,
    )

    place = locate(warehouse)
    current = current_release_id(place)
    found = releases(place)
    taken_back = {str(event["from"]): str(event["reason"]) for event in rollbacks(place)}
    if as_json:
        for release in found:
            wanted = {k: v for k, v in release.manifest.items() if k not in LONG_MEMBERS}
            state = {
                "is_current": release.release_id == current,
                "is_kept": release.is_kept,
                "rolled_back_reason": taken_back.get(release.release_id),
            }
            click.echo(json.dumps({**state, **wanted}))
        return
    labels = labels_of(place.published)
    rows = [
        (
            "*" if release.release_id == current else "",
            release.release_id,
            release.manifest["released_at"],
            labels.shown("warehouse_kind", release.manifest["warehouse_kind"]),
            release.manifest["payload_count"],
            release.manifest["row_count"],
            release.manifest.get("change_count"),
            release.manifest["checks_failed_count"],
            "kept" if release.is_kept else "pruned",
            f"rolled back: {taken_back[release.release_id]}"
            if release.release_id in taken_back
            else "",
        )
        for release in found
    ]
    header = [
        "",
        "release",
        "released_at (UTC)",
        "kind",
        "payloads",
        "rows",
        "changes",
        "warnings",
        "file",
        "",
    ]
    if rows:
        show_table(header, rows)
    else:
        click.echo("nothing has been published yet")
    for folder, reason in hidden(place):
        click.echo(
            f"not readable: {folder / 'manifest.json'}: {reason}; the release is used for nothing. "
            "Put its manifest back from a backup, or take the folder away."
        )
    for release in strangers(place):
        click.echo(
            f"not published here: {release.path}; it is used for nothing. If it is yours (a backup "
            f"put back): chipwatch releases adopt {release.release_id}"
        )


@command.command("adopt")
@click.argument("release")
@warehouse_option
def adopt(release: str, warehouse: Path | None) -> None:
    """Take onto the shelf what was put there by other means: a backup that was restored.

    Its bytes and contents are compared with its manifest and the publication gate is run on it
    first. It goes live when no release here is newer; else it can be rolled back to.
    """
    from pipelines.audit.judge import audit_release
    from pipelines.releases import upkeep

    place = locate(warehouse)
    chosen = upkeep.stranger(place, release)
    verified = upkeep.verify(chosen)
    if verified.state != "intact":
        raise ChipwatchError(
            f"{chosen.path} is {verified.state}: {'; '.join(verified.problems) or 'no file'}.",
            "restore it from a whole backup; nothing was changed.",
        )
    blocking = [check for check in audit_release(place, chosen).verdict.checks if check.blocks]
    if blocking:
        listed = "\n".join(f"  - {check.check_id}: {check.message}" for check in blocking[:10])
        raise ChipwatchError(
            f"{len(blocking)} critical check(s) fail on {chosen.release_id}:\n{listed}",
            "it was not made by these checks, or was changed; nothing was changed here.",
        )
    is_live = upkeep.adopt(place, chosen)
    click.echo(f"adopted {chosen.release_id}")
    click.echo(
        f"it is live: {place.published}"
        if is_live
        else f"a newer release stays live; to publish it: chipwatch releases rollback {release}"
    )


@command.command("show")
@click.argument("release", default="current")
@warehouse_option
@json_option
def show(release: str, warehouse: Path | None, as_json: bool) -> None:
    """One release (the current one): what went in, its tables, drift, warnings and approvals."""
    from pipelines.releases.details import checks_of, payloads_of
    from pipelines.releases.upkeep import find

    place = locate(warehouse)
    chosen = find(place, release)
    manifest, labels = chosen.manifest, labels_of(place.published)
    checks = checks_of(chosen) if chosen.is_kept else []
    if as_json:
        details = {"checks": checks, "payloads": payloads_of(chosen) if chosen.is_kept else []}
        click.echo(json.dumps({"is_kept": chosen.is_kept, **manifest, **details}))
        return
    told = (
        ("release", chosen.release_id),
        ("released at", f"{manifest['released_at']} UTC"),
        ("after", manifest["previous_release_id"] or "nothing: it is the first"),
        ("kind", labels.said("warehouse_kind", manifest["warehouse_kind"])),
        ("payloads", manifest["payload_count"]),
        ("code", manifest["code_version"]),
        ("fingerprint", manifest["fingerprint"]),
        ("file", chosen.database if chosen.is_kept else "pruned"),
        ("sha256", manifest["file_sha256"]),
        ("checks", f"{manifest['checks_passed_count']} passed, "
                   f"{manifest['checks_failed_count']} failed (warnings)"),
    )  # fmt: skip
    for name, value in told:
        click.echo(f"{name + ':':<13}{value}")
    drift = {one["table"]: one for one in manifest.get("drift", ())}
    rows = []
    for table in manifest["tables"]:
        counts = drift.get(table["table"].partition(".")[2], {})
        cells = [counts.get(name) for name in ("added", "changed", "removed")]
        rows.append((table["table"], table["rows"], *cells))
    click.echo()
    show_table(["table", "rows", "added", "changed", "removed"], rows)
    for check in checks:
        if not check["is_passed"]:
            word = labels.said("severity", check["severity"])
            click.echo(f"{word}: {check['check_id']}: {check['message']}")
    for approval in manifest.get("approvals", ()):
        click.echo(
            f"approved by {approval['approved_by']} at {approval['approved_at']}: "
            f"{approval['removed_count']} rows removed from {approval['table_name']}: "
            f"{approval['reason']}"
        )


@command.command("diff")
@click.argument("before", required=False)
@click.argument("after", default="current")
@click.option("--table", "only", help="Only this mart.")
@click.option("--rows", is_flag=True, help="Show the rows that differ, not only how many.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Rows a mart."
)
@warehouse_option
@json_option
def diff(
    before: str | None,
    after: str,
    only: str | None,
    rows: bool,
    limit: int,
    warehouse: Path | None,
    as_json: bool,
) -> None:
    """What AFTER (the current release) has that BEFORE (the one before it) had not.

    Mart by mart and by primary key.
    """
    from pipelines.releases.diff import attached, compare, differing_rows
    from pipelines.releases.upkeep import kept

    place = locate(warehouse)
    new = kept(place, after)
    old = kept(place, before or _one_before(new))
    if old.release_id == new.release_id:
        raise ChipwatchError(
            f"Both names mean release {old.release_id}.", "name two different releases."
        )
    keys = {**old.manifest.get("keys", {}), **new.manifest.get("keys", {})}
    with attached(old.database, new.database) as connection:
        diffs = compare(connection, keys)
        if only is not None and only not in {one.table for one in diffs}:
            raise ChipwatchError(
                f"Neither release has a mart {only}.",
                "leave --table out to see all of them.",
            )
        diffs = [one for one in diffs if only in {None, one.table}]
        listed = {
            one.table: differing_rows(connection, one, limit) if rows and not one.is_empty else []
            for one in diffs
        }
    if as_json:
        for one in diffs:
            record: dict[str, Any] = {"before": old.release_id, "after": new.release_id}
            record |= one.to_json()
            if rows:
                record["rows"] = [row.to_json() for row in listed[one.table]]
            click.echo(json.dumps(record, default=str))
        return
    changed = [one for one in diffs if not one.is_empty or one.state != "both"]
    if not changed:
        click.echo(f"{old.release_id} and {new.release_id} say the same in every mart")
        return
    table = [
        (
            one.table,
            one.rows_before,
            one.rows_after,
            one.added,
            one.changed,
            one.removed,
            _remark(one),
        )
        for one in changed
    ]
    header = ["mart", "before", "after", "added", "changed", "removed", ""]
    show_table(header, table)
    for one in changed:
        for row in listed[one.table]:
            click.echo(f"{one.table} {row.change}: {_named(row.key or row.before or row.after)}")
            if row.change == "changed":
                for name, value in row.before.items():
                    click.echo(f"    {name}: {value} -> {row.after[name]}")


def _one_before(release: Any) -> str:
    before = release.manifest["previous_release_id"]
    if before is None:
        raise ChipwatchError(
            f"{release.release_id} is the first release: there is none before it.",
            "build again after something has changed, then compare.",
        )
    return str(before)


def _remark(one: Any) -> str:
    told = [] if one.state == "both" else [f"{one.state} table"]
    told += [f"+{name}" for name in one.columns_added]
    told += [f"-{name}" for name in one.columns_removed]
    if one.state == "both" and not one.key:
        told.append("no key: whole rows compared")
    return ", ".join(told)


def _named(values: dict[str, Any]) -> str:
    return ", ".join(f"{name}={value}" for name, value in values.items())


@command.command("verify")
@click.argument("release", required=False)
@warehouse_option
@json_option
def verify(release: str | None, warehouse: Path | None, as_json: bool) -> None:
    """Compare files and content with the manifests: one release, or all and the published file.

    Ends with exit code 1 when something is damaged.
    """
    from pipelines.releases import upkeep
    from pipelines.releases.shelf import releases

    place = locate(warehouse)
    if release is not None:
        results = [upkeep.verify(upkeep.find(place, release))]
    else:
        results = [upkeep.verify(one) for one in releases(place)]
        if not results:
            raise ChipwatchError("Nothing has been published yet.", "run `chipwatch run` first.")
        results.append(_published(place))
    for result in results:
        if as_json:
            record = {"release_id": result.release_id, "state": result.state}
            click.echo(json.dumps({**record, "problems": result.problems}))
            continue
        marts = f" ({result.tables} marts)" if result.tables else ""
        click.echo(f"{result.state:<8}  {result.release_id}{marts}")
        for problem in result.problems:
            click.echo(f"          {problem}")
    damaged = [result.release_id for result in results if result.state == "damaged"]
    if damaged:
        raise ChipwatchError(
            f"{len(damaged)} of {len(results)} are damaged: {', '.join(damaged)}.",
            "put a whole release in place with `chipwatch releases rollback ID`, or build again "
            "with `chipwatch run --force`.",
        )


def _published(place: Any) -> Any:
    from pipelines.releases import upkeep

    try:
        return upkeep.verify_published(place)
    except ChipwatchError as error:
        return upkeep.Verified("(published file)", "damaged", (error.message,), 0)


@command.command("approve")
@click.option("--table", required=True, help="The mart whose rows vanish or change.")
@click.option("--reason", required=True, help="Why that is right; published with the release.")
@click.option("--by", help="Who says so [default: the user of this process].")
@warehouse_option
@json_option
def approve(table: str, reason: str, by: str | None, warehouse: Path | None, as_json: bool) -> None:
    """Allow the removed or restated rows that kept the last candidate back: this content, once."""
    from pipelines.audit import drift

    given = drift.approve(locate(warehouse), table, reason, by)
    if as_json:
        click.echo(json.dumps(given.to_json()))
        return
    click.echo(
        f"approved: {given.removed} of {given.rows_before} rows may vanish from {table} and "
        f"restated values stand after release {given.base_release_id}.\nnext: chipwatch run"
    )


@command.command("rollback")
@click.argument("release")
@click.option("--reason", required=True, help="Why; published with the next release.")
@click.option("--by", help="Who says so [default: the user of this process].")
@warehouse_option
@json_option
def rollback(
    release: str, reason: str, by: str | None, warehouse: Path | None, as_json: bool
) -> None:
    """Publish an older RELEASE again, bit for bit, in one atomic step."""
    from pipelines.releases import upkeep

    place = locate(warehouse)
    target = upkeep.rollback(place, release, reason, by)
    if as_json:
        click.echo(json.dumps({"release_id": target.release_id, "file": str(place.published)}))
        return
    click.echo(
        f"published again: {target.release_id}.\n"
        "`chipwatch run` builds again once its inputs differ from those of the releases taken "
        "back, or with --force."
    )


@command.command("prune")
@click.option(
    "--keep", type=click.IntRange(min=1), required=True, help="How many of the newest files stay."
)
@warehouse_option
@json_option
def prune(keep: int, warehouse: Path | None, as_json: bool) -> None:
    """Delete the files of old releases; manifests and the current release always stay."""
    from pipelines.releases import upkeep

    pruned = upkeep.prune(locate(warehouse), keep)
    if as_json:
        for release_id, freed in pruned:
            click.echo(json.dumps({"release_id": release_id, "bytes_freed": freed}))
        return
    for release_id, freed in pruned:
        click.echo(f"pruned {release_id} ({freed / 1e6:.1f} MB)")
    if not pruned:
        click.echo("nothing to prune")


@command.command("export")
@click.argument("release")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--include-restricted",
    is_flag=True,
    help="Also write what its source does not allow to pass on (for your own use only).",
)
@warehouse_option
@json_option
def export(
    release: str, folder: Path, include_restricted: bool, warehouse: Path | None, as_json: bool
) -> None:
    """Write RELEASE to a new FOLDER as one Parquet file a mart and a datapackage.json."""
    from pipelines.releases.export import export as write
    from pipelines.releases.upkeep import kept

    chosen = kept(locate(warehouse), release)
    exported = write(chosen, folder.resolve(), include_restricted)
    if as_json:
        for one in exported:
            click.echo(
                json.dumps(
                    {
                        "table": one.table,
                        "rows": one.rows,
                        "rows_left_out": one.rows_left_out,
                        "columns_left_out": one.columns_left_out,
                        "because": one.left_out_because,
                    }
                )
            )
        return
    rows = [
        (
            one.table,
            one.rows,
            one.rows_left_out,
            "all" if one.rows == 0 and one.rows_left_out else "; ".join(one.columns_left_out),
            one.left_out_because,
        )
        for one in exported
    ]
    show_table(["mart", "rows", "rows left out", "columns left out", "because"], rows)
    click.echo(f"written: {folder / 'datapackage.json'}")
