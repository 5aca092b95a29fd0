"""What OFAC is asked: the primary records of its two lists, all of them.

The old addresses on treasury.gov redirect to the list service, and the service may send on to
where the file lies now; both hosts are declared, any other one is refused.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.sources.request import Connector, Occasion, Request

URL = "https://sanctionslistservice.ofac.treas.gov/api/download/"
_FILES = {"consolidated": "CONS_PRIM.CSV", "sdn": "SDN.CSV"}


def requests(occasion: Occasion) -> Iterator[Request]:
    """The whole files; they hold no history, so a window of days asks for nothing else."""
    for dataset, file in _FILES.items():
        yield Request(dataset=dataset, key=file, url=URL + file)


CONNECTOR = Connector(requests)
