{#- Total revenue as US and international standards call it, the leading name first. -#}
{% macro revenue_concepts() -%}
    concepts (concept, tag_rank) as (
        values
        ('us-gaap:Revenues', 1),
        ('us-gaap:RevenueFromContractWithCustomerExcludingAssessedTax', 2),
        ('us-gaap:SalesRevenueNet', 3),
        ('ifrs-full:Revenue', 1),
        ('ifrs-full:RevenueFromContractsWithCustomers', 2)
    )
{%- endmacro %}
