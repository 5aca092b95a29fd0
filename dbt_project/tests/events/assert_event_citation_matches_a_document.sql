{{ config(
    severity='warn',
    meta={'check_kind': 'citation', 'table': 'marts.fct_sanction_events', 'column': 'document_number'}
) }}

-- A Federal Register number that the ledger or its evidence names should be in the archive: otherwise dates and
-- citation of the event cannot be read from the source.
select
    event_id,
    document_number,
    'event' as named_by
from {{ ref('int_events__dated') }}
where document_number is not null and not has_archived_document

union all

select
    event_id,
    document_number,
    'evidence' as named_by
from {{ ref('bridge_event_evidence') }}
where document_number is not null and not is_archived
