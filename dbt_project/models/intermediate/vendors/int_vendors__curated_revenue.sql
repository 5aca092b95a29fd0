-- Curated figures of revenue, each distinct value of a figure as a version, in the form of a statement.
with figures as (
    select
        *,
        coalesce(lag(revenue_amount) over vintages <> revenue_amount, true) as is_new_value,
        bool_or(is_preferred) over (
            partition by
                vendor_id, period_start_on, period_end_on, geography, currency, geo_basis, revenue_amount
        ) as is_value_preferred
    from {{ ref('stg_curated__vendor_revenue_facts') }}
    window
        vintages as (
            partition by vendor_id, period_start_on, period_end_on, geography, currency, geo_basis
            order by filed_on nulls first, is_preferred, accession_number nulls first, revenue_amount, source
        )
),

versions as (
    select
        *,
        {{ revenue_period_kind('period_days') }} as period_kind,
        lead(filed_on) over vintages as known_to,
        row_number() over vintages = count(*) over (
            partition by vendor_id, period_start_on, period_end_on, geography, currency, geo_basis
        ) as is_latest
    from figures
    where is_new_value
    window
        vintages as (
            partition by vendor_id, period_start_on, period_end_on, geography, currency, geo_basis
            order by filed_on nulls first, is_preferred, accession_number nulls first, revenue_amount, source
        )
)

select
    vendor_id,
    period_start_on,
    period_end_on,
    period_kind,
    geography,
    revenue_amount,
    currency,
    basis,
    coalesce(geo_basis, 'unstated') as geo_basis,
    'curated' as source_kind,
    accession_number,
    filed_on,
    known_to,
    is_latest,
    case when is_value_preferred then 3 end as preference_class,
    source,
    source_url,
    confidence,
    note,
    payload_sha256
from versions
