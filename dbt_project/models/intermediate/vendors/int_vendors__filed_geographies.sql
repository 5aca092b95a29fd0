-- Revenue by geography as filings tag it: one concept of revenue, one member of the geographic axis and no other
-- segment. What a member is, and on which basis a filing counts, is curated; a member that nobody has told apart keeps
-- its name and no geography. One filing in two payloads counts once, the concept that leads before the others, the
-- figure with most digits before a rounded copy.
with {{ revenue_concepts() }},

facts as (
    select
        vendors.vendor_id,
        facts.*,
        coalesce(facts.accession_number, facts.payload_sha256) as filing_key,
        concepts.tag_rank,
        upper(regexp_extract(facts.unit, '^(?:iso4217:)?([A-Za-z]{3})$', 1)) as currency,
        {{ revenue_period_kind('facts.period_days') }} as period_kind,
        case facts.decimals when 'INF' then 99 else coalesce(try_cast(facts.decimals as integer), -99) end as digits,
        split_part(facts.dimensions, '=', 1) as axis,
        split_part(facts.dimensions, '=', 2) as member
    from {{ ref('stg_sec__inline_facts') }} as facts
    inner join concepts on facts.concept = concepts.concept
    inner join {{ ref('int_vendors__vendors') }} as vendors on facts.cik = vendors.cik
    where
        facts.period_start_on is not null
        and facts.value is not null
        and not contains(facts.dimensions, '; ')
),

one_copy as (
    select
        *,
        max(period_end_on) over (partition by vendor_id, filing_key) as document_end_on
    from facts
    where
        period_kind <> 'other'
        and currency <> ''
    qualify
        payload_sha256
        = first_value(payload_sha256) over (
            partition by vendor_id, filing_key
            order by observed_at desc nulls last, payload_sha256 asc
        )
),

leading_figures as (
    select *
    from one_copy
    qualify
        row_number() over (
            partition by vendor_id, filing_key, dimensions, currency, period_start_on, period_end_on
            order by tag_rank asc, digits desc, value desc, payload_row asc
        ) = 1
),

filings as (
    select
        accession_number,
        min(filed_on) as filed_on
    from (
        select
            accession_number,
            filed_on
        from {{ ref('stg_sec__submissions') }}

        union all

        select
            accession_number,
            filed_on
        from {{ ref('stg_sec__company_facts') }}
    ) as told
    group by accession_number
),

named as (
    select
        parts.vendor_id,
        parts.cik,
        parts.filing_key,
        parts.accession_number,
        parts.form,
        filings.filed_on,
        parts.document_end_on,
        parts.concept,
        parts.axis,
        parts.member,
        coalesce(own.geography, common.geography) as geography,
        coalesce(bases.geo_basis, 'unstated') as geo_basis,
        bases.confidence as geo_basis_confidence,
        parts.period_start_on,
        parts.period_end_on,
        parts.period_kind,
        parts.currency,
        cast(parts.value as decimal(24, 2)) as revenue_amount,
        cast(
            case when parts.digits between -12 and 0 then power(10, -parts.digits) / 2 else 0.5 end as decimal(24, 2)
        ) as rounding_amount,
        cast(totals.value as decimal(24, 2)) as total_amount,
        parts.url,
        parts.payload_sha256,
        parts.payload_row
    from leading_figures as parts
    left join leading_figures as totals
        on
            parts.vendor_id = totals.vendor_id
            and parts.filing_key = totals.filing_key
            and parts.currency = totals.currency
            and parts.period_start_on = totals.period_start_on
            and parts.period_end_on = totals.period_end_on
            and totals.dimensions = ''
    left join {{ ref('stg_curated__filing_members') }} as own
        on
            parts.vendor_id = own.vendor_id
            and parts.member = own.member
    left join {{ ref('stg_curated__filing_members') }} as common
        on
            common.vendor_id is null
            and parts.member = common.member
    left join {{ ref('stg_curated__filing_geo_bases') }} as bases
        on
            parts.vendor_id = bases.vendor_id
            and parts.document_end_on >= bases.periods_from_on
            and (bases.periods_to_on is null or parts.document_end_on < bases.periods_to_on)
    left join filings
        on parts.accession_number = filings.accession_number
    where
        parts.axis in (
            'srt:StatementGeographicalAxis', 'us-gaap:StatementGeographicalAxis', 'ifrs-full:GeographicalAreasAxis'
        )
)

select
    *,
    coalesce(
        revenue_amount <> lag(revenue_amount) over (
            partition by
                vendor_id, member, geo_basis, currency, period_start_on, period_end_on
            order by filed_on asc nulls first, document_end_on asc, filing_key asc
        ),
        false
    ) as is_restated,
    case
        when revenue_amount < 0 then 'negative_revenue'
        when revenue_amount > 1.005 * total_amount then 'exceeds_the_total'
    end as set_aside_reason
from named
