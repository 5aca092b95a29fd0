{#- Macros of the chip subject: typed columns of a chip table, the comparison texts of the rule engine, as-of macro. -#}

{#- The columns of a chip table (the chip_models seed or the user's own chips), typed, blank cells as null. -#}
{% macro chip_model_columns() -%}
    {%- for column in [
        'chip_id', 'chip_name', 'vendor_id', 'family_chip_id', 'variant_of_chip_id', 'designer_country',
        'architecture', 'launched_period', 'process_node', 'memory_type', 'china_sale', 'source', 'confidence', 'note'
    ] %}
    {{ text_or_null(column) }} as {{ column }},
    {%- endfor %}
    cast({{ text_or_null('launched_on') }} as date) as launched_on,
    {%- for column in ['is_non_planar', 'is_designed_for_datacenter'] %}
    cast({{ text_or_null(column) }} as boolean) as {{ column }},
    {%- endfor %}
    {%- for column in [
        'fp64_tflops', 'tf32_tflops', 'fp16_tflops', 'fp8_tflops', 'fp6_tflops', 'fp4_tflops', 'int8_tops', 'int4_tops',
        'stated_tpp', 'die_area_mm2', 'die_area_alternative_mm2', 'stated_performance_density', 'memory_gb',
        'memory_bandwidth_gb_s', 'dram_bandwidth_gb_s', 'link_gb_s', 'host_gb_s', 'interconnect_gb_s'
    ] %}
    cast({{ text_or_null(column) }} as decimal(18, 4)) as {{ column }}
    {%- if not loop.last %},{% endif %}
    {%- endfor %}
{%- endmacro %}


{#- A number as text without trailing zeros. -#}
{% macro number_text(expression) -%}
    regexp_replace(cast({{ expression }} as varchar), '\.?0+$', '')
{%- endmacro %}


{#- Table macros of the chip subject, in the form of as_of_macros(). -#}
{% macro chip_as_of_macros() -%}
    {{ return([
        {
            'name': 'chip_status_as_of',
            'signature': 'as_of_on, destination, consignee_headquarters := null, export_kind := \'export_from_us\', '
                ~ 'known_on := null',
            'tables': [
                'fct_chip_control_status', 'dim_chip', 'dim_destination_group', 'bridge_destination_group_countries'
            ],
            'comment': 'Control status of every chip on the day for a destination (country code or destination group). '
                ~ 'Headquarters are those usual at the destination unless given (d5_mo, us_a5_a6, other); the answer '
                ~ 'is by present knowledge unless known_on is given. Not legal advice.',
            'body': '
                select
                    cast(as_of_on as date) as status_on,
                    upper(destination) as asked_destination,
                    chips.chip_name,
                    chips.vendor_id,
                    status.*
                from marts.fct_chip_control_status as status
                inner join marts.dim_chip as chips on status.chip_id = chips.chip_id
                inner join marts.dim_destination_group as places
                    on status.destination_group_id = places.destination_group_id
                where
                    places.destination_group_id = coalesce(
                        (
                            select max(members.destination_group_id)
                            from marts.bridge_destination_group_countries as members
                            where
                                members.country_code = upper(destination)
                                and members.valid_from <= cast(as_of_on as date)
                                and members.known_from <= coalesce(cast(known_on as date), date \'9999-12-30\')
                                and (
                                    members.valid_to is null
                                    or members.valid_to > cast(as_of_on as date)
                                    or members.valid_to_known_from
                                        > coalesce(cast(known_on as date), date \'9999-12-30\')
                                )
                        ),
                        lower(destination)
                    )
                    and status.consignee_headquarters_group
                        = coalesce(consignee_headquarters, places.local_headquarters_group)
                    and status.export_type = export_kind
                    and status.valid_from <= cast(as_of_on as date)
                    and (status.valid_to is null or status.valid_to > cast(as_of_on as date))
                    and status.known_from <= coalesce(cast(known_on as date), date \'9999-12-30\')
                    and (
                        status.known_to is null
                        or status.known_to > coalesce(cast(known_on as date), date \'9999-12-30\')
                    )
            ',
        },
    ]) }}
{%- endmacro %}
