"""How a probability of a test is written for people: one rule for the report and for own studies.

Belongs here: which columns hold one, and its digits. Does not belong here: computing one, layout.
"""

from __future__ import annotations

from typing import Any

PROBABILITIES = frozenset({"p_value", "p_quantile", "p_grank", "q_value"})
"""The columns that hold one."""

LOWEST_WRITTEN = 0.001


def probability(value: Any) -> str:
    """A p or q value: three digits, and never a zero."""
    number = float(value)
    return f"<{LOWEST_WRITTEN}" if number < LOWEST_WRITTEN else f"{number:.3f}"
