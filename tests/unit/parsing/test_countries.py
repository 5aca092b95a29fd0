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
        ("1 Road, Newark, New Jersey", "US"),
        ("1 Road, Albuquerque, New Mexico 87101", "US"),
        ("1 Road, Tijuana, Baja California", None),
        ("c/o Example S.A. DE C.V.", None),
        ("", None),
        (",", None),
    ],
)
def test_the_end_of_an_address(address: str, code: str | None) -> None:
    assert country_at_end(address) == code


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("1 Road, Laredo, TX, 78579", "US"),
        ("1 Road, San Diego, CA, 92154", "US"),
        ("1 Road, San Diego, CA 92154-1234", "US"),
        ("1 Road, Anthony, 88021, NM", "US"),
        ("1 Road, Portsmouth, NH, 3801", "US"),
        ("1 Road, Los Angeles, CA", "US"),
        ("1 Road Los Angeles CA", "US"),
        ("1 Road, Toronto, CA", "CA"),
        ("1 Road, Scarborough, Ontario, M1W 1A2, CA", "CA"),
        ("1 Road, San Diego, CA, 29154", None),
        ("1 Road, Denver, CO 80202", "US"),
        ("1 Road, Bogota, CO", "CO"),
        ("1 Road, Bogota, 110111, CO", "CO"),
        ("1 Road, Wilmington, DE", "US"),
        ("1 Road, Newark, DE 19711", "US"),
        ("1 Road, Berlin, DE", "DE"),
        ("1 Road, Berlin, DE, 10115", "DE"),
        ("1 Road, Chicago, IL", "US"),
        ("1 Road, Haifa, IL", "IL"),
        ("1 Road, Indianapolis, IN", "US"),
        ("1 Road, Mumbai, 400 074, IN", "IN"),
        ("1 Road, Boise, ID", "US"),
        ("1 Road, Mataram, 83511, ID", "ID"),
        ("1 Road, Tucson, AZ", "US"),
        ("1 Road, Baku, AZ 1008, AZ", "AZ"),
        ("1 Road, Cambridge, MA", "US"),
        ("1 Road, Rabat, MA", "MA"),
        ("1 Road, Seattle, WA", "US"),
        ("1 Road, Perth, WA", None),
        ("1 Road, Milano, MI", None),
        ("1 Road, Atlanta, GA", "US"),
        ("1 Road, Libreville, GA", "GA"),
        ("1 Road, Atlanta, Georgia", "US"),
        ("1 Road, Tbilisi, Georgia", "GE"),
        ("1 Road, Newtown, Georgia", None),
        ("1 Road, San Juan, PR, 00901", "PR"),
    ],
)
def test_a_state_of_the_united_states_is_no_country(address: str, code: str | None) -> None:
    assert country_at_end(address) == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Democratic Republic of the Congo", "CD"),
        ("Democratic Republic of Congo", "CD"),
        ("Congo, Democratic Republic of", "CD"),
        ("Congo, The Democratic Republic of the", "CD"),
        ("Congo, Dem. Rep.", "CD"),
        ("Republic of Congo", "CG"),
        ("Congo, Rep.", "CG"),
        ("Republic of China", "TW"),
        ("Republic of China (Taiwan)", "TW"),
        ("Taiwan, Province of China", "TW"),
        ("The People's Republic of China", "CN"),
        ("China, People's Republic of", "CN"),
        ("Hong Kong Special Administrative Region of China", "HK"),
        ("Macao Special Administrative Region of the People's Republic of China", "MO"),
        ("Hong Kong S.A.R.", "HK"),
        ("Virgin Islands (U.S.)", "VI"),
        ("Virgin Islands, British", "VG"),
        ("British Virgin Islands", "VG"),
        ("Serbia and Montenegro", "RS"),
        ("Montenegro", "ME"),
        ("Equatorial Guinea", "GQ"),
        ("Guinea-Bissau", "GW"),
        ("Papua New Guinea", "PG"),
        ("Republic of Guinea", "GN"),
        ("American Samoa", "AS"),
        ("Independent State of Samoa", "WS"),
        ("Dominican Republic", "DO"),
        ("Commonwealth of Dominica", "DM"),
        ("Republic of the Niger", "NE"),
        ("Federal Republic of Nigeria", "NG"),
        ("Korea, South", "KR"),
        ("Rep. of Korea", "KR"),
        ("Korea, Dem. People's Rep.", "KP"),
        ("Korea, Democratic People's Republic of", "KP"),
        ("Korea (North)", "KP"),
        ("South Sudan", "SS"),
        ("Republic of South Sudan", "SS"),
        ("Republic of Georgia", "GE"),
        ("State of Georgia", None),
        ("Inner Mongolia", None),
        ("Central Macedonia", None),
        ("West Azerbaijan", None),
        ("North Macedonia", "MK"),
        ("Northern Ireland", "GB"),
    ],
)
def test_the_longest_name_counts(name: str, code: str | None) -> None:
    assert country_code(name) == code
    assert country_at_end(f"1 Road, Newtown, {name}") == code
    assert country_at_end(f"1 Road, Newtown, {name}.") == code


def test_every_code_reads_as_itself() -> None:
    assert all(
        country_code(code) == code == country_at_end(f"1 Road, {code}") for code in ISO_CODES
    )
