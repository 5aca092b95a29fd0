"""The whole site of a release: every page and shared file, as path → bytes.

Belongs here: putting the parts together. Does not belong here: any part; writing (`file.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipelines.releases.site_files import LIST_NAME, list_of
from pipelines.report.as_of_data import as_of_data
from pipelines.report.charts.prices import price_chart, read_prices
from pipelines.report.charts.statuses import status_chart
from pipelines.report.data import read_overview
from pipelines.report.dates import dates
from pipelines.report.feeds.documents import feeds
from pipelines.report.links import Links
from pipelines.report.news import became_known
from pipelines.report.pages.as_of import render_as_of
from pipelines.report.pages.contents import render_contents
from pipelines.report.pages.files import as_csv
from pipelines.report.pages.front import Lately, render_front
from pipelines.report.pages.sections import chart_rows, render_sections
from pipelines.report.pages.subject import SubjectPages
from pipelines.report.reading import opened
from pipelines.report.search import search_index
from pipelines.report.subjects.authority import AUTHORITY
from pipelines.report.subjects.chip import CHIP
from pipelines.report.subjects.company import COMPANY
from pipelines.report.subjects.measure import MEASURE
from pipelines.report.subjects.model import read_subjects
from pipelines.report.subjects.screening_list import LIST

KINDS = (CHIP, COMPANY, MEASURE, AUTHORITY, LIST)
_SHARED = Path(__file__).with_name("shared")
_FIRST_MEASURE = """
    select event_id, min_by(measure_id, (step_no, measure_id)) as measure_id
    from {bridge_event_measures} group by event_id
"""


def render_site(
    database: Path, is_public: bool = False, watched: Sequence[Mapping[str, Any]] = ()
) -> dict[str, bytes]:
    """Path → bytes of every file; the same release gives the same bytes.

    `watched` is what the release changed for the user's watch list. Raises ChipwatchError when
    the file is missing or is not a released warehouse.
    """
    with opened(database, is_public) as reader:
        overview = read_overview(reader)
        subjects = {kind: read_subjects(reader, kind) for kind in KINDS}
        every = [subject for found in subjects.values() for subject in found]
        links = Links(
            ((one.kind.key, one.kind.folder, one.subject_id) for one in every),
            {row["event_id"]: row["measure_id"] for row in reader.rows(_FIRST_MEASURE)},
        )
        lately = Lately(
            became_known(reader, links, overview.as_of_on), dates(reader, links), watched
        )
        texts = render_sections(overview, links)
        texts |= {f"data/{name}.csv": as_csv(rows) for name, rows in chart_rows(overview).items()}
        texts["index.html"] = render_front(overview, links, lately)
        texts["as-of.html"] = render_as_of(overview.release, is_public, overview.as_of_on)
        texts["subjects.html"] = render_contents(overview.release, is_public, subjects, links)
        pages = SubjectPages(overview.release, is_public, overview.labels, links)
        prices, day = read_prices(reader), overview.as_of_on
        for one in every:
            drawing = status_chart(one, overview.labels, day) + price_chart(one, prices, links, day)
            texts |= pages.files(one, drawing)
        texts["shared/search-index.js"] = search_index(reader, every, links)
        texts["shared/as-of-data.js"] = as_of_data(reader, links, overview.labels)
        documents = feeds(overview.release, lately.news, lately.dates, overview.labels)
    for path in sorted(_SHARED.iterdir()):
        texts[f"shared/{path.name}"] = path.read_text(encoding="utf-8")
    site = {**{path: text.encode() for path, text in sorted(texts.items())}, **documents}
    return {**site, LIST_NAME: list_of(site, str(overview.release["release_id"]))}
