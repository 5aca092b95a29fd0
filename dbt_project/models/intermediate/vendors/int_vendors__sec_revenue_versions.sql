with with_previous as (
    select
        *,
        lag(value) over (
            partition by vendor_id, currency, period_start_on, period_end_on, is_leading_series
            order by filed_on, accession_number, tag_rank, value
        ) as previous_value
    from {{ ref('int_vendors__sec_revenue_facts') }}
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
    concept,
    currency,
    period_start_on,
    period_end_on,
    period_kind,
    is_leading_series,
    note,
    value,
    accession_number,
    form,
    filed_on,
    known_to,
    payload_sha256,
    known_to is null as is_latest
from versions
