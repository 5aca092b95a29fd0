"""Whether a payload holds what was asked for, and a series is the one that it was.

Belongs here: the rules that follow from `identity:` of a dataset's spec. All reach the series: what
is another's is set aside, the state before it holds. Does not belong here: sizes and lost keys
(`common_rules.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipelines.specs import DatasetSpec
from pipelines.specs.checks import Rule, rule_of_query
from pipelines.specs.identity import Asked, OwnPast, Recoded, WellKnown
from pipelines.sql_text import sql_text

SET_ON = "2026-11-29"
COMMON_DAYS, LEAST_AGREEING = 20, 0.7
NEAR, NEAR_SHARE = 0.0005, 0.1
"""Two changes of one day agree within so much, and so large a share of the change before. Of two
funds that hold the same shares (SMH and SOXX, correlated by 0.98) 38% agree, of others 16%."""
NO_NAMES = (
    "inc", "corp", "corporation", "co", "company", "ltd", "limited", "plc", "nv", "n", "v", "sa",
    "ag", "holdings", "holding", "group", "the", "of", "and", "international", "technologies",
    "technology",
)  # fmt: skip
"""Words of company names that tell nobody apart."""
EARLIER = 3
"""A payload is compared with so many before it; one that agrees is enough, for one may be wrong."""
LEAST_FIGURES, MOVED_SHARE = 3, 0.5
MAY_MISS = 1
"""So many well-known members may leave a list between two payloads."""


def identity_rules(spec: DatasetSpec) -> Iterator[Rule]:
    """The rules of one raw dataset; none where its spec declares no identity."""
    identity = spec.checks.identity
    for asked in identity.asked:
        yield _as_asked(spec, asked)
    if identity.own_past is not None:
        yield _like_own_past(spec, identity.own_past)
    if identity.same_name:
        yield _of_one_name(spec, identity.same_name)
    if identity.recoded is not None:
        yield _not_recoded(spec, identity.recoded)
    for known in identity.well_known:
        yield _holds_well_known(spec, known)


def _good(spec: DatasetSpec) -> str:
    return (
        f"inputs.payloads where source = '{spec.source}' and dataset = '{spec.dataset}' and "
        "outcome = 'ok' and accepted_reason is null"
    )


def _as_asked(spec: DatasetSpec, asked: Asked) -> Rule:
    """Numbers are compared without leading zeros, text without case."""
    wanted = (
        f"url_decode(regexp_extract(url, {sql_text(asked.url)}, 1))"
        if asked.url
        else f"json_extract_string(parameters, {sql_text('$.' + asked.parameter)})"
    )
    rule = rule_of_query(
        asked.column,
        "as_asked",
        "critical",
        "what the request names",
        f"A payload of {spec.name} holds another {asked.column} than was asked for: the answer "
        "belongs to another request. Fetch again; if it stays, the source mixes up its answers.",
        f"select p.payload_sha256, p.asked, cast(b.{asked.column} as varchar) as given, count(*) "
        f"as rows_found from (select payload_sha256, {wanted} as asked from {_good(spec)}) p join "
        "{unjudged} as b on b.payload_sha256 = p.payload_sha256 where p.asked <> '' and "
        f"b.{asked.column} is not null and not list_contains(list_transform(string_split(p.asked, "
        "','), lambda x : ltrim(lower(trim(x)), '0')), "
        f"ltrim(lower(cast(b.{asked.column} as varchar)), '0')) group by all",
        "series",
    )
    return replace(rule, leaves_out=True)


def _like_own_past(spec: DatasetSpec, past: OwnPast) -> Rule:
    """Changes from one day to the next, which no split and no other base alters."""
    series = ", ".join(spec.checks.series)
    by = f"payload_sha256{', ' if series else ''}{series}"
    same = "".join(f" and n.{name} = o.{name}" for name in spec.checks.series)
    given = "".join(f"{name}, " for name in spec.checks.series)
    shown = "".join(f"n.{name}, " for name in spec.checks.series)
    changes = (
        f"(select {by}, {past.day}, ln({past.value} / lag({past.value}) over (partition by {by} "
        f"order by {past.day})) as change from {{compared}} as {{name}} where {past.value} > 0)"
    )
    return rule_of_query(
        past.value,
        "own_past",
        "critical",
        f"{100 * LEAST_AGREEING:g}% of the daily changes as they were served before, judged from "
        f"{COMMON_DAYS} common days on",
        f"A series of {spec.name} does not move as the payload before it said it moved on the same "
        "days: another series was served under its name, or its days are shifted. Compare both "
        "payloads; fetch again.",
        f"select {given}payload_sha256, max(common_days) as common_days, max(correlation) as "
        f"correlation from (select {shown}n.payload_sha256, p.sha_before, count(*) as common_days, "
        "round(corr(n.change, o.change), 3) as correlation, count(*) filter (where "
        f"abs(n.change - o.change) <= {NEAR:g} + {NEAR_SHARE:g} * abs(o.change)) as agreeing from "
        f"(select unnest(list(payload_sha256) over (partition by {_request(spec)} order by "
        f"observed_at, payload_sha256 rows between {EARLIER} preceding and 1 preceding)) as "
        f"sha_before, payload_sha256 from {_good(spec)} and observed_basis = 'fetched_at') p join "
        f"{changes.replace('{name}', 'x')} n on n.payload_sha256 = p.payload_sha256 join "
        f"{changes.replace('{name}', 'y')} o on o.payload_sha256 = p.sha_before and n.{past.day} "
        f"= o.{past.day}{same} where n.change is not null and o.change is not null and "
        "n.payload_sha256 in (select payload_sha256 from {unjudged_payloads}) group by all "
        f"having count(*) >= {COMMON_DAYS}) group by all having not bool_or(agreeing >= "
        f"{LEAST_AGREEING:g} * common_days)",
        "series",
        since=SET_ON,
        note="daily prices of 17 securities, 2021 to 2025",
    )


def _of_one_name(spec: DatasetSpec, column: str) -> Rule:
    """Names that share a word of theirs; legal forms are no such word."""
    series = ", ".join(spec.checks.series)
    words = (
        f"list_filter(string_split_regex(lower({column}), '[^\\p{{L}}\\p{{N}}]+'), lambda x : "
        f"x <> '' and x not in ({', '.join(map(sql_text, NO_NAMES))}))"
    )
    return rule_of_query(
        column,
        "same_name",
        "critical",
        "a word in common with the name given before",
        f"A payload of {spec.name} carries a {column} that shares no word with the one given "
        "before: the figures may be another company's. Look at the payload; a new name of the "
        "same company is accepted by this check's id.",
        f"select {series}, payload_sha256, {column}, name_before from (select {series}, "
        f"payload_sha256, {column}, {words} as words, lag({column}) over before as name_before, "
        f"lag({words}) over before as words_before from (select {series}, payload_sha256, "
        f"min({column}) as {column}, min(observed_at) as observed_at from {{batch}} as x where "
        f"{column} is not null and payload_sha256 in (select payload_sha256 from {_good(spec)}) "
        f"group by all) window before as (partition by {series} order by observed_at, "
        "payload_sha256)) where words_before is not null and not list_has_any(words, words_before)",
        "series",
    )


def _not_recoded(spec: DatasetSpec, recoded: Recoded) -> Rule:
    """Figures that an earlier payload has under another code of the same line."""
    rest = [name for name in spec.natural_key if name != recoded.code]
    same = " and ".join(f"n.{name} is not distinct from o.{name}" for name in rest)
    given = "".join(f"{name}, " for name in spec.checks.series if name != recoded.code)
    columns = dict.fromkeys([*spec.checks.series, recoded.code])
    shown = "".join(f"n.{name}, " for name in columns)
    return rule_of_query(
        recoded.code,
        "recoded",
        "critical",
        f"fewer than half of the figures of a code, or fewer than {LEAST_FIGURES}",
        f"The figures of a code of {spec.name} are those that an earlier payload gives under "
        "another code: flows were recoded or mixed up. Compare both payloads; fetch again.",
        f"select {given}{recoded.code}, payload_sha256, min(other_code) as code_before, "
        "count(*) filter (where is_moved) as moved_figures, count(*) as figures from (select "
        f"{shown}n.payload_sha256, n.row_number, max(case when o.{recoded.code} <> "
        f"n.{recoded.code} and "
        f"o.{recoded.value} = n.{recoded.value} then o.{recoded.code} end) as other_code, "
        f"bool_or(o.{recoded.code} <> n.{recoded.code} and o.{recoded.value} = n.{recoded.value}) "
        f"and not bool_or(o.{recoded.code} = n.{recoded.code} and o.{recoded.value} = "
        f"n.{recoded.value}) as is_moved from {{batch}} as n join {{batch}} as o on {same} and "
        f"o.observed_at < n.observed_at and n.{recoded.value} > 0 where n.payload_sha256 in "
        f"(select payload_sha256 from {_good(spec)}) group by all) as compared "
        f"group by all having count(*) filter (where is_moved) >= {LEAST_FIGURES} and count(*) "
        f"filter (where is_moved) >= {MOVED_SHARE:g} * count(*)",
        "series",
    )


def _holds_well_known(spec: DatasetSpec, known: WellKnown) -> Rule:
    [series] = spec.checks.series
    names = ", ".join(sql_text(name) for name in known.names)
    return rule_of_query(
        known.column,
        f"well_known_{known.of.lower()}",
        "critical",
        f"at most {MAY_MISS} of {len(known.names)} well-known names missing",
        f"A whole list {known.of} of {spec.name} lacks members that everybody knows to be on it: "
        "part of it was left out. Fetch again; if they really left the list, shorten `well_known` "
        "of the spec.",
        f"select {series}, payload_sha256, string_agg(name, '; ' order by name) as missing from "
        f"(select b.{series}, b.payload_sha256, k.name, bool_or(contains(upper(b.{known.column}), "
        f"k.name)) as is_there, count(*) as list_rows from {{unjudged}} as b join (select "
        f"payload_sha256 from {_good(spec)}) p on b.payload_sha256 = p.payload_sha256 cross join "
        f"(select unnest([{names}]) as name) k where b.{series} = {sql_text(known.of)} group by "
        f"all) as held where list_rows >= {known.least_rows} and not is_there group by all having "
        f"count(*) > {MAY_MISS}",
        "series",
        since=SET_ON,
        note="all of them stand on the whole list of April 2022",
    )


def _request(spec: DatasetSpec) -> str:
    """What makes two payloads answers to the same request."""
    moving = spec.checks.same_request_but
    if moving is None:
        return "url, parameters"
    return f"""url, regexp_replace(parameters, '"{moving}": "[0-9]*",? ?', '')"""
