"""Which columns the user's own files may have, and what may stand in them.

Belongs here: the declarations of `warehouse/overlay/*.csv`, one a file.
Does not belong here: reading or checking a file (files.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "text", "prose", "key", "date", "instant", "whole", "number", "flag", "zone", "currency", "keys"
]
Roles = tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """One column. What a kind allows is said in files.py; prose is text of several lines.

    An empty cell takes `default`. `among` names the table a value must be found in (the user's
    rows count), `apart_from` the curated table it must not be found in. `roles` are what may
    follow a key of a `keys` cell after a colon; the first one stands where none is given.
    """

    name: str
    kind: Kind = "text"
    is_required: bool = False
    allowed: tuple[str, ...] = ()
    among: str = ""
    apart_from: str = ""
    default: str = ""
    pattern: str = ""
    at_least: float | None = None
    at_most: float | None = None
    roles: Roles = ()


@dataclass(frozen=True)
class OverlayFile:
    """One file: its columns, and those that identify a row."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]


HEADLINE_INSTRUMENTS = (
    "antitrust", "bill", "entity_listing", "export_rule", "import_restriction",
    "investment_restriction", "license_requirement", "relaxation", "security_review", "tariff",
    "window_guidance",
)  # fmt: skip
"""What a headline may report: those of the lexicon's instruments.csv."""

_CONFIDENCE = ("high", "medium", "low")
_SOURCE = Column("source", default="user's own row")
_SURE = Column("confidence", allowed=_CONFIDENCE, default="medium")
_CURRENCY = Column("currency", "currency", is_required=True)

VENDORS = OverlayFile(
    "vendors",
    ("vendor_id",),
    (
        Column("vendor_id", "key", True, apart_from="vendors"),
        Column("vendor_name", is_required=True),
        Column("vendor_name_zh"),
        Column("headquarters_country", among="countries"),
        Column(
            "vendor_kind",
            is_required=True,
            allowed=(
                "chip_designer", "foundry", "memory", "equipment", "eda", "cloud", "server",
                "supercomputer", "ai_software", "telecom", "distributor", "other",
            ),
        ),
        Column("parent_vendor_id", "key", among="vendors"),
        Column("cik", "whole", at_least=1),
        Column("fiscal_year_end_month", "whole", at_least=1, at_most=12),
        _SOURCE,
        _SURE,
    ),
)  # fmt: skip

VENDOR_ALIASES = OverlayFile(
    "vendor_aliases",
    ("alias",),
    (
        Column("vendor_id", "key", True, among="vendors"),
        Column("alias", is_required=True),
        Column("language", allowed=("en", "zh", "other"), default="en"),
        Column("match_kind", allowed=("exact", "prefix"), default="exact"),
        Column("replaces", "keys", among="vendors"),
        _SOURCE,
        _SURE,
    ),
)

SECURITIES = OverlayFile(
    "securities",
    ("security_id",),
    (
        Column("security_id", "key", True, apart_from="securities"),
        Column("symbol", is_required=True),
        Column("vendor_id", "key", among="vendors"),
        Column("security_kind", allowed=("stock", "etf", "index"), default="stock"),
        Column("security_name", is_required=True),
        Column("mic", is_required=True, among="exchanges"),
        _CURRENCY,
        Column("benchmark_security_id", "key", among="securities"),
        Column("benchmark_note", "prose"),
        Column("daily_limit_pct", "number", at_least=0, at_most=100),
        Column("listed_on", "date"),
        _SOURCE,
        _SURE,
    ),
)

BENCHMARKS = OverlayFile(
    "benchmarks",
    ("security_id",),
    (
        Column("security_id", "key", True, among="securities"),
        Column("benchmark_security_id", "key", True, among="securities"),
        _SOURCE,
    ),
)

_FIGURES = (
    "fp64_tflops", "tf32_tflops", "fp16_tflops", "fp8_tflops", "fp6_tflops", "fp4_tflops",
    "int8_tops", "int4_tops", "stated_tpp", "die_area_mm2", "die_area_alternative_mm2",
    "stated_performance_density", "memory_gb", "memory_bandwidth_gb_s", "dram_bandwidth_gb_s",
    "link_gb_s", "host_gb_s", "interconnect_gb_s",
)  # fmt: skip

CHIPS = OverlayFile(
    "chips",
    ("chip_id",),
    (
        Column("chip_id", "key", True, apart_from="chip_models"),
        Column("chip_name", is_required=True),
        Column("vendor_id", "key", True, among="vendors"),
        Column("family_chip_id", "key", among="chip_families"),
        Column("variant_of_chip_id", "key", among="chip_models"),
        Column("designer_country", is_required=True, among="countries"),
        Column("architecture"),
        Column("launched_on", "date"),
        Column("launched_period"),
        Column("process_node"),
        Column("memory_type"),
        Column("is_non_planar", "flag"),
        Column("is_designed_for_datacenter", "flag"),
        Column(
            "china_sale",
            is_required=True,
            allowed=("sold", "made_for_china", "not_sold", "domestic"),
        ),
        *(Column(name, "number", at_least=0) for name in _FIGURES),
        _SOURCE,
        _SURE,
        Column("note", "prose"),
    ),
)

EVENTS = OverlayFile(
    "events",
    ("event_id",),
    (
        Column("event_id", "key", True, apart_from="events", pattern=r"user-[a-z0-9][a-z0-9-]*"),
        Column("title", is_required=True),
        Column("summary", "prose", is_required=True),
        Column(
            "action_type",
            is_required=True,
            allowed=(
                "announce", "list", "delist", "amend", "correct", "suspend", "extend", "expire",
                "revoke", "license", "guide", "probe", "decide", "propose", "withdraw", "enact",
                "negotiate", "enforce",
            ),
        ),
        Column(
            "instrument",
            is_required=True,
            allowed=(
                "entity_listing", "unverified_listing", "military_company_listing",
                "investment_restriction", "export_rule", "is_informed_letter", "license_decision",
                "license_policy", "window_guidance", "procurement_rule", "security_review",
                "antitrust", "customs_action", "tariff", "trade_remedy", "statute", "consultation",
                "guidance", "agreement", "revenue_share", "denial_order", "veu_change",
                "enforcement", "bill", "trade_dispute",
            ),
        ),
        Column("direction", is_required=True, allowed=("tighten", "loosen", "neutral")),
        Column(
            "stage",
            allowed=(
                "proposal", "probe", "preliminary", "decision", "implementation", "scheduled",
            ),
            default="implementation",
        ),
        Column("scope", allowed=("core", "context"), default="core"),
        Column("authority_id", "key", True, among="authorities"),
        Column("jurisdiction", is_required=True, among="countries"),
        Column("target_jurisdictions", "keys", among="countries"),
        Column("document_number"),
        Column("official_number"),
        Column("issued_on", "date"),
        Column("first_public_on", "date", True),
        Column("first_public_at", "instant"),
        Column("first_public_zone", "zone"),
        Column(
            "first_public_session",
            allowed=("before_open", "during_session", "after_close", "unknown"),
            default="unknown",
        ),
        Column("public_inspection_on", "date"),
        Column("published_on", "date"),
        Column("effective_on", "date"),
        Column("compliance_on", "date"),
        Column("expires_on", "date"),
        Column("date_note", "prose"),
        Column("date_confidence", allowed=_CONFIDENCE, default="medium"),
        Column("event_confidence", allowed=_CONFIDENCE, default="medium"),
        Column("legal_citation"),
        Column(
            "evidence_kind",
            allowed=(
                "official_text", "public_inspection", "press_release", "official_statement",
                "company_filing", "law_firm_note", "press",
            ),
            default="press",
        ),
        Column("source", is_required=True),
        Column("source_url", pattern=r"https?://\S+"),
        _SURE,
        Column(
            "vendors",
            "keys",
            among="vendors",
            roles=("restricted", "target", "favoured", "supplier", "buyer"),
        ),
        Column("chips", "keys", among="chip_families"),
    ),
)  # fmt: skip

RATES = OverlayFile(
    "rates",
    ("currency", "rate_on"),
    (
        _CURRENCY,
        Column("rate_on", "date", True),
        Column("units_per_usd", "number", True, at_least=0.000001, at_most=1_000_000_000),
        _SOURCE,
    ),
)

REJECTIONS = OverlayFile(
    "rejections",
    ("event_id", "candidate_id"),
    (
        Column("event_id", "key", among="events"),
        Column("candidate_id"),
        Column("reason", "prose", is_required=True),
    ),
)

REVIEW = OverlayFile(
    "review",
    ("candidate_id", "decided_at"),
    (
        Column("candidate_id", is_required=True, pattern=r"(document|headline):\S+"),
        Column("decision", is_required=True, allowed=("core", "context", "none", "merge")),
        Column("decided_by", is_required=True),
        Column("decided_at", "instant", True),
        Column("reason", "prose", is_required=True),
        Column("merged_into", pattern=r"story:\S+"),
        Column("instrument", allowed=HEADLINE_INSTRUMENTS),
        Column("issuer_jurisdiction", among="countries"),
        Column("direction", allowed=("tighten", "loosen")),
        Column("title", "prose"),
        Column("published_on", "date"),
        Column("story_id"),
    ),
)

FEEDS = OverlayFile(
    "feeds",
    ("feed",),
    (
        Column("feed", is_required=True),
        Column("url", is_required=True, pattern=r"https?://\S+"),
        Column("is_aggregator", "flag", default="false"),
    ),
)

OWNERSHIP = OverlayFile(
    "ownership",
    ("owner_name", "owned_name", "known_from"),
    (
        Column("owner_name", is_required=True),
        Column("owner_vendor_id", "key", among="vendors"),
        Column("owned_name", is_required=True),
        Column("owned_vendor_id", "key", among="vendors"),
        Column(
            "share_kind",
            is_required=True,
            allowed=("exact", "range", "majority", "minority", "consolidated", "unknown"),
        ),
        Column("share_pct_min", "number", at_least=0, at_most=100),
        Column("share_pct_max", "number", at_least=0, at_most=100),
        Column("is_direct", "flag", default="true"),
        Column("valid_from", "date"),
        Column("valid_to", "date"),
        Column("known_from", "date", True),
        Column("note", "prose"),
        _SOURCE,
        Column("source_url", pattern=r"https?://\S+"),
        _SURE,
    ),
)  # fmt: skip

WATCH = OverlayFile(
    "watch",
    ("watch_id",),
    (
        Column("watch_id", "key", True),
        Column("customer", pattern=".{1,300}"),
        Column("owners", pattern=".{1,2000}"),
        Column("chip", "key", among="chips_and_families"),
        Column("country", among="countries"),
        Column("headquarters", among="countries"),
        Column(
            "export_type",
            allowed=("export_from_us", "reexport", "in_country_transfer"),
            default="export_from_us",
        ),
        Column("note", "prose"),
    ),
)

_ALL = (
    VENDORS, VENDOR_ALIASES, OWNERSHIP, SECURITIES, BENCHMARKS, CHIPS, EVENTS, RATES, REJECTIONS,
    REVIEW, FEEDS, WATCH,
)  # fmt: skip
FILES = {file.name: file for file in _ALL}
