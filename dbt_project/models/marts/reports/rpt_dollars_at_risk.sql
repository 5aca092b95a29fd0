-- What a measure cost a company by its own words, in dollars: booked and expected apart. A release lowers the charges
-- booked. Sums are of different periods; a later expectation about a period takes the place of an earlier one.
with disclosures as (
    select
        disclosures.*,
        coalesce(samples.is_sample, false) as is_sample
    from {{ ref('fct_company_disclosures') }} as disclosures
    left join {{ samples() }} as samples
        on disclosures.payload_sha256 = samples.payload_sha256
    where
        disclosures.measure_id is not null
        and disclosures.unit = 'usd'
    qualify
        not disclosures.is_forecast
        or row_number() over (
            partition by
                disclosures.vendor_id, disclosures.measure_id, disclosures.segment, disclosures.disclosure_kind,
                disclosures.period_start_on, disclosures.period_end_on, disclosures.is_forecast
            order by disclosures.filed_on desc nulls last, disclosures.disclosure_id asc
        ) = 1
),

sums as (
    select
        vendor_id,
        measure_id,
        string_agg(distinct segment, '; ' order by segment) as segments,
        min(period_start_on) as first_period_start_on,
        max(period_end_on) as last_period_end_on,
        sum(amount_usd) filter (where disclosure_kind = 'charge' and not is_forecast and amount_usd > 0)
            as charges_booked_usd,
        -sum(amount_usd) filter (where disclosure_kind = 'charge' and not is_forecast and amount_usd < 0)
            as charges_released_usd,
        sum(amount_usd) filter (where disclosure_kind = 'charge' and not is_forecast) as charges_net_usd,
        sum(amount_usd) filter (where disclosure_kind = 'charge' and is_forecast) as charges_expected_usd,
        sum(amount_usd) filter (where disclosure_kind = 'lost_revenue' and not is_forecast)
            as lost_revenue_reported_usd,
        sum(amount_usd) filter (where disclosure_kind = 'lost_revenue' and is_forecast) as lost_revenue_expected_usd,
        sum(amount_usd) filter (where disclosure_kind = 'sales_decline' and not is_forecast) as sales_decline_usd,
        sum(amount_usd) filter (where disclosure_kind = 'product_revenue' and not is_forecast)
            as product_revenue_reported_usd,
        count(*) as disclosure_count,
        {{ lowest_confidence() }} as lowest_confidence,
        bool_or(is_sample) as is_sample,
        max(payload_sha256) as payload_sha256
    from disclosures
    group by vendor_id, measure_id
)

select
    sums.vendor_id || '|' || sums.measure_id as risk_id,
    sums.vendor_id,
    vendors.vendor_name,
    sums.measure_id,
    measures.measure_title,
    sums.segments,
    sums.first_period_start_on,
    sums.last_period_end_on,
    cast(sums.charges_booked_usd as decimal(24, 2)) as charges_booked_usd,
    cast(sums.charges_released_usd as decimal(24, 2)) as charges_released_usd,
    cast(sums.charges_net_usd as decimal(24, 2)) as charges_net_usd,
    cast(sums.charges_expected_usd as decimal(24, 2)) as charges_expected_usd,
    cast(sums.lost_revenue_reported_usd as decimal(24, 2)) as lost_revenue_reported_usd,
    cast(sums.lost_revenue_expected_usd as decimal(24, 2)) as lost_revenue_expected_usd,
    cast(sums.sales_decline_usd as decimal(24, 2)) as sales_decline_usd,
    cast(sums.product_revenue_reported_usd as decimal(24, 2)) as product_revenue_reported_usd,
    cast(sums.disclosure_count as integer) as disclosure_count,
    sums.lowest_confidence,
    sums.is_sample,
    sums.payload_sha256
from sums
left join {{ ref('dim_vendor') }} as vendors
    on sums.vendor_id = vendors.vendor_id
left join {{ ref('dim_measure') }} as measures
    on sums.measure_id = measures.measure_id
