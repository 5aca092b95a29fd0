{#- Every row has, in the columns named, what the row of `to` with the same key has. A row whose key is null is passed
    over; one whose key is not there fails unless `may_be_absent`. -#}
{% test agrees_with(model, to, key, columns, may_be_absent=false) %}

select
    {%- for column in key %}
    ours.{{ column }},
    {%- endfor %}
    {%- for column in columns %}
    {{ ', ' if not loop.first }}ours.{{ column }}, theirs.{{ column }} as expected_{{ column }}
    {%- endfor %}
from {{ model }} as ours
left join (select *, true as is_there from {{ to }}) as theirs
    on
        {%- for column in key %}
        {{ 'and ' if not loop.first }}ours.{{ column }} = theirs.{{ column }}
        {%- endfor %}
where
    {%- for column in key %}
    {{ 'and ' if not loop.first }}ours.{{ column }} is not null
    {%- endfor %}
    and (
        theirs.is_there is null
        {%- for column in columns %}
        or ours.{{ column }} is distinct from theirs.{{ column }}
        {%- endfor %}
    )
    {%- if may_be_absent %}
    and theirs.is_there
    {%- endif %}

{% endtest %}
