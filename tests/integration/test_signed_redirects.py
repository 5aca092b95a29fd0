"""Services that send on to a signed address: it is followed where declared, and written nowhere."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from pipelines.archive.redaction import redact_text, redact_url
from pipelines.archive.store import Archive
from pipelines.fetch.http import Client, Limits
from pipelines.specs import load_specs
from tests.simulator import faults
from tests.simulator.faults import FAULTS, Wire
from tests.simulator.harness import CANARIES, fetcher
from tests.simulator.server import Simulator
from tests.simulator.service import Reply, Service
from tests.simulator.sources.ofac import BUCKET
from tests.simulator.world import World

CANARY = "signed-canary"
SIGNERS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "amazon": (
        "bucket.s3.us-gov-west-1.amazonaws.com",
        {
            "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
            "X-Amz-Credential": f"{CANARY}/20260119/us-gov-west-1/s3/aws4_request",
            "X-Amz-Security-Token": f"{CANARY}+/=",
            "X-Amz-Signature": CANARY,
        },
    ),
    "amazon, older": (
        "bucket.s3.amazonaws.com",
        {"AWSAccessKeyId": CANARY, "Expires": "1768824420", "Signature": f"{CANARY}%2B"},
    ),
    "amazon's network": (
        "d111.cloudfront.net",
        {"Policy": CANARY, "Signature": CANARY, "Key-Pair-Id": CANARY},
    ),
    "google": (
        "storage.googleapis.com",
        {"X-Goog-Credential": CANARY, "X-Goog-Signature": CANARY, "X-Goog-Expires": "60"},
    ),
    "google, older": (
        "storage.googleapis.com",
        {"GoogleAccessId": CANARY, "Expires": "60", "Signature": CANARY},
    ),
    "azure": ("a.blob.core.windows.net", {"sv": "2025-01-05", "sp": "r", "sig": f"{CANARY}="}),
    "alibaba": ("b.oss-cn-beijing.aliyuncs.com", {"x-oss-credential": CANARY, "x-oss-ec": CANARY}),
    "tencent": ("b.cos.ap-beijing.myqcloud.com", {"q-ak": CANARY, "q-signature": CANARY}),
    "akamai": ("data.example.org", {"hdnts": f"exp=1~acl=/*~hmac={CANARY}"}),
    "sharepoint": ("x.sharepoint.com", {"tempauth": CANARY}),
}


def signed(signer: str) -> str:
    host, query = SIGNERS[signer]
    return f"https://{host}/Published/SDN.CSV?{urlencode(query, quote_via=quote)}"


def left_in(folder: Path) -> list[Path]:
    """Files below the folder that hold anything of a signature."""
    found = []
    for path in (path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        if path.suffix == ".gz":
            content += gzip.decompress(content)
        if CANARY.encode() in content:
            found.append(path)
    return found


def test_ofac_is_followed_into_its_bucket_and_the_signature_is_kept_nowhere(tmp_path: Path) -> None:
    simulator = Simulator(World())
    with simulator.running():
        report = fetcher(tmp_path, simulator).fetch_source("ofac")
        unchanged = fetcher(tmp_path, simulator).fetch_source("ofac")
    assert report.is_complete, report.message
    assert unchanged.outcomes == {"not_modified": 2}
    asked = [one for source, one in simulator.asked if source == "ofac"]
    assert [one.headers["x-forwarded-host"] for one in asked] == 4 * [
        "sanctionslistservice.ofac.treas.gov",
        BUCKET,
    ]
    assert all(CANARY in one.one("X-Amz-Signature") for one in asked[1::2])
    assert {entry.url for entry in Archive(tmp_path / "archive").entries("ofac")} == {
        spec.url for spec in load_specs().values() if spec.source == "ofac"
    }
    assert left_in(tmp_path) == []


@pytest.mark.parametrize("signer", SIGNERS)
def test_a_signed_address_is_told_without_its_signature(signer: str) -> None:
    address = signed(signer)
    relative = address.split("/", 3)[3]
    for text in (
        address,
        f"moved to /{relative}.",
        f'<a href="/{relative.replace("&", "&amp;")}">here</a>',
        f"https://service.example/login?next={quote(address, safe='')}",
    ):
        assert CANARY in text
        assert CANARY not in redact_text(text), text
    assert CANARY not in redact_url(address)
    assert redact_url(address).split("?")[0] == address.split("?")[0]


def _elsewhere(target: str) -> faults.Fault:
    return lambda service, reply: Reply(302, headers={"Location": target})


def _told(text: str) -> faults.Fault:
    return lambda service, reply: Reply(403, text.encode(), "text/plain")


@pytest.mark.parametrize("source", ["ofac", next(iter(CANARIES))])
@pytest.mark.parametrize("signer", SIGNERS)
def test_nothing_of_a_signature_is_left_whatever_goes_wrong(
    source: str, signer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = signed(signer)
    wrong = {
        "elsewhere": _elsewhere(address),
        "told": _told(f"Request /{address.split('/', 3)[3]} has expired"),
        "told whole": _told(f"Request {address} has expired"),
    }
    monkeypatch.setattr("tests.simulator.server.FAULTS", {**FAULTS, **wrong})
    simulator = Simulator(World())
    with simulator.running():
        for fault in wrong:
            simulator.faults[source] = fault
            report = fetcher(tmp_path, simulator).fetch_source(source)
            assert report.outcome == "forbidden", report.message
            assert CANARY not in str(report.to_json())
    assert (tmp_path / "fetch_log.jsonl").stat().st_size > 0
    assert left_in(tmp_path) == []


def test_a_signature_that_is_refused_is_not_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def expired(_: Service, reply: Reply) -> Reply | Wire:
        if reply.status != 302:
            return reply
        target = reply.headers["Location"].replace("X-Amz-Expires=3600", "X-Amz-Expires=36")
        return replace(reply, headers={"Location": target})

    monkeypatch.setattr("tests.simulator.server.FAULTS", {**FAULTS, "expired": expired})
    simulator = Simulator(World())
    simulator.faults["ofac"] = "expired"
    with simulator.running():
        report = fetcher(tmp_path, simulator).fetch_source("ofac")
    assert report.outcome == "forbidden"
    assert left_in(tmp_path) == []


def test_a_key_is_not_carried_to_another_host() -> None:
    simulator = Simulator(World())
    with simulator.running():
        hosts = ("sanctionslistservice.ofac.treas.gov", BUCKET)
        client = Client(hosts, simulator.variables["CHIPWATCH_BASE_URL_OFAC"])
        headers = {"User-Agent": f"Mozilla/5.0 {'x' * 40}", "Ocp-Apim-Subscription-Key": "secret"}
        url = "https://sanctionslistservice.ofac.treas.gov/api/download/SDN.CSV"
        assert client.get(url, headers, Limits(20, 100_000_000)).status == 200
    first, second = (one.headers for _, one in simulator.asked)
    assert first["ocp-apim-subscription-key"] == "secret"
    assert "ocp-apim-subscription-key" not in second
    assert second["user-agent"] == headers["User-Agent"]
