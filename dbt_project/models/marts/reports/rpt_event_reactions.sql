{{ config(tags=['after_event_study']) }}

-- One row an event day and vendor: what the price of its listing did on day 0, by every measure side by side.
with day0 as (
    select
        reactions.*,
        securities.vendor_id,
        row_number() over (
            partition by reactions.event_day_id, securities.vendor_id, reactions.model
            order by reactions.event_id
        ) as position
    from {{ ref('fct_event_market_reaction') }} as reactions
    inner join {{ ref('dim_security') }} as securities on reactions.security_id = securities.security_id
    where
        reactions.is_default
        and reactions.is_vendor_listing
        and reactions.event_day_id is not null
        and reactions.window_start_sessions = 0
        and reactions.window_end_sessions = 0
),

measures as (
    select
        event_day_id,
        security_id,
        max(day0_on) as day0_on,
        max(return_pct) filter (where model = 'raw_return') as raw_close_pct,
        max(return_pct) filter (where model = 'intraday_low') as raw_low_pct,
        max(abnormal_return_pct) filter (where model = 'market_adjusted') as market_adjusted_pct,
        max(abnormal_return_pct) filter (where model = 'mean_adjusted') as mean_adjusted_pct,
        max(abnormal_return_pct) filter (where model = 'market_model') as market_model_pct,
        max(abnormal_return_pct) filter (where model = 'peer_adjusted') as peer_adjusted_pct,
        max(beta) filter (where model = 'market_model') as beta,
        max(estimation_sessions) filter (where model = 'market_model') as estimation_sessions,
        max(t_statistic) filter (where model = 'market_model') as t_statistic,
        max(p_value) filter (where model = 'market_model') as p_value,
        max(p_quantile) filter (where model = 'market_model') as p_quantile,
        max(q_value) filter (where model = 'market_model') as q_value,
        max(p_quantile) filter (where model = 'peer_adjusted') as peer_p_quantile,
        max(benchmark_security_id) filter (where model = 'market_model') as benchmark_security_id,
        bool_or(is_clean) filter (where model = 'raw_return') as is_clean,
        bool_or(is_censored) filter (where model = 'raw_return') as is_censored,
        max(confounders) filter (where model = 'raw_return') as confounders,
        max(not_estimable_reason) filter (where model = 'market_model') as not_estimable_reason,
        max(payload_sha256) filter (where model = 'raw_return') as payload_sha256,
        bool_or(is_user_data) as is_user_data
    from day0
    where position = 1
    group by event_day_id, security_id
),

-- The tests that a q value of the market model on day 0 counts: other listings and funds are among them.
family as (
    select cast(count(distinct event_day_id || ' ' || security_id) as integer) as family_tests
    from {{ ref('fct_event_market_reaction') }}
    where
        is_default
        and model = 'market_model'
        and window_start_sessions = 0
        and window_end_sessions = 0
        and p_quantile is not null
),

newest_count as (
    select
        vendor_id,
        max_by(shares, filed_on) as shares
    from {{ ref('int_market__shares_outstanding') }}
    group by vendor_id
),

shares as (
    select
        measures.event_day_id,
        measures.security_id,
        counted.shares,
        newest_count.shares as newest_shares,
        counted.counted_on,
        counted.filed_on
    from measures
    inner join {{ ref('dim_security') }} as securities on measures.security_id = securities.security_id
    inner join {{ ref('int_market__shares_outstanding') }} as counted
        on
            securities.vendor_id = counted.vendor_id
            and measures.day0_on > counted.filed_on
    inner join newest_count on securities.vendor_id = newest_count.vendor_id
    where
        securities.currency = 'USD'
        and counted.filed_on > measures.day0_on - 400
    qualify row_number() over (
        partition by measures.event_day_id, measures.security_id
        order by counted.filed_on desc
    ) = 1
),

split_since as (
    select
        shares.event_day_id,
        shares.security_id,
        product(bars.split_ratio) as split_ratio
    from shares
    inner join {{ ref('fct_stock_daily') }} as bars
        on
            shares.security_id = bars.security_id
            and shares.counted_on < bars.session_on
    where bars.split_ratio is not null
    group by shares.event_day_id, shares.security_id
)

select
    measures.event_day_id,
    days.calendar_group,
    measures.day0_on,
    days.net_direction,
    days.event_count,
    days.event_ids,
    securities.vendor_id,
    vendors.vendor_name,
    measures.security_id,
    securities.symbol,
    measures.raw_close_pct,
    measures.raw_low_pct,
    measures.market_adjusted_pct,
    measures.mean_adjusted_pct,
    measures.market_model_pct,
    measures.peer_adjusted_pct,
    measures.benchmark_security_id,
    securities.benchmark_note as benchmark_weight_note,
    measures.beta,
    measures.estimation_sessions,
    measures.t_statistic,
    measures.p_value,
    measures.p_quantile,
    measures.q_value,
    case when measures.q_value is not null then family.family_tests end as family_tests,
    measures.peer_p_quantile,
    coalesce(measures.is_clean, false) as is_clean,
    case
        when measures.is_clean then null
        when measures.confounders is not null then measures.confounders
        when days.net_direction = 'mixed' then 'mixed day'
        when measures.is_censored then 'daily price limit'
        else 'no return on day 0'
    end as not_clean_because,
    measures.not_estimable_reason,
    shares.filed_on as shares_filed_on,
    -- Prices are adjusted for splits that no bar may tell of: the newest count of shares has to bear the ratio out.
    case
        when
            cast(shares.newest_shares as double) / cast(shares.shares as double) / coalesce(split_since.split_ratio, 1)
            between 0.5 and 2
            then cast(round(
                measures.market_model_pct / 100.0 * cast(shares.shares as double) * coalesce(split_since.split_ratio, 1)
                * cast(bars.prior_close as double)
            ) as decimal(18, 0))
    end as market_value_change_usd,
    measures.is_user_data,
    coalesce(samples.is_sample, false) as is_sample,
    measures.payload_sha256
from measures
cross join family
inner join {{ ref('dim_event_day') }} as days on measures.event_day_id = days.event_day_id
inner join {{ ref('dim_security') }} as securities on measures.security_id = securities.security_id
left join {{ ref('dim_vendor') }} as vendors on securities.vendor_id = vendors.vendor_id
left join {{ ref('fct_stock_daily') }} as bars
    on
        measures.security_id = bars.security_id
        and measures.day0_on = bars.session_on
left join shares
    on
        measures.event_day_id = shares.event_day_id
        and measures.security_id = shares.security_id
left join split_since
    on
        measures.event_day_id = split_since.event_day_id
        and measures.security_id = split_since.security_id
left join {{ samples() }} as samples on measures.payload_sha256 = samples.payload_sha256
