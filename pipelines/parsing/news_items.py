"""Addresses and titles of news items in the form in which two copies of one item are equal.

Belongs here: pure functions on one URL or one title, shared by the news sources.
Does not belong here: the format of a source, or what a title is about.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from pipelines.letters.invisible import visible
from pipelines.parsing.records import BadRecord

_TRACKING = re.compile(
    r"(?:utm_[a-z_]+|at_[a-z_]+|mc_[ce]id|_hs(?:enc|mi)|(?:fb|g|dc|ms|y)clid|gbraid|wbraid|igshid"
    r"|cmpid?|ns_[a-z]+|ocid|smid|sr_share|ftcamp|feature|guccounter|guce_referr\w*|xtor"
    r"|__twitter_impression|src_trk|spm)",
    re.IGNORECASE,
)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_URL_BREAKERS = re.compile(r"[\s\x00-\x1f\x7f<>\"]|^[^/]*//[^/?#]*\\")
_HOST = re.compile(r"[\w.:-]+")

_TAG = re.compile(
    r"</?(?:a|abbr|b|big|br|cite|code|del|div|em|font|h[1-6]|i|img|ins|li|mark|nobr|p|q|s|small|span"
    r"|strike|strong|sub|sup|tt|u|ul|wbr)\b[^<>]*>",
    re.IGNORECASE,
)

_CJK_CLOSING = "，。：；！？、）】》」』”"
_CJK_OPENING = "（【《「『“"
_JOINED_TAILS = (
    "changer changers changing backed based led made level wide related old year years day days"
    " month months week weeks point term end nm nanometer nanometre percent bn owned funded run"
    " linked imposed designed grade class record high low up off out back over down scale driven"
    " controlled sized size war tech profile performance use centre center grown era class"
)
_JOINED_HEADS = (
    "anti non pre post self semi co cross multi mid ex pro re counter long short high low large"
    " small state dual chip tit follow run spin sell buy trade crack shake"
)
_NUMBERED_TAILS = "year day month week nm nanometer nanometre point percent term page"
_DETOKENISING: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\s+", " "),
        (r"^ | $", ""),
        (r"(?<![\w.])([A-Z]) \. (?=[A-Z] \.)", r"\1."),
        (r"(?<=[A-Z]\.)([A-Z]) \.", r"\1."),
        (r"(\d) ([.,]) (?=\d)", r"\1\2"),
        (r" ([,;!?]|:(?!:)|\.(?![\w.]))", r"\1"),
        (r"(\d) %", r"\1%"),
        (r"(?<!\w)([$€£¥]) (?=\d)", r"\1"),
        (r"([(\[]) ", r"\1"),
        (r" ([)\]])", r"\1"),
        (rf" ([{_CJK_CLOSING}])", r"\1"),
        (rf"([{_CJK_CLOSING}{_CJK_OPENING}]) ", r"\1"),
        (rf" (?=[{_CJK_OPENING}])", ""),
        (r"(\w) ?(['\u2019]) (s|t|d|ll|re|ve|m)(?!\w)", r"\1\2\3"),
        (r"([A-Za-z]n) t(?!\w)", r"\1't"),
        (r"([A-Za-z]) s(?!\w)", r"\1's"),
        (r"(?<!\w)([Tt]hey|[Ww]e|[Yy]ou) (re|ve|ll)(?!\w| -)", r"\1'\2"),
        (rf"(?<![\w-])(\d+) - (?=(?:{'|'.join(_NUMBERED_TAILS.split())})\b)", r"\1-"),
        (rf"(?<=[A-Za-z\d]) - (?=(?:{'|'.join(_JOINED_TAILS.split())})\b)", "-"),
        (r"(?<=\w) - (by|of|to) - (?=\w)", r"-\1-"),
        (rf"(?<![\w-])({'|'.join(_JOINED_HEADS.split())}) - (?=[a-z])", r"\1-"),
    )
)


def canonical_url(url: str) -> str | None:
    """The address under which two copies of one page are equal, or None when it is no web address.

    https instead of http, host in lower case without default port, no fragment, no tracking
    parameters, no slash at the end of a path. It is a key: the served address is the one to open.
    """
    found = _split(url)
    if found is None:
        return None
    parts, host = found
    port = "" if parts.port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{parts.port}"
    kept = [p for p in parts.query.split("&") if p and not _is_tracking(p)]
    shown = f"[{host}]" if ":" in host else host
    return urlunsplit(("https", shown + port, parts.path.rstrip("/"), "&".join(kept), ""))


def web_address(text: str | None, name: str) -> str | None:
    """An http or https address as served; None stays None. Raises BadRecord bad_url otherwise."""
    if text is None or _split(text) is not None:
        return text
    raise BadRecord("bad_url", f"{name} {text[:120]!r} is no http or https address")


def full_address(text: str, page: str | None) -> str:
    """An address that begins with a slash, resolved against the page that names it; else itself."""
    if page is None or _split(page) is None or not text.startswith("/"):
        return text
    try:
        return urljoin(page, text)
    except ValueError:
        return text


def domain_of(url: str) -> str | None:
    """The host of a web address in lower case without `www.`, or None."""
    found = _split(url)
    return found[1].removeprefix("www.") if found else None


def plain_text(text: str) -> str:
    """A title without markup, entities, invisible characters and doubled white space."""
    unescaped = html.unescape(_TAG.sub(" ", html.unescape(text)))
    return " ".join(visible(unescaped).split())


def detokenise(title: str) -> str:
    """A title whose words and signs were set apart by blanks, in ordinary spelling.

    `U . S . Limits , Delays` becomes `U.S. Limits, Delays`. Apostrophes come back where a lone
    `s` or `t`, or a `re`, `ve` or `ll` after `they`, `we` or `you`, shows that one was lost; a lost
    `'s` without trace stays lost, and a dash between words stays apart unless one of a short list
    of words makes it a compound. Nothing but blanks and apostrophes changes, and a second pass
    changes nothing.
    """
    while True:
        passed = title
        for pattern, replacement in _DETOKENISING:
            passed = pattern.sub(replacement, passed)
        if passed == title:
            return passed
        title = passed


@lru_cache(maxsize=1024)
def _split(url: str) -> tuple[SplitResult, str] | None:
    """The parts of a web address, and its host without dots at the end."""
    text = url.strip().replace(" ", "%20")
    if _URL_BREAKERS.search(text):
        return None
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").rstrip(".")
        usable = parts.scheme in _DEFAULT_PORTS and _HOST.fullmatch(host) and parts.port != 0
    except ValueError:
        return None
    return (parts, host) if usable else None


def _is_tracking(parameter: str) -> bool:
    return _TRACKING.fullmatch(parameter.split("=", 1)[0]) is not None
