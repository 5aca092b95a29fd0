{{ config(
    severity='error',
    meta={'check_kind': 'relation', 'table': 'marts.bridge_article_subjects', 'column': 'subject_id'}
) }}

-- A subject is a vendor or a chip family by its kind; one relation test cannot say that.
select
    subjects.subject_kind,
    subjects.subject_id,
    count(*) as article_count
from {{ ref('bridge_article_subjects') }} as subjects
left join {{ ref('dim_vendor') }} as vendors
    on subjects.subject_id = vendors.vendor_id and subjects.subject_kind = 'vendor'
left join {{ ref('dim_chip_family') }} as chips
    on subjects.subject_id = chips.family_chip_id and subjects.subject_kind = 'chip_family'
where vendors.vendor_id is null and chips.family_chip_id is null
group by subjects.subject_kind, subjects.subject_id
