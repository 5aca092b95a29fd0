"""The user's own aliases take no listing from the vendor that the curated ones give it."""

import pyarrow as pa
import pytest

from pipelines.derived.cache import DerivedError
from pipelines.derived.entity_links.derive import require_kept_links
from pipelines.derived.entity_links.links import find_links

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


def links(*own: tuple[str, str, str]) -> pa.Table:
    rows = [dict(zip(("vendor_id", "alias", "match_kind"), row, strict=True)) for row in own]
    return find_links(ENTRIES, pa.Table.from_pylist([*CURATED, *rows]), NONE_DECIDED).links


def test_more_links_are_no_loss() -> None:
    require_kept_links(links(), links(("lumen", "Lumen", "exact")))


@pytest.mark.parametrize(
    ("own", "told"),
    [
        (("lumen", "Tarnix Device", "exact"), "now lumen by 'Tarnix Device'"),
        (("lumen", "Quarry Chips", "exact"), "quarry by the curated alias 'Quarry Chips', now no"),
    ],
)
def test_a_lost_link_is_refused_by_name(own: tuple[str, str, str], told: str) -> None:
    with pytest.raises(DerivedError) as caught:
        require_kept_links(links(), links(own))
    assert told in caught.value.message
    assert "take 1 listings" in caught.value.message
    assert "overlay/vendor_aliases.csv" in caught.value.remedy
