"""Types and texts of the mirror that the marts of today do not use are right all the same."""

import duckdb
import pytest

from pipelines.errors import ChipwatchError
from pipelines.mirror.types import as_text, postgres_type


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("VARCHAR", "text"),
        ("DECIMAL(28,4)", "numeric(28, 4)"),
        ("TIMESTAMP", "timestamp"),
        ("TIMESTAMP WITH TIME ZONE", "timestamptz"),
        ("UBIGINT", "numeric(20, 0)"),
        ("VARCHAR[]", "text[]"),
        ("DECIMAL(9,4)[]", "numeric(9, 4)[]"),
        ("STRUCT(a INTEGER, b VARCHAR)", "jsonb"),
        ("STRUCT(a INTEGER)[]", "jsonb"),
        ("INTEGER[][]", "jsonb"),
        ("MAP(VARCHAR, INTEGER)", "jsonb"),
    ],
)
def test_every_type_has_its_own(kind: str, expected: str) -> None:
    assert postgres_type(kind) == expected


def test_a_type_without_one_is_refused() -> None:
    with pytest.raises(ChipwatchError, match="no PostgreSQL type for DuckDB's INTERVAL"):
        postgres_type("INTERVAL")


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        ("null::varchar[]", "VARCHAR[]", None),
        ("[]::varchar[]", "VARCHAR[]", "{}"),
        (r"""['a,b', null, '', 'c"\d', 'NULL']""", "VARCHAR[]", r'{"a,b",NULL,"","c\"\\d","NULL"}'),
        ("[1.50, 2]::decimal(9, 2)[]", "DECIMAL(9,2)[]", '{"1.50","2.00"}'),
        ("{'a': 1, 'b': 'x'}", "STRUCT(a INTEGER, b VARCHAR)", '{"a":1,"b":"x"}'),
        ("123.4500::decimal(18, 4)", "DECIMAL(18,4)", "123.4500"),
        ("true", "BOOLEAN", "true"),
    ],
)
def test_values_become_the_text_that_postgresql_reads(
    value: str, kind: str, expected: str | None
) -> None:
    query = f"select {as_text('v', kind)} from (select {value} as v)"
    assert duckdb.sql(query).fetchall() == [(expected,)]
