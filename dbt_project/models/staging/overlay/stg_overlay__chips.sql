select
    {{ chip_model_columns() }},
    true as is_user_data,
    payload_sha256
from {{ source('overlay', 'chips') }}
