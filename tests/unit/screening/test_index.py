"""Reading the names to look up: what is accepted, and what is said about the rest."""

from pathlib import Path

import pytest

from pipelines.cli.screen import read_names
from pipelines.errors import ChipwatchError

COUNTRIES = {"cn": "CN", "china": "CN", "chn": "CN"}


def read(tmp_path: Path, content: bytes) -> list[tuple[str, str, str]]:
    path = tmp_path / "names.csv"
    path.write_bytes(content)
    return [(asked.name, asked.country, asked.id) for asked in read_names(path, COUNTRIES)]


def test_names_with_and_without_country_and_id(tmp_path: Path) -> None:
    assert read(tmp_path, b"name\nTarnix\n") == [("Tarnix", "", "")]
    content = "\ufeffid, Country ,NAME,more\n123456,china, 塔尼克斯 ,x\n\n,,Quarry,\n".encode()
    assert read(tmp_path, content) == [("塔尼克斯", "CN", "123456"), ("Quarry", "", "")]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"names\nTarnix\n", "needs one column `name`; it has names"),
        (b"", "it has no column"),
        (b"name,name\na,b\n", "needs one column `name`"),
        (b"name\n", "holds no names"),
        (b"name,country\n,CN\n", "line 2: the column `name` is empty"),
        (b"name,country\nTarnix,Atlantis\n", "line 2: there is no country 'Atlantis'"),
        (b"name\nTarnix, Ltd.\n", "line 2: 2 cells, the header has 1"),
        (b'name\n"Tarnix\n', "is not a readable CSV"),
        (b"name\nT\xe4rnix\n", "is not UTF-8"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, content: bytes, told: str) -> None:
    with pytest.raises(ChipwatchError) as caught:
        read(tmp_path, content)
    assert told in caught.value.message
    assert caught.value.remedy


def test_no_file(tmp_path: Path) -> None:
    for path in (tmp_path / "absent.csv", tmp_path):
        with pytest.raises(ChipwatchError, match="There is no file"):
            read_names(path, COUNTRIES)
