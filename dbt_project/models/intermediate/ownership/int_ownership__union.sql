{{ config(materialized='view') }}

-- Parties and statements of ownership as sources report them: by keys of their own, the names in rows of their own.
{{ union_of([
    ref('stg_gleif__ownership'),
    ref('stg_opensanctions__ownership'),
]) }}
