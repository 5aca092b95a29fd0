{{ config(materialized='view') }}

-- Every entry of a list as its source gave it.
{{ union_of([
    ref('stg_csl__entries'),
    ref('stg_ofac__consolidated'),
    ref('stg_list_csv__entries'),
    ref('stg_opensanctions__entries'),
    ref('int_listings__military_companies'),
    ref('int_listings__china'),
]) }}
union all by name
-- What only the source of a list of its own says of that list.
select
    cast(null as varchar) as list_name,
    cast(null as varchar) as list_jurisdiction,
    cast(null as varchar) as legal_effect,
    cast(null as varchar) as legal_basis
where false
