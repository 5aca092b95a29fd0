with filed as (
    select
        vendor_id,
        cik,
        period_start_on,
        period_end_on,
        period_kind,
        'total' as geography,
        value,
        currency,
        'reported' as basis,
        tag,
        accession_number,
        form,
        filed_on,
        known_to,
        is_latest,
        case when is_leading_series and is_latest then 1 end as preference_class,
        case when not is_leading_series then 'A part: another concept of the same period states more.' end as note,
        payload_sha256
    from {{ ref('int_vendors__sec_revenue_versions') }}

    union all

    select
        vendor_id,
        cik,
        period_start_on,
        period_end_on,
        'quarter' as period_kind,
        'total' as geography,
        value,
        currency,
        'derived' as basis,
        tag,
        accession_number,
        form,
        filed_on,
        null as known_to,
        true as is_latest,
        2 as preference_class,
        null as note,
        payload_sha256
    from {{ ref('int_vendors__sec_fourth_quarters') }}
),

curated_values as (
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

curated as (
    select
        *,
        {{ revenue_period_kind('period_days') }} as period_kind,
        lead(filed_on) over vintages as known_to,
        row_number() over vintages = count(*) over (
            partition by vendor_id, period_start_on, period_end_on, geography, currency, geo_basis
        ) as is_latest
    from curated_values
    where is_new_value
    window
        vintages as (
            partition by vendor_id, period_start_on, period_end_on, geography, currency, geo_basis
            order by filed_on nulls first, is_preferred, accession_number nulls first, revenue_amount, source
        )
),

unioned as (
    select
        vendor_id,
        period_start_on,
        period_end_on,
        period_kind,
        geography,
        cast(value as decimal(24, 2)) as revenue_amount,
        currency,
        basis,
        'unstated' as geo_basis,
        'sec_company_facts' as source_kind,
        'us-gaap:' || tag as concept,
        accession_number,
        form,
        filed_on,
        known_to,
        is_latest,
        preference_class,
        'SEC EDGAR company facts' as source,
        'https://www.sec.gov/Archives/edgar/data/' || cik || '/' || replace(accession_number, '-', '') as source_url,
        'high' as confidence,
        note,
        payload_sha256
    from filed

    union all

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
        null as concept,
        accession_number,
        null as form,
        filed_on,
        known_to,
        is_latest,
        case when is_value_preferred then 3 end as preference_class,
        source,
        source_url,
        confidence,
        note,
        payload_sha256
    from curated
),

marked as (
    select
        *,
        preference_class is not null and row_number() over (
            partition by vendor_id, period_start_on, period_end_on, geography, currency
            order by
                preference_class asc nulls last,
                filed_on desc nulls last,
                geo_basis asc,
                accession_number asc,
                revenue_amount asc,
                source asc
        ) = 1 as is_preferred
    from unioned
),

totals as (
    select
        vendor_id,
        period_start_on,
        period_end_on,
        currency,
        revenue_amount as total_revenue_amount,
        payload_sha256 as total_payload_sha256
    from marked
    where
        geography = 'total'
        and is_preferred
)

select
    marked.vendor_id,
    marked.period_start_on,
    marked.period_end_on,
    marked.period_kind,
    marked.geography,
    marked.revenue_amount,
    marked.currency,
    marked.basis,
    marked.geo_basis,
    marked.source_kind,
    marked.concept,
    marked.accession_number,
    marked.form,
    marked.filed_on,
    marked.known_to,
    marked.is_latest,
    marked.is_preferred,
    marked.source,
    marked.source_url,
    marked.confidence,
    marked.note,
    marked.payload_sha256,
    totals.total_revenue_amount,
    totals.total_payload_sha256,
    concat_ws(
        '|',
        marked.vendor_id,
        marked.period_start_on,
        marked.period_end_on,
        marked.geography,
        coalesce(marked.concept, marked.geo_basis),
        marked.basis,
        coalesce(marked.accession_number, 'no-accession'),
        cast(marked.filed_on as varchar),
        case when marked.concept is not null then cast(marked.revenue_amount as varchar) end
    ) as revenue_id,
    case
        when marked.currency = 'USD' then marked.revenue_amount
        else cast(
            round(cast(marked.revenue_amount as double) / cast(rates.average_units_per_usd as double), 2)
            as decimal(24, 2)
        )
    end as revenue_usd,
    case
        when marked.currency = 'USD' then 'none_needed'
        when rates.average_units_per_usd is null then 'rate_not_available'
        when rates.has_user_rates then 'period_average_own_rates'
        else 'period_average'
    end as fx_basis,
    case
        when marked.currency = 'USD' then cast(1 as decimal(18, 6))
        else rates.average_units_per_usd
    end as fx_rate_units_per_usd,
    case when rates.average_units_per_usd is not null then rates.payload_sha256 end as fx_payload_sha256,
    case
        when marked.geography <> 'total'
            then
                cast(
                    round(
                        100 * cast(marked.revenue_amount as double)
                        / nullif(cast(totals.total_revenue_amount as double), 0),
                        4
                    ) as decimal(12, 4)
                )
    end as share_of_total_pct,
    case when marked.filed_on is null then 'curated' else 'stated' end as known_basis
from marked
left join totals
    on
        marked.vendor_id = totals.vendor_id
        and marked.period_start_on = totals.period_start_on
        and marked.period_end_on = totals.period_end_on
        and marked.currency = totals.currency
left join {{ ref('int_fx__period_rates') }} as rates
    on
        marked.currency = rates.currency
        and marked.period_start_on = rates.period_start_on
        and marked.period_end_on = rates.period_end_on
