-- Where one filing states the rest of the world too, its geographies add up to the company's total of the period; half
-- a percent is left for a total that was restated since.
{{ config(severity='error', meta={'check_kind': 'business'}) }}

with parts as (
    select
        vendor_id,
        currency,
        period_start_on,
        period_end_on,
        accession_number,
        geo_basis,
        sum(revenue_amount) as parts_amount
    from {{ ref('stg_curated__vendor_revenue_facts') }}
    where
        geography <> 'total'
        and accession_number is not null
        and basis = 'reported'
    group by vendor_id, currency, period_start_on, period_end_on, accession_number, geo_basis
    having bool_or(geography = 'other')
)

select
    parts.vendor_id,
    parts.period_start_on,
    parts.period_end_on,
    parts.accession_number,
    parts.parts_amount,
    totals.revenue_amount as total_amount
from parts
inner join {{ ref('fct_vendor_revenue') }} as totals
    on
        parts.vendor_id = totals.vendor_id
        and parts.currency = totals.currency
        and parts.period_start_on = totals.period_start_on
        and parts.period_end_on = totals.period_end_on
where
    totals.geography = 'total'
    and totals.is_preferred
    and abs(parts.parts_amount - totals.revenue_amount) > 0.005 * totals.revenue_amount
