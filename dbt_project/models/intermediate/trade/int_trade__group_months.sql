-- Monthly series of the groups, and beside each the same goods of the same reporter to or from the rest of the world.
with months as (
    select *
    from {{ ref('int_trade__group_flows') }}
    where
        period_kind = 'month'
        and not is_partial_period
),

series as (
    select
        dataset,
        reporter_code,
        partner_code,
        group_id,
        flow,
        includes_re_trade,
        period_start_on as month_on,
        value_usd,
        false as is_control,
        payload_sha256
    from months

    union all

    select
        months.dataset,
        months.reporter_code,
        months.partner_code,
        months.group_id,
        months.flow,
        months.includes_re_trade,
        months.period_start_on as month_on,
        worlds.value_usd - months.value_usd as value_usd,
        true as is_control,
        months.payload_sha256
    from months
    inner join months as worlds
        on
            months.dataset = worlds.dataset
            and months.reporter_code = worlds.reporter_code
            and months.group_id = worlds.group_id
            and months.flow = worlds.flow
            and months.includes_re_trade = worlds.includes_re_trade
            and months.period_start_on = worlds.period_start_on
    where
        worlds.partner_code = 'XW'
        and months.partner_code <> 'XW'
)

select
    *,
    concat_ws(
        '|', dataset, reporter_code, partner_code, group_id, flow,
        case when includes_re_trade then 'with_re_trade' else 'as_stated' end,
        case when is_control then 'rest_of_world' else 'partner' end
    ) as series_key
from series
