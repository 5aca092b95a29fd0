-- Revenue by geography as filings tag it, each beside the curated figure of the same geography, basis and period.
with curated as (
    select
        *,
        {{ revenue_rounding('revenue_amount', 'basis') }} as rounding_amount
    from {{ ref('int_vendors__stated_revenue') }}
    where source_kind = 'curated' and preference_class is not null
    qualify
        row_number() over (
            partition by vendor_id, geography, geo_basis, currency, period_start_on, period_end_on
            order by filed_on desc nulls last, revenue_amount asc, source asc
        ) = 1
)

select
    concat_ws(
        '|', filed.vendor_id, coalesce(filed.accession_number, substr(filed.payload_sha256, 1, 12)), filed.axis,
        filed.member, filed.currency, cast(filed.period_start_on as varchar), cast(filed.period_end_on as varchar)
    ) as filed_geography_id,
    filed.vendor_id,
    filed.accession_number,
    filed.form,
    coalesce(filed.form like '%/A', false) as is_amendment,
    filed.filed_on,
    filed.document_end_on,
    filed.concept,
    filed.axis,
    filed.member,
    filed.geography,
    filed.geo_basis,
    filed.period_start_on,
    filed.period_end_on,
    filed.period_kind,
    filed.currency,
    filed.revenue_amount,
    filed.rounding_amount,
    filed.total_amount,
    cast(
        round(
            100 * cast(filed.revenue_amount as double) / nullif(cast(filed.total_amount as double), 0), 4
        ) as decimal(18, 4)
    ) as share_of_total_pct,
    filed.is_restated,
    curated.revenue_amount as curated_amount,
    curated.source as curated_source,
    cast(filed.revenue_amount - curated.revenue_amount as decimal(24, 2)) as difference_amount,
    coalesce(
        abs(filed.revenue_amount - curated.revenue_amount) > filed.rounding_amount + curated.rounding_amount, false
    ) as is_disagreeing,
    filed.set_aside_reason,
    filed.url as source_url,
    coalesce(samples.is_sample, false) as is_sample,
    filed.payload_sha256
from {{ ref('int_vendors__filed_geographies') }} as filed
left join curated
    on
        filed.vendor_id = curated.vendor_id
        and filed.geography = curated.geography
        and filed.geo_basis = curated.geo_basis
        and filed.currency = curated.currency
        and filed.period_start_on = curated.period_start_on
        and filed.period_end_on = curated.period_end_on
left join {{ samples() }} as samples
    on filed.payload_sha256 = samples.payload_sha256
