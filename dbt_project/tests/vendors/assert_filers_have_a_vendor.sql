-- Filed facts of a company without a curated vendor reach no mart.
{{ config(severity='warn', meta={'check_kind': 'relation'}) }}

select
    facts.cik,
    max(facts.entity_name) as entity_name,
    count(*) as fact_count
from {{ ref('stg_sec__company_facts') }} as facts
left join {{ ref('int_vendors__vendors') }} as vendors
    on facts.cik = vendors.cik
where vendors.cik is null
group by facts.cik
