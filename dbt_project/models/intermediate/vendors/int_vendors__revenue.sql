-- Statements of revenue and the quarters that follow from them, each with the series it belongs to. Preferred is the
-- one figure of a period on the basis of its fiscal year; where a geography has its year but not all four quarters, the
-- year stands alone.
with statements as (
    select *
    from {{ ref('int_vendors__revenue_figures') }}

    union all by name

    select
        vendor_id,
        period_start_on,
        period_end_on,
        'quarter' as period_kind,
        geography,
        revenue_amount,
        currency,
        'derived' as basis,
        geo_basis,
        'derived_in_series' as source_kind,
        filed_on,
        true as is_latest,
        'chipwatch: sums and differences of ' || figure_count || ' figures of the same series' as source,
        confidence,
        'The tolerance is the rounding of the figures it follows from, and its own.' as note,
        payload_sha256,
        year_key,
        fiscal_year,
        tolerance_amount,
        true as is_figure_of_period
    from {{ ref('int_vendors__derived_quarters') }}
),

marked as (
    select
        statements.*,
        coalesce(series.is_complete, false) as is_series_complete,
        coalesce(
            statements.is_figure_of_period
            and series.is_preferred
            and (
                statements.geography = 'total'
                or statements.period_kind = 'year'
                or series.is_complete
                or not series.has_year
            ),
            false
        ) as is_preferred
    from statements
    left join {{ ref('int_vendors__revenue_series') }} as series
        on
            statements.vendor_id = series.vendor_id
            and statements.geography = series.geography
            and statements.currency = series.currency
            and statements.year_key = series.year_key
            and statements.geo_basis = series.geo_basis
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
    marked.is_figure_of_period,
    marked.is_series_complete,
    marked.year_key,
    marked.fiscal_year,
    marked.tolerance_amount,
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
        case
            when
                marked.concept is not null
                or (marked.source_kind = 'curated' and marked.preference_class is null and marked.filed_on is null)
                then cast(marked.revenue_amount as varchar)
        end
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
