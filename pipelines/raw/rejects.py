"""What was not kept of a payload, as a table.

Belongs here: the columns of such tables, one a dataset in a build. Does not belong here: why a
record is rejected (`sources/`, `parse.py`, `audit/set_aside.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from pipelines.parsing.records import Reject
from pipelines.warehouse import Build

REJECTS_SCHEMA = pa.schema(
    [
        pa.field("payload_sha256", pa.string(), nullable=False),
        pa.field("row_number", pa.int64()),
        pa.field("reason", pa.string(), nullable=False),
        pa.field("detail", pa.string()),
        pa.field("raw_text", pa.string()),
    ]
)


def rejects_table(sha256: str, rejects: Sequence[Reject]) -> pa.Table:
    """Rejects of one payload in REJECTS_SCHEMA."""
    count = len(rejects)
    return pa.table(
        {
            "payload_sha256": [sha256] * count,
            "row_number": [reject.row_number for reject in rejects],
            "reason": [reject.reason for reject in rejects],
            "detail": [reject.detail for reject in rejects],
            "raw_text": [reject.raw_text for reject in rejects],
        },
        schema=REJECTS_SCHEMA,
    )


def rejects_file(build: Build, raw_name: str) -> Path:
    """Where a build keeps the rejects of one dataset; there is no file when there are none."""
    return build.inputs / "rejects" / f"{raw_name}.parquet"
