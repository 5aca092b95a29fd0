"""Progress of a run: one live line on a terminal, nothing elsewhere."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

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
