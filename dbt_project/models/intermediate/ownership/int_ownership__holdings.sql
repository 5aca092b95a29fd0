-- Who holds how much of whom, curated, the user's own or reported by a source: one row a statement. A party is its
-- vendor, or else its name as lists spell it (the key of dim_entity). The rules count with the least and the most that
-- a statement can mean; a consolidated or unknown share can be anything. Where no day is stated, a holding counts from
-- the day it was known, and it counts until the next statement about the same two parties: the newest one is right.
with stated as (

    {{ union_of([
        ref('stg_curated__ownership_facts'),
        ref('stg_overlay__ownership'),
        ref('int_ownership__reported'),
    ]) }}

),

named as (

    select
        * exclude (owner_party_id, owned_party_id),
        coalesce(owner_party_id, owner_vendor_id, {{ slug('owner_name') }}) as owner_party_id,
        coalesce(owned_party_id, owned_vendor_id, {{ slug('owned_name') }}) as owned_party_id,
        coalesce(valid_from, known_from) as counts_from
    from stated

),

-- Of several statements for one day the one known last counts, the user's own before a curated one.
newest as (

    select
        *,
        row_number() over (
            partition by owner_party_id, owned_party_id, counts_from
            order by known_from desc, is_user_data desc, confidence asc, source asc
        ) as newest_first
    from named

),

followed as (

    select
        *,
        lead(counts_from) over (
            partition by owner_party_id, owned_party_id
            order by counts_from
        ) as next_from
    from newest
    where newest_first = 1

),

payloads as (

    select
        payload_sha256,
        max(case when redistribution in ('internal', 'personal') then 1 else 0 end) as is_restricted
    from {{ ref('stg_inputs__payloads') }}
    group by payload_sha256

)

select
    followed.owner_party_id
    || ':' || followed.owned_party_id
    || ':' || cast(followed.counts_from as varchar) as holding_id,
    followed.*,
    coalesce(payloads.is_restricted, 0) as is_restricted,
    least(followed.valid_to, followed.next_from) as counts_to,
    cast(case followed.share_kind
        when 'exact' then followed.share_pct_min
        when 'range' then followed.share_pct_min
        when 'majority' then 50
        else 0
    end as decimal(9, 4)) as least_pct,
    cast(case followed.share_kind
        when 'exact' then followed.share_pct_max
        when 'range' then followed.share_pct_max
        when 'minority' then 49.9999
        else 100
    end as decimal(9, 4)) as most_pct
from followed
left join payloads on followed.payload_sha256 = payloads.payload_sha256
