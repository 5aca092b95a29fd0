{#- The table holds at least one row. -#}
{% test not_empty(model) %}

select row_total
from (select count(*) as row_total from {{ model }}) as counted
where row_total = 0

{% endtest %}
