"""One limiter a host for all processes; a host that fails is left alone."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from pipelines.fetch.politeness import FAILURES_TO_OPEN, SECONDS_OPEN, Breaker, HostClosed, Limiter
from pipelines.specs import RateLimit
from tests.conftest import REPOSITORY
from tests.simulator.harness import FakeClock
from tests.simulator.world import World


def test_requests_are_spaced_as_stated(tmp_path: Path) -> None:
    clock = FakeClock(World())
    began = clock.now()
    limiter = Limiter(tmp_path, "slow.example", RateLimit(1, 15), clock)
    for _ in range(4):
        limiter.wait()
    assert timedelta(seconds=45) <= clock.now() - began <= timedelta(seconds=46)


def test_another_host_does_not_wait(tmp_path: Path) -> None:
    clock = FakeClock(World())
    for host in ("a.example", "b.example", "c.example"):
        assert Limiter(tmp_path, host, RateLimit(1, 60), clock).wait() == 0


_WAITER = """
import sys
from pathlib import Path
from pipelines.fetch.clock import SystemClock
from pipelines.fetch.politeness import Limiter
from pipelines.specs import RateLimit
limiter = Limiter(Path(sys.argv[1]), "one.example", RateLimit(1, 0.4), SystemClock())
for _ in range(3):
    limiter.wait()
    print(SystemClock().now().timestamp())
"""


def test_two_processes_share_one_limiter(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _WAITER, str(tmp_path)]
    waiters = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY)
        for _ in range(2)
    ]
    times = sorted(float(line) for w in waiters for line in w.communicate(timeout=60)[0].split())
    assert len(times) == 6
    assert times[-1] - times[0] >= 0.4 * 5 - 0.1


def failing(breaker: Breaker) -> None:
    with pytest.raises(ConnectionError), breaker.guarding():
        raise ConnectionError


def test_a_host_is_left_alone_and_tried_again(tmp_path: Path) -> None:
    clock = FakeClock(World())
    for _ in range(FAILURES_TO_OPEN):
        failing(Breaker(tmp_path, "down.example", clock))
    with pytest.raises(HostClosed), Breaker(tmp_path, "down.example", clock).guarding():
        pytest.fail("the host was asked")
    clock.sleep(SECONDS_OPEN + 1)
    with Breaker(tmp_path, "down.example", clock).guarding():
        pass
    failing(Breaker(tmp_path, "down.example", clock))
    with Breaker(tmp_path, "down.example", clock).guarding():
        pass


def test_a_host_that_asks_for_patience_gets_it(tmp_path: Path) -> None:
    clock = FakeClock(World())
    breaker = Breaker(tmp_path, "busy.example", clock)
    breaker.close_for(7200)
    clock.sleep(7100)
    with pytest.raises(HostClosed), breaker.guarding():
        pytest.fail("the host was asked")
    clock.sleep(200)
    with breaker.guarding():
        pass


def test_after_the_time_one_more_failure_leaves_it_alone_again(tmp_path: Path) -> None:
    clock = FakeClock(World())
    breaker = Breaker(tmp_path, "down.example", clock)
    for _ in range(FAILURES_TO_OPEN):
        failing(breaker)
    clock.sleep(SECONDS_OPEN + 1)
    failing(breaker)
    with pytest.raises(HostClosed), breaker.guarding():
        pytest.fail("the host was asked")


@pytest.mark.parametrize("kept", ["", "[]", '{"failures": "x"}', '{"failures": 9}', "{" * 5000])
def test_a_state_file_that_makes_no_sense_is_begun_anew(tmp_path: Path, kept: str) -> None:
    (tmp_path / "odd.example.json").write_text(kept)
    breaker = Breaker(tmp_path, "odd.example", FakeClock(World()))
    failing(breaker)
    with breaker.guarding():
        pass
