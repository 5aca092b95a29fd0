"""The registry of sources: a name to its spec, its parsers and how it is asked.

A source is a folder with `spec.yml` and, per dataset, a module of the dataset's name with a pure
function `parse(payload, spec) -> Parsed`. Parsers are imported when first used.
Does not belong here: anything that only one source does, or that writes files.
"""

from __future__ import annotations

from importlib import import_module

from pipelines.errors import ChipwatchError
from pipelines.parsing.records import Parser
from pipelines.sources.request import Connector
from pipelines.specs import load_specs, spec


def parser_for(name: str) -> Parser:
    """The parser of the dataset `source/dataset`. Raises SpecError for an unknown name."""
    declared = spec(name)
    module = import_module(f"{__name__}.{declared.source}.{declared.dataset}")
    parser: Parser = module.parse
    return parser


def connector_of(source: str) -> Connector:
    """How a source is asked. Raises ChipwatchError for one that cannot be fetched."""
    specs = [spec for spec in load_specs().values() if spec.source == source]
    if not specs or specs[0].source_spec.fetch is None:
        known = ", ".join(fetchable_sources())
        raise ChipwatchError(
            f"{source} is not a source that can be fetched.", f"known sources: {known}."
        )
    connector: Connector = import_module(f"{__name__}.{source}.requests").CONNECTOR
    return connector


def fetchable_sources() -> list[str]:
    """Every source with a fetch block, in name order."""
    specs = load_specs().values()
    return sorted({spec.source for spec in specs if spec.source_spec.fetch is not None})


def describe_sources() -> list[dict[str, object]]:
    """What `sources list` shows: one mapping a dataset, in name order."""
    return [
        {
            "name": declared.name,
            "title": declared.title,
            "publisher": declared.source_spec.publisher,
            "site": declared.source_spec.site,
            "url": declared.url,
            "cadence": declared.cadence,
            "licence": declared.source_spec.licence,
            "redistribution": declared.source_spec.redistribution,
            "key_variable": declared.source_spec.key_variable,
            "parser_version": declared.parser_version,
        }
        for declared in load_specs().values()
    ]
