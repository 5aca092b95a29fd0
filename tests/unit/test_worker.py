"""A second process: what it yields, raises and prints arrives; its end is told."""

import multiprocessing
import os
from collections.abc import Iterator

import pytest

from pipelines.errors import ChipwatchError
from pipelines.worker import Worker


def prepare() -> None:
    os.environ["PREPARED"] = "yes"


def count(end: int) -> Iterator[int]:
    print("counting")  # noqa: T201
    yield from range(end)


def prepared() -> Iterator[str]:
    yield os.environ["PREPARED"]


def complain() -> Iterator[int]:
    yield 1
    raise ChipwatchError("It is broken.", "mend it.")


def die() -> Iterator[int]:
    yield 1
    os._exit(3)


def reset_elsewhere() -> Iterator[int]:
    yield 1
    raise ConnectionResetError("elsewhere")


def own_pid() -> Iterator[int]:
    yield os.getpid()


def step() -> None:
    assert list(Worker(prepare).stream(count, 2)) == [0, 1]


@pytest.fixture
def worker() -> Iterator[Worker]:
    process = Worker(prepare)
    yield process
    process.stop()


def test_what_it_yields_and_prints_arrives(
    worker: Worker, capsys: pytest.CaptureFixture[str]
) -> None:
    assert list(worker.stream(count, 3)) == [0, 1, 2]
    assert capsys.readouterr().out == "counting\n"
    assert list(worker.stream(prepared)) == ["yes"]


def test_one_process_runs_one_function_after_another(worker: Worker) -> None:
    (first,), (second,) = worker.stream(own_pid), worker.stream(own_pid)
    assert first == second != os.getpid()


def test_an_error_arrives_with_its_remedy_and_the_process_goes_on(worker: Worker) -> None:
    with pytest.raises(ChipwatchError, match="broken") as raised:
        list(worker.stream(complain))
    assert raised.value.remedy == "mend it."
    assert list(worker.stream(count, 1)) == [0]


def test_a_process_that_ends_early_is_told_and_replaced(worker: Worker) -> None:
    with pytest.raises(ChipwatchError, match=r"die ended early \(exit code 3\)"):
        list(worker.stream(die))
    assert list(worker.stream(count, 1)) == [0]


def test_an_abandoned_stream_leaves_nothing_for_the_next(worker: Worker) -> None:
    stream = worker.stream(count, 100_000)
    assert next(stream) == 0
    stream.close()  # type: ignore[attr-defined]
    assert list(worker.stream(count, 2)) == [0, 1]


def flood() -> Iterator[bytes]:
    while True:
        yield b"x" * 100_000


@pytest.mark.parametrize("read", [0, 1, 3])
def test_a_process_to_which_nobody_listens_any_more_ends_without_a_word(
    worker: Worker, capfd: pytest.CaptureFixture[str], read: int
) -> None:
    stream = worker.stream(flood)
    for _ in range(read):
        next(stream)
    worker.start().close()
    worker.stop()
    assert "Traceback" not in capfd.readouterr().err


def test_an_error_of_a_connection_elsewhere_arrives(worker: Worker) -> None:
    with pytest.raises(ConnectionResetError, match="elsewhere"):
        list(worker.stream(reset_elsewhere))


def test_a_step_that_is_a_process_itself_ends_with_what_it_started() -> None:
    process = multiprocessing.get_context("spawn").Process(target=step)
    process.start()
    process.join(60)
    ended = process.exitcode
    process.kill()
    assert ended == 0
