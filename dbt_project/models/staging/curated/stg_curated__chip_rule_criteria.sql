select
    {%- for column in [
        'provision_id', 'rule_id', 'layer', 'paragraph', 'status', 'license_policy', 'designer_group', 'vendor_id',
        'names_of_rule_id', 'undisclosed_test', 'settled_by_flag', 'destination_groups', 'headquarters_groups',
        'export_types', 'note', 'source', 'confidence'
    ] %}
        {{ text_or_null(column) }} as {{ column }},
    {%- endfor %}
    cast({{ text_or_null('precedence') }} as integer) as precedence,
    cast({{ text_or_null('designed_for_datacenter') }} as boolean) as designed_for_datacenter,
    {%- for column in [
        'tpp_min', 'tpp_max_excl', 'performance_density_min', 'performance_density_max_excl', 'interconnect_min_gb_s',
        'dram_bandwidth_min_gb_s', 'dram_bandwidth_max_excl_gb_s', 'dram_and_interconnect_min_gb_s'
    ] %}
        cast({{ text_or_null(column) }} as decimal(18, 4)) as {{ column }},
    {%- endfor %}
    {%- for column in ['valid_from', 'valid_to', 'known_from', 'valid_to_known_from'] %}
        cast({{ text_or_null(column) }} as date) as {{ column }},
    {%- endfor %}
    {{ seed_sha('chip_rule_criteria') }} as payload_sha256
from {{ ref('chip_rule_criteria') }}
