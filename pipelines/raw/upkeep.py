"""Raw files that no build would read any more.

Belongs here: which they are. Does not belong here: deleting them when a person asks
(`cli/upkeep.py`), or what every run puts in order by itself (`write.py`, `packs.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from pipelines.archive.contents import Contents
from pipelines.raw.packs import PACK_NAME
from pipelines.raw.write import parsed_by
from pipelines.sources import parser_for
from pipelines.specs import load_specs
from pipelines.warehouse import Warehouse


def unneeded(warehouse: Warehouse, contents: Contents) -> list[Path]:
    """Raw files of other states of a parser, of unknown datasets, or of payloads that are gone.

    `contents` is the archive that the warehouse is built from. Files of many payloads stay: the
    next run takes what is gone out of them.
    """
    present = _present()
    archived = {entry.sha256 for entry in contents.entries}
    found = []
    for path in sorted(warehouse.raw.rglob("*")):
        if not path.is_file():
            continue
        folder = path.parent.relative_to(warehouse.raw).as_posix()
        sha = path.name.partition(".")[0]
        is_read = folder in present and (sha in archived or PACK_NAME.fullmatch(sha) is not None)
        if not is_read:
            found.append(path)
    return found


def _present() -> Mapping[str, str]:
    """The folder of each dataset below `raw/` that a build of today reads, with the dataset."""
    today = datetime.now(UTC).date()
    return {
        f"{one.source}/{one.dataset}/{parsed_by(one.on(today), parser_for(one.name))}": one.name
        for one in load_specs().values()
    }
