select
    {{ unnest_list("string_split(column_names, ' ')") }} as column_name,
    {{ text_or_null('value') }} as value,
    {{ text_or_null('label') }} as label,
    {{ text_or_null('meaning') }} as meaning
from {{ ref('value_labels') }}
