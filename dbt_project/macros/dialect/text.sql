{#- Regular expressions and letters, which engines spell differently. A pattern is given as it is, without quotes of
    SQL; it holds no double quote. -#}

{#- The text with every match of a pattern replaced; `\1` in the replacement is the first group. -#}
{% macro replace_all(text, pattern, replacement) -%}
    {{ adapter.dispatch('replace_all', 'chipwatch')(text, pattern, replacement) }}
{%- endmacro %}

{% macro default__replace_all(text, pattern, replacement) -%}
    regexp_replace({{ text }}, '{{ pattern | replace("'", "''") }}', '{{ replacement }}', 'g')
{%- endmacro %}

{% macro spark__replace_all(text, pattern, replacement) -%}
    regexp_replace({{ text }}, r"{{ pattern }}", '{{ replacement | replace("\\", "$") }}')
{%- endmacro %}


{#- Does a pattern match somewhere in the text? -#}
{% macro matches(text, pattern) -%}
    {{ adapter.dispatch('matches', 'chipwatch')(text, pattern) }}
{%- endmacro %}

{% macro default__matches(text, pattern) -%}
    regexp_matches({{ text }}, '{{ pattern }}')
{%- endmacro %}

{% macro spark__matches(text, pattern) -%}
    regexp_like({{ text }}, r"{{ pattern }}")
{%- endmacro %}


{#- A group of the first match of a pattern, 0 for all of it; empty where nothing matches. -#}
{% macro first_match(text, pattern, group) -%}
    {{ adapter.dispatch('first_match', 'chipwatch')(text, pattern, group) }}
{%- endmacro %}

{% macro default__first_match(text, pattern, group) -%}
    regexp_extract({{ text }}, '{{ pattern }}', {{ group }})
{%- endmacro %}

{% macro spark__first_match(text, pattern, group) -%}
    regexp_extract({{ text }}, r"{{ pattern }}", {{ group }})
{%- endmacro %}


{#- The text without the possessive s: that in front of no ASCII letter, digit or underscore. Engines disagree on what
    `\b` is beside letters of other scripts, and not all can look ahead. -#}
{% macro without_possessive(text) -%}
    {{ adapter.dispatch('without_possessive', 'chipwatch')(text) }}
{%- endmacro %}

{% macro default__without_possessive(text) -%}
    {{ replace_all(text, "['’]s\\b", '') }}
{%- endmacro %}

{% macro spark__without_possessive(text) -%}
    {{ replace_all(text, "(?:['’]s)+([^0-9A-Za-z_]|$)", '\\1') }}
{%- endmacro %}


{#- The text without accents and other marks on letters. -#}
{% macro without_accents(text) -%}
    {{ adapter.dispatch('without_accents', 'chipwatch')(text) }}
{%- endmacro %}

{% macro default__without_accents(text) -%}
    strip_accents({{ text }})
{%- endmacro %}

{% macro spark__without_accents(text) -%}
    {{ replace_all("translate(" ~ text ~ ", '" ~ accented_letters() ~ "', '" ~ plain_letters() ~ "')", accent_marks(), '') }}
{%- endmacro %}


{#- The distinct words of a `headline_words` text, one row each. -#}
{% macro default__unnest_words(expression) -%}
    unnest(list_distinct(string_split(trim({{ expression }}), ' ')))
{%- endmacro %}

{% macro spark__unnest_words(expression) -%}
    explode(array_distinct(split(trim({{ expression }}), ' ')))
{%- endmacro %}
