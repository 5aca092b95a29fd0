"""The chips that a text names.

Belongs here: how people write the name of a chip, and which names are near one that is unknown.
Does not belong here: what is known of a chip.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process

from pipelines.answer.question import NotUnderstood
from pipelines.letters.look_alikes import as_seen
from pipelines.releases.query import Reading

NEAREST, SHOWN = 5, 12
_CHIPS = """
    select
        chips.chip_id, chips.chip_name, chips.vendor_id, vendors.vendor_name, chips.family_chip_id,
        coalesce(cast(chips.launched_on as varchar), chips.launched_period) as launched,
        chips.designer_country, chips.is_user_data, chips.source, chips.confidence,
        chips.payload_sha256
    from marts.dim_chip as chips
    left join marts.dim_vendor as vendors on chips.vendor_id = vendors.vendor_id
    order by chips.launched_period nulls last, chips.chip_id
"""
_FAMILIES = """
    select families.family_chip_id, families.family_chip_name, families.vendor_id,
        vendors.vendor_name
    from marts.dim_chip_family as families
    left join marts.dim_vendor as vendors on families.vendor_id = vendors.vendor_id
    order by families.family_chip_id
"""
_VENDORS = """
    select concat_ws('; ', vendor_name, vendor_name_zh, aliases) as names
    from marts.dim_vendor where vendor_id in (select vendor_id from marts.dim_chip)
"""
_PARTS = re.compile(r"[^\W_]+")
_UNIT = re.compile(r"(\d)\s+(gb|tb)\b")
_FIGURE, _SIZE = re.compile(r"\d"), re.compile(r"\d+[gt]b")
_COMMON = frozenset({
    "accelerator", "accelerators", "ai", "card", "chip", "chips", "core", "geforce", "gpu", "gpus",
    "instinct", "module", "processor", "radeon", "tensor", "tesla", "the", "加速卡", "显卡",
    "芯片", "处理器",
})  # fmt: skip
"""Words that people add to the name of a chip, or leave out of it."""


@dataclass(frozen=True)
class Chip:
    """A product, as far as a question needs it."""

    chip_id: str
    chip_name: str
    vendor_id: str
    vendor_name: str | None
    family_chip_id: str | None
    launched: str | None
    designer_country: str
    is_user_data: bool
    source: str | None
    confidence: str | None
    payload_sha256: str

    @property
    def full_name(self) -> str:
        """Vendor and name."""
        vendor = self.vendor_name or ""
        return self.chip_name if _starts(self.chip_name, vendor) else f"{vendor} {self.chip_name}"


@dataclass(frozen=True)
class Family:
    """Chips that the ledger acts on under one name."""

    family_chip_id: str
    family_chip_name: str
    vendor_id: str
    vendor_name: str | None


@dataclass(frozen=True)
class Named:
    """What a text names: chips, and the families by which the ledger knows them."""

    called: str
    chips: tuple[Chip, ...]
    families: tuple[Family, ...]

    @cached_property
    def family_ids(self) -> tuple[str, ...]:
        """Keys of the families, by name."""
        return tuple(family.family_chip_id for family in self.families)

    @cached_property
    def vendor_ids(self) -> frozenset[str]:
        """Keys of the makers."""
        of_chips = {chip.vendor_id for chip in self.chips}
        return frozenset(of_chips | {family.vendor_id for family in self.families})


class Chips:
    """Every chip and family of a release, to be found by name."""

    def __init__(self, release: Reading) -> None:
        self._chips = [Chip(**row) for row in release.rows(_CHIPS)]
        self._families = {row["family_chip_id"]: Family(**row) for row in release.rows(_FAMILIES)}
        makers = {
            tuple(_parts(name))
            for row in release.rows(_VENDORS)
            for name in row["names"].split("; ")
        }
        self._makers = sorted(filter(None, makers), key=len, reverse=True)
        self._by_name: dict[str, dict[Chip, None]] = {}
        for chip in self._chips:
            for form in (chip.chip_id, chip.chip_name, chip.full_name):
                for key in self._keys(form):
                    self._by_name.setdefault(key, {})[chip] = None
        self._families_by_name: dict[str, dict[Family, None]] = {}
        for family in self._families.values():
            for form in (family.family_chip_id, family.family_chip_name):
                for key in self._keys(form):
                    self._families_by_name.setdefault(key, {})[family] = None

    def find(self, text: str) -> Named:
        """The chips that a text names: one, or those of one family.

        Raises NotUnderstood with the nearest names when it names none, or several families.
        """
        keys = self._keys(text)
        chips = list(dict.fromkeys(c for key in keys for c in self._by_name.get(key, ())))
        if len(chips) == 1:
            return self._named(chips)
        families = {f for key in keys for f in self._families_by_name.get(key, ())}
        if len(families) == 1 and not chips:
            [family] = families
            members = [c for c in self._chips if c.family_chip_id == family.family_chip_id]
            return self._named(members, [family])
        chips = chips or self._with_parts(text)
        groups = {chip.family_chip_id or chip.chip_id for chip in chips}
        if len(groups) == 1:
            return self._named(chips)
        if groups:
            names = [chip.full_name for chip in chips]
            more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
            raise NotUnderstood(
                f"{text!r} names several chips: {', '.join(names[:SHOWN])}{more}.",
                "name one of them.",
            )
        near = self.near(text)
        raise NotUnderstood(
            f"No chip is called {text!r} here"
            + (f"; the nearest names are {', '.join(near)}." if near else "."),
            "name one of them, add the chip to your own rows (warehouse/overlay/chips.csv), or "
            'list all: chipwatch query "select chip_name from marts.dim_chip order by 1".',
        )

    def near(self, text: str, most: int = NEAREST) -> list[str]:
        """Names of chips with the text in them, then those written nearly like it."""
        names: dict[str, str] = {}
        for family in self._families.values():
            names.setdefault(
                _seen(self._shortest(family.family_chip_name)), family.family_chip_name
            )
        for chip in self._chips:
            names.setdefault(_seen(self._shortest(chip.chip_name)), chip.full_name)
        parts = set(_parts(text))
        within = [name for name in names.values() if parts and parts <= set(_parts(name))]
        found = process.extract(
            _seen(self._shortest(text)), list(names), scorer=fuzz.ratio, limit=most, score_cutoff=50
        )
        return list(dict.fromkeys([*within, *(names[key] for key, _, _ in found)]))[:most]

    def _named(self, chips: Sequence[Chip], families: Sequence[Family] = ()) -> Named:
        every = dict.fromkeys(chips)
        keys = dict.fromkeys(chip.family_chip_id for chip in every)
        named = families or [self._families[key] for key in keys if key in self._families]
        called = (
            named[0].family_chip_name
            if len(named) == 1 and len(every) != 1
            else next(iter(every)).full_name
        )
        return Named(called, tuple(every), tuple(named))

    def _with_parts(self, text: str) -> list[Chip]:
        """The chips whose names begin with the text, or else have every part of it.

        One part must have a figure that is no size of a memory.
        """
        parts = self._shortest(text)
        if not any(_FIGURE.search(part) and not _SIZE.fullmatch(part) for part in parts):
            return []
        begun = [c for c in self._chips if self._shortest(c.chip_name)[: len(parts)] == parts]
        wanted = set(parts)
        return begun or [chip for chip in self._chips if wanted <= set(_parts(chip.full_name))]

    def _keys(self, text: str) -> list[str]:
        """The name without blanks, as it stands and without its maker."""
        return ["".join(parts) for parts in self._forms(text)]

    def _shortest(self, text: str) -> list[str]:
        return min(self._forms(text), key=len)

    def _forms(self, text: str) -> list[list[str]]:
        """The parts of a name with and without its maker, and what people add to it left out."""
        forms = [_parts(text)]
        for parts in forms:
            forms += [one for one in self._without_maker(parts) if one not in forms]
        return [[part for part in parts if part not in _COMMON] or parts for parts in forms]

    def _without_maker(self, parts: list[str]) -> Iterator[list[str]]:
        for maker in self._makers:
            if len(parts) > len(maker) and tuple(parts[: len(maker)]) == maker:
                yield parts[len(maker) :]
            elif len(maker) == 1 and parts and _is_glued(parts[0], maker[0]):
                yield [parts[0].removeprefix(maker[0]), *parts[1:]]


def _seen(parts: list[str]) -> str:
    """A name as it looks: letters of other scripts, 0 and O are the same."""
    return as_seen("".join(parts))


def _is_glued(part: str, maker: str) -> bool:
    """Whether a maker's name in Chinese stands before the chip's without a blank."""
    return not maker.isascii() and part.startswith(maker) and part != maker


def _parts(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _PARTS.findall(_UNIT.sub(r"\1\2", folded))


def _starts(name: str, vendor: str) -> bool:
    return _parts(name)[: len(_parts(vendor))] == _parts(vendor)
