"""A person's word on what a check finds: accepted with reason, name and last day."""

import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipelines.archive.accepted_checks import accepted_checks
from pipelines.archive.refusals import acceptance_of, refusal_of, refuse
from pipelines.archive.store import Archive, Entry, Origin, PayloadMeta
from pipelines.audit.catalogue import load_catalogue
from pipelines.audit.check import CheckResult
from pipelines.audit.reached import as_far_as_it_reaches
from pipelines.cli.pasted import for_pasting
from pipelines.cli.sources import command
from pipelines.errors import ChipwatchError
from pipelines.parsing.records import Outcome
from pipelines.warehouse import REPOSITORY, Warehouse

KEY_WITH_BLANKS = next(e.check_id for e in load_catalogue() if " " in e.check_id)


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


def refused(place: Path) -> Entry:
    archive = Archive(place / "archive")
    now = datetime(2026, 1, 1, tzinfo=UTC)
    entry = archive.add(
        b"x", PayloadMeta("csl", "entries", Origin.FETCHED, now, "public", "public")
    )
    refuse(entry, Outcome.SHRUNKEN, "half of it", now)
    return entry


def test_a_payload_is_accepted_by_a_person_and_until_a_day(tmp_path: Path) -> None:
    entry = refused(tmp_path)
    arguments = (entry.sha256[:12], "--reason", "it is so", "--by", "kim")
    assert accept(tmp_path, *arguments, "--until", "2026-01-02")[0] == 0
    refusal = refusal_of(entry)
    assert refusal is not None
    assert refusal.reason == "half of it; kim accepted it until 2026-01-02, which is over"
    assert acceptance_of(entry) is None
    assert accept(tmp_path, *arguments)[0] == 0
    assert (refusal_of(entry), acceptance_of(entry)) == (None, "it is so")


def test_the_command_of_a_message_works_as_it_is_pasted(tmp_path: Path) -> None:
    place = tmp_path / "my warehouse"
    for name in ("csl__entries__restated", KEY_WITH_BLANKS):
        failed = CheckResult(
            name, "raw", "t", "x", "restated", "critical", False, "9 rows", "none", (), 0.0,
            "History was rewritten.", "release",
        )  # fmt: skip
        (told,) = as_far_as_it_reaches([failed], {}, {}, {})
        message = for_pasting(told.message, Warehouse(place))
        command = re.search(r"all the same: (.*), then run again", message)
        assert command is not None
        ran = subprocess.run(  # noqa: S602  (as a person pastes it)
            command[1],
            shell=True,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        assert name in accepted_checks(Warehouse(place), datetime.now(UTC))


def test_the_default_warehouse_is_not_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REPOSITORY)
    monkeypatch.setenv("PATH", "/usr/bin")
    told = for_pasting("x: chipwatch sources accept --check a", Warehouse(REPOSITORY / "warehouse"))
    assert told == "x: .venv/bin/chipwatch sources accept --check a"
