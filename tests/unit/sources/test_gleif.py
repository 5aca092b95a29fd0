"""The excerpt of the golden copies: listed parties, whom they consolidate, and nobody else."""

import csv
from pathlib import Path

import pytest

from pipelines.errors import ChipwatchError
from pipelines.raw.parse import parse_file
from pipelines.sources.gleif.excerpt import Excerpt, excerpt

DATA = Path(__file__).parent / "data"
REAL = DATA / "gleif__relationships" / "golden_copy_2026_01_23.csv"


def lei(number: int) -> str:
    return f"EXAMPLE{number:011d}00"


def written(path: Path, rows: list[dict[str, str]]) -> Path:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, columns, restval="", quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows(rows)
    return path


def level_1(path: Path, names: dict[int, tuple[str, str]]) -> Path:
    return written(
        path,
        [
            {
                "LEI": lei(number),
                "Entity.LegalName": name,
                "Entity.OtherEntityNames.OtherEntityName.1": other,
                "Entity.LegalAddress.Country": "CN",
                "Entity.EntityStatus": "ACTIVE",
                "Registration.RegistrationStatus": "ISSUED",
            }
            for number, (name, other) in names.items()
        ],
    )


def level_2(path: Path, edges: list[tuple[int, int, str]]) -> Path:
    header = REAL.read_text("utf-8").splitlines()[0].split(",")
    blank = dict.fromkeys(header, "")
    return written(
        path,
        [
            {
                **blank,
                "Relationship.StartNode.NodeID": lei(owned),
                "Relationship.EndNode.NodeID": lei(owner),
                "Relationship.RelationshipType": kind,
                "Relationship.RelationshipStatus": "ACTIVE",
            }
            for owner, owned, kind in edges
        ],
    )


DIRECT, FUND = "IS_DIRECTLY_CONSOLIDATED_BY", "IS_FUND-MANAGED_BY"


def test_the_neighborhood_of_a_listed_party_is_kept(tmp_path: Path) -> None:
    names = {
        1: ("示例科技股份有限公司", "EXAMPLE TECHNOLOGY CO LTD"),
        2: ("Daughter\nGmbH", ""),
        3: ("Grandchild, Inc.", ""),
        4: ("Stranger AG", ""),
        5: ("Fund of the listed one", ""),
        6: ("Mother of the listed one", ""),
    }
    edges = [(1, 2, DIRECT), (2, 3, DIRECT), (1, 5, FUND), (6, 1, DIRECT), (4, 6, DIRECT)]
    found = excerpt(
        level_1(tmp_path / "lei2.csv", names),
        level_2(tmp_path / "rr.csv", edges),
        ["Example Technology Co., Ltd.", "Nobody"],
        tmp_path / "out",
    )
    assert found == Excerpt(named=1, entities=3, relationships=2)
    entities = parse_file("gleif/entities", tmp_path / "out" / "entities.csv")
    assert {row["lei"] for row in entities.rows} == {lei(1), lei(2), lei(3)}
    relationships = parse_file("gleif/relationships", tmp_path / "out" / "relationships.csv")
    assert {(row["end_lei"], row["start_lei"]) for row in relationships.rows} == {
        (lei(1), lei(2)),
        (lei(2), lei(3)),
    }


def test_files_in_the_wrong_order_are_told(tmp_path: Path) -> None:
    first, second = level_1(tmp_path / "a.csv", {1: ("X", "")}), REAL
    with pytest.raises(ChipwatchError, match="no golden copy of level 1") as refused:
        excerpt(second, first, ["X"], tmp_path / "out")
    assert "lei2 first" in refused.value.remedy


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ChipwatchError, match="cannot be read"):
        excerpt(tmp_path / "none.csv", REAL, ["X"], tmp_path / "out")


def test_the_period_of_a_real_record_is_that_of_the_relationship() -> None:
    """In the first of these records it stands second, after the year of the accounts."""
    rows = parse_file("gleif/relationships", REAL).rows
    assert [str(row["began_on"]) for row in rows][:3] == ["2017-10-02", "1995-06-14", "2024-01-01"]
    assert {row["ended_on"] for row in rows} == {None}
