-- How well an event is attested. Press counts by independent newsroom, not by copy; a report counts
-- unless its issuer denied it, and a lone press report keeps the lowest grade whatever its stance. A law firm's note
-- explains an act that it has read: it is no newsroom, and more than one report alone.
with counted as (

    select
        event_id,
        count(*) as evidence_count,
        count(distinct case
            when evidence_kind = 'press' and stance in ('confirms', 'no_comment') then coalesce(newsroom, publisher)
        end) as newsroom_count,
        count(case
            when evidence_kind in ('official_text', 'public_inspection') and stance = 'confirms' then 1
        end) as official_text_count,
        count(case
            when evidence_kind in ('press_release', 'official_statement') and stance = 'confirms' then 1
        end) as statement_count,
        count(case when evidence_kind = 'company_filing' and stance = 'confirms' then 1 end) as filing_count,
        count(case when evidence_kind = 'law_firm_note' and stance = 'confirms' then 1 end) as note_count,
        count(case when evidence_kind = 'press' then 1 end) as press_count,
        count(payload_sha256) as archived_count,
        count(case when stance = 'issuer_denied' then 1 end) as denial_count,
        count(case when stance = 'no_comment' then 1 end) as no_comment_count
    from {{ ref('int_events__evidence') }}
    group by event_id

)

select
    event_id,
    cast(evidence_count as bigint) as evidence_count,
    cast(newsroom_count as bigint) as newsroom_count,
    case
        when official_text_count > 0 then 'official_text'
        when statement_count > 0 then 'official_statement'
        when filing_count > 0 then 'company_filing'
        when newsroom_count >= 2 then 'multiple_press'
        when note_count > 0 then 'law_firm_note'
        when press_count > 0 then 'single_press'
    end as evidence_grade,
    archived_count > 0 as has_archived_evidence,
    denial_count > 0 as has_issuer_denial,
    no_comment_count > 0 as has_no_comment
from counted
