"""What a release changed, told to people: the table `marts.rpt_changes` and an Atom feed.

Belongs here: which marts are told about, why a row changed, what the feed
says.
Does not belong here: counting for the gate (`audit/drift.py`), publishing (`publish/publish.py`).

The table is made in the candidate before the audit; the release it belongs to is filled in when
there is one. A first release has nothing to compare with and tells of no change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from pipelines.releases.atom import Entry, atom, urn
from pipelines.releases.diff import (
    Keys,
    compared_columns,
    differs_sql,
    joined,
    table_columns,
    usable_key,
)
from pipelines.releases.meta_tables import Column, MetaTable, write_table
from pipelines.sql_text import sql_text

TABLE = "rpt_changes"
FEED_NAME = "changes.atom.xml"
WATCH_NAME, WATCH_FEED_NAME = "watch.json", "watch.atom.xml"
"""What a release changed for the user's watch list, where it changed anything."""
FEED_LIMIT = 500
CONFIRMED_GRADES = ("official_text", "official_statement", "company_filing", "multiple_press")


@dataclass(frozen=True)
class Subject:
    """One mart whose rows are told about, and the columns that name a row to a person.

    `present` is a column that turns false when the newest payload no longer has the row, which
    stays: an entity that a list has lost.
    """

    name: str
    table: str
    label: tuple[str, ...]
    present: str = ""


SUBJECTS = (
    Subject("events", "fct_sanction_events", ("title",)),
    Subject("measures", "fct_measure_status", ("measure_id", "status", "valid_from")),
    Subject(
        "listings", "fct_entity_listings", ("entity_name", "list_code"), "is_in_latest_snapshot"
    ),
    Subject("shares", "fct_vendor_share", ("vendor_id", "market", "measure", "firm", "value")),
    Subject("revenue", "fct_vendor_revenue", ("vendor_id", "geography", "period_end_on", "basis")),
)

CHANGES = MetaTable(
    TABLE,
    "One row a release and row of events, measures, listings, shares or revenue that is new, "
    "changed or withdrawn in it, with the reason.",
    (
        Column("release_id", "VARCHAR", "Release that brought the change."),
        Column("released_at", "TIMESTAMP", "UTC time of that release."),
        Column("previous_release_id", "VARCHAR", "Release that it is compared with."),
        Column("subject", "VARCHAR", "events, measures, listings, shares or revenue."),
        Column("table_name", "VARCHAR", "Mart that holds, or held, the row."),
        Column("row_key", "VARCHAR", "Primary key of the row, its parts joined by ` / `."),
        Column("change_kind", "VARCHAR", "new, changed or withdrawn."),
        Column(
            "title",
            "VARCHAR",
            "What the row is about, as last published; empty once its payload was removed.",
        ),
        Column("changed_columns", "VARCHAR", "Columns with another value, joined by `; `."),
        Column(
            "reason_kind",
            "VARCHAR",
            "curated_file, new_payload, newer_payload, payload_removed, code or other_input; "
            "newer_payload for a row that the newest payload of its source no longer has.",
        ),
        Column("reason", "VARCHAR", "The reason in words."),
        Column(
            "source",
            "VARCHAR",
            "Source of the row's payload; `curated` for our files, `overlay` for the user's.",
        ),
        Column("payload_sha256", "VARCHAR", "Payload of the row (of the old one if withdrawn)."),
        Column("is_sample", "BOOLEAN", "True when the payloads are the bundled sample."),
    ),
)
KEY = ("release_id", "table_name", "row_key")

_PAYLOADS = (
    "create temp table payloads_{name} (payload_sha256 varchar, source varchar, dataset varchar)"
)


@dataclass(frozen=True)
class Change:
    """One row of `rpt_changes` as the feed and the webhook tell it."""

    subject: str
    table: str
    row_key: str
    kind: str
    title: str
    changed_columns: str
    reason: str


def write_changes(
    candidate: Path,
    base: Path | None,
    base_release_id: str | None,
    keys: Keys,
    is_code_changed: bool,
    is_sample: bool,
) -> int:
    """(Re)create `marts.rpt_changes` in the candidate; return the number of new rows.

    Changes that earlier releases told of are carried on from `base`. A change whose payload is no
    longer in the archive keeps its key and loses its title.
    """
    with duckdb.connect(
        str(candidate), config={"storage_compatibility_version": "v1.2.0"}
    ) as connection:
        connection.execute("set TimeZone = 'UTC'")
        if base is not None:
            connection.execute(f"attach {sql_text(base.resolve())} as before (read_only)")
        connection.execute("begin transaction")
        write_table(connection, CHANGES, (), schema="marts")
        made = 0
        if base is not None:
            row = connection.execute("select current_database()").fetchone()
            after = str(row[0]) if row else "candidate"
            _load_payloads(connection, after)
            made = _compare_subjects(
                connection, after, keys, is_code_changed, is_sample, base_release_id
            )
            _carry_on(connection)
            _forget_removed(connection)
        connection.execute("commit")
        connection.execute("checkpoint")
    return made


def stamp(connection: duckdb.DuckDBPyConnection, release_id: str, released_at: datetime) -> None:
    """Fill in the release of the changes that the open database brought itself."""
    connection.execute(
        f"update marts.{TABLE} set release_id = ?, released_at = ? where release_id is null",
        [release_id, released_at],
    )


def changes_of(connection: duckdb.DuckDBPyConnection, release_id: str) -> list[Change]:
    """The changes that one release brought, by subject, kind and key."""
    rows = connection.execute(
        "select subject, table_name, row_key, change_kind, coalesce(title, ''), "
        f"coalesce(changed_columns, ''), reason from marts.{TABLE} where release_id = ? "
        "order by subject, change_kind, row_key",
        [release_id],
    ).fetchall()
    return [Change(*row) for row in rows]


def newly_confirmed(connection: duckdb.DuckDBPyConnection, release_id: str) -> list[Change]:
    """Events of a release that are confirmed and that the release before it did not confirm.

    Confirmed means an official text or statement, a company filing, or several newsrooms.
    """
    grades = ", ".join(sql_text(grade) for grade in CONFIRMED_GRADES)
    rows = connection.execute(
        "select c.subject, c.table_name, c.row_key, c.change_kind, coalesce(c.title, ''), "
        f"coalesce(c.changed_columns, ''), c.reason from marts.{TABLE} c "
        "join marts.fct_sanction_events e on e.event_id = c.row_key "
        f"where c.release_id = ? and c.subject = 'events' and e.evidence_grade in ({grades}) "
        "and (c.change_kind = 'new' or (c.change_kind = 'changed' "
        "and list_contains(string_split(c.changed_columns, '; '), 'evidence_grade'))) "
        "order by c.row_key",
        [release_id],
    ).fetchall()
    return [Change(*row) for row in rows]


def feed(
    release_id: str,
    released_at: datetime,
    previous_release_id: str | None,
    is_sample: bool,
    changes: Sequence[Change],
) -> bytes:
    """An Atom 1.0 document of one release; beyond FEED_LIMIT entries the last one says how many."""
    sample = " (sample data)" if is_sample else ""
    before = previous_release_id or "nothing: this is the first release"
    entries = [
        Entry(
            urn(release_id, change.table, change.row_key),
            f"{change.kind}: {change.title or change.row_key}",
            change.subject,
            " ".join(
                (
                    change.reason,
                    *([f"Columns: {change.changed_columns}."] if change.changed_columns else []),
                    f"Table marts.{change.table}, key {change.row_key}.",
                )
            ),
        )
        for change in changes[:FEED_LIMIT]
    ]
    if len(changes) > FEED_LIMIT:
        more = f"All of them: select * from marts.{TABLE} where release_id = '{release_id}'."
        left = f"{len(changes) - FEED_LIMIT} more changes"
        entries.append(Entry(urn(release_id, "more"), left, "more", more))
    return atom(
        urn(release_id),
        f"chipwatch: changes in release {release_id}{sample}",
        f"{len(changes)} changes, compared with {before}",
        released_at,
        entries,
    )


def _load_payloads(connection: duckdb.DuckDBPyConnection, after: str) -> None:
    for name, database in (("before", "before"), ("after", after)):
        connection.execute(_PAYLOADS.format(name=name))
        there = connection.execute(
            "select 1 from duckdb_tables() where database_name = ? and schema_name = 'meta' "
            "and table_name = 'payloads'",
            [database],
        ).fetchone()
        if there is not None:
            connection.execute(
                f"insert into payloads_{name} select payload_sha256, any_value(source), "
                f'any_value(dataset) from "{database}".meta.payloads group by 1'
            )


def _compare_subjects(
    connection: duckdb.DuckDBPyConnection,
    after: str,
    keys: Keys,
    is_code_changed: bool,
    is_sample: bool,
    base_release_id: str | None,
) -> int:
    old, new = table_columns(connection, "before"), table_columns(connection, after)
    made = 0
    for subject in SUBJECTS:
        table = subject.table
        if table not in old or table not in new:
            continue
        key = usable_key(
            connection, "before", after, table, keys.get(table, ()), old[table], new[table]
        )
        if not key:
            continue
        query = _subject_sql(subject, after, key, old[table], new[table], is_code_changed)
        row = connection.execute(
            f"insert into marts.{TABLE} by name select null as release_id, null as released_at, "
            f"nullif({sql_text(base_release_id or '')}, '') as previous_release_id, *, "
            f"{is_sample} as is_sample from ({query})"
        ).fetchone()
        made += int(row[0]) if row else 0
    return made


def _subject_sql(
    subject: Subject,
    after: str,
    key: Sequence[str],
    old: Mapping[str, str],
    new: Mapping[str, str],
    is_code_changed: bool,
) -> str:
    compared = compared_columns(old, new, key)
    differs = " or ".join(differs_sql(old, new, name) for name in compared) or "false"
    named = ", ".join(
        f"case when {differs_sql(old, new, name)} then {sql_text(name)} end" for name in compared
    )
    changed = f"concat_ws('; ', {named})" if named else "''"
    row_key = ", ".join(f'coalesce(n."{name}"::varchar, o."{name}"::varchar)' for name in key)
    label_new = ", ".join(f'n."{name}"::varchar' for name in subject.label if name in new) or "''"
    label_old = ", ".join(f'o."{name}"::varchar' for name in subject.label if name in old) or "''"
    payload_new = "n.payload_sha256" if "payload_sha256" in new else "null::varchar"
    payload_old = "o.payload_sha256" if "payload_sha256" in old else "null::varchar"
    came = _first_missing("n", new, "payloads_before", payload_new)
    went = _first_missing("o", old, "payloads_after", payload_old)
    fallback = "'code'" if is_code_changed else "'other_input'"
    present = subject.present
    is_lost = f"o.{present} and not n.{present}" if present in old and present in new else "false"
    return f"""
        with differing as (
            select
                case when o.is_there is null then 'new' when n.is_there is null then 'withdrawn'
                    else 'changed' end as change_kind,
                concat_ws(' / ', {row_key}) as row_key,
                case when n.is_there is null then concat_ws(', ', {label_old})
                    else concat_ws(', ', {label_new}) end as title,
                case when o.is_there and n.is_there then {changed} end as changed_columns,
                case when n.is_there is null then {payload_old} else {payload_new} end
                    as payload_sha256,
                case when {is_lost} then {payload_new}
                    when n.is_there is null then {went} else {came} end as cause_sha256,
                coalesce({is_lost}, false) as is_lost
            from {joined("before", after, subject.table, key)}
            where o.is_there is null or n.is_there is null or {differs}
        ),

        sourced as (
            select
                differing.*,
                coalesce(own_after.source, own_before.source) as source,
                coalesce(a.source, b.source) as cause_source,
                coalesce(a.dataset, b.dataset) as dataset,
                a.payload_sha256 is not null as is_archived,
                b.payload_sha256 is not null as is_known,
                exists (
                    select 1 from payloads_after as fresh
                    anti join payloads_before as seen using (payload_sha256)
                    where fresh.source = b.source and fresh.dataset = b.dataset
                ) as has_newer
            from differing
            left join payloads_after as a on a.payload_sha256 = differing.cause_sha256
            left join payloads_before as b on b.payload_sha256 = differing.cause_sha256
            left join payloads_after as own_after
                on own_after.payload_sha256 = differing.payload_sha256
            left join payloads_before as own_before
                on own_before.payload_sha256 = differing.payload_sha256
        ),

        reasoned as (
            select
                *,
                case
                    when change_kind = 'withdrawn' and cause_source = 'curated' and not is_archived
                        then 'curated_file'
                    when change_kind = 'withdrawn' and is_known and not is_archived
                        then 'payload_removed'
                    when (change_kind = 'withdrawn' and has_newer) or is_lost then 'newer_payload'
                    when change_kind <> 'withdrawn' and cause_source = 'curated' and not is_known
                        then 'curated_file'
                    when change_kind <> 'withdrawn' and is_archived and not is_known
                        then 'new_payload'
                    else {fallback}
                end as reason_kind
            from sourced
        )

        select
            {sql_text(subject.name)} as subject,
            {sql_text(subject.table)} as table_name,
            row_key,
            change_kind,
            title,
            changed_columns,
            reason_kind,
            case reason_kind
                when 'curated_file' then 'The curated file ' || dataset || ' was edited.'
                when 'new_payload'
                    then 'A payload of ' || cause_source || '/' || dataset
                        || ' came in that the release before did not have.'
                when 'newer_payload'
                    then 'The newest payload of ' || cause_source || '/' || dataset
                        || ' no longer has it.'
                when 'payload_removed'
                    then 'Its payload of ' || cause_source || '/' || dataset
                        || ' is no longer in the archive.'
                when 'code' then 'The code, the models or the rules changed.'
                else 'Another input of the row changed.'
            end as reason,
            source,
            payload_sha256
        from reasoned
    """


def _first_missing(side: str, columns: Mapping[str, str], known: str, otherwise: str) -> str:
    """SQL for the first payload of a row that `known` lacks, else its own payload."""
    named = [name for name in columns if name.endswith("payload_sha256")]
    named.sort(key=lambda name: name != "payload_sha256")
    missing = [
        f'case when {side}."{name}" not in (select payload_sha256 from {known}) '
        f'then {side}."{name}" end'
        for name in named
    ]
    return f"coalesce({', '.join([*missing, otherwise])})"


def _carry_on(connection: duckdb.DuckDBPyConnection) -> None:
    there = table_columns(connection, "before").get(TABLE, {})
    names = [column.name for column in CHANGES.columns if column.name in there]
    if names:
        listed = ", ".join(names)
        connection.execute(
            f"insert into marts.{TABLE} by name select {listed} from before.marts.{TABLE}"
        )


def _forget_removed(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        f"update marts.{TABLE} set title = null where title is not null "
        "and payload_sha256 is not null and source is distinct from 'curated' "
        "and payload_sha256 not in (select payload_sha256 from payloads_after)"
    )
