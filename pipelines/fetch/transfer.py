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
from pipelines.parsing.records import Outcome
from pipelines.specs.ways import AS_ALWAYS, Way

ATTEMPTS = 4
ATTEMPTS_TO_REACH = 2
"""A host that cannot even be reached is tried so often in one run: waiting does not bring it."""
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
    """The last answer (None when none came), its judgement, and how often it was asked for.

    `pause`: the seconds the host asked to wait. `is_unreached`: it never saw the request. `way`:
    how it was asked. `is_asked` is False when the host is left alone for what happened before.
    """

    answer: Answer | None
    judgement: Judgement
    attempts: int
    pause: float | None = None
    is_unreached: bool = False
    way: Way = AS_ALWAYS
    is_asked: bool = True


class _AskAgain(Exception):
    """An attempt that failed in a way that may change."""

    def __init__(self, sent: Sent) -> None:
        super().__init__(sent.judgement.message)
        self.sent = sent


def send(
    sending: Sending, url: str, headers: dict[str, str], judge: Callable[[Answer], Judgement]
) -> Sent:
    """Ask for `url`; ask again, more and more slowly, while that can change the outcome."""
    attempts, is_counted = 0, False

    def attempt() -> Sent:
        nonlocal attempts, is_counted
        attempts += 1
        try:
            return _attempt(sending, url, headers, judge, attempts, is_counted)
        except _AskAgain as again:
            is_counted = (
                again.sent.is_unreached
            )  # the host did not see it: the next takes its place
            raise

    retrying = tenacity.Retrying(
        stop=_Enough(sending.attempts),
        wait=_pause,
        retry=tenacity.retry_if_exception_type(_AskAgain),
        sleep=sending.clock.sleep,
        reraise=True,
    )
    try:
        return retrying(attempt)
    except _AskAgain as gave_up:
        return gave_up.sent


class _Enough(tenacity.stop.stop_base):
    """Stops after so many attempts; after its own number when the host could not be reached."""

    def __init__(self, attempts: int) -> None:
        self._attempts = attempts

    def __call__(self, retry_state: tenacity.RetryCallState) -> bool:
        error = retry_state.outcome.exception() if retry_state.outcome else None
        is_unreached = isinstance(error, _AskAgain) and error.sent.is_unreached
        most = ATTEMPTS_TO_REACH if is_unreached else self._attempts
        return retry_state.attempt_number >= most


_backoff = tenacity.wait_exponential_jitter(multiplier=2, max=LONGEST_PAUSE, jitter=2)


def _pause(state: tenacity.RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = error.sent.pause if isinstance(error, _AskAgain) else None
    return max(float(_backoff(state)), asked or 0.0)


def _attempt(
    sending: Sending,
    url: str,
    headers: dict[str, str],
    judge: Callable[[Answer], Judgement],
    number: int,
    is_counted: bool,
) -> Sent:
    try:
        with sending.breaker.guarding():
            sent = _exchange(sending, url, headers, judge, number, is_counted)
    except HostClosed as closed:
        told = Judgement(Outcome.UNREACHABLE, str(closed))
        return Sent(None, told, number, is_asked=False)
    except _AskAgain as again:
        if again.sent.pause is not None and again.sent.pause > LONGEST_RETRY_AFTER:
            sending.breaker.close_for(again.sent.pause)
            return again.sent
        raise
    if sent.answer is None and sent.judgement.outcome is Outcome.MALFORMED:
        raise _AskAgain(sent)
    return sent


def _exchange(
    sending: Sending,
    url: str,
    headers: dict[str, str],
    judge: Callable[[Answer], Judgement],
    number: int,
    is_counted: bool,
) -> Sent:
    """One exchange, in its turn unless the limiter counted it already.

    Raises _AskAgain for a failure of the host that may pass.
    """
    if not is_counted:
        sending.limiter.wait()
    try:
        answer = sending.client.get(url, headers, sending.limits)
    except TransferError as error:
        judgement = Judgement(error.outcome, error.message)
        sent = Sent(None, judgement, number, is_unreached=error.is_unreached)
        may_change = error.may_change and error.outcome in MAY_CHANGE
    else:
        sent = Sent(answer, judge(answer), number, retry_after(answer, sending.clock.now()))
        may_change = sent.judgement.outcome in MAY_CHANGE
    if may_change:
        raise _AskAgain(sent)
    return sent
