with ranked as (
    select
        facts.*,
        policy.preference_rank,
        policy.reason as preference_reason,
        policy.preference_rank is not null and row_number() over (
            partition by
                facts.market, facts.vendor_id, facts.measure, facts.unit, facts.period_start_on, facts.period_end_on
            order by
                facts.confidence = 'low' asc,
                policy.preference_rank asc nulls last,
                facts.published_on desc nulls last,
                facts.is_lower_bound asc,
                facts.share_id asc
        ) = 1 as is_preferred,
        count(*) over (
            partition by
                facts.market, facts.vendor_id, facts.measure, facts.unit, facts.period_start_on, facts.period_end_on
        ) as estimate_count
    from {{ ref('stg_curated__vendor_share_facts') }} as facts
    left join {{ ref('stg_curated__share_policy') }} as policy
        on
            facts.market = policy.market
            and facts.measure = policy.measure
            and facts.firm = policy.firm
)

select
    share_id,
    vendor_id,
    market,
    period_start_on,
    period_end_on,
    measure,
    value,
    unit,
    denominator,
    product_scope,
    sell_basis,
    is_compute_weighted,
    estimate_kind,
    firm,
    published_on,
    published_on as known_from,
    case when published_on is null then 'curated' else 'stated' end as known_basis,
    is_lower_bound,
    preference_rank,
    is_preferred,
    preference_reason,
    cast(estimate_count as integer) as estimate_count,
    source,
    source_url,
    confidence,
    note,
    payload_sha256
from ranked
