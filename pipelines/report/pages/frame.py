"""The frame of every page, and the small pieces of HTML that pages share.

Belongs here: head, navigation, banners, footer, tables. Does not belong here: any single page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from pipelines.report.reading import Row

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
"""Scripts are files of the site; styles also stand in the drawings' own attributes."""
LONG_TEXT = 45
_COUNTRY = {"US": ("us", "Washington"), "CN": ("cn", "Beijing")}
SECTIONS = (
    ("index.html", "Overview"),
    ("as-of.html", "On a day"),
    ("timeline.html", "Actions and prices"),
    ("reactions.html", "Reactions"),
    ("chips.html", "Chip status"),
    ("shares.html", "Shares"),
    ("trade.html", "Trade"),
    ("subjects.html", "Everything A to Z"),
    ("trust.html", "Checks and sources"),
)


def page(
    title: str,
    release: Row,
    is_public: bool,
    body: str,
    *,
    here: str = "",
    up: str = "",
    restricted: Sequence[str] = (),
) -> str:
    """A whole document; `here` is its place in the navigation, `up` leads to the site's folder."""
    nav = "".join(
        f'<a href="{up}{path}"{" aria-current=page" if path == here else ""}>{escape(name)}</a>'
        for path, name in SECTIONS
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)} · chipwatch</title>\n"
        f'<link rel="stylesheet" href="{up}shared/site.css">\n'
        f'<link rel="icon" href="{up}shared/icon.svg" type="image/svg+xml">\n'
        f'<link rel="alternate" type="application/atom+xml" title="What is new" '
        f'href="{up}feeds/new.atom.xml">\n'
        f'<script defer src="{up}shared/search-index.js"></script>\n'
        f'<script defer src="{up}shared/site.js"></script>\n'
        f'</head>\n<body data-up="{up}">\n<a class="skip" href="#main">To the content</a>\n'
        f'<div class="page">\n<header class="top"><a class="home" href="{up}index.html">chipwatch'
        f'</a><div class="search" role="search" hidden><label for="search">Search</label>'
        '<input id="search" type="search" autocomplete="off" spellcheck="false" '
        'placeholder="chip, company, measure, listed name" aria-controls="found">'
        '<ol id="found" hidden></ol></div>'
        f'<nav aria-label="Pages">{nav}</nav></header>\n'
        f"{_banners(release, is_public, restricted, up)}"
        f'<main id="main">\n{body}\n</main>\n'
        f"<footer>{_footer(release, up)}</footer>\n</div>\n</body>\n</html>\n"
    )


def _banners(release: Row, is_public: bool, restricted: Sequence[str], up: str) -> str:
    told = ""
    if release["is_sample"]:
        told += (
            '<p class="banner" role="note"><strong>Sample data.</strong> Prices, lists, filings, '
            "trade and news are composed, not downloaded: do not cite them. "
            f'<a href="{up}trust.html#trust">What is sample</a></p>'
        )
    if is_public:
        names = f": {escape(', '.join(restricted))}" if restricted else ""
        told += (
            '<p class="banner" role="note"><strong>Public edition.</strong> Figures whose source '
            f"does not allow passing them on are left out{names}.</p>"
        )
    return told


def _footer(release: Row, up: str) -> str:
    return (
        f"<p>Release {escape(release['release_id'])}; code {escape(release['code_version'][:12])}; "
        f"audited file SHA-256 {escape(release['candidate_sha256'][:16])}…. Facts carry their "
        "sources in the warehouse. Neither legal nor investment advice. Feeds: "
        f'<a href="{up}feeds/new.atom.xml">Atom</a>, <a href="{up}feeds/new.json">JSON</a>, '
        f'<a href="{up}feeds/dates.ics">calendar</a>.</p>'
    )


def data_table(head: Sequence[str], rows: Iterable[str]) -> str:
    """A table that scrolls by itself; heads are plain text, rows HTML."""
    cells = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    return (
        '<div class="scroll" tabindex="0"><table class="data"><thead><tr>'
        f"{cells}</tr></thead><tbody>\n" + "\n".join(rows) + "\n</tbody></table></div>"
    )


def folded_table(
    name: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    numbers: Iterable[int] = (),
    is_open: bool = False,
) -> str:
    """A table of plain values under a line that opens it."""
    right = set(numbers)

    def cell(tag: str, place: int, value: Any) -> str:
        kind = ' class="n"' if place in right else ""
        if tag == "td" and len(str(value)) > LONG_TEXT:
            kind = ' class="long"'
        if not kind and tag == "td" and len(str(value)) == 10 and str(value)[4:5] == "-":
            kind = ' class="d"'
        return f"<{tag}{kind}>{escape('' if value is None else str(value))}</{tag}>"

    head = "".join(cell("th", i, column) for i, column in enumerate(columns))
    body = "\n".join(
        "<tr>" + "".join(cell("td", i, value) for i, value in enumerate(row)) + "</tr>"
        for row in rows
    )
    return (
        f"<details{' open' if is_open else ''}><summary>{escape(name)}</summary>"
        f'<div class="scroll" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>\n{body}\n'
        "</tbody></table></div></details>"
    )


def tag(jurisdiction: str) -> str:
    """The mark of a government."""
    kind, name = _COUNTRY.get(jurisdiction, ("", jurisdiction))
    return f'<span class="tag {kind}">{escape(name)}</span>'


def empty(text: str) -> str:
    """Words in the place of something that is not there."""
    return f'<p class="empty">{escape(text)}</p>'


def millions(value: Any) -> str:
    """An amount in whole millions; empty where none is known."""
    return "" if value is None else f"{float(value) / 1e6:,.0f}"
