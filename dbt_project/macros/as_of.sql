{#- Table macros of the published schema: sugar over the published intervals. Their bodies name tables by schema only,
    so that they work in a file of any name, and use nothing that DuckDB 1.2 does not know. A macro is made only when
    the tables it reads are there (a partial dbt selection leaves it out). -#}
{% macro as_of_macros() -%}
    {{ return([
        {
            'name': 'events_as_of',
            'signature': 'as_of_on',
            'tables': ['fct_sanction_events'],
            'comment': 'Events that were public on the day.',
            'body': '
                select events.*
                from marts.fct_sanction_events as events
                where events.known_from <= cast(as_of_on as date)
            ',
        },
        {
            'name': 'measures_as_of',
            'signature': 'as_of_on, known_on := null',
            'tables': ['fct_measure_status', 'dim_measure', 'dim_authority'],
            'comment': 'Status of every measure on the day, as known on that day or on known_on. unknown_outcome: an end or '
                ~ 'a return was announced for a day that has come (announced_status) and no source says that it '
                ~ 'came about. unknown: nobody follows the measure since its last known step. is_looked_at is false '
                ~ 'where the day lies past the last check of its authority (checked_until_on) or there is none.',
            'body': '
                select
                    measures.measure_title,
                    measures.measure_kind,
                    measures.jurisdiction,
                    measures.scope,
                    case
                        when status.is_outcome_verified then status.status
                        when measures.is_followed then \'unknown_outcome\'
                        else \'unknown\'
                    end as status,
                    status.status as announced_status,
                    status.* exclude (status),
                    authorities.checked_until_on,
                    coalesce(cast(as_of_on as date) <= authorities.checked_until_on, false) as is_looked_at
                from marts.fct_measure_status as status
                inner join marts.dim_measure as measures on status.measure_id = measures.measure_id
                inner join marts.dim_authority as authorities
                    on measures.authority_id = authorities.authority_id
                where
                    status.valid_from <= cast(as_of_on as date)
                    and (status.valid_to is null or status.valid_to > cast(as_of_on as date))
                    and status.known_from <= coalesce(cast(known_on as date), cast(as_of_on as date))
                    and (
                        status.known_to is null
                        or status.known_to > coalesce(cast(known_on as date), cast(as_of_on as date))
                    )
            ',
        },
        {
            'name': 'events_in_force',
            'signature': 'as_of_on, known_on := null, with_unknown_outcome := false',
            'tables': ['fct_sanction_events', 'fct_measure_status', 'dim_measure'],
            'comment': 'Events whose step is what a measure rests on, where that measure was in force on the day. A return '
                ~ 'that was only announced and the last status of a measure that nobody follows are left out unless '
                ~ 'with_unknown_outcome is true; measure_status then says unknown_outcome or unknown.',
            'body': '
                select
                    status.measure_id,
                    measures.measure_title,
                    case
                        when status.is_outcome_verified then status.status
                        when measures.is_followed then \'unknown_outcome\'
                        else \'unknown\'
                    end as measure_status,
                    status.valid_from as measure_valid_from,
                    status.valid_to as measure_valid_to,
                    events.*
                from marts.fct_measure_status as status
                inner join marts.fct_sanction_events as events on status.event_id = events.event_id
                inner join marts.dim_measure as measures on status.measure_id = measures.measure_id
                where
                    status.status in (\'in_force\', \'effective_not_compliance\')
                    and (status.is_outcome_verified or with_unknown_outcome)
                    and status.valid_from <= cast(as_of_on as date)
                    and (status.valid_to is null or status.valid_to > cast(as_of_on as date))
                    and status.known_from <= coalesce(cast(known_on as date), cast(as_of_on as date))
                    and (
                        status.known_to is null
                        or status.known_to > coalesce(cast(known_on as date), cast(as_of_on as date))
                    )
            ',
        },
        {
            'name': 'expiries_as_of',
            'signature': 'as_of_on',
            'tables': ['rpt_open_expiries'],
            'comment': 'Announced ends and returns whose outcome no source states: ahead of the day, or unknown_outcome.',
            'body': '
                select
                    expiries.* exclude (as_of_on, outcome),
                    cast(as_of_on as date) as as_of_on,
                    case
                        when expiries.announced_on <= cast(as_of_on as date) then \'unknown_outcome\' else \'ahead\'
                    end as outcome
                from marts.rpt_open_expiries as expiries
                where expiries.known_from <= cast(as_of_on as date)
            ',
        },
        {
            'name': 'listings_as_of',
            'signature': 'as_of_on, known_on := null',
            'tables': ['fct_entity_listings', 'fct_measure_status', 'dim_measure', 'dim_authority'],
            'comment': 'Listings that held on the day, as known on that day or on known_on; is_reconstructed_as_of says '
                ~ 'that the day lies before our first sight of the list. listing_status: not_yet before the listing '
                ~ 'takes effect, in_force where nothing changed its measures, else the status of the measure as '
                ~ 'measures_as_of gives it (suspended; revoked: measures stopped while the name stays; unknown_outcome).',
            'body': '
                select
                    listings.*,
                    case
                        when cast(as_of_on as date) < listings.effective_on then \'not_yet\'
                        when listings.measure_id is null then \'in_force\'
                        else coalesce(measures.status, \'unknown\')
                    end as listing_status,
                    coalesce(
                        coalesce(cast(known_on as date), cast(as_of_on as date))
                        < cast(listings.first_seen_at as date),
                        false
                    ) as is_reconstructed_as_of
                from marts.fct_entity_listings as listings
                left join marts.measures_as_of(as_of_on, known_on := known_on) as measures
                    on listings.measure_id = measures.measure_id
                where
                    listings.valid_from <= cast(as_of_on as date)
                    and (listings.valid_to is null or listings.valid_to > cast(as_of_on as date))
                    and listings.known_from <= coalesce(cast(known_on as date), cast(as_of_on as date))
            ',
        },
        {
            'name': 'affiliates_as_of',
            'signature': 'as_of_on, known_on := null',
            'tables': ['fct_affiliates', 'fct_measure_status', 'dim_measure', 'dim_authority'],
            'comment': 'Companies that listed parties owned on the day, as known on that day or on known_on: owned and possible '
                ~ 'ones, and minority shares from a quarter. rule_status says whether the rule applied: not_yet before it '
                ~ 'began, else the status of its measure as measures_as_of gives it.',
            'body': '
                select
                    affiliates.*,
                    case
                        when cast(as_of_on as date) < affiliates.rule_applies_from then \'not_yet\'
                        when affiliates.measure_id is null then \'in_force\'
                        else coalesce(measures.status, \'unknown\')
                    end as rule_status
                from marts.fct_affiliates as affiliates
                left join marts.measures_as_of(as_of_on, known_on := known_on) as measures
                    on affiliates.measure_id = measures.measure_id
                where
                    affiliates.valid_from <= cast(as_of_on as date)
                    and (affiliates.valid_to is null or affiliates.valid_to > cast(as_of_on as date))
                    and affiliates.known_from <= coalesce(cast(known_on as date), cast(as_of_on as date))
            ',
        },
    ] + chip_as_of_macros()) }}
{%- endmacro %}


{#- The statements that make the macros of a list. -#}
{% macro as_of_statements(macros) -%}
    {%- set statements = ['create schema if not exists candidate.marts', 'use candidate.marts'] -%}
    {%- for macro in macros -%}
        {%- do statements.append(
            'create or replace macro marts.' ~ macro.name ~ '(' ~ macro.signature ~ ') as table ' ~ macro.body
        ) -%}
        {%- do statements.append('comment on macro table marts.' ~ macro.name ~ " is '" ~ macro.comment ~ "'") -%}
    {%- endfor -%}
    {%- do statements.append('use ' ~ target.database ~ '.' ~ target.schema) -%}
    {{ statements | join(';\n') }}
{%- endmacro %}


{% macro create_as_of_macros() -%}
    {%- if execute and target.type == 'duckdb' and flags.WHICH in ('run', 'build') -%}
        {%- set published = namespace(tables=[]) -%}
        {%- for row in run_query(
            "select table_name from duckdb_tables() where database_name = 'candidate' and schema_name = 'marts'"
        ) -%}
            {%- do published.tables.append(row[0]) -%}
        {%- endfor -%}
        {%- set made = [] -%}
        {%- for macro in as_of_macros() if macro.tables | reject('in', published.tables) | list | length == 0 -%}
            {%- do made.append(macro) -%}
        {%- endfor -%}
        {{ as_of_statements(made) }}
    {%- endif -%}
{%- endmacro %}
