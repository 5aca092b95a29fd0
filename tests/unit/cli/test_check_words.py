"""Words of `chipwatch check` that are no question are refused before anything is looked up."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from pipelines.cli.check import command


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["Huawei", "--chip", "H20"], "name a customer with --to"),
        (["--to", "", "--country", "CN"], "--to was given and is blank"),
        (["--to", "Huawei", "--chip", "  "], "--chip was given and is blank"),
        (["--to", "Huawei", "--owner", "SMIC", "--owner", ""], "--owner was given and is blank"),
        ([], "Name a chip"),
    ],
)
def test_a_blank_or_stray_word_is_no_question(words: list[str], said: str) -> None:
    asked = CliRunner().invoke(command, words)
    assert asked.exit_code == 2
    assert said in asked.output
