{{ config(
    severity='error',
    meta={'check_kind': 'known_share', 'table': 'marts.fct_sanction_events', 'column': 'source'}
) }}

-- At most one act in ten rests on recollection: the act itself or its first public day has no source.
with counted as (

    select
        count(*) as acts,
        count(case when source = 'unsourced recollection' or first_public_basis = 'recollection' then 1 end)
            as recollected
    from {{ ref('fct_sanction_events') }}
    where not is_user_data

)

select
    recollected,
    acts
from counted
where recollected * 10 > acts
