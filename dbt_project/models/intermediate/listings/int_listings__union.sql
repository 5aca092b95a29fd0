{{ config(materialized='view') }}

-- Every entry of a list as its source gave it. What only the source of a list of its own says of that list is null in
-- the rows of the others.
{{ union_of([
    ref('stg_csl__entries'),
    ref('stg_ofac__consolidated'),
    ref('stg_list_csv__entries'),
    ref('stg_opensanctions__entries'),
    ref('int_listings__military_companies'),
    ref('int_listings__china'),
], texts=['list_name', 'list_jurisdiction', 'legal_effect', 'legal_basis']) }}
