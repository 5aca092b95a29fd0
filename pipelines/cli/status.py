"""`chipwatch status`: what is published, how fresh it is and what failed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from pipelines.archive.fetch_log import fetch_status
from pipelines.audit.refused import Refused, newer_refusal
from pipelines.cli.options import json_option, warehouse_option
from pipelines.cli.pasted import for_pasting, named, program
from pipelines.cli.tables import folded, in_words, terminal_safe
from pipelines.cli.terminal import show_table, width_of_text
from pipelines.releases.query import ask, labels_of
from pipelines.warehouse import Warehouse, locate

SOURCES = """
    select source || '/' || dataset, status, payload_count, row_count, reject_count, newest_on,
           last_observed_at, status_reason
    from meta.sources order by 1
"""
SOURCE_COLUMNS = (
    "source status payloads rows rejects newest_on last_observed_at reason".split()  # noqa: SIM905
)
LOOKED_AT = """
    select authority_name, checked_until_on, checked_in from marts.dim_authority
    where checked_until_on is not null order by checked_until_on desc, authority_name
"""
LOOKED_AT_COLUMNS = ("authority", "looked_at_until", "looked_in")
SOURCES_SHOWN = (*SOURCE_COLUMNS[:6], "last_seen_on", "reason")
FAILED = """
    select severity, check_id, observed, threshold, message from meta.checks
    join meta.releases using (release_id) where is_current and not is_passed order by 1, 2
"""
FAILED_COLUMNS = ("severity", "check", "observed", "threshold", "message")


@click.command("status")
@warehouse_option
@json_option
def command(warehouse: Path | None, as_json: bool) -> None:
    """Say what is published, how fresh each source is, and which checks failed."""
    place = locate(warehouse)
    kind = place.kind()
    releases = ask(
        place.published,
        "select release_id, released_at, is_sample, payload_count, row_count, "
        "checks_passed_count, checks_failed_count from meta.releases where is_current",
    ).rows
    release = releases[0]
    sources = ask(place.published, SOURCES).rows
    failed = ask(place.published, FAILED).rows
    looked_at = _looked_at(place.published)
    refused = newer_refusal(place)
    fetched = fetch_status(place)
    not_had = [f"{name}: {s.reason}" for name, s in sorted(fetched.items()) if s.is_stale]
    if as_json:
        record: dict[str, Any] = {
            "warehouse": str(place.root),
            "kind": kind,
            "release_id": release[0],
            "released_at": release[1],
            "is_sample": release[2],
            "payloads": release[3],
            "rows": release[4],
            "checks_passed": release[5],
            "checks_failed": release[6],
            "sources": [dict(zip(SOURCE_COLUMNS, row, strict=True)) for row in sources],
            "looked_at": [dict(zip(LOOKED_AT_COLUMNS, row, strict=True)) for row in looked_at],
            "failed_checks": [dict(zip(FAILED_COLUMNS, row, strict=True)) for row in failed],
            "not_had": not_had,
            "refused": None if refused is None else refused.to_json(),
        }
        click.echo(json.dumps(record, default=str))
        return
    labels = labels_of(place.published)
    click.echo(f"warehouse: {place.root} ({labels.said('warehouse_kind', kind)})")
    click.echo(f"release:   {release[0]}, made {release[1]} UTC")
    click.echo(f"content:   {release[4]:,} rows from {release[3]} payloads")
    click.echo(f"checks:    {release[5]} passed, {release[6]} failed")
    wrong = [
        *_refused(refused, place),
        *(f"{labels.said('severity', row[0])}: {row[1]}: {row[4]}" for row in failed),
        *(f"not had by the last fetch: {line}" for line in not_had),
    ]
    if wrong:
        click.echo("\nwrong, gravest first:")
        _tell(wrong)
    click.echo()
    there = sorted((row for row in sources if row[2]), key=lambda row: row[1] == "ok")
    shown = [(*row[:6], row[6] and row[6].date(), row[7]) for row in there]
    last = len(SOURCES_SHOWN) if any(row[7] for row in there) else -1
    rows = in_words(labels, shown, {1: "status"})
    show_table(SOURCES_SHOWN[:last], [row[:last] for row in rows])
    empty = [row[0] for row in sources if not row[2]]
    if empty:
        _tell([f"nothing archived of {', '.join(empty)}"])
    if looked_at:
        click.echo("\nledger: acts were looked for until (what is later is not looked at):")
        until: dict[str, list[str]] = {}
        for authority, day, _ in looked_at:
            until.setdefault(str(day), []).append(authority)
        _tell(f"{day}: {', '.join(names)}" for day, names in until.items())


def _refused(refused: Refused | None, place: Warehouse) -> list[str]:
    if refused is None:
        return []
    return [
        f"refused: {for_pasting(refused.in_words, place)}; all of it: {program()} audit "
        f"--build newest --recorded{named(place)}"
    ]


def _tell(lines: Iterable[str]) -> None:
    """Lines of sentences, broken to fit; what goes on is set in further."""
    for line in lines:
        first, *rest = folded(terminal_safe(line), width_of_text() - 4)
        click.echo(f"  {first}")
        for more in rest:
            click.echo(f"    {more}")


def _looked_at(published: Path) -> list[tuple[Any, ...]]:
    """Authority, day, where; none in a release made before the ledger said it."""
    known = ask(
        published,
        "select 1 from duckdb_columns() where schema_name = 'marts' "
        "and table_name = 'dim_authority' and column_name = 'checked_until_on'",
    ).rows
    return ask(published, LOOKED_AT).rows if known else []
