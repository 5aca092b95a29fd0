-- One row a list entry: the newest sighting wins, first and last sighting are kept. An entry that is missing
-- from the newest whole snapshot of its list stays, marked; one that only a short snapshot lacks is not even marked.
with snapshots as (

    select
        sighting_source,
        list_code,
        max(observed_at) as newest_observed_at
    from {{ ref('int_listings__snapshots') }}
    where is_whole
    group by sighting_source, list_code

),

ranked as (

    select
        *,
        row_number() over (
            partition by entry_key
            order by observed_at desc nulls last, payload_sha256 desc, row_no asc
        ) as newest_first,
        min(first_observed_at) over (partition by entry_key) as oldest_observed_at,
        max(observed_at) over (partition by entry_key) as last_observed_at
    from {{ ref('int_listings__sightings') }}

),

identified as (

    select
        ranked.*,
        {{ text_key('ranked.entity_name') }} as name_key,
        coalesce(ranked.last_observed_at >= snapshots.newest_observed_at, true) as is_in_latest_snapshot
    from ranked
    left join snapshots
        on
            ranked.list_code = snapshots.list_code
            and ranked.sighting_source = snapshots.sighting_source
    where ranked.newest_first = 1

),

keyed as (

    select
        *,
        coalesce(nullif(replace(name_key, ' ', '-'), ''), 'unnamed-' || entry_key) as entity_id
    from identified

)

select
    keyed.entry_key,
    keyed.entity_id,
    lower(keyed.list_code)
    || ':' || keyed.entity_id
    || ':' || lower(coalesce(keyed.heading_country, 'xx'))
    || ':' || coalesce(cast(keyed.start_on as {{ text_type() }}), 'undated') as listing_id,
    keyed.list_code,
    keyed.source_list,
    keyed.entity_number,
    keyed.entry_type,
    keyed.entity_name,
    keyed.name_key,
    keyed.heading_country,
    keyed.address_countries,
    keyed.addresses,
    keyed.alt_names,
    keyed.programs,
    keyed.citation_printed,
    keyed.citations,
    keyed.start_on,
    keyed.end_on,
    keyed.effective_on,
    keyed.stated_known_on,
    keyed.stated_known_basis,
    keyed.license_requirement,
    keyed.license_policy,
    keyed.footnote_no,
    keyed.remarks,
    keyed.source_list_url,
    keyed.identifiers,
    keyed.measure_id,
    keyed.row_no,
    keyed.payload_sha256,
    keyed.is_sample,
    keyed.oldest_observed_at as first_observed_at,
    keyed.last_observed_at,
    keyed.is_in_latest_snapshot,
    keyed.name_key like 'address %' as is_address_entry,
    coalesce(keyed.curated_vendor_id, links.vendor_id) as vendor_id,
    coalesce(
        keyed.curated_vendor_id is not null
        or (
            links.match_method = 'exact'
            and links.match_score >= 0.95
            and {{ is_same_company('keyed.entity_name', 'links.matched_alias') }}
        ),
        false
    ) as is_vendor_itself,
    coalesce(
        keyed.curated_vendor_id is null and links.vendor_id <> coalesce(links.curated_vendor_id, ''), false
    ) as is_user_link,
    case
        when keyed.curated_vendor_id is null and links.vendor_id <> links.curated_vendor_id then links.curated_vendor_id
    end as replaced_vendor_id,
    links.matched_alias,
    links.match_method,
    links.match_score
from keyed
left join {{ ref('stg_derived__entity_links') }} as links on keyed.entry_key = links.entry_key
