-- The US shares of chip makers and their suppliers, of which the peer basket is made.
select
    securities.security_id,
    securities.vendor_id as issuer_id,
    securities.mic
from {{ ref('int_market__securities') }} as securities
inner join {{ ref('stg_curated__exchanges') }} as exchanges
    on securities.mic = exchanges.mic
inner join {{ ref('int_vendors__vendors') }} as vendors
    on securities.vendor_id = vendors.vendor_id
where
    exchanges.calendar_group = 'US'
    and securities.security_kind = 'stock'
    and vendors.vendor_kind in ('chip_designer', 'foundry', 'memory', 'equipment')
