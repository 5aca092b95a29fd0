select
    security_id,
    benchmark_security_id,
    source,
    payload_sha256
from {{ source('overlay', 'benchmarks') }}
