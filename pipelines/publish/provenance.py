"""What a build was made from, as it goes into the manifest and `meta.releases`.

Belongs here: naming the inputs. Does not belong here: which files count as code (`fingerprint.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from pipelines import fingerprint as fp
from pipelines.archive.accepted_checks import AcceptedCheck
from pipelines.archive.contents import Contents
from pipelines.archive.fetch_log import FetchState
from pipelines.parsing.text import charset_of
from pipelines.specs import load_specs


def provenance(
    contents: Contents,
    overlay_hash: str,
    states: Mapping[str, FetchState],
    accepted: Mapping[str, AcceptedCheck],
) -> Provenance:
    """What a build over an archive and the user's own rows with the present code is made from.

    `accepted` are the words that hold: what they say of a check decides what is set aside, as the
    repairs do that have ended. A source
    that becomes stale or fresh again is a change too, so that `meta.sources` says so.
    """
    code = fp.code_hash()
    payloads = [
        (
            f"{entry.source}/{entry.dataset}",
            entry.sha256,
            entry.observed_at.isoformat() + (charset_of(entry.content_type) or ""),
        )
        for entry in contents.loadable
    ]
    stale = sorted(name for name, state in states.items() if state.is_stale)
    words = sorted(f"{word.check_id} {word.in_words}" for word in accepted.values())
    words += ended_repairs(datetime.now(UTC).date())
    return Provenance(
        fingerprint=fp.fingerprint(
            payloads, code, ";".join([contents.kind + overlay_hash, *stale, *words])
        ),
        code_version=code[:16],
        warehouse_kind=contents.kind,
        payloads=tuple(f"{name}/{sha}" for name, sha, _ in payloads),
    )


def ended_repairs(day: date) -> list[str]:
    """The declared repairs that are no longer done on a day, in words."""
    return [
        f"{spec.name} {repair.place} ended"
        for spec in load_specs().values()
        for repair in spec.ended_repairs(day)
    ]


@dataclass(frozen=True)
class Provenance:
    """What a build was made from; goes into the manifest and meta.releases."""

    fingerprint: str
    code_version: str
    warehouse_kind: str
    payloads: tuple[str, ...]

    @property
    def is_sample(self) -> bool:
        return self.warehouse_kind == "sample"
