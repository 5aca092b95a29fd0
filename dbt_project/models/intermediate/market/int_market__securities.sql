-- Every watched security, curated or the user's own.
{{ union_of([
    ref('stg_curated__securities'),
    ref('stg_overlay__securities'),
]) }}
