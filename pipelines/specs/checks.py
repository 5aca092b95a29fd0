"""Checks as people declare them: in the `checks:` of a dataset's spec and in the suites of marts.

Belongs here: the written forms of a check, their validation, and the SQL that each stands for.
Does not belong here: rules that every dataset or mart gets (`audit/common_rules.py`), or running
anything (`audit/gates.py`).

A check is written as exactly one of
- `bad`: an SQL condition that holds for a row that is wrong; `show` names the columns told,
- `bad_member`: the same for one member `x` of a list column,
- `between` (`min`, `above`, `max`), `among` (a list of values), `lengths` (`min`, `max`),
  `filled: true`, each for one column,
- `rows` (`min`): how many rows the table has at least,
- `query`: a whole query that must find nothing; `{batch}` is the table that is judged, `{unjudged}`
  its rows of payloads that no earlier build has found sound (a query about single payloads, which
  names them).
`says` beside a condition of a row gives, by column, what another column says once the cell is
emptied, where it says nothing yet.
`{wrong_encoding}` in SQL is the regular expression of characters that come of a wrong encoding.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from pipelines.letters.misread import MISREAD_SQL
from pipelines.specs.identity import Identity, read_identity
from pipelines.specs.yaml_node import Node
from pipelines.sql_text import sql_text

Layer = Literal["raw", "dbt", "publication", "release"]
Severity = Literal["critical", "warning"]
Reach = Literal["row", "series", "release"]
LAYERS: tuple[Layer, ...] = ("raw", "dbt", "publication", "release")
SEVERITIES: tuple[Severity, ...] = ("critical", "warning")
REACHES: tuple[Reach, ...] = ("row", "series", "release")

FORMS = ("bad", "bad_member", "between", "among", "lengths", "filled", "rows", "query")
_ROW_FORMS = frozenset({"bad", "bad_member", "between", "among", "lengths", "filled"})
_TOLD = {"kind", "severity", "allowed", "message"}
_OPTIONAL = {
    *("column", "show", "distinct", "reach", "leaves_out", "says", "since", "note"),
    *FORMS,
}
_DATASET_KEYS = {
    "wanted",
    "series",
    "shrunk",
    "same_request_but",
    "older_than_before",
    "keeps_keys",
    "restated",
    "restated_other",
    "restated_unless",
    "rescaled",
    "may_be_empty",
    "never_empty",
    "wrong_encoding",
    "wrong_encoding_share",
    "identity",
    "rules",
}


@dataclass(frozen=True)
class Rule:
    """One check before it is tied to a table.

    `expectation` and `arguments` are Great Expectations' type and kwargs; a query in them still
    has `{batch}` where its table goes (`plain_query`). `bad` is the SQL condition of a wrong row,
    None when the check cannot tell single rows; `member` that of a wrong member `x` of a list
    column; `says` what other columns, empty so far, say of a cell that was emptied.
    `leaves_out`: a series or payload found wrong is left out where nothing earlier holds, because
    its values are not to be published. `is_beside_earlier`: a payload is judged beside the one
    before it, so that what is wrong must be gone before the next one is judged.
    """

    column: str
    kind: str
    severity: Severity
    reach: Reach
    allowed: str
    message: str
    expectation: str
    arguments: Mapping[str, Any]
    bad: str | None = None
    member: str | None = None
    show: tuple[str, ...] = ()
    says: Mapping[str, str] = field(default_factory=dict)
    leaves_out: bool = False
    is_beside_earlier: bool = False
    since: str | None = None
    note: str | None = None

    @property
    def looks_at_unjudged(self) -> bool:
        """Whether it passes over payloads that an earlier build found sound."""
        return "{unjudged" in str(self.arguments.get("unexpected_rows_query", ""))


@dataclass(frozen=True)
class DatasetChecks:
    """What is particular to the checks of one raw dataset; the rest is common to all.

    `wanted`: to have no payload is worth a warning. `series`: the columns that tell one series
    (symbol, company, reporter, list) from another. `shrunk` and `older_than_before`: how much it
    matters that a payload has fewer rows, or ends earlier, than the one before it from the same
    address; `same_request_but` is the parameter that moves with the day and is left out of that
    comparison. `keeps_keys`: records do not vanish. `restated`, `restated_other`, `rescaled`:
    columns whose values are compared with what the source gave before, but for the payloads that
    the query `restated_unless` names. `may_be_empty`: columns that may be null in every row;
    `never_empty`: those without which the dataset says nothing. `identity`: what tells that the
    rows are those asked for (`specs/identity.py`).
    """

    wanted: bool = False
    series: tuple[str, ...] = ()
    shrunk: Severity | None = None
    same_request_but: str | None = None
    older_than_before: Severity | None = None
    keeps_keys: bool = False
    restated: tuple[str, ...] = ()
    restated_other: tuple[str, ...] = ()
    restated_unless: str | None = None
    rescaled: str | None = None
    may_be_empty: tuple[str, ...] = ()
    never_empty: tuple[str, ...] = ()
    wrong_encoding: tuple[str, ...] = ()
    wrong_encoding_share: tuple[str, ...] = ()
    identity: Identity = field(default_factory=Identity)
    rules: tuple[Rule, ...] = field(default=())

    @property
    def named_columns(self) -> set[str]:
        """Every column that the declaration names."""
        single = [self.rescaled, *(rule.column for rule in self.rules)]
        return {
            *self.series,
            *self.restated,
            *self.restated_other,
            *self.may_be_empty,
            *self.never_empty,
            *self.wrong_encoding,
            *self.wrong_encoding_share,
            *self.identity.named_columns,
            *(column for rule in self.rules for column in (*rule.show, *rule.says)),
            *filter(None, single),
        }


def read_dataset_checks(node: Node, key: Sequence[str]) -> DatasetChecks:
    """The `checks:` of one dataset; `key` is its natural key, shown where nothing else is."""
    node.only(set(), _DATASET_KEYS)
    columns = {
        name: tuple(node.texts(name)) if node.has(name) else ()
        for name in (
            "series",
            "restated",
            "restated_other",
            "may_be_empty",
            "never_empty",
            "wrong_encoding",
            "wrong_encoding_share",
        )
    }
    return DatasetChecks(
        wanted=node.boolean("wanted") if node.has("wanted") else False,
        shrunk=_severity(node, "shrunk") if node.has("shrunk") else None,
        same_request_but=node.text("same_request_but") if node.has("same_request_but") else None,
        older_than_before=(
            _severity(node, "older_than_before") if node.has("older_than_before") else None
        ),
        keeps_keys=node.boolean("keeps_keys") if node.has("keeps_keys") else False,
        series=columns["series"],
        restated=columns["restated"],
        restated_other=columns["restated_other"],
        restated_unless=node.text("restated_unless") if node.has("restated_unless") else None,
        rescaled=node.identifier("rescaled") if node.has("rescaled") else None,
        may_be_empty=columns["may_be_empty"],
        never_empty=columns["never_empty"],
        wrong_encoding=columns["wrong_encoding"],
        wrong_encoding_share=columns["wrong_encoding_share"],
        identity=read_identity(node.mapping("identity")) if node.has("identity") else Identity(),
        rules=read_rules(node, "rules", key, None) if node.has("rules") else (),
    )


def read_rules(node: Node, key: str, shown: Sequence[str], reach: Reach | None) -> tuple[Rule, ...]:
    """The checks listed under `key`.

    `shown` are the columns that tell a row apart when a check names none. `reach` is that of every
    check; None leaves it to each: `row` unless written otherwise, and written for a query.
    """
    found = tuple(_rule(one, shown, reach) for one in node.nodes(key))
    named = [(rule.column, rule.kind) for rule in found]
    doubled = sorted({one for one in named if named.count(one) > 1})
    if doubled:
        raise node.wrong(key, f"each column and kind once, not {doubled[0]} again")
    return found


def rule_of_rows(
    column: str,
    kind: str,
    severity: Severity,
    allowed: str,
    message: str,
    bad: str,
    show: Sequence[str],
    *,
    reach: Reach = "row",
    distinct: bool = False,
) -> Rule:
    """A check that no row meets the condition `bad`."""
    condition = expanded(bad)
    rows = _rows_judged(severity, reach)
    query = f"select {'distinct ' if distinct else ''}{', '.join(show)} from {rows} where "
    return Rule(
        column=column,
        kind=kind,
        severity=severity,
        reach=reach,
        allowed=allowed,
        message=message,
        expectation="expect_no_rows",
        arguments={"unexpected_rows_query": query + condition},
        bad=condition,
        show=tuple(show),
    )


def rule_of_query(
    column: str,
    kind: str,
    severity: Severity,
    allowed: str,
    message: str,
    query: str,
    reach: Reach,
    *,
    since: str | None = None,
    note: str | None = None,
    is_beside_earlier: bool = False,
) -> Rule:
    """A check that a whole query finds nothing."""
    return Rule(
        column=column,
        kind=kind,
        severity=severity,
        reach=reach,
        allowed=allowed,
        message=message,
        expectation="expect_no_rows",
        arguments={"unexpected_rows_query": expanded(query)},
        since=since,
        note=note,
        is_beside_earlier=is_beside_earlier,
    )


def _rows_judged(severity: Severity, reach: Reach) -> str:
    """The rows that a condition of a row is asked of.

    What it finds critical in single rows is set aside, so a payload of which nothing was set aside
    need not be asked again.
    """
    return "{unjudged}" if (severity, reach) == ("critical", "row") else "{batch}"


def for_great_expectations(arguments: Mapping[str, Any], table: str) -> dict[str, Any]:
    """The kwargs of a rule with the name of its table, braces of SQL doubled."""
    query = arguments.get("unexpected_rows_query")
    if query is None:
        return dict(arguments)
    return {
        "unexpected_rows_query": plain_query(query, table).replace("{", "{{").replace("}", "}}")
    }


def plain_query(query: str, table: str, rows: str | None = None) -> str:
    """A query of a rule with the names of what it reads.

    `table` is the whole name of its table; `rows`, when given, are read in its place. Beside it
    stand `unjudged.<table>` and `compared.<table>` (rows of payloads to be judged, and those
    with the payloads they are compared with) and `unjudged_payloads.<table>`.
    """
    name = table.rpartition(".")[2]
    for other in ("unjudged_payloads", "unjudged", "compared"):
        query = query.replace(f"{{{other}}}", f"{other}.{name}")
    return query.replace("{batch}", rows or table)


def _rule(node: Node, shown: Sequence[str], reach: Reach | None) -> Rule:
    node.only(_TOLD, _OPTIONAL)
    forms = [form for form in FORMS if node.has(form)]
    if len(forms) != 1:
        raise node.wrong("kind", f"a check written as one of {', '.join(FORMS)}")
    form = forms[0]
    column = node.text("column") if node.has("column") else ""
    if not column and form in {"bad_member", "between", "among", "lengths", "filled"}:
        raise node.wrong("column", f"the column of {form}")
    if form == "query" and reach is None and not node.has("reach"):
        raise node.wrong("reach", f"one of {', '.join(REACHES)}, written with a query")
    if node.has("says") and (not column or form not in _ROW_FORMS):
        raise node.wrong("says", "a column whose cells are emptied, and a condition of a row")
    of = cast("Reach", node.choice("reach", REACHES)) if node.has("reach") else reach or "row"
    expectation, arguments = _expectation(node, form, column, shown, of)
    return Rule(
        column=column,
        kind=node.identifier("kind"),
        severity=_severity(node, "severity"),
        reach=of,
        allowed=node.text("allowed"),
        message=node.text("message"),
        expectation=expectation,
        arguments=arguments,
        bad=_bad(node, form, column) if form in _ROW_FORMS else None,
        member=expanded(node.text("bad_member")) if form == "bad_member" else None,
        show=_shown(node, _with(shown, column, form)) if form in _ROW_FORMS else (),
        says=_says(node.mapping("says")) if node.has("says") else {},
        leaves_out=node.boolean("leaves_out") if node.has("leaves_out") else False,
        since=node.text("since") if node.has("since") else None,
        note=node.text("note") if node.has("note") else None,
    )


def _expectation(
    node: Node, form: str, column: str, shown: Sequence[str], reach: Reach
) -> tuple[str, dict[str, Any]]:
    if form == "query":
        query = expanded(node.text("query"))
        of_payloads = (_severity(node, "severity"), reach) == ("critical", "series")
        if "{unjudged}" in query and not (of_payloads and "payload_sha256" in query):
            raise node.wrong("query", "{unjudged} only in a critical check that names payloads")
        return "expect_no_rows", {"unexpected_rows_query": query}
    if form == "rows":
        least = node.mapping("rows")
        least.only({"min"})
        return "expect_table_row_count_to_be_between", {"min_value": least.integer("min", 1)}
    if form in {"bad", "bad_member"}:
        distinct = node.has("distinct") and node.boolean("distinct")
        told = f"{'distinct ' if distinct else ''}{', '.join(_shown(node, shown))}"
        rows = _rows_judged(_severity(node, "severity"), reach)
        query = f"select {told} from {rows} where {_bad(node, form, column)}"
        return "expect_no_rows", {"unexpected_rows_query": query}
    if form == "filled":
        return "expect_column_values_to_not_be_null", {"column": column}
    if form == "among":
        return (
            "expect_column_values_to_be_in_set",
            {"column": column, "value_set": node.texts("among")},
        )
    bounds = _bounds(node, form)
    arguments: dict[str, Any] = {"column": column}
    if "above" in bounds:
        arguments |= {"min_value": bounds["above"], "strict_min": True}
    if "min" in bounds:
        arguments["min_value"] = bounds["min"]
    if "max" in bounds:
        arguments["max_value"] = bounds["max"]
    name = "values_to_be" if form == "between" else "value_lengths_to_be"
    return f"expect_column_{name}_between", arguments


def _bad(node: Node, form: str, column: str) -> str:
    """The SQL condition of a wrong row; null when a value that is judged is null."""
    if form == "bad":
        return expanded(node.text("bad"))
    if form == "bad_member":
        return f"len(list_filter({column}, lambda x : {expanded(node.text('bad_member'))})) > 0"
    if form == "filled":
        return f"{column} is null"
    if form == "among":
        return f"{column} not in ({', '.join(map(_literal, node.texts('among')))})"
    bounds = _bounds(node, form)
    value = column if form == "between" else f"length({column})"
    limits = [
        f"{value} {sign} {_literal(bounds[name])}"
        for name, sign in (("above", "<="), ("min", "<"), ("max", ">"))
        if name in bounds
    ]
    return f"({' or '.join(limits)})"


def _bounds(node: Node, form: str) -> Mapping[str, Any]:
    bounds = node.mapping(form)
    bounds.only(set(), {"min", "above", "max"} if form == "between" else {"min", "max"})
    members = bounds.members()
    if not members or {"min", "above"} <= set(members):
        raise node.wrong(form, "min or above, max, or one of the two")
    if not all(isinstance(v, int | float | str) and v is not True for v in members.values()):
        raise node.wrong(form, "numbers, or days as text")
    return members


def _says(node: Node) -> Mapping[str, str]:
    return {name: node.text(name) for name in node.members()}


def _shown(node: Node, shown: Sequence[str]) -> tuple[str, ...]:
    if node.has("show"):
        return tuple(node.texts("show"))
    return tuple(shown)


def _with(shown: Sequence[str], column: str, form: str) -> Sequence[str]:
    """The columns shown of a row, with the one judged where the check is about one value."""
    return shown if form.startswith("bad") or column in shown else (*shown, column)


def _severity(node: Node, key: str) -> Severity:
    return cast("Severity", node.choice(key, SEVERITIES))


def expanded(sql: str) -> str:
    """SQL of a check with the regular expression of characters that come of a wrong encoding."""
    return sql.replace("{wrong_encoding}", sql_text(MISREAD_SQL))


def _literal(value: object) -> str:
    return (
        str(value) if isinstance(value, int | float) else "'" + str(value).replace("'", "''") + "'"
    )
