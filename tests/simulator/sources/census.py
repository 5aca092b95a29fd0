"""The Census Bureau's trade time series: lists of texts with the names first."""

from __future__ import annotations

from tests.simulator.service import (
    GUESS,
    Asked,
    Key,
    Parts,
    Reply,
    Service,
    Victim,
    as_json,
    page,
    structured,
)
from tests.simulator.world import World


def answer(world: World, asked: Asked) -> Reply:
    """Lists of texts with the names first; no rows is 204; without a key a page of HTML."""
    if "missing_key" in asked.path:
        return page("Missing Key", 200)
    if not asked.one("key"):
        return Reply(302, headers={"Location": "/census/data/missing_key.html"})
    name = "E_COMMODITY" if "/exports/" in asked.path else "I_COMMODITY"
    value = "ALL_VAL_MO" if name == "E_COMMODITY" else "GEN_VAL_MO"
    periods = [f"2025{month:02d}" for month in range(1, 13)]
    periods += [f"2026{month:02d}" for month in range(1, 13)]
    rows = [
        {
            "CTY_CODE": "5700",
            "CTY_NAME": "Café",
            value: str(amount),
            "time": f"{period[:4]}-{period[4:]}",
            "COMM_LVL": asked.one("COMM_LVL"),
            name: code,
            "SUMMARY_LVL": "DET",
        }
        for period, code, amount in world.flows(periods, [asked.one(name)])
    ]
    if not rows:
        return Reply(204)
    return structured(rows, lambda r: as_json([list(r[0]), *(list(row.values()) for row in r)]))


def _parts(world: World) -> Parts:
    for flow, commodity in (("exports", "E_COMMODITY"), ("imports", "I_COMMODITY")):
        query = {"key": "x", "COMM_LVL": "HS4", commodity: "8542"}
        yield f"/data/timeseries/intltrade/{flow}/hs", query


SERVICE = Service(
    answer=answer,
    habits={
        "a list of lists of texts, the first of them the names": (
            "assembled: census/layout_and_errors_from_clients.json"
        ),
        "no rows are 204 without a body": "assembled: census/layout_and_errors_from_clients.json",
        "without a key a redirect to a page of HTML": "issue: CenterOnBudget/getcensus#77",
        "months are published about two months late": GUESS,
    },
    victims=(Victim("CTY_CODE", "time"),),
    parts={"flows": _parts},
    settings={"since": "2025-01", "codes": ["8542"]},
    key=Key("canary-census-0f3a", "canary/census+0f3a77"),
)
