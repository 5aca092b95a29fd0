"""Country cells as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.screening.countries import country_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("UK", "GB"),
        ("U.K.", "GB"),
        ("gbr", "GB"),
        ("Great Britain", "GB"),
        ("PRC", "CN"),
        ("P.R. China", "CN"),
        ("People's Republic of China", "CN"),
        ("中国", "CN"),
        ("中華人民共和國", "CN"),
        ("156", "CN"),
        ("China (CN)", "CN"),
        ("Shenzhen, China", "CN"),
        ("Hong Kong SAR", "HK"),
        ("Hong Kong, China", "HK"),
        ("香港", "HK"),
        ("Macau", "MO"),
        ("Taiwan, Province of China", "TW"),
        ("Korea, Republic of", "KR"),
        ("Russian Federation", "RU"),
        ("Россия", "RU"),
        ("Deutschland", "DE"),
        ("Türkiye", "TR"),
        ("the Netherlands", "NL"),
        ("USA", "US"),
        ("036", "AU"),
        ("China / CN", "CN"),
        ("Virgin Islands (U.S.)", "VI"),
        ("Congo, Democratic Republic of", "CD"),
        ("Republic of Belarus", "BY"),
        ("Los Angeles, CA", ""),
        ("1.0", ""),
        ("86", ""),
        ("+86", ""),
        ("36", ""),
        ("86 156", ""),
        ("China/Hong Kong", ""),
        ("CN;HK", ""),
        ("China | Taiwan", ""),
        ("Inner Mongolia", ""),
        ("Atlantis", ""),
        ("EU", ""),
        ("", ""),
    ],
)
def test_usual_forms(text: str, code: str) -> None:
    assert country_code(text) == code


@given(st.text(max_size=40))
def test_any_text_gives_a_code_or_nothing(text: str) -> None:
    code = country_code(text)
    assert code == "" or (len(code) == 2 and code.isupper())
