"""A person's word on what a check finds: accepted with reason, name and last day."""

from datetime import UTC, datetime
from pathlib import Path

from click.testing import CliRunner

from pipelines.archive.accepted_checks import accepted_checks
from pipelines.cli.sources import command
from pipelines.errors import ChipwatchError
from pipelines.warehouse import Warehouse


def accept(place: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(command, ["accept", *arguments, "--warehouse", str(place)])
    if isinstance(result.exception, ChipwatchError):
        return 1, str(result.exception)
    return result.exit_code, result.output


def test_a_check_is_accepted_with_reason_person_and_last_day(tmp_path: Path) -> None:
    named = ("--check", "csl__entries__restated", "--reason", "by law", "--by", "kim")
    code, told = accept(tmp_path, *named, "--until", "2999-01-31")
    assert (code, "accepted by kim until 2999-01-31: by law" in told) == (0, True)
    (word,) = accepted_checks(Warehouse(tmp_path), datetime.now(UTC)).values()
    assert (word.check_id, word.until) == ("csl__entries__restated", "2999-01-31")


def test_what_is_no_check_or_no_choice_is_told(tmp_path: Path) -> None:
    code, told = accept(tmp_path, "--check", "csl__entries__restate", "--reason", "x")
    assert (code, "did you mean csl__entries__restated" in told) == (1, True)
    for arguments in ((), ("abc", "--check", "csl__entries__restated")):
        code, told = accept(tmp_path, *arguments, "--reason", "x")
        assert (code, "either the HASH" in told) == (2, True)
