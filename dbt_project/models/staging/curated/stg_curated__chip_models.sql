select
    {{ chip_model_columns() }},
    false as is_user_data,
    {{ seed_sha('chip_models') }} as payload_sha256
from {{ ref('chip_models') }}
