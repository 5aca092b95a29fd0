"""The catalogue of all checks, read from suites, limits and dbt's manifest; nothing is run.

Belongs here: reading check ids, what they look at and how severe they are; the page
`docs/generated/checks.md`. Does not belong here: Great Expectations (this module is
loaded by Dagster's definitions) or results.

`python -m pipelines.audit.catalogue [--manifest dbt_project/target/manifest.json]` prints
`docs/generated/checks.md`.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from pipelines.audit import drift, restatement
from pipelines.audit.check import Layer, Severity
from pipelines.audit.dbt_results import declared_tests
from pipelines.errors import ChipwatchError
from pipelines.warehouse import REPOSITORY

PROJECT = REPOSITORY / "expectations"

_LAYERS: tuple[tuple[Layer, str, str], ...] = (
    (
        "raw",
        "Raw gate",
        "Great Expectations on the Parquet of every dataset, before dbt: shape, size and ranges of "
        "what a source gave.",
    ),
    (
        "dbt",
        "dbt tests",
        "Keys, relations, intervals and business rules, while the marts are made.",
    ),
    (
        "publication",
        "Publication gate",
        "Great Expectations on the candidate: distributions, and the candidate beside the last "
        "release.",
    ),
    (
        "release",
        "Beside the last release",
        "Rows that vanished and values that changed under the same key, counted in every mart "
        "(limits: `pipelines/audit/drift.yml`, `pipelines/audit/restatement.yml`).",
    ),
)


@dataclass(frozen=True)
class CatalogueEntry:
    """One declared check.

    `column` is empty for a check of a whole table; `allowed` is the threshold in words; `message`
    is what a person reads when it fails. No two entries share table, column and kind.
    """

    check_id: str
    layer: Layer
    table: str
    column: str
    kind: str
    severity: Severity
    allowed: str
    message: str


def load_catalogue(project: Path = PROJECT) -> list[CatalogueEntry]:
    """Every check of the Great Expectations suites, in the order of files and of their lists.

    Raises ChipwatchError naming the file when a suite is not readable or a check lacks its meta.
    """
    entries = []
    for path in sorted((project / "expectations").glob("*.json")):
        try:
            suite = json.loads(path.read_text())
            layer = cast("Layer", suite["meta"]["layer"])
            entries += [
                CatalogueEntry(
                    check_id=check["meta"]["check_id"],
                    layer=layer,
                    table=check["meta"]["table"],
                    column=check["meta"]["column"],
                    kind=check["meta"]["kind"],
                    severity=check["severity"],
                    allowed=check["meta"]["allowed"],
                    message=check["meta"]["message"],
                )
                for check in suite["expectations"]
            ]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ChipwatchError(
                f"The suite {path} cannot be read ({type(error).__name__}: {error}).",
                "restore the file from version control; every expectation needs severity and, in "
                "meta, check_id, table, column, kind, allowed and message.",
            ) from error
    if not entries:
        raise ChipwatchError(
            f"There is no suite in {project / 'expectations'}.",
            "restore the folder `expectations` from version control.",
        )
    return entries


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
            by_table.get(table, default).in_words,
            f"Rows of the last release vanish from {table}. {drift.remedy(table)}",
        )
    ]
    for severity in severities if limits.critical.get(table) else severities[1:]:
        which = f" ({', '.join(sorted(limits.critical[table]))})" if severity == "critical" else ""
        found.append(
            (
                restatement.KIND[severity],
                severity,
                limits.limit(table, severity).in_words,
                f"Values that the last release published for {table}{which} are different now. "
                f"{restatement.remedy(table, severity)}",
            )
        )
    for kind, severity, allowed, message in found:
        check_id = f"release.{table}.{kind}"
        yield CatalogueEntry(check_id, "release", table, "", kind, severity, allowed, message)


def doubled(entries: Iterable[CatalogueEntry]) -> list[tuple[str, str, str]]:
    """The (table, column, kind) that more than one check claims; empty when each has one owner."""
    counts = Counter((entry.table, entry.column, entry.kind) for entry in entries)
    return sorted(key for key, count in counts.items() if count > 1)


def render_markdown(entries: Sequence[CatalogueEntry]) -> str:
    """`docs/generated/checks.md`: one section a layer, one table a table, in a stable order."""
    lines = [
        "# Checks",
        "",
        "Generated by `python -m pipelines.audit.catalogue`; do not edit. A failed critical check "
        "keeps a candidate from being published; a failed warning is shown and published with it. "
        "Each check has one owner: no two stand for the same table, column and kind.",
        "",
        "| layer | checks | critical | warning |",
        "|---|---:|---:|---:|",
    ]
    for layer, title, _ in _LAYERS:
        chosen = [entry for entry in entries if entry.layer == layer]
        critical = sum(entry.severity == "critical" for entry in chosen)
        lines.append(f"| {title} | {len(chosen)} | {critical} | {len(chosen) - critical} |")
    for layer, title, intro in _LAYERS:
        chosen = [entry for entry in entries if entry.layer == layer]
        if not chosen:
            continue
        lines += ["", f"## {title}", "", intro]
        for table in sorted({entry.table for entry in chosen}):
            lines += ["", f"### {table}", ""]
            lines += [
                "| column | check | severity | allowed | when it fails |",
                "|---|---|---|---|---|",
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
