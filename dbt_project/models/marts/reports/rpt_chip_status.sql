-- A chip sent from the United States to a Chinese consignee, by present knowledge: what Washington requires and what
-- Beijing has said about the same chip, cut wherever either side changes.
with us_side as (

    select *
    from {{ ref('fct_chip_control_status') }}
    where
        destination_group_id = 'cn'
        and consignee_headquarters_group = 'd5_mo'
        and export_type = 'export_from_us'
        and known_to is null

),

chinese_links as (

    select distinct
        chips.chip_id,
        measures.measure_id,
        measures.measure_title
    from {{ ref('dim_chip') }} as chips
    inner join {{ ref('bridge_event_chips') }} as event_chips on chips.family_chip_id = event_chips.family_chip_id
    inner join {{ ref('bridge_event_measures') }} as steps on event_chips.event_id = steps.event_id
    inner join {{ ref('dim_measure') }} as measures on steps.measure_id = measures.measure_id
    where measures.jurisdiction = 'CN'

),

chinese_side as (

    select
        links.chip_id,
        links.measure_id,
        links.measure_title,
        status.status,
        status.valid_from,
        status.valid_to,
        coalesce(samples.is_sample, false) as is_sample
    from chinese_links as links
    inner join {{ ref('fct_measure_status') }} as status on links.measure_id = status.measure_id
    left join {{ samples() }} as samples on status.payload_sha256 = samples.payload_sha256
    where status.known_to is null and status.status in ('in_force', 'effective_not_compliance', 'suspended')

),

days as (

    select
        chip_id,
        valid_from as starts_on
    from us_side
    union
    select
        chip_id,
        valid_from as starts_on
    from chinese_side
    union
    select
        chip_id,
        valid_to as starts_on
    from chinese_side
    where valid_to is not null

),

cells as (

    select
        chip_id,
        starts_on as valid_from,
        lead(starts_on) over (partition by chip_id order by starts_on) as valid_to
    from days

),

chinese_texts as (

    select
        cells.chip_id,
        cells.valid_from,
        {{ sorted_text("chinese_side.measure_title || ': ' || " ~ said('chinese_side.status')) }} as chinese_measures,
        count(distinct case when chinese_side.status <> 'suspended' then chinese_side.measure_id end)
            as chinese_measure_count,
        bool_or(chinese_side.is_sample) as is_sample
    from cells
    inner join chinese_side
        on
            cells.chip_id = chinese_side.chip_id
            and cells.valid_from >= chinese_side.valid_from
            and (chinese_side.valid_to is null or cells.valid_from < chinese_side.valid_to)
    left join {{ words_for('status') }} as words on chinese_side.status = words.value
    group by cells.chip_id, cells.valid_from

),

variants as (

    select
        cells.chip_id,
        cells.valid_from,
        {{ sorted_text("variants.chip_name || coalesce(' (' || variants.launched_period || ')', '')") }}
            as china_variants
    from cells
    inner join {{ ref('dim_chip') }} as variants
        on
            cells.chip_id = variants.variant_of_chip_id
            and variants.china_sale = 'made_for_china'
            and (
                cells.valid_to is null
                or left(cast(cells.valid_to as varchar), length(variants.launched_period)) >= variants.launched_period
            )
    group by cells.chip_id, cells.valid_from

)

select
    chips.chip_id,
    chips.chip_name,
    vendors.vendor_name,
    chips.family_chip_id,
    families.family_chip_name,
    chips.launched_period,
    chips.china_sale,
    originals.chip_name as variant_of_chip_name,
    cells.valid_from,
    cells.valid_to,
    coalesce(
        cells.valid_from <= {{ newest_observed_on() }}
        and (cells.valid_to is null or cells.valid_to > {{ newest_observed_on() }}),
        false
    ) as is_present,
    us_side.status as us_status,
    us_side.status_group as us_status_group,
    us_side.is_license_required as is_us_license_required,
    us_side.license_policy as us_license_policy,
    us_side.paragraph as us_paragraph,
    us_side.citation as us_citation,
    us_side.why as us_why,
    us_side.also_applies as us_also_applies,
    us_side.open_conditions as us_open_conditions,
    us_side.missing_field as us_missing_field,
    chinese_texts.chinese_measures,
    coalesce(chinese_texts.chinese_measure_count, 0) as chinese_measure_count,
    coalesce(chinese_texts.chinese_measure_count, 0) > 0 as has_chinese_measure,
    variants.china_variants,
    us_side.tpp,
    us_side.performance_density,
    us_side.interconnect_gb_s,
    us_side.dram_bandwidth_gb_s,
    us_side.is_designed_for_datacenter,
    chips.confidence as figure_confidence,
    chips.is_user_data,
    coalesce(chinese_texts.is_sample, false) as is_sample
from cells
inner join us_side
    on
        cells.chip_id = us_side.chip_id
        and cells.valid_from >= us_side.valid_from
        and (us_side.valid_to is null or cells.valid_from < us_side.valid_to)
inner join {{ ref('dim_chip') }} as chips on cells.chip_id = chips.chip_id
left join {{ ref('dim_vendor') }} as vendors on chips.vendor_id = vendors.vendor_id
left join {{ ref('dim_chip_family') }} as families on chips.family_chip_id = families.family_chip_id
left join {{ ref('dim_chip') }} as originals on chips.variant_of_chip_id = originals.chip_id
left join chinese_texts on cells.chip_id = chinese_texts.chip_id and cells.valid_from = chinese_texts.valid_from
left join variants on cells.chip_id = variants.chip_id and cells.valid_from = variants.valid_from
