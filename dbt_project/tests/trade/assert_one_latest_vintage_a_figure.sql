-- Every figure has one newest vintage: none would hide it from reports, two would count it twice.
{{ config(severity='error', meta={'check_kind': 'business'}) }}

select
    series_key,
    count(*) filter (where is_latest_vintage) as latest_vintages
from {{ ref('int_trade__vintages') }}
group by series_key
having count(*) filter (where is_latest_vintage) <> 1
