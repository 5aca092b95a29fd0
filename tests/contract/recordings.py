"""Which recorded answers each dataset is read from.

`test_simulator_evidence.py` holds them to be all there are.

Files are below ../shared/payloads, where they are; they are not part of the project.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from pipelines.parsing.records import PayloadError
from pipelines.raw.parse import parse_payload
from pipelines.specs import DatasetSpec

ASSEMBLED = ("_from_issues", "_from_clients", "error_bodies")
"""Parts of the names of files that were put together from reports and clients, not recorded."""

RECORDINGS: Mapping[str, tuple[str, ...]] = {
    "alpha_vantage/bars": ("alphavantage/TIME_SERIES_DAILY_SMH_compact.csv",),
    "comtrade/flows": (
        "comtrade/comtradeplus_csv_annual_8542.csv",
        "comtrade/get_C_A_HS_CHN_2010.json",
    ),
    "csl/entries": (
        "csl/csl_ai_chip_rows_2022-04.csv",
        "csl/csl_json_records_real_2026-09-25.json",
        "csl/moov_consolidated_2022-04_head200lines.csv",
        "csl/moov_consolidated_2025.csv",
        "csl/whole_list_content_2022-04.csv.gz",
    ),
    "federal_register/documents": (
        "federal_register/fr_toolbelt_bis_docs_allfields.json",
        "federal_register/swift_batch-missing-duplicate.json",
        "federal_register/swift_regulatory-document.json",
        "federal_register/swift_search-newest-page-one.json",
        "federal_register/swift_search-newest-page-two.json",
    ),
    "gdelt_doc/articles": ("gdelt_doc/artlist_oil_2023_raw.json",),
    "google_news/items": ("google_news/google_news_search_brent_en-GB_20260805.xml",),
    "ofac/consolidated": ("ofac/moov_cons_prim_CMIC_rows.csv",),
    "ofac/sdn": ("ofac/moov_sdn_head400.csv",),
    "opensanctions/entities": ("opensanctions/yente_t1_entities.ftm_head5.json",),
    "rss/items": (
        "rss/encoding_rss.xml",
        "rss/feed_extractor_atom_realworld.xml",
        "rss/feed_extractor_rdf.xml",
        "rss/guardian_rss.xml",
    ),
    "sec/company_facts": (
        "sec/companyfacts_CIK0001045810_full.json.gz",
        "sec/companyfacts_CIK0001045810_trimmed.json",
    ),
    "sec/inline_facts": (
        "sec/filings/nvda_10k_fy2025.htm.gz",
        "sec/filings/nvda_10q_q2_fy2026.htm.gz",
    ),
    "sec/submissions": ("sec/submissions_trimmed.json",),
    "stooq/bars": ("stooq/nvda_us_d_head_tail.csv",),
    "taiwan_customs/exports": ("taiwan_customs/cuswebo_export_csv_8542_by_year.csv",),
    "tiingo/bars": ("tiingo/ticker_price_with_date.yaml",),
    "yahoo_chart/bars": ("yahoo/v8_chart_NVDA_5d_2024-01-22_presplit.json",),
}


def bodies(path: Path) -> Iterator[bytes]:
    """The answers that a file holds: itself, or each one of a cassette."""
    content = path.read_bytes()
    if path.suffix == ".gz":
        content = gzip.decompress(content)
    if path.suffix != ".yaml":
        yield content
        return
    for one in yaml.safe_load(content).get("interactions", []):
        body = one["response"]["body"]["string"]
        yield body.encode() if isinstance(body, str) else body


def read_from(folder: Path, spec: DatasetSpec) -> tuple[str, ...]:
    """The recorded files of the source's own that its parser reads rows from, by their names."""
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        publisher = path.relative_to(folder).parts[0].replace("_", "")
        is_own = spec.source.replace("_", "").startswith(publisher)
        if not is_own or any(mark in path.name for mark in ASSEMBLED):
            continue
        for body in bodies(path):
            try:
                rows = parse_payload(spec, body).row_count
            except PayloadError:
                continue
            if rows:
                found.append(path.relative_to(folder).as_posix())
                break
    return tuple(found)
