-- The lists of China's Ministry of Commerce have no feed; their announcements are curated. One row an entity and
-- announcement that adds it, in the form of a sighting. A statement that measures stop takes no name off a list: the
-- listing stays, and the measure that it names (measure_id) says what holds.
select
    'curated' as sighting_source,
    false as is_copy,
    {{ short_hash("listings.announcement_id || '|' || cast(listings.entry_no as varchar)") }} as entry_key,
    announcements.list_code,
    'Entity' as entry_type,
    listings.entity_name,
    case when listings.address is null then {{ no_texts() }} else [listings.address] end as addresses,
    listings.country_code as address_countries,
    listings.country_code as heading_country,
    announcements.official_number as citation_printed,
    announcements.announced_on as start_on,
    announcements.effective_on,
    announcements.announced_on as stated_known_on,
    'curated' as stated_known_basis,
    listings.note as remarks,
    announcements.source_url as source_list_url,
    {{ text_parts("concat_ws(';', listings.entity_name_zh, listings.aliases)") }} as alt_names,
    listings.vendor_id as curated_vendor_id,
    announcements.measure_id,
    listings.payload_sha256,
    row_number() over (order by announcements.announced_on, listings.announcement_id, listings.entry_no) as row_no,
    false as is_sample
from {{ ref('stg_curated__china_listings') }} as listings
inner join {{ ref('stg_curated__china_list_announcements') }} as announcements
    on listings.announcement_id = announcements.announcement_id
