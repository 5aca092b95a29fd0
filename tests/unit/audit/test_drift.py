"""Removals above the limit keep a candidate back until a person has said why, once."""

from pathlib import Path

import duckdb
import pytest

from pipelines.audit import drift
from pipelines.audit.check import CheckResult
from pipelines.audit.drift import load_limits
from pipelines.audit.limits import Limit
from pipelines.audit.verdict import Verdict
from pipelines.errors import ChipwatchError
from pipelines.files.durable import append_record, read_records
from pipelines.publish.publish import ReleaseRefused, publish
from pipelines.releases.approvals import open_approvals
from pipelines.releases.shelf import current_release_id
from pipelines.warehouse import Build, Warehouse
from tests.tiny import at, candidate, judged, provenance, released, warehouse

MANY = tuple((f"l{n}", f"Entity {n}", "EL", "csl1") for n in range(100))


@pytest.mark.parametrize(
    ("removed", "before", "allowed"),
    [(19, 19, True), (20, 400, True), (20, 399, False), (21, 420, True), (500, 1000, False)],
)
def test_both_figures_must_be_passed(removed: int, before: int, allowed: bool) -> None:
    assert Limit(5, 20).allows(removed, before) is allowed


@pytest.fixture
def place(tmp_path: Path) -> Warehouse:
    place = warehouse(tmp_path / "w")
    released(place, "b1", 1, listings=MANY)
    return place


def shrunk(place: Warehouse, build_id: str, keep: int = 60) -> Build:
    return judged(place, candidate(place, build_id, listings=MANY[:keep]))


def test_removals_above_the_limit_are_refused_with_the_way_out(place: Warehouse) -> None:
    before = current_release_id(place)
    with pytest.raises(ReleaseRefused, match="releases approve --table fct_entity_listings"):
        publish(place, shrunk(place, "b2"), provenance(), at(2))
    assert current_release_id(place) == before


def test_an_approval_lets_this_content_through_once_and_is_published(place: Warehouse) -> None:
    shrunk(place, "b2")
    given = drift.approve(place, "fct_entity_listings", "the list was cleaned up", "Ada")
    assert (given.removed, given.rows_before) == (40, 100)
    made = publish(place, shrunk(place, "b3"), provenance(), at(3))
    with duckdb.connect(str(place.published), read_only=True) as connection:
        assert connection.execute(
            "select release_id, table_name, removed_count, reason, approved_by from meta.approvals"
        ).fetchall() == [
            (made.release_id, "fct_entity_listings", 40, "the list was cleaned up", "Ada")
        ]
        assert connection.execute(
            "select is_passed, threshold from meta.checks "
            "where check_kind = 'drift' and table_name = 'fct_entity_listings'"
        ).fetchall()[0][0]
    assert made.manifest["approvals"][0]["approval_id"] == given.approval_id
    assert not drift.refused_file(place).exists()
    assert open_approvals(place, [given.approval_id]) == []
    later = released(place, "b4", 4, listings=MANY[:60])
    assert later.manifest["approvals"] == []
    with duckdb.connect(str(place.published), read_only=True) as connection:
        assert connection.execute("select count(*) from meta.approvals").fetchone() == (1,)


def test_an_approval_does_not_cover_another_content(place: Warehouse) -> None:
    shrunk(place, "b2")
    drift.approve(place, "fct_entity_listings", "cleaned up", None)
    with pytest.raises(ReleaseRefused, match="vanish"):
        publish(place, shrunk(place, "b3", keep=59), provenance(), at(3))


def test_an_approval_does_not_cover_another_base(place: Warehouse) -> None:
    shrunk(place, "b2")
    drift.approve(place, "fct_entity_listings", "cleaned up", None)
    released(place, "b3", 3, listings=MANY[:99])
    with pytest.raises(ReleaseRefused, match="vanish"):
        publish(place, shrunk(place, "b4"), provenance(), at(4))


def test_a_candidate_compared_with_an_older_release_is_refused(place: Warehouse) -> None:
    late = judged(place, candidate(place, "b2", listings=MANY))
    released(place, "b3", 3, listings=MANY)
    with pytest.raises(ReleaseRefused, match="the last release is now"):
        publish(place, late, provenance(), at(4))


def test_there_is_nothing_to_approve_without_a_refusal(place: Warehouse) -> None:
    with pytest.raises(ChipwatchError, match="No candidate waits"):
        drift.approve(place, "fct_entity_listings", "why not", None)
    shrunk(place, "b2")
    with pytest.raises(ChipwatchError, match="does not wait for an approval of fct_x"):
        drift.approve(place, "fct_x", "why not", None)
    with pytest.raises(ChipwatchError, match="needs a reason"):
        drift.approve(place, "fct_entity_listings", " ", None)


def test_a_vanished_table_always_needs_an_approval(place: Warehouse) -> None:
    build = candidate(place, "b2", listings=MANY)
    with duckdb.connect(str(build.candidate)) as connection:
        connection.execute("drop table marts.fct_stock_daily")
    checks = Verdict.read(judged(place, build).verdict).checks
    blocked = [check.check_id for check in checks if check.blocks]
    assert blocked == ["release.fct_stock_daily.drift"]


def test_a_table_may_have_a_limit_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "drift.yml"
    path.write_text(
        "default: {pct: 5, rows: 20}\ntables: {fct_x: {pct: 50, rows: 1, reason: it rolls}}\n"
    )
    default, tables = load_limits(path)
    assert (default, tables) == (Limit(5, 20), {"fct_x": Limit(50, 1)})
    assert load_limits()[0] == Limit(5, 20)


@pytest.mark.parametrize(
    "text", ["", "default: {}", "default: {pct: 101, rows: 1}\ntables: {}", "- 1"]
)
def test_bad_limits_are_told_with_the_file(tmp_path: Path, text: str) -> None:
    path = tmp_path / "drift.yml"
    path.write_text(text)
    with pytest.raises(ChipwatchError, match=r"drift\.yml cannot be read"):
        load_limits(path)


def test_a_record_cut_short_by_a_kill_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    append_record(path, {"a": 1})
    with path.open("ab") as file:
        file.write(b'{"a": 2, "b')
    append_record(path, {"a": 3})
    assert read_records(path) == [{"a": 1}, {"a": 3}]
    assert read_records(tmp_path / "none.jsonl") == []


def test_a_table_that_was_approved_to_lose_its_rows_may_be_half_as_large() -> None:
    def halved(table: str, kind: str = "rows_halved") -> CheckResult:
        return CheckResult(
            f"{table}__{kind}", "release", table, "", kind, "critical", False, "40",
            "half of the last release", (), 0.0, "lost its rows",
        )  # fmt: skip

    approval = {"table": "rpt_a", "approved_by": "Ada", "reason": "one row a company"}
    checks = [halved("rpt_a"), halved("rpt_b"), halved("rpt_a", "not_null")]
    approved, *others = drift.halved_as_approved(checks, [approval])
    assert approved.passed
    assert approved.threshold == "half of the last release; approved by Ada: one row a company"
    assert others == checks[1:]
    assert drift.halved_as_approved(checks, []) == checks
