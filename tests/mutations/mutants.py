"""Generated faults: what is done to a table, column by column, as SQL.

Belongs here: kinds of mutation and the statements that make them. Does not belong here: which
tables and judging (`judging.py`) or what may survive (`survivors.yml`).

A mutation touches 30% of the rows that it can touch, and at least three. Which rows is told by a
hash of their key: the same build gives the same mutants. A mutation that would change fewer than
three values of a column is not made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

SHARE, LEAST = 0.3, 3
KINDS = ("null", "times_ten", "day_shift", "swap_keys", "duplicate", "delete", "stale_reload")
_NUMBERS = ("DECIMAL", "BIGINT", "INTEGER", "HUGEINT", "SMALLINT", "DOUBLE", "FLOAT")
_KEY_ENDINGS = ("_id", "_code", "_number", "_key", "sha256")
_KEY_NAMES = frozenset({"symbol", "cik", "currency", "citation", "domain", "url", "mic", "dataset"})


@dataclass(frozen=True)
class Mutant:
    """One fault: `statements` are run in order on the copy; `column` is empty for whole tables.

    The first statement returns, when `changed` is run after it, whether anything differs.
    """

    table: str
    kind: str
    column: str
    statements: tuple[str, ...]

    @property
    def name(self) -> str:
        """`table.column kind`, unique among all mutants."""
        return f"{self.table}{'.' + self.column if self.column else ''} {self.kind}"


def mutants(
    table: str,
    relation: str,
    columns: Mapping[str, str],
    key: Sequence[str],
    order: str | None,
    skipped: frozenset[str] = frozenset(),
) -> Iterator[Mutant]:
    """Every mutant of one table.

    `relation` is its name in SQL, `columns` its types by column, `key` its natural or primary key,
    `order` the date by which its rows grow older, `skipped` columns that are not mutated.
    """
    for column, kind in columns.items():
        if column in skipped:
            continue
        base = kind.partition("(")[0]
        some = f"({_some(relation, key, f'{_quoted(column)} is not null')})"
        if base in _NUMBERS:
            ten = f"try_cast({_quoted(column)} * 10 as {kind})"
            yield _update(table, relation, "times_ten", column, ten, some)
        if base == "DATE":
            later = f"{_quoted(column)} + 1"
            yield _update(table, relation, "day_shift", column, later, some)
        elif base in {"TIMESTAMP", "TIMESTAMP WITH TIME ZONE"}:
            later = f"{_quoted(column)} + interval 1 day"
            yield _update(table, relation, "day_shift", column, later, some)
        yield _update(table, relation, "null", column, "null", some)
        if column in key or column in _KEY_NAMES or column.endswith(_KEY_ENDINGS):
            yield Mutant(table, "swap_keys", column, (_swap(relation, key, column),))
    chosen = _some(relation, key, "true")
    copy = f"insert into {relation} select * from {relation} where rowid in ({chosen})"
    yield Mutant(table, "duplicate", "", (copy,))
    yield Mutant(table, "delete", "", (f"delete from {relation} where rowid in ({chosen})",))
    if order is not None:
        newest = (
            f"select rowid from {relation} where {_quoted(order)} > "
            f"(select quantile_disc({_quoted(order)}, {1 - SHARE}) from {relation})"
        )
        yield Mutant(
            table, "stale_reload", "", (f"delete from {relation} where rowid in ({newest})",)
        )


def _update(table: str, relation: str, kind: str, column: str, value: str, chosen: str) -> Mutant:
    statement = f"update {relation} set {_quoted(column)} = {value} where rowid in {chosen}"
    return Mutant(table, kind, column, (statement,))


def _swap(relation: str, key: Sequence[str], column: str) -> str:
    """Give every chosen row the value of another: the sorted values, turned by half a round."""
    name = _quoted(column)
    some = _some(relation, key, f"{name} is not null")
    return f"""
        update {relation} as t set {name} = s.other
        from (
            select a.row_id, b.value as other
            from (
                select rowid as row_id, (row_number() over (order by {name}, {_mixed(key)}) - 1
                    + count(*) over () // 2) % count(*) over () + 1 as n
                from {relation} where rowid in ({some})
            ) a
            join (
                select {name} as value, row_number() over (order by {name}, {_mixed(key)}) as n
                from {relation} where rowid in ({some})
            ) b using (n)
        ) s
        where t.rowid = s.row_id"""


def _some(relation: str, key: Sequence[str], where: str) -> str:
    return (
        f"select rowid from (select rowid, row_number() over (order by {_mixed(key)}) as n, "
        f"count(*) over () as total from {relation} where {where}) "
        f"where n <= greatest({LEAST}, ceil({SHARE} * total))"
    )


def _mixed(key: Sequence[str]) -> str:
    parts = ", ".join(f"{_quoted(name)}::varchar" for name in key)
    return f"md5(concat_ws('|', {parts})), rowid"


def _quoted(name: str) -> str:
    return f'"{name}"'
