"""What the user's own aliases change stands beside what the curated ones give."""

import pyarrow as pa
import pytest

from pipelines.derived.entity_links.derive import BUILD_SCHEMA, beside_curated
from pipelines.derived.entity_links.links import Links, find_links

CURATED = [
    {"vendor_id": "tarnix", "alias": "Tarnix", "match_kind": "prefix"},
    {"vendor_id": "quarry", "alias": "Quarry Chips", "match_kind": "exact"},
]
ENTRIES = pa.table(
    {
        "entry_key": ["a", "b", "c"],
        "list_code": ["EL"] * 3,
        "name": ["Tarnix Device Co., Ltd.", "Quarry Chips Ltd.", "Lumen Ltd."],
        "alt_names": pa.array([[]] * 3, pa.list_(pa.string())),
        "entry_type": pa.array([None] * 3, pa.string()),
    }
)
NONE_DECIDED = pa.table({"name": pa.array([], pa.string()), "vendor_id": pa.array([], pa.string())})


def links(*own: tuple[str, str, str]) -> Links:
    rows = [dict(zip(("vendor_id", "alias", "match_kind"), row, strict=True)) for row in own]
    return find_links(ENTRIES, pa.Table.from_pylist([*CURATED, *rows]), NONE_DECIDED)


@pytest.mark.parametrize(
    ("own", "vendors"),
    [
        ((), [("a", "tarnix", "tarnix"), ("b", "quarry", "quarry")]),
        (
            ("lumen", "Lumen", "exact"),
            [("a", "tarnix", "tarnix"), ("b", "quarry", "quarry"), ("c", "lumen", None)],
        ),
        (
            ("lumen", "Tarnix Device", "exact"),
            [("a", "lumen", "tarnix"), ("b", "quarry", "quarry")],
        ),
        (("lumen", "Quarry Chips", "exact"), [("a", "tarnix", "tarnix"), ("b", None, "quarry")]),
    ],
)
def test_a_link_stands_beside_the_curated_one(
    own: tuple[str, str, str] | tuple[()], vendors: list[tuple[str, str | None, str | None]]
) -> None:
    found = beside_curated(links(*([own] if own else [])), links().links)
    assert found.schema == BUILD_SCHEMA
    assert [
        (row["entry_key"], row["vendor_id"], row["curated_vendor_id"]) for row in found.to_pylist()
    ] == vendors


def test_own_aliases_that_leave_an_entry_no_vendor_are_named() -> None:
    own = links(("lumen", "Quarry Chips", "exact"), ("other", "Quarry Chips Ltd", "exact"))
    found = {row["entry_key"]: row for row in beside_curated(own, links().links).to_pylist()}
    assert found["b"]["vendor_id"] is None
    assert found["b"]["tied_aliases"] == "Quarry Chips; Quarry Chips Ltd"
    assert found["a"]["tied_aliases"] is None
