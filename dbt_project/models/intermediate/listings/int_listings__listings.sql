-- One row an entity, list, heading country and start date. Several entries of one listing (the same firm printed under
-- two pages, or with several addresses) are one listing here and stay apart in the entry count and in the rule bridge.
-- Values come from the entries of the newest sighting; of several, from the one that the list prints first. An entry
-- that only a short snapshot lacks still belongs to its listing.
with entries as (

    select
        *,
        max(last_observed_at) over (partition by listing_id) as listing_observed_at,
        min(first_observed_at) over (partition by listing_id) as listing_first_observed_at
    from {{ ref('int_listings__entries') }}

),

newest as (

    select
        *,
        row_number() over (
            partition by listing_id
            order by last_observed_at desc nulls last, row_no asc, entry_key asc
        ) as printed_first
    from entries
    where
        last_observed_at = listing_observed_at
        or listing_observed_at is null
        or coalesce(is_in_latest_snapshot, false)

),

address_parts as (

    select
        listing_id,
        {{ unnest_list('addresses') }} as address
    from newest

),

address_counts as (

    select
        listing_id,
        count(distinct {{ text_key('address') }}) as address_count
    from address_parts
    group by listing_id

),

alias_parts as (

    select
        listing_id,
        {{ unnest_list('alt_names') }} as alias
    from newest

),

aliases as (

    select
        listing_id,
        {{ sorted_text('alias') }} as aliases
    from alias_parts
    where alias is not null and trim(alias) <> ''
    group by listing_id

),

entry_counts as (

    select
        listing_id,
        count(*) as entry_count,
        min(vendor_id) as vendor_id,
        max(case when is_user_link then 1 else 0 end) = 1 as is_user_link,
        min(replaced_vendor_id) as replaced_vendor_id,
        {{ sorted_text('citation_printed', ' | ') }} as citation
    from newest
    group by listing_id

),

rules as (

    select
        listing_id,
        document_number,
        rule_citation,
        rule_title,
        rule_published_on,
        rule_effective_on,
        rule_payload_sha256,
        is_rule_sample
    from {{ ref('int_listings__citations') }}
    where is_first_of_listing

)

select
    newest.listing_id,
    newest.entity_id,
    newest.entity_name,
    newest.list_code,
    newest.heading_country,
    newest.is_address_entry,
    newest.programs,
    newest.license_requirement,
    newest.license_policy,
    newest.footnote_no,
    newest.remarks,
    newest.source_list_url,
    newest.payload_sha256,
    newest.listing_first_observed_at as first_seen_at,
    newest.listing_observed_at as last_seen_at,
    newest.is_in_latest_snapshot,
    newest.start_on,
    newest.end_on as valid_to,
    newest.effective_on,
    newest.identifiers,
    newest.measure_id,
    entry_counts.vendor_id,
    entry_counts.is_user_link,
    entry_counts.replaced_vendor_id,
    entry_counts.citation,
    cast(entry_counts.entry_count as bigint) as entry_count,
    cast(coalesce(address_counts.address_count, 0) as bigint) as address_count,
    aliases.aliases,
    rules.document_number as rule_document_number,
    rules.rule_citation,
    rules.rule_title,
    rules.rule_published_on,
    rules.rule_payload_sha256,
    newest.is_sample or coalesce(rules.is_rule_sample, false) as is_sample,
    coalesce(
        newest.start_on,
        rules.rule_effective_on,
        rules.rule_published_on,
        cast(newest.listing_first_observed_at as date)
    ) as valid_from,
    case
        when newest.start_on is not null then 'stated'
        when coalesce(rules.rule_effective_on, rules.rule_published_on) is not null then 'rule'
        when newest.listing_first_observed_at is not null then 'first_observed'
    end as valid_from_basis,
    coalesce(
        rules.rule_published_on, newest.stated_known_on, cast(newest.listing_first_observed_at as date)
    ) as known_from,
    case
        when rules.rule_published_on is not null then 'stated'
        when newest.stated_known_on is not null then newest.stated_known_basis
        when newest.listing_first_observed_at is not null then 'first_fetched'
    end as known_basis
from newest
inner join entry_counts on newest.listing_id = entry_counts.listing_id
left join address_counts on newest.listing_id = address_counts.listing_id
left join aliases on newest.listing_id = aliases.listing_id
left join rules on newest.listing_id = rules.listing_id
where newest.printed_first = 1
