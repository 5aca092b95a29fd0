"""dbt's `adapter` as sqlfluff needs it: macros that differ between engines as DuckDB has them."""

from __future__ import annotations

from collections.abc import Callable

from jinja2 import pass_context
from jinja2.runtime import Context


@pass_context
def dispatch(context: Context, name: str, package: str) -> Callable[..., str]:
    """The macro that dbt would choose for the default engine."""
    chosen: Callable[..., str] = context.resolve(f"default__{name}")
    return chosen
