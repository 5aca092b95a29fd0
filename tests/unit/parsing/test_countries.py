"""Countries in the forms in which lists and feeds print them."""

import pytest

from pipelines.parsing.countries import ISO_CODES, country_at_end, country_code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("China", "CN"),
        ("CHINA", "CN"),
        ("P.R. China", "CN"),
        ("People’s Republic of China", "CN"),
        ("Hong Kong SAR", "HK"),
        ("Korea, South", "KR"),
        ("Republic of Korea", "KR"),
        ("Iran, Islamic Republic of", "IR"),
        ("Republic of Poland", "PL"),
        ("The Netherlands", "NL"),
        ("Türkiye", "TR"),
        ("Viet Nam", "VN"),
        ("U.K.", "GB"),
        ("KZ", "KZ"),
        ("kz", None),
        ("Atlantis", None),
        ("", None),
        (None, None),
    ],
)
def test_names(name: str | None, code: str | None) -> None:
    assert country_code(name) == code


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("1 Road, Wuxi, Jiangsu 214000, China", "CN"),
        ("1 Road, Wuxi, CN", "CN"),
        ("1 Road, Wuxi, China 214000", "CN"),
        ("1 Road, Wuxi, China.", "CN"),
        ("1 Road, Wuxi China", "CN"),
        ("1 Road, Wuxi, P.R.C.", "CN"),
        ("1 Road, Kowloon, Hong Kong, China", "HK"),
        ("1 Road, Hsinchu, Taiwan, R.O.C.", "TW"),
        ("1 Road, Dubai, U.A.E.", "AE"),
        ("1 Road, St. Petersburg, Russian Federation", "RU"),
        ("1 Road, Port Moresby, Papua New Guinea", "PG"),
        ("1 Road, Newark, New Jersey", None),
        ("1 Road, Albuquerque, New Mexico", None),
        ("1 Road, Atlanta, Georgia", None),
        ("1 Road, Laredo, TX, 78579", None),
        ("c/o Example S.A. DE C.V.", None),
        ("", None),
        (",", None),
    ],
)
def test_the_end_of_an_address(address: str, code: str | None) -> None:
    assert country_at_end(address) == code


def test_every_code_reads_as_itself() -> None:
    assert all(
        country_code(code) == code == country_at_end(f"1 Road, {code}") for code in ISO_CODES
    )
