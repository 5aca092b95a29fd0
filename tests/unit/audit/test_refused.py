from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from pipelines.audit.check import CheckResult
from pipelines.audit.refused import newer_refusal, story
from pipelines.audit.verdict import Verdict
from pipelines.releases import shelf
from pipelines.warehouse import Warehouse

BLOCKING = CheckResult(
    "t__x__restated", "raw", "t", "x", "restated", "critical", False, "9 rows", "none",
    ("a=1", "a=2", "a=3", "a=4"), 0.0, "History was rewritten.", "release",
)  # fmt: skip
PASSED = CheckResult(
    "t__x__range", "raw", "t", "x", "range", "critical", True, "0", "none", (), 0.0, "", "row"
)


def kept(place: Warehouse, *checks: CheckResult) -> Warehouse:
    build = place.build("b1").create()
    (build.inputs / "payloads.parquet").touch()
    Verdict("", {}, checks, "2026-01-01T00:00:00+00:00").write(build.verdict)
    return place


def test_a_refused_build_that_came_after_the_release_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = kept(Warehouse(tmp_path), PASSED, BLOCKING)
    older = SimpleNamespace(manifest={"released_at": "2020-01-01T00:00:00+00:00"})
    monkeypatch.setattr(shelf, "current_release", lambda _: older)
    refused = newer_refusal(place)
    assert refused is not None
    assert refused.build_id == "b1"
    assert "t__x__restated: History was rewritten." in refused.in_words
    assert [check["check_id"] for check in refused.to_json()["checks"]] == ["t__x__restated"]


def test_nothing_is_told_of_an_older_refusal_or_of_a_build_that_passed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = SimpleNamespace(manifest={"released_at": "2999-01-01T00:00:00+00:00"})
    monkeypatch.setattr(shelf, "current_release", lambda _: newer)
    assert newer_refusal(kept(Warehouse(tmp_path / "a"), BLOCKING)) is None
    assert newer_refusal(kept(Warehouse(tmp_path / "b"), PASSED)) is None
    assert newer_refusal(Warehouse(tmp_path / "c")) is None


def test_a_story_tells_every_check_with_its_first_examples() -> None:
    assert story([BLOCKING], 3) == [
        "  - CRITICAL t__x__restated (release): History was rewritten.",
        "      a=1",
        "      a=2",
        "      a=3",
        "      … 1 more",
    ]


def test_what_is_wrong_in_own_files_is_told_whole() -> None:
    own = replace(BLOCKING, kind="own_rows")
    assert story([own], 3)[1:] == ["      a=1", "      a=2", "      a=3", "      a=4"]
