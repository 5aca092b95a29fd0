"""Derived dataset event_candidates: every document and headline with what it says, or why nothing.

Belongs here: which raw columns are read, the result's columns, how payloads are joined.
Does not belong here: how a document (documents.py) or a headline (headlines/) is read, and what a
record has to do with the ledger (dbt).
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.derived.cache import (
    DerivedError,
    folder_of,
    joined_name,
    mark_used,
    name_of,
    raw_bytes,
    read_derived,
    read_raw,
    write_derived,
)
from pipelines.derived.event_candidates.documents.inherit import (
    Relative,
    belongs_to,
    parents,
    rulemakings,
)
from pipelines.derived.event_candidates.documents.judge import weigh
from pipelines.derived.event_candidates.documents.records import Document
from pipelines.derived.event_candidates.documents.rules import COUNTS, SLOTS
from pipelines.derived.event_candidates.headlines.copies import texts_of
from pipelines.derived.event_candidates.headlines.extract import (
    TOLD_TYPE,
    each_by_itself,
    stories_of,
)
from pipelines.derived.event_candidates.headlines.lexicon import VENDOR_ALIASES, lexicon
from pipelines.derived.event_candidates.headlines.stories import order_of
from pipelines.files.durable import link_or_copy
from pipelines.specs import datasets_read_as
from pipelines.specs.read_as import COLUMNS
from pipelines.warehouse import Build, Warehouse
from pipelines.worker import Worker

CHIP_ALIASES = VENDOR_ALIASES.with_name("chip_aliases.csv")

WORTH_A_PROCESS = 2_000_000
"""Bytes of raw files, some 20,000 headlines, that take longer to read than a process to start."""

CANDIDATES_SCHEMA = pa.schema(
    [
        pa.field("record_kind", pa.string(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("dataset", pa.string(), nullable=False),
        pa.field("payload_sha256", pa.string(), nullable=False),
        pa.field("row_number", pa.int64(), nullable=False),
        pa.field("title", pa.string()),
        pa.field("published_on", pa.date32()),
        pa.field("document_number", pa.string()),
        pa.field("correction_of", pa.string()),
        pa.field("relevance", pa.string(), nullable=False),
        pa.field("reason", pa.string(), nullable=False),
        pa.field("score", pa.decimal128(5, 4)),
        pa.field("instrument", pa.string()),
        pa.field("instrument_probability", pa.decimal128(5, 4)),
        pa.field("second_instrument", pa.string()),
        pa.field("second_probability", pa.decimal128(5, 4)),
        pa.field("ledger_instruments", pa.list_(pa.string()), nullable=False),
        pa.field("action_type", pa.string()),
        pa.field("direction", pa.string()),
        pa.field("stage", pa.string()),
        pa.field("issuer_jurisdiction", pa.string()),
        pa.field("vendor_ids", pa.list_(pa.string()), nullable=False),
        pa.field("family_chip_ids", pa.list_(pa.string()), nullable=False),
        pa.field("story_id", pa.string()),
        pa.field("proposed_story_id", pa.string()),
        pa.field("text_id", pa.string()),
        *(pa.field(f"stated_{name}", pa.int32()) for name in COUNTS),
    ]
)
"""One row a row of raw. record_kind: document or headline; relevance: core, context, review (a
person has to look) or none. `score` is the probability that a headline reports a measure.
`second_instrument` is the next likeliest one, or the other of two that are reported.
`proposed_story_id` is the story that a headline in review would join or begin; `text_id` is one
for headlines of a story that are copies of one text."""

PAYLOAD_SCHEMA = pa.schema(
    [
        *CANDIDATES_SCHEMA,
        pa.field("is_measure", pa.bool_(), nullable=False),
        pa.field("rulemakings", pa.list_(pa.string()), nullable=False),
        pa.field("told", TOLD_TYPE),
    ]
)
"""What one payload alone says: documents have their slots whatever their relevance, and what is
needed to hand relevance on to a document that belongs to another; `told` is what an event is
compared by with those of other payloads."""

_WITH_TOLD = [*CANDIDATES_SCHEMA.names, "told"]
_DATES = {
    name: spec.read_as.date
    for name, spec in datasets_read_as("headlines").items()
    if spec.read_as is not None
}
DATASETS = (*datasets_read_as("documents"), *_DATES)
"""Raw datasets (`<source>__<dataset>`) that are read."""

_ORDER = [(key, "ascending") for key in ("source", "dataset", "payload_sha256", "row_number")]
_EVENT = "reports a government measure on chips or their makers"
_NO_EVENT = "reports no government measure on chips or their makers"
_NO_HEADLINE = "has no headline"


def derive_event_candidates(
    raw_files: Mapping[str, Sequence[Path]],
    out_root: Path,
    met: Mapping[str, str] = MappingProxyType({}),
) -> Path:
    """Read every document and headline of the raw files; return one Parquet file.

    Args:
        raw_files: for each name of DATASETS its Parquet files, each of one payload or of many; a
            dataset may be absent or empty.
        out_root: the warehouse's `derived` folder.
        met: for the hash of a payload when it was first observed (ISO text); a story is named by
            the headline met first.

    Results are kept as `cache.py` says, one file a raw file. The returned file (CANDIDATES_SCHEMA,
    sorted by source, dataset, payload and row) joins them; only there do events of different
    payloads get stories, and corrections the relevance of what they correct.

    Raises:
        DerivedError: a file is missing, unreadable or cannot be written.
    """
    folder = folder_of(out_root, "event_candidates", __name__, [VENDOR_ALIASES, CHIP_ALIASES])
    parts: dict[Path, tuple[str, Path]] = {}
    for name in DATASETS:
        for path in raw_files.get(name, ()):
            how = f"{name}-{_DATES.get(name, '')}"
            content = name_of(raw_bytes(path))
            parts[folder / f"{how}-{path.stem}-{content}.parquet"] = (name, path)
    read_payloads([(name, path, to) for to, (name, path) in parts.items() if not to.exists()])
    when = name_of(repr(sorted(met.items())).encode())
    joined = folder / joined_name([*parts, folder / when])
    if not joined.exists():
        made = [read_derived(target) for target in sorted(parts)]
        write_derived(join(made, met), joined)
    mark_used((joined, *parts))
    return joined


Work = tuple[str, Path, Path]
"""A raw dataset, one of its files, and the file that is made of it."""


def read_payloads(work: Sequence[Work]) -> None:
    """Make what each raw file says by itself, on two cores when there is enough of them.

    Raises DerivedError: a file is missing, unreadable or cannot be written.
    """
    sizes = {path: path.stat().st_size if path.exists() else 0 for _, path, _ in work}
    largest_first = sorted(work, key=lambda one: (-sizes[one[1]], str(one[2])))
    if sum(sizes.values()) < WORTH_A_PROCESS or len(work) < 2:
        for _ in _made(largest_first):
            pass
        return
    helper = Worker(lexicon_ready)
    try:
        theirs = helper.stream(_made, largest_first[1::2])
        for _ in chain(_made(largest_first[::2]), theirs):
            pass
    finally:
        helper.stop()


def lexicon_ready() -> None:
    """Read what reading headlines needs, in a process that does nothing else."""
    lexicon()


def _made(work: Sequence[Work]) -> Iterator[str]:
    """The names of the files made, each when it is there."""
    for name, path, target in work:
        write_derived(read_payload(name, read_raw(path)), target)
        yield target.name


def read_payload(name: str, rows: pa.Table) -> pa.Table:
    """What the raw rows of one file say by themselves (PAYLOAD_SCHEMA, without stories)."""
    source, dataset = name.split("__", 1)
    made: Callable[[str, pa.Table], Iterable[dict[str, Any]]]
    made = _headlines if name in _DATES else _documents
    records = [
        {
            "source": source,
            "dataset": dataset,
            "payload_sha256": sha,
            "row_number": number,
            **record,
        }
        for sha, number, record in zip(
            rows.column("payload_sha256").to_pylist(),
            rows.column("row_number").to_pylist(),
            made(name, rows),
            strict=True,
        )
    ]
    return pa.Table.from_pylist(records, schema=PAYLOAD_SCHEMA)


def join(parts: Sequence[pa.Table], met: Mapping[str, str]) -> pa.Table:
    """The candidates of all payloads in one order, events with the story they tell, documents
    with the relevance of the one they belong to.

    Only events get a story; what is in review gets the one that it would join or begin, and
    changes none.
    """
    together = pa.concat_tables([PAYLOAD_SCHEMA.empty_table(), *parts]).sort_by(_ORDER)
    is_document = pc.equal(together.column("record_kind"), "document")
    headlines = together.filter(pc.invert(is_document))
    whole = pa.concat_tables(
        [_related(together.filter(is_document)), headlines.select(_WITH_TOLD)],
        promote_options="default",
    ).sort_by(_ORDER)
    may_be_event = pc.and_(
        pc.equal(whole.column("record_kind"), "headline"),
        pc.not_equal(whole.column("relevance"), "none"),
    )
    events = pc.indices_nonzero(may_be_event).to_pylist()
    chosen = whole.filter(may_be_event)
    days = chosen.column("published_on").to_pylist()
    titles = chosen.column("title").to_pylist()
    are_sure = pc.equal(chosen.column("relevance"), "core").to_pylist()
    met_at = [met.get(sha, "") for sha in chosen.column("payload_sha256").to_pylist()]
    told = stories_of(chosen.column("title"), days, met_at, chosen.column("told"), are_sure)
    whole = whole.drop_columns("told")
    order = sorted(range(len(told)), key=lambda at: order_of(days[at], titles[at] or ""))
    texts = texts_of((told[at], titles[at] or "") for at in order)
    columns: dict[str, list[str | None]] = {
        name: [None] * whole.num_rows for name in ("story_id", "proposed_story_id", "text_id")
    }
    for at, text in zip(order, texts, strict=True):
        columns["story_id" if are_sure[at] else "proposed_story_id"][events[at]] = told[at]
        columns["text_id"][events[at]] = text
    for name, values in columns.items():
        place = CANDIDATES_SCHEMA.get_field_index(name)
        column = pa.array(values, pa.string())
        whole = whole.set_column(place, CANDIDATES_SCHEMA.field(place), column)
    return whole


def _documents(_name: str, rows: pa.Table) -> Iterable[dict[str, Any]]:
    chips = _chip_ids()
    for row in rows.select(list(COLUMNS["documents"])).to_pylist():
        document = Document(
            document_number=row["document_number"],
            title=row["title"],
            action=row["action"] or "",
            abstract=row["abstract"] or "",
            document_type=row["document_type"] or "",
            agency_slugs=row["agency_slugs"] or (),
            cfr_references=row["cfr_references"] or (),
            correction_of=row["correction_of"] or "",
            regulation_id_numbers=row["regulation_id_numbers"] or (),
            docket_ids=row["docket_ids"] or (),
        )
        found = weigh(document)
        yield {
            "record_kind": "document",
            "title": row["title"],
            "published_on": row["publication_date"],
            "document_number": row["document_number"],
            "correction_of": row["correction_of"],
            "relevance": found.relevance,
            "reason": found.reason,
            "instrument": found.instrument,
            "ledger_instruments": [found.instrument],
            "action_type": found.action_type,
            "direction": found.direction,
            "stage": found.stage,
            "issuer_jurisdiction": "US",
            "vendor_ids": list(found.vendor_ids),
            "family_chip_ids": _families(found.chips, chips),
            **{f"stated_{name}": value for name, value in found.counts.items()},
            "is_measure": found.is_measure,
            "rulemakings": sorted(rulemakings(document.regulation_id_numbers, document.docket_ids)),
        }


def _related(documents: pa.Table) -> pa.Table:
    """Documents with the relevance of what they belong to; irrelevant ones lose their slots."""
    rows = documents.to_pylist()
    places = parents(
        [
            Relative(
                row["document_number"],
                row["title"],
                row["correction_of"] or "",
                frozenset(row["rulemakings"]),
                row["relevance"],
                row["is_measure"],
            )
            for row in rows
        ]
    )
    related = []
    for row, place in zip(rows, places, strict=True):
        changed: dict[str, Any] = {}
        if place is not None:
            parent = rows[place]
            changed = {
                "relevance": parent["relevance"],
                "reason": belongs_to(parent["document_number"], parent["reason"]),
                "instrument": parent["instrument"],
                "ledger_instruments": parent["ledger_instruments"],
            }
        elif row["relevance"] == "none":
            changed = dict.fromkeys(SLOTS[1:]) | {"ledger_instruments": []}
        related.append({name: (row | changed)[name] for name in CANDIDATES_SCHEMA.names})
    return pa.Table.from_pylist(related, schema=CANDIDATES_SCHEMA)


def _headlines(name: str, rows: pa.Table) -> Iterable[dict[str, Any]]:
    known, chips = lexicon(), _chip_ids()
    vendor_of = {label: vendor for vendor, label in known.vendor_labels.items()}
    titles = rows.column("title").to_pylist()
    days = rows.column(_DATES[name])
    answers = each_by_itself(rows.column("title"))
    for title, day, found in zip(titles, days.to_pylist(), answers.to_pylist(), strict=True):
        relevance = _relevance(found)
        is_event = relevance != "none"
        likeliest = _likeliest(found)
        told = [name for name, _ in likeliest[: max(found["measures"], 1)]]
        ledger = (name for one in told for name in known.ledger_instruments[one])
        first, second = (*likeliest, (None, None), (None, None))[:2]
        yield {
            "record_kind": "headline",
            "title": title,
            "published_on": day,
            "relevance": relevance,
            "reason": found["reason"] if relevance == "review" else _said(title, is_event),
            "score": _decimal(found["probability"]),
            "instrument": first[0],
            "instrument_probability": first[1],
            "second_instrument": second[0],
            "second_probability": second[1],
            "ledger_instruments": list(dict.fromkeys(ledger)),
            "direction": found["direction"] or None,
            "stage": found["stage"] or None,
            "issuer_jurisdiction": found["issuer_jurisdiction"] if found["is_event"] else None,
            "vendor_ids": [vendor_of[label] for label in found["vendors"] if label in vendor_of],
            "family_chip_ids": _families(found["chips"], chips),
            "is_measure": is_event,
            "rulemakings": [],
            "told": found["told"],
        }


def _relevance(found: dict[str, Any]) -> str:
    """core: sure enough to publish; review: a person has to look; none: no measure."""
    if found["needs_review"]:
        return "review"
    return "core" if found["is_event"] else "none"


def _likeliest(found: dict[str, Any]) -> list[tuple[str, Any]]:
    """The likeliest instruments with their probabilities, first that of the measure told."""
    names = ("instrument", "second_instrument")
    chances = ("instrument_probability", "second_probability")
    return [
        (found[name], _decimal(found[chance]))
        for name, chance in zip(names, chances, strict=True)
        if found[name] != "none"
    ]


def _said(title: str | None, is_event: bool) -> str:
    return _EVENT if is_event else _NO_EVENT if title else _NO_HEADLINE


def _families(labels: Iterable[str], chips: Mapping[str, str]) -> list[str]:
    found = (chips.get(_key(label)) for label in labels)
    return list(dict.fromkeys(family for family in found if family))


def _chip_ids() -> dict[str, str]:
    """Chip family by name, letters and digits only."""
    try:
        with CHIP_ALIASES.open(encoding="utf-8", newline="") as file:
            return {_key(row["alias"]): row["family_chip_id"] for row in csv.DictReader(file)}
    except OSError as error:
        raise DerivedError(
            f"The curated file {CHIP_ALIASES.name} cannot be read: {error.strerror}.",
            "Restore it from version control.",
        ) from None


def _key(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def _decimal(score: float) -> Any:
    from decimal import Decimal

    return Decimal(f"{score:.4f}")


def derive_candidates(warehouse: Warehouse, build: Build, met: Mapping[str, str]) -> None:
    """Read documents and headlines for government measures.

    `met` says of the hash of a payload when it was first observed.
    """
    build.derived.mkdir(exist_ok=True)
    files = {
        name: [p for p in sorted((build.raw / name).glob("*.parquet")) if p.stem != "_empty"]
        for name in DATASETS
    }
    path = derive_event_candidates(files, warehouse.derived, met)
    link_or_copy(path, build.derived / "event_candidates.parquet")
