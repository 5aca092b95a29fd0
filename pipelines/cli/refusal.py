"""The note that what is read is not the newest build: that one was refused.

Belongs here: printing it beside an answer, on standard error. Does not belong here: finding the
refused build (`audit/refused.py`).
"""

from __future__ import annotations

import click

from pipelines.audit.refused import newer_refusal
from pipelines.cli.pasted import for_pasting
from pipelines.warehouse import Warehouse


def note_refusal(warehouse: Warehouse) -> None:
    """Say on standard error that a newer build was refused and why; nothing when none was."""
    refused = newer_refusal(warehouse)
    if refused is not None:
        click.echo(for_pasting(f"note: {refused.in_words}", warehouse), err=True)
