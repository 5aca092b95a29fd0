"""A second process for work that would keep this one busy: both cores of a small machine are used.

Great Expectations takes seconds to load and holds the interpreter while it works. It gets a process
of its own, which loads while other steps run and sends back what it finds as it finds it.
Belongs here: starting such a process, handing it a function, and its end with this one; how often
both look for garbage.
Does not belong here: what it runs (`audit/gates.py`).
"""

from __future__ import annotations

import contextlib
import gc
import io
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.util import Finalize
from typing import Any

from pipelines.errors import ChipwatchError

SECONDS_TO_END = 1.0
OBJECTS_BETWEEN_COLLECTIONS = 200_000


def collect_seldom() -> None:
    """Look for reference cycles less often than Python does: a run keeps nearly all it makes.

    By default every 700 new objects start a search, 4% of the processor time of a run; the memory
    of a run on the sample grows by 2% instead.
    """
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, *gc.get_threshold()[1:])


class Worker:
    """One process that runs generators of this package, one after another.

    `prepare`, a function of a module, is run in it first: it imports what takes long.
    """

    def __init__(self, prepare: Callable[[], None]) -> None:
        self._prepare = prepare
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None

    def start(self) -> Connection:
        """Start and prepare the process unless it runs; return at once."""
        if self._process is not None and self._process.is_alive() and self._connection is not None:
            return self._connection
        self._connection, theirs = multiprocessing.Pipe()
        context = multiprocessing.get_context("spawn")
        self._process = context.Process(target=_serve, args=(theirs, self._prepare), daemon=False)
        self._process.start()
        theirs.close()
        # A process that multiprocessing started waits for its children before `atexit` would act.
        Finalize(None, self.stop, exitpriority=0)
        return self._connection

    def stream(self, function: Callable[..., Iterator[Any]], *arguments: Any) -> Iterator[Any]:
        """Begin `function(*arguments)` there at once; yield what it yields, raise what it raises.

        What it prints is printed here. A stream is read to its end before the next one begins.
        Raises ChipwatchError when the process ends before the function does.
        """
        connection = self.start()
        with contextlib.suppress(ConnectionError):  # the stream says why
            connection.send((function, arguments))
        return self._receive(connection, function.__name__)

    def _receive(self, connection: Connection, name: str) -> Iterator[Any]:
        ended = False
        try:
            while not ended:
                kind, content = self._next(connection, name)
                ended = kind in {"raised", "end"}
                if kind == "item":
                    yield content
                elif kind == "said":
                    sys.stdout.write(content)
                elif kind == "raised":
                    raise content
        finally:
            if not ended:
                self.stop()

    def _next(self, connection: Connection, name: str) -> tuple[str, Any]:
        try:
            kind, content = connection.recv()
        except (EOFError, ConnectionError) as error:
            process, self._process = self._process, None
            if process is not None:
                process.join()
            code = "?" if process is None else process.exitcode
            raise ChipwatchError(
                f"The process that ran {name} ended early (exit code {code}).",
                "it was killed or ran out of memory (-9): free memory, then run again; the "
                "published file is unchanged.",
            ) from error
        return kind, content

    def stop(self) -> None:
        """End the process, at once when it waits for work, else after a second."""
        process, self._process = self._process, None
        if self._connection is not None:
            self._connection.close()
        if process is not None and process.is_alive():
            process.join(SECONDS_TO_END)
            if process.is_alive():
                process.terminate()
                process.join()


class _Said(io.TextIOBase):
    """A standard output that is carried to the other process."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def write(self, text: str) -> int:
        self._connection.send(("said", text))
        return len(text)


def _serve(connection: Connection, prepare: Callable[[], None]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    collect_seldom()
    with contextlib.redirect_stdout(_Said(connection)):
        prepare()
        try:
            while True:
                function, arguments = connection.recv()
                _answer(connection, function, arguments)
        except (EOFError, ConnectionError):
            # Nobody listens any more. Some libraries write to standard error as they are unloaded.
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def _answer(
    connection: Connection, function: Callable[..., Iterator[Any]], arguments: tuple[Any, ...]
) -> None:
    try:
        for item in function(*arguments):
            connection.send(("item", item))
    except Exception as error:
        connection.send(("raised", error))
    else:
        connection.send(("end", None))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    time.sleep(SECONDS_TO_END)  # one that waits for work ends by itself
    os._exit(1)
