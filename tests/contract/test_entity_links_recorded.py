"""Links of recorded screening-list rows, every one of which was judged by reading it."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pytest

from pipelines.derived.entity_links.derive import derive_entity_links
from pipelines.derived.entity_links.links import Links, find_links

REPOSITORY = Path(__file__).resolve().parents[2]
PAYLOADS = REPOSITORY.parent / "shared" / "payloads"
REFERENCE = REPOSITORY / "dbt_project" / "seeds" / "reference"
LIST_CODES = {"Entity List (EL)": "EL", "Non-SDN Chinese Military-Industrial": "CMIC"}


def recorded(name: str) -> Path:
    path = PAYLOADS / name
    if not path.exists():
        pytest.skip(f"the recorded payload is not here: {path}")
    return path


def curated(name: str) -> pa.Table:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return pa.Table.from_pylist(rows)


def links_of(rows: list[dict[str, str]]) -> Links:
    table = pa.Table.from_pylist(
        [
            {
                "entry_key": f"{at:04d}",
                "list_code": next(
                    (c for n, c in LIST_CODES.items() if row["source"].startswith(n)), ""
                ),
                "name": row["name"],
                "alt_names": [a.strip() for a in row["alt_names"].split(";") if a.strip()],
                "entry_type": row["type"],
            }
            for at, row in enumerate(rows)
        ]
    )
    return find_links(table, curated("vendor_aliases.csv"), curated("vendor_link_overrides.csv"))


def csl_rows(name: str) -> list[dict[str, str]]:
    with recorded(f"csl/{name}").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_recorded_row_of_a_chip_firm_has_its_vendor() -> None:
    rows = csl_rows("csl_ai_chip_rows_2022-04.csv")
    found = links_of(rows)
    assert found.ambiguous.num_rows == 0
    assert Counter(found.links["vendor_id"].to_pylist()) == {
        "huawei": 138,
        "smic": 10,
        "hisilicon": 5,
        "hygon": 3,
        "megvii": 2,
        "sensetime": 2,
        "sugon": 2,
        "yitu": 2,
        "jinhua": 1,
        "phytium": 1,
        "sunway": 1,
    }
    vendors = dict(
        zip(found.links["entry_key"].to_pylist(), found.links["vendor_id"].to_pylist(), strict=True)
    )
    for at, row in enumerate(rows):
        named = row["name"].partition("Affiliated Entity:")[2] or row["name"]
        if "hisilicon" in named.casefold():
            assert vendors[f"{at:04d}"] == "hisilicon"
        elif "huawei" in row["name"].casefold():
            assert vendors[f"{at:04d}"] == "huawei"


@pytest.mark.parametrize(
    "name", ["moov_consolidated_2022-04_head200lines.csv", "moov_consolidated_2025.csv"]
)
def test_rows_of_others_have_none(name: str) -> None:
    assert links_of(csl_rows(name)).links.num_rows == 0


def test_the_treasury_list_of_2022() -> None:
    with recorded("ofac/moov_cons_prim_CMIC_rows.csv").open(encoding="utf-8", newline="") as file:
        names = [row[1] for row in csv.reader(file)]
    source = "Non-SDN Chinese Military-Industrial Complex Companies List (CMIC)"
    found = links_of([{"source": source, "name": n, "alt_names": "", "type": ""} for n in names])
    assert {(row["matched_name"], row["vendor_id"]) for row in found.links.to_pylist()} == {
        ("CHANGSHA JINGJIA MICROELECTRONICS COMPANY LIMITED", "jingjia-micro"),
        ("CLOUDWALK TECHNOLOGY CO., LTD.", "cloudwalk"),
        ("DAWNING INFORMATION INDUSTRY CO., LTD", "sugon"),
        ("HANGZHOU HIKVISION DIGITAL TECHNOLOGY CO., LTD.", "hikvision"),
        ("HUAWEI INVESTMENT & HOLDING CO., LTD.", "huawei"),
        ("HUAWEI TECHNOLOGIES CO., LTD.", "huawei"),
        ("INSPUR GROUP CO., LTD.", "inspur"),
        ("MEGVII TECHNOLOGY LIMITED", "megvii"),
        ("PROVEN GLORY CAPITAL LIMITED", "huawei"),
        ("PROVEN HONOUR CAPITAL LIMITED", "huawei"),
        ("SEMICONDUCTOR MANUFACTURING INTERNATIONAL CORPORATION", "smic"),
        ("SENSETIME GROUP LIMITED", "sensetime"),
        ("SZ DJI TECHNOLOGY CO., LTD.", "dji"),
        ("YITU LIMITED", "yitu"),
    }


def test_the_curated_files_can_be_used(tmp_path: Path) -> None:
    path = derive_entity_links(
        [], REFERENCE / "vendor_aliases.csv", REFERENCE / "vendor_link_overrides.csv", tmp_path
    )
    assert path.exists()
    assert find_links(
        pa.Table.from_pylist(
            [
                {
                    "entry_key": "k",
                    "list_code": "EL",
                    "name": "Huawei Cuba",
                    "alt_names": ["x"],
                    "entry_type": None,
                }
            ]
        ),
        curated("vendor_aliases.csv"),
        curated("vendor_link_overrides.csv"),
    ).links["vendor_id"].to_pylist() == ["huawei"]
