-- Status of every measure over what held (valid) and what was known (known), both half-open; an open end is null.
-- For each day on which something about a measure became known, the timeline is drawn from the steps known by then:
--   1. a step that still lay ahead falls away when a later-known step (on one day: one made public at a later hour)
--      starts no later than it;
--   2. of steps that start on one day the one known last holds, then the one made public last, then the higher step;
--   3. each step holds until the next one starts;
--   4. of a measure that nobody follows the last step is not verified, unless it ended the measure.
-- Timelines that do not change from one such day to the next are one row.
with steps as (

    select
        measure_id,
        event_id,
        step_no,
        clause,
        status,
        is_in_regulations,
        is_outcome_verified,
        is_followed,
        starts_on,
        known_on,
        known_basis,
        first_public_at
    from {{ ref('int_measures__steps') }}
    where starts_on is not null and known_on is not null

),

vintage_days as (

    select distinct
        measure_id,
        known_on
    from steps

),

vintages as (

    select
        measure_id,
        known_on as known_from,
        lead(known_on) over (partition by measure_id order by known_on) as known_to,
        row_number() over (partition by measure_id order by known_on) as vintage_no
    from vintage_days

),

standing as (

    select
        vintages.vintage_no,
        vintages.known_from,
        vintages.known_to,
        steps.*,
        row_number() over (
            partition by steps.measure_id, vintages.vintage_no, steps.starts_on
            order by
                steps.known_on desc, steps.first_public_at desc nulls last, steps.step_no desc, steps.event_id desc
        ) as last_word_first
    from vintages
    inner join steps
        on vintages.measure_id = steps.measure_id and vintages.known_from >= steps.known_on
    where
        not exists (
            select 1
            from steps as later
            where
                later.measure_id = steps.measure_id
                and later.known_on <= vintages.known_from
                and later.known_on <= steps.starts_on
                and later.starts_on <= steps.starts_on
                and (
                    later.known_on > steps.known_on
                    or (
                        later.known_on = steps.known_on
                        and later.event_id <> steps.event_id
                        and later.first_public_at > steps.first_public_at
                    )
                )
        )

),

compared as (

    select
        measure_id,
        vintage_no,
        known_from,
        known_to,
        event_id,
        step_no,
        clause,
        status,
        is_in_regulations,
        is_outcome_verified,
        is_followed,
        known_basis,
        starts_on,
        lag(status) over by_start as previous_status,
        lag(is_in_regulations) over by_start as previous_is_in_regulations,
        lag(event_id) over by_start as previous_event_id,
        lag(clause) over by_start as previous_clause
    from standing
    where last_word_first = 1
    window by_start as (partition by measure_id, vintage_no order by starts_on)

),

timelines as (

    select
        measure_id,
        vintage_no,
        known_from,
        known_to,
        event_id,
        step_no,
        clause,
        status,
        is_in_regulations,
        case
            when
                not is_followed
                and lead(starts_on) over by_start is null
                and status not in (
                    'superseded', 'expired', 'revoked', 'withdrawn_before_publication', 'never_took_effect'
                )
                then false
            else is_outcome_verified
        end as is_outcome_verified,
        known_basis,
        starts_on as valid_from,
        lead(starts_on) over by_start as valid_to,
        max(
            case when status = 'in_force' and coalesce(is_outcome_verified, true) then 1 else 0 end
        ) over by_start = 1 as has_been_in_force
    from compared
    where
        previous_event_id is null
        or event_id <> previous_event_id
        or status <> previous_status
        or clause is distinct from previous_clause
        or is_in_regulations is distinct from previous_is_in_regulations
    window by_start as (partition by measure_id, vintage_no order by starts_on)

),

runs as (

    select
        *,
        vintage_no - row_number() over (
            partition by
                measure_id,
                event_id,
                step_no,
                clause,
                status,
                is_in_regulations,
                is_outcome_verified,
                known_basis,
                valid_from,
                valid_to,
                has_been_in_force
            order by vintage_no
        ) as run_no
    from timelines

)

select
    measure_id,
    valid_from,
    valid_to,
    min(known_from) as known_from,
    case when count(known_to) = count(*) then max(known_to) end as known_to,
    known_basis,
    status,
    is_in_regulations,
    is_outcome_verified,
    has_been_in_force,
    event_id,
    step_no,
    clause
from runs
group by
    measure_id,
    event_id,
    step_no,
    clause,
    status,
    is_in_regulations,
    is_outcome_verified,
    known_basis,
    valid_from,
    valid_to,
    has_been_in_force,
    run_no
