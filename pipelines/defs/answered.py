"""Steps that fail in words: the same paragraph as on the command line, whatever went wrong.

Belongs here: turning what a step raises into Dagster's failure of the step. Does not belong here:
the paragraph (`pipelines/faults.py`).
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, TypeVar

import dagster as dg

from pipelines.errors import ChipwatchError
from pipelines.faults import Published, paragraph
from pipelines.warehouse import locate

Step = TypeVar("Step", bound=Callable[..., Any])


def answered(step: Step) -> Step:
    """The step, ending in a `dg.Failure` that a person can read when it ends in an error."""
    if inspect.isgeneratorfunction(step):

        @wraps(step)
        def yielding(*arguments: Any, **named: Any) -> Iterator[Any]:
            with _in_words():
                yield from step(*arguments, **named)

        return yielding  # type: ignore[return-value]

    @wraps(step)
    def returning(*arguments: Any, **named: Any) -> Any:
        with _in_words():
            return step(*arguments, **named)

    return returning  # type: ignore[return-value]


@contextmanager
def _in_words() -> Iterator[None]:
    before = Published.of(locate())
    try:
        yield
    except dg.Failure:
        raise
    except ChipwatchError as error:
        raise dg.Failure(description=str(error)) from error
    except OSError as error:
        place = f" ({error.filename})" if error.filename else ""
        raise dg.Failure(
            description=f"{error.strerror or error}{place}; {before.since(locate())}\n"
            "  What to do: check that the file or folder exists, can be written and has free space."
        ) from error
    except Exception as error:
        message, remedy = paragraph(error, locate(), before)
        raise dg.Failure(description=f"{message}\n  What to do: {remedy}") from error
