"""The transport trusts nothing of the outside."""

import pytest

from pipelines.fetch.http import Client, Limits, TransferError
from pipelines.parsing.records import Outcome
from tests.simulator.server import Simulator
from tests.simulator.world import World

LIMITS = Limits(total_seconds=5, largest_body=10_000_000, connect_seconds=2, read_seconds=2)


def failure(client: Client, url: str, limits: Limits = LIMITS) -> TransferError:
    with pytest.raises(TransferError) as caught:
        client.get(url, {}, limits)
    return caught.value


@pytest.mark.parametrize("url", ["https://elsewhere.example/", "http://localhost/", "file:///etc"])
def test_only_declared_hosts_over_https(url: str) -> None:
    error = failure(Client(("localhost",)), url)
    assert (error.outcome, error.may_change) == (Outcome.FORBIDDEN, False)


def test_a_declared_host_with_a_private_address_is_refused() -> None:
    with Simulator(World()).running() as simulator:
        error = failure(Client(("localhost",)), f"https://localhost:{simulator.port}/csl/x")
        assert simulator.asked == []
    assert error.outcome is Outcome.FORBIDDEN
    assert "not public" in error.message


def test_a_base_url_may_be_loopback() -> None:
    with Simulator(World()).running() as simulator:
        client = Client(("data.trade.gov",), simulator.variables["CHIPWATCH_BASE_URL_CSL"])
        answer = client.get("https://data.trade.gov/x", {"Accept-Encoding": "gzip"}, LIMITS)
    assert answer.status == 200
    assert answer.body.startswith(b"_id,source")
    assert answer.headers["content-encoding"] == "gzip"


def test_a_closed_port_is_unreachable_and_may_change() -> None:
    error = failure(Client(("a.example",), "http://127.0.0.1:9"), "https://a.example/")
    assert (error.outcome, error.may_change) == (Outcome.UNREACHABLE, True)


def test_the_body_may_not_be_larger_than_declared() -> None:
    with Simulator(World()).running() as simulator:
        client = Client(("data.trade.gov",), simulator.variables["CHIPWATCH_BASE_URL_CSL"])
        error = failure(client, "https://data.trade.gov/x", Limits(5, 1000))
    assert error.outcome is Outcome.TOO_LARGE
