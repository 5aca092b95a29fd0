with named as (

    select
        'vendor' as subject_kind,
        aliases.vendor_id as subject_id,
        aliases.vendor_id,
        aliases.alias,
        false as needs_vendor
    from {{ ref('int_vendors__aliases') }} as aliases
    inner join {{ ref('int_vendors__vendors') }} as vendors
        on aliases.vendor_id = vendors.vendor_id and vendors.vendor_kind <> 'aggregate'

    union all

    select
        'vendor' as subject_kind,
        vendor_id as subject_id,
        vendor_id,
        vendor_name as alias,
        false as needs_vendor
    from {{ ref('int_vendors__vendors') }}
    where vendor_kind <> 'aggregate'

    union all

    select
        'chip_family' as subject_kind,
        aliases.family_chip_id as subject_id,
        chips.vendor_id,
        aliases.alias,
        aliases.needs_vendor
    from {{ ref('stg_curated__chip_aliases') }} as aliases
    inner join {{ ref('stg_curated__chips') }} as chips on aliases.family_chip_id = chips.chip_id

),

spellings as (

    select
        named.*,
        {{ headline_words('alias') }} as alias_words
    from named

    union all

    select
        named.*,
        {{ headline_words('upper(alias)') }} as alias_words
    from named

    union all

    select
        named.*,
        {{ headline_words("alias || 's'") }} as alias_words
    from named
    where subject_kind = 'chip_family'

)

select
    subject_kind,
    subject_id,
    vendor_id,
    alias_words,
    {{ first_word('alias_words') }} as first_word,
    min(alias) as alias,
    min(cast(needs_vendor as integer)) = 1 as needs_vendor
from spellings
where trim(alias_words) <> ''
group by subject_kind, subject_id, vendor_id, alias_words
