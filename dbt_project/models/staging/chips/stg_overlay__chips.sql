-- Chips of the user, when the build was given some: the columns of the chip_models seed and the hash of the file.
{% if has_overlay_chips() | trim %}
    select
        {{ chip_model_columns() }},
        true as is_user_data,
        cast(payload_sha256 as varchar) as payload_sha256
    from {{ source('overlay', 'chips') }}
{% else %}
    select *
    from {{ ref('stg_curated__chip_models') }}
    where is_user_data
{% endif %}
