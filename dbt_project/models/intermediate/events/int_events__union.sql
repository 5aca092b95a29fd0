-- Every official document as its source gave it.
{{ union_of([
    ref('stg_federal_register__documents'),
]) }}
