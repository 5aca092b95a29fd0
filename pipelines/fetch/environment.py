"""What a fetch takes from the environment and from the user's tables: keys, contact, targets.

Belongs here: reading environment variables, curated seeds and `warehouse/overlay/`.
Does not belong here: using any of it.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

from requests.utils import default_user_agent

from pipelines.archive.redaction import REDACTED, redact_text
from pipelines.errors import ChipwatchError
from pipelines.settings import BASE_URL, CONTACT, USER_AGENT, problem_of
from pipelines.sources.request import Occasion
from pipelines.specs import FetchSpec, SourceSpec
from pipelines.specs.ways import AS_ALWAYS, Way
from pipelines.warehouse import REPOSITORY, Warehouse

_REFERENCE = REPOSITORY / "dbt_project" / "seeds" / "reference"


class NotConfigured(ChipwatchError):
    """A source cannot be asked before something is set; the remedy says what."""


@dataclass(frozen=True)
class Environment:
    """The variables of the process (or of a test)."""

    variables: Mapping[str, str]

    def key(self, source: SourceSpec) -> str | None:
        """The key of the source, None when it is not set or the source takes none.

        Raises NotConfigured for a value that cannot be sent.
        """
        if source.key_variable is None or source.fetch is None or source.fetch.key_use == "none":
            return None
        key = self.variables.get(source.key_variable, "").strip()
        if not (key.isascii() and key.isprintable()):
            raise NotConfigured(
                f"{source.key_variable} holds something that no key holds.",
                f"set it to the key alone, in one line of plain ASCII, as {source.site} gave it.",
            )
        return key or None

    def base_url(self, source: str) -> str | None:
        """Where the source is asked instead of at its own address, if anywhere.

        Raises NotConfigured for something that is not such an address.
        """
        name = f"{BASE_URL}{source.upper()}"
        value = self.variables.get(name, "").strip()
        if not value:
            return None
        _require_sound(name, value, "set it to something like http://127.0.0.1:8080")
        return value

    def user_agent(self, source: SourceSpec, fetch: FetchSpec, way: Way = AS_ALWAYS) -> str:
        """How we introduce ourselves. Raises NotConfigured when a contact is needed and missing."""
        kind = way.user_agent or fetch.user_agent
        contact = " ".join(self.variables.get(CONTACT, "").split())
        _require_sound(CONTACT, contact, f"set {CONTACT}='Your Name you@example.org'")
        if kind == "contact":
            if "@" not in contact:
                raise NotConfigured(
                    f"{source.title} answers only clients with a name and an e-mail address.",
                    f"set {CONTACT}='Your Name you@example.org' and fetch again.",
                )
            return f"chipwatch/{_version()} {contact}"
        told = f"; {contact}" if contact else ""
        if own := self.own_user_agent(source):
            return own
        if kind == "library":
            return str(default_user_agent())
        if kind == "browser":
            return f"Mozilla/5.0 (compatible; chipwatch/{_version()}; data collection{told})"
        return f"chipwatch/{_version()} (data collection{told})"

    def own_user_agent(self, source: SourceSpec) -> str:
        """What the user wants this source to be told instead; empty for nothing of their own.

        Raises NotConfigured for what no header can hold.
        """
        variable = f"{USER_AGENT}{source.name.upper()}"
        own = self.variables.get(variable, "").strip()
        _require_sound(variable, own, "set it to one line of plain text")
        return own

    def scrubbed(self, text: str, key: str | None) -> str:
        """Text for people without the key, however it was encoded, and without secret values."""
        if key:
            for form in {key, quote(key, safe=""), quote_plus(key), quote(key)}:
                text = text.replace(form, REDACTED)
        return redact_text(text)


def occasion(
    warehouse: Warehouse,
    settings: Mapping[str, Any],
    now: datetime,
    window: tuple[date, date] | None,
    has_key: bool,
) -> Occasion:
    """What a source plans from; of the user's tables, what its settings ask for."""
    return Occasion(
        now=now,
        settings=settings,
        window=window,
        has_key=has_key,
        symbols=symbols(warehouse) if settings.get("symbols_of_securities") else (),
        ciks=ciks(warehouse, tuple(settings.get("vendors", ()))),
        feeds=feeds(warehouse) if "feeds" in settings else (),
    )


def symbols(warehouse: Warehouse) -> tuple[str, ...]:
    """Symbols of the curated securities and of `overlay/securities.csv`."""
    own = _column(warehouse.root / "overlay" / "securities.csv", "symbol")
    return tuple(dict.fromkeys([*_column(_REFERENCE / "securities.csv", "symbol"), *own]))


def ciks(warehouse: Warehouse, vendors: tuple[str, ...]) -> tuple[int, ...]:
    """Central Index Keys of the vendors named, and all of `overlay/vendors.csv`."""
    path = _REFERENCE / "vendors.csv"
    pairs = zip(_column(path, "vendor_id"), _column(path, "cik"), strict=True)
    own = _column(warehouse.root / "overlay" / "vendors.csv", "cik")
    found = [cik for vendor, cik in pairs if vendor in vendors] + own
    return tuple(dict.fromkeys(int(cik) for cik in found if cik.isdigit()))


def feeds(warehouse: Warehouse) -> tuple[tuple[str, str], ...]:
    """Name and address of each feed in `overlay/feeds.csv`."""
    path = warehouse.root / "overlay" / "feeds.csv"
    pairs = zip(_column(path, "feed"), _column(path, "url"), strict=True)
    return tuple((name, url) for name, url in pairs if name and url)


def _column(path: Path, name: str) -> list[str]:
    """One column of a CSV, blanks included; nothing when there is no such file.

    Raises NotConfigured when the file cannot be read or lacks the column.
    """
    if not path.exists():
        return []
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return [(record[name] or "").strip() for record in csv.DictReader(stream)]
    except (OSError, UnicodeDecodeError, csv.Error, KeyError) as error:
        raise NotConfigured(
            f"{path} cannot be read: {type(error).__name__} {error}.",
            f"make it a UTF-8 CSV with a column {name}.",
        ) from error


def _require_sound(name: str, value: str, remedy: str) -> None:
    problem = problem_of(name, value) if value else None
    if problem is not None:
        raise NotConfigured(f"{name} {problem}.", f"{remedy}, or unset {name}.")


def _version() -> str:
    try:
        return version("chipwatch")
    except PackageNotFoundError:
        return "0"
