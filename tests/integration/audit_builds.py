"""Small sound builds for the tests of the two gates; every planted fault starts from these."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from pipelines.audit.catalogue import load_catalogue
from pipelines.raw.inputs import PAYLOADS_SCHEMA, SOURCES_SCHEMA
from pipelines.raw.parse import parse_payload
from pipelines.specs import load_specs
from pipelines.warehouse import REPOSITORY
from tests.simulator.harness import answers
from tests.simulator.sources import SERVICES
from tests.simulator.world import World

Row = dict[str, Any]
OBSERVED = datetime(2025, 6, 2, 12, tzinfo=UTC)


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def business_days(first: date, count: int) -> list[date]:
    days, day = [], first
    while len(days) < count:
        if day.isoweekday() <= 5:
            days.append(day)
        day += timedelta(days=1)
    return days


def documents() -> list[Row]:
    return [
        {
            "document_number": f"2022-{20000 + n}",
            "title": f"Revisions to export controls, part {n}",
            "document_type": "Rule",
            "abstract": "In this rule controls on certain items are revised.",
            "action": "Final rule.",
            "dates": "Effective at once.",
            "publication_date": date(2022, 3, 1) + timedelta(days=n),
            "effective_on": date(2022, 3, 1) + timedelta(days=n),
            "citation": f"87 FR {1000 + 20 * n}",
            "volume": 87,
            "start_page": 1000 + 20 * n,
            "end_page": 1010 + 20 * n,
            "agency_slugs": ["industry-and-security-bureau"],
            "docket_ids": [f"D-{n}"],
            "regulation_id_numbers": ["0694-AI00"],
            "cfr_references": ["15 CFR 744"],
            "html_url": f"https://www.federalregister.gov/documents/2022-{20000 + n}",
        }
        for n in range(30)
    ]


def bars(symbol: str = "NVDA", currency: str = "USD", zone: str = "America/New_York") -> list[Row]:
    rows = []
    for n, day in enumerate(business_days(date(2024, 1, 2), 260)):
        close = Decimal(100 + n % 7)
        rows.append(
            {
                "symbol": symbol,
                "session_on": day,
                "open": close - 1,
                "high": close + 2,
                "low": close - 2,
                "close": close,
                "adj_close": close,
                "volume": 1_000_000 + n,
                "currency": currency,
                "exchange_name": "X",
                "exchange_timezone": zone,
            }
        )
    return rows


def facts() -> list[Row]:
    return [
        {
            "cik": 1045810,
            "entity_name": "NVIDIA CORP",
            "taxonomy": "us-gaap",
            "tag": "Revenues",
            "unit": "USD",
            "period_start": date(2020, 1, 27) + timedelta(days=30 * n),
            "period_end": date(2020, 4, 26) + timedelta(days=30 * n),
            "value": Decimal(3_000_000_000 + n),
            "accession_number": f"0001045810-20-{n:06d}",
            "fiscal_year": (date(2020, 5, 20) + timedelta(days=30 * n)).year,
            "fiscal_period": "Q1",
            "form": "10-Q",
            "filed_on": date(2020, 5, 20) + timedelta(days=30 * n),
            "frame": "CY2020Q1",
        }
        for n in range(30)
    ]


def entries(first: int = 0, count: int = 40) -> list[Row]:
    return [
        {
            "entry_key": sha(f"entry {n}")[:16],
            "entry_id": str(n),
            "source_list": "Entity List (EL) - Bureau of Industry and Security",
            "list_code": "EL",
            "programs": [],
            "name": f"Example Semiconductor Company {n}",
            "addresses": ["Beijing, CN"],
            "address_countries": ["CN"],
            "federal_register_notice": "87 FR 77505",
            "citations": ["87 FR 77505"],
            "start_on": date(2022, 12, 16),
            "license_requirement": "For all items",
            "license_policy": "Presumption of denial",
            "source_list_url": "https://www.bis.gov/entity-list",
            "source_information_url": "https://www.bis.gov/entity-list",
            "alt_names": [],
        }
        for n in range(first, first + count)
    ]


def _asked_for(url: str, rows: list[Row]) -> str:
    """The address with the values of the first row where it has a place for a column."""
    first = rows[0] if rows else {}
    return re.sub(r"\{(\w+)\}", lambda place: str(first.get(place[1], place[0])), url)


class RawBuild:
    """The raw files and inputs of a build, as `pipelines/raw/inputs.py` lays them out."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.payloads: list[Row] = []
        self.tables: dict[tuple[str, str], pa.Table] = {}

    def add(  # one payload of a dataset
        self,
        name: str,
        rows: list[Row],
        *,
        label: str = "",
        observed_at: datetime = OBSERVED,
        basis: str = "composed_at",
        reported: int | None = None,
        outcome: str = "ok",
    ) -> None:
        spec = load_specs()[name]
        payload = sha(f"{name} {label}")
        kept = [
            {**row, "payload_sha256": payload, "row_number": number}
            for number, row in enumerate(rows, 1)
        ]
        schema = pa.schema([field.with_nullable(True) for field in raw_schema(spec.arrow_schema)])
        self.tables[spec.raw_name, payload] = pa.Table.from_pylist(kept, schema)
        self.payloads.append(
            {
                "payload_sha256": payload,
                "source": spec.source,
                "dataset": spec.dataset,
                "url": _asked_for(spec.url, rows),
                "parameters": None,
                "observed_at": observed_at,
                "observed_basis": basis,
                "outcome": outcome,
                "row_count": len(rows) if reported is None else reported,
                "reject_count": 0,
            }
        )

    def write(self) -> Path:
        (self.path / "inputs").mkdir(parents=True)
        pq.write_table(
            pa.Table.from_pylist(self.payloads, PAYLOADS_SCHEMA),
            self.path / "inputs/payloads.parquet",
        )
        sources = [
            {
                "source": spec.source,
                "dataset": spec.dataset,
                "min_rows": spec.rows.minimum,
                "max_rows": spec.rows.maximum,
            }
            for spec in load_specs().values()
        ]
        pq.write_table(
            pa.Table.from_pylist(sources, SOURCES_SCHEMA), self.path / "inputs/sources.parquet"
        )
        for spec in load_specs().values():
            folder = self.path / "raw" / spec.raw_name
            folder.mkdir(parents=True)
            empty = raw_schema(spec.arrow_schema).empty_table()
            pq.write_table(empty, folder / "_empty.parquet")
        for (table, payload), content in self.tables.items():
            pq.write_table(content, self.path / "raw" / table / f"{payload}.parquet")
        return self.path


def raw_schema(declared: pa.Schema) -> pa.Schema:
    for name, kind in (("payload_sha256", pa.string()), ("row_number", pa.int64())):
        if name not in declared.names:
            declared = declared.append(pa.field(name, kind))
    return declared


COMPOSED: Mapping[str, Callable[[], list[Row]]] = {
    "federal_register/documents": documents,
    "yahoo_chart/bars": bars,
    "sec/company_facts": facts,
    "csl/entries": entries,
    "price_csv/bars": bars,
}


ANSWERED = [
    name for name, s in load_specs().items() if s.source in SERVICES and name not in COMPOSED
]
"""The rest of what can be fetched; their sound rows are what the simulated services answer."""
RAW_TABLES = frozenset(load_specs()[name].raw_name for name in (*COMPOSED, *ANSWERED))


def sound_raw_build(path: Path) -> RawBuild:
    build = RawBuild(path)
    for name, rows in COMPOSED.items():
        build.add(name, rows())
    build.add("yahoo_chart/bars", bars("688256.SS", "CNY", "Asia/Shanghai"), label="688256.SS")
    for name in ANSWERED:
        build.add(name, simulated(name), observed_at=SIMULATED.now)
    return build


SIMULATED = World()


def simulated(name: str) -> list[Row]:
    """The rows of one whole answer of a simulated service."""
    spec = load_specs()[name]
    body = answers(SIMULATED, spec.source, spec.dataset)[0]
    return [dict(row) for row in parse_payload(spec, body).rows]


def marts() -> dict[str, dict[str, str]]:
    """Columns and types of every mart that has a suite, from the contracts in the dbt project."""
    covered = {entry.table for entry in load_catalogue() if entry.layer == "publication"}
    tables: dict[str, dict[str, str]] = {}
    for path in sorted((REPOSITORY / "dbt_project/models/marts").rglob("*.yml")):
        for model in yaml.safe_load(path.read_text()).get("models", []):
            if model["name"] not in covered:
                continue
            tables[model["name"]] = {
                column["name"]: column["data_type"] for column in model["columns"]
            }
    return tables


def candidate(
    path: Path, change: Callable[[duckdb.DuckDBPyConnection], None] | None = None
) -> Path:
    """A sound candidate.duckdb below `path`, after `change` was done to it."""
    path.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(path / "candidate.duckdb")) as connection:
        connection.execute("create schema marts")
        for table, columns in marts().items():
            declared = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
            connection.execute(f"create table marts.{table} ({declared})")
        for table, query in _CONTENT.items():
            connection.execute(f"insert into marts.{table} by name {query}")
        for report, fact in _REPORTS.items():
            connection.execute(f"insert into marts.{report} by name select * from ({fact})")
        if change is not None:
            change(connection)
        connection.execute("checkpoint")
    return path


_DAYS = """
    select unnest(generate_series(date '2023-01-02', date '2024-12-31', interval 1 day))::date
        as d"""
_CONTENT = {
    "fct_sanction_events": """
        select 'event-' || n as event_id, 'A measure with number ' || n as title,
            'A summary in our own words of the measure ' || n as summary, 'core' as scope,
            make_date(2019 + n % 6, 3, 1 + n % 28) as known_from, known_from as issued_on,
            known_from as first_public_on, known_from as effective_on,
            'official_text' as evidence_grade, '87 FR 1000' as legal_citation
        from range(80) t(n)""",
    "bridge_event_vendors": """
        select 'event-' || n as event_id, 'v' as vendor_id from range(60) t(n)""",
    "bridge_event_chips": "select 'event-' || n as event_id from range(60) t(n)",
    "bridge_event_evidence": """
        select 'event-' || n as event_id, 1 as evidence_no, 'A headline in our words' as title,
            'https://example.org/' || n as url from range(80) t(n)""",
    "bridge_event_measures": """
        select 'event-' || n as event_id, 'm' as measure_id from range(50) t(n)""",
    "dim_measure": "select 'm' || n as measure_id, 'Measure' as measure_title from range(30) t(n)",
    "fct_measure_status": """
        select 'm' || n as measure_id, date '2022-10-07' as valid_from,
            if(n % 2 = 0, 'in_force', 'suspended') as status from range(40) t(n)""",
    "fct_entity_listings": """
        select 'l' || n as listing_id, 'Example Company ' || n as entity_name, 'v' as vendor_id,
            case when n < 40 then 'EL' else 'UVL' end as list_code, 'CN' as heading_country,
            date '2022-12-16' as valid_from, 1 as entry_count, 1 as address_count,
            timestamp '2025-01-01' as last_seen_at from range(50) t(n)""",
    "dim_entity": "select 'e' || n as entity_id, 'Company' as entity_name, 1 as listing_count "
    "from range(50) t(n)",
    "dim_security": """
        select unnest(['nvda', 'amd']) as security_id, date '2024-12-31' as last_bar_on""",
    "fct_stock_daily": f"""
        select security_id, d as session_on, 100 + day(d) % 5 as close_split_adjusted,
            close_split_adjusted - 1 as open, close_split_adjusted + 2 as high,
            close_split_adjusted - 2 as low, 1000000 + day(d) as volume_shares,
            (day(d) % 5) - 2.0 as return_pct, false as is_extreme_range,
            date '2025-01-02' as price_basis_as_of_on
        from ({_DAYS}), (select unnest(['nvda', 'amd']) as security_id) where isodow(d) < 6""",
    "fct_event_market_reaction": """
        select 'event-' || n as event_id, 'nvda' as security_id, 'market_model' as model,
            date '2024-01-02' as day0_on, -2.1 as return_pct, -1.9 as abnormal_return_pct,
            1.7 as beta, -2.2 as t_statistic, true as is_estimable from range(40) t(n)""",
    "dim_vendor": "select 'v' || n as vendor_id, 'Vendor ' || n as vendor_name, "
    "'寒武纪' as vendor_name_zh from range(60) t(n)",
    "fct_vendor_revenue": """
        select 'r' || n as revenue_id, 'nvidia' as vendor_id, 'total' as geography,
            'USD' as currency,
            date '2020-04-26' + (91 * n)::integer as period_end_on, 'quarter' as period_kind,
            'reported' as basis, true as is_preferred, 5000000000 + n as revenue_amount,
            5000000000 + n as revenue_usd from range(16) t(n)""",
    "fct_vendor_share": """
        select 's' || n as share_id, 'nvidia' as vendor_id, 'china_ai_accelerators' as market,
            'share_pct' as measure, 'IDC' as firm, 'pct' as unit, 20 + n as value,
            date '2024-06-01' as published_on, date '2023-01-01' as period_start_on
        from range(30) t(n)""",
    "fct_company_disclosures": "select 'd' || n as disclosure_id, 4500000000 as amount_usd, "
    "date '2025-05-28' as filed_on from range(10) t(n)",
    "dim_date": f"select d as date_on from ({_DAYS}) union all select date '2026-12-31'",
}
_REPORTS = {
    "rpt_events": "select event_id from marts.fct_sanction_events",
    "rpt_listed_entities": "select listing_id from marts.fct_entity_listings",
    "rpt_market_reaction": "select event_id from marts.fct_event_market_reaction",
    "rpt_vendor_revenue": "select revenue_id from marts.fct_vendor_revenue",
    "rpt_vendor_share": "select share_id from marts.fct_vendor_share",
}

SOUND_MARTS = frozenset({*_CONTENT, *_REPORTS})
