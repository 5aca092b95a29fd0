-- Every figure of trade as its source gave it.
{{ union_of([
    ref('stg_comtrade__flows'),
    ref('stg_taiwan_customs__exports'),
    ref('stg_census__flows'),
    ref('stg_customs_csv__flows'),
]) }}
