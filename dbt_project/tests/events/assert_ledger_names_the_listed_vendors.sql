{{ config(
    severity='warn',
    meta={'check_kind': 'listed_vendors', 'table': 'marts.rpt_listing_vendors', 'column': 'finding'}
) }}

-- The ledger lacks a vendor whose listing an event made or changed, or whom the document of an event about a list
-- names. Add a row to dbt_project/seeds/ledger/action_vendors.csv, or correct the alias that ties the name to the
-- vendor.
select
    event_id,
    vendor_id,
    entity_names,
    list_codes,
    citations,
    document_number,
    is_named_in_document
from {{ ref('rpt_listing_vendors') }}
where finding = 'not_in_ledger'
