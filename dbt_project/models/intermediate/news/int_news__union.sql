-- Every article and feed item as its source gave it.
{{ union_of([
    ref('stg_gdelt_bulk__articles'),
    ref('stg_gdelt_doc__articles'),
    ref('stg_google_news__items'),
    ref('stg_guardian__articles'),
    ref('stg_rss__items'),
]) }}
