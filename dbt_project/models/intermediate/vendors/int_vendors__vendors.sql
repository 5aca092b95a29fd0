-- Every vendor, curated or the user's own.
{{ union_of([
    ref('stg_curated__vendors'),
    ref('stg_overlay__vendors'),
]) }}
