"""What the Census Bureau is asked: US trade of the followed goods by month and country."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.sources.request import Connector, Occasion, Request

URL = "https://api.census.gov/data/timeseries/intltrade"
_FLOWS = {
    "exports": ("ALL_VAL_MO", "E_COMMODITY"),
    "imports": ("GEN_VAL_MO", "I_COMMODITY"),
}


def requests(occasion: Occasion) -> Iterator[Request]:
    """One request a direction and code: every month since the first wanted, every country."""
    since = str(occasion.settings["since"])[:7]
    span = f"from {since}"
    if occasion.window:
        first, last = occasion.window
        span = f"from {first:%Y-%m} to {last:%Y-%m}"
    for flow, (value, commodity) in _FLOWS.items():
        for code in map(str, occasion.settings["codes"]):
            yield Request(
                dataset="flows",
                key=f"{flow} {code}",
                url=f"{URL}/{flow}/hs",
                parameters=(
                    ("get", f"CTY_CODE,CTY_NAME,{value}"),
                    ("time", span),
                    (commodity, code),
                    ("COMM_LVL", f"HS{len(code)}"),
                    ("SUMMARY_LVL", "DET"),
                ),
            )


CONNECTOR = Connector(requests)
