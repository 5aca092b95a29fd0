"""Names of languages as GDELT prints them, to ISO codes.

Belongs here: full English names, older spellings included. An unknown name has no code; it is
kept as printed and is no reason to reject an article.
Does not belong here: countries (`parsing/countries.py`).
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


def _table(text: str) -> dict[str, str]:
    entries = (entry.split(maxsplit=1) for entry in " ".join(text.split()).split(";") if entry)
    return {name.casefold(): code for code, name in entries}


_LANGUAGE_CODES = _table(_LANGUAGES)


def language_code(name: str | None) -> str | None:
    """The ISO 639-1 code of a language name (ISO 639-3 where there is none), or None."""
    return _LANGUAGE_CODES.get(" ".join((name or "").split()).casefold())
