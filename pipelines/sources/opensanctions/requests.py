"""What OpenSanctions is asked: whole collections; deltas are not used."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from pipelines.sources.request import Connector, Occasion, Request

URL = "https://data.opensanctions.org/datasets/latest/"


def requests(occasion: Occasion) -> Iterator[Request]:
    """One file a collection; it holds no history."""
    for collection in map(str, occasion.settings["datasets"]):
        yield Request(
            dataset="entities",
            key=collection,
            url=f"{URL}{quote(collection, safe='')}/entities.ftm.json",
        )


CONNECTOR = Connector(requests)
