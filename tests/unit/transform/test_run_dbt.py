"""What is compiled once is compiled by one process, however many ask for it."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from pipelines.transform import run_dbt


def test_of_several_that_ask_one_compiles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[Path] = []

    def slowly(_: list[str], target: Path, __: Path) -> SimpleNamespace:
        compiled.append(target)
        (target / "manifest.json").write_text("{")
        time.sleep(0.3)
        (target / "manifest.json").write_text("{}")
        return SimpleNamespace(success=True)

    monkeypatch.setattr(run_dbt, "COMPILED", tmp_path)
    monkeypatch.setattr(run_dbt, "_invoke", slowly)
    read: list[str] = []
    asking = [
        threading.Thread(target=lambda: read.append(run_dbt.ensure_manifest().read_text()))
        for _ in range(4)
    ]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert read == ["{}"] * 4
    assert len(compiled) == 1
