{{ config(materialized='view') }}

select
    bars.source,
    bars.symbol,
    bars.session_on,
    bars.close,
    bars.payload_sha256,
    bars.payload_row,
    bars.observed_at,
    used.symbol is not null as is_session_covered,
    case
        when bars.set_aside_reason is not null then bars.set_aside_reason
        when not payloads.is_same_basis then payloads.basis_reason
        else 'supplied_by_another_payload'
    end as superseded_reason
from {{ ref('int_market__served_bars') }} as bars
left join {{ ref('int_market__bar_payloads') }} as payloads
    on
        bars.symbol = payloads.symbol
        and bars.payload_sha256 = payloads.payload_sha256
left join {{ ref('int_market__bars') }} as used
    on
        bars.symbol = used.symbol
        and bars.session_on = used.session_on
where used.payload_sha256 is null or used.payload_sha256 <> bars.payload_sha256
