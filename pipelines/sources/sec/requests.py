"""What EDGAR is asked: the company facts of the vendors that are followed."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.fetch.request import Connector, Occasion, Request


def requests(occasion: Occasion) -> Iterator[Request]:
    """One request a company; EDGAR serves all its facts at once."""
    for cik in occasion.ciks:
        yield Request(
            dataset="company_facts",
            key=f"CIK{cik:010d}",
            url=f"https://data.sec.gov/api/xbrl/companyfacts/CIK{cik:010d}.json",
        )


CONNECTOR = Connector(requests)
