"""Owners as a person states them: names and shares, and what listed ones hold together."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.screening.stated_owners import StatedOwner, standing_of, stated_owners

SHARES = st.one_of(st.none(), st.decimals(0, 100, places=2))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("Huawei", [("Huawei", None)]),
        ("Huawei = 30; SMIC: 25%", [("Huawei", "30"), ("SMIC", "25")]),
        ("Huawei=50,5 %", [("Huawei", "50.5")]),
        ("华为：30％；中芯", [("华为", "30"), ("中芯", None)]),
        ("Form 20: A Story = x", [("Form 20: A Story = x", None)]),
        ("Huawei = 130", [("Huawei = 130", None)]),
        (" ; = 30 ;", [("= 30", None)]),
        ("Area 51", [("Area 51", None)]),
    ],
)
def test_names_and_shares_are_read(text: str, expected: list[tuple[str, str | None]]) -> None:
    owners = [(one.name, one.share_pct) for one in stated_owners(text)]
    assert owners == [(name, None if share is None else Decimal(share)) for name, share in expected]


@given(st.text(max_size=200))
def test_any_text_is_read_and_no_name_is_lost(text: str) -> None:
    for owner in stated_owners(text):
        assert owner.name.strip() == owner.name != ""
        assert owner.name in text
        assert owner.share_pct is None or 0 <= owner.share_pct <= 100


@given(st.lists(SHARES, max_size=5))
def test_shares_are_added_up_and_an_unknown_one_may_be_any(shares: list[Decimal | None]) -> None:
    standing = standing_of(StatedOwner(str(n), share) for n, share in enumerate(shares))
    known = sum(share for share in shares if share is not None)
    if not shares:
        assert standing is None
    elif known >= 50:
        assert standing == "owned"
    else:
        assert standing == ("possible" if None in shares else "minority")
