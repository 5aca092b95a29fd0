"""Parser of `sec/company_facts`: one company's XBRL facts as EDGAR serves them, to rows.

Belongs here: the shape of that JSON. Does not belong here: choosing tags, periods or revenue.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from pipelines.parsing.records import (
    BadRecord,
    Outcome,
    Parsed,
    PayloadError,
    RowCollector,
    brief,
    int_of,
    iso_date,
    load_json,
    raise_for_error_object,
    required_text,
    text_of,
)
from pipelines.sources.sec.company import cik_of
from pipelines.specs import DatasetSpec


def parse(payload: bytes, spec: DatasetSpec) -> Parsed:
    """Every fact of every taxonomy, tag and unit, in payload order.

    Raises PayloadError: unauthorized (undeclared client page), throttled, not_found (the XML
    answer for an unknown company), empty (a company without facts), malformed.
    """
    answer = load_json(payload, decimals=True)
    if not isinstance(answer, dict) or "facts" not in answer:
        raise_for_error_object(answer)
        raise PayloadError(Outcome.MALFORMED, "not company facts: there is no `facts` object")
    cik = cik_of(answer.get("cik"))
    entity_name = answer.get("entityName")
    if not isinstance(entity_name, str | None):
        raise PayloadError(Outcome.MALFORMED, "`entityName` is not text")
    rows = RowCollector(spec)
    position = 0
    for position, (taxonomy, tag, unit, fact) in enumerate(_facts(answer["facts"]), start=1):
        record = {"taxonomy": taxonomy, "tag": tag, "unit": unit, "fact": fact}
        with rows.reading(position, record):
            row = _row(fact)
            row["cik"] = cik
            row["entity_name"] = entity_name
            row["taxonomy"] = taxonomy
            row["tag"] = tag
            row["unit"] = unit
            rows.keep(position, row)
    if position == 0:
        raise PayloadError(Outcome.EMPTY, f"CIK {cik} has no facts")
    return rows.finish()


def _facts(taxonomies: object) -> Iterator[tuple[str, str, str, object]]:
    for taxonomy, tags in _object(taxonomies, "facts").items():
        for tag, concept in _object(tags, taxonomy).items():
            units = _object(concept, f"{taxonomy}:{tag}").get("units")
            for unit, facts in _object(units, f"units of {taxonomy}:{tag}").items():
                if not isinstance(facts, list):
                    raise PayloadError(
                        Outcome.MALFORMED, f"{taxonomy}:{tag} in {unit} is not a list of facts"
                    )
                for fact in facts:
                    yield taxonomy, tag, unit, fact


def _object(value: object, place: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise PayloadError(Outcome.MALFORMED, f"{place[:200]} is not an object")
    return value


def _row(fact: object) -> dict[str, object]:
    if not isinstance(fact, dict):
        raise BadRecord("bad_type", f"a {type(fact).__name__}, expected an object")
    value = fact.get("val")
    if value is None:
        raise BadRecord("missing_val", "val is missing or null")
    if not isinstance(value, int | Decimal) or isinstance(value, bool):
        raise BadRecord("bad_type", f"val is {brief(value)}, expected a number")
    start = text_of(fact, "start")
    period_start = None if start is None else iso_date(start)
    period_end = iso_date(required_text(fact, "end"))
    if period_start is not None and period_start > period_end:
        raise BadRecord("period_reversed", f"starts {period_start}, ends {period_end}")
    return {
        "period_start": period_start,
        "period_end": period_end,
        "value": Decimal(value),
        "accession_number": required_text(fact, "accn"),
        "fiscal_year": int_of(fact, "fy"),
        "fiscal_period": text_of(fact, "fp"),
        "form": required_text(fact, "form"),
        "filed_on": iso_date(required_text(fact, "filed")),
        "frame": text_of(fact, "frame"),
    }
