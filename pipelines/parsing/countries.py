"""Countries in the forms in which sources print them, to ISO 3166-1 alpha-2 codes.

Belongs here: codes, English names with their older, short and official forms, and the country at
the end of an address. An unknown name has no code.
Does not belong here: which country a company counts to; codes of one source alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from pipelines.parsing.us_places import STATE_CODES, country_by_state

_COUNTRIES = """
AF Afghanistan; AX Aland Islands; AL Albania; DZ Algeria; AS American Samoa; AD Andorra; AO
Angola; AI Anguilla; AQ Antarctica; AG Antigua and Barbuda; AR Argentina; AM Armenia; AW Aruba;
AC Ascension Island; AU Australia; AT Austria; AZ Azerbaijan; BS Bahamas; BH Bahrain; BD
Bangladesh; BB Barbados; BY Belarus; BE Belgium; BZ Belize; BJ Benin; BM Bermuda; BT Bhutan; BO
Bolivia; BA Bosnia and Herzegovina; BA Bosnia-Herzegovina; BW Botswana; BV Bouvet Island; BR
Brazil; IO British Indian Ocean Territory; VG British Virgin Islands; BN Brunei; BG Bulgaria; BF
Burkina Faso; MM Burma; BI Burundi; KH Cambodia; CM Cameroon; CA Canada; IC Canary Islands; CV
Cape Verde; BQ Caribbean Netherlands; KY Cayman Islands; CF Central African Republic; EA Ceuta
and Melilla; TD Chad; CL Chile; CN China; CX Christmas Island; CP Clipperton Island; CC Cocos
(Keeling) Islands; CO Colombia; KM Comoros; CG Congo; CG Congo-Brazzaville; CK Cook Islands; CR
Costa Rica; CI Cote d'Ivoire; HR Croatia; CU Cuba; CW Curacao; CW Curaçao; CY Cyprus; CZ Czech
Republic; CZ Czechia; CD Democratic Republic of the Congo; DK Denmark; DG Diego Garcia; DJ
Djibouti; DM Dominica; DO Dominican Republic; EC Ecuador; EG Egypt; SV El Salvador; GQ
Equatorial Guinea; ER Eritrea; EE Estonia; SZ Eswatini; ET Ethiopia; FK Falkland Islands; FO
Faroe Islands; FJ Fiji; FI Finland; FR France; GF French Guiana; PF French Polynesia; TF French
Southern Territories; GA Gabon; GM Gambia; PS Gaza Strip; GE Georgia; DE Germany; GH Ghana; GI
Gibraltar; GR Greece; GL Greenland; GD Grenada; GP Guadeloupe; GU Guam; GT Guatemala; GG
Guernsey; GN Guinea; GW Guinea-Bissau; GY Guyana; HT Haiti; HM Heard and McDonald Islands; HN
Honduras; HK Hong Kong; HU Hungary; IS Iceland; IN India; ID Indonesia; IR Iran; IQ Iraq; IE
Ireland; IM Isle of Man; IL Israel; IT Italy; CI Ivory Coast; JM Jamaica; JP Japan; JE Jersey;
JO Jordan; KZ Kazakhstan; KE Kenya; KI Kiribati; XK Kosovo; KW Kuwait; KG Kyrgyzstan; LA Laos;
LV Latvia; LB Lebanon; LS Lesotho; LR Liberia; LY Libya; LI Liechtenstein; LT Lithuania; LU
Luxembourg; MO Macao; MO Macau; MK Macedonia; MG Madagascar; MW Malawi; MY Malaysia; MV
Maldives; ML Mali; MT Malta; MH Marshall Islands; MQ Martinique; MR Mauritania; MU Mauritius; YT
Mayotte; MX Mexico; FM Micronesia; MD Moldova; MC Monaco; MN Mongolia; ME Montenegro; MS
Montserrat; MA Morocco; MZ Mozambique; MM Myanmar; NA Namibia; NR Nauru; NP Nepal; NL
Netherlands; NC New Caledonia; NZ New Zealand; NI Nicaragua; NE Niger; NG Nigeria; NU Niue; NF
Norfolk Island; KP North Korea; MK North Macedonia; MP Northern Mariana Islands; NO Norway; OM
Oman; PK Pakistan; PW Palau; PS Palestine; PA Panama; PG Papua New Guinea; PY Paraguay; PE Peru;
PH Philippines; PN Pitcairn Islands; PL Poland; PT Portugal; PR Puerto Rico; QA Qatar; CG
Republic of the Congo; RE Reunion; RO Romania; RU Russia; RW Rwanda; RE Réunion; BL Saint
Barthélemy; SH Saint Helena; KN Saint Kitts and Nevis; LC Saint Lucia; MF Saint Martin; PM Saint
Pierre and Miquelon; VC Saint Vincent and Grenadines; WS Samoa; SM San Marino; ST Sao Tome and
Principe; CQ Sark; SA Saudi Arabia; SN Senegal; RS Serbia; SC Seychelles; SL Sierra Leone; SG
Singapore; SX Sint Maarten; SK Slovakia; SI Slovenia; SB Solomon Islands; SO Somalia; ZA South
Africa; GS South Georgia and South Sandwich Islands; KR South Korea; SS South Sudan; ES Spain;
LK Sri Lanka; SD Sudan; SR Suriname; SJ Svalbard and Jan Mayen; SZ Swaziland; SE Sweden; CH
Switzerland; SY Syria; ST São Tomé and Príncipe; TW Taiwan; TJ Tajikistan; TZ Tanzania; TH
Thailand; BS The Bahamas; GM The Gambia; TL Timor-Leste; TG Togo; TK Tokelau; TO Tonga; TT
Trinidad and Tobago; TA Tristan da Cunha; TN Tunisia; TR Turkey; TR Turkiye; TM Turkmenistan; TC
Turks and Caicos Islands; TV Tuvalu; UM U.S. Outlying Islands; VI U.S. Virgin Islands; GB UK; US
USA; UG Uganda; UA Ukraine; AE United Arab Emirates; GB United Kingdom; US United States; UY
Uruguay; UZ Uzbekistan; VU Vanuatu; VA Vatican; VA Vatican City; VE Venezuela; VN Vietnam; WF
Wallis and Futuna; PS West Bank; EH Western Sahara; YE Yemen; CD Zaire; ZM Zambia; ZW Zimbabwe;
AX Åland Islands;
"""

_OTHER_NAMES = """
CN PRC; CN P R C; CN P R China; CN PR China; CN China PR; CN China PRC; CN Peoples
Republic of China; CN China Peoples Republic of; CN China Peoples Republic; CN
Mainland China; CN China Mainland; CN CHN; CN 中国; CN 中國; CN 中华人民共和国; HK Hong Kong SAR;
HK Hong Kong China; HK Hong Kong SAR China; HK Hong Kong S A R; HK Hongkong; HK HKSAR;
HK HKG; HK 香港; HK 中国香港; MO Macau China; MO Macao China; MO Macau SAR; MO Macao SAR; MO
Macau SAR China; MO Macao SAR China; MO 澳门; MO 澳門; TW Taiwan China; TW Taiwan Province
of China; TW Taiwan ROC; TW Taiwan R O C; TW Republic of China; TW Republic of China
Taiwan; TW Taiwan Republic of China; TW Chinese Taipei; TW TWN; TW 台湾; TW 臺灣; TW 台灣;
KR Republic of Korea; KR Korea Republic of; KR Korea Republic; KR Republic Korea; KR
Korea Republic South; KR Korea South; KR ROK; KR S Korea; KR KOR; KR 韩国; KR 대한민국; KP
Democratic Peoples Republic of Korea; KP Korea Democratic Peoples Republic of; KP
Korea Democratic Peoples Republic; KP Korea North; KP DPRK; KP N Korea; KP PRK; JP
JPN; JP 日本; RU Russian Federation; RU RUS; RU 俄罗斯; IR Islamic Republic of Iran; IR
Iran Islamic Republic of; IR IRN; SY Syrian Arab Republic; SY SYR; VN Viet Nam; VN
Socialist Republic of Vietnam; VN VNM; LA Lao Peoples Democratic Republic; LA Lao PDR;
LA Lao; BN Brunei Darussalam; GB Great Britain; GB Britain; GB U K; GB England; GB
Scotland; GB Wales; GB Northern Ireland; GB United Kingdom of Great Britain and
Northern Ireland; GB GBR; US U S; US U S A; US United States of America; US America;
US 美国; AE UAE; AE U A E; AE Emirates; AE ARE; NL Holland; NL The Netherlands; NL NLD;
CZ Czech; SK Slovak Republic; CV Cabo Verde; MK Former Yugoslav Republic of Macedonia;
MK Macedonia the Former Yugoslav Republic of; MK FYROM; MD Republic of Moldova; MD
Moldova Republic of; TZ United Republic of Tanzania; TZ Tanzania United Republic of;
VE Bolivarian Republic of Venezuela; VE Venezuela Bolivarian Republic of; BO
Plurinational State of Bolivia; BO Bolivia Plurinational State of; FM Federated States
of Micronesia; FM Micronesia Federated States of; PS Palestinian Territories; PS State
of Palestine; PS Palestine State of; PS Palestinian Territory Occupied; PS
Palestinian; VA Holy See; MM Burma Myanmar; MM Myanmar Burma; CD DR Congo; CD DRC; CD
D R Congo; CD Congo Democratic Republic of the; CD Democratic Republic of Congo; CD
Congo Kinshasa; CD Congo Democratic Republic of; CD Congo Democratic Republic; CD
Democratic Republic Congo; CD Democratic Congo; CG Republic of Congo; CG Congo
Republic of the; CG Congo Republic of; CG Congo Republic; CG Congo Brazzaville; BA
Bosnia; BA Bosnia Herzegovina; VC Saint Vincent and the Grenadines; VC St Vincent and
the Grenadines; KN St Kitts and Nevis; LC St Lucia; GS South Georgia and the South
Sandwich Islands; HM Heard Island and McDonald Islands; VG BVI; VG Virgin Islands
British; VI Virgin Islands US; VI US Virgin Islands; VI United States Virgin Islands;
VI Virgin Islands U S; VI Virgin Islands of the United States; VI Virgin Islands
United States; VI American Virgin Islands; UM United States Minor Outlying Islands; UM
US Outlying Islands; SA KSA; SA Kingdom of Saudi Arabia; SA SAU; KG Kyrgyz Republic;
KG Kirghizia; TF French Southern and Antarctic Lands; PN Pitcairn; SH Saint Helena
Ascension and Tristan da Cunha; LY Libyan Arab Jamahiriya; TL East Timor; BY
Byelorussia; DE Federal Republic of Germany; DE DEU; DE Deutschland; FR FRA; SG SGP;
MY MYS; IN IND; PK PAK; TR TUR; TR Türkiye; UA UKR; ES Espana; IT Italia; BR Brasil;
MX México; CH Suisse; IE Republic of Ireland; IE Eire; ZA Republic of South Africa; ZA
RSA; NZ N Z; PG P N G; RS Serbia and Montenegro; WS Western Samoa; GE Republic of
Georgia; GE Georgia Republic of; GE Georgia Republic;
"""

_PLACES_WITHIN = """
Inner Mongolia; Central Macedonia; Eastern Macedonia; Western Macedonia; West Macedonia; East
Azerbaijan; West Azerbaijan; Eastern Azerbaijan; Western Azerbaijan; Gulf of Mexico;
State of Georgia; Province of China
"""
"""Parts of countries whose name ends with that of another country, or may do so."""

ISO_CODES = frozenset(
    re.findall(
        "..",
        "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCI"
        "CKCLCMCNCOCRCUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQ"
        "GRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLS"
        "LTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPG"
        "PHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTK"
        "TLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSXKYEYTZAZMZW",
    )
)
"""Codes of today, Kosovo's XK with them."""

_NO_STATES = ISO_CODES - STATE_CODES
_NOT_A_WORD = re.compile(r"[\W_]+")
_APOSTROPHE = re.compile("['\u2018\u2019\u02bc`]")
_ACCENT = re.compile("[\u0300-\u036f]")
_ABBREVIATED = {"rep": "republic", "dem": "democratic", "soc": "socialist", "fed": "federal"}
_FORM = (
    "(?:(?:arab|bolivarian|cooperative|co operative|democratic|federal|federative|hashemite|"
    "independent|islamic|oriental|peoples|plurinational|socialist|united) )*"
    "(?:republic|kingdom|states?|sultanate|commonwealth|union|principality|emirate|duchy)"
)
_FORM_OF_STATE = re.compile(rf"\A{_FORM} of ")
_FORM_BEHIND = re.compile(rf" {_FORM}(?: of)?\Z")
_SPECIAL_REGION = re.compile(
    r" (?:special administrative region|s a r|sar)"
    r"(?:(?: of)?(?: china| prc| p r c| p r china| peoples republic of china))?\Z"
)
_NAMED_BY_THEIR_FORM = {"congo", "china", "georgia", "korea"}
_POSTAL = re.compile(r"\b[\w-]*\d[\w-]*\b")
_PART_OF_ANOTHER_NAME = {"new", "south", "north", "east", "west", "gulf", "little"}
_SPECIAL_REGIONS = {"HK", "MO"}
_ALSO_A_US_STATE = "GE"
_ALSO_OTHER_NAMES = {_ALSO_A_US_STATE, "JE", "TD", "JO", "GN", "NE"}
_LONGEST_NAME = 11


def _fold(text: str) -> str:
    plain = _ACCENT.sub("", unicodedata.normalize("NFKD", text))
    words = _NOT_A_WORD.sub(" ", _APOSTROPHE.sub("", plain).replace("&", " and "))
    return unicodedata.normalize("NFC", words).strip().casefold()


def _table(*texts: str) -> dict[str, str]:
    entries = (
        entry.split(maxsplit=1)
        for text in texts
        for entry in " ".join(text.split()).split(";")
        if entry.strip()
    )
    return {_fold(name): code for code, name in entries}


_NO_COUNTRY = ""
_CODES = _table(_COUNTRIES, _OTHER_NAMES) | {
    _fold(place): _NO_COUNTRY for place in " ".join(_PLACES_WITHIN.split()).split(";")
}


@lru_cache(maxsize=16_384)
def country_code(name: str | None) -> str | None:
    """The code of a country name in any usual form, or of a code in capitals; None when unknown."""
    if not name or not name.strip():
        return None
    return name.strip() if name.strip() in ISO_CODES else _code_of_name(name) or None


def _code_of_name(name: str) -> str | None:
    """The code of a name, empty for a place within a country; None when unknown.

    The form of a state may be left out ("Kingdom of"), but where it alone tells two countries apart
    the name is known with it or not at all.
    """
    folded = " ".join(_ABBREVIATED.get(word, word) for word in _fold(name).split())
    plain = " ".join(word for word in folded.split() if word != "the")
    shorter = (form.sub("", plain, count=1) for form in (_FORM_OF_STATE, _FORM_BEHIND))
    region = _SPECIAL_REGION.sub("", plain, count=1)
    tries = (
        folded,
        plain,
        *(one for one in shorter if one == plain or one not in _NAMED_BY_THEIR_FORM),
        *([region] if _CODES.get(region) in _SPECIAL_REGIONS else []),
    )
    return next((_CODES[one] for one in tries if one in _CODES), None)


@lru_cache(maxsize=65_536)
def country_at_end(address: str) -> str | None:
    """The code of the country that an address ends with, as a code or a name; None without one.

    A postal code around the name is passed over. The longest name counts, also across a comma
    (Taiwan, Province of China); one that is a part of another name (New Mexico) counts only where
    it may not be that. What may be a state of the United States is left to `us_places.py`.
    """
    parts = [part for piece in address.split(",") if (part := piece.strip(" .;()"))]
    if not parts:
        return None
    if parts[-1] in _NO_STATES:
        return parts[-1]
    by_state = country_by_state(parts, ISO_CODES)
    if by_state is not None:
        return by_state or None
    return parts[-1] if parts[-1] in ISO_CODES else _named_at_end(parts)


def _named_at_end(parts: Sequence[str]) -> str | None:
    before, last = (_POSTAL.sub(" ", part).split() for part in ("", *parts)[-2:])
    if not last:
        before, last = [], before
        if last and (code := last[-1]) in ISO_CODES and len(last) == 1:
            return code
    words = [*before, *last]
    for count in range(min(_LONGEST_NAME, len(words)), 0, -1):
        name = " ".join(words[-count:])
        found = _code_of_name(name)
        if found is None or (count <= len(last) and _is_abbreviation(name, count == len(last))):
            continue
        if count < len(last):
            word = last[-count - 1].casefold().strip(".")
            is_doubtful = word in _PART_OF_ANOTHER_NAME or found in _ALSO_OTHER_NAMES
        else:
            is_doubtful = found == _ALSO_A_US_STATE and len(name.split()) == 1
        return None if is_doubtful or found not in ISO_CODES else found
    return None


def _is_abbreviation(name: str, is_whole: bool) -> bool:
    """Whether two letters are too little for a name where they stand."""
    return len(name) <= 2 and not (is_whole and (not name.isascii() or name == "UK"))
