"""Whose site an address is on: an authority's, the publisher's own, an aggregator, another one.

Belongs here: telling a first-hand address from a copy by its host. Does not belong here: how a link
looks (`links.py`), how sure a source is (`evidence_grade` in the marts).
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

AGGREGATORS = frozenset(
    {
        "archive.org", "bing.com", "facebook.com", "flipboard.com", "google.com", "linkedin.com",
        "msn.com", "newsbreak.com", "reddit.com", "smartnews.com", "threadreaderapp.com",
        "toutiao.com", "twitter.com", "weibo.com", "weixin.qq.com", "wikipedia.org", "x.com",
        "yahoo.com", "youtube.com",
    }
)  # fmt: skip
"""Sites that pass on what others wrote."""
_OFFICIAL = re.compile(
    r"(^|\.)(gov|mil|int)$|(^|\.)(gov|go|gob|gouv|govt)\.[a-z]{2}$|(^|\.)europa\.eu$"
    r"|(^|\.)(wto|un)\.org$|(^|\.)government\.nl$"
)
_SECOND_LEVEL = {"ac", "co", "com", "edu", "gen", "go", "gov", "ltd", "ne", "net", "or", "org"}
_SHORTEST_NAME = 3


def host_of(address: object) -> str:
    """The host of an address without `www.`; empty where it has none."""
    try:
        host = urlsplit(str(address or "")).hostname or ""
    except ValueError:
        return ""
    return host.rstrip(".").removeprefix("www.")


def standing(address: object, *names: object) -> str:
    """What a reader should know of the address, in words; empty for a first-hand one.

    First-hand is a site of an authority, or one that bears one of the names of those who published.
    """
    host = host_of(address)
    if not host or _OFFICIAL.search(host):
        return ""
    if _site(host) in AGGREGATORS or host in AGGREGATORS:
        return f"aggregator: {host}"
    label = re.sub(r"[^a-z0-9]", "", _site(host).split(".")[0])
    if any(_is_named(label, str(name)) for name in names if name):
        return ""
    return f"on {host}, not known as the publisher’s own site"


def _site(host: str) -> str:
    labels = host.split(".")
    several = len(labels) > 2 and labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2
    return ".".join(labels[-3:] if several else labels[-2:])


def _is_named(label: str, name: str) -> bool:
    """Whether the site's own label and the name say the same, blanks and case aside."""
    plain = re.sub(r"[^a-z0-9]", "", name.lower())
    words = [word for word in re.findall(r"[a-z0-9]+", name.lower()) if word != "the"]
    short = "".join(words)
    initials = "".join(word[0] for word in words)
    return len(label) >= _SHORTEST_NAME and (
        label in plain or (len(short) > _SHORTEST_NAME and short in label) or label == initials
    )
