{#- Half-open intervals of one subject do not overlap. `valid_from`/`valid_to` is the first axis; with
    `known_from`/`known_to` two rows clash only when both axes overlap. An open end is null. Also fails for an interval
    that ends before it begins. -#}
{% test interval_no_overlap(
    model, partition_by, valid_from='valid_from', valid_to='valid_to', known_from=none, known_to=none
) %}

{%- set end_of_time = "cast('9999-12-31' as date)" %}
with numbered as (

    select
        {{ partition_by | join(', ') }},
        {{ valid_from }} as valid_start,
        coalesce({{ valid_to }}, {{ end_of_time }}) as valid_end,
        {{ known_from or "cast('0001-01-01' as date)" }} as known_start,
        {% if known_to -%}
        coalesce({{ known_to }}, {{ end_of_time }}) as known_end,
        {%- else -%}
        {{ end_of_time }} as known_end,
        {%- endif %}
        row_number() over (
            order by {{ partition_by | join(', ') }}, {{ valid_from }}, {{ valid_to }}
            {{- ', ' ~ known_from if known_from }}
        ) as row_no
    from {{ model }}

)

select one.*
from numbered as one
where
    one.valid_end <= one.valid_start
    or one.known_end <= one.known_start
    or exists (
        select 1
        from numbered as other
        where
            other.row_no <> one.row_no
            {%- for column in partition_by %}
            and other.{{ column }} = one.{{ column }}
            {%- endfor %}
            and one.valid_start < other.valid_end
            and other.valid_start < one.valid_end
            and one.known_start < other.known_end
            and other.known_start < one.known_end
    )

{% endtest %}
