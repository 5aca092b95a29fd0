"""The user's own files on the whole way: into the marts, or refused before anything is built."""

import csv
import json
import shutil
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from pipelines.releases.shelf import file_sha256
from tests.conftest import chipwatch

pytestmark = pytest.mark.slow

REJECTED = "cn-miit-2024-09-27-h20-guidance"
FILES: dict[str, dict[str, str]] = {
    "vendors": {
        "vendor_id": "example-chips",
        "vendor_name": "Example Chips",
        "vendor_kind": "chip_designer",
        "headquarters_country": "DE",
    },
    "vendor_aliases": {"vendor_id": "example-chips", "alias": "Torch Electron Example"},
    "securities": {
        "security_id": "exch-us",
        "symbol": "EXCH",
        "vendor_id": "example-chips",
        "security_name": "Example Chips ADR",
        "mic": "XNAS",
        "currency": "USD",
    },
    "chips": {
        "chip_id": "example-x1",
        "chip_name": "X1",
        "vendor_id": "example-chips",
        "designer_country": "DE",
        "china_sale": "not_sold",
        "fp16_tflops": "400",
    },
    "events": {
        "event_id": "user-our-letter",
        "title": "A letter to us",
        "summary": "A letter restricts our orders.",
        "action_type": "guide",
        "instrument": "is_informed_letter",
        "direction": "tighten",
        "authority_id": "us-bis",
        "jurisdiction": "US",
        "first_public_on": "2025-03-03",
        "first_public_zone": "America/New_York",
        "source": "our counsel",
        "vendors": "nvidia:restricted; example-chips:buyer",
        "chips": "nvidia-h20",
    },
    "rates": {"currency": "SEK", "rate_on": "2025-03-03", "units_per_usd": "10.5"},
    "rejections": {"event_id": REJECTED, "candidate_id": "", "reason": "not ours"},
    "watch": {"watch_id": "h20-to-china", "chip": "nvidia-h20", "country": "CN"},
    "review": {
        "candidate_id": "document:2025-19001",
        "decision": "context",
        "decided_by": "a reader",
        "decided_at": "2031-03-03T12:00:00Z",
        "reason": "seen by eye",
    },
}
YUAN_YEAR = 2018
"""A year without rates in the sample, in which an amount in yuan was reported."""


@pytest.fixture(scope="module")
def with_overlay(
    sample_warehouse: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str]:
    """A copy of the sample warehouse built again with every file, and what the run printed."""
    place = tmp_path_factory.mktemp("overlay") / "warehouse"
    shutil.copytree(sample_warehouse, place)
    (place / "overlay").mkdir()
    for name, row in FILES.items():
        with (place / "overlay" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(row))
            writer.writeheader()
            writer.writerow(row)
    candidate = reported_candidate(place)
    with (place / "overlay" / "rejections.csv").open("a", encoding="utf-8") as file:
        file.write(f",{candidate},a rumor\n,document:2031-00000,mistyped\n")
    with (place / "overlay" / "review.csv").open("a", encoding="utf-8") as file:
        for headline, decision in zip(doubtful_headlines(place), ("none", "core"), strict=True):
            file.write(f"{headline},{decision},a reader,2031-03-03T12:00:00Z,seen by eye\n")
    with (place / "overlay" / "rates.csv").open("a", encoding="utf-8") as file:
        days = (date(YUAN_YEAR, 1, 1) + timedelta(days) for days in range(365))
        file.writelines(f"CNY,{day},6.61\n" for day in days if day.weekday() < 5)
    result = chipwatch("run", "--warehouse", place)
    assert result.returncode == 0, result.stdout + result.stderr
    return place, result.stdout


def doubtful_headlines(place: Path) -> list[str]:
    """Two headlines of the sample in review, both of stories that are published."""
    found = ask(
        place,
        "select candidate_id from marts.rpt_event_candidates where candidate_kind = 'headline' "
        "and likely_candidate_id is not null order by candidate_id limit 2",
    )
    return [str(candidate) for (candidate,) in found]


def reported_candidate(place: Path) -> str:
    """A candidate of the sample that nobody has decided on."""
    [(found,)] = ask(
        place,
        "select min(candidate_id) from marts.rpt_event_candidates "
        "where candidate_state in ('reported', 'promoted')",
    )
    assert found is not None
    return str(found)


def ask(place: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(place / "chipwatch.duckdb"), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_the_summary_names_the_files(with_overlay: tuple[Path, str]) -> None:
    line = next(line for line in with_overlay[1].splitlines() if line.startswith("overlay: "))
    assert all(f"{name}.csv (" in line for name in FILES)
    assert "rejections.csv (3 rows)" in line


@pytest.mark.parametrize(
    ("table", "key", "value"),
    [
        ("dim_vendor", "vendor_id", "example-chips"),
        ("dim_security", "security_id", "exch-us"),
        ("dim_chip", "chip_id", "example-x1"),
        ("fct_sanction_events", "event_id", "user-our-letter"),
        ("rpt_events", "event_id", "user-our-letter"),
        ("bridge_event_vendors", "event_id", "user-our-letter"),
        ("bridge_event_chips", "event_id", "user-our-letter"),
        ("bridge_event_evidence", "event_id", "user-our-letter"),
        ("fct_chip_figures", "chip_id", "example-x1"),
        ("fct_chip_control_status", "chip_id", "example-x1"),
        ("fct_event_market_reaction", "event_id", "user-our-letter"),
    ],
)
def test_own_rows_are_marked_and_no_other(
    with_overlay: tuple[Path, str], table: str, key: str, value: str
) -> None:
    rows = ask(with_overlay[0], f"select distinct {key} from marts.{table} where is_user_data")
    assert rows == [(value,)]


def test_no_row_of_an_own_file_is_unmarked(with_overlay: tuple[Path, str]) -> None:
    """In marts.rpt_changes the source says it."""
    place, _ = with_overlay
    tables = ask(
        place,
        "select table_name, bool_or(column_name = 'is_user_data') from meta.columns "
        "where table_schema = 'marts' group by 1 having bool_or(column_name = 'payload_sha256')",
    )
    for table, is_marked in tables:
        mark = "rows.is_user_data" if is_marked else "false"
        if table == "rpt_changes":
            mark = "rows.source = 'overlay'"
        unmarked = ask(
            place,
            f"select count(*) from marts.{table} as rows join meta.payloads as payloads "
            f"using (payload_sha256) where payloads.source = 'overlay' and not {mark}",
        )
        assert unmarked == [(0,)], table


def test_own_rates_stand_only_where_the_series_have_none(
    with_overlay: tuple[Path, str], sample_warehouse: Path
) -> None:
    place, _ = with_overlay
    currencies = "select distinct currency from marts.fct_fx_daily where is_user_data order by 1"
    assert ask(place, currencies) == [("CNY",), ("SEK",)]
    revenue = (
        "select distinct fx_basis, revenue_usd is null from marts.fct_vendor_revenue "
        f"where currency = 'CNY' and period_end_on = date '{YUAN_YEAR}-12-31'"
    )
    assert ask(sample_warehouse, revenue) == [("rate_not_available", True)]
    assert ask(place, revenue) == [("period_average_own_rates", False)]


def test_a_rejected_candidate_stays_rejected(
    with_overlay: tuple[Path, str], sample_warehouse: Path
) -> None:
    candidate = reported_candidate(sample_warehouse)
    state = (
        "select candidate_state, rejection_reason from marts.rpt_event_candidates "
        f"where candidate_id = '{candidate}'"
    )
    assert ask(with_overlay[0], state) == [("rejected", "a rumor")]


def test_own_rows_lead_to_their_file(with_overlay: tuple[Path, str]) -> None:
    place, _ = with_overlay
    for table in ("dim_vendor", "dim_security", "dim_chip", "fct_sanction_events", "fct_fx_daily"):
        found = ask(
            place,
            "select distinct payloads.source, payloads.origin, payloads.is_sample "
            f"from marts.{table} as rows join meta.payloads as payloads using (payload_sha256) "
            "where rows.is_user_data",
        )
        assert found == [("overlay", "user", False)], table


def test_the_event_has_its_vendors_chips_and_grade(with_overlay: tuple[Path, str]) -> None:
    [row] = ask(
        with_overlay[0],
        "select restricted_vendors, other_vendors, chips, evidence_grade from marts.rpt_events "
        "where is_user_data",
    )
    assert row == ("Nvidia", "Example Chips", "Nvidia H20", "single_press")
    reactions = ask(
        with_overlay[0],
        "select count(*) from marts.rpt_market_reaction where event_id = 'user-our-letter' "
        "and security_id = 'nvda' and is_user_data and is_estimable",
    )
    assert reactions[0][0] != 0


def test_a_rejected_event_is_in_no_mart_but_kept(
    with_overlay: tuple[Path, str], sample_warehouse: Path
) -> None:
    place, _ = with_overlay
    tables = ask(
        place,
        "select table_name from meta.columns where column_name = 'event_id' "
        "and table_schema = 'marts' order by 1",
    )
    counts = {
        table: ask(place, f"select count(*) from marts.{table} where event_id = '{REJECTED}'")[0][0]
        for (table,) in tables
    }
    assert set(counts.values()) == {0}, counts
    count = f"select count(*) from marts.fct_sanction_events where event_id = '{REJECTED}'"
    assert ask(sample_warehouse, count) == [(1,)]
    kept = ask(place, "select detail from meta.rejects where reason = 'user_rejection'")
    assert (f"{REJECTED}: not ours",) in kept
    assert len(kept) == 3


def test_a_rejection_of_no_candidate_is_told(with_overlay: tuple[Path, str]) -> None:
    place, printed = with_overlay
    line = next(x for x in printed.splitlines() if "assert_rejection_names_a_candidate" in x)
    assert "warehouse/overlay/rejections.csv names a candidate" in line
    assert "Found: 1 row" in line
    assert "Copy the candidate_id from marts.rpt_event_candidates" in line
    rejected = "select count(*) from marts.rpt_event_candidates where state_basis = 'user'"
    assert ask(place, rejected) == [(1,)]


def test_decided_headlines_leave_the_queue_and_join_their_story(
    with_overlay: tuple[Path, str], sample_warehouse: Path
) -> None:
    place, _ = with_overlay
    rejected, accepted = doubtful_headlines(sample_warehouse)
    waiting = "select candidate_id from marts.rpt_event_candidates where candidate_state = 'review'"
    assert not {(rejected,), (accepted,)} & set(ask(place, waiting))
    [(story, added)] = ask(
        sample_warehouse,
        "select likely_candidate_id, article_count from marts.rpt_event_candidates "
        f"where candidate_id = '{accepted}'",
    )
    articles = "select article_count from marts.rpt_event_candidates where candidate_id = "
    [(before,)] = ask(sample_warehouse, f"{articles}'{story}'")
    assert ask(place, f"{articles}'{story}'") == [(before + added,)]  # type: ignore[operator]
    irrelevant = (
        "select reason from marts.rpt_ledger_irrelevant "
        f"where record_id like '%{rejected.removeprefix('headline:')}'"
    )
    assert ("decided by a reader on 2031-03-03: seen by eye",) in ask(place, irrelevant)


def test_a_wrong_file_stops_the_run_before_anything_is_built(
    with_overlay: tuple[Path, str], tmp_path: Path
) -> None:
    place = tmp_path / "warehouse"
    shutil.copytree(with_overlay[0], place)
    before = file_sha256(place / "chipwatch.duckdb")
    path = place / "overlay" / "events.csv"
    path.write_text(path.read_text().replace("tighten", "tightens"))
    result = chipwatch("run", "--warehouse", place)
    assert result.returncode == 1
    assert "events.csv, line 2, column direction: 'tightens' is not allowed" in result.stderr
    assert "what to do" in result.stderr
    assert "Traceback" not in result.stderr
    assert not list((place / "builds").iterdir())
    assert file_sha256(place / "chipwatch.duckdb") == before


def test_the_same_files_change_nothing(with_overlay: tuple[Path, str]) -> None:
    again = chipwatch("run", "--warehouse", with_overlay[0])
    assert again.stdout.startswith("nothing changed since release ")


def test_what_changed_for_the_watch_list_is_told(with_overlay: tuple[Path, str]) -> None:
    """The user rejects the guidance of 2024, and has a letter of their own on the H20."""
    place, _ = with_overlay
    [file] = place.glob("releases/*/watch.json")
    told = json.loads(file.read_text("utf-8"))
    assert {one["watch_id"] for one in told["changes"]} == {"h20-to-china"}
    [gone] = [one for one in told["changes"] if one["key"] == "measure:cn-guidance-h20-2024"]
    assert gone["change"] == "gone"
    assert "Your watch list" in (file.parent / "report" / "index.html").read_text("utf-8")
