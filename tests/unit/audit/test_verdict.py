import json
from pathlib import Path

import pytest

from pipelines.audit.check import CheckResult, Severity
from pipelines.audit.verdict import Verdict
from pipelines.errors import ChipwatchError


def check(name: str, severity: Severity, passed: bool) -> CheckResult:
    return CheckResult(
        check_id=name,
        layer="raw",
        table="csl__entries",
        column="name",
        kind="not_null",
        severity=severity,
        passed=passed,
        observed="1 of 2 rows",
        threshold="no nulls",
        failing_examples=("payload_sha256=ab, row_number=2",),
        duration_seconds=0.25,
        message="" if passed else "name is missing",
    )


def verdict(*checks: CheckResult) -> Verdict:
    return Verdict("ab" * 32, {"fct_b": "1:0", "dim_a": "2:1"}, checks, "2025-01-02T03:04:05+00:00")


def test_a_verdict_survives_its_file(tmp_path: Path) -> None:
    written = verdict(check("a", "critical", True), check("b", "warning", False))
    written.write(tmp_path / "verdict.json")
    assert Verdict.read(tmp_path / "verdict.json") == written


@pytest.mark.parametrize(
    ("checks", "passed"),
    [
        ([check("a", "critical", True), check("b", "warning", False)], True),
        ([check("a", "critical", False), check("b", "warning", True)], False),
        ([], False),
    ],
)
def test_only_a_failed_critical_check_or_no_check_at_all_blocks(
    checks: list[CheckResult], passed: bool
) -> None:
    assert verdict(*checks).passed is passed


def test_a_file_cannot_claim_to_have_passed(tmp_path: Path) -> None:
    path = tmp_path / "verdict.json"
    verdict(check("a", "critical", False)).write(path)
    record = json.loads(path.read_text())
    assert record["passed"] is False
    path.write_text(json.dumps({**record, "passed": True}))
    assert not Verdict.read(path).passed


def test_failed_checks_come_with_the_critical_ones_first() -> None:
    judged = verdict(
        check("a", "warning", False), check("z", "critical", False), check("m", "critical", True)
    )
    assert [result.check_id for result in judged.failed] == ["z", "a"]


@pytest.mark.parametrize("content", [None, b"", b"[]", b"{}", b'{"checks": 1}', b"\xff"])
def test_a_file_that_is_no_verdict_is_told(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "verdict.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ChipwatchError, match="cannot be read") as raised:
        Verdict.read(path)
    assert "chipwatch run" in raised.value.remedy
