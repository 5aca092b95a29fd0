"""The catalogue of all checks, read from specs, suites, limits and dbt's manifest; nothing is run.

Belongs here: reading check ids, what they look at and how severe they are; the page
`docs/generated/checks.md`. Does not belong here: Great Expectations (this module is
loaded by Dagster's definitions) or results.

`python -m pipelines.audit.catalogue [--manifest dbt_project/target/manifest.json]` prints
`docs/generated/checks.md`.
"""

from __future__ import annotations

import difflib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipelines.audit import drift, restatement
from pipelines.audit.common_rules import raw_rules
from pipelines.audit.dbt_tests import declared_tests
from pipelines.audit.suites import load_suites
from pipelines.errors import ChipwatchError
from pipelines.labels import curated_labels
from pipelines.specs import load_specs
from pipelines.specs.checks import LAYERS, Layer, Reach, Rule, Severity


@dataclass(frozen=True)
class CatalogueEntry:
    """One declared check.

    `column` is empty for a check of a whole table; `allowed` is the threshold in words; `message`
    is what a person reads when it fails; `reach` is how far a failure goes: the row, the series or
    the release. No two entries share table, column and kind.
    """

    check_id: str
    layer: Layer
    table: str
    column: str
    kind: str
    severity: Severity
    allowed: str
    message: str
    reach: Reach = "release"


@lru_cache(maxsize=1)
def gate_rules() -> Mapping[tuple[Layer, str], tuple[Rule, ...]]:
    """The rules of both gates, by layer and table: raw datasets first, then marts."""
    found: dict[tuple[Layer, str], tuple[Rule, ...]] = {}
    for spec in load_specs().values():
        found["raw", spec.raw_name] = tuple(raw_rules(spec))
    for suite in load_suites():
        found["publication", suite.table] = suite.rules
    return found


def load_catalogue() -> list[CatalogueEntry]:
    """Every check of the two gates of Great Expectations.

    Raises ChipwatchError naming the file when a spec or a suite is not as it should be.
    """
    return [
        CatalogueEntry(
            check_id=check_id(table, rule),
            layer=layer,
            table=table,
            column=rule.column,
            kind=rule.kind,
            severity=rule.severity,
            allowed=rule.allowed,
            message=rule.message,
            reach=rule.reach,
        )
        for (layer, table), rules in gate_rules().items()
        for rule in rules
    ]


def raw_check(name: str) -> CatalogueEntry:
    """The check of the raw gate with that id. Raises ChipwatchError that names those like it."""
    known = {entry.check_id: entry for entry in load_catalogue() if entry.layer == "raw"}
    if name not in known:
        like = difflib.get_close_matches(name, known, n=3)
        raise ChipwatchError(
            f"There is no check {name!r} of the raw gate.",
            f"did you mean {' or '.join(like)}? "
            if like
            else "`chipwatch audit` prints the ids of the checks that failed.",
        )
    return known[name]


def check_id(table: str, rule: Rule) -> str:
    """The id of a rule of one table: table, column and kind."""
    return "__".join(filter(None, (table, rule.column, rule.kind)))


def dbt_catalogue(manifest: Path) -> list[CatalogueEntry]:
    """Every data test that a dbt manifest declares."""
    return [
        CatalogueEntry(
            check_id=test.check_id,
            layer="dbt",
            table=test.table,
            column=test.column,
            kind=test.kind,
            severity=test.severity,
            allowed=test.allowed,
            message=test.message,
        )
        for test in declared_tests(manifest)
    ]


def release_catalogue(manifest: Path) -> list[CatalogueEntry]:
    """The checks of every mart of a dbt manifest beside the last release."""
    try:
        nodes = json.loads(manifest.read_bytes())["nodes"].values()
    except (OSError, ValueError, KeyError) as error:
        raise ChipwatchError(
            f"The dbt manifest {manifest} cannot be read ({type(error).__name__}).",
            "parse the dbt project: python -m pipelines.transform.run_dbt.",
        ) from error
    marts = sorted(
        node["name"]
        for node in nodes
        if node["resource_type"] == "model" and node["fqn"][1] == "marts"
    )
    return [entry for table in marts for entry in _beside_last_release(table)]


def _beside_last_release(table: str) -> Iterator[CatalogueEntry]:
    default, by_table = drift.load_limits()
    limits = restatement.load_limits()
    severities: tuple[Severity, ...] = ("critical", "warning")
    found: list[tuple[str, Severity, str, str]] = [
        (
            drift.KIND,
            "critical",
            drift.allowed(by_table.get(table, default)),
            f"Rows of the last release vanish from {table}. {drift.remedy(table)}",
        )
    ]
    for severity in severities if limits.critical.get(table) else severities[1:]:
        which = f" ({', '.join(sorted(limits.critical[table]))})" if severity == "critical" else ""
        found.append(
            (
                restatement.KIND[severity],
                severity,
                restatement.allowed(limits.limit(table, severity)),
                f"Values that the last release published for {table}{which} are different now. "
                f"{restatement.remedy(table, severity)}",
            )
        )
    for kind, severity, allowed, message in found:
        check_id = f"release.{table}.{kind}"
        yield CatalogueEntry(check_id, "release", table, "", kind, severity, allowed, message)


def doubled(entries: Iterable[CatalogueEntry]) -> list[tuple[str, str, str]]:
    """The (table, column, kind) that more than one check claims; empty when each has one owner.

    Tests of dbt of one kind may stand side by side as long as they allow different things.
    """
    claims: dict[tuple[str, str, str], list[CatalogueEntry]] = {}
    for entry in entries:
        claims.setdefault((entry.table, entry.column, entry.kind), []).append(entry)
    return sorted(
        key
        for key, claimed in claims.items()
        if len(claimed) > len({one.allowed for one in claimed if one.layer == "dbt"} or {""})
    )


def render_markdown(entries: Sequence[CatalogueEntry]) -> str:
    """`docs/generated/checks.md`: one section a layer, one table a table, in a stable order."""
    lines = [
        "# Checks",
        "",
        "Generated by `python -m pipelines.audit.catalogue`; do not edit. A failed critical check "
        "whose reach is the release keeps a candidate from being published. One that reaches a row "
        "sets the row or its value aside, one that reaches a series keeps the series or payload as "
        "it was before; both are told as warnings. A failed warning is shown and published with. "
        "Each check has one owner: no two stand for the same table, column and kind, unless dbt "
        "tests of one kind allow different things.",
        "",
        "| layer | checks | critical | warning |",
        "|---|---:|---:|---:|",
    ]
    layers = curated_labels().of_column("layer")
    for layer in LAYERS:
        chosen = [entry for entry in entries if entry.layer == layer]
        critical = sum(entry.severity == "critical" for entry in chosen)
        lines.append(
            f"| {layers[layer].label} | {len(chosen)} | {critical} | {len(chosen) - critical} |"
        )
    for layer in LAYERS:
        chosen = [entry for entry in entries if entry.layer == layer]
        if not chosen:
            continue
        lines += ["", f"## {layers[layer].label}", "", layers[layer].meaning]
        for table in sorted({entry.table for entry in chosen}):
            lines += ["", f"### {table}", ""]
            lines += [
                "| column | check | severity | reach | allowed | when it fails |",
                "|---|---|---|---|---|---|",
            ]
            of_table = [entry for entry in chosen if entry.table == table]
            lines += [
                "| "
                + " | ".join(
                    _cell(text)
                    for text in (
                        entry.column,
                        entry.kind,
                        entry.severity,
                        entry.reach,
                        entry.allowed,
                        entry.message,
                    )
                )
                + " |"
                for entry in sorted(of_table, key=lambda entry: (entry.column, entry.kind))
            ]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def main(arguments: Sequence[str]) -> int:
    """Print the generated page; return the exit code."""
    entries = load_catalogue()
    if arguments[:1] == ["--manifest"] and len(arguments) == 2:
        manifest = Path(arguments[1])
        entries += dbt_catalogue(manifest) + release_catalogue(manifest)
    elif arguments:
        sys.stderr.write("usage: python -m pipelines.audit.catalogue [--manifest FILE]\n")
        return 2
    sys.stdout.write(render_markdown(entries))
    return 0


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except ChipwatchError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(error.exit_code) from None
