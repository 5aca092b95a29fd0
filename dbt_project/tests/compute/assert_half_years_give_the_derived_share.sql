-- The derived share of Nvidia in the second half of 2025 is what the checks of both half years leave.
{{ config(severity='error', meta={'check_kind': 'business'}) }}

select
    shares.share_id,
    shares.value,
    100 * cast(vendor.slack_units as double) / cast(whole.slack_units as double) as computed
from {{ ref('fct_vendor_share') }} as shares
left join {{ ref('fct_unit_checks') }} as vendor
    on vendor.unit_check_id = 'idc-2025-nvidia-halves'
left join {{ ref('fct_unit_checks') }} as whole
    on whole.unit_check_id = 'idc-2025-all-halves'
where
    shares.share_id = 'nvidia-china-ai-accelerators-2025h2-share-pct-idc'
    and coalesce(
        abs(shares.value - 100 * cast(vendor.slack_units as double) / cast(whole.slack_units as double)) > 0.05, true
    )
