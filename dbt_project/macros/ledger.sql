{#- Macros of the event ledger: the day of the newest payload, identifiers, what a planned step counts for. -#}

{#- The day of the newest payload that the build read: `today` of every report. Null when nothing was observed. -#}
{% macro newest_observed_on() -%}
    (
        select cast(max(observed.observed_at) as date)
        from {{ ref('stg_inputs__payloads') }} as observed
        where observed.source <> 'curated'
    )
{%- endmacro %}


{#- A status as a reader must see it on a day: what was only planned for a day that has come is an unknown outcome, and
    before that day a plan. -#}
{% macro status_by_outcome(status, is_outcome_verified, starts_on, as_of_on) -%}
    case
        when {{ is_outcome_verified }} then {{ status }}
        when {{ starts_on }} <= {{ as_of_on }} then 'unknown_outcome'
        else 'planned_' || {{ status }}
    end
{%- endmacro %}


{#- `8/2024` out of `Announcement No. 8 of 2024`, `Announcement 8/2024` or `2024年第8号`; null when no number is named. -#}
{% macro announcement_number(expression) -%}
    coalesce(
        {{ first_match(expression, '(?i)announcement (?:no\\. ?)?(\\d+)(?:/| of )(\\d{4})', 1) }}
        || nullif('/' || {{ first_match(expression, '(?i)announcement (?:no\\. ?)?(\\d+)(?:/| of )(\\d{4})', 2) }}, '/'),
        {{ first_match(expression, '(\\d{4})年第(\\d+)号', 2) }}
        || nullif('/' || {{ first_match(expression, '(\\d{4})年第(\\d+)号', 1) }}, '/'),
        {{ first_match(expression, '(?i)executive order (\\d{5})', 1) }}
        || nullif('EO' || {{ first_match(expression, '(?i)(?:executive order|EO) (\\d{5})', 1) }}, 'EO')
    )
{%- endmacro %}


{#- Whole days from one day to another. -#}
{% macro days_between(earlier, later) -%}
    cast({{ days_crossed(earlier, later) }} as bigint)
{%- endmacro %}


{#- False for an event that the user rejected: its rows reach no mart, meta.rejects keeps the rejection. -#}
{% macro is_not_rejected(event_id) -%}
    {{ event_id }} not in (
        select rejected.event_id
        from {{ ref('stg_overlay__rejections') }} as rejected
        where rejected.event_id is not null
    )
{%- endmacro %}
