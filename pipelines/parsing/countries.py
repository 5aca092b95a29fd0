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

from pipelines.parsing.us_places import country_by_state

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
CN PRC; CN P R C; CN P R China; CN PR China; CN Peoples Republic of China; CN Mainland China; CN
China Mainland; CN CHN; CN 中国; CN 中國; CN 中华人民共和国; HK Hong Kong SAR; HK Hong Kong
China; HK Hong Kong SAR China; HK Hong Kong S A R; HK Hongkong; HK HKSAR; HK HKG; HK 香港; HK
中国香港; MO Macau China; MO Macao China; MO Macau SAR; MO Macao SAR; MO Macau SAR China; MO
Macao SAR China; MO 澳门; MO 澳門; TW Taiwan China; TW Taiwan Province of China; TW Taiwan ROC;
TW Taiwan R O C; TW Republic of China; TW Chinese Taipei; TW TWN; TW 台湾; TW 臺灣; TW 台灣; KR
Republic of Korea; KR Korea Republic of; KR Korea South; KR ROK; KR S Korea; KR KOR; KR 韩国; KR
대한민국; KP Democratic Peoples Republic of Korea; KP Korea Democratic Peoples Republic of; KP
Korea North; KP DPRK; KP N Korea; KP PRK; JP JPN; JP 日本; RU Russian Federation; RU RUS; RU
俄罗斯; IR Islamic Republic of Iran; IR Iran Islamic Republic of; IR IRN; SY Syrian Arab
Republic; SY SYR; VN Viet Nam; VN Socialist Republic of Vietnam; VN VNM; LA Lao Peoples
Democratic Republic; LA Lao PDR; LA Lao; BN Brunei Darussalam; GB Great Britain; GB Britain; GB
U K; GB England; GB Scotland; GB Wales; GB Northern Ireland; GB United Kingdom of Great Britain
and Northern Ireland; GB GBR; US U S; US U S A; US United States of America; US America; US
美国; AE UAE; AE U A E; AE Emirates; AE ARE; NL Holland; NL The Netherlands; NL NLD; CZ Czech;
SK Slovak Republic; CV Cabo Verde; MK Former Yugoslav Republic of Macedonia; MK Macedonia the
Former Yugoslav Republic of; MK FYROM; MD Republic of Moldova; MD Moldova Republic of; TZ United
Republic of Tanzania; TZ Tanzania United Republic of; VE Bolivarian Republic of Venezuela; VE
Venezuela Bolivarian Republic of; BO Plurinational State of Bolivia; BO Bolivia Plurinational
State of; FM Federated States of Micronesia; FM Micronesia Federated States of; PS Palestinian
Territories; PS State of Palestine; PS Palestine State of; PS Palestinian Territory Occupied; PS
Palestinian; VA Holy See; MM Burma Myanmar; MM Myanmar Burma; CD DR Congo; CD DRC; CD D R Congo;
CD Congo Democratic Republic of the; CD Democratic Republic of Congo; CD Congo Kinshasa; BA
Bosnia; BA Bosnia Herzegovina; VC Saint Vincent and the Grenadines; VC St Vincent and the
Grenadines; KN St Kitts and Nevis; LC St Lucia; GS South Georgia and the South Sandwich Islands;
HM Heard Island and McDonald Islands; VG BVI; VG Virgin Islands British; VI Virgin Islands US;
VI US Virgin Islands; VI United States Virgin Islands; UM United States Minor Outlying Islands;
UM US Outlying Islands; SA KSA; SA Kingdom of Saudi Arabia; SA SAU; KG Kyrgyz Republic; KG
Kirghizia; TF French Southern and Antarctic Lands; PN Pitcairn; SH Saint Helena Ascension and
Tristan da Cunha; LY Libyan Arab Jamahiriya; TL East Timor; BY Byelorussia; DE Federal Republic
of Germany; DE DEU; DE Deutschland; FR FRA; SG SGP; MY MYS; IN IND; PK PAK; TR TUR; TR Türkiye;
UA UKR; ES Espana; IT Italia; BR Brasil; MX México; CH Suisse; IE Republic of Ireland; IE Eire;
ZA Republic of South Africa; ZA RSA; NZ N Z; PG P N G;
"""

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

_NOT_A_WORD = re.compile(r"[\W_]+")
_APOSTROPHE = re.compile("['\u2018\u2019\u02bc`]")
_ACCENT = re.compile("[\u0300-\u036f]")
_FORM_OF_STATE = re.compile(
    r"(?:the |(?:\w+ ){0,2}(?:republic|kingdom|state|sultanate|commonwealth|union) of (?:the )?)"
)
_FORM_BEHIND = re.compile(r" (?:the|(?:\w+ ){0,2}(?:republic|kingdom|state)(?: of)?(?: the)?)")
_POSTAL = re.compile(r"\b[\w-]*\d[\w-]*\b")
_PART_OF_ANOTHER_NAME = {"new", "south", "north", "east", "west", "gulf", "little"}
_ALSO_A_US_STATE = "GE"
_ALSO_OTHER_NAMES = {_ALSO_A_US_STATE, "JE", "TD", "JO", "GN", "NE"}
_LONGEST_NAME = 6


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


_CODES = _table(_COUNTRIES, _OTHER_NAMES)


@lru_cache(maxsize=16_384)
def country_code(name: str | None) -> str | None:
    """The code of a country name in any usual form, or of a code in capitals; None when unknown."""
    if not name or not name.strip():
        return None
    if name.strip() in ISO_CODES:
        return name.strip()
    folded = _fold(name)
    tries = (folded, _FORM_OF_STATE.sub("", folded, count=1), _FORM_BEHIND.sub("", folded, count=1))
    return next((_CODES[one] for one in tries if one in _CODES), None)


@lru_cache(maxsize=65_536)
def country_at_end(address: str) -> str | None:
    """The code of the country that an address ends with, as a code or a name; None without one.

    A postal code around the name is passed over. A name that is a part of another one (New Mexico)
    counts only where it may not be that. What may be a state of the United States is left to
    `us_places.py`.
    """
    parts = [part for piece in address.split(",") if (part := piece.strip(" .;()"))]
    if not parts:
        return None
    by_state = country_by_state(parts, ISO_CODES)
    if by_state is not None:
        return by_state or None
    return parts[-1] if parts[-1] in ISO_CODES else _named_at_end(parts)


def _named_at_end(parts: Sequence[str]) -> str | None:
    last = " ".join(_POSTAL.sub(" ", parts[-1]).split())
    if len(parts) > 1:
        both = country_code(f"{_POSTAL.sub(' ', parts[-2])} {last}")
        if both is not None:
            return both
    whole = country_code(last) if len(last) > 2 or not last.isascii() or last == "UK" else None
    if whole is not None:
        return None if whole == _ALSO_A_US_STATE else _iso(whole)
    words = last.split()
    for count in range(min(_LONGEST_NAME, len(words) - 1), 0, -1):
        found = country_code(" ".join(words[-count:]))
        before = words[-count - 1].casefold().strip(".")
        if found is not None and len(" ".join(words[-count:])) > 2:
            is_doubtful = before in _PART_OF_ANOTHER_NAME or found in _ALSO_OTHER_NAMES
            return None if is_doubtful else _iso(found)
    return None


def _iso(code: str) -> str | None:
    return code if code in ISO_CODES else None
