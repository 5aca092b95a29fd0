with facts as (
    select *
    from {{ ref('int_vendors__sec_revenue_facts') }}
    where is_leading_series
),

years as (
    select *
    from facts
    where period_kind = 'year'
    qualify row_number() over (
        partition by vendor_id, concept, currency, period_start_on, period_end_on
        order by filed_on, accession_number, value
    ) = 1
),

newest_quarters as (
    select *
    from facts
    where period_kind = 'quarter'
    qualify row_number() over (
        partition by vendor_id, concept, currency, period_start_on, period_end_on
        order by filed_on desc, accession_number desc, value asc
    ) = 1
),

three_quarters as (
    select
        years.vendor_id,
        years.concept,
        years.currency,
        years.period_start_on,
        years.period_end_on,
        max(parts.period_end_on) as nine_months_end_on,
        sum(parts.value) as nine_months_value,
        max(parts.filed_on) as nine_months_filed_on,
        arg_max(parts.accession_number, parts.period_end_on) as nine_months_accession_number
    from years
    inner join newest_quarters as parts
        on
            years.vendor_id = parts.vendor_id
            and years.concept = parts.concept
            and years.currency = parts.currency
            and years.filed_on >= parts.filed_on
            and years.period_start_on - 3 <= parts.period_start_on
            and years.period_end_on - 80 >= parts.period_end_on
    group by years.vendor_id, years.concept, years.currency, years.period_start_on, years.period_end_on
    having
        count(*) = 3
        and sum(date_diff('day', parts.period_start_on, parts.period_end_on) + 1) between 255 and 290
        and date_diff('day', min(parts.period_start_on), max(parts.period_end_on)) between 255 and 290
),

nine_months as (
    select
        years.vendor_id,
        years.concept,
        years.currency,
        years.period_start_on,
        years.period_end_on,
        cumulative.period_end_on as nine_months_end_on,
        cumulative.value as nine_months_value,
        cumulative.filed_on as nine_months_filed_on,
        cumulative.accession_number as nine_months_accession_number,
        1 as way
    from years
    inner join facts as cumulative
        on
            years.vendor_id = cumulative.vendor_id
            and years.concept = cumulative.concept
            and years.currency = cumulative.currency
            and abs(date_diff('day', years.period_start_on, cumulative.period_start_on)) <= 3
            and years.filed_on >= cumulative.filed_on
    where cumulative.period_kind = 'nine_months'

    union all by name

    select
        *,
        2 as way
    from three_quarters
),

paired as (
    select
        years.*,
        nine_months.nine_months_end_on,
        nine_months.nine_months_value,
        nine_months.nine_months_accession_number
    from years
    inner join nine_months
        on
            years.vendor_id = nine_months.vendor_id
            and years.concept = nine_months.concept
            and years.currency = nine_months.currency
            and years.period_start_on = nine_months.period_start_on
            and years.period_end_on = nine_months.period_end_on
    where date_diff('day', nine_months.nine_months_end_on, years.period_end_on) between 80 and 100
    qualify row_number() over (
        partition by years.vendor_id, years.concept, years.currency, years.period_start_on, years.period_end_on
        order by
            nine_months.way asc,
            nine_months.nine_months_filed_on desc,
            nine_months.nine_months_accession_number desc,
            nine_months.nine_months_value asc
    ) = 1
),

quarters as (
    select
        vendor_id,
        cik,
        concept,
        tag_rank,
        currency,
        period_end_on,
        nine_months_accession_number,
        accession_number,
        form,
        filed_on,
        payload_sha256,
        nine_months_end_on + 1 as period_start_on,
        value - nine_months_value as value
    from paired
),

reported as (
    select distinct
        vendor_id,
        currency,
        period_start_on,
        period_end_on
    from facts
    where period_kind = 'quarter'
)

select
    quarters.vendor_id,
    quarters.cik,
    quarters.concept,
    quarters.currency,
    quarters.period_start_on,
    quarters.period_end_on,
    quarters.value,
    quarters.accession_number,
    quarters.nine_months_accession_number,
    quarters.form,
    quarters.filed_on,
    quarters.payload_sha256
from quarters
left join reported
    on
        quarters.vendor_id = reported.vendor_id
        and quarters.currency = reported.currency
        and quarters.period_start_on = reported.period_start_on
        and quarters.period_end_on = reported.period_end_on
where
    reported.vendor_id is null
    and quarters.value > 0
qualify row_number() over (
    partition by quarters.vendor_id, quarters.currency, quarters.period_start_on, quarters.period_end_on
    order by quarters.value desc, quarters.tag_rank asc
) = 1
