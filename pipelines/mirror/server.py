"""The PostgreSQL server: connecting, who may write and read, and the swap of the schemas.

Belongs here: the one place that knows PostgreSQL's errors, rights and locks.
Does not belong here: what a mirror holds (`plan.py`) or loading it (`copying.py`).
"""

from __future__ import annotations

import contextlib
import itertools
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import errors, sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from pipelines.archive.redaction import REDACTED
from pipelines.errors import ChipwatchError
from pipelines.mirror.plan import LOADING, SCHEMAS, Plan
from pipelines.sql_text import sql_text

OLDEST_SERVER = 14
MARK = "chipwatch mirror"
URL_FORM = "postgresql://USER@HOST:5432/DATABASE"
_ADVISORY_KEY = 1667787120
_PATIENCE_MS = (20, 50, 100, 200, 400, 800)
_BUSY = (errors.LockNotAvailable, errors.QueryCanceled, errors.DeadlockDetected)
_SETTINGS = {
    "search_path": "pg_catalog",
    "timezone": "UTC",
    "statement_timeout": "0",
    "lock_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
    "default_transaction_isolation": "read committed",
}

Connection = psycopg.Connection[tuple[Any, ...]]


class MirrorRefused(ChipwatchError):
    """Nothing was mirrored; readers of the server see what they saw before."""


@dataclass(frozen=True)
class Target:
    """Where to mirror to; `place` is what messages say, and names no user and no password."""

    conninfo: str = field(repr=False)
    place: str
    secrets: tuple[str, ...] = field(repr=False)

    def without_secrets(self, text: str) -> str:
        """A text of the server or the driver that may be shown."""
        for secret in self.secrets:
            text = text.replace(secret, REDACTED)
        return text


def target(url: str) -> Target:
    """Read a URL. Raises MirrorRefused, which never quotes it, when it is not a whole one."""
    unreadable = MirrorRefused(
        "The URL of the PostgreSQL server cannot be read.",
        f"write it as {URL_FORM}; percent-encode @ : / ? # % in user and password "
        "(@ is %40), or leave the password out and use ~/.pgpass.",
    )
    if not url.startswith(("postgresql://", "postgres://")):
        raise unreadable
    try:
        netloc = urlsplit(url).netloc
        parts = {name: str(value) for name, value in conninfo_to_dict(url).items()}
    except (ValueError, psycopg.Error):
        raise unreadable from None
    if url.count("@") > netloc.count("@") or netloc.count("@") > 1 or "#" in url:
        raise unreadable
    if not parts.get("dbname"):
        raise MirrorRefused(
            "The URL of the PostgreSQL server names no database.",
            f"write it as {URL_FORM}; `createdb chipwatch` makes a database for it.",
        )
    host = parts.get("host") or parts.get("hostaddr") or "the local socket"
    port = parts.get("port") or "5432"
    secrets = {parts[name] for name in ("password", "sslpassword") if parts.get(name)}
    user_and_password = netloc.rpartition("@")[0].partition(":")[2]
    secrets |= {user_and_password, unquote(user_and_password)} - {""}
    longest_first = tuple(sorted(secrets, key=len, reverse=True))
    parts.setdefault("connect_timeout", "10")
    return Target(make_conninfo(**parts), f"{host}:{port}/{parts['dbname']}", longest_first)


@contextlib.contextmanager
def connected(place: Target) -> Iterator[Connection]:
    """A connection; every error of PostgreSQL inside becomes a MirrorRefused without secrets."""
    try:
        connection = psycopg.connect(
            place.conninfo,
            autocommit=True,
            application_name=MARK,
            client_encoding="UTF8",
            prepare_threshold=None,
        )
    except psycopg.Error as error:
        raise MirrorRefused(
            f"PostgreSQL at {place.place} cannot be reached: {_first_line(error, place)}.",
            "check that the server runs and listens there, that the database exists, and user "
            "and password (~/.pgpass or percent-encoded in the URL).",
        ) from None
    try:
        with connection:
            for name, value in _SETTINGS.items():
                connection.execute("select set_config(%s, %s, false)", [name, value])
            yield connection
    except psycopg.Error as error:
        raise MirrorRefused(
            f"PostgreSQL at {place.place} refused the mirror: {_first_line(error, place)}.",
            _remedy(error),
        ) from None


def require_usable(connection: Connection, place: Target) -> None:
    """Refuse a server that is too old, a database of another encoding, or one we may not write."""
    if connection.info.server_version < OLDEST_SERVER * 10_000:
        found = connection.info.server_version // 10_000
        raise MirrorRefused(
            f"PostgreSQL at {place.place} is version {found}; the mirror needs {OLDEST_SERVER}.",
            "update the server, or name another one.",
        )
    encoding, may_create = _row(
        connection,
        "select current_setting('server_encoding'), "
        "has_database_privilege(current_database(), 'create')",
    )
    if encoding != "UTF8":
        raise MirrorRefused(
            f"The database {place.place} has the encoding {encoding}; names here need UTF8.",
            "make one with `createdb --encoding UTF8 --template template0 chipwatch`.",
        )
    if not may_create:
        raise MirrorRefused(
            f"The user of the URL may not make schemas in {place.place}.",
            "as the owner of the database: grant create on database … to that user, or give the "
            "mirror a database of its own with `createdb --owner USER chipwatch`.",
        )
    for schema, comment in _schemas(connection):
        if not comment.startswith(MARK):
            raise MirrorRefused(
                f"The database {place.place} has a schema {schema} that is no chipwatch mirror.",
                "give the mirror a database of its own (`createdb chipwatch`).",
            )


@contextlib.contextmanager
def only_mirror(connection: Connection, place: Target, wait_seconds: float) -> Iterator[None]:
    """Hold the database's one place for a mirror; the server frees it when the session ends."""
    deadline = time.monotonic() + wait_seconds
    while not _row(connection, "select pg_try_advisory_lock(%s)", _ADVISORY_KEY)[0]:
        if time.monotonic() >= deadline:
            raise MirrorRefused(
                f"Another mirror is writing to {place.place}.",
                "wait until it is done, or give it longer with --wait SECONDS.",
            )
        time.sleep(0.2)
    yield


def current_form(connection: Connection) -> str | None:
    """The form of the mirror that stands there, or None."""
    if [schema for schema, _ in _schemas(connection)] != sorted(SCHEMAS):
        return None
    with contextlib.suppress(errors.UndefinedTable, errors.UndefinedColumn):
        row = connection.execute("select form_sha256 from meta.mirror limit 1").fetchone()
        return None if row is None else str(row[0])
    return None


def ensure_role(connection: Connection, role: str) -> None:
    """Make the group role of the readers when it is missing. Refuses one that can do more."""
    row = connection.execute(
        "select rolsuper or rolcreaterole or rolcreatedb, rolname = current_user "
        "from pg_roles where rolname = %s",
        [role],
    ).fetchone()
    if row is not None and any(row):
        raise MirrorRefused(
            f"The role {role} can do more than read.",
            "name another one with --role; a role that does not exist yet is made.",
        )
    if row is None:
        try:
            connection.execute(
                sql.SQL("create role {} nologin").format(sql.Identifier(role)),
            )
        except errors.InsufficientPrivilege:
            raise MirrorRefused(
                f"There is no role {role}, and the user of the URL may not make one.",
                f"as an administrator: create role {role} nologin; then run again.",
            ) from None


def swap(connection: Connection, plan: Plan, place: Target, wait_seconds: float) -> None:
    """Put the loaded schemas in the place of the old ones, in one transaction.

    It takes every old table for itself first, so that no transaction of a reader sees two
    releases. It asks for a moment only, shorter than the server needs to see a deadlock, and
    leaves readers as long a moment between two tries. Raises MirrorRefused when readers hold the
    old tables for longer than `wait_seconds`.
    """
    deadline = time.monotonic() + wait_seconds
    row = _row(connection, "select setting::int from pg_settings where name = 'deadlock_timeout'")
    longest = int(row[0]) * 8 // 10
    for patience in itertools.cycle(_PATIENCE_MS):
        try:
            _swap_once(connection, plan, min(patience, longest))
        except _BUSY:
            if time.monotonic() >= deadline:
                raise _held(connection, place, wait_seconds) from None
            time.sleep(patience / 1000)
        else:
            return


def _swap_once(connection: Connection, plan: Plan, patience_ms: int) -> None:
    with connection.transaction():
        old = [schema for schema, _ in _schemas(connection)]
        tables = _own(connection, "table") if old else []
        if tables:
            _limit(connection, patience_ms)
            connection.execute(f"lock table {', '.join(tables)} in access exclusive mode")
            _limit(connection, 0)
            functions = _own(connection, "function")
            if functions:
                connection.execute(f"drop function {', '.join(functions)}")
            connection.execute(f"drop table {', '.join(tables)}")
        for schema in old:
            connection.execute(f"drop schema {schema}")
        about = sql_text(f"{MARK} of release {plan.release.release_id}")
        for schema, loading in LOADING.items():
            connection.execute(f"alter schema {loading} rename to {schema}")
            connection.execute(f"comment on schema {schema} is {about}")
        for function in plan.functions:
            connection.execute(function.create)
            connection.execute(
                f"comment on function marts.{function.name}({function.signature}) "
                f"is {sql_text(function.comment)}"
            )


def _limit(connection: Connection, milliseconds: int) -> None:
    for name in ("lock_timeout", "statement_timeout"):
        connection.execute("select set_config(%s, %s, true)", [name, str(milliseconds)])


def _own(connection: Connection, kind: str) -> list[str]:
    """What the last mirror made and still stands: tables, or functions with their signatures."""
    if kind == "table":
        query = (
            "select c.oid::regclass::text from pg_class c "
            "join pg_namespace n on n.oid = c.relnamespace join meta.mirror m "
            "on m.schema_name = n.nspname and m.name = c.relname and m.kind = 'table' order by 1"
        )
    else:
        query = (
            "select p.oid::regprocedure::text from pg_proc p "
            "join pg_namespace n on n.oid = p.pronamespace join meta.mirror m "
            "on m.schema_name = n.nspname and m.name = p.proname and m.kind = 'function' order by 1"
        )
    return [str(name) for (name,) in connection.execute(query).fetchall()]


def _schemas(connection: Connection) -> list[tuple[str, str]]:
    """The schemas of a mirror that exist, with their comments."""
    return [
        (str(schema), str(comment))
        for schema, comment in connection.execute(
            "select nspname, coalesce(obj_description(oid, 'pg_namespace'), '') "
            "from pg_namespace where nspname = any(%s) order by 1",
            [list(SCHEMAS)],
        ).fetchall()
    ]


def _held(connection: Connection, place: Target, wait_seconds: float) -> MirrorRefused:
    holders = connection.execute(
        "select distinct a.pid, a.usename::text, coalesce(nullif(a.application_name, ''), '?'), "
        "coalesce(a.state, '?') from pg_locks l join pg_stat_activity a on a.pid = l.pid "
        "join pg_class c on c.oid = l.relation join pg_namespace n on n.oid = c.relnamespace "
        "where l.granted and a.pid <> pg_backend_pid() and n.nspname = any(%s) order by 1 limit 5",
        [list(SCHEMAS)],
    ).fetchall()
    told = "; ".join(f"pid {pid}, {user}, {name}, {state}" for pid, user, name, state in holders)
    return MirrorRefused(
        f"Readers of {place.place} held the last release for {wait_seconds:.0f} s"
        f"{f' ({told})' if told else ''}. They go on seeing it, whole.",
        "let them end their transactions (a client without autocommit keeps one open), then run "
        "again; --wait SECONDS waits longer.",
    )


def _row(connection: Connection, query: str, *parameters: Any) -> Sequence[Any]:
    row = connection.execute(query, parameters or None).fetchone()
    if row is None:
        raise psycopg.DataError(f"no answer to: {query}")
    return row


def _first_line(error: psycopg.Error, place: Target) -> str:
    lines = str(error.diag.message_primary or error).strip().splitlines() or [type(error).__name__]
    detail = f" ({error.diag.message_detail.splitlines()[0]})" if error.diag.message_detail else ""
    return place.without_secrets(f"{lines[-1].strip().rstrip('.')}{detail}")


def _remedy(error: psycopg.Error) -> str:
    unchanged = "readers see what they saw before"
    if isinstance(error, errors.DependentObjectsStillExist):
        return (
            f"something of yours hangs on the mirror; drop it or move it away ({unchanged}). "
            "Queries saved in a BI tool do not hang on it, views in the database do."
        )
    if isinstance(error, errors.InsufficientPrivilege):
        return f"mirror as the user who owns the schemas marts and meta ({unchanged})."
    if isinstance(error, psycopg.OperationalError):
        return f"see to the server (connection, disk, log), then run again; {unchanged}."
    return f"run again; {unchanged}. If it fails again, report the message."
