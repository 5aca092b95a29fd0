-- Other names of every vendor, curated or the user's own.
{{ union_of([
    ref('stg_curated__vendor_aliases'),
    ref('stg_overlay__vendor_aliases'),
]) }}
