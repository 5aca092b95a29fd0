-- When EDGAR showed a filing: at once when accepted by 17:30 Eastern, else at 06:00 of the filing date.
with filings as (
    select
        accession_number,
        cik,
        form,
        filed_on,
        items,
        accepted_at,
        payload_sha256,
        (filed_on + interval 6 hour) at time zone 'America/New_York' as shown_from
    from {{ ref('stg_sec__submissions') }}
    where accepted_at is not null
    qualify row_number() over (partition by accession_number order by observed_at desc, payload_sha256 asc) = 1
)

select
    accession_number,
    cik,
    form,
    filed_on,
    items,
    accepted_at,
    payload_sha256,
    case
        when cast(accepted_at at time zone 'America/New_York' as time) <= time '17:30:00' then accepted_at
        else greatest(accepted_at, shown_from)
    end as public_at
from filings
