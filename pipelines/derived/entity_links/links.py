"""Which vendor a screening-list entry belongs to.

Belongs here: the matching of listed names with curated aliases, and its ranks.
Does not belong here: the aliases themselves (curated seeds), name folding (names.py), files.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import pyarrow as pa

from pipelines.derived.names import (
    LEGAL_WORDS,
    Tokens,
    are_places,
    before_legal_form,
    compared_alias,
    in_parentheses,
    is_address,
    normalise,
    split_affiliated,
    tokens,
    without_leading_and,
    without_legal_ending,
    without_parentheses,
)
from pipelines.errors import ChipwatchError
from pipelines.specs.read_as import COLUMNS

Method = Literal["exact", "prefix", "override"]
Place = Literal["name", "parent", "alt_name"]
Fit = Literal["whole", "shortened", "leading", "contained"]

LINKS_SCHEMA = pa.schema(
    [
        pa.field("entry_key", pa.string(), nullable=False),
        pa.field("vendor_id", pa.string(), nullable=False),
        pa.field("matched_name", pa.string(), nullable=False),
        pa.field("alias", pa.string(), nullable=False),
        pa.field("method", pa.string(), nullable=False),
        pa.field("score", pa.decimal128(5, 4), nullable=False),
    ]
)

SCORES: dict[tuple[Place, Fit], Decimal] = {
    ("name", "whole"): Decimal("1.0000"),
    ("name", "shortened"): Decimal("0.9500"),
    ("name", "leading"): Decimal("0.9000"),
    ("parent", "whole"): Decimal("0.8500"),
    ("parent", "shortened"): Decimal("0.8500"),
    ("name", "contained"): Decimal("0.8000"),
    ("parent", "leading"): Decimal("0.8000"),
    ("parent", "contained"): Decimal("0.7500"),
    ("alt_name", "whole"): Decimal("0.7000"),
    ("alt_name", "shortened"): Decimal("0.7000"),
    ("alt_name", "leading"): Decimal("0.6500"),
    ("alt_name", "contained"): Decimal("0.6000"),
}
"""A rank, not a probability: of two vendors the one with the higher score is linked."""

OVERRIDE_SCORE = Decimal("1.0000")

COINED_WORD_LETTERS = 6
"""A prefix alias of one word at least this long also counts inside a name; shorter ones are too
often part of other names and count only at its beginning or behind place names."""

SPLIT_LETTERS, SPLIT_WORDS = 6, 4
"""An alias of at least so many letters is also found written apart ("Hik vision"), over so many
further words."""

ENTRY_COLUMNS = COLUMNS["list_entries"]

NOT_COMPANIES = frozenset({"individual", "vessel", "aircraft"})


class LinkInputError(ChipwatchError):
    """A curated table cannot be used; the message names the column or row."""


@dataclass(frozen=True)
class Links:
    """Links and the ties that were left unlinked, both LINKS_SCHEMA, sorted by entry_key."""

    links: pa.Table
    ambiguous: pa.Table


@dataclass(frozen=True)
class _Alias:
    vendor_id: str
    text: str
    words: Tokens


@dataclass(frozen=True)
class _Hit:
    alias: _Alias
    method: Method
    fit: Fit


@dataclass(frozen=True)
class _Match:
    vendor_id: str
    matched_name: str
    alias: str
    method: Method
    score: Decimal
    words: int

    @property
    def preference(self) -> tuple[Decimal, int, str, str]:
        return (-self.score, -self.words, self.alias, self.matched_name)


class _Aliases:
    """Curated aliases, by their words."""

    def __init__(self, table: pa.Table) -> None:
        self._exact: dict[Tokens, list[_Alias]] = defaultdict(list)
        self._prefix: dict[str, list[_Alias]] = defaultdict(list)
        self._joined: dict[str, list[_Alias]] = defaultdict(list)
        columns = [table.column(name).to_pylist() for name in ("vendor_id", "alias", "match_kind")]
        for vendor_id, text, kind in sorted(set(zip(*columns, strict=True)), key=repr):
            words = compared_alias(text or "")
            if not vendor_id or not words:
                raise LinkInputError(
                    f"The alias {text!r} of vendor {vendor_id!r} has no letters or no vendor.",
                    "Fill vendor_id and alias in the aliases file or remove the row.",
                )
            if kind not in ("exact", "prefix"):
                raise LinkInputError(
                    f"The alias {text!r} has the match_kind {kind!r}.",
                    "Write exact or prefix in the aliases file.",
                )
            alias = _Alias(vendor_id, text, words)
            self._exact[words].append(alias)
            if kind == "prefix":
                self._prefix[words[0]].append(alias)
                self._joined["".join(words)].append(alias)
        self._beginnings = frozenset(words[0] for words in self._exact)
        self._letters = {spelling[:SPLIT_LETTERS] for spelling in self._joined}

    def hits(self, text: str, *, whole_only: bool = False) -> list[_Hit]:
        """Aliases found in a name; an alias inside a longer one that was found is left out."""
        everything = tokens(text)
        if is_address(text):
            return []
        if self._beginnings.isdisjoint(everything):
            return [] if whole_only else list(self._split(everything))
        without = without_parentheses(text)
        plain = everything if without is text else tokens(without)
        whole = without_legal_ending(everything)
        found = [_Hit(alias, "exact", "whole") for alias in self._exact.get(whole, ())]
        shortened = {
            without_legal_ending(plain),
            before_legal_form(everything),
            before_legal_form(plain),
        }
        for words in sorted(shortened - {whole}):
            if _is_short(words) and not _is_all_of(words, plain):
                continue
            found += [_Hit(alias, "exact", "shortened") for alias in self._exact.get(words, ())]
        if not whole_only:
            found += self._prefixes(plain) or self._split(plain)
        return [
            hit for hit in found if not any(_is_part(hit.alias, other.alias) for other in found)
        ]

    def _split(self, words: Tokens) -> Iterable[_Hit]:
        """Aliases whose words the list writes apart, behind nothing but place names."""
        for at in range(len(words) - 1):
            spelling = words[at]
            for word in words[at + 1 : at + 1 + SPLIT_WORDS]:
                spelling += word
                if spelling[:SPLIT_LETTERS] not in self._letters or not spelling.isascii():
                    continue
                for alias in self._joined.get(spelling, ()):
                    if len(spelling) >= SPLIT_LETTERS:
                        yield _Hit(alias, "prefix", "leading")
            if not are_places(words[: at + 1]):
                return

    def _prefixes(self, words: Tokens) -> list[_Hit]:
        return list(self._beginning_at(words))

    def _beginning_at(self, words: Tokens) -> Iterable[_Hit]:
        for at, word in enumerate(words):
            for alias in self._prefix.get(word, ()):
                if words[at : at + len(alias.words)] != alias.words:
                    continue
                if are_places(words[:at]):
                    yield _Hit(alias, "prefix", "leading")
                elif _is_coined(alias.words):
                    yield _Hit(alias, "prefix", "contained")


def _is_coined(words: Tokens) -> bool:
    return len(words) == 1 and len(words[0]) >= COINED_WORD_LETTERS


def _is_short(words: Tokens) -> bool:
    return len(words) == 1 and words[0].isascii() and len(words[0]) < COINED_WORD_LETTERS


def _is_all_of(words: Tokens, name: Tokens) -> bool:
    """Whether a name has behind these words nothing but legal forms and places.

    A further word makes another firm of a short brand name (AMD Co. Ltd Agency).
    """
    rest = tuple(word for word in name[len(words) :] if word not in LEGAL_WORDS)
    return name[: len(words)] == words and are_places(rest)


def _is_part(alias: _Alias, other: _Alias) -> bool:
    size = len(alias.words)
    return size < len(other.words) and any(
        other.words[at : at + size] == alias.words for at in range(len(other.words) - size + 1)
    )


def find_links(entries: pa.Table, aliases: pa.Table, overrides: pa.Table) -> Links:
    """Link screening-list entries to vendors, at most one vendor an entry.

    Args:
        entries: rows of lists: entry_key, list_code, name, alt_names (list), entry_type.
        aliases: vendor_id, alias, match_kind. `exact` matches a whole name but for its legal form,
            or a name shortened by its parentheses or by what follows the legal form; `prefix` also
            matches the beginning of a name, with or without place names before it, and, as a
            coined word, anywhere in it.
        overrides: name (a listed name, all of it), vendor_id (empty: never link this name) and,
            where the decision holds for one list only, source_list (its list_code).

    An override decides alone. Otherwise the listed name, the company it is an affiliate of, its
    other names and what it has in parentheses are compared, and the highest score wins. Two
    vendors with the same highest score leave the entry without a link; both are in `ambiguous`.
    People, ships and aircraft are linked by overrides only.

    Raises:
        LinkInputError: a column is missing, an alias is empty or has an unknown match_kind, two
            overrides contradict each other.
    """
    _require(entries, ENTRY_COLUMNS, "screening-list entries")
    _require(aliases, ("vendor_id", "alias", "match_kind"), "vendor aliases")
    _require(overrides, ("name", "vendor_id"), "link overrides")
    known = _Aliases(aliases)
    decided = _overrides(overrides)
    cache: dict[tuple[str, bool], list[_Hit]] = {}

    def matches(text: str, place: Place, *, whole_only: bool = False) -> list[_Match]:
        key = (text, whole_only)
        if key not in cache:
            cache[key] = known.hits(text, whole_only=whole_only)
        return [
            _Match(
                hit.alias.vendor_id,
                text.strip(),
                hit.alias.text,
                hit.method,
                SCORES[place, hit.fit],
                len(hit.alias.words),
            )
            for hit in cache[key]
        ]

    links: dict[str, _Match] = {}
    ties: dict[str, list[_Match]] = {}
    columns = [entries.column(c).to_pylist() for c in ("entry_key", "name", "alt_names")]
    kinds, codes = (entries.column(c).to_pylist() for c in ("entry_type", "list_code"))
    for entry_key, name, alt_names, kind, list_code in zip(*columns, kinds, codes, strict=True):
        override = _decision(decided, name, list_code)
        if override is not None:
            vendor_id, text = override
            if vendor_id:
                links[entry_key] = _Match(
                    vendor_id, name.strip(), text, "override", OVERRIDE_SCORE, 0
                )
            continue
        if (kind or "").casefold() in NOT_COMPANIES:
            continue
        entity, parent = split_affiliated(name)
        found = matches(entity, "name")
        if parent is not None:
            found += matches(parent, "parent")
        for alt_name in alt_names or ():
            found += matches(without_leading_and(alt_name), "alt_name")
        for short_name in in_parentheses(entity):
            found += matches(short_name, "alt_name", whole_only=True)
        best = _best_of_each_vendor(found)
        if len(best) > 1 and best[0].score == best[1].score:
            ties[entry_key] = [match for match in best if match.score == best[0].score]
        elif best:
            links[entry_key] = best[0]
    return Links(
        _table((key, match) for key, match in sorted(links.items())),
        _table((key, match) for key, tied in sorted(ties.items()) for match in tied),
    )


def _best_of_each_vendor(matches: list[_Match]) -> list[_Match]:
    best: dict[str, _Match] = {}
    for match in sorted(matches, key=lambda m: m.preference):
        best.setdefault(match.vendor_id, match)
    return sorted(best.values(), key=lambda m: (-m.score, m.vendor_id))


_Decisions = dict[tuple[str, str], tuple[str, str]]


def _overrides(table: pa.Table) -> _Decisions:
    """(list_code or nothing, normalised name) → (vendor or nothing, the name as curated)."""
    decided: _Decisions = {}
    names, vendors = (table.column(name).to_pylist() for name in ("name", "vendor_id"))
    lists: list[str | None] = [None] * len(names)
    if "source_list" in table.column_names:
        lists = table.column("source_list").to_pylist()
    for name, vendor, list_code in zip(names, vendors, lists, strict=True):
        key = (list_code or "", normalise(name or ""))
        if not key[1]:
            raise LinkInputError(
                "A link override has no name.", "Fill it in the overrides file or remove the row."
            )
        if key in decided and decided[key][0] != (vendor or ""):
            raise LinkInputError(
                f"Two link overrides for {name!r} name different vendors.",
                "Keep one of them in the overrides file.",
            )
        decided.setdefault(key, (vendor or "", name))
    return decided


def _decision(decided: _Decisions, name: str, list_code: str | None) -> tuple[str, str] | None:
    if not decided:
        return None
    words = normalise(name)
    return decided.get((list_code or "", words)) or decided.get(("", words))


def _require(table: pa.Table, columns: tuple[str, ...], what: str) -> None:
    if missing := [column for column in columns if column not in table.column_names]:
        raise LinkInputError(
            f"The {what} lack the column{'s' if len(missing) > 1 else ''} {', '.join(missing)}.",
            f"They need {', '.join(columns)}.",
        )


def _table(rows: Iterable[tuple[str, _Match]]) -> pa.Table:
    return pa.Table.from_pylist(
        [
            {
                "entry_key": entry_key,
                "vendor_id": match.vendor_id,
                "matched_name": match.matched_name,
                "alias": match.alias,
                "method": match.method,
                "score": match.score,
            }
            for entry_key, match in rows
        ],
        schema=LINKS_SCHEMA,
    )
