select
    {{ text_or_null('calendar_group') }} as calendar_group,
    {{ text_or_null('benchmark_role') }} as benchmark_role,
    priority,
    {{ text_or_null('benchmark_security_id') }} as benchmark_security_id,
    case when symbol_prefix = 'any' then '' else symbol_prefix end as symbol_prefix
from {{ ref('further_benchmarks') }}
