"""An error that nobody foresaw ends in one paragraph, which tells the truth about the file."""

import re
import sys
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from pipelines import cli
from pipelines.defs import release as release_step
from pipelines.defs.answered import answered
from pipelines.errors import ChipwatchError
from pipelines.faults import Published, paragraph
from pipelines.warehouse import Warehouse
from tests.tiny import released, warehouse


def raised(error: Exception) -> Exception:
    with pytest.raises(type(error)) as caught:
        raise error
    return caught.value


def test_the_paragraph_tells_what_where_and_what_became_of_the_file(tmp_path: Path) -> None:
    place = warehouse(tmp_path / "wh")
    before = Published.of(place)
    message, remedy = paragraph(raised(KeyError("rows")), place, before)
    assert "KeyError: 'rows'" in message
    assert "test_faults.py, line" in message
    assert message.endswith("nothing is published.")
    log = Path(re.findall(r"report it with (\S+);", remedy)[0])
    assert "Traceback" in log.read_text()
    released(place, "b1", 1)
    told, _ = paragraph(raised(KeyError("rows")), place, before)
    assert f"a release was published before that: {place.published}" in told
    assert Published.of(place).since(place) == "the published file is unchanged."


@pytest.mark.parametrize("arguments", [["--warehouse", "{}"], ["--warehouse={}"]])
def test_the_command_line_speaks_of_the_warehouse_that_was_named(
    tmp_path: Path,
    arguments: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """It once looked at the default folder, and so could say what was not so."""
    place = warehouse(tmp_path / "wh")
    named = [argument.format(place.root) for argument in arguments]

    def fail(**_: object) -> None:
        released(place, "b1", 1)
        raise KeyError("rows")

    monkeypatch.setattr(sys, "argv", ["chipwatch", "status", *named])
    monkeypatch.setattr(cli, "cli", fail)
    monkeypatch.setattr("os.dup2", lambda *_: None)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 70
    assert f"a release was published before that: {place.published}" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (KeyError("rows"), "nobody foresaw: KeyError"),
        (MemoryError(), "nobody foresaw: MemoryError"),
        (OSError(28, "No space left on device", "/a/b"), "No space left on device (/a/b)"),
        (ChipwatchError("It is so.", "do this."), "It is so.\n  What to do: do this."),
        (dg.Failure("said already"), "said already"),
    ],
)
@pytest.mark.parametrize("yields", [False, True])
def test_a_step_ends_in_the_paragraph(
    tmp_path: Path, error: Exception, told: str, yields: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHIPWATCH_WAREHOUSE", str(warehouse(tmp_path / "wh").root))

    def returning() -> None:
        raise error

    def yielding() -> Any:
        yield 1
        raise error

    step = answered(yielding if yields else returning)
    with pytest.raises(dg.Failure) as failed:
        list(step()) if yields else step()
    assert told in str(failed.value.description)


def test_what_follows_a_publication_never_takes_it_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place = warehouse(tmp_path / "wh")
    made = released(place, "b1", 1)

    def fail(*_: object) -> None:
        raise RuntimeError("no receiver")

    monkeypatch.setattr(release_step, "tell_of_release", fail)
    monkeypatch.setattr(release_step, "_show_changes", fail)
    context = dg.build_asset_context()
    release_step.follow_publication(context, place, place.build("b1"), made)
    told = capsys.readouterr().err
    assert told.count(f"note: release {made.release_id} is published") == 2
    assert "nothing was published" not in told.lower()


def test_every_step_is_answered() -> None:
    """A step that is added without it would end in a traceback."""
    from pipelines.defs.definitions import assets, defs

    steps = [one.op for one in assets if isinstance(one, dg.AssetsDefinition)]
    checks = [one.op for one in defs.asset_checks or () if isinstance(one, dg.AssetsDefinition)]
    functions = [op.compute_fn.decorated_fn for op in (*steps, *checks)]  # type: ignore[union-attr]
    assert len(functions) > 20
    assert [f.__name__ for f in functions if f.__code__.co_filename.endswith("defs/raw.py")] == []
    assert {Path(f.__code__.co_filename).name for f in functions} == {"answered.py"}


def test_a_missing_warehouse_is_told_too(tmp_path: Path) -> None:
    place = Warehouse(tmp_path / "nowhere")
    message, _ = paragraph(raised(ValueError("x")), place, Published.of(place))
    assert message.endswith("nothing is published.")
