"""`chipwatch mirror` against a real PostgreSQL: types, rights, readers, kills, refusals."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import duckdb
import psycopg
import pytest
from sqlalchemy import create_engine, inspect, text

from pipelines.errors import ChipwatchError
from pipelines.mirror import server as mirror_server
from pipelines.mirror.copying import Mirrored, copy_table, mirror
from pipelines.mirror.plan import LOADING, TablePlan
from pipelines.releases.export import Column
from pipelines.releases.shelf import Release
from pipelines.releases.upkeep import find
from pipelines.warehouse import REPOSITORY, Warehouse
from tests.conftest import CHIPWATCH, chipwatch
from tests.postgres import PASSWORD, Server, binaries, running
from tests.tiny import released, warehouse

ROLE = "chipwatch_reader"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    folder = binaries()
    if folder is None:
        pytest.skip("no PostgreSQL on this machine: `make mirror-test` installs one and runs this")
    with running(folder) as started:
        yield started


@pytest.fixture
def database(server: Server) -> str:
    return server.database()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Two releases; every row says of which it is."""
    made = warehouse(tmp_path_factory.mktemp("mirror") / "w")
    for number in (1, 2):
        released(
            made,
            f"b{number}",
            number,
            events=tuple((f"e{n}", f"g{number}", "x", "seed1") for n in range(300)),
            listings=tuple((f"l{n}", f"g{number}", "EL", "csl1") for n in range(300)),
            bars=(
                ("nvda", "2026-01-02", "1234567890.123450", "bars1"),
                ("amd", "2026-01-02", "0.000001", "csl1"),
            ),
        )
    return made


@pytest.fixture(scope="module")
def both(place: Warehouse) -> tuple[Release, Release]:
    first, second = sorted(path.parent.name for path in place.releases.glob("*/manifest.json"))
    return find(place, first), find(place, second)


def put(release: Release, url: str, wait: float = 20, **options: object) -> Mirrored:
    settings = {"role": ROLE, "include_restricted": False, "force": False, **options}
    return mirror(release, url, wait_seconds=wait, on_table=lambda *_: None, **settings)  # type: ignore[arg-type]


def answer(server: Server, database: str, query: str, user: str = "admin") -> list[tuple[object]]:
    with server.connect(database, user) as connection:
        return connection.execute(query).fetchall()  # type: ignore[call-overload,no-any-return]


GENERATIONS = """
    select distinct title from marts.fct_sanction_events
    union select distinct entity_name from marts.fct_entity_listings
"""


def test_everything_arrives_as_it_is(server: Server, database: str, sample_warehouse: Path) -> None:
    told = chipwatch(
        "mirror", server.url(database), "--json", "--warehouse", sample_warehouse,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    assert told.stderr == ""
    record = json.loads(told.stdout)
    release = find(Warehouse(sample_warehouse), "current")
    assert (record["release_id"], record["left_out"]) == (release.release_id, [])
    with (
        duckdb.connect(str(release.database), read_only=True) as source,
        server.connect(database) as copy,
    ):
        described: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
        for schema, table, *column in source.execute(
            "select table_schema, table_name, column_name, data_type, coalesce(description, '') "
            "from meta.columns order by all"
        ).fetchall():
            described.setdefault((schema, table), []).append(tuple(column))
        assert len(described) > 60
        rows = 0
        for (schema, table), columns in described.items():
            listed = ", ".join(f'"{name}"' for name, _, _ in columns)
            query = f'select {listed} from {schema}."{table}"'
            there = Counter(copy.execute(query).fetchall())  # type: ignore[call-overload]
            assert there == Counter(source.execute(query).fetchall()), table
            rows += there.total()
        assert rows == record["rows"] > 90_000
        kinds = {
            (schema, table, column): (kind, precision, scale)
            for schema, table, column, kind, precision, scale in copy.execute(
                "select table_schema, table_name, column_name, data_type, numeric_precision, "
                "numeric_scale from information_schema.columns"
            )
        }
        comments = {
            (schema, table, column): comment
            for schema, table, column, comment in copy.execute(
                "select nspname, relname, attname, col_description(c.oid, attnum) "
                "from pg_class c join pg_namespace n on n.oid = relnamespace "
                "join pg_attribute on attrelid = c.oid where attnum > 0"
            )
        }
        decimals = 0
        for (schema, table), columns in described.items():
            for name, kind, comment in columns:
                assert comments[schema, table, name] == (comment or None)
                decimal = re.fullmatch(r"DECIMAL\((\d+),(\d+)\)", kind)
                if decimal:
                    decimals += 1
                    expected = ("numeric", int(decimal[1]), int(decimal[2]))
                    assert kinds[schema, table, name] == expected
        assert decimals > 80
        assert kinds["marts", "fct_sanction_events", "effective_on"][0] == "date"
        assert kinds["marts", "fct_sanction_events", "first_public_at"][0] == (
            "timestamp without time zone"
        )
        keys = {
            table: list(columns)
            for table, columns in copy.execute(
                "select relname::text, array_agg(attname::text order by place) from pg_index i "
                "join pg_class c on c.oid = indrelid join pg_namespace n on n.oid = relnamespace, "
                "unnest(indkey) with ordinality as k (attnum, place) "
                "join pg_attribute a on a.attnum = k.attnum where a.attrelid = indrelid "
                "and indisprimary and nspname = 'marts' group by 1"
            )
        }
        assert keys == release.manifest["keys"]
        references = {
            (table, column)
            for table, column in copy.execute(
                "select c.relname::text, attname::text from pg_constraint k "
                "join pg_class c on c.oid = conrelid join pg_attribute a on attrelid = conrelid "
                "and attnum = any (conkey) where contype = 'f'"
            )
        }
        assert ("fct_entity_listings", "vendor_id") in references
        assert len(references) > 80
        indexed = {
            name
            for (name,) in copy.execute(
                "select indexdef from pg_indexes where schemaname = 'marts' "
                "and tablename = 'fct_measure_status'"
            )
        }
        assert any("(event_id)" in index for index in indexed)
        same_answers(source, copy)
        page = (REPOSITORY / "docs" / "bi.md").read_text()
        blocks = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
        assert len(blocks) >= 4
        for block in blocks:
            assert copy.execute(block).fetchall(), block


def same_answers(source: duckdb.DuckDBPyConnection, copy: psycopg.Connection) -> None:
    """Every as-of function of the mirror says what the macro of the file says."""
    calls = (
        "events_as_of({day})",
        "events_in_force(as_of_on {is_} {day})",
        "events_in_force({day}, known_on {is_} date '2026-01-01', with_unknown_outcome {is_} true)",
        "measures_as_of({day})",
        "measures_as_of({day}, known_on {is_} date '2025-06-01')",
        "listings_as_of({day})",
        "listings_as_of({day}, known_on {is_} date '2025-06-01')",
        "affiliates_as_of({day})",
        "expiries_as_of({day})",
        "chip_status_as_of(as_of_on {is_} {day}, destination {is_} 'cn')",
        "chip_status_as_of({day}, 'AE', consignee_headquarters {is_} 'd5_mo')",
    )
    for call in calls:
        for day in ("date '2023-11-01'", "date '2025-12-01'"):
            query = f"select * from marts.{call}"
            mine = source.execute(query.format(day=day, is_=":=")).fetchall()
            theirs = copy.execute(query.format(day=day, is_="=>")).fetchall()  # type: ignore[call-overload]
            assert Counter(theirs) == Counter(mine), call
        assert mine, call


def test_what_may_not_leave_stays(
    server: Server, database: str, both: tuple[Release, Release]
) -> None:
    done = put(both[1], server.url(database))
    assert answer(
        server, database, "select security_id, close::text from marts.fct_stock_daily"
    ) == [("amd", "0.000001")]
    assert answer(server, database, "select distinct redistribution from meta.payloads") == [
        ("attribution",),
        ("public",),
    ]
    there = "select table_name from information_schema.tables where table_schema = 'meta'"
    tables = {name for (name,) in answer(server, database, there)}
    assert tables == {"columns", "mirror", "payloads", "releases", "sources"}
    told = answer(
        server, database,
        "select rows_left_out, left_out_because from meta.mirror where name = 'fct_stock_daily'",
    )  # fmt: skip
    assert told == [(1, "its source does not allow redistribution")]
    described = answer(server, database, "select distinct table_name from meta.columns")
    assert ("checks",) not in described
    assert {one.table for one in done.tables if one.rows_left_out} >= {"fct_stock_daily", "checks"}


def test_all_digits_of_a_large_number_arrive(
    server: Server, database: str, both: tuple[Release, Release]
) -> None:
    put(both[1], server.url(database), include_restricted=True)
    query = "select close::text from marts.fct_stock_daily order by close"
    assert answer(server, database, query) == [("0.000001",), ("1234567890.123450",)]


def test_the_role_reads_and_writes_nothing(
    server: Server, database: str, both: tuple[Release, Release]
) -> None:
    reader, stranger = server.login(database), server.login(database)
    put(both[0], server.url(database))
    answer_of = "select count(*) from marts.fct_sanction_events"
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        answer(server, database, answer_of, stranger)
    with server.connect(database) as connection:
        connection.execute(f"grant {ROLE} to {reader}")  # type: ignore[call-overload]
    put(both[1], server.url(database))
    assert answer(server, database, answer_of, reader) == [(300,)]
    for statement in (
        "delete from marts.fct_sanction_events",
        "update marts.fct_sanction_events set title = 'x'",
        "insert into meta.releases (release_id) values ('x')",
        "truncate marts.fct_sanction_events",
        "drop table marts.fct_sanction_events",
        "create table marts.mine (n int)",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            answer(server, database, statement, reader)


def test_psql_and_sqlalchemy_read_it(
    server: Server, database: str, both: tuple[Release, Release]
) -> None:
    put(both[1], server.url(database))
    said = subprocess.run(
        [server.bin / "psql", "-h", "127.0.0.1", "-p", str(server.port), "-U", "admin", "-At",
         "-c", "select count(*), min(title) from marts.fct_sanction_events", database],
        env={**os.environ, "PGPASSWORD": PASSWORD},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout == "300|g2\n"
    engine = create_engine(server.url(database).replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        query = text("select distinct title from marts.fct_sanction_events where event_id = :key")
        assert connection.execute(query, {"key": "e7"}).scalar_one() == "g2"
    key = inspect(engine).get_pk_constraint("fct_stock_daily", schema="marts")
    assert key["constrained_columns"] == ["security_id", "session_on"]
    engine.dispose()


def test_the_same_again_is_nothing_to_do(
    server: Server, database: str, place: Warehouse, both: tuple[Release, Release]
) -> None:
    arguments = ("mirror", server.url(database), "--warehouse", place.root)
    first = chipwatch(*arguments)
    assert first.returncode == 0, first.stderr
    assert "mirrored release" in first.stdout
    made = answer(server, database, "select distinct mirrored_at from meta.mirror")
    second = chipwatch(*arguments)
    assert (second.returncode, "nothing to do" in second.stdout) == (0, True)
    assert answer(server, database, "select distinct mirrored_at from meta.mirror") == made
    assert put(both[1], server.url(database)).is_unchanged
    assert not put(both[1], server.url(database), role="other_reader").is_unchanged
    assert not put(both[1], server.url(database), force=True).is_unchanged
    assert not put(both[0], server.url(database)).is_unchanged
    assert answer(server, database, GENERATIONS) == [("g1",)]
    assert PASSWORD not in first.stdout + second.stdout


def test_only_a_whole_release_is_mirrored(server: Server, database: str, tmp_path: Path) -> None:
    made = warehouse(tmp_path / "w")
    release = released(made, "b1", 1)
    release.database.chmod(0o644)
    with duckdb.connect(str(release.database)) as connection:
        connection.execute("update marts.fct_sanction_events set title = 'forged'")
    said = chipwatch("mirror", server.url(database), "--warehouse", made.root)
    assert said.returncode == 1
    assert "is not the file that was released" in said.stderr
    missing = chipwatch(
        "mirror", server.url(database), "--release", "candidate.duckdb", "--warehouse", made.root
    )
    assert missing.returncode == 1
    assert "There is no release" in missing.stderr
    assert (
        answer(server, database, "select nspname from pg_namespace where nspname = 'marts'") == []
    )


def watched(
    server: Server, database: str, both: tuple[Release, Release], swaps: int
) -> tuple[int, list[str]]:
    """Readers of several kinds while releases alternate: reads, and everything that was wrong."""
    put(both[0], server.url(database))
    stop, wrong, reads = threading.Event(), [], Counter[str]()
    one_statement = (
        f"select array_agg(distinct title) || (select array_agg(release_id) from meta.releases "
        f"where is_current) from ({GENERATIONS}) as found"
    )
    right = [["g1", both[0].release_id], ["g2", both[1].release_id]]

    def whole(row: object) -> None:
        if row not in right:
            wrong.append(f"mixed: {row}")

    def read(kind: str) -> None:
        try:
            with psycopg.connect(server.url(database), autocommit=True) as connection:
                if kind == "repeatable":
                    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
                while not stop.is_set():
                    if kind == "statement":
                        ((row,),) = connection.execute(one_statement, prepare=True).fetchall()  # type: ignore[call-overload]
                        whole(row)
                    else:
                        with connection.transaction():
                            connection.execute("select 1")
                            time.sleep(0.02)
                            first = connection.execute(GENERATIONS).fetchall()
                            time.sleep(0.02)
                            if connection.execute(GENERATIONS).fetchall() != first:
                                wrong.append("two releases in one transaction")
                            if len(first) != 1:
                                wrong.append(f"{kind}: {first}")
                    reads[kind] += 1
                    time.sleep(0.005)
        except psycopg.Error as error:
            wrong.append(f"{kind}: {error!r}")

    threads = [
        threading.Thread(target=read, args=(kind,))
        for kind in ("statement", "statement", "committed", "repeatable")
    ]
    for thread in threads:
        thread.start()
    try:
        for number in range(1, swaps + 1):
            put(both[number % 2], server.url(database))
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert set(reads) == {"statement", "committed", "repeatable"}
    return reads.total(), wrong


def test_readers_never_see_two_releases(
    server: Server, database: str, both: tuple[Release, Release]
) -> None:
    reads, wrong = watched(server, database, both, swaps=6)
    assert wrong == []
    assert reads > 20


@pytest.mark.slow
def test_readers_through_a_hundred_swaps(
    server: Server, database: str, both: tuple[Release, Release]
) -> None:
    reads, wrong = watched(server, database, both, swaps=100)
    assert wrong == []
    assert reads > 500


STEPPING = """
import sys, time
from pathlib import Path
from pipelines.mirror.copying import mirror
from pipelines.releases.upkeep import find
from pipelines.warehouse import Warehouse
def tell(name, number, of):
    print(name, flush=True)
    time.sleep(float(sys.argv[4]))
mirror(find(Warehouse(Path(sys.argv[1])), sys.argv[2]), sys.argv[3], "chipwatch_reader", False,
       False, 60, tell)
print("swapped", flush=True)
"""


def stepping(place: Warehouse, release: Release, url: str, pause: float) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", STEPPING, str(place.root), release.release_id, url, str(pause)],
        stdout=subprocess.PIPE, text=True, cwd=REPOSITORY,
    )  # fmt: skip


def loading(server: Server, database: str) -> list[tuple[object]]:
    return answer(server, database, "select 1 from pg_namespace where nspname ~ '^chipwatch_load'")


def test_a_kill_while_loading_leaves_the_old_release(
    server: Server, database: str, place: Warehouse, both: tuple[Release, Release]
) -> None:
    put(both[0], server.url(database))
    process = stepping(place, both[1], server.url(database), 30)
    assert process.stdout is not None
    assert process.stdout.readline().startswith("marts.")
    process.kill()
    assert process.wait() == -signal.SIGKILL
    assert answer(server, database, GENERATIONS) == [("g1",)]
    put(both[1], server.url(database))
    assert answer(server, database, GENERATIONS) == [("g2",)]
    assert loading(server, database) == []


def test_a_kill_before_the_swap_leaves_what_the_next_one_cleans(
    server: Server, database: str, place: Warehouse, both: tuple[Release, Release]
) -> None:
    put(both[0], server.url(database))
    with server.connect(database) as reader, reader.transaction():
        reader.execute("select count(*) from marts.fct_sanction_events")
        process = stepping(place, both[1], server.url(database), 0)
        for _ in range(300):
            if loading(server, database):
                break
            time.sleep(0.1)
        process.kill()
        process.wait()
        assert len(loading(server, database)) == 2
        assert reader.execute(GENERATIONS).fetchall() == [("g1",)]
    put(both[1], server.url(database))
    assert answer(server, database, GENERATIONS) == [("g2",)]
    assert loading(server, database) == []


@pytest.mark.slow
def test_kills_at_many_moments(
    server: Server, database: str, place: Warehouse, both: tuple[Release, Release]
) -> None:
    put(both[0], server.url(database))
    killed = 0
    for number in range(30):
        process = stepping(place, both[(number + 1) % 2], server.url(database), 0.01)
        time.sleep(0.5 + number * 0.05)
        killed += process.poll() is None
        process.kill()
        process.wait()
        assert len(answer(server, database, GENERATIONS)) == 1
    assert killed > 5
    put(both[1], server.url(database))
    assert answer(server, database, GENERATIONS) == [("g2",)]
    assert loading(server, database) == []


def test_readers_that_hold_on_are_named(
    server: Server, database: str, both: tuple[Release, Release]
) -> None:
    put(both[0], server.url(database))
    with server.connect(database) as reader, reader.transaction():
        reader.execute("select count(*) from marts.fct_sanction_events")
        with pytest.raises(ChipwatchError, match=rf"pid {reader.info.backend_pid}, admin"):
            put(both[1], server.url(database), wait=0.5)
        assert reader.execute(GENERATIONS).fetchall() == [("g1",)]
    assert loading(server, database) == []


def test_two_mirrors_take_turns(
    server: Server, database: str, both: tuple[Release, Release]
) -> None:
    done: list[Mirrored] = []
    threads = [
        threading.Thread(target=lambda r=release: done.append(put(r, server.url(database))))
        for release in both
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 2
    with server.connect(database) as other:
        other.execute("select pg_advisory_lock(%s)", [mirror_server._ADVISORY_KEY])
        with pytest.raises(ChipwatchError, match="Another mirror is writing"):
            put(both[0], server.url(database), wait=0, force=True)


def test_what_is_not_ours_is_left_alone(
    server: Server, database: str, both: tuple[Release, Release]
) -> None:
    with server.connect(database) as connection:
        connection.execute("create schema marts")
        connection.execute("create table marts.precious as select 1 as n")
        with pytest.raises(ChipwatchError, match="a schema marts that is no chipwatch mirror"):
            put(both[0], server.url(database))
        connection.execute("drop schema marts cascade")
        put(both[0], server.url(database))
        connection.execute("create view public.mine as select title from marts.fct_sanction_events")
        with pytest.raises(ChipwatchError, match=r"view public\.mine depends") as refused:
            put(both[1], server.url(database))
        assert "views in the database do" in refused.value.remedy
        assert connection.execute("select distinct title from public.mine").fetchall() == [("g1",)]
        connection.execute("drop view public.mine")
        connection.execute("create table marts.precious as select 1 as n")
        with pytest.raises(ChipwatchError, match=r"table marts\.precious depends on schema marts"):
            put(both[1], server.url(database))
        assert connection.execute(GENERATIONS).fetchall() == [("g1",)]
    assert loading(server, database) == []


def test_rights_that_are_missing_are_told(
    server: Server, database: str, both: tuple[Release, Release], monkeypatch: pytest.MonkeyPatch
) -> None:
    poor, maker = server.login(database), server.login(database, "create")
    with pytest.raises(ChipwatchError, match="may not make schemas"):
        put(both[0], server.url(database, poor))
    with pytest.raises(ChipwatchError, match="may not make one") as refused:
        put(both[0], server.url(database, maker), role="nobody_made_me")
    assert refused.value.remedy.startswith("as an administrator: create role nobody_made_me")
    with pytest.raises(ChipwatchError, match="can do more than read"):
        put(both[0], server.url(database), role="admin")
    put(both[0], server.url(database))
    with pytest.raises(ChipwatchError, match="refused the mirror: permission denied"):
        put(both[1], server.url(database, maker))
    monkeypatch.setattr(mirror_server, "OLDEST_SERVER", 99)
    with pytest.raises(ChipwatchError, match="the mirror needs 99"):
        put(both[1], server.url(database))
    latin = f"{database}_latin"
    with server.connect() as connection:
        connection.execute(
            f"create database {latin} encoding 'LATIN1' locale 'C' template template0"  # type: ignore[call-overload]
        )
    monkeypatch.undo()
    with pytest.raises(ChipwatchError, match="has the encoding LATIN1"):
        put(both[1], server.url(latin))


def test_a_server_that_does_not_let_us_in_is_told_without_the_password(
    server: Server, database: str, place: Warehouse, both: tuple[Release, Release]
) -> None:
    secret = "s3cr3t@word"  # noqa: S105
    unreachable = f"postgresql://me:{secret.replace('@', '%40')}@127.0.0.1:1/db"
    attempts = {
        server.url(database, password=secret): "authentication failed for user",
        server.url("not_there"): 'database "not_there" does not exist',
        unreachable: "cannot be reached",
        f"postgresql://me:{secret}@127.0.0.1:1/db": "The URL of the PostgreSQL server cannot be",
        f"mysql://me:{secret}@127.0.0.1/db": "The URL of the PostgreSQL server cannot be",
        "postgresql://127.0.0.1": "names no database",
    }
    for url, expected in attempts.items():
        with pytest.raises(ChipwatchError, match=expected) as refused:
            put(both[0], url)
        assert refused.value.remedy
        for hidden in ("s3cr3t", PASSWORD):
            assert hidden not in refused.value.message
    said = chipwatch("mirror", next(iter(attempts)), "--warehouse", place.root)
    assert said.returncode == 1
    assert "what to do" in said.stderr
    for hidden in ("s3cr3t", "Traceback"):
        assert hidden not in said.stdout + said.stderr


def test_the_url_may_stand_in_the_environment(
    server: Server, database: str, place: Warehouse
) -> None:
    said = subprocess.run(
        [CHIPWATCH, "mirror", "--warehouse", place.root],
        env={**os.environ, "CHIPWATCH_MIRROR_URL": server.url(database)},
        capture_output=True, text=True, check=False, cwd=REPOSITORY,
    )  # fmt: skip
    assert said.returncode == 0, said.stderr
    assert chipwatch("mirror", "--warehouse", place.root).returncode == 1


def test_lists_and_awkward_texts_arrive(server: Server, database: str) -> None:
    """What COPY must not confuse: NULL and the empty text, quotes, line ends, `\\.`, lists."""
    values = r"""
        ('a', '', ['x,y', null, '', 'q"\'], {'n': 1}), ('b', null, null, null),
        ('c', E'two\nlines, "quoted" \\.', [], {'n': null}), ('d', '\.', ['NULL'], {'n': 2})
    """
    kinds = {"k": "VARCHAR", "t": "VARCHAR", "l": "VARCHAR[]", "s": "STRUCT(n INTEGER)"}
    columns = tuple(Column(name, kind, True, "") for name, kind in kinds.items())
    table = TablePlan("marts", "odd", "", columns, ("k",), frozenset("k"), "true")
    with duckdb.connect() as source, server.connect(database) as copy:
        source.execute("create schema marts")
        source.execute(f"create table marts.odd as from (values {values}) as v (k, t, l, s)")
        copy.execute(f"create schema {LOADING['marts']}")
        with copy.transaction():
            copied = copy_table(source, copy, table, ())
        assert copied.rows == 4
        there = copy.execute(f"select * from {table.loading_name} order by k").fetchall()  # type: ignore[call-overload]
        assert there == source.execute("from marts.odd order by k").fetchall()


def test_other_commands_do_not_load_the_driver() -> None:
    code = (
        "import sys; from pipelines.cli import VERBS, cli\n"
        "for verb in VERBS: cli.get_command(None, verb)\n"
        "sys.exit('psycopg' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=REPOSITORY).returncode == 0
