-- What changed on a list between a snapshot and the last whole one before it: one row a listing. A list is compared
-- only with itself, in payloads of one source that hold it. A snapshot that has shrunk by more than the tolerance
-- removes nothing, and an entry that began long before the earlier snapshot was not added since: both are kept, marked
-- as not plausible.
with stretches as (

    select
        sightings.sighting_source,
        sightings.list_code,
        sightings.first_payload_no,
        sightings.last_payload_no,
        sightings.start_on,
        sightings.end_on,
        sightings.license_requirement,
        sightings.license_policy,
        sightings.citation_printed,
        {{ list_to_text('sightings.addresses', ' | ') }} as addresses,
        {{ list_to_text('sightings.alt_names', ' | ') }} as alt_names,
        known.listing_id,
        known.entity_id,
        known.entity_name,
        known.vendor_id
    from {{ ref('int_listings__sightings') }} as sightings
    inner join {{ ref('int_listings__entries') }} as known on sightings.entry_key = known.entry_key
    where sightings.observed_at is not null

),

pairs as (

    select
        newer.sighting_source,
        newer.list_code,
        newer.payload_no,
        newer.payload_sha256,
        newer.observed_at,
        newer.is_sample,
        newer.is_whole,
        older.payload_no as previous_payload_no,
        older.payload_sha256 as previous_payload_sha256,
        older.observed_at as previous_observed_at
    from {{ ref('int_listings__snapshots') }} as newer
    inner join {{ ref('int_listings__snapshots') }} as older
        on
            newer.sighting_source = older.sighting_source
            and newer.list_code = older.list_code
            and newer.whole_before_no = older.snapshot_no

),

-- Only where a stretch begins or ends between the two can a listing differ.
touched as (

    select distinct
        pairs.sighting_source,
        pairs.list_code,
        pairs.payload_sha256,
        pairs.payload_no,
        pairs.previous_payload_no,
        stretches.listing_id
    from pairs
    inner join stretches
        on
            pairs.sighting_source = stretches.sighting_source
            and pairs.list_code = stretches.list_code
            and (
                (
                    pairs.previous_payload_no < stretches.first_payload_no
                    and pairs.payload_no >= stretches.first_payload_no
                )
                or (
                    pairs.previous_payload_no <= stretches.last_payload_no
                    and pairs.payload_no > stretches.last_payload_no
                )
            )

),

sides as (

    select
        touched.payload_sha256,
        'newer' as side,
        stretches.*
    from touched
    inner join stretches
        on
            touched.sighting_source = stretches.sighting_source
            and touched.list_code = stretches.list_code
            and touched.listing_id = stretches.listing_id
            and touched.payload_no between stretches.first_payload_no and stretches.last_payload_no
    union all
    select
        touched.payload_sha256,
        'older' as side,
        stretches.*
    from touched
    inner join stretches
        on
            touched.sighting_source = stretches.sighting_source
            and touched.list_code = stretches.list_code
            and touched.listing_id = stretches.listing_id
            and touched.previous_payload_no between stretches.first_payload_no and stretches.last_payload_no

),

contents as (

    select
        payload_sha256 as pair_sha256,
        side,
        list_code,
        listing_id,
        min(entity_id) as entity_id,
        min(entity_name) as entity_name,
        min(vendor_id) as vendor_id,
        min(start_on) as start_on,
        min(citation_printed) as citation,
        max(end_on) as end_on,
        {{ sorted_text('addresses', ' | ') }} as addresses,
        {{ sorted_text('alt_names', ' | ') }} as alt_names,
        {{ sorted_text('license_requirement', ' | ') }} as license_requirement,
        {{ sorted_text('license_policy', ' | ') }} as license_policy,
        {{ sorted_text('citation_printed', ' | ') }} as citations
    from sides
    group by payload_sha256, side, list_code, listing_id

),

newer_side as (

    select *
    from contents
    where side = 'newer'

),

older_side as (

    select *
    from contents
    where side = 'older'

),

compared as (

    select
        coalesce(newer_side.pair_sha256, older_side.pair_sha256) as payload_sha256,
        coalesce(newer_side.list_code, older_side.list_code) as list_code,
        coalesce(newer_side.listing_id, older_side.listing_id) as listing_id,
        coalesce(newer_side.entity_id, older_side.entity_id) as entity_id,
        coalesce(newer_side.entity_name, older_side.entity_name) as entity_name,
        coalesce(newer_side.vendor_id, older_side.vendor_id) as vendor_id,
        coalesce(newer_side.start_on, older_side.start_on) as start_on,
        coalesce(newer_side.citation, older_side.citation) as citation,
        case
            when older_side.listing_id is null then 'added'
            when newer_side.listing_id is null then 'removed'
            else 'changed'
        end as change_kind,
        coalesce(newer_side.addresses, '') <> coalesce(older_side.addresses, '') as is_address_changed,
        coalesce(newer_side.alt_names, '') <> coalesce(older_side.alt_names, '') as is_alias_changed,
        coalesce(newer_side.license_requirement, '') <> coalesce(older_side.license_requirement, '')
            as is_requirement_changed,
        coalesce(newer_side.license_policy, '') <> coalesce(older_side.license_policy, '') as is_policy_changed,
        coalesce(newer_side.citations, '') <> coalesce(older_side.citations, '') as is_citation_changed,
        coalesce(newer_side.end_on, date '9999-12-31') <> coalesce(older_side.end_on, date '9999-12-31')
            as is_end_changed
    from newer_side
    full outer join older_side
        on
            newer_side.pair_sha256 = older_side.pair_sha256
            and newer_side.list_code = older_side.list_code
            and newer_side.listing_id = older_side.listing_id

),

described as (

    select
        compared.*,
        case
            when compared.change_kind = 'changed' then nullif(concat_ws(
                '; ',
                case when compared.is_address_changed then 'addresses' end,
                case when compared.is_alias_changed then 'aliases' end,
                case when compared.is_requirement_changed then 'license requirement' end,
                case when compared.is_policy_changed then 'license policy' end,
                case when compared.is_citation_changed then 'citations' end,
                case when compared.is_end_changed then 'end date' end
            ), '')
        end as changed_fields
    from compared

)

select
    described.listing_id || ':' || left(described.payload_sha256, 12) as change_id,
    'list:' || lower(described.list_code) || ':' || described.change_kind || ':'
    || coalesce({{ slug('described.citation') }}, cast(described.start_on as {{ text_type() }}), 'undated') || ':'
    || left(described.payload_sha256, 12) as candidate_id,
    described.list_code,
    described.change_kind,
    described.listing_id,
    described.entity_id,
    described.entity_name,
    described.vendor_id,
    described.start_on,
    described.citation,
    described.changed_fields,
    pairs.previous_observed_at,
    pairs.observed_at,
    pairs.previous_payload_sha256,
    described.payload_sha256,
    pairs.is_sample,
    case
        when described.change_kind = 'removed' then pairs.is_whole
        when described.change_kind = 'added'
            then coalesce(
                {{ days_between('described.start_on', 'cast(pairs.previous_observed_at as date)') }}
                <= {{ var('screening_list_publication_lag_days') }},
                true
            )
        else true
    end as is_plausible
from described
inner join pairs
    on described.payload_sha256 = pairs.payload_sha256 and described.list_code = pairs.list_code
where described.change_kind <> 'changed' or described.changed_fields is not null
