"""The two gates on small builds: sound ones pass, each planted fault is caught and told.

Great Expectations takes seconds to import and seconds to run: faults that do not disturb each
other are planted into one build, and every test reads the results of that one run.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.audit.catalogue import gate_rules, load_catalogue
from pipelines.audit.check import CheckResult
from pipelines.audit.gates import build_data_docs, run_publication_gate, run_raw_gate
from pipelines.specs import load_specs, spec
from tests.integration.audit_builds import (
    OBSERVED,
    RAW_TABLES,
    SIMULATED,
    SOUND_MARTS,
    RawBuild,
    Row,
    bars,
    business_days,
    candidate,
    documents,
    entries,
    facts,
    marts,
    sha,
    simulated,
    sound_raw_build,
)

TODAY = datetime(2025, 6, 2, tzinfo=UTC)
Results = Mapping[str, CheckResult]
DECLARED = {entry.check_id: entry for entry in load_catalogue()}
PRICES = {
    name: next(c.name for c in declared.columns if c.name in {"close", "adjusted_close"})
    for name, declared in load_specs().items()
    if declared.dataset == "bars" and "symbol" not in {c.name for c in declared.columns}
}
"""The sources of prices whose rows do not name the security, and the column of their closes."""


def by_id(results: list[CheckResult]) -> Results:
    return {result.check_id: result for result in results}


def failed(results: Results) -> dict[str, str]:
    return {name: result.message for name, result in results.items() if not result.passed}


def failed_of(results: Results, tables: frozenset[str]) -> dict[str, str]:
    return {
        name: message for name, message in failed(results).items() if results[name].table in tables
    }


def not_run(results: Results) -> dict[str, str]:
    return {name: r.message for name, r in results.items() if r.observed == "not run"}


# --- raw gate -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sound_raw(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Results]:
    build = sound_raw_build(tmp_path_factory.mktemp("it's a sound build") / "b").write()
    return build, by_id(run_raw_gate(build))


@pytest.fixture(scope="module")
def faulty_raw(tmp_path_factory: pytest.TempPathFactory) -> Results:
    rules, nvda, amd, filed, listed = documents(), bars(), bars("AMD"), facts(), entries()
    rules.append(dict(rules[3]))
    rules[5]["volume"] = 88
    rules[6]["document_type"] = "Proclamation of a kind not seen before"
    rules[7]["publication_date"] = date(2025, 7, 1)
    rules[8]["end_page"] = rules[8]["start_page"] - 5
    for row in rules:
        mangled = f"Contrôles à l'exportation {row['document_number']}".encode()
        row["title"] = mangled.decode("latin-1")
        row["docket_ids"] = None
    for column in ("open", "high", "low", "close", "adj_close"):
        nvda[50][column] *= 10
    nvda[51]["low"] = nvda[51]["high"]
    nvda[60]["currency"] = "CNY"
    nvda.append({**nvda[-1], "session_on": OBSERVED.date()})
    amd = [row for row in amd if row["session_on"].month != 6]
    amd[7]["split_numerator"] = 4
    amd[9]["session_on"] = date(2024, 1, 13)
    filed[2]["period_start"], filed[2]["period_end"] = (
        filed[2]["period_end"],
        filed[2]["period_start"],
    )
    filed[3]["accession_number"] = "10458102000003"
    filed[4]["filed_on"] = date(2026, 1, 1)
    listed[1]["list_code"] = "XYZ"
    listed[2]["citations"] = ["87 Fed. Reg. 77505"]
    listed[3]["start_on"] = date(2202, 12, 16)
    listed[4]["source_list"] = "Unverified List"
    listed[5]["source_list"], listed[5]["list_code"] = "Unverified List", "UVL"
    listed[6]["name"] = None
    build = RawBuild(tmp_path_factory.mktemp("faults") / "b")
    build.add("federal_register/documents", rules)
    build.add("yahoo_chart/bars", nvda)
    build.add("yahoo_chart/bars", amd, label="AMD", reported=len(amd) + 7)
    build.add("sec/company_facts", filed)
    build.add("csl/entries", listed, basis="fetched_at")
    later = OBSERVED + timedelta(days=1)
    build.add(
        "csl/entries", entries(0, 20), label="next day", basis="fetched_at", observed_at=later
    )
    for name, change in KEPT_RAW_FAULTS.items():
        rows = simulated(name)
        change(rows)
        build.add(name, rows, observed_at=SIMULATED.now)
    own = bars()
    _prices(own)
    build.add("price_csv/bars", own)
    return by_id(run_raw_gate(build.write()))


def _sdn(rows: list[Row]) -> None:
    rows[0]["entity_number"] = "PARTY"
    for row in rows:
        row["remarks"], row["programs"] = None, []


def _submissions(rows: list[Row]) -> None:
    rows[0] |= {"accession_number": "1", "filed_on": date(2030, 1, 1), "cik": 2}
    rows.append({**rows[1], "accession_number": rows[0]["accession_number"]})


def _inline_facts(rows: list[Row]) -> None:
    rows[0] |= {"concept": "Revenues", "period_start": date(2030, 1, 1)}


def _guardian(rows: list[Row]) -> None:
    rows[0] |= {
        "url": "http://WWW.theguardian.com",
        "published_at": datetime(1925, 1, 1, tzinfo=UTC),
    }


def _prices(rows: list[Row]) -> None:
    close = "close" if "close" in rows[0] else "adjusted_close"
    rows[2][close] = Decimal(0)
    rows[-1]["session_on"] = date(2031, 3, 1)
    rows[-2][close] *= 5


def _opensanctions(rows: list[Row]) -> None:
    rows[0] |= {"entity_id": "no id", "changed_on": date(2030, 1, 1)}


def _google_news(rows: list[Row]) -> None:
    rows[0] |= {"item_key": "guid", "time_problem": "missing"}


KEPT_RAW_FAULTS: Mapping[str, Callable[[list[Row]], None]] = {
    "ofac/sdn": _sdn,
    "sec/submissions": _submissions,
    "sec/inline_facts": _inline_facts,
    "guardian/articles": _guardian,
    **dict.fromkeys(PRICES, _prices),
    "opensanctions/entities": _opensanctions,
    "google_news/items": _google_news,
}


def test_a_person_can_overrule_the_sizes_of_a_payload(tmp_path: Path) -> None:
    build = RawBuild(tmp_path / "b")
    later = OBSERVED + timedelta(days=1)
    build.add("csl/entries", entries(), basis="fetched_at")
    build.add(
        "csl/entries", entries(0, 20), label="next day", basis="fetched_at", observed_at=later
    )
    build.payloads[-1]["accepted_reason"] = "the list was cut in half by law"
    found = failed_of(by_id(run_raw_gate(build.write())), frozenset({"csl__entries"}))
    assert not {name for name in found if name.endswith(("shrunk", "lost_keys"))}


@pytest.mark.parametrize(
    ("table", "critical", "warnings"),
    [
        (
            "ofac__sdn",
            {"entity_number__format", "remarks__all_null", "programs__share_present"},
            set(),
        ),
        (
            "sec__submissions",
            {
                "accession_number__format",
                "accession_number__unique_in_payload",
                "filed_on__future",
                "cik__one_company",
                "cik__as_asked",
            },
            set(),
        ),
        ("sec__inline_facts", {"concept__format", "period_start__order"}, set()),
        ("guardian__articles", {"url__format", "published_at__range"}, set()),
        *(
            (
                spec(name).raw_name,
                {f"{close}__range", "session_on__future"},
                {f"{close}__jump", "session_on__weekend"},
            )
            for name, close in PRICES.items()
        ),
        (
            "opensanctions__entities",
            {"entity_id__format"},
            {"changed_on__future"},
        ),
        ("google_news__items", {"item_key__format", "published_at__reason"}, set()),
        (
            "price_csv__bars",
            {"close__range", "close__jump", "session_on__future", "session_on__weekend"},
            set(),
        ),
    ],
)
def test_no_faults_of_the_lesser_datasets_get_through(
    table: str, critical: set[str], warnings: set[str], faulty_raw: Results
) -> None:
    found = {name: DECLARED[name].severity for name in failed_of(faulty_raw, frozenset({table}))}
    wanted = dict.fromkeys(critical, "critical") | dict.fromkeys(warnings, "warning")
    assert found == {f"{table}__{check}": severity for check, severity in wanted.items()}


def test_a_sound_raw_build_passes_every_check(sound_raw: tuple[Path, Results]) -> None:
    _, results = sound_raw
    planted = {f"{table}__has_payload" for table in RAW_TABLES}
    absent = {name for name in results if name.endswith("__has_payload")} - planted
    assert set(failed(results)) == absent
    assert set(results) == {c.check_id for c in load_catalogue() if c.layer == "raw"}
    assert all(result.observed not in {"", "not run"} for result in results.values())


def test_data_docs_are_built_beside_the_build(sound_raw: tuple[Path, Results]) -> None:
    build, _ = sound_raw
    build_data_docs(build)
    index = (build / "data_docs/index.html").read_text()
    assert "raw_yahoo_chart__bars" in index


@pytest.mark.parametrize(
    ("check_id", "severity", "told", "example"),
    [
        (
            "federal_register__documents__document_number__unique_in_payload",
            "critical",
            "have the same natural key (document_number)",
            "document_number=2022-20003",
        ),
        (
            "federal_register__documents__volume__volume_of_year",
            "critical",
            "does not belong to its year of publication",
            "document_number=2022-20005, publication_date=2022-03-06, volume=88",
        ),
        (
            "federal_register__documents__document_type__accepted_values",
            "warning",
            "a document type that chipwatch does not know yet",
            "Proclamation of a kind not seen before",
        ),
        (
            "federal_register__documents__publication_date__future",
            "critical",
            "was published after the day its payload was observed",
            "publication_date=2025-07-01, observed_on=2025-06-02",
        ),
        (
            "federal_register__documents__start_page__page_order",
            "critical",
            "ends before it begins",
            "document_number=2022-20008",
        ),
        (
            "federal_register__documents__title__encoding_share",
            "critical",
            "decoded with the wrong character set",
            "bad_rows=31, all_rows=31",
        ),
        (
            "federal_register__documents__docket_ids__all_null",
            "warning",
            "docket_ids is null in every row",
            "null_rows=31",
        ),
        (
            "yahoo_chart__bars__close__jump",
            "critical",
            "moved more than threefold from one bar to the next",
            "symbol=NVDA",
        ),
        (
            "yahoo_chart__bars__low__ohlc_order",
            "critical",
            "low in yahoo_chart/bars lies above open, high or close",
            "session_on=2024-03-13",
        ),
        (
            "yahoo_chart__bars__currency__one_per_symbol",
            "critical",
            "One symbol in yahoo_chart/bars comes in two currencies",
            "first_currency=CNY, second_currency=USD",
        ),
        (
            "yahoo_chart__bars__session_on__before_close",
            "critical",
            "dated after its payload was observed, or was taken before its session",
            "symbol=NVDA, session_on=2025-06-02",
        ),
        (
            "yahoo_chart__bars__session_on__month_missing",
            "critical",
            "a whole month without a bar in the middle of its series",
            "month_before=2024-05-01, month_on=2024-07-01",
        ),
        (
            "yahoo_chart__bars__session_on__weekend",
            "critical",
            "falls on a Saturday or Sunday",
            "session_on=2024-01-13",
        ),
        (
            "yahoo_chart__bars__split_numerator__split_pair",
            "critical",
            "has only one side",
            "split_numerator=4",
        ),
        (
            "yahoo_chart__bars__payload_rows_match",
            "critical",
            "does not hold the number of rows that parsing reported",
            f"payload_sha256={sha('yahoo_chart/bars AMD')}",
        ),
        (
            "sec__company_facts__period_start__order",
            "critical",
            "has a period that ends before it begins",
            "accession_number=0001045810-20-000002",
        ),
        (
            "sec__company_facts__accession_number__format",
            "critical",
            "An accession number in sec/company_facts has a wrong form",
            "accession_number=10458102000003",
        ),
        (
            "sec__company_facts__filed_on__future",
            "critical",
            "filed after the day its payload was observed",
            "filed_on=2026-01-01",
        ),
        (
            "csl__entries__list_code__accepted_values",
            "critical",
            "has a list that chipwatch does not know",
            "XYZ",
        ),
        (
            "csl__entries__citations__format",
            "critical",
            "was not brought into the form `87 FR 77505`",
            "87 Fed. Reg. 77505",
        ),
        (
            "csl__entries__start_on__future",
            "critical",
            "day and month were swapped or the year is wrong",
            "start_on=2202-12-16",
        ),
        (
            "csl__entries__source_list__one_code",
            "critical",
            "was given two codes",
            "source_list=Unverified List, first_code=EL, second_code=UVL",
        ),
        (
            "csl__entries__name__not_null",
            "critical",
            "name is missing in rows of csl/entries",
            f"payload_sha256={sha('csl/entries ')}, row_number=7",
        ),
        (
            "csl__entries__shrunk",
            "critical",
            "has lost more than 5% of the rows of the one before it",
            "row_count=20, row_count_before=40",
        ),
    ],
)
def test_a_fault_in_raw_data_is_caught_and_told(
    faulty_raw: Results, check_id: str, severity: str, told: str, example: str
) -> None:
    result = faulty_raw[check_id]
    assert not result.passed
    assert DECLARED[check_id].severity == severity
    blocks = severity == "critical" and result.reach == "release"
    assert result.severity == ("critical" if blocks else "warning")
    assert told in result.message
    assert "Found: " in result.message
    assert example in "\n".join(result.failing_examples)
    assert 1 <= len(result.failing_examples) <= 20


def test_faults_set_off_no_check_that_they_do_not_concern(faulty_raw: Results) -> None:
    assert faulty_raw["sec__company_facts__cik__one_company"].passed
    assert faulty_raw["yahoo_chart__bars__volume__range"].passed
    assert not_run(faulty_raw) == {}


@pytest.mark.parametrize(
    ("session", "numerator", "is_restated"), [(20, 4, False), (20, 40, True), (30, 2, False)]
)
def test_one_split_that_is_stated_anew_is_told(
    session: int, numerator: int, is_restated: bool, tmp_path: Path
) -> None:
    first, later = bars(), bars()
    for rows, at, shares in ((first, 20, 4), (later, 20, 4), (later, session, numerator)):
        rows[at]["split_numerator"], rows[at]["split_denominator"] = shares, 1
    build = RawBuild(tmp_path / "b")
    build.add("yahoo_chart/bars", first)
    build.add("yahoo_chart/bars", later, label="later", observed_at=OBSERVED + timedelta(days=1))
    result = by_id(run_raw_gate(build.write()))[
        "yahoo_chart__bars__split_numerator__split_restated"
    ]
    assert result.passed is not is_restated
    assert ("ratio=40" in "\n".join(result.failing_examples)) is is_restated


def test_missing_empty_and_damaged_datasets(tmp_path: Path) -> None:
    build = RawBuild(tmp_path / "b")
    build.add("csl/entries", [])
    build.add("sec/company_facts", facts())
    build.add("yahoo_chart/bars", bars())
    build.add("guardian/articles", simulated("guardian/articles")[:1] * 2)
    build.payloads.pop()  # rows that came from nowhere
    path = build.write()
    damaged = path / "raw/sec__company_facts" / f"{sha('sec/company_facts ')}.parquet"
    pq.write_table(pq.read_table(damaged).drop_columns(["value"]), damaged)
    results = by_id(run_raw_gate(path))

    absent = results["federal_register__documents__has_payload"]
    assert (absent.passed, absent.severity) == (False, "warning")
    assert "chipwatch archive add federal_register/documents FILE" in absent.message
    assert not any(
        result.blocks
        for result in results.values()
        if result.table in {"federal_register__documents", "yahoo_chart__bars"}
    )
    empty = results["csl__entries__not_empty"]
    assert (empty.passed, empty.severity, empty.reach) == (False, "warning", "series")
    assert "gave no row at all" in results["csl__entries__not_empty"].message
    assert "fewer rows than rows.min" in results["csl__entries__payload_rows_min"].message

    name, close = next(iter(PRICES.items()))
    never = results[f"{spec(name).raw_name}__{close}__not_null"]
    assert (never.passed, never.observed) == (True, "nothing archived")
    stray = results["guardian__articles__article_id__unique_in_payload"]
    assert (stray.passed, stray.observed) == (False, "1 row")

    damage = results["sec__company_facts__value__not_null"]
    assert damage.blocks
    assert damage.observed == "not run"
    assert "The check on sec__company_facts.value could not run" in damage.message


# --- publication gate ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def last_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return candidate(tmp_path_factory.mktemp("last")) / "candidate.duckdb"


@pytest.fixture(scope="module")
def faulty_candidate(
    tmp_path_factory: pytest.TempPathFactory, last_release: Path
) -> tuple[Path, Results]:
    def plant(connection: duckdb.DuckDBPyConnection) -> None:
        for statement in (
            "delete from marts.fct_entity_listings where listing_id >= 'l3'",
            "delete from marts.bridge_event_chips where event_id < 'event-40'",
            "update marts.fct_stock_daily set close_split_adjusted = close_split_adjusted * 10, "
            "volume_shares = volume_shares / 100, return_pct = "
            "case when session_on = date '2023-05-02' then 900 else return_pct end "
            "where security_id = 'amd'",
            "delete from marts.fct_stock_daily where security_id = 'nvda' and "
            "(year(session_on) = 2023 and month(session_on) = 8 or session_on > date '2024-12-20')",
            "update marts.fct_stock_daily set open = null where month(session_on) = 3",
            "update marts.fct_sanction_events set issued_on = date '2031-10-07' "
            "where event_id = 'event-7'",
            "update marts.fct_sanction_events set "
            "title = 'MeldeverhÃ¤ltnisse https://example.org/?api_key=hidden' "
            "where event_id = 'event-8'",
            "update marts.fct_sanction_events set summary = 'MeldeverhÃ¤ltnisse' "
            "where event_id between 'event-40' and 'event-69'",
            "update marts.fct_sanction_events set evidence_grade = 'single_press' "
            "where event_id = 'event-9'",
            "update marts.fct_sanction_events set event_id = 'renamed' where event_id = 'event-10'",
            "insert into marts.rpt_events (event_id) values ('event-1')",
            "update marts.fct_vendor_share set value = value / 100",
            "update marts.fct_vendor_revenue set revenue_amount = revenue_amount / 1000000 "
            "where revenue_id = 'r3'",
            "update marts.fct_event_market_reaction set return_pct = 870 "
            "where event_id = 'event-3'",
            "update marts.dim_vendor set vendor_name_zh = 'º®Îä¼Í' where vendor_id = 'v5'",
            "drop table marts.fct_measure_status",
        ):
            connection.execute(statement)

    build = candidate(tmp_path_factory.mktemp("faulty"), plant)
    results = run_publication_gate(build, last_release, today=TODAY)
    return build, by_id(results)


def test_a_sound_candidate_passes_with_and_without_a_last_release(
    tmp_path: Path, last_release: Path
) -> None:
    build = candidate(tmp_path)
    content = hashlib.sha256((build / "candidate.duckdb").read_bytes()).hexdigest()

    first = by_id(run_publication_gate(build, None, today=TODAY))
    assert not_run(first) == {}
    assert failed_of(first, SOUND_MARTS) == {}
    assert set(first) == {c.check_id for c in load_catalogue() if c.layer == "publication"}

    second = by_id(run_publication_gate(build, last_release, today=TODAY))
    assert failed_of(second, SOUND_MARTS) == {}
    halved = second["fct_stock_daily__rows_halved"]
    rows = 2 * len(business_days(date(2023, 1, 2), 522))
    assert (halved.observed, halved.threshold) == (
        str(rows),
        f"more than half of the last release: at least {rows // 2 + 1}",
    )

    assert hashlib.sha256((build / "candidate.duckdb").read_bytes()).hexdigest() == content
    with duckdb.connect(str(build / "candidate.duckdb")) as connection:  # no lock is left
        connection.execute("create table marts.after_the_audit (n integer)")


@pytest.mark.parametrize(
    ("check_id", "severity", "told", "example"),
    [
        ("fct_entity_listings__rows_halved", "critical", "lost half or more of its rows", ""),
        ("bridge_event_chips__rows_shrunk", "warning", "lost 30% or more of its rows", ""),
        (
            "fct_entity_listings__list_code__lost_list",
            "critical",
            "A whole list of the last release has no listing any more",
            "list_code=UVL, listings_before=10",
        ),
        (
            "fct_stock_daily__close_split_adjusted__price_scale",
            "critical",
            "moved to another scale since the last release without a new split",
            "security_id=amd, ratio=10",
        ),
        (
            "fct_stock_daily__volume_shares__volume_scale",
            "critical",
            "switched between shares and lots of 100",
            "security_id=amd, ratio=0.00999",
        ),
        (
            "fct_stock_daily__return_pct__range",
            "critical",
            "a price moved tenfold",
            "security_id=amd, session_on=2023-05-02",
        ),
        (
            "fct_stock_daily__session_on__month_missing",
            "warning",
            "a whole month without a bar in its middle",
            "security_id=nvda, month_before=2023-07-01, month_on=2023-09-01",
        ),
        (
            "fct_stock_daily__session_on__older_than_last",
            "critical",
            "an old file was loaded again",
            "security_id=nvda, newest_on=2024-12-20, newest_on_before=2024-12-31",
        ),
        (
            "fct_stock_daily__open__share_present",
            "warning",
            "open is missing in more than 2% of the bars",
            "present=",
        ),
        (
            "fct_sanction_events__issued_on__not_after_today",
            "critical",
            "was issued in the future",
            "event_id=event-7, issued_on=2031-10-07, today_on=2025-06-02",
        ),
        (
            "fct_sanction_events__title__encoding",
            "critical",
            "characters of a wrong text encoding",
            "event_id=event-8",
        ),
        (
            "fct_sanction_events__evidence_grade__grade_fell",
            "warning",
            "its evidence rows or documents are gone",
            "grade_before=official_text, grade_now=single_press",
        ),
        (
            "fct_sanction_events__event_id__lost_keys",
            "warning",
            "Keys are for ever",
            "event_id=event-10",
        ),
        (
            "rpt_events__fan_out",
            "critical",
            "does not have one row for each row of marts.fct_sanction_events",
            "report_rows=81, fact_rows=80",
        ),
        (
            "fct_vendor_share__value__scale",
            "critical",
            "fractions were entered instead of percent",
            "highest_value=0.49",
        ),
        (
            "fct_vendor_revenue__revenue_amount__scale",
            "critical",
            "entered in millions instead of whole units",
            "revenue_amount=5000",
        ),
        (
            "fct_event_market_reaction__return_pct__range",
            "critical",
            "a wrong price entered the window",
            "870",
        ),
        (
            "dim_vendor__vendor_name_zh__script",
            "warning",
            "holds no Chinese character",
            "vendor_id=v5",
        ),
        ("fct_measure_status__rows_halved", "critical", "could not run", ""),
    ],
)
def test_a_fault_in_a_candidate_is_caught_and_told(
    faulty_candidate: tuple[Path, Results], check_id: str, severity: str, told: str, example: str
) -> None:
    result = faulty_candidate[1][check_id]
    assert not result.passed
    assert result.severity == severity
    assert told in result.message
    assert example in "\n".join(result.failing_examples)


def test_a_missing_table_does_not_keep_the_other_suites_from_running(
    faulty_candidate: tuple[Path, Results],
) -> None:
    _, results = faulty_candidate
    assert {results[name].table for name in not_run(results)} == {"fct_measure_status"}


def test_examples_are_at_most_twenty_and_hold_no_secret(
    faulty_candidate: tuple[Path, Results],
) -> None:
    _, results = faulty_candidate
    (example,) = results["fct_sanction_events__title__encoding"].failing_examples
    assert "event_id=event-8" in example
    assert "hidden" not in example
    many = results["fct_sanction_events__summary__encoding"]
    assert (many.observed, len(many.failing_examples)) == ("32 rows", 20)
    assert max(len(result.failing_examples) for result in results.values()) == 20


def test_thresholds_drawn_from_history_carry_their_date() -> None:
    dated = [rule for rules in gate_rules().values() for rule in rules if rule.since]
    assert len(dated) >= 15
    assert all(date.fromisoformat(rule.since or "") and rule.note for rule in dated)


def test_a_release_of_another_shape_is_compared_as_far_as_it_goes(
    tmp_path: Path, last_release: Path
) -> None:
    older = tmp_path / "older.duckdb"
    shutil.copyfile(last_release, older)
    with duckdb.connect(str(older)) as connection:
        connection.execute("alter table marts.fct_stock_daily drop column volume_shares")
        connection.execute("drop table marts.fct_entity_listings")
    results = by_id(run_publication_gate(candidate(tmp_path / "b"), older, today=TODAY))
    assert not_run(results) == {}
    assert failed_of(results, SOUND_MARTS) == {}


def test_an_unreadable_release_fails_every_check_with_the_reason(tmp_path: Path) -> None:
    broken = tmp_path / "broken.duckdb"
    broken.write_bytes(b"not a database" * 1000)
    results = run_publication_gate(candidate(tmp_path / "b"), broken, today=TODAY)
    assert all(result.blocks and "could not run" in result.message for result in results)


def test_every_suite_of_the_publication_gate_has_its_mart() -> None:
    covered = {entry.table for entry in load_catalogue() if entry.layer == "publication"}
    assert covered == set(marts())


def test_raw_rows_of_another_type_are_told_as_not_run(tmp_path: Path) -> None:
    path = sound_raw_build(tmp_path / "b").write()
    file = path / "raw/yahoo_chart__bars" / f"{sha('yahoo_chart/bars ')}.parquet"
    table = pq.read_table(file)
    position = table.schema.get_field_index("close")
    text = pa.array(["not a price"] * table.num_rows, pa.string())
    pq.write_table(table.set_column(position, "close", text), file)
    result = by_id(run_raw_gate(path))["yahoo_chart__bars__close__range"]
    assert result.blocks
    assert "could not run" in result.message
