"""The page "On a day": what held on a day, as known on another; the script computes it.

Belongs here: the page's frame and what it says without a script. Does not belong here: the answer
(`shared/as-of.js`), the data (`as_of_data.py`).
"""

from __future__ import annotations

from datetime import date

from pipelines.report.pages.frame import page
from pipelines.report.reading import Row

FIRST_DAY = date(2018, 1, 1)


def render_as_of(release: Row, is_public: bool, as_of_on: date) -> str:
    """The page; `as_of_on` is the day of the release, and the day that is shown first."""
    body = (
        "<h1>What held on a day</h1>"
        "<p>Choose a day, and if you like another day whose knowledge counts: the answer then "
        "leaves out what became known later. Listings and measures are answered by what was known "
        "on the day itself unless a day of knowledge is given; chips by present knowledge. The "
        "same as <code>marts.measures_as_of</code>, <code>chip_status_as_of</code> and "
        "<code>listings_as_of</code> in SQL.</p>"
        f'<div id="as-of" hidden data-day="{as_of_on}" data-first="{FIRST_DAY}">'
        '<div class="days"><label>On <input type="date" id="on"></label>'
        '<input type="range" id="slider" aria-label="The day, by sliding">'
        '<label>As known on <input type="date" id="known"></label>'
        '<button type="button" id="reset">Day of the release</button></div>'
        '<p id="said" role="status"></p><nav class="jumps" aria-label="On this page">'
        '<a href="#measures">Measures</a><a href="#chip-status">Chips</a>'
        '<a href="#list-counts">Lists</a></nav>'
        '<section id="measures"><h2>Measures</h2><div class="answer"></div></section>'
        '<section id="chip-status"><h2>Chips: an export from the United States to China</h2>'
        '<div class="answer"></div></section>'
        '<section id="list-counts"><h2>Lists: how many listings held</h2>'
        '<div class="answer"></div></section></div>'
        '<noscript><p class="empty">This page needs its script. Without it, the pages of chips, '
        "measures and lists hold every interval as a table and as CSV.</p></noscript>"
        '<script src="shared/as-of-data.js" defer></script>'
        '<script src="shared/as-of.js" defer></script>'
    )
    return page("On a day", release, is_public, body, here="as-of.html")
