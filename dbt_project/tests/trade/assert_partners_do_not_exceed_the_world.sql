-- The partners of a line never add up to more than the world in the same dataset, period and direction (1% slack for
-- rounding). Lines of one payload that do are set aside; here the world of one payload stands beside partners of
-- another, one of which was revised since: fetch both again.
{{ config(severity='warn', meta={'check_kind': 'business'}) }}

with newest as (
    select *
    from {{ ref('fct_trade_flows') }}
    where
        is_latest_vintage
        and value_usd is not null
),

worlds as (
    select *
    from newest
    where partner_code = 'XW'
),

partners as (
    select
        dataset,
        reporter_code,
        coalesce(hs_edition, 'unstated') as hs_edition_key,
        hs_code,
        period_start_on,
        period_end_on,
        flow,
        includes_re_trade,
        currency,
        sum(value_usd) as partners_usd
    from newest
    where partner_code is null or partner_code <> 'XW'
    group by
        dataset, reporter_code, coalesce(hs_edition, 'unstated'), hs_code, period_start_on, period_end_on, flow,
        includes_re_trade, currency
)

select
    worlds.flow_id,
    worlds.value_usd,
    partners.partners_usd
from worlds
inner join partners
    on
        worlds.dataset = partners.dataset
        and worlds.reporter_code = partners.reporter_code
        and coalesce(worlds.hs_edition, 'unstated') = partners.hs_edition_key
        and worlds.hs_code = partners.hs_code
        and worlds.period_start_on = partners.period_start_on
        and worlds.period_end_on = partners.period_end_on
        and worlds.flow = partners.flow
        and worlds.includes_re_trade = partners.includes_re_trade
        and worlds.currency = partners.currency
where partners.partners_usd > 1.01 * worlds.value_usd
