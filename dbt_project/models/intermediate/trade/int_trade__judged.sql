-- Flows of all trade sources, each with the reason for which it is set aside: an amount that no flow can have, or a
-- line whose partners add up to more than its world in the same payload (1% slack for rounding), so that a partner is
-- wrong or counted twice.
select
    *,
    case
        when currency = 'USD' and value_amount > {{ var('largest_trade_flow', '5e12') }} then 'implausible_amount'
        when
            sum(case when partner_code is null or partner_code <> 'XW' then value_amount end) over line
            > 1.01 * max(case when partner_code = 'XW' then value_amount end) over line
            then 'partners_exceed_the_world'
    end as set_aside_reason
from {{ ref('int_trade__flows') }}
window
    line as (
        partition by
            payload_sha256, dataset, origin, reporter_code, reporter_name, hs_edition, hs_code, period_start_on,
            period_end_on, flow, includes_re_trade, currency
    )
