"""Names of languages and countries as GDELT prints them, to ISO codes.

Belongs here: full English names, older spellings included. An unknown name has no code; it is
kept as printed and is no reason to reject an article.
"""

from __future__ import annotations

_LANGUAGES = """
af Afrikaans; sq Albanian; am Amharic; ar Arabic; hy Armenian; az Azerbaijani; bn Bangla; eu
Basque; be Belarusian; bn Bengali; bs Bosnian; bg Bulgarian; my Burmese; es Castilian; ca
Catalan; zh Chinese; zh Chinese-Traditional; zh ChineseT; hr Croatian; cs Czech; da Danish; nl
Dutch; en English; et Estonian; fo Faroese; fa Farsi; fil Filipino; fi Finnish; nl Flemish; fr
French; gl Galician; ka Georgian; de German; el Greek; gu Gujarati; ha Hausa; he Hebrew; hi
Hindi; hu Hungarian; is Icelandic; ig Igbo; id Indonesian; ga Irish; it Italian; ja Japanese; kn
Kannada; kk Kazakh; km Khmer; rw Kinyarwanda; ky Kirghiz; ko Korean; ku Kurdish; ky Kyrgyz; lo
Lao; la Latin; lv Latvian; lt Lithuanian; lb Luxembourgish; mk Macedonian; mg Malagasy; ms
Malay; ml Malayalam; mt Maltese; mr Marathi; mn Mongolian; ne Nepali; no Norwegian; nb Norwegian
Bokmal; or Odia; or Oriya; ps Pashto; fa Persian; pl Polish; pt Portuguese; pa Punjabi; ro
Romanian; ru Russian; sr Serbian; sd Sindhi; si Sinhala; si Sinhalese; sk Slovak; sl Slovene; sl
Slovenian; so Somali; es Spanish; sw Swahili; sv Swedish; tl Tagalog; tg Tajik; ta Tamil; te
Telugu; th Thai; bo Tibetan; tr Turkish; tk Turkmen; uk Ukrainian; ur Urdu; ug Uyghur; uz Uzbek;
vi Vietnamese; cy Welsh; yi Yiddish; yo Yoruba; zu Zulu;
"""

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


def _table(text: str) -> dict[str, str]:
    entries = (entry.split(maxsplit=1) for entry in " ".join(text.split()).split(";") if entry)
    return {name.casefold(): code for code, name in entries}


_LANGUAGE_CODES = _table(_LANGUAGES)
_COUNTRY_CODES = _table(_COUNTRIES)


def language_code(name: str | None) -> str | None:
    """The ISO 639-1 code of a language name (ISO 639-3 where there is none), or None."""
    return _LANGUAGE_CODES.get(" ".join((name or "").split()).casefold())


def country_code(name: str | None) -> str | None:
    """The ISO 3166-1 alpha-2 code of a country name, or None."""
    return _COUNTRY_CODES.get(" ".join((name or "").split()).casefold())
