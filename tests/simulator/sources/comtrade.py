"""UN Comtrade: trade flows, by the preview without a key and by the API with one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.simulator.service import (
    GUESS,
    Asked,
    Comes,
    Key,
    Parts,
    Reply,
    Service,
    Victim,
    as_json,
    structured,
)
from tests.simulator.world import World

CODES = [f"8542{n:02d}" for n in range(12)]
DAYS = 330


def answer(world: World, asked: Asked) -> Reply:
    """Flows; the preview gives the first 500 and does not say that there are more."""
    partners, flows = asked.one("partnerCode").split(","), asked.one("flowCode").split(",")
    most = 500 if "/preview/" in asked.path else 100_000
    rows = [
        {
            "typeCode": "C",
            "freqCode": "M",
            "refPeriodId": int(f"{period}01"),
            "refYear": int(period[:4]),
            "refMonth": int(period[4:]),
            "period": period,
            "reporterCode": int(asked.one("reporterCode")),
            "reporterISO": "USA",
            "reporterDesc": "USA café",
            "flowCode": flow,
            "flowDesc": "Import" if flow == "M" else "Export",
            "partnerCode": int(partner),
            "partnerISO": "CHN" if partner == "156" else "W00",
            "partnerDesc": "China",
            "partner2Code": 0,
            "partner2ISO": "W00",
            "partner2Desc": "World",
            "classificationCode": "H6",
            "classificationSearchCode": "HS",
            "isOriginalClassification": True,
            "cmdCode": code,
            "cmdDesc": "Electronic integrated circuits",
            "aggrLevel": 4,
            "isLeaf": False,
            "customsCode": "C00",
            "customsDesc": "TOTAL CPC",
            "mosCode": "0",
            "motCode": 0,
            "motDesc": "TOTAL MOT",
            "qtyUnitCode": -1,
            "qtyUnitAbbr": "N/A",
            "qty": 0,
            "isQtyEstimated": False,
            "altQtyUnitCode": -1,
            "altQtyUnitAbbr": "N/A",
            "altQty": 0,
            "isAltQtyEstimated": False,
            "netWgt": 0,
            "isNetWgtEstimated": False,
            "grossWgt": 0,
            "isGrossWgtEstimated": False,
            "cifvalue": None,
            "fobvalue": None,
            "primaryValue": value,
            "legacyEstimationFlag": 0,
            "isReported": True,
            "isAggregate": False,
        }
        for period, code, value in world.flows(
            asked.one("period").split(","), asked.one("cmdCode").split(",")
        )
        for flow in flows
        for partner in partners
    ][:most]

    def render(data: Any) -> bytes:
        told = {"elapsedTime": "0.1 secs", "count": len(data), "data": data, "error": ""}
        return as_json(told)

    return structured(rows, render)


def _parts(world: World) -> Parts:
    first = world.today - timedelta(days=DAYS)
    periods = [f"{year}{month:02d}" for year in (2025, 2026, 2027) for month in range(1, 13)]
    query = {
        "reporterCode": "842",
        "period": ",".join(p for p in periods if f"{first:%Y%m}" <= p <= f"{world.today:%Y%m}"),
        "cmdCode": ",".join(CODES),
        "flowCode": "M,X",
        "partnerCode": "0,156,344",
    }
    yield "/data/v1/get/C/M/HS", query


SERVICE = Service(
    answer=answer,
    habits={
        "the envelope and the 47 members of a flow": (
            "recorded: comtrade/get_C_A_HS_CHN_2010.json"
        ),
        "without a key at most 500 flows": "doc: https://github.com/uncomtrade/comtradeapicall",
        "with a key at most 100,000 flows a call, and 500 calls a day": (
            "doc: https://docs.ropensci.org/comtradr/articles/large_data.html"
        ),
        "nothing says that there were more than 500": "issue: koala73/worldmonitor#8035",
        "months are published about two months late": GUESS,
        "those of China a year and a half late": ("issue: philipbergman6-glitch/Mirror-Market#133"),
    },
    recorded={
        "flows": {
            "comtrade/comtradeplus_csv_annual_8542.csv": 32,
            "comtrade/get_C_A_HS_CHN_2010.json": 4,
        },
    },
    victims=(Victim("primaryValue", "period"),),
    parts={"flows": _parts},
    settings={
        "days": DAYS,
        "reporters": [842],
        "partners": [0, 156, 344],
        "flows": ["M", "X"],
        "codes": CODES,
        "preview_codes": CODES,
    },
    key=Key("", "canary/comtrade+91bc4e"),
    comes={"latin-1": Comes("ok", "one bad byte costs one character")},
    in_short=("200 sentence", "column removed", "429 with Retry-After"),
)
