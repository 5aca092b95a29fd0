-- Revenue by geography as filed, in the form of a statement: the members of one geography of a filing together, each
-- distinct value of a figure as a version; what a filing repeats of an earlier one is no new version.
with places as (
    select
        vendor_id,
        filing_key,
        geography,
        geo_basis,
        currency,
        period_start_on,
        period_end_on,
        cast(sum(revenue_amount) as decimal(24, 2)) as revenue_amount,
        max(cik) as cik,
        max(concept) as concept,
        max(period_kind) as period_kind,
        max(accession_number) as accession_number,
        max(form) as form,
        max(filed_on) as filed_on,
        max(document_end_on) as document_end_on,
        max(geo_basis_confidence) as geo_basis_confidence,
        max(url) as url,
        max(payload_sha256) as payload_sha256
    from {{ ref('int_vendors__filed_geographies') }}
    where geography is not null
    group by vendor_id, filing_key, geography, geo_basis, currency, period_start_on, period_end_on
    having bool_and(set_aside_reason is null)
),

compared as (
    select
        *,
        coalesce(lag(revenue_amount) over vintages <> revenue_amount, true) as is_new_value
    from places
    window
        vintages as (
            partition by vendor_id, geography, geo_basis, currency, period_start_on, period_end_on
            order by filed_on asc nulls first, document_end_on asc, filing_key asc
        )
),

versions as (
    select
        *,
        lead(filed_on) over vintages as known_to,
        row_number() over backwards = 1 as is_latest
    from compared
    where is_new_value
    window
        vintages as (
            partition by vendor_id, geography, geo_basis, currency, period_start_on, period_end_on
            order by filed_on asc nulls first, document_end_on asc, filing_key asc
        ),
        backwards as (
            partition by vendor_id, geography, geo_basis, currency, period_start_on, period_end_on
            order by filed_on desc nulls last, document_end_on desc, filing_key desc
        )
)

select
    vendor_id,
    period_start_on,
    period_end_on,
    period_kind,
    geography,
    revenue_amount,
    currency,
    'reported' as basis,
    geo_basis,
    'sec_inline_facts' as source_kind,
    concept,
    accession_number,
    form,
    filed_on,
    known_to,
    is_latest,
    case when is_latest then 1 end as preference_class,
    'Inline XBRL of the filing' as source,
    url as source_url,
    coalesce(geo_basis_confidence, 'high') as confidence,
    case when geo_basis = 'unstated' then 'No tag states on which basis a geography is counted.' end as note,
    payload_sha256
from versions
