select
    {{ text_or_null('estimator') }} as estimator,
    {{ text_or_null('estimator_kind') }} as estimator_kind,
    {{ text_or_null('note') }} as note,
    {{ seed_sha('estimators') }} as payload_sha256
from {{ ref('estimators') }}
