{% set number = '[0-9]+(?:[.,][0-9]+)?' %}
-- Who can own and be owned (record_kind party), and links of ownership (holding): a share only where one plain figure
-- or one range is written, a day only where all of it is.
with links as (

    select
        payload_sha256,
        row_number,
        entity_id,
        first_seen_text,
        asset_ids,
        case when len(list_distinct(percentages)) = 1 then trim(percentages[1]) end as share_text,
        try_cast(start_texts[1] as date) as valid_from,
        try_cast(end_texts[1] as date) as ended_on,
        {{ unnest_list('owner_ids') }} as owner_id
    from {{ source('raw', 'opensanctions__entities') }}
    where entity_schema = 'Ownership'

),

pairs as (

    select
        *,
        {{ unnest_list('asset_ids') }} as asset_id,
        case
            when regexp_full_match(share_text, '{{ number }} *%?') then 'exact'
            when regexp_full_match(share_text, '{{ number }} *%? *[-–] *{{ number }} *%?') then 'range'
            else 'unknown'
        end as share_kind,
        regexp_extract_all(share_text, '{{ number }}') as figures
    from links

),

shares as (

    select
        * exclude (share_kind),
        try_cast(replace(figures[1], ',', '.') as decimal(9, 4)) as least,
        try_cast(replace(figures[-1], ',', '.') as decimal(9, 4)) as most,
        share_kind as written_kind
    from pairs

),

stated as (

    select
        *,
        case
            when written_kind <> 'unknown' and least between 0 and most and most <= 100 then written_kind
            else 'unknown'
        end as share_kind
    from shares

)

select
    'opensanctions' as sighting_source,
    'party' as record_kind,
    'opensanctions:' || parties.entity_id as party_key,
    parties.caption as party_name,
    {{ merged_list('parties.names', 'parties.aliases') }} as other_names,
    upper({{ first_of_length('parties.countries', 2) }}) as country_code,
    false as is_withdrawn,
    parties.payload_sha256,
    cast(parties.row_number as bigint) as row_no,
    payloads.observed_at
from {{ source('raw', 'opensanctions__entities') }} as parties
{{ payload_of('parties', 'opensanctions/entities') }}
where parties.entity_schema in ('Company', 'LegalEntity', 'Organization', 'Person', 'PublicBody')
union all by name
select
    'opensanctions' as sighting_source,
    'holding' as record_kind,
    'opensanctions:' || stated.owner_id as owner_key,
    'opensanctions:' || stated.asset_id as owned_key,
    stated.share_kind,
    case when stated.share_kind <> 'unknown' then stated.least end as share_pct_min,
    case when stated.share_kind <> 'unknown' then stated.most end as share_pct_max,
    true as is_direct,
    stated.valid_from,
    stated.ended_on + 1 as valid_to,
    coalesce(
        try_cast(left(stated.first_seen_text, 10) as date), cast(payloads.observed_at at time zone 'UTC' as date)
    ) as known_from,
    case when stated.share_text is not null then 'Share as written: ' || stated.share_text end as note,
    'OpenSanctions' as stated_in,
    'https://www.opensanctions.org/entities/' || stated.entity_id || '/' as source_url,
    'medium' as confidence,
    false as is_withdrawn,
    stated.payload_sha256,
    cast(stated.row_number as bigint) as row_no,
    payloads.observed_at
from stated
{{ payload_of('stated', 'opensanctions/entities') }}
where stated.owner_id <> stated.asset_id
