-- Bars of all sources in one form, as served, each with the reason for which it is set aside whatever its series says.
select
    served.source,
    served.preference,
    served.price_basis,
    served.payload_sha256,
    served.payload_row,
    served.symbol,
    served.session_on,
    served.open,
    served.high,
    served.low,
    served.close,
    served.volume,
    coalesce(served.currency, securities.currency) as currency,
    served.dividend,
    case
        when served.dividend is not null
            then coalesce(served.dividend_currency, served.currency, securities.currency)
    end as dividend_currency,
    served.capital_gain,
    case when served.split_ratio between 0.001 and 1000 and served.split_ratio <> 1 then served.split_ratio end
        as split_ratio,
    served.observed_at,
    case
        when securities.security_id is null then 'unknown_symbol'
        when served.currency <> securities.currency then 'other_currency'
        when isodow(served.session_on) > 5 or closures.closed_on is not null then 'exchange_closed'
        when
            served.observed_at
            < (served.session_on + exchanges.regular_close_local) at time zone exchanges.time_zone
            then 'session_unfinished'
    end as set_aside_reason
from {{ ref('int_market__union') }} as served
left join {{ ref('int_market__securities') }} as securities
    on served.symbol = securities.symbol
left join {{ ref('stg_curated__exchanges') }} as exchanges
    on securities.mic = exchanges.mic
left join {{ ref('stg_curated__exchange_closures') }} as closures
    on
        exchanges.calendar_group = closures.calendar_group
        and served.session_on = closures.closed_on
