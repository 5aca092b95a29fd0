-- Bars of a symbol that is not among the curated securities reach no mart.
{{ config(severity='warn', meta={'check_kind': 'relation'}) }}

select
    bars.symbol,
    count(*) as bar_count
from {{ ref('int_market__served_bars') }} as bars
left join {{ ref('int_market__securities') }} as securities
    on bars.symbol = securities.symbol
where securities.symbol is null
group by bars.symbol
