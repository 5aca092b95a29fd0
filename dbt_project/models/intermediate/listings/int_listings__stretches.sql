{% set said = [
    'is_copy', 'source_list', 'list_code', 'list_name', 'list_jurisdiction', 'legal_effect', 'legal_basis',
    'entity_number', 'entry_type', 'programs', 'entity_name', 'addresses', 'address_countries', 'heading_country',
    'citation_printed', 'citations', 'start_on', 'end_on', 'effective_on', 'stated_known_on', 'stated_known_basis',
    'license_requirement', 'license_policy', 'footnote_no', 'remarks', 'source_list_url', 'alt_names', 'identifiers',
    'curated_vendor_id', 'measure_id', 'is_sample'
] %}
-- What a source said of an entry, and for how long: one row an entry, what was said, and stretch of payloads, one after
-- the other, that said it. A payload that changes nothing adds no row. `row_no` is the place of the entry in the newest
-- payload that says the same.
with seen as (

    select
        entries.sighting_source,
        entries.entry_key,
        {{ qualified(said, 'entries') }},
        {{ content_hash(said, 'entries') }} as said,
        entries.row_no,
        payloads.payload_no
    from {{ ref('int_listings__union') }} as entries
    inner join {{ ref('int_listings__payloads') }} as payloads
        on
            entries.sighting_source = payloads.sighting_source
            and entries.payload_sha256 = payloads.payload_sha256

),

contents as (

    select
        sighting_source,
        entry_key,
        said,
        {{ values_of(said) }},
        {{ value_at_most('row_no', 'payload_no') }} as row_no,
        {{ all_of('payload_no') }} as payload_nos,
        count(*) as sighting_count,
        min(payload_no) as first_payload_no,
        max(payload_no) as last_payload_no
    from seen
    group by sighting_source, entry_key, said

),

interrupted as (

    select distinct
        sighting_source,
        entry_key,
        said,
        {{ unnest_list('payload_nos') }} as payload_no
    from contents
    where sighting_count <> last_payload_no - first_payload_no + 1

),

numbered as (

    select
        *,
        payload_no - row_number() over (
            partition by sighting_source, entry_key, said
            order by payload_no
        ) as stretch_no
    from interrupted

),

stretches as (

    select
        sighting_source,
        entry_key,
        said,
        min(payload_no) as first_payload_no,
        max(payload_no) as last_payload_no
    from numbered
    group by sighting_source, entry_key, said, stretch_no
    union all
    select
        sighting_source,
        entry_key,
        said,
        first_payload_no,
        last_payload_no
    from contents
    where sighting_count = last_payload_no - first_payload_no + 1

)

select
    stretches.sighting_source,
    stretches.entry_key,
    {{ qualified(said, 'contents') }},
    contents.row_no,
    stretches.first_payload_no,
    stretches.last_payload_no,
    first_payloads.observed_at as first_observed_at,
    last_payloads.observed_at,
    last_payloads.payload_sha256
from stretches
inner join contents
    on
        stretches.sighting_source = contents.sighting_source
        and stretches.entry_key = contents.entry_key
        and stretches.said = contents.said
inner join {{ ref('int_listings__payloads') }} as first_payloads
    on
        stretches.sighting_source = first_payloads.sighting_source
        and stretches.first_payload_no = first_payloads.payload_no
inner join {{ ref('int_listings__payloads') }} as last_payloads
    on
        stretches.sighting_source = last_payloads.sighting_source
        and stretches.last_payload_no = last_payloads.payload_no
