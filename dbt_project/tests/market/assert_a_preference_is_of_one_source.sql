-- Which of two sources supplies a session must not depend on chance: each preference is that of one source.
{{ config(
    severity='error',
    meta={'check_kind': 'key', 'table': 'intermediate.int_market__source_bars', 'column': 'preference'}
) }}

select
    preference,
    min(source) as one_source,
    max(source) as other_source
from {{ ref('int_market__source_bars') }}
group by preference
having count(distinct source) > 1
