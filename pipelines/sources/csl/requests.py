"""What trade.gov is asked: the whole Consolidated Screening List, when it has changed."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.sources.request import Connector, Occasion, Request

URL = "https://data.trade.gov/downloadable_consolidated_screening_list/v1/consolidated.csv"


def requests(occasion: Occasion) -> Iterator[Request]:
    """The bulk file; a day is a whole list, so a window of days asks for nothing else."""
    yield Request(dataset="entries", key="consolidated.csv", url=URL)


CONNECTOR = Connector(requests)
