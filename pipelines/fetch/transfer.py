"""Sending one request until it is answered or further asking is pointless.

Belongs here: waiting for the limiter, the breaker, tenacity's retries with jitter, Retry-After.
Does not belong here: HTTP itself (`http.py`), the meaning of a payload (`outcomes.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import tenacity

from pipelines.fetch.clock import Clock
from pipelines.fetch.http import Answer, Client, Limits, TransferError
from pipelines.fetch.outcomes import MAY_CHANGE, Judgement, retry_after
from pipelines.fetch.politeness import Breaker, HostClosed, Limiter
from pipelines.parsing import Outcome

ATTEMPTS = 4
LONGEST_PAUSE = 60.0
LONGEST_RETRY_AFTER = 120.0
"""A host that asks for more patience than this (seconds) is left alone for so long instead."""


@dataclass(frozen=True)
class Sending:
    """What a source's requests share: the client, its limiter and breaker, the clock."""

    client: Client
    limiter: Limiter
    breaker: Breaker
    clock: Clock
    limits: Limits
    attempts: int = ATTEMPTS


@dataclass(frozen=True)
class Sent:
    """The last answer (None when none came), its judgement, and how often it was asked for."""

    answer: Answer | None
    judgement: Judgement
    attempts: int


class _AskAgain(Exception):
    """An attempt that failed in a way that may change."""

    def __init__(self, sent: Sent, pause: float | None) -> None:
        super().__init__(sent.judgement.message)
        self.sent = sent
        self.pause = pause


def send(
    sending: Sending, url: str, headers: dict[str, str], judge: Callable[[Answer], Judgement]
) -> Sent:
    """Ask for `url`; ask again, more and more slowly, while that can change the outcome."""
    attempts = 0

    def attempt() -> Sent:
        nonlocal attempts
        attempts += 1
        return _attempt(sending, url, headers, judge, attempts)

    retrying = tenacity.Retrying(
        stop=tenacity.stop_after_attempt(sending.attempts),
        wait=_pause,
        retry=tenacity.retry_if_exception_type(_AskAgain),
        sleep=sending.clock.sleep,
        reraise=True,
    )
    try:
        return retrying(attempt)
    except _AskAgain as gave_up:
        return gave_up.sent


_backoff = tenacity.wait_exponential_jitter(multiplier=2, max=LONGEST_PAUSE, jitter=2)


def _pause(state: tenacity.RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = error.pause if isinstance(error, _AskAgain) else None
    return max(float(_backoff(state)), asked or 0.0)


def _attempt(
    sending: Sending,
    url: str,
    headers: dict[str, str],
    judge: Callable[[Answer], Judgement],
    number: int,
) -> Sent:
    try:
        with sending.breaker.guarding():
            sent = _exchange(sending, url, headers, judge, number)
    except HostClosed as closed:
        return Sent(None, Judgement(Outcome.UNREACHABLE, str(closed)), number)
    except _AskAgain as again:
        if again.pause is not None and again.pause > LONGEST_RETRY_AFTER:
            sending.breaker.close_for(again.pause)
            return again.sent
        raise
    if sent.answer is None and sent.judgement.outcome is Outcome.MALFORMED:
        raise _AskAgain(sent, None)
    return sent


def _exchange(
    sending: Sending,
    url: str,
    headers: dict[str, str],
    judge: Callable[[Answer], Judgement],
    number: int,
) -> Sent:
    """One exchange. Raises _AskAgain for a failure of the host that may pass."""
    sending.limiter.wait()
    try:
        answer = sending.client.get(url, headers, sending.limits)
    except TransferError as error:
        sent, pause = Sent(None, Judgement(error.outcome, error.message), number), None
        may_change = error.may_change and error.outcome in MAY_CHANGE
    else:
        sent = Sent(answer, judge(answer), number)
        pause = retry_after(answer, sending.clock.now())
        may_change = sent.judgement.outcome in MAY_CHANGE
    if may_change:
        raise _AskAgain(sent, pause)
    return sent
