"""Judges one mutant after the other by the checks of a build, on one open connection.

Belongs here: the real gates (Great Expectations suites, dbt's compiled tests, drift against the
last release) run on a mutated table and undone again. Does not belong here: the mutations
(`mutants.py`) or the score (`score.py`).

Everything is done inside one transaction a mutant, on a copy of the candidate that is never
written. A mutant counts as caught by the checks that fail on it and pass without it.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb

from pipelines.audit import catalogue, drift, restatement
from pipelines.audit.catalogue import CatalogueEntry, gate_rules, load_catalogue
from pipelines.audit.check import Severity
from pipelines.audit.common_rules import ROWS_HALVED, ROWS_SHRUNK
from pipelines.audit.comparison import declared_keys
from pipelines.audit.dbt_tests import declared_tests
from pipelines.audit.gates import give_history, open_project
from pipelines.audit.project import write_project
from pipelines.releases.diff import compare_table, table_columns
from pipelines.specs import DatasetSpec, load_specs
from pipelines.transform.run_dbt import ensure_manifest
from tests.mutations.mutants import LEAST, Mutant, mutants

JUDGED_APART = frozenset({"rpt_changes"})
"""Marts that tell about releases: `chipwatch releases` makes them from what is judged here."""
OUR_COLUMNS = frozenset({"payload_sha256", "row_number", "observed_at", "observed_on"})
"""Columns of raw tables that no source writes."""
RAW_HISTORY = frozenset(
    {"shrunk", "older_than_before", "lost_keys", "restated", "restated_other", "rescaled"}
)
"""Kinds of raw checks that need an earlier payload."""
MART_ORDER = (
    "session_on",
    "rate_on",
    "news_on",
    "date_on",
    "first_known_on",
    "day0_on",
    "first_bar_on",
    "public_on",
    "first_listed_on",
    "filed_on",
    "known_from",
    "published_on",
    "period_end_on",
    "rule_published_on",
    "valid_from",
)


@dataclass(frozen=True)
class Finding:
    """One check that a mutant set off; `rests_on_history` when it needs a last release."""

    check_id: str
    layer: str
    severity: Severity
    rests_on_history: bool


@dataclass(frozen=True)
class Outcome:
    """What became of one mutant; `findings` is None when it changed too few rows to be one."""

    mutant: Mutant
    findings: tuple[Finding, ...] | None

    @property
    def is_caught(self) -> bool:
        """Whether any check saw it."""
        return bool(self.findings)

    @property
    def is_blocked(self) -> bool:
        """Whether a critical check saw it."""
        return any(one.severity == "critical" for one in self.findings or ())

    @property
    def is_caught_by_rules(self) -> bool:
        """Whether a check saw it that needs no history."""
        return any(not one.rests_on_history for one in self.findings or ())


class _Gate:
    """A gate of the Great Expectations project, ready to be asked again and again."""

    def __init__(self, layer: str, source: str, project: Path) -> None:
        self.entries = [entry for entry in load_catalogue() if entry.layer == layer]
        self.queries = _queries()
        self._context = open_project(project)
        self._engine = self._context.data_sources.get(source).get_execution_engine()
        with self._engine.get_connection() as connection:
            self._sqlalchemy = connection
        self.connection: duckdb.DuckDBPyConnection = (
            self._sqlalchemy.connection.driver_connection  # a wrapper with the same methods
        )
        self._definitions = {
            definition.name: definition
            for definition in self._context.checkpoints.get(layer).validation_definitions
        }
        self.parameters: dict[str, Any] = {}
        self._layer = layer

    def give_history(self, last_release: Path) -> None:
        tables = sorted({entry.table for entry in self.entries})
        self.parameters = give_history(self._sqlalchemy, tables, last_release, datetime.now(UTC))

    def failed(self, tables: Iterable[str]) -> dict[str, CatalogueEntry]:
        """The checks of these suites that fail now, a check that cannot run included."""
        found: dict[str, CatalogueEntry] = {}
        for table in tables:
            entries = {e.check_id: e for e in self.entries if e.table == table}
            result = self._definitions[f"{self._layer}_{table}"].run(
                expectation_parameters=self.parameters, result_format="BOOLEAN_ONLY"
            )
            for one in result.results:
                if not one.success:
                    check_id = str(one.expectation_config.meta["check_id"])  # type: ignore[union-attr]
                    found[check_id] = entries[check_id]
        return found

    def close(self) -> None:
        self._engine.close()


class MartJudge:
    """The checks on marts: publication gate, dbt tests, drift and restatement.

    `build` holds `candidate.duckdb`, `work.duckdb` and the inputs of a sound build; it is copied
    to `scratch` and not touched. Its own candidate is the last release. A build without
    `work.duckdb` (a candidate alone) needs `keys`, and no dbt test is asked.
    """

    def __init__(
        self, build: Path, scratch: Path, keys: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        self.folder = _copied(build, scratch)
        last_release = scratch / "last_release.duckdb"
        shutil.copyfile(build / "candidate.duckdb", last_release)
        self._gate = _Gate("publication", "candidate", _writable(write_project(self.folder)))
        self._gate.give_history(last_release)
        self.connection = self._gate.connection
        self.connection.execute(f"set file_search_path = '{self.folder}'")
        self._tests: list[_DbtTest] = []
        if (self.folder / "work.duckdb").exists():
            self.connection.execute(f"attach '{self.folder}/work.duckdb' as work (read_only)")
            self._tests = list(_dbt_tests())
        self._limits, self._removals = restatement.load_limits(), drift.load_limits()
        self.keys: Mapping[str, Sequence[str]] = keys or declared_keys(ensure_manifest())
        self.columns = {
            table: columns
            for table, columns in table_columns(self.connection, "candidate").items()
            if table not in JUDGED_APART
        }
        self._baseline: dict[str, frozenset[str]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._gate.close()

    def mutants(self) -> list[Mutant]:
        """Every mutant of every mart."""
        return [
            mutant
            for table, columns in self.columns.items()
            for mutant in mutants(
                table,
                f"candidate.marts.{table}",
                columns,
                self.keys[table],
                next((name for name in MART_ORDER if name in columns), None),
            )
        ]

    def judge(self, mutant: Mutant) -> Outcome:
        """Make the fault, ask every check that reads the table, undo the fault."""
        table = mutant.table
        if table not in self._baseline:
            self._baseline[table] = frozenset(self._findings(table))
        execute = self.connection.execute
        execute("begin transaction")
        try:
            for statement in mutant.statements:
                execute(statement)
            if _changed(self.connection, f"candidate.marts.{table}", f"last_release.marts.{table}"):
                found = self._findings(table)
                new = [found[name] for name in sorted(set(found) - self._baseline[table])]
                return Outcome(mutant, tuple(new))
            return Outcome(mutant, None)
        except duckdb.ConstraintException:
            return Outcome(mutant, (Finding("contract", "dbt", "critical", False),))
        finally:
            execute("rollback")

    def _findings(self, table: str) -> dict[str, Finding]:
        found: dict[str, Finding] = {}
        for check_id, entry in self._gate.failed(self._suites(table)).items():
            query = self._gate.queries[check_id]
            history = "history." in query or entry.kind in {ROWS_HALVED, ROWS_SHRUNK}
            found[check_id] = Finding(check_id, entry.layer, entry.severity, history)
        for test in self._tests:
            if table in test.tables:
                failing = self.connection.execute(f"select 1 from ({test.sql}\n) limit 1")
                if failing.fetchone() is not None:
                    found[test.check_id] = Finding(test.check_id, "dbt", test.severity, False)
        for check_id, severity in self._drift(table):
            found[check_id] = Finding(check_id, "release", severity, True)
        return found

    def _suites(self, table: str) -> list[str]:
        named = re.compile(rf"candidate\.marts\.{table}\b")
        return sorted(
            {
                entry.table
                for entry in self._gate.entries
                if entry.table == table or named.search(self._gate.queries[entry.check_id])
            }
        )

    def _drift(self, table: str) -> list[tuple[str, Severity]]:
        columns = self.columns[table]
        diff = compare_table(
            self.connection, "last_release", "candidate", table, columns, columns, self.keys
        )
        default, by_table = self._removals
        found: list[tuple[str, Severity]] = []
        if not by_table.get(table, default).allows(diff.removed, diff.rows_before):
            found.append((f"release.{table}.drift", "critical"))
        restated = restatement.restated_columns(
            self.connection, table, self.keys[table], self._limits, "last_release", "candidate"
        )
        for severity in {self._limits.severity(table, one.column) for one in restated}:
            found.append((f"release.{table}.{restatement.KIND[severity]}", severity))
        return found


class RawJudge:
    """The checks on raw data: the raw gate, shown a new payload for each one that the build has.

    Tomorrow every source answers again, with one fault in one dataset; counts and hashes fit the
    faulty rows, as they would if the source itself were wrong. Nothing of the build is written.
    """

    def __init__(self, build: Path, scratch: Path) -> None:
        scratch.mkdir(parents=True)
        folder = scratch / "raw_build"
        folder.mkdir()
        for name in ("inputs", "raw"):
            (folder / name).symlink_to(build / name)
        self._gate = _Gate("raw", "raw", write_project(folder))
        self.connection = self._gate.connection
        gated = {entry.table for entry in load_catalogue() if entry.layer == "raw"}
        self._specs = {s.raw_name: s for s in load_specs().values() if s.raw_name in gated}
        for statement in _two_days(self._specs):
            self.connection.execute(statement)
        self._baseline: dict[str, frozenset[str]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._gate.close()

    def mutants(self) -> list[Mutant]:
        """Every mutant of every dataset that the build has rows of."""
        found: list[Mutant] = []
        for table, spec in self._specs.items():
            described = self.connection.execute(f"describe tomorrow.{table}").fetchall()
            columns = {str(name): str(kind) for name, kind, *_ in described}
            relation, key = f"tomorrow.{table}", list(spec.natural_key)
            found += mutants(table, relation, columns, key, spec.newest_column, OUR_COLUMNS)
        return found

    def judge(self, mutant: Mutant) -> Outcome:
        """Make the fault in tomorrow's rows, ask the gate about the dataset, undo the fault."""
        table = mutant.table
        if table not in self._baseline:
            self._baseline[table] = frozenset(self._gate.failed([table]))
        self.connection.execute("begin transaction")
        try:
            for statement in mutant.statements:
                self.connection.execute(statement)
            if not _changed(self.connection, f"tomorrow.{table}", f"unharmed.{table}"):
                return Outcome(mutant, None)
            failed = self._gate.failed([table])
            new = sorted(set(failed) - self._baseline[table])
            return Outcome(
                mutant,
                tuple(
                    Finding(name, "raw", failed[name].severity, failed[name].kind in RAW_HISTORY)
                    for name in new
                ),
            )
        finally:
            self.connection.execute("rollback")


def _two_days(specs: Mapping[str, DatasetSpec]) -> Iterable[str]:
    """Statements that put a second day of the same answers beside those of the build."""
    later = "sha256(payload_sha256) as payload_sha256, observed_at + interval 1 day as observed_at"
    for schema in ("today", "tomorrow", "unharmed"):
        yield f"create schema {schema}"
    for table in specs:
        yield f"create table today.{table} as from raw.{table}"
        for schema in ("tomorrow", "unharmed"):
            yield (
                f"create table {schema}.{table} as select * replace ({later}, "
                f"observed_on + 1 as observed_on) from today.{table}"
            )
    counts = " union all ".join(
        f"select payload_sha256, count(*) as rows_now from tomorrow.{table} group by 1"
        for table in specs
    )
    yield (
        "create table today.payloads as select * replace ('fetched_at' as observed_basis) "
        "from inputs.payloads where outcome = 'ok' and observed_at is not null"
    )
    yield (
        f"create or replace view inputs.payloads as from today.payloads union all by name "
        f"select * exclude (rows_now) replace ({later}, coalesce(rows_now, 0) as row_count) "
        f"from (select p.*, c.rows_now from today.payloads as p left join ({counts}) as c "
        f"on c.payload_sha256 = sha256(p.payload_sha256))"
    )
    for table in specs:
        yield (
            f"create or replace view raw.{table} as from today.{table} union all by name "
            f"from tomorrow.{table}"
        )


@dataclass(frozen=True)
class _DbtTest:
    check_id: str
    severity: Severity
    tables: frozenset[str]
    sql: str


def _dbt_tests() -> Iterable[_DbtTest]:
    """Every data test of the project with its compiled query."""
    for test in declared_tests(ensure_manifest()):
        tables = frozenset(parent.rpartition(".")[2] for parent in test.reads)
        yield _DbtTest(test.check_id, test.severity, tables, test.sql)


def _changed(connection: duckdb.DuckDBPyConnection, table: str, original: str) -> bool:
    """Whether the mutation differs from the original in enough rows to be one."""
    for one, other in ((table, original), (original, table)):
        row = connection.execute(
            f"select count(*) from (from {one} except all from {other})"
        ).fetchone()
        if row is not None and int(row[0]) >= LEAST:
            return True
    return False


def _queries() -> dict[str, str]:
    return {
        catalogue.check_id(table, rule): str(rule.arguments.get("unexpected_rows_query", ""))
        for (_, table), rules in gate_rules().items()
        for rule in rules
    }


def _copied(build: Path, scratch: Path) -> Path:
    folder = scratch / "build"
    folder.mkdir(parents=True)
    for name in ("candidate.duckdb", "work.duckdb"):
        if (build / name).exists():
            shutil.copyfile(build / name, folder / name)
            (folder / name).chmod(0o644)
    for name in ("inputs", "raw", "derived", "overlay"):
        with suppress(FileNotFoundError):
            shutil.copytree(build / name, folder / name)
    return folder


def _writable(project: Path) -> Path:
    """Attach the candidate for writing, so that a mutation can be made and undone."""
    settings = project / "great_expectations.yml"
    text = settings.read_text()
    if "as candidate (read_only)" not in text:
        raise AssertionError(f"{settings} does not attach the candidate as it is expected to")
    settings.write_text(text.replace("as candidate (read_only)", "as candidate"))
    return project
