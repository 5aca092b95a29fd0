"""The page of all pages, A to Z, by kind.

Belongs here: the list of what there is. Does not belong here: any single page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from pipelines.report.links import Links, linked
from pipelines.report.pages.frame import page
from pipelines.report.reading import Row
from pipelines.report.subjects.model import Kind, Subject

PLURAL = {
    "chip": "Chips",
    "company": "Companies",
    "measure": "Measures",
    "authority": "Authorities",
    "list": "Lists",
}


def render_contents(
    release: Row, is_public: bool, subjects: Mapping[Kind, Sequence[Subject]], links: Links
) -> str:
    """Every subject with a link, under its kind."""
    parts = [
        "<h1>Everything A to Z</h1><p>One page a curated chip, company, measure, authority and "
        "list. Listed parties without a page are found by the search above.</p>"
    ]
    jumps = "".join(
        f'<a href="#{kind.folder}">{PLURAL[kind.key]} ({len(found)})</a>'
        for kind, found in subjects.items()
    )
    parts.append(f'<nav class="jumps" aria-label="On this page">{jumps}</nav>')
    for kind, found in subjects.items():
        items = "".join(
            f"<li>{linked(one.name, links.page(kind.key, one.subject_id))}</li>" for one in found
        )
        parts.append(
            f'<section id="{kind.folder}"><h2>{escape(PLURAL[kind.key])}</h2>'
            f'<ul class="columns">{items}</ul></section>'
        )
    return page("Everything A to Z", release, is_public, "".join(parts), here="subjects.html")
