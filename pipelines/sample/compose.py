"""Composes the bundled sample archive: `python -m pipelines.sample.compose --facts DIR --out DIR`.

The same facts and inputs give the same bytes. The archive is built beside its place and swapped
in whole; a folder that holds anything but sample payloads is left alone.
Does not belong here: the form of any source, see bars, documents, listings and filings.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from pipelines.archive.store import Archive, ArchiveError, Origin, PayloadMeta
from pipelines.sample import (
    bars,
    documents,
    filings,
    listings,
    news,
    parties,
    rates,
    tagged_filings,
    trade,
    trade_months,
)
from pipelines.sample.payloads import Composed, ComposeError
from pipelines.specs import spec
from pipelines.warehouse import SAMPLE_ARCHIVE

COMPOSED_AT = datetime(2026, 11, 20, tzinfo=UTC)


def compose_all(facts: Path) -> list[Composed]:
    """Every payload of the sample. Raises ComposeError for missing or inconsistent input."""
    return [
        *bars.compose(facts),
        *documents.compose(facts),
        *listings.compose(),
        *parties.compose(),
        *filings.compose(facts),
        *tagged_filings.compose(facts),
        *news.compose(),
        *rates.compose(),
        *trade.compose(facts),
        *trade_months.compose(),
    ]


def write_archive(payloads: Sequence[Composed], out: Path) -> None:
    """Replace the archive at `out` by one that holds exactly these payloads.

    Raises ComposeError when `out` holds something else, ArchiveError when it cannot be written.
    """
    _require_only_samples(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".composing-", dir=out.parent) as workplace:
        fresh = Path(workplace) / "archive"
        archive = Archive(fresh)
        for composed in payloads:
            archive.add(composed.payload, _meta(composed))
        replaced = Path(workplace) / "replaced"
        if out.exists():
            out.rename(replaced)
        fresh.rename(out)


def main(arguments: Sequence[str] | None = None) -> int:
    """Compose and report; 1 with one line on stderr when the input does not allow it."""
    parser = argparse.ArgumentParser(description="Compose the bundled sample archive.")
    parser.add_argument("--facts", type=Path, required=True, help="folder of the fact tables")
    parser.add_argument("--out", type=Path, default=SAMPLE_ARCHIVE, help="archive to replace")
    options = parser.parse_args(arguments)
    try:
        payloads = compose_all(options.facts)
        write_archive(payloads, options.out)
    except (ComposeError, ArchiveError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    size = sum(path.stat().st_size for path in options.out.rglob("*") if path.is_file())
    sys.stdout.write(f"{len(payloads)} payloads, {size / 1e6:.2f} MB in {options.out}\n")
    return 0


def _meta(composed: Composed) -> PayloadMeta:
    source = spec(f"{composed.source}/{composed.dataset}").source_spec
    return PayloadMeta(
        source=composed.source,
        dataset=composed.dataset,
        origin=Origin.SAMPLE,
        observed_at=COMPOSED_AT,
        licence=source.licence,
        redistribution=source.redistribution,
        url=composed.url,
        parameters=composed.parameters,
        status=200,
        content_type=composed.content_type,
        note=composed.note,
    )


def _require_only_samples(out: Path) -> None:
    if not out.exists():
        return
    if not out.is_dir():
        raise ComposeError(f"{out} is not a folder; give another --out")
    archive = Archive(out)
    entries = archive.entries()
    files = [path for path in out.rglob("*") if path.is_file()]
    if archive.problems() or not all(entry.is_sample for entry in entries):
        raise ComposeError(f"{out} holds other payloads than samples; give another --out")
    if len(files) != 2 * len(entries):
        raise ComposeError(f"{out} holds files that are no payloads; give another --out")


if __name__ == "__main__":
    sys.exit(main())
