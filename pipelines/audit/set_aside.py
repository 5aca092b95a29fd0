"""Sets wrong rows, cells, series and payloads of a build aside before dbt reads them.

Belongs here: what becomes of a critical finding whose reach is the row or the series, in the raw
files of one build; the warehouse's own raw files are not touched. Does not belong here: the rules
(specs, `audit/common_rules.py`), findings that reach the whole release, or telling people
(`audit/gates.py`).

A wrong value is nulled where its column may be null (a wrong member leaves its list); otherwise
its row goes. When more rows of a payload are wrong than its spec allows, or a finding is about a
whole payload or series, the payload before it from the same request holds and this one gives way;
without one it stays, less what is wrong, and the dataset is called incomplete. A payload that is
left with fewer rows than the spec's least is not loaded at all. Everything is told in
`meta.rejects`.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.archive.redaction import redact_text
from pipelines.audit.catalogue import check_id
from pipelines.audit.check import MAX_EXAMPLES
from pipelines.audit.common_rules import raw_rules
from pipelines.audit.judged import (
    Judged,
    ToJudge,
    asked,
    found_sound,
    in_order,
    keep_sound,
    marks,
    raw_file,
    tell,
    to_judge,
    views,
)
from pipelines.audit.project import raw_views
from pipelines.files.durable import write_durably
from pipelines.parsing.records import CELL_SET_ASIDE, DAMAGED_TEXT, Outcome
from pipelines.raw.build_rows import BuildRows
from pipelines.raw.rejects import REJECTS_SCHEMA, rejects_file
from pipelines.specs import DatasetSpec, load_specs
from pipelines.specs.checks import Rule, plain_query
from pipelines.sql_text import sql_text
from pipelines.warehouse import MEMORY_LIMIT, Build

FEW_ROWS = 3
"""So many wrong rows of a payload are never too many."""
NO_DEFECTS = frozenset(
    {
        "duplicate",
        "session_open",
        "null_close",
        "unknown_column",
        "document_not_found",
        DAMAGED_TEXT,
    }
)
"""Reasons that say nothing of how sound a payload is: repeated, too early, of a holiday."""
MOST_SUSPECTED = 5
"""So many of the newest payloads are tried when a finding does not name its payload."""


@dataclass(frozen=True)
class Finding:
    """What one check led to in one dataset: how many rows, cells and whole series were set aside.

    `message` is the check's own; `judged` rows were looked at; `payloads` gave way to an earlier
    one; `kept` says why something wrong is still there (nothing earlier holds), else it is empty.
    """

    check_id: str
    message: str = ""
    rows: int = 0
    cells: int = 0
    judged: int = 0
    payloads: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    kept: str = ""
    examples: tuple[str, ...] = ()

    @property
    def in_words(self) -> str:
        """What was found, as a check tells it."""
        parts = [
            f"{self.rows} of {self.judged} rows set aside" if self.rows else "",
            f"{self.cells} values of {self.judged} rows emptied" if self.cells else "",
            f"{_some('payload', self.payloads)} not loaded" if self.payloads else "",
            f"{_some('series', self.series)} set aside" if self.series else "",
            self.kept,
        ]
        return "; ".join(filter(None, parts))


@dataclass
class _Payload:
    """One payload of a dataset while its findings are gathered."""

    record: dict[str, Any]
    rejects: list[tuple[int | None, str, str, str]] = field(default_factory=list)
    table: pa.Table | None = None
    settled: tuple[Any, ...] = ()

    def __post_init__(self) -> None:
        self.settled = self.left

    @property
    def left(self) -> tuple[Any, ...]:
        """Outcome, row count and count of rows set aside, as the record has them now."""
        record = self.record
        return record["outcome"], record["row_count"], record.get("set_aside_count")

    @property
    def sha(self) -> str:
        return str(self.record["payload_sha256"])

    @property
    def place(self) -> tuple[str, str]:
        """Where it stands among the others: by time observed, then by hash."""
        return str(self.record["observed_at"]), self.sha


def set_aside(
    build: Build, accepted: AbstractSet[str] = frozenset(), judged: Path | None = None
) -> list[Finding]:
    """Set aside what critical checks of rows and series find; return what was found.

    Reads and rewrites `raw/`, `results/parsed-*.json` and `inputs/rejects/` of the build, and
    leaves `results/set_aside.json`. Checks in `accepted` set nothing aside. `judged` is the folder
    that remembers from one build to the next which payloads were found sound; without it all are
    judged.
    """
    found: list[Finding] = []
    judged_now: dict[str, Judged] = {}
    with opened(build) as (connection, records):
        for spec, payloads in records:
            if not any(record["outcome"] == Outcome.OK for record in payloads):
                continue
            every = tuple(raw_rules(spec))
            critical = [rule for rule in every if rule.severity == "critical"]
            rules = [rule for rule in critical if check_id(spec.raw_name, rule) not in accepted]
            path = judged / f"{spec.raw_name}.json" if judged is not None else None
            marked = marks(spec, every, build, in_order(payloads))
            of_dataset = _Dataset(connection, build, spec, payloads)
            if len(rules) == len(critical):
                before = found_sound(path)
                of_dataset.pass_over({sha for sha, mark in marked.items() if mark in before})
            found += of_dataset.judge_rows([r for r in rules if r.reach == "row" and r.bad])
            found += of_dataset.judge_series([r for r in rules if r.reach == "series"])
            of_dataset.write()
            if of_dataset.judged is not None:
                judged_now[spec.raw_name] = of_dataset.judged
            if path is not None:
                sound = of_dataset.sound if len(rules) == len(critical) else frozenset[str]()
                keep_sound(path, (marked[sha] for sha in sound))
        tell(build, judged_now)
    content = json.dumps([asdict(one) for one in found], ensure_ascii=False).encode()
    write_durably(_record_file(build), content)
    return found


@contextmanager
def opened(
    build: Build,
) -> Iterator[tuple[duckdb.DuckDBPyConnection, list[tuple[DatasetSpec, list[dict[str, Any]]]]]]:
    """The raw rows of a build as tables that rules can be asked of, and what was parsed of each.

    `raw.<dataset>` as in the gate, and of `inputs` what raw rules read.
    """
    with duckdb.connect() as connection:
        connection.execute(
            f"set TimeZone = 'UTC'; set memory_limit = {sql_text(MEMORY_LIMIT)};"
            f"set temp_directory = {sql_text(build.path / 'spill')}"
        )
        records = [(spec, _parsed(build, spec)) for spec in load_specs().values()]
        _give_inputs(connection, records)
        for statement in raw_views(build.path):
            connection.execute(statement)
        yield connection, records


def recorded(build: Path) -> dict[str, Finding]:
    """What `set_aside` found in a build, by check id; empty when it found nothing."""
    path = _record_file(Build(build))
    if not path.exists():
        return {}
    found = {}
    for record in json.loads(path.read_bytes()):
        lists = {name: tuple(record[name]) for name in ("payloads", "series", "examples")}
        found[str(record["check_id"])] = Finding(**{**record, **lists})
    return found


class _Dataset:
    """One dataset of a build: its payloads, and what was set aside of each."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        build: Build,
        spec: DatasetSpec,
        records: list[dict[str, Any]],
    ) -> None:
        self._connection, self._build, self._spec = connection, build, spec
        self._records = records
        self._payloads = {
            payload.sha: payload
            for payload in map(_Payload, records)
            if payload.record["outcome"] == Outcome.OK
        }
        self._rows = BuildRows(build.raw / spec.raw_name, records)
        self._stale: list[str] = []
        self._incomplete: list[str] = []
        self._wrong: set[str] = set()
        self._to_judge: ToJudge | None = None

    @property
    def sound(self) -> frozenset[str]:
        """The payloads of which nothing was found."""
        return frozenset(
            sha
            for sha, payload in self._payloads.items()
            if sha not in self._wrong
            and not payload.rejects
            and payload.record["outcome"] == Outcome.OK
        )

    @property
    def judged(self) -> Judged | None:
        """The payloads that are judged, and those and what they are beside, with their files."""
        if self._to_judge is None:
            return None
        files = {
            sha: raw_file(payload.record)
            for sha, payload in self._payloads.items()
            if payload.record["outcome"] == Outcome.OK
        }
        return {
            "unjudged": {sha: files[sha] for sha in self._to_judge.unjudged & files.keys()},
            "compared": {sha: files[sha] for sha in self._to_judge.compared & files.keys()},
        }

    def pass_over(self, sound: AbstractSet[str]) -> None:
        """Judge no payload of these again, which an earlier build found sound."""
        self._to_judge = to_judge(
            self._connection, self._build, self._spec, in_order(self._records), sound
        )
        self._show()

    def _show(self) -> None:
        """Let the views say what is to be judged, in the files as they are now."""
        for statement in views(self._build, self._spec, self.judged):
            self._connection.execute(statement)

    def judge_rows(self, rules: Sequence[Rule]) -> Iterator[Finding]:
        """Null or remove what single rows have wrong; a payload with too much of it gives way."""
        flagged = self._flagged(rules)
        left_out = self._left_out_by_parser()
        by_payload: dict[str, list[dict[str, Any]]] = {}
        for row in flagged:
            by_payload.setdefault(row["payload_sha256"], []).append(row)
        gone: dict[int, list[str]] = {}
        for sha, payload in self._payloads.items():
            rows = by_payload.get(sha, [])
            unread, set_aside = left_out.get(sha, (set(), set()))
            count = int(payload.record["row_count"]) + len(unread)
            wrong = unread | set_aside | {row["row_number"] for row in rows}
            limit = max(self._spec.allowed_defects * count, FEW_ROWS)
            if len(wrong) > limit:
                self._wrong.add(sha)
                earlier = self._earlier(payload)
                why = (
                    f"{len(wrong)} of {count} rows are wrong, more than "
                    f"{100 * self._spec.allowed_defects:g}%"
                )
                if earlier is not None:
                    self._give_way(payload, earlier, why)
                    for place in {place for row in rows for place in row["places"]}:
                        gone.setdefault(place, []).append(sha)
                    continue
                self._incomplete.append(f"{why}, and no earlier payload holds")
            if rows:
                self._wrong.add(sha)
                self._empty_cells(payload, rules, rows)
        for place, rule in enumerate(rules):
            hits = [row for row in flagged if place in row["places"]]
            if hits:
                yield self._row_finding(rule, hits, tuple(gone.get(place, ())))

    def _left_out_by_parser(self) -> dict[str, tuple[set[Any], set[Any]]]:
        """By payload: records that the parser rejected as wrong, and rows that lost a cell."""
        path = rejects_file(self._build, self._spec.raw_name)
        if not path.exists():
            return {}
        told = pq.read_table(path, columns=["payload_sha256", "row_number", "reason"]).to_pylist()
        found: dict[str, tuple[set[Any], set[Any]]] = {}
        for place, one in enumerate(told):
            if one["reason"] in NO_DEFECTS:
                continue
            unread, cells = found.setdefault(one["payload_sha256"], (set(), set()))
            of_reason = cells if one["reason"] == CELL_SET_ASIDE else unread
            of_reason.add(f"#{place}" if one["row_number"] is None else one["row_number"])
        return found

    def judge_series(self, rules: Sequence[Rule]) -> Iterator[Finding]:
        """Let a series or payload that a check is about give way to the one before it.

        Where a check sets a payload beside the one before it, the earliest that is wrong goes
        first: those after it are judged beside what is left.
        """
        self._settle()
        for rule in rules:
            seen: set[tuple[str, ...]] = set()
            findings = []
            while rows := [row for row in self._broken(rule) if self._name(row) not in seen]:
                chosen = self._earliest(rows) if rule.is_beside_earlier else rows
                seen |= {self._name(row) for row in chosen}
                findings.append(self._series_finding(rule, chosen))
                self._settle()
            if findings:
                yield _together(findings)

    def _broken(self, rule: Rule, rows: str = "") -> list[dict[str, Any]]:
        """What the query of a check finds in payloads that are still loaded, or in some `rows`."""
        query = str(rule.arguments.get("unexpected_rows_query", ""))
        table = f"raw.{self._spec.raw_name}"
        result = self._connection.execute(plain_query(query, table, rows or None))
        names = [column[0] for column in result.description or ()]
        found = sorted(result.fetchall(), key=lambda row: tuple(map(str, row)))
        return [dict(zip(names, row, strict=True)) for row in found]

    def _name(self, row: Mapping[str, Any]) -> tuple[str, ...]:
        """What a finding is about: the payload and the series."""
        named = ("payload_sha256", *self._spec.checks.series)
        return tuple(str(row.get(name)) for name in named)

    def _earliest(self, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """The findings about the first payload of each series, or of each request."""
        first: dict[tuple[str, ...], str] = {}
        ordered = sorted(rows, key=lambda row: self._payloads[row["payload_sha256"]].place)
        for row in ordered:
            first.setdefault(self._line(row), row["payload_sha256"])
        return [row for row in rows if first[self._line(row)] == row["payload_sha256"]]

    def _line(self, row: Mapping[str, Any]) -> tuple[str, ...]:
        series = tuple(str(row[name]) for name in self._spec.checks.series if name in row)
        return series or asked(self._spec, self._payloads[row["payload_sha256"]].record)

    def _settle(self) -> None:
        """Let the files and `inputs.payloads` say what is left, so that it can be judged on."""
        self._write_tables()
        changed = [one for one in self._payloads.values() if one.settled != one.left]
        if not changed:
            return
        self._connection.executemany(
            "update inputs.payloads set outcome = ?, row_count = ?, set_aside_count = ? "
            "where payload_sha256 = ? and source = ? and dataset = ?",
            [
                [*payload.left, payload.sha, self._spec.source, self._spec.dataset]
                for payload in changed
            ],
        )
        for payload in changed:
            payload.settled = payload.left
        if self._to_judge is not None:
            if any(payload.sha not in self._to_judge.unjudged for payload in changed):
                self._to_judge = None
            self._show()

    def write(self) -> None:
        """Write raw files, rejects and the records of payloads that changed."""
        self._write_tables()
        _add_rejects(self._build, self._spec, self._payloads.values())
        told = self._stale or self._incomplete
        if told or any(payload.rejects for payload in self._payloads.values()):
            path = self._build.results / f"parsed-{self._spec.raw_name}.json"
            for record in self._records:
                record["stale"] = "; ".join(dict.fromkeys(self._stale))
                record["incomplete"] = "; ".join(dict.fromkeys(self._incomplete))
            write_durably(path, json.dumps(self._records, default=str).encode())

    def _flagged(self, rules: Sequence[Rule]) -> list[dict[str, Any]]:
        """Rows that break a rule: hash, number, the places of the rules, and what they show."""
        if not rules:
            return []
        flags = ", ".join(f"coalesce({rule.bad}, false)" for rule in rules)
        shown = sorted({"row_number", *(name for rule in rules for name in rule.show)})
        rows = self._connection.execute(
            f"select * from (select payload_sha256, row_number, [{flags}] as flags, "
            f"{{{', '.join(f'{name!r}: {name}' for name in shown)}}} as shown "
            f"from unjudged.{self._spec.raw_name}) where list_contains(flags, true) order by 1, 2"
        ).fetchall()
        return [
            {
                "payload_sha256": sha,
                "row_number": number,
                "places": [place for place, is_wrong in enumerate(flags) if is_wrong],
                "shown": told,
            }
            for sha, number, flags, told in rows
        ]

    def _empty_cells(
        self, payload: _Payload, rules: Sequence[Rule], rows: Sequence[dict[str, Any]]
    ) -> None:
        table = self._table(payload)
        numbers = {int(row["row_number"]): row for row in rows}
        removed = {
            number
            for number, row in numbers.items()
            if any(not self._is_cell(rules[place]) for place in row["places"])
        }
        for place, rule in enumerate(rules):
            hit = {n for n, row in numbers.items() if place in row["places"]}
            if hit and self._is_cell(rule):
                table = _emptied(table, rule, hit)
            for number in sorted(hit):
                is_row = number in removed
                payload.rejects.append(
                    (
                        number,
                        "row_set_aside" if is_row else "cell_set_aside",
                        f"{check_id(self._spec.raw_name, rule)}: {rule.message}",
                        _told(numbers[number]["shown"], rule.show),
                    )
                )
        if removed:
            keep = pc.invert(pc.is_in(table["row_number"], pa.array(sorted(removed), pa.int64())))
            table = table.filter(keep)
        payload.table = table
        self._count_removed(payload, len(removed))

    def _count_removed(self, payload: _Payload, removed: int) -> None:
        record = payload.record
        record["row_count"] = int(record["row_count"]) - removed
        record["reject_count"] = int(record["reject_count"]) + removed
        record["set_aside_count"] = int(record.get("set_aside_count") or 0) + removed
        if removed and record["row_count"] < self._spec.rows.minimum:
            record["outcome"] = Outcome.SET_ASIDE.value
            record["note"] = f"fewer than {self._spec.rows.minimum} rows are left of it"

    def _is_cell(self, rule: Rule) -> bool:
        if rule.member is not None:
            return True
        spec = self._spec
        return rule.column not in spec.natural_key and any(
            column.name == rule.column and column.nullable for column in spec.columns
        )

    def _row_finding(
        self, rule: Rule, hits: Sequence[dict[str, Any]], gave_way: tuple[str, ...]
    ) -> Finding:
        kept = [hit for hit in hits if hit["payload_sha256"] not in gave_way]
        cells = len(kept) if self._is_cell(rule) else 0
        return Finding(
            check_id=check_id(self._spec.raw_name, rule),
            message=rule.message,
            rows=len(kept) - cells,
            cells=cells,
            judged=sum(
                int(payload.record["row_count"]) + int(payload.record.get("set_aside_count") or 0)
                for payload in self._payloads.values()
            ),
            payloads=gave_way,
            examples=tuple(_told(hit["shown"], rule.show) for hit in hits[:MAX_EXAMPLES]),
        )

    def _series_finding(self, rule: Rule, rows: Sequence[Mapping[str, Any]]) -> Finding:
        series = [name for name in self._spec.checks.series if name in rows[0]]
        gave_way: dict[str, None] = {}
        as_before: dict[str, None] = {}
        kept, hit = False, 0
        wrong = dict.fromkeys(
            (payload.sha, tuple((name, row[name]) for name in series))
            for row in rows
            for payload in self._wrong_payloads(rule, row, series)
        )
        if rule.looks_at_unjudged:
            self._wrong |= {sha for sha, _ in wrong}
        for sha, of_series in sorted(wrong, key=lambda one: self._payloads[one[0]].place):
            payload, value = self._payloads[sha], dict(of_series)
            if payload.record["outcome"] != Outcome.OK:
                continue
            same = {one for one, of in wrong if of == of_series}
            earlier = self._earlier(payload, value, same)
            if earlier is None and rule.is_beside_earlier:
                earlier = self._before(payload)
            if earlier is None and not rule.leaves_out:
                kept = True
                hit += self._without_wrong_rows(payload, rule)
            elif value:
                self._drop_series(payload, value, rule, earlier)
                as_before[", ".join(map(str, value.values()))] = None
            else:
                self._give_way(payload, earlier, _why(rule))
                gave_way[payload.sha] = None
        kept = kept or not wrong
        told = "nothing earlier holds: published incomplete" if kept else ""
        if kept:
            self._incomplete.append(f"{_why(rule)}, and nothing earlier holds")
        return Finding(
            check_id=check_id(self._spec.raw_name, rule),
            message=rule.message,
            payloads=tuple(gave_way),
            series=tuple(as_before),
            rows=0 if self._is_cell(rule) else hit,
            cells=hit if self._is_cell(rule) else 0,
            judged=sum(int(one.record["row_count"]) for one in self._payloads.values()),
            kept=told,
            examples=tuple(_told(row, tuple(row)) for row in rows[:MAX_EXAMPLES]),
        )

    def _without_wrong_rows(self, payload: _Payload, rule: Rule) -> int:
        """Set aside the rows that make a payload wrong, where the check can tell them; how many."""
        if rule.bad is None:
            return 0
        rows = [row for row in self._flagged([rule]) if row["payload_sha256"] == payload.sha]
        self._empty_cells(payload, [rule], rows)
        return len(rows)

    def _wrong_payloads(
        self, rule: Rule, row: Mapping[str, Any], series: Sequence[str]
    ) -> list[_Payload]:
        """The payloads that a finding is about.

        One that names none is about the newest without which the check finds nothing; where there
        is no such payload, about all that hold the series when it is not to be published.
        """
        named = row.get("payload_sha256")
        if named is not None:
            return [self._payloads[named]] if named in self._payloads else []
        value = {name: row[name] for name in series}
        holding = [
            payload
            for payload in self._payloads.values()
            if payload.record["outcome"] == "ok" and (not value or self._holds(payload, value))
        ]
        holding.sort(key=lambda payload: payload.place, reverse=True)
        for payload in holding[:MOST_SUSPECTED] if len(holding) > 1 else ():
            rest = (
                f"(select * from raw.{self._spec.raw_name} "
                f"where payload_sha256 <> {sql_text(payload.sha)})"
            )
            left = self._broken(rule, rest)
            if not any(all(one[name] == row[name] for name in series) for one in left):
                return [payload]
        return holding if rule.leaves_out else []

    def _drop_series(
        self, payload: _Payload, value: Mapping[str, Any], rule: Rule, earlier: str | None
    ) -> None:
        table = self._table(payload)
        same = pa.array([True] * table.num_rows)
        for name, one in value.items():
            same = pc.and_(same, pc.equal(table[name], pa.scalar(one, table[name].type)))
        same = pc.fill_null(same, False)
        dropped = int(pc.sum(same).as_py() or 0)
        payload.table = table.filter(pc.invert(same))
        self._count_removed(payload, dropped)
        name = ", ".join(f"{key}={one}" for key, one in value.items())
        detail = f"{check_id(self._spec.raw_name, rule)}: {rule.message}"
        payload.rejects.append((None, "series_set_aside", detail, f"{name}: {dropped} rows"))
        if earlier is None:
            self._incomplete.append(f"{name} is left out ({_why(rule)})")
        else:
            self._stale.append(f"{name} as in payload {earlier[:12]} ({_why(rule)})")

    def _give_way(self, payload: _Payload, earlier: str | None, why: str) -> None:
        record = payload.record
        holds = "nothing earlier holds" if earlier is None else f"payload {earlier[:12]} holds"
        note = f"{why}; {holds}"
        record |= {"outcome": Outcome.SET_ASIDE.value, "note": note, "row_count": 0}
        payload.rejects.append((None, "payload_set_aside", note, ""))
        payload.table = None
        self._rows.replace({payload.sha: None})
        (self._incomplete if earlier is None else self._stale).append(note)

    def _earlier(
        self,
        payload: _Payload,
        value: Mapping[str, Any] | None = None,
        wrong: AbstractSet[str] = frozenset(),
    ) -> str | None:
        """The hash of the payload before it that holds the series, or answers the same request.

        Those in `wrong` have the same defect and hold nothing.
        """
        before = [
            other
            for other in self._payloads.values()
            if other.record["outcome"] == Outcome.OK
            and other.place < payload.place
            and other.sha not in wrong
            and (self._holds(other, value) if value else self._is_same_request(payload, other))
        ]
        return max(before, key=lambda other: other.place).sha if before else None

    def _before(self, payload: _Payload) -> str | None:
        """The hash of the newest payload before it that answers the same, whatever it holds."""
        before = [
            other
            for other in self._payloads.values()
            if other.record["outcome"] == "ok"
            and other.place < payload.place
            and self._is_same_request(payload, other)
        ]
        return max(before, key=lambda other: other.place).sha if before else None

    def _is_same_request(self, one: _Payload, other: _Payload) -> bool:
        """Whether two payloads answer the same; a file that a person added was not asked for."""
        if not (one.record["url"] and other.record["url"]):
            return self._shares_series(one, other)
        return asked(self._spec, one.record) == asked(self._spec, other.record)

    def _shares_series(self, one: _Payload, other: _Payload) -> bool:
        """Whether two payloads tell of the same series, or of the same records where it has none.

        Records that nothing but a day tells apart do not say whose they are.
        """
        columns = self._spec.checks.series or self._spec.natural_key
        if columns == (self._spec.newest_column,):
            return False
        chosen = ", ".join(columns)
        row = self._connection.execute(
            f"select count(*) from (select {chosen} from raw.{self._spec.raw_name} where "
            f"payload_sha256 = ? intersect select {chosen} from raw.{self._spec.raw_name} "
            "where payload_sha256 = ?)",
            [one.sha, other.sha],
        ).fetchone()
        return bool(row and row[0])

    def _holds(self, payload: _Payload, value: Mapping[str, Any]) -> bool:
        conditions = " and ".join(f"{name} is not distinct from ?" for name in value)
        row = self._connection.execute(
            f"select count(*) from raw.{self._spec.raw_name} where payload_sha256 = ? "
            f"and {conditions}",
            [payload.sha, *value.values()],
        ).fetchone()
        return bool(row and row[0])

    def _table(self, payload: _Payload) -> pa.Table:
        if payload.table is None:
            payload.table = self._rows.of(payload.sha)
        return payload.table

    def _write_tables(self) -> None:
        changed: dict[str, pa.Table | None] = {}
        for payload in self._payloads.values():
            if payload.table is None:
                continue
            is_left = payload.record["outcome"] == Outcome.OK
            changed[payload.sha] = payload.table if is_left else None
            payload.record["row_count"] = payload.record["row_count"] if is_left else 0
            payload.table = None
        self._rows.replace(changed)


def _together(findings: Sequence[Finding]) -> Finding:
    """What one check led to round after round, as one finding."""
    first = findings[0]
    return replace(
        first,
        payloads=tuple(sha for one in findings for sha in one.payloads),
        series=tuple(dict.fromkeys(name for one in findings for name in one.series)),
        kept=next((one.kept for one in findings if one.kept), ""),
        examples=tuple(told for one in findings for told in one.examples)[:MAX_EXAMPLES],
    )


def _emptied(table: pa.Table, rule: Rule, numbers: AbstractSet[int]) -> pa.Table:
    """The table with the wrong value of each numbered row null, or its wrong members left out.

    What the rule says of an emptied cell stands in the columns that it names.
    """
    name = f'"{rule.column}"'
    mended = {
        rule.column: "null"
        if rule.member is None
        else f"list_filter({name}, lambda x : not coalesce({rule.member}, false))",
    }
    for column, said in rule.says.items():
        left = mended.get(column, f'"{column}"')
        mended[column] = f"coalesce({left}, {sql_text(said)})"
    chosen = ", ".join(
        f'case when row_number in (from hit) then {value} else "{column}" end as "{column}"'
        for column, value in mended.items()
    )
    with duckdb.connect() as connection:
        connection.register("rows", table)
        connection.register("hit", pa.table({"row_number": pa.array(sorted(numbers), pa.int64())}))
        found = connection.sql(f"select {chosen} from rows order by row_number").to_arrow_table()
    ordered = table.sort_by("row_number")
    for column in mended:
        declared = ordered.schema.field(column)
        place = ordered.schema.get_field_index(column)
        ordered = ordered.set_column(place, declared, found[column].cast(declared.type))
    return ordered


def _give_inputs(
    connection: duckdb.DuckDBPyConnection,
    records: Sequence[tuple[DatasetSpec, Sequence[Mapping[str, Any]]]],
) -> None:
    """`inputs.payloads` and `inputs.sources` as far as raw rules read them."""
    text = ("payload_sha256", "source", "dataset", "url", "parameters", "outcome")
    more = ("observed_basis", "accepted_reason")
    flat = [record for _, payloads in records for record in payloads]
    schema = pa.schema(
        [
            *(pa.field(name, pa.string()) for name in (*text, *more, "observed_text")),
            *(pa.field(name, pa.int64()) for name in ("row_count", "reject_count")),
            pa.field("set_aside_count", pa.int64()),
        ]
    )
    rows = [{**record, "observed_text": record["observed_at"]} for record in flat]
    sources = [
        {
            "source": spec.source,
            "dataset": spec.dataset,
            "min_rows": spec.rows.minimum,
            "max_rows": spec.rows.maximum,
        }
        for spec, _ in records
    ]
    connection.register("given_payloads", pa.Table.from_pylist(rows, schema))
    connection.register("given_sources", pa.Table.from_pylist(sources))
    connection.execute("create schema inputs")
    connection.execute(
        "create table inputs.payloads as select * exclude (observed_text), "
        "cast(observed_text as timestamptz) as observed_at from given_payloads"
    )
    connection.execute("create table inputs.sources as from given_sources")


def _add_rejects(build: Build, spec: DatasetSpec, payloads: Iterable[_Payload]) -> None:
    told = [(payload.sha, *reject) for payload in payloads for reject in payload.rejects]
    if not told:
        return
    path = rejects_file(build, spec.raw_name)
    more = pa.Table.from_pylist(
        [dict(zip(REJECTS_SCHEMA.names, one, strict=True)) for one in told], REJECTS_SCHEMA
    )
    tables = [pq.read_table(path), more] if path.exists() else [more]
    buffer = io.BytesIO()
    pq.write_table(pa.concat_tables(tables), buffer, compression="zstd")
    path.parent.mkdir(parents=True, exist_ok=True)
    write_durably(path, buffer.getvalue())


def _parsed(build: Build, spec: DatasetSpec) -> list[dict[str, Any]]:
    path = build.results / f"parsed-{spec.raw_name}.json"
    if not path.exists():
        return []
    records: list[dict[str, Any]] = json.loads(path.read_bytes())
    return records


def _record_file(build: Build) -> Path:
    return build.results / "set_aside.json"


def _told(row: Mapping[str, Any], shown: Iterable[str]) -> str:
    text = redact_text(", ".join(f"{name}={row[name]}" for name in shown if name in row))
    return text if len(text) <= 300 else f"{text[:299]}…"


def _why(rule: Rule) -> str:
    return rule.message.split(": ")[0].split(". ")[0]


def _some(word: str, names: Sequence[str]) -> str:
    return f"{word} {', '.join(name[:12] for name in names[:3])}" + (
        f" and {len(names) - 3} more" if len(names) > 3 else ""
    )
