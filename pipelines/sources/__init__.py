"""The registry of sources: a dataset's name to its spec and its parser.

A source is a folder with `spec.yml` and, per dataset, a module of the dataset's name with a pure
function `parse(payload, spec) -> Parsed`. Parsers are imported when first used.
Does not belong here: anything that only one source does, or that writes files.
"""

from __future__ import annotations

import gzip
import zlib
from importlib import import_module
from pathlib import Path

from pipelines.parsing import Outcome, Parsed, Parser, PayloadError
from pipelines.specs import DatasetSpec, load_specs, spec

LARGEST_PAYLOAD = 1_000_000_000
_GZIP_MAGIC = b"\x1f\x8b"


def parser_for(name: str) -> Parser:
    """The parser of the dataset `source/dataset`. Raises SpecError for an unknown name."""
    declared = spec(name)
    module = import_module(f"{__name__}.{declared.source}.{declared.dataset}")
    parser: Parser = module.parse
    return parser


def parse_payload(declared: DatasetSpec, payload: bytes) -> Parsed:
    """The rows of a payload that fit the declared schema; every other record is a reject.

    Pure. Raises PayloadError when the payload is not data of its source.
    """
    from pipelines.raw import parse_to_table  # noqa: PLC0415  (Arrow: listing must not pay for it)

    return parse_to_table(payload, declared, parser_for(declared.name))[0]


def read_payload(path: Path, limit: int = LARGEST_PAYLOAD) -> bytes:
    """The payload a file holds, unpacked when the file is gzip-compressed.

    Raises PayloadError: too_large above `limit` bytes, corrupt for a damaged gzip file; OSError
    when the file cannot be read.
    """
    with path.open("rb") as stream:
        is_packed = stream.read(len(_GZIP_MAGIC)) == _GZIP_MAGIC
        stream.seek(0)
        try:
            with gzip.GzipFile(fileobj=stream) if is_packed else stream as source:
                payload = source.read(limit + 1)
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise PayloadError(
                Outcome.CORRUPT, f"{path} does not unpack ({error}); get the file again"
            ) from error
    if len(payload) > limit:
        raise PayloadError(Outcome.TOO_LARGE, f"{path} holds more than {limit} bytes")
    return payload


def parse_file(name: str, path: Path) -> Parsed:
    """The rows of a payload file, plain or gzip-compressed. Errors as the two functions above."""
    declared = spec(name)
    return parse_payload(declared, read_payload(path, declared.bytes.maximum))


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
