"""The page of what is known of each service: recorded, by evidence, or guessed.

`python -m tests.simulator.evidence` writes docs/generated/evidence.md; `make docs` calls it.
Belongs here: that page, made of the habits and the recorded answers that each simulated service
declares. Does not belong here: either of them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from pipelines.sources import fetchable_sources
from pipelines.specs import DatasetSpec, load_specs
from pipelines.warehouse import REPOSITORY
from tests.simulator.service import GUESS
from tests.simulator.sources import SERVICES

PAGE = REPOSITORY / "docs" / "generated" / "evidence.md"
RECORDED, EVIDENCE = "recorded", "evidence"
_HEAD = """# What is known of the services

Written by `make docs`. Nobody who wrote this could ask the services: what the connectors expect is
known from answers that others recorded (the contract tests read them with the parsers here), from
evidence (documentation, reports of users, code of clients), or is a guess. `make first-live` packs
how the services really answer into a file that turns guesses into knowledge: hand it on.
"""


def page() -> str:
    """The page as it should be now."""
    sources = fetchable_sources()
    lines = [
        _HEAD,
        "| source | recorded answers | habits recorded | by evidence | guessed |",
        "|---|---|---|---|---|",
        *(_row(source) for source in sources),
        "",
        *(line for source in sources for line in _section(source)),
    ]
    return "\n".join(lines).rstrip() + "\n"


def kind_of(evidence: str) -> str:
    """Whether a habit is recorded, known by evidence, or a guess."""
    form = evidence.partition(":")[0]
    return form if form in {RECORDED, GUESS} else EVIDENCE


def _row(source: str) -> str:
    kinds = [kind_of(evidence) for evidence in SERVICES[source].habits.values()]
    files = sum(map(len, SERVICES[source].recorded.values()))
    counts = " | ".join(str(kinds.count(kind)) for kind in (RECORDED, EVIDENCE, GUESS))
    return f"| `{source}` | {files or 'none'} | {counts} |"


def _section(source: str) -> Iterator[str]:
    datasets = _datasets(source)
    yield f"## {datasets[0].source_spec.title} (`{source}`)"
    yield ""
    for spec in datasets:
        files = SERVICES[source].recorded.get(spec.dataset, ())
        told = ", ".join(f"`{file}`" for file in files)
        read = f"read from {told}" if files else "no recorded answer: its form is known from below"
        yield f"- {spec.name}: {read}"
    habits = SERVICES[source].habits
    for kind in (RECORDED, EVIDENCE, GUESS):
        told = {habit: why for habit, why in habits.items() if kind_of(why) == kind}
        if told:
            yield from ("", f"**{kind.capitalize()}**", "")
        for habit, why in told.items():
            yield f"- {habit}" + ("" if kind == GUESS else f" ({_cited(why)})")
    yield ""


def _datasets(source: str) -> list[DatasetSpec]:
    return [spec for spec in load_specs().values() if spec.source == source]


def _cited(evidence: str) -> str:
    form, _, where = evidence.partition(": ")
    if form == "issue":
        name, _, number = where.partition("#")
        return f"[{where}](https://github.com/{name}/issues/{number})"
    return f"<{where}>" if form == "doc" else f"`{where}`"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    sys.stdout.write(f"written: {PAGE.relative_to(REPOSITORY)}\n")
