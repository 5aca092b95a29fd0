"""Every environment variable: a bad value is named when a command starts."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from pipelines.errors import ChipwatchError
from pipelines.settings import PREFIX, require_sound
from tests.conftest import CHIPWATCH, REPOSITORY

BAD = {
    "CHIPWATCH_WAREHOUSE": ["~nobody-of-this-name/x", "/etc/passwd", "a\x07b", "x" * 5000],
    "CHIPWATCH_CONTACT": ["Jörg j@example.org", "x" * 300, "a\nb"],
    "CHIPWATCH_MIRROR_URL": ["db.example.org", "mysql://a/b", "\x01"],
    "CHIPWATCH_WEBHOOK_URL": ["ftp://a.example", "http://", "http://a.example:x", "javascript:1"],
    "CHIPWATCH_DBT_THREADS": ["0", "-1", "two", "1.5", "9999999999", "٣"],
    "CHIPWATCH_SLICES": ["bucket/prefix", "s3:/bucket", "s3://key:secret@bucket/x", "s3://a b"],
    "CHIPWATCH_BASE_URL_CSL": ["http://a.example", "https://u:p@a.example", "x", "http://[::1"],
    "CHIPWATCH_USER_AGENT_CSL": ["a\r\nX-Other: b", "é", "x" * 400],
}
GOOD = {
    "CHIPWATCH_WAREHOUSE": "/tmp/not-there-yet",  # noqa: S108
    "CHIPWATCH_CONTACT": "Somebody somebody@example.org",
    "CHIPWATCH_MIRROR_URL": "postgresql://a@127.0.0.1/b",
    "CHIPWATCH_WEBHOOK_URL": "http://127.0.0.1:9/hook",
    "CHIPWATCH_DBT_THREADS": "2",
    "CHIPWATCH_SLICES": "s3://bucket/reduced",
    "CHIPWATCH_BASE_URL_CSL": "http://127.0.0.1:8080/csl",
    "CHIPWATCH_USER_AGENT_CSL": "somebody/1.0",
}
CASES = [(name, value) for name, values in BAD.items() for value in values]


@pytest.mark.parametrize(("name", "value"), CASES)
def test_a_bad_value_is_named(name: str, value: str) -> None:
    with pytest.raises(ChipwatchError, match=name):
        require_sound({name: value}, pytest.fail)


@pytest.mark.parametrize("name", GOOD)
def test_a_good_value_and_a_blank_one_pass(name: str) -> None:
    require_sound({name: GOOD[name]}, pytest.fail)
    require_sound({name: "  "}, pytest.fail)


def test_all_bad_values_are_named_at_once() -> None:
    values = {name: bad[0] for name, bad in BAD.items()}
    with pytest.raises(ChipwatchError) as refused:
        require_sound(values, pytest.fail)
    assert all(name in refused.value.message for name in BAD)


@pytest.mark.parametrize("name", ["CHIPWATCH_WAREHUOSE", "CHIPWATCH_BASE_URL_NOWHERE"])
def test_what_is_no_setting_is_told(name: str) -> None:
    told: list[str] = []
    require_sound({name: "x"}, told.append)
    assert name in told[0]


def test_every_variable_that_the_code_reads_is_known_here() -> None:
    """A variable that is added without a rule fails this."""
    read = set()
    for folder in ("pipelines", "dashboards", "dbt_project"):
        for path in (REPOSITORY / folder).rglob("*"):
            if path.suffix in {".py", ".yml"} and path.name != "settings.py":
                read |= set(re.findall(r"CHIPWATCH_[A-Z_]*[A-Z]\b", path.read_text()))
    unknown: list[str] = []
    for name in sorted(read):
        require_sound({name: GOOD.get(name, "1")}, unknown.append)
    assert read >= {f"{PREFIX}BUILD_DIR", f"{PREFIX}SUPERSET_HOME"}
    assert unknown == []


@pytest.mark.parametrize(("name", "value"), [(name, bad[0]) for name, bad in BAD.items()])
def test_every_command_says_so_before_it_does_anything(
    name: str, value: str, tmp_path: Path
) -> None:
    named = {} if name == "CHIPWATCH_WAREHOUSE" else {"CHIPWATCH_WAREHOUSE": str(tmp_path / "wh")}
    result = subprocess.run(
        [str(CHIPWATCH), "run"], env={**os.environ, **named, name: value},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 1
    assert name in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "wh").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        [b"query", b"select '\xff'"],
        [b"releases", b"rollback", b"x", b"--reason", b"\xed\xa0\x80"],
        [b"status", b"--warehouse", b"/tmp/\xff"],
        [b"status", b"--warehouse", b"~nobody-of-this-name/x"],
        [b"query", b";"],
        [b"query", b"-- nothing"],
    ],
)
def test_half_a_character_and_an_empty_query_are_answered(arguments: list[bytes]) -> None:
    result = subprocess.run(
        [os.fsencode(CHIPWATCH), *arguments], capture_output=True, text=True, check=False
    )
    assert result.returncode in {1, 2}
    assert "error:" in result.stderr.lower()
    assert "Traceback" not in result.stderr
