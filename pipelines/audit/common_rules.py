"""The rules that every dataset and every mart gets, said once.

Belongs here: the raw rules that follow from a dataset's spec, and the sizes of every mart beside
the last release. Does not belong here: what is particular to one dataset (`checks:` of its spec)
or mart (`expectations/suites/`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from pipelines.archive.accepted_checks import DAYS
from pipelines.audit.identity_rules import identity_rules
from pipelines.parsing.records import Outcome
from pipelines.specs import DatasetSpec
from pipelines.specs.checks import Rule, Severity, expanded, rule_of_query, rule_of_rows

OWN_COLUMNS = ("payload_sha256", "row_number")
"""Columns of every raw table that no source writes."""
HAS_PAYLOAD, NOT_NULL = "has_payload", "not_null"
ROWS_HALVED, ROWS_SHRUNK = "rows_halved", "rows_shrunk"
"""Kinds by which other code knows a rule."""
JUDGED_FROM_ROWS = 20
SET_ON = "2026-11-23"
LOST_SHARE, RESTATED_SHARE, RESTATED_OTHER_SHARE, LEAST_RECORDS = 0.1, 0.1, 0.2, 3
WRONG_SHARE, WRONG_ROWS = 0.01, 5
HALVED, SHRUNK = 0.5, 0.7


def raw_rules(spec: DatasetSpec) -> Iterator[Rule]:
    """Every rule of one raw dataset, its own last."""
    yield from _of_payloads(spec)
    yield from _of_rows(spec)
    yield from _of_columns(spec)
    yield from identity_rules(spec)
    yield from _beside_earlier(spec)
    yield from spec.checks.rules


def mart_rules(table: str, title: str, remedy: str, halved: Severity) -> Iterator[Rule]:
    """The sizes of a mart beside the last release; `remedy` is where to look."""
    name = f"marts.{table} ({title})"
    for kind, severity, allowed, told in (
        (
            ROWS_HALVED,
            halved,
            "more than half of the last release",
            "has lost half or more of its rows since",
        ),
        (
            ROWS_SHRUNK,
            "warning",
            "more than 70% of the last release",
            "has lost 30% or more of its rows since",
        ),
    ):
        yield Rule(
            column="",
            kind=kind,
            severity=severity,
            reach="release",
            allowed=allowed,
            message=f"{name} {told} the last release: {remedy}",
            expectation="expect_table_row_count_to_be_between",
            arguments={"min_value": {"$PARAMETER": f"{table}_{kind}"}},
        )


def least_rows(rows_before: int) -> dict[str, int]:
    """By kind, how many rows a mart needs beside `rows_before` of the last release."""
    return {
        kind: int(share * rows_before) + 1 if rows_before else 0
        for kind, share in ((ROWS_HALVED, HALVED), (ROWS_SHRUNK, SHRUNK))
    }


def _of_payloads(spec: DatasetSpec) -> Iterator[Rule]:
    name, good = spec.name, _readable(spec)
    if spec.checks.wanted:
        yield rule_of_query(
            "",
            HAS_PAYLOAD,
            "warning",
            "at least one payload",
            f"The archive holds no readable payload of {name}: everything that rests on it is "
            "missing from this build. Fetch it or add a file with "
            f"`chipwatch archive add {name} FILE`.",
            f"select 'no readable payload of {name}' as found "
            f"where not exists (select 1 from {{batch}}) and not exists (select 1 {good})",
            "series",
        )
    yield rule_of_query(
        "",
        "not_empty",
        "critical",
        "at least one row",
        f"Payloads of {name} were read but gave no row at all. Look at their rejects in "
        "meta.rejects; the answer was empty or the source changed its shape.",
        "select 'no rows' as found where not exists (select 1 from {batch}) "
        f"and exists (select 1 {good})",
        "series",
    )
    of_spec = (
        "from inputs.payloads p join inputs.sources s on p.source = s.source and "
        f"p.dataset = s.dataset where p.source = '{spec.source}' and p.dataset = '{spec.dataset}' "
        f"and p.outcome = '{Outcome.OK}'"
    )
    yield rule_of_query(
        "",
        "payload_rows_min",
        "critical",
        "rows.min of the spec",
        f"A payload of {name} gave fewer rows than rows.min of its spec: a throttled or cut "
        "answer is not data. Compare the payload with an earlier one; fetch again.",
        f"select p.payload_sha256, p.row_count, s.min_rows {of_spec} "
        "and p.accepted_reason is null and p.row_count < s.min_rows",
        "series",
    )
    yield rule_of_query(
        "",
        "payload_rows_max",
        "warning",
        "rows.max of the spec",
        f"A payload of {name} gave more rows than rows.max of its spec. If the source has grown, "
        "raise the limit in the spec; if a filter was dropped, fetch again.",
        f"select p.payload_sha256, p.row_count, s.max_rows {of_spec} and p.row_count > s.max_rows",
        "series",
    )
    yield rule_of_query(
        "",
        "payload_rows_match",
        "critical",
        "as many rows as were parsed",
        f"The raw Parquet of {name} does not hold the number of rows that parsing reported: a "
        "file is missing, doubled or half-written. Delete the raw folder of this dataset and run "
        "again; it is rebuilt from the archive.",
        "select p.payload_sha256, p.row_count, coalesce(b.rows_found, 0) as rows_found "
        f"from (select payload_sha256, row_count {good}) p left join "
        "(select payload_sha256, count(*) as rows_found from {batch} as x group by 1) b "
        "on p.payload_sha256 = b.payload_sha256 where p.row_count <> coalesce(b.rows_found, 0)",
        "release",
    )
    share = spec.allowed_shrinkage
    if spec.checks.shrunk is not None and share is not None:
        yield rule_of_query(
            "",
            "shrunk",
            spec.checks.shrunk,
            f">= {100 - 100 * share:g}% of the payload before it",
            f"A fetched payload of {name} has lost more than {100 * share:g}% of the rows of the "
            "one before it from the same address: a shrunken answer is never data. Fetch again; "
            "if the source really shrank, redact the payload that is wrong.",
            "select payload_sha256, row_count, row_count_before from (select payload_sha256, "
            "row_count, accepted_reason, lag(row_count) over (partition by "
            f"{_request(spec)} order by observed_at, payload_sha256) as row_count_before "
            "from (select * replace (row_count + coalesce(set_aside_count, 0) as row_count) "
            f"{good} and observed_basis = 'fetched_at')) where row_count < "
            f"{1 - share:g} * row_count_before and accepted_reason is null",
            "series",
            is_beside_earlier=True,
        )


def _of_rows(spec: DatasetSpec) -> Iterator[Rule]:
    key = ", ".join(spec.natural_key)
    yield Rule(
        column=key,
        kind="unique_in_payload",
        severity="critical",
        reach="row",
        allowed="each key once in a payload",
        message=f"Two rows of one payload of {spec.name} have the same natural key ({key}). The "
        "source repeats a record or the parser read it twice; see the keys below.",
        expectation="expect_no_rows",
        arguments={
            "unexpected_rows_query": f"select payload_sha256, {key}, count(*) as rows_found "
            f"from {{unjudged}} group by payload_sha256, {key} having count(*) > 1"
        },
        bad=f"row_number() over (partition by payload_sha256, {key} order by row_number) > 1",
        show=spec.natural_key,
    )
    required = [column.name for column in spec.columns if not column.nullable]
    for column in (*required, *OWN_COLUMNS):
        yield Rule(
            column=column,
            kind=NOT_NULL,
            severity="critical",
            reach="release",
            allowed="no nulls",
            message=f"{column} is missing in rows of {spec.name}; the spec declares it required. "
            "The parser or the source changed: parse one payload with "
            f"`chipwatch sources parse {spec.name} FILE` and look.",
            expectation="expect_column_values_to_not_be_null",
            arguments={"column": column},
            bad=f"{column} is null",
            show=OWN_COLUMNS,
        )


def _of_columns(spec: DatasetSpec) -> Iterator[Rule]:
    checks = spec.checks
    for column in spec.columns:
        if column.nullable and column.name not in checks.may_be_empty:
            yield rule_of_query(
                column.name,
                "all_null",
                "critical" if column.name in checks.never_empty else "warning",
                f"some values (judged from {JUDGED_FROM_ROWS} rows on)",
                f"{column.name} is null in every row of {spec.name}, or of a payload whose request "
                "was answered with it before: the source renamed or dropped the field. Compare a "
                "payload with the spec and mend the parser (raise parser_version).",
                _all_null(spec, column.name),
                "series",
            )
    for name in checks.wrong_encoding:
        yield rule_of_rows(
            name,
            "encoding",
            "warning",
            "none",
            f"{name} holds characters that come from a wrong text encoding (such as \ufffd or Ã©) "
            f"in some rows of {spec.name}. A few are known at the source; new ones mean that the "
            "payload was decoded wrongly.",
            f"regexp_matches({name}, {{wrong_encoding}})",
            (*spec.natural_key, name),
        )
    for name in checks.wrong_encoding_share:
        rule = rule_of_query(
            name,
            "encoding_share",
            "critical",
            f"<= {100 * WRONG_SHARE:g}% of rows",
            f"More than {100 * WRONG_SHARE:g}% of {name} in {spec.name} is text of a wrong "
            "encoding: the payload was decoded with the wrong character set. Mend the parser; "
            "the archived bytes are unharmed.",
            "select payload_sha256, bad_rows, all_rows from (select payload_sha256, "
            f"count(*) filter (where regexp_matches({name}, {{wrong_encoding}})) as bad_rows, "
            "count(*) as all_rows from {unjudged} group by payload_sha256) "
            f"where bad_rows > {WRONG_ROWS} and bad_rows > {WRONG_SHARE:g} * all_rows",
            "series",
        )
        wrong = expanded(f"regexp_matches({name}, {{wrong_encoding}})")
        yield replace(rule, bad=wrong, show=(*spec.natural_key, name))


def _beside_earlier(spec: DatasetSpec) -> Iterator[Rule]:
    checks, name = spec.checks, spec.name
    if checks.older_than_before is not None:
        is_critical = checks.older_than_before == "critical"
        rows = "{compared}" if is_critical else "{batch}"
        of = (_unjudged if is_critical else _recent)(spec, "f.payload_sha256")
        newest = f"select payload_sha256, max({spec.newest_column}) as newest_on from {rows}"
        yield rule_of_query(
            spec.newest_column or "",
            "older_than_before",
            checks.older_than_before,
            "not before the newest row of the payload before it",
            f"A payload of {name} ends earlier than the one fetched before it from the "
            "same address: the source served yesterday's file as today's. Fetch again; if it "
            "stays, redact that payload.",
            "select f.payload_sha256, n.newest_on, o.newest_on as newest_on_before from "
            f"{_fetched(spec)} f join ({newest} as x group by 1) n on n.payload_sha256 = "
            f"f.payload_sha256 join ({newest} as y group by 1) o on o.payload_sha256 = "
            f"f.sha_before where {of} and f.accepted_reason is "
            "null and n.newest_on < o.newest_on",
            "series",
            is_beside_earlier=True,
        )
    if checks.keeps_keys:
        yield rule_of_query(
            ", ".join(spec.natural_key),
            "lost_keys",
            "critical",
            f"at most {100 * LOST_SHARE:g}% of the keys of the payload before it, or fewer than "
            f"{LEAST_RECORDS}",
            f"More than a tenth of the records of {_whose(spec)} are missing, or have another key, "
            "in a payload beside the one before it from the same address: keys were mixed up, or "
            "part of the answer is gone. Fetch again; if the source really changed, redact the "
            "payload that is wrong.",
            _lost_keys(spec),
            "series",
            since=SET_ON,
            note="lists lose some entries a month; a full series or file loses none",
            is_beside_earlier=True,
        )
    if checks.restated:
        yield rule_of_query(
            "",
            "restated",
            "critical",
            f"at most {100 * RESTATED_SHARE:g}% of the values of a column, or fewer than "
            f"{LEAST_RECORDS}",
            f"More than a tenth of the values of a column of {_whose(spec)} differ from what the "
            "source gave before for the same records: it rewrote its history, or a column was "
            "shifted, scaled or mixed up. Compare both payloads; redact the one that is wrong."
            f"{' A new split explains it and is passed over.' if checks.restated_unless else ''}",
            _changed(
                spec,
                dict.fromkeys(checks.restated, "{new} is distinct from {old}"),
                checks.restated_unless,
            ),
            "series",
            since=SET_ON,
            note="published records seldom change",
            is_beside_earlier=True,
        )
    if checks.restated_other:
        yield rule_of_query(
            "",
            "restated_other",
            "warning",
            f"at most {100 * RESTATED_OTHER_SHARE:g}% of the values of a column, or fewer than "
            f"{LEAST_RECORDS}",
            f"More than a fifth of the values of a lesser column of {name} differ from what the "
            "source gave before for the same records. Compare both payloads.",
            _changed_in_all(
                spec,
                dict.fromkeys(checks.restated_other, "{new} is distinct from {old}"),
                RESTATED_OTHER_SHARE,
            ),
            "release",
            since=SET_ON,
            note="texts and names are edited now and then",
        )
    if checks.rescaled is not None:
        yield rule_of_query(
            "",
            "rescaled",
            "critical",
            f"at most {100 * RESTATED_SHARE:g}% of the values outside half to twice the value "
            f"before, or fewer than {LEAST_RECORDS}",
            f"More than a tenth of the values of {_whose(spec)} are less than half or more than "
            "twice of what the source gave before for the same lines: the unit changed, or lines "
            "were mixed up. Compare both payloads; redact the one that is wrong.",
            _changed(
                spec,
                {
                    checks.rescaled: "({new} is null) <> ({old} is null) or abs({new}) > 2 * "
                    "abs({old}) or abs({new}) < 0.5 * abs({old})"
                },
                None,
            ),
            "series",
            since=SET_ON,
            note="customs revise values by a few percent",
            is_beside_earlier=True,
        )


def _all_null(spec: DatasetSpec, column: str) -> str:
    """Payloads without a value of a column that none has, or that their request had before."""
    return (
        "select payload_sha256, null_rows from (select payload_sha256, accepted_reason, null_rows, "
        "with_value, sum(null_rows) over () as all_rows, sum(with_value) over () as all_with_value,"
        f" sum(with_value) over (partition by {_request(spec)} order by observed_at, "
        "payload_sha256) as with_value_until_then from (select payload_sha256, count(*) as "
        f"null_rows, count({column}) as with_value from {{batch}} group by 1) join (select "
        f"payload_sha256, url, parameters, observed_at, accepted_reason {_readable(spec)}) using "
        f"(payload_sha256)) where with_value = 0 and ((all_with_value = 0 and all_rows >= "
        f"{JUDGED_FROM_ROWS}) or (with_value_until_then > 0 and null_rows >= {JUDGED_FROM_ROWS} "
        "and accepted_reason is null)) order by 1"
    )


def _whose(spec: DatasetSpec) -> str:
    """Whose records are judged together, in words."""
    return f"one {', '.join(spec.checks.series) or 'payload'} of {spec.name}"


def _lost_keys(spec: DatasetSpec) -> str:
    series = "".join(f', o."{name}"' for name in spec.checks.series)
    return (
        f"select f.payload_sha256{series}, f.sha_before, count(*) filter (where n.payload_sha256 "
        f"is null) as lost_keys, count(*) as keys_before from {_fetched(spec)} f join {{compared}} "
        "as o on o.payload_sha256 = f.sha_before left join {compared} as n on n.payload_sha256 = "
        f"f.payload_sha256 and {_same_key(spec)} where {_unjudged(spec, 'f.payload_sha256')} and "
        f"f.accepted_reason is null group by all having lost_keys >= {LEAST_RECORDS} and "
        f"lost_keys > {LOST_SHARE:g} * keys_before"
    )


def _changed(spec: DatasetSpec, differs: Mapping[str, str], unless: str | None) -> str:
    """Columns of which more than a tenth of the values of a payload, or one series of it, differ.

    Each value stands beside the newest before it that still stands.
    """
    series = "".join(f', "{name}"' for name in spec.checks.series)
    key = ", ".join(f'"{name}"' for name in spec.natural_key)
    before = ", ".join(f'"{name}" := "{name}"' for name in differs)
    passed_over = f" and payload_sha256 not in ({unless})" if unless else ""
    counted = _counted(differs, '"{}"', 'earlier."{}"')
    return (
        f"select payload_sha256{series}, column_name, changed_rows, common_rows from (select "
        f"payload_sha256{series}, unnest([{counted}], recursive := true) from (select *, "
        f"lag(struct_pack({before})) over (partition by {key} order by observed_at, "
        "payload_sha256) as earlier from {compared} as every) where earlier is not null and "
        f"{_unjudged(spec, 'payload_sha256')} and payload_sha256 not in (select payload_sha256 "
        f"{_readable(spec)} and accepted_reason is not null){passed_over} group by "
        f"payload_sha256{series}) where changed_rows >= {LEAST_RECORDS} and changed_rows > "
        f"{RESTATED_SHARE:g} * common_rows"
    )


def _recent(spec: DatasetSpec, payload: str) -> str:
    """Of the payloads that are still judged beside those before them; older ones stand."""
    return (
        f"{payload} in (select payload_sha256 {_readable(spec)} and observed_at > (select "
        f"max(observed_at) - interval {DAYS} day {_readable(spec)}))"
    )


def _unjudged(spec: DatasetSpec, payload: str) -> str:
    """Of those, the ones that no earlier build has found sound beside the same payloads."""
    return (
        f"{_recent(spec, payload)} and {payload} in (select payload_sha256 from "
        "{unjudged_payloads})"
    )


def _readable(spec: DatasetSpec) -> str:
    return (
        f"from inputs.payloads where source = '{spec.source}' and dataset = '{spec.dataset}' "
        f"and outcome = '{Outcome.OK}'"
    )


def _request(spec: DatasetSpec) -> str:
    """What makes two payloads answers to the same request."""
    moving = spec.checks.same_request_but
    if moving is None:
        return "url, parameters"
    return f"""url, regexp_replace(parameters, '"{moving}": "[0-9]*",? ?', '')"""


def _fetched(spec: DatasetSpec) -> str:
    """Fetched payloads with the one before them from the same request; `age` 1 is the newest."""
    return (
        "(select payload_sha256, accepted_reason, lag(payload_sha256) over same as sha_before, "
        f"row_number() over newest_first as age {_readable(spec)} and observed_basis = "
        f"'fetched_at' window same as (partition by {_request(spec)} order by observed_at, "
        f"payload_sha256), newest_first as (partition by {_request(spec)} order by observed_at "
        "desc, payload_sha256 desc))"
    )


def _same_key(spec: DatasetSpec) -> str:
    return " and ".join(f'n."{c}" is not distinct from o."{c}"' for c in spec.natural_key)


def _changed_in_all(spec: DatasetSpec, differs: Mapping[str, str], share: float) -> str:
    """Columns of which more than `share` of the values differ from the newest ones before.

    What was observed within twelve hours of the newest payload counts as one fetch.
    """
    now_from = f"(select max(observed_at) - interval 12 hour {_readable(spec)})"
    counted = _counted(differs, 'n."{}"', 'o."{}"')
    key = ", ".join(f'"{column}"' for column in spec.natural_key)
    return (
        "select column_name, changed_rows, common_rows from (select unnest("
        f"[{counted}], recursive := true) from (select * from {{compared}} as a where "
        f"observed_at > {now_from}) n join (select * from {{compared}} as b where observed_at <= "
        f"{now_from} qualify row_number() over (partition by {key} order by observed_at desc, "
        "payload_sha256 desc) = 1) o on "
        f"{_same_key(spec)}) as compared where changed_rows >= "
        f"{LEAST_RECORDS} and changed_rows > {share:g} * common_rows"
    )


def _counted(differs: Mapping[str, str], new: str, old: str) -> str:
    """One struct a column: how many rows changed of how many that both have."""
    return ", ".join(
        f"struct_pack(column_name := '{column}', changed_rows := count(*) filter (where "
        f"{condition.format(new=new.format(column), old=old.format(column))}), common_rows := "
        f"count(*) filter (where {new.format(column)} is not null or {old.format(column)} is not "
        "null))"
        for column, condition in differs.items()
    )
