"""The suites of the publication gate, as people write them: `expectations/suites/<mart>.yml`.

Belongs here: reading them strictly. Does not belong here: the rules of raw datasets, which stand in
each source's spec, or running anything (`gates.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import cast

import yaml

from pipelines.audit.common_rules import mart_rules
from pipelines.errors import ChipwatchError
from pipelines.specs.checks import SEVERITIES, Rule, Severity, read_rules
from pipelines.specs.yaml_node import Node
from pipelines.warehouse import REPOSITORY

SUITES = REPOSITORY / "expectations" / "suites"


@dataclass(frozen=True)
class Suite:
    """The checks of one mart: its sizes beside the last release, and what people wrote."""

    table: str
    rules: tuple[Rule, ...]


@lru_cache(maxsize=8)
def load_suites(folder: Path = SUITES) -> tuple[Suite, ...]:
    """Every suite, in the order of its table's name.

    Raises ChipwatchError naming the file that breaks a rule, or the folder when it is empty.
    """
    found = tuple(_read(path) for path in sorted(folder.glob("*.yml")))
    if not found:
        raise ChipwatchError(
            f"There is no suite in {folder}.",
            "restore the folder `expectations` from version control.",
        )
    return found


def _read(path: Path) -> Suite:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        raw = yaml.load(path.read_text("utf-8"), Loader=loader)  # noqa: S506  (a safe loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ChipwatchError(
            f"The suite {path} cannot be read ({type(error).__name__}: {error}).",
            "mend the file, or restore it from version control.",
        ) from error
    node = Node(str(path), raw)
    node.only({"title", "when_it_shrinks"}, {"halved", "checks"})
    halved = node.choice("halved", SEVERITIES) if node.has("halved") else "critical"
    common = mart_rules(
        path.stem, node.text("title"), node.text("when_it_shrinks"), cast("Severity", halved)
    )
    own = read_rules(node, "checks", (), "release") if node.has("checks") else ()
    return Suite(path.stem, (*common, *own))
