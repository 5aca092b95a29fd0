"""The lexicon as the program uses it, read once from the data files beside it.

Belongs here: reading and checking the YAML and CSV files of event_candidates/lexicon.
Does not belong here: words, weights (the data files) and how they are combined (reading.py).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any

import yaml

from pipelines.derived.event_candidates.headlines.matcher import Forms
from pipelines.derived.event_candidates.headlines.normalise import simplified_table
from pipelines.errors import ChipwatchError

FOLDER = Path(__file__).resolve().parents[1] / "lexicon"
VENDOR_ALIASES = (
    Path(__file__).resolve().parents[4] / "dbt_project/seeds/reference/vendor_aliases.csv"
)
FORM_FILES = ("actors.yml", "actions.yml", "context.yml", "languages.yml")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
LANGUAGES = ("en", "zh", "other")


class LexiconError(ChipwatchError):
    """A file of the lexicon cannot be used; the message names the file and the entry."""


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One concept of the lexicon, read once; fields that a kind does not use are empty."""

    id: str
    kind: str
    jurisdiction: str = ""
    sign: str = ""
    tag: str = ""
    stage: str = ""
    weight: float = 0.0
    passive: bool = False
    label: str = ""
    is_maker: bool = False


@dataclass(frozen=True, slots=True)
class Product:
    """A chip, software or material: the label a match is reported under."""

    label: str
    kind: str
    vendor_id: str
    topic: float


@dataclass(frozen=True, slots=True)
class InstrumentRule:
    """Facts that must hold for an instrument; see instrument_rules.yml."""

    instrument: str
    needed: frozenset[str]
    one_of: frozenset[str]
    excluded: frozenset[str]

    def fits(self, facts: set[str]) -> bool:
        """True when the facts satisfy the rule."""
        return (
            self.needed <= facts
            and (not self.one_of or bool(self.one_of & facts))
            and not self.excluded & facts
        )


@dataclass(frozen=True, slots=True)
class Judging:
    """How the two readers are put together; see scoring.yml."""

    bias: float
    rules: float
    text: float
    text_abroad: float
    most: float
    event: float
    publish: float
    publish_unsaid: float
    review: float


@dataclass(frozen=True)
class Lexicon:
    """Everything `extract` knows."""

    forms: Forms[Entry]
    examples: tuple[tuple[str, str], ...]
    products: tuple[re.Pattern[str], re.Pattern[str]]
    product_of: dict[str, Product]
    instruments: tuple[str, ...]
    instrument_rules: tuple[InstrumentRule, ...]
    ledger_instruments: dict[str, tuple[str, ...]]
    weights: dict[str, float]
    judging: Judging
    story: dict[str, float]
    vendor_labels: dict[str, str] = field(default_factory=dict)


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The bundled lexicon. Raises LexiconError."""
    examples: list[tuple[str, str]] = []
    forms: list[tuple[str, Entry]] = []
    for name in FORM_FILES:
        for raw in _yaml(name):
            forms.extend(_forms(name, raw))
            examples.append((str(raw["id"]), str(raw["example"])))
    vendors = _vendors()
    forms.extend(vendors)
    products, product_of = _products()
    scoring = _yaml("scoring.yml")
    instruments = _rows(FOLDER / "instruments.csv")
    return Lexicon(
        forms=Forms(forms),
        examples=tuple(examples),
        products=products,
        product_of=product_of,
        instruments=tuple(row["instrument"] for row in instruments),
        instrument_rules=tuple(
            InstrumentRule(
                raw["instrument"],
                frozenset(raw["all"]),
                frozenset(raw.get("any", ())),
                frozenset(raw.get("none", ())),
            )
            for raw in _yaml("instrument_rules.yml")
        ),
        ledger_instruments={
            row["instrument"]: tuple(row["ledger_instruments"].split(";")) for row in instruments
        },
        weights={str(k): float(v["weight"]) for k, v in scoring["observations"].items()},
        judging=Judging(**{k: float(v) for k, v in scoring["judging"].items()}),
        story={str(k): float(v) for k, v in scoring["story"].items()},
        vendor_labels={entry.id: entry.label for _, entry in vendors},
    )


def _forms(name: str, raw: dict[str, Any]) -> Iterator[tuple[str, Entry]]:
    try:
        entry = Entry(
            id=str(raw["id"]),
            kind=str(raw["kind"]),
            jurisdiction=str(raw.get("jurisdiction", "")),
            sign=str(raw.get("sign", "")),
            tag=str(raw.get("tag", "")),
            stage=str(raw.get("stage", "")),
            weight=float(raw.get("weight", 0)),
            passive=bool(raw.get("passive")),
        )
        for language in LANGUAGES:
            for form in dict.fromkeys(raw.get(language, ())):
                yield _text(form), entry
        for first, last in product(raw.get("first", ()), raw.get("last", ())):
            yield _text(first) + _text(last), entry
    except (KeyError, TypeError, ValueError) as error:
        raise LexiconError(
            f"An entry of the headline lexicon cannot be used: {name}, {raw!r:.80} ({error}).",
            "give it id, kind, example and lists of forms as the README beside it says.",
        ) from error


def _text(form: object) -> str:
    if isinstance(form, str):
        return form.translate(simplified_table())
    raise TypeError(f"{form!r} is not text: put it in quotes")


def _vendors() -> list[tuple[str, Entry]]:
    entries: dict[str, Entry] = {}
    forms: dict[tuple[str, str], tuple[str, Entry]] = {}
    for row in _rows(FOLDER / "vendors.csv"):
        entry = Entry(
            id=row["vendor_id"],
            kind="vendor",
            jurisdiction=row["jurisdiction"],
            weight=float(row["topic"]),
            label=row["label"],
            is_maker=row["role"] == "maker",
        )
        entries[entry.id] = entry
        for form in row["forms"].split(";"):
            forms[form if form[0] == "=" else form.lstrip("^").casefold(), entry.id] = (form, entry)
    for row in _rows(VENDOR_ALIASES):
        known = entries.get(row["vendor_id"])
        plain = row["alias"]
        if known is None or (plain.casefold(), known.id) in forms:
            continue
        forms[plain.casefold(), known.id] = (f"^{plain}" if plain.isascii() else plain, known)
    return list(forms.values())


def _products() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], dict[str, Product]]:
    """Patterns that need a digit and the others, apart: most headlines skip the first."""
    numbered: list[str] = []
    named: list[str] = []
    product_of: dict[str, Product] = {}
    for number, row in enumerate(_rows(FOLDER / "products.csv")):
        group = f"p{number}"
        pattern = row["pattern"].replace("(?P<n>", f"(?P<{group}n>")
        without_digits = re.sub(r"\d", "", row["example"])
        needs_digit = re.search(row["pattern"], without_digits) is None
        (numbered if needs_digit else named).append(f"(?P<{group}>{pattern})")
        product_of[group] = Product(
            row["label"], row["kind"], row["vendor_id"], float(row["topic"])
        )
    return (_bounded(numbered), _bounded(named)), product_of


def _bounded(patterns: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(patterns)})(?![A-Za-z0-9])")


def _yaml(name: str) -> Any:
    try:
        return yaml.load((FOLDER / name).read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506
    except (OSError, yaml.YAMLError) as error:
        raise LexiconError(
            f"The headline lexicon cannot be read: {FOLDER / name} ({error}).",
            "restore the file, or correct the line that the message names.",
        ) from error


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except OSError as error:
        raise LexiconError(
            f"The headline lexicon cannot be read: {path} ({error.strerror or error}).",
            "restore the file from the repository.",
        ) from error
