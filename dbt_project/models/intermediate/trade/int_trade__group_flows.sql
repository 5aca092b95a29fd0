-- Flows of the groups of goods: one dataset, reporter, partner, group, flow and period. Where the figures have lines of
-- the reporter's own that decide, those lines alone count; otherwise the lines of six digits or the heading.
with flows as (
    select *
    from {{ ref('int_trade__vintages') }}
    where
        is_latest_vintage
        and value_usd is not null
        and partner_code is not null
),

matched as (
    select
        flows.dataset,
        flows.reporter_code,
        flows.partner_code,
        codes.group_id,
        flows.flow,
        flows.includes_re_trade,
        flows.valuation_basis,
        flows.partner_basis,
        flows.period_start_on,
        flows.period_end_on,
        flows.period_kind,
        flows.hs_code,
        flows.value_usd,
        flows.quantity,
        flows.quantity_unit,
        flows.is_partial_period,
        flows.payload_sha256,
        codes.reporter_code is not null as is_own_line,
        max(case when codes.reporter_code is null then 0 else 1 end) over (
            partition by
                flows.dataset, flows.reporter_code, flows.partner_code, codes.group_id, flows.flow,
                flows.includes_re_trade, flows.period_start_on, flows.period_end_on
        ) = 1 as has_own_lines
    from flows
    inner join {{ ref('stg_curated__trade_group_codes') }} as codes
        on
            flows.hs_code = codes.hs_code
            and (codes.reporter_code is null or flows.reporter_code = codes.reporter_code)
)

select
    dataset,
    reporter_code,
    partner_code,
    group_id,
    flow,
    includes_re_trade,
    period_start_on,
    period_end_on,
    period_kind,
    case when count(distinct valuation_basis) = 1 then max(valuation_basis) else 'unstated' end as valuation_basis,
    max(partner_basis) as partner_basis,
    cast(sum(value_usd) as decimal(38, 2)) as value_usd,
    case when count(distinct quantity_unit) = 1 and count(quantity) = count(*) then sum(quantity) end as quantity,
    case when count(distinct quantity_unit) = 1 and count(quantity) = count(*) then max(quantity_unit) end
        as quantity_unit,
    bool_or(is_own_line) as is_own_line,
    bool_or(is_partial_period) as is_partial_period,
    {{ sorted_text('hs_code') }} as hs_codes,
    max(payload_sha256) as payload_sha256
from matched
where is_own_line or not has_own_lines
group by
    dataset, reporter_code, partner_code, group_id, flow, includes_re_trade, period_start_on, period_end_on, period_kind
