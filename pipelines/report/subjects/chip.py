"""The page of a chip: status on both sides, actions, figures, estimates.

Belongs here: its queries. Does not belong here: how it looks.
"""

from __future__ import annotations

from pipelines.report.subjects.model import Kind, Table
from pipelines.report.subjects.shared_tables import actions, evidence, reactions

_EVENTS = """
    select chips.chip_id as subject_id, named.event_id, 'names it or its family' as relation
    from {dim_chip} as chips
    inner join {bridge_event_chips} as named on chips.family_chip_id = named.family_chip_id
"""
CHIP = Kind(
    "chip",
    "chips",
    "Chip",
    """
    select chips.chip_id as subject_id,
        case
            when vendors.vendor_name is null or starts_with(chips.chip_name, vendors.vendor_name)
                then chips.chip_name
            else vendors.vendor_name || ' ' || chips.chip_name
        end as name,
        chips.vendor_id, vendors.vendor_name, families.family_chip_name,
        variants.chip_name as variant_of_name,
        chips.variant_of_chip_id, chips.launched_on, chips.launched_period, chips.china_sale,
        now.us_status, since.us_status_from, now.us_license_policy,
        now.us_paragraph, now.us_why,
        coalesce(now.chinese_measures, 'no Chinese measure that names it or its family')
            as chinese_side,
        chips.tpp, chips.performance_density, chips.memory_gb, chips.memory_bandwidth_gb_s,
        chips.confidence, chips.source, chips.note, chips.is_user_data
    from {dim_chip} as chips
    left join {dim_vendor} as vendors on chips.vendor_id = vendors.vendor_id
    left join {dim_chip_family} as families on chips.family_chip_id = families.family_chip_id
    left join {dim_chip} as variants on chips.variant_of_chip_id = variants.chip_id
    left join {rpt_chip_status} as now on chips.chip_id = now.chip_id
        and holds(now.valid_from, now.valid_to)
    left join (
        select present.chip_id, coalesce(
            max(earlier.valid_to) filter (earlier.us_status <> present.us_status),
            min(earlier.valid_from)
        ) as us_status_from
        from {rpt_chip_status} as present
        inner join {rpt_chip_status} as earlier on present.chip_id = earlier.chip_id
            and earlier.valid_from <= present.valid_from
        where holds(present.valid_from, present.valid_to)
        group by present.chip_id
    ) as since on chips.chip_id = since.chip_id
    """,
    {
        "vendor_name": "Vendor",
        "family_chip_name": "Family",
        "variant_of_name": "Variant of",
        "launched_period": "On sale since",
        "china_sale": "Made for China",
        "us_status": "Washington today: export to China",
        "us_status_from": "so since",
        "us_license_policy": "License policy",
        "us_paragraph": "Paragraph",
        "us_why": "Why",
        "chinese_side": "Beijing today",
        "tpp": "Total processing performance",
        "performance_density": "Performance density",
        "memory_gb": "Memory, GB",
        "memory_bandwidth_gb_s": "Memory bandwidth, GB/s",
        "confidence": "Confidence in the figures",
    },
    (
        Table(
            "status",
            "Status on both sides through time",
            "What US rules and letters say about an export from the United States to a Chinese "
            "consignee, and which Chinese measures bear on it. What the texts come to, not "
            "whether licenses were given; not legal advice.",
            """
            select chip_id as subject_id, valid_from, valid_to, us_status, us_license_policy,
                us_paragraph, us_citation, us_why, us_open_conditions, us_missing_field,
                chinese_measures, has_chinese_measure, figure_confidence, is_sample
            from {rpt_chip_status} order by chip_id, valid_from
            """,
            {
                "valid_from": "from",
                "valid_to": "until before",
                "us_status": "Washington",
                "us_license_policy": "license policy",
                "us_paragraph": "paragraph",
                "chinese_measures": "Beijing",
            },
            "No status is computed.",
        ),
        actions(_EVENTS, "relation"),
        Table(
            "figures",
            "Figures",
            "Each figure with its own source; a figure that is missing is unknown.",
            """
            select chip_id as subject_id, figure, figure_value, unit, source, confidence, note,
                payload_sha256
            from {fct_chip_figures} order by chip_id, figure
            """,
            {
                "figure": "figure",
                "figure_value": "value",
                "unit": "unit",
                "source": "source",
                "confidence": "confidence",
                "note": "note",
            },
            "No figure is on record.",
        ),
        Table(
            "estimates",
            "Estimates of units",
            "Shipments, orders and capacity of its family, by who counted; never averaged.",
            """
            select chips.chip_id as subject_id, estimates.period_start_on,
                estimates.period_end_on, estimates.flow, estimates.unit, estimates.low,
                estimates.mid, estimates.high, estimates.bound, estimates.estimator,
                estimates.estimate_kind, estimates.is_forecast, estimates.published_on,
                estimates.confidence, estimates.source, estimates.source_url
            from {dim_chip} as chips
            inner join {fct_chip_unit_estimates} as estimates
                on chips.family_chip_id = estimates.family_chip_id
            order by chips.chip_id, estimates.period_end_on desc, estimates.estimate_id
            """,
            {
                "period_start_on": "from",
                "period_end_on": "to",
                "flow": "what",
                "low": "low",
                "mid": "middle",
                "high": "high",
                "unit": "unit",
                "estimator": "who",
                "estimate_kind": "kind",
                "confidence": "confidence",
                "source": "source",
            },
            "Nobody's count of its family is on record.",
        ),
        reactions(
            _EVENTS,
            "reactions.vendor_id = (select any_value(own.vendor_id) from {dim_chip} as own "
            "where own.chip_id = of_subject.subject_id)",
        ),
        evidence(_EVENTS),
    ),
)
