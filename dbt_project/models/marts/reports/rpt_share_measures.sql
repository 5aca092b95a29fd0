-- One year's share of a vendor by cards, by value and by compute, side by side. The bounds of a share of compute set
-- the vendor's low side against the high side of all others, and the reverse.
with compute as (
    select
        year,
        vendor_id,
        sum(h100e_8bit) filter (where scenario = 'cautious') as low,
        sum(h100e_8bit) filter (where scenario = 'central') as central,
        sum(h100e_8bit) filter (where scenario = 'wide') as high,
        max(payload_sha256) as payload_sha256
    from {{ ref('int_compute__scenario_terms') }}
    where term in ('legal_import', 'domestic')
    group by year, vendor_id
),

totals as (
    select
        *,
        sum(low) over (partition by year) as all_low,
        sum(central) over (partition by year) as all_central,
        sum(high) over (partition by year) as all_high
    from compute
),

shares as (
    select
        year(period_end_on) as year,
        vendor_id,
        max(value) filter (where product_scope = 'cards' and is_preferred) as cards_share_pct,
        max(value) filter (where product_scope = 'chips' and denominator like 'value%' and estimate_kind <> 'forecast')
            as value_share_pct,
        max(payload_sha256) as payload_sha256
    from {{ ref('fct_vendor_share') }}
    where
        market = 'china_ai_accelerators'
        and measure = 'share_pct'
        and date_diff('day', period_start_on, period_end_on) between 364 and 366
    group by year(period_end_on), vendor_id
)

select
    cast(coalesce(shares.year, totals.year) as varchar) || '|' || coalesce(shares.vendor_id, totals.vendor_id)
        as share_measure_id,
    cast(coalesce(shares.year, totals.year) as integer) as year,
    coalesce(shares.vendor_id, totals.vendor_id) as vendor_id,
    vendors.vendor_name,
    vendors.vendor_kind,
    shares.cards_share_pct,
    shares.value_share_pct,
    cast(round(totals.low, 0) as decimal(18, 0)) as h100e_8bit_low,
    cast(round(totals.central, 0) as decimal(18, 0)) as h100e_8bit_central,
    cast(round(totals.high, 0) as decimal(18, 0)) as h100e_8bit_high,
    cast(
        round(
            cast(100 * totals.low as double) / cast(totals.low + totals.all_high - totals.high as double), 1
        ) as decimal(9, 1)
    ) as compute_share_low_pct,
    cast(
        round(cast(100 * totals.central as double) / cast(totals.all_central as double), 1) as decimal(9, 1)
    ) as compute_share_central_pct,
    cast(
        round(
            cast(100 * totals.high as double) / cast(totals.high + totals.all_low - totals.low as double), 1
        ) as decimal(9, 1)
    ) as compute_share_high_pct,
    coalesce(totals.central, totals.low + totals.all_high - totals.high) is not null as is_compute_weighted,
    coalesce(samples.is_sample, false) as is_sample,
    coalesce(totals.payload_sha256, shares.payload_sha256) as payload_sha256
from shares
full join totals
    on
        shares.year = totals.year
        and shares.vendor_id = totals.vendor_id
left join {{ ref('dim_vendor') }} as vendors
    on coalesce(shares.vendor_id, totals.vendor_id) = vendors.vendor_id
left join {{ samples() }} as samples
    on coalesce(totals.payload_sha256, shares.payload_sha256) = samples.payload_sha256
where coalesce(shares.cards_share_pct, shares.value_share_pct, totals.low, totals.central) is not null
