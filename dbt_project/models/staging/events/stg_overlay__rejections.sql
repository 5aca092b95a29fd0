-- Candidates that the user has rejected, when the build was given some.
{% if has_overlay_rejections() | trim %}
    select
        {{ text_or_null('candidate_id') }} as candidate_id,
        {{ text_or_null('reason') }} as reason
    from {{ source('overlay', 'rejections') }}
{% else %}
    select
        candidate_id,
        reason
    from {{ ref('stg_curated__candidate_rejections') }}
    where candidate_id is null
{% endif %}
