"""What the overview tells, read from one released file.

Belongs here: the queries and their result as plain rows. Does not belong here: the pages of single
subjects (`subjects/`), charts and HTML.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pipelines.errors import ChipwatchError
from pipelines.labels import Labels
from pipelines.report.reading import Reader, Row, opened

CHANGES_SHOWN = 40
QUEUE_SHOWN = 40
WATCHED = ("nvda", "688256-ss")

_EVENTS = """
    select events.event_id, public_on, events.title, events.issuer_name, events.jurisdiction,
        events.direction, events.instrument, events.evidence_grade, events.source_url,
        acts.authority_id,
        exists (
            select 1 from {bridge_event_vendors} as named
            where named.event_id = events.event_id and named.vendor_id = 'nvidia'
        ) as names_nvidia,
        exists (
            select 1 from {bridge_event_vendors} as named
            where named.event_id = events.event_id and named.vendor_id = 'cambricon'
        ) as names_cambricon
    from {rpt_events} as events
    inner join {fct_sanction_events} as acts on events.event_id = acts.event_id
    where events.scope = 'core' and events.jurisdiction in ('US', 'CN')
        and events.direction in ('tighten', 'loosen') and public_on <= ?
    order by public_on, events.event_id
"""
_REACTIONS = """
    select event_id, day0_on, jurisdiction, direction, event_title, abnormal_return_pct,
        t_statistic, p_quantile, q_value, estimation_sessions,
        count(*) over (partition by day0_on) as events_on_day0
    from {rpt_market_reaction}
    where security_id = 'nvda' and model = 'market_model' and window_label = '[0, 0]'
        and is_estimable and is_default and t_statistic <> 0
    order by day0_on, event_id
"""
_CHIPS = """
    with acted_on as (
        select family_chip_id, count(distinct event_id) as actions
        from {bridge_event_chips} group by family_chip_id
    ),
    told as (
        select chip_id, any_value(family_chip_id) as family_chip_id, count(*) as steps,
            any_value(chip_name) as chip_name
        from {rpt_chip_status} where not is_user_data group by chip_id
    ),
    chosen as (
        select told.chip_id, acted_on.actions,
            row_number() over (
                partition by told.family_chip_id order by told.steps desc, told.chip_name desc
            ) as place
        from told inner join acted_on on told.family_chip_id = acted_on.family_chip_id
    )
    select status.chip_id, status.chip_name, status.vendor_name, status.valid_from, status.valid_to,
        status.us_status, status.us_status_group, status.us_license_policy, status.us_paragraph,
        status.has_chinese_measure, status.chinese_measures, chosen.actions,
        models.launched_on
    from {rpt_chip_status} as status
    inner join {dim_chip} as models on status.chip_id = models.chip_id
    inner join chosen on status.chip_id = chosen.chip_id and chosen.place = 1
    order by status.vendor_name <> 'Nvidia', status.vendor_name, chosen.actions desc,
        status.chip_name, status.valid_from
"""
_SHARE = """
    select vendor_id, period_start_on, period_end_on, vendor_name, value, firm, denominator,
        estimate_kind, is_preferred, is_lower_bound, confidence, source, published_on,
        min(value) over one_thing as lowest, max(value) over one_thing as highest
    from {rpt_vendor_share}
    where market = 'china_ai_accelerators' and measure = 'share_pct'
        and vendor_id <> 'all-vendors'
        and date_diff('day', period_start_on, period_end_on) between 360 and 370
    window one_thing as (partition by vendor_id, period_start_on, period_end_on)
    order by period_end_on, vendor_name, firm, published_on, value, share_id
"""
_REVENUE = """
    select vendor_name, period_start_on, period_end_on, period_kind, revenue_usd,
        share_of_total_pct, geo_basis, basis, confidence
    from {rpt_vendor_revenue}
    where vendor_id = 'nvidia' and geography = 'china_including_hong_kong' and is_preferred
        and period_kind = 'quarter' and share_of_total_pct is not null
    order by period_end_on
"""
_TRADE = """
    select hs_code, any_value(hs_description) as hs_description, partner_code, period_year,
        bool_or(is_partial_period) as is_partial, max(value_usd) as value_usd
    from {rpt_trade}
    where dataset = 'taiwan_customs/exports' and flow = 'export' and period_kind = 'year'
        and is_latest_vintage and partner_code in ('CN', 'HK')
        and hs_code in ('854231', '854232')
    group by hs_code, partner_code, period_year
    order by hs_code, partner_code, period_year
"""
_COMPUTE = """
    select year, term, h100e_8bit_low, h100e_8bit_central, h100e_8bit_high, is_high_open,
        terms_without_estimate, estimators, share_of_world_low_pct, share_of_world_high_pct,
        lowest_confidence
    from {rpt_china_compute_balance}
    order by year desc, term = 'stock_end' desc, term
"""
_COSTS = """
    select measure_id, measure_title, vendor_id, vendor_name, segments, first_period_start_on,
        last_period_end_on, charges_net_usd, lost_revenue_reported_usd, lost_revenue_expected_usd,
        sales_decline_usd, product_revenue_reported_usd, disclosure_count, lowest_confidence
    from {rpt_dollars_at_risk}
    order by first_period_start_on desc, vendor_name, measure_id
"""
_SHARE_MEASURES = """
    select year, vendor_id, vendor_name, cards_share_pct, value_share_pct, compute_share_low_pct,
        compute_share_central_pct, compute_share_high_pct, is_sample
    from {rpt_share_measures}
    where vendor_kind <> 'aggregate'
    order by year desc, coalesce(value_share_pct, cards_share_pct) desc, vendor_name
"""
_HUBS = """
    select hub_name, month_on, exporters, coalesce(own_inflow_usd, exporters_inflow_usd)
        as inflow_usd, outflow_usd, to_china_usd, china_reported_usd, bound_usd, is_inflow_only,
        accelerators_low, accelerators_high, power_low_gw, power_high_gw, is_sample
    from {rpt_hub_absorption}
    where bound_usd is not null
    order by hub_name, month_on
"""
_SURGES = """
    select found.surge_id, found.why, found.measure_id, measures.measure_title,
        reporters.country_name as reporter_name,
        coalesce(partners.country_name, found.partner_code) as partner_name, found.flow,
        found.group_id, goods.group_name, found.dataset, found.part, found.part_start_on,
        found.part_end_on,
        found.status, found.missing_months, found.value_usd, found.expected_usd,
        found.excess_usd, found.excess_pct, found.p_value, found.q_value, found.is_flagged,
        found.source, found.source_url, found.confidence
    from {fct_trade_anomalies} as found
    inner join {dim_trade_group} as goods on found.group_id = goods.group_id
    left join {dim_measure} as measures on found.measure_id = measures.measure_id
    left join {dim_country} as reporters on found.reporter_code = reporters.country_code
    left join {dim_country} as partners on found.partner_code = partners.country_code
    order by found.group_id, reporter_name, partner_name, found.part_start_on, found.surge_id
"""
_SURGE_MONTHS = """
    with series as (
        select distinct dataset, reporter_code, partner_code, flow, group_id,
            unnest(string_split(hs_codes, '; ')) as hs_code
        from {fct_trade_anomalies}
    )
    select reporters.country_name as reporter_name,
        coalesce(partners.country_name, series.partner_code) as partner_name, series.flow,
        series.group_id, goods.group_name, series.dataset, flows.period_start_on as month_on,
        sum(flows.value_usd) as value_usd
    from series
    inner join {fct_trade_flows} as flows
        using (dataset, reporter_code, partner_code, flow, hs_code)
    inner join {dim_trade_group} as goods on series.group_id = goods.group_id
    left join {dim_country} as reporters on series.reporter_code = reporters.country_code
    left join {dim_country} as partners on series.partner_code = partners.country_code
    where flows.period_kind = 'month' and flows.is_latest_vintage
    group by all
    having bool_and(flows.value_usd is not null)
    order by series.group_id, reporter_name, partner_name, series.flow, series.dataset, month_on
"""
_CHECKS = """
    select layer, severity, count(*) filter (is_passed) as passed,
        count(*) filter (not is_passed) as failed
    from meta.checks where release_id = ? group by layer, severity order by layer, severity
"""
_FAILED = """
    select severity, table_name, column_name, check_kind, observed, threshold, message
    from meta.checks where release_id = ? and not is_passed
    order by severity, table_name, column_name, check_kind
"""
_SOURCES = """
    select source, dataset, title, publisher, site, licence, redistribution, payload_count,
        row_count, reject_count, newest_on, status, status_reason
    from meta.sources order by source, dataset
"""
_GRADES = """
    select evidence_grade, count(*) as actions,
        count(*) filter (event_confidence = 'low' or date_confidence = 'low') as low_confidence
    from {rpt_events} where scope = 'core' group by evidence_grade
    order by actions desc, evidence_grade
"""
_QUEUE = """
    select first_on, title, instrument, second_instrument, issuer_jurisdiction, probability,
        publisher_count, reason, count(*) over () as waiting
    from {rpt_event_candidates} where candidate_state = 'review'
    order by review_weight desc, first_on desc, candidate_id
"""
_LOOKED_AT = """
    select authority_name, checked_until_on, checked_in, checked_source
    from {dim_authority} where checked_until_on is not null
    order by checked_until_on desc, authority_name
"""
_DOUBTS = (
    (
        "shares and sizes of markets with low confidence (recollected or one weak source)",
        "select count(*) filter (confidence = 'low'), count(*) from {rpt_vendor_share}",
    ),
    (
        "revenue figures with low confidence",
        "select count(*) filter (confidence = 'low'), count(*) from {rpt_vendor_revenue}",
    ),
    (
        "listings whose beginning was reconstructed after the fact",
        "select count(*) filter (is_reconstructed), count(*) from {rpt_listed_entities}",
    ),
    (
        "chips whose present US status for China cannot be told for want of a figure",
        "select count(*) filter (us_status = 'unknown'), count(*) from {rpt_chip_status} "
        "where holds(valid_from, valid_to)",
    ),
    (
        "pairs of action and security whose reaction is left out: the public day is a guess",
        "select count(*) filter (not is_default), count(*) from {rpt_market_reaction} "
        "where model = 'market_model' and window_label = '[0, 0]'",
    ),
    (
        "other pairs whose reaction cannot be estimated (market model, day 0)",
        "select count(*) filter (not is_estimable), count(*) from {rpt_market_reaction} "
        "where model = 'market_model' and window_label = '[0, 0]' and is_default",
    ),
)


@dataclass(frozen=True)
class Report:
    """One release as the page tells it. A part that may not be passed on is None, not empty."""

    release: Row
    is_public: bool
    as_of_on: date
    changes: Sequence[Row]
    change_counts: Sequence[Row]
    latest: Sequence[Row]
    events: Sequence[Row]
    prices: Mapping[str, Sequence[Row]] | None
    reactions: Sequence[Row] | None
    chips: Sequence[Row]
    shares: Sequence[Row]
    revenue: Sequence[Row]
    trade: Sequence[Row]
    compute: Sequence[Row]
    costs: Sequence[Row]
    share_measures: Sequence[Row]
    hubs: Sequence[Row]
    surges: Sequence[Row]
    surge_months: Sequence[Row]
    checks: Sequence[Row]
    failed_checks: Sequence[Row]
    sources: Sequence[Row]
    grades: Sequence[Row]
    queue: Sequence[Row] | None
    looked_at: Sequence[Row]
    doubts: Sequence[tuple[str, int, int]]
    restricted: Sequence[str]
    labels: Labels

    def said(self, column: str, value: object) -> str:
        """The word for a value inside a sentence."""
        return self.labels.said(column, value)


def read_release(database: Path, is_public: bool = False) -> Report:
    """Read everything that the overview shows; with `is_public` without what may not leave.

    Raises ChipwatchError when the file is missing or is not a released warehouse.
    """
    with opened(database, is_public) as reader:
        return read_overview(reader)


def read_overview(reader: Reader) -> Report:
    """Read everything that the overview shows of an open release. Raises ChipwatchError."""
    found = reader.rows("select * from meta.releases where is_current")
    if len(found) != 1:
        raise ChipwatchError(
            "The file names no release of its own in meta.releases.",
            "only released files have a report: run `chipwatch run` first.",
        )
    as_of_on = reader.rows("select as_of_on from release_day")[0]["as_of_on"]
    release = {**found[0], "as_of_on": as_of_on}
    release_id = release["release_id"]
    sources = reader.rows(_SOURCES)
    may_price = reader.may_show("fct_stock_daily")
    may_react = reader.may_show("rpt_market_reaction")
    may_judge_trade = reader.may_show("fct_trade_anomalies")
    doubts = []
    for text, sql in _DOUBTS:
        if "rpt_market_reaction" in sql and not may_react:
            continue
        doubtful, every = reader.rows(sql)[0].values()
        doubts.append((text, int(doubtful), int(every)))
    changes = reader.rows(
        "select subject, change_kind, title, changed_columns, reason from {rpt_changes} "
        "where release_id = ? order by subject, change_kind, table_name, row_key",
        release_id,
    )
    counts: dict[tuple[str, str], int] = {}
    for change in changes:
        place = (change["subject"], change["change_kind"])
        counts[place] = counts.get(place, 0) + 1
    return Report(
        release=release,
        is_public=reader.is_public,
        as_of_on=as_of_on,
        changes=changes[:CHANGES_SHOWN],
        change_counts=[
            {"subject": subject, "change_kind": kind, "rows": number}
            for (subject, kind), number in sorted(counts.items())
        ],
        latest=reader.rows(
            "select events.event_id, public_on, issuer_name, events.jurisdiction, "
            "events.direction, events.title, events.evidence_grade, events.evidence_publishers, "
            "events.source_url, "
            "authority_id from {rpt_events} as events inner join {fct_sanction_events} as acts "
            "on events.event_id = acts.event_id where events.scope = 'core' and "
            "public_on <= ? order by public_on desc, events.event_id limit 8",
            as_of_on,
        ),
        events=reader.rows(_EVENTS, as_of_on),
        prices={security: _prices(reader, security) for security in WATCHED} if may_price else None,
        reactions=reader.rows(_REACTIONS) if may_react else None,
        chips=reader.rows(_CHIPS),
        shares=reader.rows(_SHARE),
        revenue=reader.rows(_REVENUE),
        trade=reader.rows(_TRADE),
        compute=reader.rows(_COMPUTE),
        costs=reader.rows(_COSTS),
        share_measures=reader.rows(_SHARE_MEASURES),
        hubs=reader.rows(_HUBS),
        surges=reader.rows(_SURGES) if may_judge_trade else (),
        surge_months=reader.rows(_SURGE_MONTHS) if may_judge_trade else (),
        checks=reader.rows(_CHECKS, release_id),
        failed_checks=reader.rows(_FAILED, release_id),
        sources=sources,
        grades=reader.rows(_GRADES),
        queue=(
            reader.rows(f"{_QUEUE} limit {QUEUE_SHOWN}")
            if reader.may_show("rpt_event_candidates")
            else None
        ),
        looked_at=reader.rows(_LOOKED_AT),
        doubts=doubts,
        labels=reader.labels(),
        restricted=sorted(
            {
                f"{row['publisher']} ({row['title'].lower()})"
                for row in sources
                if row["redistribution"] in {"internal", "personal"}
            }
        ),
    )


def _prices(reader: Reader, security: str) -> list[dict[str, Any]]:
    return reader.rows(
        "select session_on, close_split_adjusted as close, currency from {fct_stock_daily} "
        "where security_id = ? order by session_on",
        security,
    )


def with_gaps(prices: Sequence[Row], longest: timedelta) -> tuple[list[date], list[float]]:
    """Days and closes, with a NaN between sessions further apart than `longest`."""
    days: list[date] = []
    closes: list[float] = []
    for row in prices:
        if days and row["session_on"] - days[-1] > longest:
            days.append(days[-1] + timedelta(days=1))
            closes.append(float("nan"))
        days.append(row["session_on"])
        closes.append(float(row["close"]))
    return days, closes
