with dated as (
    select
        flows.*,
        {{ whole_months('flows.period_start_on', 'flows.period_end_on') }} as month_count,
        case
            when length(flows.hs_code) > 6 then substr(flows.hs_code, 1, 6)
            else flows.hs_code
        end as hs_subheading_code,
        partial.note as partial_note,
        codes.same_meaning_since,
        coalesce(flows.partner_code, flows.partner_name) as partner_key,
        coalesce(flows.reporter_code, flows.reporter_name) as reporter_key
    from {{ ref('int_trade__judged') }} as flows
    left join {{ ref('stg_curated__trade_partial_periods') }} as partial
        on
            flows.dataset = partial.dataset
            and flows.reporter_code = partial.reporter_code
            and flows.period_start_on = partial.period_start_on
            and flows.period_end_on = partial.period_end_on
            and flows.origin = partial.origin
    left join {{ ref('stg_curated__hs_codes') }} as codes
        on
            codes.hs_code = case
                when length(flows.hs_code) > 6 then substr(flows.hs_code, 1, 6)
                else flows.hs_code
            end
    where flows.set_aside_reason is null
),

converted as (
    select
        dated.*,
        case
            when dated.currency = 'USD' then cast(1 as decimal(18, 6))
            else rates.average_units_per_usd
        end as fx_rate_units_per_usd,
        case
            when dated.value_amount is null then null
            when dated.currency = 'USD' then 'none_needed'
            when rates.average_units_per_usd is null then 'rate_not_available'
            when rates.has_user_rates then 'period_average_own_rates'
            else 'period_average'
        end as fx_basis
    from dated
    left join {{ ref('int_fx__period_rates') }} as rates
        on
            dated.currency = rates.currency
            and dated.period_start_on = rates.period_start_on
            and dated.period_end_on = rates.period_end_on
),

series as (
    select
        converted.*,
        case
            when currency = 'USD' then cast(value_amount as decimal(24, 2))
            else cast(
                round(cast(value_amount as double) / cast(fx_rate_units_per_usd as double), 2) as decimal(24, 2)
            )
        end as value_usd,
        case month_count
            when 1 then 'month'
            when 3 then 'quarter'
            when 6 then 'half'
            when 12 then 'year'
            else 'other'
        end as period_kind,
        dataset
        || '|' || reporter_key
        || '|' || partner_key as place_key,
        case
            when hs_edition < same_meaning_since then hs_edition
            else 'same_meaning'
        end || '|' || hs_code as goods_key,
        cast(period_start_on as {{ text_type() }})
        || '|' || cast(period_end_on as {{ text_type() }}) as period_key,
        flow
        || '|' || case when includes_re_trade then 'with_re_trade' else 'as_stated' end
        || '|' || coalesce(currency, 'no_value') as flow_key
    from converted
),

vintages as (
    select
        *,
        place_key || '|' || hs_code || '|' || flow_key as line_key,
        place_key || '|' || goods_key || '|' || period_key || '|' || flow_key as series_key,
        place_key || '|' || coalesce(hs_edition, 'unstated') || '|' || hs_code || '|' || period_key || '|' || flow_key
        || '|' || substr(payload_sha256, 1, 12) || '|' || cast(payload_row as {{ text_type() }}) as flow_id,
        coalesce(partial_note is not null or cast(observed_at as date) <= period_end_on, false) as is_partial_period
    from series
),

ranked as (
    select
        *,
        row_number() over (
            partition by series_key
            order by observed_at desc nulls last, hs_edition desc nulls last, payload_sha256 asc, payload_row asc
        ) = 1 as is_latest_vintage
    from vintages
),

-- Of two periods of one line that overlap, the whole one counts before the partial one, the longer before the shorter,
-- the newer edition before the older.
overlapped as (
    select distinct periods.flow_id
    from ranked as periods
    inner join ranked as others
        on
            periods.line_key = others.line_key
            and periods.period_start_on <= others.period_end_on
            and periods.period_end_on >= others.period_start_on
    where
        periods.is_latest_vintage
        and others.is_latest_vintage
        and (
            (periods.is_partial_period and not others.is_partial_period)
            or (
                periods.is_partial_period = others.is_partial_period
                and (
                    periods.month_count < others.month_count
                    or (
                        periods.month_count = others.month_count
                        and (
                            periods.period_start_on > others.period_start_on
                            or (
                                periods.period_start_on = others.period_start_on
                                and coalesce(periods.hs_edition, '') < coalesce(others.hs_edition, '')
                            )
                        )
                    )
                )
            )
        )
)

select
    ranked.*,
    ranked.is_latest_vintage and overlapped.flow_id is null as is_additive
from ranked
left join overlapped on ranked.flow_id = overlapped.flow_id
