{{ config(
    severity='error',
    meta={'check_kind': 'own_rows', 'table': 'marts.fct_entity_listings', 'column': 'vendor_id'}
) }}

-- A name in warehouse/overlay/vendor_aliases.csv takes listings from the vendor that the curated names give them, or
-- adds some to a curated vendor; one row a name. Make the name more precise or remove it; when it is meant, write the
-- vendors whose listings change into the column `replaces` of its row, and the listings are marked.
with changed as (

    select
        entry_key,
        matched_name,
        vendor_id,
        curated_vendor_id,
        matched_alias,
        coalesce(tied_aliases, matched_alias) as own_name
    from {{ ref('stg_derived__entity_links') }}
    where vendor_id is distinct from curated_vendor_id

),

-- Both vendors of a change, as far as they are curated.
concerned as (

    select
        changed.*,
        vendors.vendor_id as concerned_vendor_id
    from changed
    inner join {{ ref('stg_curated__vendors') }} as vendors
        on changed.vendor_id = vendors.vendor_id or changed.curated_vendor_id = vendors.vendor_id

)

select
    concerned.own_name,
    concerned.vendor_id as vendor_by_own_names,
    {{ sorted_text('concerned.curated_vendor_id') }} as vendors_by_curated_names,
    {{ sorted_text('concerned.concerned_vendor_id') }} as not_in_replaces,
    count(distinct concerned.entry_key) as listing_count,
    min(concerned.matched_name) as first_name
from concerned
left join {{ ref('stg_overlay__vendor_aliases') }} as own
    on
        concerned.vendor_id = own.vendor_id
        and concerned.matched_alias = own.alias
        and position(';' || concerned.concerned_vendor_id || ';' in ';' || own.replaces || ';') > 0
where own.vendor_id is null
group by concerned.own_name, concerned.vendor_id
order by concerned.own_name, concerned.vendor_id

-- depends_on: {{ ref('rpt_listed_names') }}
