"""Progress of a run: one live line on a terminal, nothing elsewhere; a line a step in its log."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TextIO

from pipelines.defs.progress import listen


@contextlib.contextmanager
def shown_steps(quiet: bool) -> Iterator[None]:
    """Show steps as they start and end while the block runs."""
    from rich.console import Console

    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield
        return
    with console.status("starting") as status:

        def tell(step: str, state: str, seconds: float | None) -> None:
            name = step.replace("__", " ")
            if state == "started":
                status.update(name)
            else:
                mark = "[green]done[/]" if state == "succeeded" else "[red]failed[/]"
                console.print(f"{mark} {name} ({seconds or 0:.1f} s)", highlight=False)

        listen(tell)
        yield


@contextlib.contextmanager
def logged_steps(log: TextIO) -> Iterator[None]:
    """Write a line to `log` as each step starts and ends while the block runs."""

    def tell(step: str, state: str, seconds: float | None) -> None:
        if not log.closed:
            took = "" if seconds is None else f" ({seconds:.1f} s)"
            now = datetime.now(UTC).isoformat(timespec="seconds")
            log.write(f"{now} {state} {step}{took}\n")

    listen(tell)
    yield
