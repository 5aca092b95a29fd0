"""How EDGAR names a company.

Belongs here: what its datasets share. Does not belong here: the shape of one of them.
"""

from __future__ import annotations

from pipelines.parsing.records import Outcome, PayloadError, brief


def cik_of(value: object) -> int:
    """The CIK, a number or text with or without leading zeros. Raises PayloadError (malformed)."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 10:
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**10:
        return value
    raise PayloadError(Outcome.MALFORMED, f"`cik` is {brief(value)}, expected a number")
