with facts as (
    select * from {{ ref('int_vendors__sec_revenue_facts') }}
),

leading_tags as (
    select
        vendor_id,
        currency,
        period_start_on,
        period_end_on,
        min(tag_rank) as leading_rank
    from facts
    group by vendor_id, currency, period_start_on, period_end_on
),

leading_values as (
    select distinct
        facts.vendor_id,
        facts.currency,
        facts.period_start_on,
        facts.period_end_on,
        facts.value
    from facts
    inner join leading_tags
        on
            facts.vendor_id = leading_tags.vendor_id
            and facts.currency = leading_tags.currency
            and facts.period_start_on = leading_tags.period_start_on
            and facts.period_end_on = leading_tags.period_end_on
            and facts.tag_rank = leading_tags.leading_rank
),

in_series as (
    select
        facts.*,
        facts.tag_rank = leading_tags.leading_rank or leading_values.value is not null as is_leading_series
    from facts
    inner join leading_tags
        on
            facts.vendor_id = leading_tags.vendor_id
            and facts.currency = leading_tags.currency
            and facts.period_start_on = leading_tags.period_start_on
            and facts.period_end_on = leading_tags.period_end_on
    left join leading_values
        on
            facts.vendor_id = leading_values.vendor_id
            and facts.currency = leading_values.currency
            and facts.period_start_on = leading_values.period_start_on
            and facts.period_end_on = leading_values.period_end_on
            and facts.value = leading_values.value
),

with_previous as (
    select
        *,
        lag(value) over (
            partition by vendor_id, currency, period_start_on, period_end_on, is_leading_series
            order by filed_on, accession_number, tag_rank, value
        ) as previous_value
    from in_series
),

versions as (
    select
        *,
        lead(filed_on) over (
            partition by vendor_id, currency, period_start_on, period_end_on, is_leading_series
            order by filed_on, accession_number, tag_rank, value
        ) as known_to
    from with_previous
    where
        previous_value is null
        or previous_value <> value
)

select
    vendor_id,
    cik,
    tag,
    currency,
    period_start_on,
    period_end_on,
    period_kind,
    is_leading_series,
    value,
    accession_number,
    form,
    filed_on,
    known_to,
    payload_sha256,
    known_to is null as is_latest
from versions
