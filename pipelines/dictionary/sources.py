"""The page about every source, from its `spec.yml` and the README.md in its folder.

`python -m pipelines.dictionary.sources` writes docs/generated/sources.md; `make docs` calls it.
Belongs here: that page. Does not belong here: what is true of one source alone (its own folder).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from pipelines.specs import SOURCES_FOLDER, DatasetSpec, SourceSpec, load_specs
from pipelines.warehouse import REPOSITORY

PAGE = REPOSITORY / "docs" / "generated" / "sources.md"
STAGING = REPOSITORY / "dbt_project" / "models" / "staging"
_READ = re.compile(r"source\('raw', '(\w+)'\)")


def render_sources(specs: Sequence[DatasetSpec], folder: Path, read_by: Mapping[str, str]) -> str:
    """The page: how each source is asked, what its datasets are, what people wrote about it.

    `folder` holds a folder a source; `read_by` names, by raw table, the staging model that reads
    it.
    """
    sources = [
        (source, list(datasets))
        for source, datasets in groupby(specs, key=lambda declared: declared.source_spec.name)
    ]
    lines = [
        "# Sources",
        "",
        "Written by `make docs` from `pipelines/sources/<name>/spec.yml` and the README.md beside"
        " it. Key variables, User-Agents and what happens when a service fails:"
        " [live-sources.md](../live-sources.md).",
        "",
        "| source | asked | needs | stale after | redistribution | licence |",
        "|---|---|---|---|---|---|",
        *(_row(datasets) for _, datasets in sources),
        "",
        "| dataset | what a row is read as | read by |",
        "|---|---|---|",
        *(_dataset_row(declared, read_by) for declared in specs),
    ]
    for name, datasets in sources:
        source = datasets[0].source_spec
        lines += ["", f"## {source.title} (`{name}`)", ""]
        lines += [f"{source.publisher}. <{source.site}>"]
        for declared in datasets:
            lines += ["", f"**{declared.name}**: {declared.description}"]
        notes = folder / name / "README.md"
        if notes.exists():
            lines += ["", *_demoted(notes.read_text("utf-8"))]
    return "\n".join(lines) + "\n"


def models_by_table(staging: Path = STAGING) -> dict[str, str]:
    """By raw table, the staging models that read it: that say so, or whose name says so."""
    known = {declared.raw_name for declared in load_specs().values()}
    found: dict[str, list[str]] = {}
    for path in sorted(staging.rglob("*.sql")):
        named = known & {path.stem.removeprefix("stg_")}
        for table in sorted({*_READ.findall(path.read_text("utf-8")), *named}):
            found.setdefault(table, []).append(path.stem)
    return {table: ", ".join(f"`{model}`" for model in models) for table, models in found.items()}


def _row(datasets: Sequence[DatasetSpec]) -> str:
    source = datasets[0].source_spec
    stale = f"{source.fetch.fresh_hours:g} hours" if source.fetch else "-"
    cells = (f"`{source.name}`", _asked(datasets), _needs(source), stale, source.redistribution)
    return f"| {' | '.join(cells)} | {_cell(source.licence)} |"


def _asked(datasets: Sequence[DatasetSpec]) -> str:
    fetch = datasets[0].source_spec.fetch
    if fetch is None:
        names = ", ".join(f"`chipwatch archive add {declared.name} FILE`" for declared in datasets)
        return f"never: {names}"
    return {
        "always": "by default",
        "with_key": "when its key is set",
        "by_name": f"only by name: `chipwatch fetch {datasets[0].source}`",
    }[fetch.enabled]


def _needs(source: SourceSpec) -> str:
    fetch = source.fetch
    if fetch is None:
        return "a file that you have"
    needs = []
    if fetch.key_use == "required":
        needs.append(f"`{source.key_variable}`")
    if fetch.user_agent == "contact":
        needs.append("`CHIPWATCH_CONTACT`")
    told = " and ".join(needs) or "nothing"
    return f"{told}; `{source.key_variable}` asks for more" if fetch.key_use == "optional" else told


def _dataset_row(declared: DatasetSpec, read_by: Mapping[str, str]) -> str:
    kind = declared.read_as.kind.replace("_", " ") if declared.read_as else "-"
    model = read_by.get(declared.raw_name, "nothing yet: it is parsed, checked and kept")
    return f"| `{declared.name}` | {kind} | {model} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _demoted(markdown: str) -> Iterator[str]:
    """The text without its title, its headings below the heading of the source."""
    for line in re.sub(r"\A# .*\n+", "", markdown.strip()).splitlines():
        yield f"#{line}" if line.startswith("##") else line


def page() -> str:
    """The page as it should be now."""
    return render_sources(list(load_specs().values()), SOURCES_FOLDER, models_by_table())


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    sys.stdout.write(f"written: {PAGE.relative_to(REPOSITORY)}\n")
