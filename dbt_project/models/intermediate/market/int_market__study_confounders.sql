-- What else moved each watched share: curated news and shocks, and own results by the time EDGAR accepted them.
with curated as (
    select
        confounder_id,
        vendor_id,
        kind,
        what,
        source,
        source_url,
        confidence,
        session_on,
        payload_sha256,
        string_split(calendar_groups, ';') as calendar_groups
    from {{ ref('stg_curated__market_confounders') }}
),

on_exchanges as (
    select
        curated.confounder_id,
        securities.security_id,
        securities.vendor_id,
        securities.mic,
        case when curated.vendor_id is null then 'market' else 'security' end as subject,
        curated.kind,
        curated.what,
        curated.session_on,
        cast(null as timestamp with time zone) as public_at,
        curated.source,
        curated.source_url,
        curated.confidence,
        curated.payload_sha256
    from curated
    inner join {{ ref('int_market__securities') }} as securities
        on curated.vendor_id is null or curated.vendor_id = securities.vendor_id
    inner join {{ ref('stg_curated__exchanges') }} as exchanges
        on
            securities.mic = exchanges.mic
            and list_contains(curated.calendar_groups, exchanges.calendar_group)
    where securities.security_kind <> 'index'
),

own_results as (
    select
        'sec-' || filings.accession_number as confounder_id,
        securities.security_id,
        securities.vendor_id,
        securities.mic,
        'security' as subject,
        'own_results' as kind,
        'Results of operations reported under item 2.02 of Form 8-K.' as what,
        cast(null as date) as session_on,
        filings.public_at,
        'SEC EDGAR, acceptance time of ' || filings.accession_number as source,
        cast(null as varchar) as source_url,
        'high' as confidence,
        filings.payload_sha256
    from {{ ref('int_events__filing_times') }} as filings
    inner join {{ ref('int_vendors__vendors') }} as vendors
        on filings.cik = vendors.cik
    inner join {{ ref('int_market__securities') }} as securities
        on vendors.vendor_id = securities.vendor_id
    where
        filings.form in ('8-K', '8-K/A')
        and list_contains(filings.items, '2.02')
)

select * from on_exchanges
union all
select * from own_results
