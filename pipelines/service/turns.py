"""A few answers at a time, each within its time, and a queue of bounded length.

Belongs here: who has to wait and who is sent away. Does not belong here: any answer.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from pipelines.errors import ChipwatchError

T = TypeVar("T")


class Busy(ChipwatchError):
    """More was asked than can be answered in time."""

    def __init__(self) -> None:
        super().__init__(
            "The service has too much to do, or the answer took too long.", "ask again later."
        )


class Turns:
    """Runs answers in `at_once` threads; at most `waiting` more stand in the queue.

    An answer that is given up keeps its thread until it ends: never more than `at_once` run.
    """

    def __init__(self, at_once: int, waiting: int, seconds: float) -> None:
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="answer")
        self._most = at_once + waiting
        self._seconds = seconds
        self._lock = threading.Lock()
        self._open = 0

    async def take(self, work: Callable[[], T]) -> T:
        """What the work returns. Raises Busy when the queue is full or the time is over."""
        with self._lock:
            if self._open >= self._most:
                raise Busy
            self._open += 1
        future = self._threads.submit(work)
        future.add_done_callback(self._done)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), self._seconds)
        except TimeoutError:
            raise Busy from None

    def _done(self, _: Future[T]) -> None:
        with self._lock:
            self._open -= 1
