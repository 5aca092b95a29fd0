"""The tables of letters for engines without `strip_accents` do what DuckDB does, sign by sign."""

from __future__ import annotations

import re
import unicodedata

import duckdb
from jinja2 import Environment

from pipelines.transform.run_dbt import DBT_PROJECT


def tables() -> tuple[str, str, set[int]]:
    """Letters with a mark, their plain form, and the marks that are listed one by one."""
    text = (DBT_PROJECT / "macros" / "dialect" / "accents.sql").read_text(encoding="utf-8")
    module = Environment().from_string(text).module  # noqa: S701
    listed = set[int]()
    for first, last in re.findall(r"\\x\{(\w+)\}(?:-\\x\{(\w+)\})?", str(module.accent_marks())):
        listed |= set(range(int(first, 16), int(last or first, 16) + 1))
    return str(module.accented_letters()), str(module.plain_letters()), listed


def test_every_sign_of_unicode_loses_the_marks_that_duckdb_takes() -> None:
    accented, plain, listed = tables()
    assert len(accented) == len(plain) == len(set(accented)) > 1000
    table = str.maketrans(accented, plain)
    rows = duckdb.execute(
        """select number, strip_accents(chr(number::integer)) from range(1, 1114112) as t (number)
        where number not between 55296 and 57343"""
    ).fetchall()
    differing = [
        hex(number)
        for number, expected in rows
        if "".join(
            sign
            for sign in chr(number).translate(table)
            if ord(sign) not in listed and not unicodedata.category(sign).startswith("M")
        )
        != expected
    ]
    assert differing == []
