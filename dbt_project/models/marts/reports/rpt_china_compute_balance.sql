-- Compute that came to China in a year by the way it came, in three declared scenarios: cautious is the low side, wide
-- the high side, and low adds with low. What it adds up to since the first year stands in stock_end.
with terms as (
    select * from {{ ref('int_compute__scenario_terms') }}
),

years as (
    select distinct year
    from terms
),

files as (
    select max(payload_sha256) as payload_sha256
    from terms
),

names (term) as (
    values
    ('legal_import'),
    ('domestic'),
    ('smuggled'),
    ('proxy_made')
),

sums as (
    select
        years.year,
        names.term,
        {%- for column in ['units', 'h100e_8bit', 'h100e_tpp'] %}
            {%- for scenario, side in [('cautious', 'low'), ('central', 'central'), ('wide', 'high')] %}
                sum(terms.{{ column }}) filter (where terms.scenario = '{{ scenario }}') as {{ column }}_{{ side }},
            {%- endfor %}
        {%- endfor %}
        coalesce(bool_or(terms.is_open), true) as is_high_open,
        {{ sorted_text('terms.estimator') }} as estimators,
        {{ lowest_confidence('terms.confidence') }} as lowest_confidence,
        -- That a term has no estimate is said by the file that holds none.
        coalesce(max(terms.payload_sha256), max(files.payload_sha256)) as payload_sha256
    from years
    cross join names
    cross join files
    left join terms
        on
            years.year = terms.year
            and names.term = terms.term
    group by years.year, names.term
),

stocks as (
    select
        ends.year,
        'stock_end' as term,
        {%- for column in ['units', 'h100e_8bit', 'h100e_tpp'] %}
            {%- for side in ['low', 'central', 'high'] %}
                sum(sums.{{ column }}_{{ side }}) as {{ column }}_{{ side }},
            {%- endfor %}
        {%- endfor %}
        bool_or(sums.is_high_open) as is_high_open,
        {{ lowest_confidence('sums.lowest_confidence') }} as lowest_confidence,
        max(sums.payload_sha256) as payload_sha256
    from years as ends
    inner join sums
        on ends.year >= sums.year
    group by ends.year
),

rows_of_balance as (
    select * from sums

    union all by name

    select * from stocks
),

lacking as (
    select
        ends.year,
        {{ sorted_text(said('sums.term') ~ " || ' ' || cast(sums.year as varchar)") }} as terms_without_estimate
    from years as ends
    inner join sums
        on
            ends.year >= sums.year
            and sums.h100e_8bit_central is null
    left join {{ words_for('term') }} as words on sums.term = words.value
    group by ends.year
),

world as (
    select
        year(period_end_on) as year,
        max(low) as world_h100e_8bit
    from {{ ref('int_compute__estimates') }}
    where
        market = 'XW'
        and unit = 'h100_equivalent_8bit'
        and flow = 'stock'
    group by year(period_end_on)
)

select
    cast(rows_of_balance.year as varchar) || '|' || rows_of_balance.term as compute_balance_id,
    rows_of_balance.year,
    rows_of_balance.term,
    {%- for column in ['units', 'h100e_8bit', 'h100e_tpp'] %}
        {%- for side in ['low', 'central', 'high'] %}
            cast(round(rows_of_balance.{{ column }}_{{ side }}, 0) as decimal(18, 0)) as {{ column }}_{{ side }},
        {%- endfor %}
    {%- endfor %}
    rows_of_balance.is_high_open,
    case when rows_of_balance.term = 'stock_end' then lacking.terms_without_estimate end as terms_without_estimate,
    case when rows_of_balance.term = 'stock_end' then cast(world.world_h100e_8bit as decimal(18, 0)) end
        as world_h100e_8bit,
    {%- for side in ['low', 'central', 'high'] %}
        case
            when rows_of_balance.term = 'stock_end'
                then
                    cast(
                        round(
                            100 * cast(rows_of_balance.h100e_8bit_{{ side }} as double)
                            / cast(world.world_h100e_8bit as double),
                            2
                        ) as decimal(9, 2)
                    )
        end as share_of_world_{{ side }}_pct,
    {%- endfor %}
    rows_of_balance.estimators,
    rows_of_balance.lowest_confidence,
    coalesce(samples.is_sample, false) as is_sample,
    rows_of_balance.payload_sha256
from rows_of_balance
left join lacking
    on rows_of_balance.year = lacking.year
left join world
    on rows_of_balance.year = world.year
left join {{ samples() }} as samples
    on rows_of_balance.payload_sha256 = samples.payload_sha256
