-- One basis a company, geography, currency and fiscal year: first the one that states the year, then the one with most
-- quarters, then reported before rounded before recollected, then the newest filing. Bases are never mixed in a year.
with figures as (
    select
        vendor_id,
        geography,
        currency,
        geo_basis,
        year_key,
        period_kind,
        filed_on,
        case when confidence = 'low' then 3 when basis = 'reported' then 1 else 2 end as quality_rank,
        false as is_derived_here
    from {{ ref('int_vendors__revenue_figures') }}
    where is_figure_of_period

    union all by name

    select
        vendor_id,
        geography,
        currency,
        geo_basis,
        year_key,
        'quarter' as period_kind,
        filed_on,
        3 as quality_rank,
        true as is_derived_here
    from {{ ref('int_vendors__derived_quarters') }}
),

series as (
    select
        vendor_id,
        geography,
        currency,
        year_key,
        geo_basis,
        count(*) filter (where period_kind = 'year') > 0 as has_year,
        count(*) filter (where period_kind = 'quarter' and not is_derived_here) as stated_quarter_count,
        count(*) filter (where period_kind = 'quarter') as quarter_count,
        max(quality_rank) filter (where not is_derived_here) as quality_rank,
        max(filed_on) as newest_filed_on
    from figures
    group by all
)

select
    vendor_id,
    geography,
    currency,
    year_key,
    geo_basis,
    has_year,
    quarter_count,
    has_year and quarter_count = 4 as is_complete,
    row_number() over (
        partition by vendor_id, geography, currency, year_key
        order by
            has_year desc,
            stated_quarter_count desc,
            quality_rank asc,
            newest_filed_on desc nulls last,
            geo_basis asc
    ) = 1 as is_preferred
from series
