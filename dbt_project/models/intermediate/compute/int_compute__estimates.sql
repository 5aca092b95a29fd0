-- Every count of chips, cards, dies, memory or wafers: those of the curated list, and those that stand among the shares
-- of a market. When an estimate was made decides what it is: before its period, within it, or after it.
with counted as (
    select
        estimate_id,
        vendor_id,
        family_chip_id,
        market,
        period_start_on,
        period_end_on,
        flow,
        unit,
        low,
        mid,
        high,
        bound,
        estimate_kind,
        estimator,
        published_on,
        product_label,
        source,
        source_url,
        confidence,
        note,
        payload_sha256
    from {{ ref('stg_curated__chip_unit_estimates') }}

    union all by name

    select
        share_id as estimate_id,
        vendor_id,
        family_chip_id,
        'CN' as market,
        period_start_on,
        period_end_on,
        case
            when measure in ('units_produced', 'product_units_produced', 'dies_produced') then 'produced'
            when measure in ('units_planned', 'product_units_planned', 'dies_planned') then 'planned'
            when measure = 'units_capacity' then 'capacity'
            else 'shipped'
        end as flow,
        case
            when unit = 'dies' then 'die'
            when product_scope = 'cards' then 'card'
            else 'chip'
        end as unit,
        case when is_lower_bound then value end as low,
        case when not is_lower_bound and measure <> 'units_capacity' then value end as mid,
        case when measure = 'units_capacity' then value end as high,
        case
            when is_lower_bound then 'at_least'
            when measure = 'units_capacity' then 'at_most'
            else 'point'
        end as bound,
        estimate_kind,
        firm as estimator,
        published_on,
        denominator as product_label,
        source,
        source_url,
        confidence,
        note,
        payload_sha256
    from {{ ref('stg_curated__vendor_share_facts') }}
    where
        market = 'china_ai_accelerators'
        and unit in ('units', 'dies')
)

select
    *,
    case
        when published_on < period_start_on then 'ex_ante'
        when published_on <= period_end_on then 'in_period'
        when published_on is null and estimate_kind in ('forecast', 'plan') then 'ex_ante'
        else 'ex_post'
    end as made
from counted
