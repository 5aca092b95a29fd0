"""The user's own rows: `warehouse/overlay/*.csv` checked and written as Parquet for dbt.

Belongs here: reading the files, saying what is wrong with them by line and column, their hash,
and the Parquet of a build.
Does not belong here: which columns there are (columns.py), names that are another's already
(collisions.py), or what a row means (dbt).
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, available_timezones

from pipelines.errors import ChipwatchError
from pipelines.letters.invisible import invisible_in
from pipelines.overlay.collisions import collisions, names_of_listed_firms, parent_loops
from pipelines.overlay.columns import FILES, Column, OverlayFile
from pipelines.overlay.symbols import exchanges_of_suffix
from pipelines.parsing.records import Outcome
from pipelines.warehouse import SEEDS, Warehouse

if TYPE_CHECKING:
    import pyarrow as pa

TABLES = (*FILES, "event_vendors", "event_chips")
"""Parquet files of a build; the last two are the vendors and chips of the events."""

_HASH_FILE = "content_hash"
_SHOWN_PROBLEMS = 10
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_KEY = re.compile(r"[a-z0-9][a-z0-9-]*")
_EARLIEST, _LATEST = date(1940, 1, 1), date(2100, 1, 1)
"""No date of this subject lies outside: no list, chip or rate is older."""
_LINE_BREAKS = "\n\r\t"
_FLAGS = {"true": True, "false": False}
_CURATED_KEYS = {
    "vendors": ("reference/vendors.csv", "vendor_id"),
    "countries": ("reference/countries.csv", "country_code"),
    "securities": ("reference/securities.csv", "security_id"),
    "exchanges": ("reference/exchanges.csv", "mic"),
    "authorities": ("reference/authorities.csv", "authority_id"),
    "chip_families": ("reference/chips.csv", "chip_id"),
    "chip_models": ("chips/chip_models.csv", "chip_id"),
    "events": ("ledger/actions.csv", "event_id"),
}
_OWN_KEYS = {
    "vendors": ("vendors", "vendor_id"),
    "securities": ("securities", "security_id"),
    "chip_models": ("chips", "chip_id"),
    "events": ("events", "event_id"),
}
_KINDS_SAID = {
    "key": "lower-case letters, digits and hyphens",
    "date": "a date as YYYY-MM-DD",
    "instant": "a UTC time as YYYY-MM-DDTHH:MM:SSZ",
    "whole": "a whole number",
    "number": "a number such as 1234.5, without separators",
    "flag": "true or false",
    "zone": "a time zone such as America/New_York",
    "currency": (
        "a currency by its code of ISO 4217, such as USD, HKD, TWD or, for the renminbi, CNY"
    ),
}

Row = Mapping[str, Any]


class OverlayError(ChipwatchError):
    """A file of the user cannot be used; the message names file, line and column."""


@dataclass(frozen=True)
class _Problem:
    file: str
    line: int
    column: str
    told: str

    def __str__(self) -> str:
        column = f", column {self.column}" if self.column else ""
        return f"{self.file}, line {self.line}{column}: {self.told}"


@dataclass(frozen=True)
class Table:
    """The checked rows of one file. `sha256` is None when there is no file."""

    file: OverlayFile
    sha256: str | None = None
    content_bytes: int = 0
    rows: tuple[Row, ...] = ()
    lines: tuple[int, ...] = ()


@dataclass(frozen=True)
class Overlay:
    """Every file of the folder, those that are absent as empty tables."""

    tables: Mapping[str, Table] = field(default_factory=dict)

    @property
    def content_hash(self) -> str:
        """Hash over the bytes of all files; empty when there is none."""
        found = [f"{name} {t.sha256}" for name, t in sorted(self.tables.items()) if t.sha256]
        return hashlib.sha256("\n".join(found).encode()).hexdigest() if found else ""

    def write(self, folder: Path) -> dict[str, int]:
        """Write `<name>.parquet` of every table and the hash of the files into `folder`.

        Returns the row counts.
        """
        import pyarrow.parquet as pq

        folder.mkdir(parents=True, exist_ok=True)
        tables = {name: _arrow(table) for name, table in self.tables.items()}
        tables |= {
            "event_vendors": self._members("vendors", "vendor_id", has_role=True),
            "event_chips": self._members("chips", "chip_id", has_role=False),
        }
        for name, table in tables.items():
            pq.write_table(table, folder / f"{name}.parquet")
        (folder / _HASH_FILE).write_text(self.content_hash, encoding="utf-8")
        return {name: table.num_rows for name, table in tables.items()}

    def payload_records(self) -> Iterator[dict[str, Any]]:
        """The files as payloads of the build: their bytes are where the user's rows come from."""
        for name, table in self.tables.items():
            if table.sha256 is None:
                continue
            yield {
                "payload_sha256": table.sha256,
                "source": "overlay",
                "dataset": name,
                "origin": "user",
                "url": f"overlay/{name}.csv",
                "observed_at": None,
                "observed_basis": "curated",
                "content_type": "text/csv",
                "payload_bytes": table.content_bytes,
                "licence": "the user's own",
                "redistribution": "internal",
                "is_sample": False,
                "outcome": Outcome.OK.value,
                "row_count": len(table.rows),
                "reject_count": 0,
                "repair_count": 0,
            }

    def reject_records(self) -> Iterator[dict[str, Any]]:
        """What the user rejected, as rejects with the reason user_rejection."""
        table = self.tables["rejections"]
        for line, row in zip(table.lines, table.rows, strict=True):
            what = row["event_id"] or row["candidate_id"]
            yield {
                "payload_sha256": table.sha256,
                "source": "overlay",
                "dataset": "rejections",
                "row_number": line,
                "reason": "user_rejection",
                "detail": f"{what}: {row['reason']}",
                "raw_text": json.dumps(row, ensure_ascii=False)[:500],
            }

    def _members(self, column: str, name: str, *, has_role: bool) -> pa.Table:
        """The keys that stand in a cell of an event, one row each."""
        import pyarrow as pa

        events = self.tables["events"]
        names = ["event_id", name, *(["role"] if has_role else []), "source", "confidence"]
        found: list[dict[str, Any]] = []
        for row in events.rows:
            for key, role in row[column]:
                found.append({**row, name: key, "role": role})
        schema = pa.schema([(each, pa.string()) for each in (*names, "payload_sha256")])
        records = [{n: r[n] for n in names} | {"payload_sha256": events.sha256} for r in found]
        return pa.Table.from_pylist(records, schema=schema)


def written_hash(folder: Path) -> str:
    """The content hash of the files that `Overlay.write` wrote into a build's folder.

    Raises ChipwatchError when nothing was written there.
    """
    file = folder / _HASH_FILE
    if not file.exists():
        raise ChipwatchError(
            f"There is no candidate to release in {folder.parent}.",
            "launch the whole `build` job (or `chipwatch run`): a release is only made by the run "
            "that built and audited its candidate.",
        )
    return file.read_text(encoding="utf-8")


def read_overlay(folder: Path, seeds: Path) -> Overlay:
    """Read and check every file of `folder`; a folder that does not exist is an empty overlay.

    Columns may stand in any order, those that are not required may be left out; the files are
    UTF-8, with or without a byte order mark. Keys are checked against the curated tables under
    `seeds` and the user's own rows.

    Raises OverlayError: an unknown file or column, a missing one, a value that is not allowed; up
    to ten problems, each with file, line and column.
    """
    paths = sorted(folder.glob("*.csv")) if folder.is_dir() else []
    unknown = [path.name for path in paths if path.stem not in FILES]
    if unknown:
        raise OverlayError(
            f"{folder} holds {', '.join(unknown)}, which chipwatch does not read.",
            f"name the files {', '.join(f'{name}.csv' for name in FILES)}, or move others away.",
        )
    problems: list[_Problem] = []
    raw = {path.stem: _read(path, problems) for path in paths}
    known = _known_keys(seeds, raw)
    curated = _known_keys(seeds, {})
    tables = {}
    own = {}
    for name, file in FILES.items():
        sha256, size, records = raw.get(name, (None, 0, []))
        checked = [
            (line, _row(file, line, cells, known, curated, problems)) for line, cells in records
        ]
        _find_repeated(file, checked, problems)
        own[name] = checked
        tables[name] = Table(
            file,
            sha256,
            size,
            tuple(row for _, row in checked),
            tuple(line for line, _ in checked),
        )
    same = list(collisions(seeds, own))
    told = {found[:2] for found in same}
    listed = (found for found in names_of_listed_firms(seeds, own) if found[:2] not in told)
    for found in (*same, *listed, *parent_loops(own["vendors"])):
        problems.append(_Problem(f"{found[0]}.csv", *found[1:]))
    if problems:
        _raise(folder, problems)
    return Overlay(tables)


def _raise(folder: Path, problems: Sequence[_Problem]) -> None:
    shown = "\n  ".join(str(problem) for problem in problems[:_SHOWN_PROBLEMS])
    left = len(problems) - _SHOWN_PROBLEMS
    more = f"\n  … and {left} more" if left > 0 else ""
    raise OverlayError(
        f"Your own files in {folder} cannot be used:\n  {shown}{more}",
        "correct the cells named above (docs/overlay.md says what each column takes) and run again;"
        " nothing was built or published.",
    )


_Raw = tuple[str | None, int, list[tuple[int, dict[str, str]]]]


def _read(path: Path, problems: list[_Problem]) -> _Raw:
    """Hash, size and records (line, cells by column) of a file."""
    content = path.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    file = FILES[path.stem]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        problems.append(_Problem(path.name, line, "", "not UTF-8; save the file as CSV in UTF-8"))
        return sha256, len(content), []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records = []
    try:
        header = [name.strip() for name in next(reader, [])]
        if not _header_is_good(file, path.name, header, problems):
            return sha256, len(content), []
        line = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if len(cells) == len(header):
                    values = [cell.strip() for cell in cells]
                    records.append((line, dict(zip(header, values, strict=True))))
                else:
                    told = f"{len(cells)} cells, the header has {len(header)}"
                    problems.append(_Problem(path.name, line, "", told))
            line = reader.line_num + 1
    except csv.Error as error:
        problems.append(_Problem(path.name, reader.line_num, "", f"not readable as CSV ({error})"))
    return sha256, len(content), records


def _header_is_good(
    file: OverlayFile, name: str, header: Sequence[str], problems: list[_Problem]
) -> bool:
    before = len(problems)
    allowed = [column.name for column in file.columns]
    if len(header) == 1 and ";" in header[0]:
        problems.append(_Problem(name, 1, "", "cells are parted by `;`; save the file with commas"))
        return False
    for column in header:
        if column not in allowed:
            told = f"there is no such column; allowed are {', '.join(allowed)}"
            problems.append(_Problem(name, 1, column or "(empty)", told))
        elif header.count(column) > 1:
            problems.append(_Problem(name, 1, column, "the column stands twice"))
    for column in (c.name for c in file.columns if c.is_required):
        if column not in header:
            problems.append(_Problem(name, 1, column, "the column is missing"))
    return len(problems) == before


def _row(
    file: OverlayFile,
    line: int,
    cells: Mapping[str, str],
    known: Mapping[str, frozenset[str]],
    curated: Mapping[str, frozenset[str]],
    problems: list[_Problem],
) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for column in file.columns:
        text = cells.get(column.name, "") or column.default
        try:
            row[column.name] = _value(column, text, known, curated)
        except ValueError as wrong:
            problems.append(_Problem(f"{file.name}.csv", line, column.name, str(wrong)))
            row[column.name] = [] if column.kind == "keys" else None
    for name, told in _contradictions(file, row):
        problems.append(_Problem(f"{file.name}.csv", line, name, told))
    return row


def _value(
    column: Column,
    text: str,
    known: Mapping[str, frozenset[str]],
    curated: Mapping[str, frozenset[str]],
) -> Any:
    """The cell as a value. Raises ValueError that says what is allowed."""
    hidden = invisible_in(text, _LINE_BREAKS if column.kind == "prose" else "")
    if hidden is not None:
        raise ValueError(
            f"character {text.index(hidden) + 1} is U+{ord(hidden):04X}, which shows nothing; "
            "type the cell anew"
        )
    if column.kind == "keys":
        return _keys(column, text, known)
    if not text:
        if column.is_required:
            raise ValueError("a value is required")
        return None
    value = _typed(column, text)
    if column.allowed and text not in column.allowed:
        raise ValueError(f"{text!r} is not allowed; allowed are {', '.join(column.allowed)}")
    if column.pattern and not re.fullmatch(column.pattern, text):
        raise ValueError(f"{text!r} is not of the form {column.pattern}")
    if column.among and text not in known[column.among]:
        raise ValueError(f"{text!r} is not among the {_said(column.among)}")
    if column.apart_from and text in curated[column.apart_from]:
        raise ValueError(
            f"{text!r} is among the curated {_said(column.apart_from)} already; choose another"
        )
    return value


def _typed(column: Column, text: str) -> Any:
    try:
        value = _CONVERTERS[column.kind](text)
    except (ValueError, InvalidOperation, KeyError):
        raise ValueError(f"{text[:60]!r} is not {_KINDS_SAID[column.kind]}") from None
    if column.kind in ("date", "instant"):
        day = value.date() if isinstance(value, datetime) else value
        if not _EARLIEST <= day < _LATEST:
            raise ValueError(f"{text} lies outside {_EARLIEST.year} to {_LATEST.year - 1}")
    if column.kind in ("whole", "number"):
        if column.at_least is not None and value < column.at_least:
            raise ValueError(f"{text} is below {column.at_least:g}")
        if column.at_most is not None and value > column.at_most:
            raise ValueError(f"{text} is above {column.at_most:g}")
    return value


def _key(text: str) -> str:
    if not _KEY.fullmatch(text):
        raise ValueError(text)
    return text


def _date(text: str) -> date:
    if not _DATE.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def _instant(text: str) -> datetime:
    if not text.endswith("Z"):
        raise ValueError(text)
    return datetime.fromisoformat(text).astimezone(UTC)


def _number(text: str) -> Decimal:
    if not re.fullmatch(r"-?\d{1,13}(\.\d{1,12})?", text):
        raise ValueError(text)
    return Decimal(text).quantize(Decimal("0.000001"))


def _currency(text: str) -> str:
    if text not in _currencies():
        raise ValueError(text)
    return text


@lru_cache(maxsize=1)
def _currencies() -> frozenset[str]:
    """The currencies that are in use somewhere today."""
    from babel.core import get_global
    from babel.numbers import get_territory_currencies

    territories = get_global("territory_currencies")
    return frozenset(code for one in territories for code in get_territory_currencies(one))


def _zone(text: str) -> str:
    if text not in available_timezones():
        raise ValueError(text)
    return text


_CONVERTERS: Mapping[str, Any] = {
    "text": str,
    "prose": str,
    "key": _key,
    "date": _date,
    "instant": _instant,
    "whole": int,
    "number": _number,
    "flag": lambda text: _FLAGS[text.lower()],
    "zone": _zone,
    "currency": _currency,
}


def _keys(
    column: Column, text: str, known: Mapping[str, frozenset[str]]
) -> list[tuple[str, str | None]]:
    """The keys of a cell between semicolons, each with its role after a colon."""
    found: list[tuple[str, str | None]] = []
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        key, _, role = (piece.strip() for piece in part.partition(":"))
        if key not in known[column.among]:
            raise ValueError(f"{key!r} is not among the {_said(column.among)}")
        if role and role not in column.roles:
            allowed = ", ".join(column.roles) or "none"
            raise ValueError(f"{role!r} is not a role; allowed are {allowed}")
        pair = (key, role or (column.roles[0] if column.roles else None))
        if pair in found:
            raise ValueError(f"{key!r} stands twice")
        found.append(pair)
    return found


def _contradictions(file: OverlayFile, row: Row) -> Iterator[tuple[str, str]]:
    """Columns of one row that do not go together."""
    own = _OWN_CONTRADICTIONS.get(file.name)
    if own is not None:
        yield from own(row)
    if file.name == "rejections" and bool(row["event_id"]) == bool(row["candidate_id"]):
        yield "event_id", "give either event_id or candidate_id"
    if file.name == "securities" and row["symbol"] and row["mic"]:
        exchanges = exchanges_of_suffix(row["symbol"])
        if exchanges and row["mic"] not in exchanges:
            told = f"the ending of {row['symbol']} is that of {' or '.join(sorted(exchanges))}"
            yield "mic", f"{told}, not of {row['mic']}; correct one of them"
    if file.name == "rates" and row["currency"] == "USD":
        yield "currency", "rates are units per USD; USD itself has none"
    if file.name != "events":
        return
    pairs = (
        ("first_public_on", "issued_on"),
        ("published_on", "public_inspection_on"),
        ("compliance_on", "effective_on"),
        ("expires_on", "effective_on"),
    )
    for later, earlier in pairs:
        if row[later] and row[earlier] and row[later] < row[earlier]:
            yield later, f"{row[later]} lies before {earlier} {row[earlier]}"
    effective, public = row["effective_on"], row["first_public_on"]
    if effective and public and effective < public and not row["date_note"]:
        yield "date_note", f"effective_on {effective} lies before first_public_on; say why here"
    at, zone = row["first_public_at"], row["first_public_zone"]
    if at and not zone:
        yield "first_public_zone", "first_public_at needs its zone, such as America/New_York"
    if at and zone and public and (there := at.astimezone(ZoneInfo(zone)).date()) != public:
        yield "first_public_at", f"it is {there} in {zone}, first_public_on says {public}"


def _share_contradictions(row: Row) -> Iterator[tuple[str, str]]:
    kind, least, most = row["share_kind"], row["share_pct_min"], row["share_pct_max"]
    is_stated = kind in ("exact", "range")
    if is_stated and (least is None or most is None):
        yield "share_pct_min", f"{kind} needs share_pct_min and share_pct_max"
    elif kind and not is_stated and (least is not None or most is not None):
        yield "share_kind", f"{kind} has no figures; leave both shares empty"
    elif is_stated and (least > most or (kind == "exact" and least != most)):
        yield "share_pct_max", "exact has the same figure twice, range the smaller one first"
    if row["valid_from"] and row["valid_to"] and row["valid_to"] <= row["valid_from"]:
        yield "valid_to", f"{row['valid_to']} does not lie after valid_from {row['valid_from']}"
    owner, owned = (row[f"{who}_vendor_id"] or row[f"{who}_name"] for who in ("owner", "owned"))
    if owner == owned:
        yield "owned_name", "a party cannot own itself"


def _watch_contradictions(row: Row) -> Iterator[tuple[str, str]]:
    if not (row["customer"] or row["chip"] or row["country"]):
        yield "customer", "name a customer, a chip or a country"
    if row["chip"] and not row["country"]:
        yield "country", "a chip is watched for a destination; name its country"
    if row["owners"] and not row["customer"]:
        yield "owners", "owners are those of a customer; name it"


def _decision_contradictions(row: Row) -> Iterator[tuple[str, str]]:
    is_headline = (row["candidate_id"] or "").startswith("headline:")
    if bool(row["merged_into"]) != (row["decision"] == "merge"):
        yield "merged_into", "a story stands here when the decision is merge, and only then"
    if row["decision"] == "merge" and not is_headline:
        yield "decision", "only a headline can be merged into a story"
    if row["decision"] == "context" and is_headline:
        yield "decision", "a headline reports a measure (core) or none; context is for documents"


_OWN_CONTRADICTIONS: Mapping[str, Callable[[Row], Iterator[tuple[str, str]]]] = {
    "ownership": _share_contradictions,
    "review": _decision_contradictions,
    "watch": _watch_contradictions,
}


def _find_repeated(
    file: OverlayFile, rows: Sequence[tuple[int, Row]], problems: list[_Problem]
) -> None:
    first: dict[tuple[Any, ...], int] = {}
    for line, row in rows:
        key = tuple(row[name] for name in file.key)
        if any(part is not None for part in key) and first.setdefault(key, line) != line:
            told = f"the row repeats the key of line {first[key]}"
            problems.append(_Problem(f"{file.name}.csv", line, file.key[0], told))


def _known_keys(seeds: Path, own: Mapping[str, _Raw]) -> dict[str, frozenset[str]]:
    """Keys that a cell may name: those of the curated tables and of the user's rows."""
    known = {name: set(_column(seeds / path, key)) for name, (path, key) in _CURATED_KEYS.items()}
    for name, (file, key) in _OWN_KEYS.items():
        if file in own:
            known[name].update(cells.get(key, "") for _, cells in own[file][2])
    known["chips_and_families"] = known["chip_models"] | known["chip_families"]
    return {name: frozenset(keys - {""}) for name, keys in known.items()}


def _column(path: Path, name: str) -> Iterable[str]:
    with path.open(encoding="utf-8", newline="") as stream:
        return [row[name] for row in csv.DictReader(stream)]


def _said(table: str) -> str:
    return table.replace("_", " ")


def _arrow(table: Table) -> pa.Table:
    import pyarrow as pa

    types = {
        "date": pa.date32(),
        "instant": pa.timestamp("us", tz="UTC"),
        "whole": pa.int64(),
        "number": pa.decimal128(24, 6),
        "flag": pa.bool_(),
    }
    columns = [(column, types.get(column.kind, pa.string())) for column in table.file.columns]
    schema = pa.schema(
        [
            *((column.name, kind) for column, kind in columns),
            ("payload_sha256", pa.string()),
            ("row_number", pa.int64()),
        ]
    )
    records = [
        {
            **{name: _stored(value) for name, value in row.items()},
            "payload_sha256": table.sha256,
            "row_number": line,
        }
        for line, row in zip(table.lines, table.rows, strict=True)
    ]
    return pa.Table.from_pylist(records, schema=schema)


def _stored(value: Any) -> Any:
    """A cell of keys as text again, its roles left out."""
    return ";".join(key for key, _ in value) or None if isinstance(value, list) else value


def own_rows(warehouse: Warehouse) -> Overlay:
    """The user's own rows of a warehouse, checked. Raises OverlayError."""
    return read_overlay(warehouse.overlay, SEEDS)
