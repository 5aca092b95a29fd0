select
    'federal_register' as source,
    lines.document_number,
    cast(lines.line_no as integer) as line_no,
    lines.line_kind,
    lines.change_kind,
    lines.list_code,
    lines.country_printed,
    lines.country_code,
    lines.entity_name,
    cast(lines.stated_count as integer) as stated_count,
    lines.payload_sha256,
    cast(lines.row_number as bigint) as row_no,
    payloads.observed_at,
    coalesce(payloads.is_sample, false) as is_sample
from {{ source('raw', 'federal_register__texts') }} as lines
{{ payload_of('lines', 'federal_register/texts') }}
