"""The questions that the service takes, each declared once for HTTP, OpenAPI and MCP.

Belongs here: their names, parameters and limits, and what each asks of the libraries.
Does not belong here: the way they come in (`app.py`, `mcp_server.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from pipelines.answer.compose import answer
from pipelines.answer.limits import NO_CLEARANCE
from pipelines.answer.question import EXPORT_TYPES, LONGEST, LONGEST_OWNERS, NotUnderstood
from pipelines.answer.question import understood as question_of
from pipelines.answer.record import record_of
from pipelines.screening import told
from pipelines.screening.countries import country_code
from pipelines.screening.verdicts import Asked
from pipelines.service.current import Session

MOST_NAMES, MOST_ROWS = 200, 200
ASKED_BY = "service"
Words = Mapping[str, Any]


@dataclass(frozen=True)
class Parameter:
    """One parameter of a question, as all three ways describe it."""

    name: str
    description: str
    kind: Literal["string", "date", "integer"] = "string"
    is_required: bool = False
    longest: int = LONGEST
    at_most: int = MOST_ROWS
    allowed: Sequence[str] = ()

    @property
    def schema(self) -> dict[str, Any]:
        """The parameter as JSON Schema."""
        if self.kind == "integer":
            return {"type": "integer", "minimum": 1, "maximum": self.at_most}
        if self.kind == "date":
            return {"type": "string", "format": "date"}
        schema: dict[str, Any] = {"type": "string", "maxLength": self.longest}
        return {**schema, "enum": list(self.allowed)} if self.allowed else schema


@dataclass(frozen=True)
class Operation:
    """One question: its name, what it says of itself, its parameters and what answers it."""

    name: str
    summary: str
    parameters: tuple[Parameter, ...]
    ask: Callable[[Session, Words], dict[str, Any]]

    @property
    def path(self) -> str:
        """Where HTTP asks it."""
        return f"/v1/{self.name.replace('_', '-')}"

    def words(self, given: Mapping[str, object]) -> dict[str, Any]:
        """The parameters as they were given, of their kinds. Raises NotUnderstood."""
        known = {one.name: one for one in self.parameters}
        unknown = sorted(set(given) - set(known))
        if unknown:
            raise NotUnderstood(
                f"{self.name} has no parameter {unknown[0][:60]!r}.",
                f"it takes {', '.join(known) or 'none'}.",
            )
        found = {
            name: _value(known[name], value)
            for name, value in given.items()
            if value not in (None, "")
        }
        missing = [one.name for one in self.parameters if one.is_required and one.name not in found]
        if missing:
            raise NotUnderstood(f"{missing[0]} is missing.", f"give {', '.join(missing)}.")
        return found


def _value(parameter: Parameter, value: object) -> Any:
    name = parameter.name
    if parameter.kind == "integer":
        text = str(value) if isinstance(value, str | int) and value is not True else ""
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
        if not 1 <= number <= parameter.at_most:
            raise NotUnderstood(
                f"{name} is no whole number from 1 to {parameter.at_most}.", f"correct {name}."
            )
        return number
    if not isinstance(value, str):
        raise NotUnderstood(f"{name} is no text.", f"give {name} as text.")
    if len(value) > parameter.longest:
        raise NotUnderstood(
            f"{name} has {len(value)} characters; {parameter.longest} are read at most.",
            "shorten it.",
        )
    if parameter.allowed and value not in parameter.allowed:
        raise NotUnderstood(
            f"{value[:60]!r} ({name}) is not allowed.", f"give {', '.join(parameter.allowed)}."
        )
    if parameter.kind == "date":
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise NotUnderstood(
                f"{value[:20]!r} ({name}) is no day.", "write it as 2025-04-15."
            ) from None
    return value


def screen_names(session: Session, names: Sequence[Asked], limit: int) -> dict[str, Any]:
    """Names looked up on the lists and among owned companies."""
    lookup = session.prepared.lookup(session.release, session.today)
    return {
        "names": [told.record(lookup.look_up(asked, limit)) for asked in names],
        "lists": told.basis(lookup.lists, lookup.has_owners, session.today),
        "note": told.NO_CLEARANCE,
    }


def asked_name(words: Words) -> Asked:
    """A name with what is known of it. Raises NotUnderstood for an unknown country."""
    checked = SCREEN.words({name: value for name, value in words.items() if name != "limit"})
    text = checked.get("country", "")
    code = country_code(text)
    if text and not code:
        raise NotUnderstood(
            f"{text!r} is no country that is known here.", "give a code of ISO 3166 such as CN."
        )
    return Asked(checked["name"].strip(), code, checked.get("id", ""), checked.get("owners", ""))


def check_record(session: Session, words: Words) -> dict[str, Any]:
    """The record of an answer, as `chipwatch check` makes it."""
    question = question_of(words)
    names = session.prepared.names(session.release) if question.to else None
    chips = session.prepared.chips(session.release) if question.chip else None
    answered = answer(session.release, question, session.today, names, chips)
    return record_of(answered, ASKED_BY, session.now, session.content_hash)


def _release(session: Session, _: Words) -> dict[str, Any]:
    return {"content_hash": session.content_hash, "note": NO_CLEARANCE}


def _screen(session: Session, words: Words) -> dict[str, Any]:
    return screen_names(session, [asked_name(words)], words.get("limit", 5))


_EVENTS = """
    select event_id, public_on, title, summary, issuer_name, jurisdiction, instrument, direction,
        scope, chips, restricted_vendors, published_on, effective_on, expires_on, legal_citation,
        official_number, evidence_grade, source_url, is_sample
    from marts.rpt_events
    where public_on between coalesce($1, date '1900-01-01') and coalesce($2, date '9999-12-31')
        and ($3 is null or jurisdiction = upper($3))
        and ($4 is null or direction = $4)
        and ($5 is null or contains(lower(concat_ws(' ', event_id, title, summary, chips,
            restricted_vendors, target_vendors, legal_citation)), lower($5)))
    order by public_on desc, event_id
"""
_SEARCH = """
    with found as (
        select 'event' as kind, event_id as id, title as name, cast(public_on as varchar) as told,
            coalesce(legal_citation, official_number) as citation, source_url as url, 1 as rank
        from marts.rpt_events where contains(lower(concat_ws(' ', title, summary, chips)), $1)
        union all
        select 'measure', measure_id, measure_title, measure_kind, legal_basis, null, 2
        from marts.dim_measure where contains(lower(concat_ws(' ', measure_id, measure_title)), $1)
        union all
        select 'chip', chip_id, chip_name, vendor_id, source, null, 3
        from marts.dim_chip where contains(lower(concat_ws(' ', chip_id, chip_name)), $1)
        union all
        select 'vendor', vendor_id, vendor_name, vendor_kind, source, null, 4
        from marts.dim_vendor
        where contains(lower(concat_ws(' ', vendor_id, vendor_name, vendor_name_zh, aliases)), $1)
        union all
        select distinct 'listed', listing_id, entity_name, list_code, citation, source_list_url, 5
        from marts.rpt_listed_names where contains(lower(listed_name), $1)
    )

    select kind, id, name, told, citation, url from found order by rank, name, id
"""


def _events(session: Session, words: Words) -> dict[str, Any]:
    given = [words.get(name) for name in ("since", "until", "jurisdiction", "direction", "text")]
    return _rows(session, _EVENTS, given, words.get("limit", 50), "events")


def _search(session: Session, words: Words) -> dict[str, Any]:
    return _rows(session, _SEARCH, [words["text"].casefold()], words.get("limit", 50), "found")


def _rows(
    session: Session, sql: str, parameters: Sequence[object], limit: int, name: str
) -> dict[str, Any]:
    found = session.release.answer(sql, parameters, limit)
    rows = [dict(zip(found.columns, map(plain, row), strict=True)) for row in found.rows]
    return {name: rows, "is_cut": found.is_cut}


def plain(value: object) -> object:
    """A cell as a plain JSON type."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


_LIMIT = Parameter("limit", "Rows at the most.", "integer")
_CHIP = Parameter("chip", "Name of a chip or of a family of chips, such as H20.")
_PLACE = (
    Parameter("country", "Destination: a code of ISO 3166 or the usual name of a country."),
    Parameter("headquarters", "Country in which the customer or its ultimate parent has its seat."),
    Parameter("export_type", "Kind of export.", allowed=EXPORT_TYPES),
    Parameter("on", "The day asked about [today].", "date"),
    Parameter("known_on", "Answer with what was known on this day [today].", "date"),
)
RELEASE = Operation("release", "Which release answers, and its content hash.", (), _release)
SEARCH = Operation(
    "search",
    "Find events, measures, chips, vendors and listed names that have a text in them.",
    (Parameter("text", "The text.", is_required=True, longest=100), _LIMIT),
    _search,
)
SCREEN = Operation(
    "screen",
    "Look a name up on the screening lists and among companies that listed parties own. No match "
    "is no clearance.",
    (
        Parameter("name", "The name.", is_required=True),
        Parameter("country", "Country of the firm."),
        Parameter("id", "A registration number."),
        Parameter(
            "owners",
            "Its owners as far as known: `Name` or `Name = 30`, parted by semicolons.",
            longest=LONGEST_OWNERS,
        ),
        Parameter("limit", "Listed entities at the most.", "integer", at_most=50),
    ),
    _screen,
)
CHECK = Operation(
    "check",
    "What speaks against sending a chip to a customer, what needs a license and what is not known, "
    "each sentence with its source. Never a clearance.",
    (
        _CHIP,
        Parameter("to", "Name of the customer."),
        *_PLACE,
        Parameter(
            "owners",
            "Owners of the customer as far as known: `Name` or `Name = 30`, parted by semicolons.",
            longest=LONGEST_OWNERS,
        ),
        Parameter("id", "A registration number of the customer."),
    ),
    check_record,
)
EVENTS = Operation(
    "events",
    "Government actions of the ledger, newest first.",
    (
        Parameter("since", "First public day.", "date"),
        Parameter("until", "Last public day.", "date"),
        Parameter("jurisdiction", "Code of the issuing country, such as US or CN.", longest=2),
        Parameter("direction", "Direction.", allowed=("tighten", "loosen", "neutral")),
        Parameter("text", "A text in title, summary, chips, firms or citation.", longest=100),
        _LIMIT,
    ),
    _events,
)
CHIP_STATUS = Operation(
    "chip_status",
    "What United States rules and other governments say of a chip for a destination on a day.",
    (Parameter("chip", _CHIP.description, is_required=True), *_PLACE),
    check_record,
)
OPERATIONS = (RELEASE, SEARCH, SCREEN, CHECK, EVENTS, CHIP_STATUS)


def answered(operation: Operation, session: Session, given: Mapping[str, object]) -> dict[str, Any]:
    """The answer with the release it comes from. Raises NotUnderstood."""
    found = operation.ask(session, operation.words(given))
    return {"release": session.about, **found}
