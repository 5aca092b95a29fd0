select
    source || '/' || dataset as source_id,
    source,
    dataset,
    title,
    publisher,
    site,
    licence,
    redistribution,
    cadence
from {{ ref('stg_inputs__sources') }}
