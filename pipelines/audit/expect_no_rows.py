"""`expect_no_rows`: a query that must find nothing, with the rows it found as examples.

The stock `UnexpectedRowsExpectation` runs its query twice (rows, then count) and gives its rows
away only in the format that also collects every failing value of all other expectations. This one
runs the query once and always keeps the first rows.
"""

from __future__ import annotations

from typing import Any, ClassVar

from great_expectations.compatibility import pydantic
from great_expectations.execution_engine.execution_engine import ExecutionEngine
from great_expectations.expectations.core.unexpected_rows_expectation import (
    UnexpectedRowsExpectation,
)

from pipelines.audit.check import MAX_EXAMPLES


class ExpectNoRows(UnexpectedRowsExpectation):
    """Fails when `unexpected_rows_query` returns a row; at most 200 rows are counted."""

    metric_dependencies: ClassVar[tuple[str, ...]] = ("unexpected_rows_query.table",)

    @pydantic.validator("unexpected_rows_query")
    def _validate_query(cls, query: Any) -> Any:  # noqa: N805  (pydantic validators get the class)
        """Accept the query as it stands: it may look beside the batch (inputs, last release)."""
        return query

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,
        execution_engine: ExecutionEngine[Any] | None = None,
    ) -> dict[str, Any]:
        rows = metrics["unexpected_rows_query.table"]
        return {
            "success": not rows,
            "result": {
                "observed_value": len(rows),
                "details": {"unexpected_rows": rows[:MAX_EXAMPLES]},
            },
        }
