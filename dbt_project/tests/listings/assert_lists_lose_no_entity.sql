{{ config(
    severity='warn',
    meta={'check_kind': 'lost', 'table': 'marts.fct_listing_changes', 'column': 'change_kind'}
) }}

-- Every listing that a whole snapshot of its list no longer had, in the 30 days before the newest change of that list:
-- one row each, so that nine lost entities are told as nine. A loss is no error; a person looks whether it is a
-- delisting.
with newest as (

    select
        list_code,
        max(observed_at) as observed_at
    from {{ ref('fct_listing_changes') }}
    group by list_code

)

select
    changes.list_code,
    changes.entity_name,
    changes.listing_id,
    changes.previous_observed_at,
    changes.observed_at
from {{ ref('fct_listing_changes') }} as changes
inner join newest on changes.list_code = newest.list_code
where
    changes.change_kind = 'removed'
    and changes.is_plausible
    and {{ days_between('cast(changes.observed_at as date)', 'cast(newest.observed_at as date)') }} <= 30
