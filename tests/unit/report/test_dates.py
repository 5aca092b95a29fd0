"""Days ahead of a release: what the page and the calendar say is coming."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from pipelines.labels import Labels
from pipelines.report.dates import Dated, dates
from pipelines.report.feeds.documents import words_of
from pipelines.report.links import Links
from pipelines.report.reading import Reader

DAY = date(2026, 11, 20)
MARTS = """
    create schema marts;
    create schema meta;
    create table meta.releases as select timestamp '2026-11-20' as released_at, true as is_current;
    create table meta.payloads as select 'x' as source, timestamp '2026-11-20' as observed_at;
    create table marts.dim_measure (measure_id text, measure_title text, jurisdiction text);
    create table marts.fct_measure_status (
        measure_id text, event_id text, valid_from date, status text, clause text,
        known_from date, known_to date, is_outcome_verified boolean
    );
    create table marts.rpt_open_expiries (
        measure_id text, event_id text, measure_title text, jurisdiction text,
        announced_status text, announced_on date, clause text, known_from date, source_url text,
        step_no integer
    );
    create table marts.fct_sanction_events (
        event_id text, title text, jurisdiction text, known_from date, source_url text,
        effective_on date, compliance_on date, expires_on date, comments_close_on date
    );
    create table marts.rpt_event_candidates (
        candidate_id text, title text, issuer_jurisdiction text, first_on date, url text,
        comments_close_on date, candidate_state text
    );
    insert into marts.dim_measure values ('m', 'A measure', 'US');
    insert into marts.fct_measure_status values
        ('m', 'both', date '2027-01-04', 'in_force', null, date '2026-10-01', null, false);
    insert into marts.fct_sanction_events values
        ('rule', 'A proposed rule', 'US', date '2026-11-02', 'https://a.example', null, null, null,
            date '2026-12-31'),
        ('both', 'In force as comments close', 'US', date '2026-10-01', null, date '2027-01-04',
            null, null, date '2027-01-04'),
        ('over', 'Comments are over', 'US', date '2026-10-01', null, null, null, null,
            date '2026-11-20'),
        ('later', 'Not known yet', 'US', date '2026-11-21', null, null, null, null,
            date '2026-12-31');
    insert into marts.rpt_event_candidates values
        ('c1', 'A rule nobody has read yet', 'US', date '2026-11-18', 'https://b.example',
            date '2027-01-18', 'promoted'),
        ('c2', 'A rule of the ledger', 'US', date '2026-11-18', null, date '2027-01-19', 'matched'),
        ('c3', 'Another matter', 'US', date '2026-11-18', null, date '2027-01-20', 'rejected');
"""


@pytest.fixture
def coming(tmp_path: Path) -> Iterator[list[Dated]]:
    with duckdb.connect(str(tmp_path / "release.duckdb")) as connection:
        connection.execute(MARTS)
        yield dates(Reader(connection, is_public=False), Links((), {}))


def test_comments_that_close_after_the_day_of_the_release_are_ahead(coming: list[Dated]) -> None:
    told = [(one.day, one.title) for one in coming if one.kind == "comments_close_on"]
    assert told == [
        (date(2026, 12, 31), "A proposed rule"),
        (date(2027, 1, 4), "In force as comments close"),
        (date(2027, 1, 18), "A rule nobody has read yet"),
    ]
    assert all(one.is_ahead(DAY) for one in coming)
    assert len({one.row_key for one in coming}) == len(coming) == 4


def test_a_document_without_a_ledger_entry_says_so_and_names_its_source(
    coming: list[Dated],
) -> None:
    [document] = [one for one in coming if one.title == "A rule nobody has read yet"]
    release = {"as_of_on": DAY}
    assert words_of(document, release, Labels({})) == "comments close"
    assert (document.more, document.source_url) == ("not in the ledger yet", "https://b.example")
