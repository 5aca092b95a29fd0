{{ config(materialized='view') }}

-- Every bar as its source gave it.
{{ union_of([
    ref('stg_yahoo_chart__bars'),
    ref('stg_price_csv__bars'),
    ref('stg_tiingo__bars'),
    ref('stg_alpha_vantage__bars'),
    ref('stg_stooq__bars'),
]) }}
