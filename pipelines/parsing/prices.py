"""Prices in payloads: what parsers of bars share.

Belongs here: reading one price and holding a bar's four prices against each other.
Does not belong here: the format of any one source, adjustment, returns.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from pipelines.parsing.csv_records import exact_number
from pipelines.parsing.records import BadRecord

DECIMALS = 6
LARGEST = 10**11
"""No price is as large as that."""


def price(value: object, name: str) -> Decimal:
    """A price above zero. Raises BadRecord not_a_price or bad_number."""
    number = exact_number(value, name, DECIMALS)
    if not 0 < number < LARGEST:
        raise BadRecord("not_a_price", f"{name} is {number}")
    return number


def require_consistent(prices: Mapping[str, Decimal]) -> None:
    """low <= open, close <= high. Raises BadRecord range_inconsistent."""
    if prices["low"] > min(prices.values()) or prices["high"] < max(prices.values()):
        told = ", ".join(f"{name} {value}" for name, value in prices.items())
        raise BadRecord("range_inconsistent", f"not low <= open, close <= high: {told}")
