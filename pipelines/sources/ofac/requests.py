"""What OFAC is asked: the primary records of the consolidated list, all of them."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.fetch.request import Connector, Occasion, Request

URL = "https://sanctionslistservice.ofac.treas.gov/api/download/CONS_PRIM.CSV"


def requests(occasion: Occasion) -> Iterator[Request]:
    """The whole file; it holds no history, so a window of days asks for nothing else."""
    yield Request(dataset="consolidated", key="CONS_PRIM.CSV", url=URL)


CONNECTOR = Connector(requests)
