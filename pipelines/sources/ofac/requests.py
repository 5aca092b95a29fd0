"""What OFAC is asked: the primary records of its two lists, all of them.

The service answers with a redirect to the file in its own bucket, signed for an hour. The bucket's
host is declared, any other one is refused; the address that is kept is the one asked here.
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
