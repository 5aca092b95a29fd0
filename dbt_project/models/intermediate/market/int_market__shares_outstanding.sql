-- Shares of a company as the cover of a filing states them, from the day after the filing date on. Companies with one
-- listed class only: the facts do not tell classes apart.
select
    vendors.vendor_id,
    facts.filed_on,
    max(facts.period_end_on) as counted_on,
    cast(max(facts.value) as decimal(38, 0)) as shares,
    max(facts.payload_sha256) as payload_sha256
from {{ ref('stg_sec__company_facts') }} as facts
inner join {{ ref('int_vendors__vendors') }} as vendors
    on facts.cik = vendors.cik
where
    facts.taxonomy = 'dei'
    and facts.tag = 'EntityCommonStockSharesOutstanding'
    and facts.unit = 'shares'
    and vendors.headquarters_country = 'US'
    and facts.value > 0
group by vendors.vendor_id, facts.filed_on
having count(distinct facts.value) = 1
