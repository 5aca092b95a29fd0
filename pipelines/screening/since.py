"""What is found of names in one release and was not in an earlier one, and the other way round.

Belongs here: which differences count. Does not belong here: which releases there are, printing.
A score or the age of a list that differs is no change: neither says anything new of a name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pipelines.screening import told
from pipelines.screening.lookup import Looked

Kind = Literal["new", "changed", "gone"]
_IGNORED = ("score", "alias_matched", "method", "payload_sha256")


@dataclass(frozen=True)
class NameChange:
    """One finding that differs: as it was and as it is, None where there is none."""

    kind: Kind
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None

    @property
    def shown(self) -> Mapping[str, Any]:
        """The newer of the two."""
        return self.after or self.before or {}

    @property
    def changed_members(self) -> list[str]:
        """Names of the members that have another value."""
        before, after = self.before or {}, self.after or {}
        return [name for name in after if self.kind == "changed" and before[name] != after[name]]


def changes(before: Looked, after: Looked) -> list[NameChange]:
    """What differs between two answers on the same name, of two releases."""
    old, new = dict(_findings(before)), dict(_findings(after))
    found = [NameChange("gone", old[key], None) for key in old if key not in new]
    for key, now in new.items():
        if key not in old:
            found.append(NameChange("new", None, now))
        elif old[key] != now:
            found.append(NameChange("changed", old[key], now))
    return found


def _findings(looked: Looked) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Every finding by a key that survives a release."""
    listed = looked.listed
    for one in listed.candidates:
        yield ("listing", one.listed.listing_id), {
            "verdict": listed.verdict_on(one), **_lasting(told.candidate(one))
        }  # fmt: skip
    for match in looked.owned:
        row = match.affiliate
        yield ("owned", row.owner_rule_id, row.owned_party_id), _lasting(told.owned(match))
    for found in looked.stated:
        for one in found.listed.candidates:
            key = ("stated owner", found.owner.name, one.listed.listing_id)
            yield (
                key,
                {
                    "verdict": found.listed.verdict_on(one),
                    "stated_owner": found.owner.name,
                    **_lasting(told.candidate(one)),
                },
            )
        for match in found.owned:
            row = match.affiliate
            owner = found.owner.name
            yield ("owned owner", owner, row.owner_rule_id, row.owned_party_id), {
                "stated_owner": owner, **_lasting(told.owned(match))
            }  # fmt: skip


def _lasting(finding: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in finding.items() if name not in _IGNORED}
