select
    column_name,
    value,
    label,
    meaning
from {{ ref('stg_curated__value_labels') }}
