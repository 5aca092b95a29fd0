{{ config(materialized='view') }}

-- Parties and statements of ownership as sources report them: by keys of their own, the names in rows of their own.
{{ union_of([
    ref('stg_gleif__ownership'),
]) }}
union all by name
-- What only a source that states percentages says.
select
    cast(null as decimal(9, 4)) as share_pct_min,
    cast(null as decimal(9, 4)) as share_pct_max
where false
