"""What is still to be asked of a source, kept on disk so that a killed run loses nothing.

Belongs here: the cursor file `<warehouse>/cursors/<source>.json`, read and written whole.
Does not belong here: deciding what to ask.

A plan moves the watermarks and puts its requests in the queue in one write; a request leaves the
queue, replaced by what follows from its answer, in one write after its payload is archived. A
process killed at any moment leaves at most one request that is asked twice, and the archive keeps
the same bytes once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipelines.errors import ChipwatchError
from pipelines.files.durable import make_folders, write_durably
from pipelines.files.kept_json import read_kept
from pipelines.sources.request import Request

VERSION = 2
_SHAPE = {
    "cursor_version": int,
    "watermark": (str, None),
    "watermarks?": dict,
    "queue": [dict],
    "gaps": [str],
}


@dataclass(frozen=True)
class Cursor:
    """How far a source was planned, what waits, and what will never be there.

    `watermarks` says it by query, for a source that plans several: a query that is new begins at
    its own beginning.
    """

    watermark: str | None = None
    queue: tuple[Request, ...] = ()
    gaps: tuple[str, ...] = field(default=())
    watermarks: Mapping[str, str] = field(default_factory=dict)

    def planned(
        self,
        requests: Iterable[Request],
        watermark: str | None,
        watermarks: Mapping[str, str] | None = None,
    ) -> Cursor:
        """With new requests after those that wait; a new one replaces a waiting one of its key."""
        fresh = list(requests)
        keys = {(request.dataset, request.key) for request in fresh}
        waiting = [r for r in self.queue if (r.dataset, r.key) not in keys]
        return replace(
            self,
            queue=(*waiting, *fresh),
            watermark=watermark or self.watermark,
            watermarks={**self.watermarks, **(watermarks or {})},
        )


def read_cursor(folder: Path, source: str) -> Cursor:
    """The cursor of a source; an empty one before its first fetch.

    Raises ChipwatchError when the file is damaged or written by a newer chipwatch.
    """
    path = folder / f"{source}.json"
    try:
        raw = read_kept(path, _SHAPE)
        version = raw["cursor_version"]
        if version > VERSION:
            raise ChipwatchError(
                f"{path} was written by a newer chipwatch (cursor version {version}).",
                "update this checkout (git pull).",
            )
        return Cursor(
            watermark=raw["watermark"],
            watermarks={name: str(mark) for name, mark in raw.get("watermarks", {}).items()},
            queue=tuple(Request.from_json(request) for request in raw["queue"]),
            gaps=tuple(raw["gaps"]),
        )
    except FileNotFoundError:
        return Cursor()
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise ChipwatchError(
            f"The cursor {path} cannot be read ({type(error).__name__}).",
            "move it away: the next fetch asks for everything again, nothing is stored twice.",
        ) from error


def write_cursor(folder: Path, source: str, cursor: Cursor) -> None:
    """Keep the cursor, durable when this returns."""
    kept: Mapping[str, object] = {
        "cursor_version": VERSION,
        "source": source,
        "watermark": cursor.watermark,
        "watermarks": dict(cursor.watermarks),
        "queue": [request.to_json() for request in cursor.queue],
        "gaps": list(cursor.gaps),
    }
    make_folders(folder)
    write_durably(folder / f"{source}.json", json.dumps(kept, indent=1).encode())
