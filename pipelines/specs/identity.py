"""What makes the rows of a payload those that were asked for: `identity:` of a dataset's checks.

Belongs here: the declarations and their validation. Does not belong here: the rules that
follow from them (`audit/identity_rules.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.specs.yaml_node import Node


@dataclass(frozen=True)
class Asked:
    """A column whose values the request names: in its address (a regular expression with one
    group), or in a parameter, where commas part several."""

    column: str
    url: str = ""
    parameter: str = ""


@dataclass(frozen=True)
class OwnPast:
    """A series of prices or rates: its value and day. Its changes are those it had before."""

    value: str
    day: str


@dataclass(frozen=True)
class Recoded:
    """A column of codes and the figures under them, which do not move from one code to another."""

    code: str
    value: str


@dataclass(frozen=True)
class WellKnown:
    """Members without which a whole list (of at least so many rows) is not that list."""

    column: str
    names: tuple[str, ...]
    of: str
    least_rows: int


@dataclass(frozen=True)
class Identity:
    """All of a dataset; each may be absent. `same_name`: the column of a name that stays."""

    asked: tuple[Asked, ...] = ()
    own_past: OwnPast | None = None
    same_name: str = ""
    recoded: Recoded | None = None
    well_known: tuple[WellKnown, ...] = ()

    @property
    def named_columns(self) -> set[str]:
        """Every column that the declaration names."""
        past, recoded = self.own_past, self.recoded
        return {
            *(one.column for one in self.asked),
            *([self.same_name] if self.same_name else []),
            *((past.value, past.day) if past else ()),
            *((recoded.code, recoded.value) if recoded else ()),
            *(one.column for one in self.well_known),
        }


def read_identity(node: Node) -> Identity:
    """The declaration. Raises SpecError."""
    node.only(set(), {"asked", "own_past", "same_name", "recoded", "well_known"})
    past = node.mapping("own_past") if node.has("own_past") else None
    if past is not None:
        past.only({"value", "day"})
    recoded = node.mapping("recoded") if node.has("recoded") else None
    if recoded is not None:
        recoded.only({"code", "value"})
    return Identity(
        asked=tuple(map(_asked, node.nodes("asked"))) if node.has("asked") else (),
        own_past=OwnPast(past.identifier("value"), past.identifier("day")) if past else None,
        same_name=node.identifier("same_name") if node.has("same_name") else "",
        recoded=(
            Recoded(recoded.identifier("code"), recoded.identifier("value")) if recoded else None
        ),
        well_known=(
            tuple(map(_well_known, node.nodes("well_known"))) if node.has("well_known") else ()
        ),
    )


def _asked(node: Node) -> Asked:
    node.only({"column"}, {"url", "parameter"})
    if node.has("url") == node.has("parameter"):
        raise node.wrong("column", "a column with url or parameter, one of the two")
    return Asked(
        node.identifier("column"),
        node.text("url") if node.has("url") else "",
        node.text("parameter") if node.has("parameter") else "",
    )


def _well_known(node: Node) -> WellKnown:
    node.only({"column", "names", "of", "least_rows"})
    return WellKnown(
        node.identifier("column"),
        tuple(node.texts("names")),
        node.text("of"),
        node.integer("least_rows", 1),
    )
