"""The user's own files: what is accepted, and what is said about the rest."""

import csv
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.overlay.columns import EVENTS, FILES, OverlayFile
from pipelines.overlay.files import TABLES, Overlay, OverlayError, read_overlay, written_hash
from pipelines.warehouse import SEEDS

EVENT = {
    "event_id": "user-example",
    "title": "An example",
    "summary": "A letter that only we know of.",
    "action_type": "guide",
    "instrument": "is_informed_letter",
    "direction": "tighten",
    "authority_id": "us-bis",
    "jurisdiction": "US",
    "first_public_on": "2031-03-03",
    "source": "our counsel",
}
VENDOR = {"vendor_id": "example-chips", "vendor_name": "Example", "vendor_kind": "other"}


def write(folder: Path, name: str, *rows: dict[str, str], bom: bool = False) -> None:
    with (folder / f"{name}.csv").open(
        "w", encoding="utf-8-sig" if bom else "utf-8", newline=""
    ) as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def read(folder: Path) -> Overlay:
    return read_overlay(folder, SEEDS)


def refusal(folder: Path) -> str:
    with pytest.raises(OverlayError) as caught:
        read(folder)
    assert caught.value.remedy
    return caught.value.message


def test_no_folder_is_an_empty_overlay_with_every_schema(tmp_path: Path) -> None:
    empty = read(tmp_path / "absent")
    assert empty.content_hash == ""
    assert set(empty.write(tmp_path / "out").values()) == {0}
    for table in TABLES:
        schema = pq.read_schema(tmp_path / "out" / f"{table}.parquet")
        assert "payload_sha256" in schema.names
    assert written_hash(tmp_path / "out") == ""
    assert list(empty.payload_records()) == list(empty.reject_records()) == []


def test_columns_stand_in_any_order_and_defaults_fill_the_rest(tmp_path: Path) -> None:
    write(tmp_path, "vendors", dict(reversed(VENDOR.items())), bom=True)
    [row] = read(tmp_path).tables["vendors"].rows
    assert row["vendor_name"] == "Example"
    assert (row["confidence"], row["cik"]) == ("medium", None)


def test_an_event_brings_its_vendors_and_chips(tmp_path: Path) -> None:
    write(tmp_path, "vendors", VENDOR)
    cells = {"vendors": "nvidia; example-chips:buyer", "chips": "nvidia-h20"}
    write(tmp_path, "events", {**EVENT, **cells, "first_public_at": "", "effective_on": ""})
    own = read(tmp_path)
    assert own.write(tmp_path / "out")["event_vendors"] == 2
    links = pq.read_table(tmp_path / "out" / "event_vendors.parquet").to_pylist()
    assert [(r["vendor_id"], r["role"]) for r in links] == [
        ("nvidia", "restricted"),
        ("example-chips", "buyer"),
    ]
    [event] = pq.read_table(tmp_path / "out" / "events.parquet").to_pylist()
    assert event["payload_sha256"] == own.tables["events"].sha256
    assert (event["stage"], event["evidence_kind"]) == ("implementation", "press")


@pytest.mark.parametrize("file", FILES.values(), ids=lambda file: file.name)
def test_parquet_has_one_type_with_and_without_rows(tmp_path: Path, file: OverlayFile) -> None:
    own = read(tmp_path)
    own.write(tmp_path)
    schema = pq.read_schema(tmp_path / f"{file.name}.parquet")
    assert schema.names == [*(c.name for c in file.columns), "payload_sha256", "row_number"]
    dates = {c.name for c in file.columns if c.kind == "date"}
    assert {name for name in schema.names if schema.field(name).type == pa.date32()} == dates


@pytest.mark.parametrize(
    ("name", "row", "told"),
    [
        ("vendors", {**VENDOR, "vendor_id": "nvidia"}, "line 2, column vendor_id: 'nvidia' is amo"),
        ("vendors", {**VENDOR, "vendor_id": "Bad Id"}, "is not lower-case letters, digits"),
        ("vendors", {**VENDOR, "vendor_name": " "}, "column vendor_name: a value is required"),
        ("vendors", {**VENDOR, "vendor_kind": "shop"}, "allowed are chip_designer, foundry"),
        ("vendors", {**VENDOR, "headquarters_country": "ZZ"}, "'ZZ' is not among the countries"),
        ("vendors", {**VENDOR, "fiscal_year_end_month": "13"}, "13 is above 12"),
        ("vendors", {**VENDOR, "cik": "1.5"}, "is not a whole number"),
        ("vendors", {**VENDOR, "colour": "red"}, "line 1, column colour: there is no such column"),
        ("vendors", {"vendor_id": "x"}, "line 1, column vendor_name: the column is missing"),
        ("events", {**EVENT, "event_id": "example"}, "column event_id: 'example' is not of the fo"),
        ("events", {**EVENT, "first_public_on": "3.3.2031"}, "is not a date as YYYY-MM-DD"),
        ("events", {**EVENT, "first_public_on": "2031-02-30"}, "is not a date as YYYY-MM-DD"),
        ("events", {**EVENT, "issued_on": "2031-03-04"}, "lies before issued_on 2031-03-04"),
        ("events", {**EVENT, "effective_on": "2031-03-01"}, "column date_note: effective_on"),
        ("events", {**EVENT, "first_public_at": "2031-03-03T10:00:00Z"}, "needs its zone"),
        ("events", {**EVENT, "first_public_zone": "America/Gotham"}, "is not a time zone"),
        ("events", {**EVENT, "first_public_at": "2031-03-03 10:00"}, "is not a UTC time"),
        ("events", {**EVENT, "vendors": "nvidia:enemy"}, "'enemy' is not a role"),
        ("events", {**EVENT, "vendors": "nvidia;nvidia"}, "'nvidia' stands twice"),
        ("events", {**EVENT, "chips": "no-such-chip"}, "is not among the chip families"),
        ("rates", {"currency": "EUR", "rate_on": "2031-01-02", "units_per_usd": "0,9"}, "such as"),
        ("rates", {"currency": "USD", "rate_on": "2031-01-02", "units_per_usd": "1"}, "none"),
        ("rejections", {"event_id": "no-such-event", "reason": "no"}, "not among the events"),
        ("rejections", {"event_id": "", "reason": "no"}, "give either event_id or candidate_id"),
        ("vendor_aliases", {"vendor_id": "nobody", "alias": "N"}, "is not among the vendors"),
        ("chips", {"chip_id": "x1"}, "the column is missing"),
    ],
)
def test_what_is_wrong_is_named_by_line_and_column(
    tmp_path: Path, name: str, row: dict[str, str], told: str
) -> None:
    write(tmp_path, name, row)
    message = refusal(tmp_path)
    assert f"{name}.csv, line " in message
    assert told in message


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    text = 'vendor_id,vendor_name,vendor_kind\na-1,"two\nlines",other\n\nb-1,B,shop\n'
    (tmp_path / "vendors.csv").write_text(text, encoding="utf-8")
    assert "vendors.csv, line 5, column vendor_kind" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"vendor_id;vendor_name;vendor_kind\na;b;c\n", "save the file with commas"),
        ("vendor_id,vendor_name,vendor_kind\nä,b,c\n".encode("latin-1"), "line 2: not UTF-8"),
        (b'vendor_id,vendor_name,vendor_kind\na,"b,c\n', "not readable as CSV"),
        (b"vendor_id,vendor_name,vendor_kind\na,b\n", "line 2: 2 cells, the header has 3"),
        (b"vendor_id,vendor_id,vendor_name,vendor_kind\n", "the column stands twice"),
        (b"", "the column is missing"),
    ],
)
def test_what_is_no_such_csv(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "vendors.csv").write_bytes(content)
    assert told in refusal(tmp_path)


def test_a_repeated_key_and_an_unknown_file(tmp_path: Path) -> None:
    write(tmp_path, "vendors", VENDOR, VENDOR)
    assert "line 3, column vendor_id: the row repeats the key of line 2" in refusal(tmp_path)
    (tmp_path / "vendor.csv").write_text("a\n")
    assert "vendor.csv, which chipwatch does not read" in refusal(tmp_path)


@pytest.mark.parametrize(
    "alias",
    [
        "HUAWEI TECHNOLOGIES COMPANY LIMITED",
        "huawei technologies",
        "Huawei-Technologies Corp.",
        "Ｈｕａｗｅｉ",
        "寒武纪有限公司",
    ],
)
def test_an_alias_that_is_the_name_of_another_vendor_is_refused(tmp_path: Path, alias: str) -> None:
    write(tmp_path, "vendor_aliases", {"vendor_id": "nvidia", "alias": alias})
    told = refusal(tmp_path)
    assert f"line 2, column alias: the row `nvidia,{alias},exact` is the same name as" in told
    assert "the curated row `huawei," in told or "the curated row `cambricon," in told


def test_two_own_aliases_of_one_name_are_refused(tmp_path: Path) -> None:
    rows = [
        {"vendor_id": "nvidia", "alias": "Tarnix Chips Ltd."},
        {"vendor_id": "amd", "alias": "TARNIX CHIPS"},
    ]
    write(tmp_path, "vendor_aliases", *rows)
    told = refusal(tmp_path)
    assert "`amd,TARNIX CHIPS,exact` is the same name as" in told
    assert "`nvidia,Tarnix Chips Ltd.,exact` of vendor_aliases.csv, line 2" in told


def test_another_form_of_the_vendors_own_alias_is_accepted(tmp_path: Path) -> None:
    write(tmp_path, "vendor_aliases", {"vendor_id": "huawei", "alias": "HUAWEI TECHNOLOGIES LLC"})
    assert len(read(tmp_path).tables["vendor_aliases"].rows) == 1


def test_the_vendors_own_alias_again_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "vendor_aliases", {"vendor_id": "huawei", "alias": "Huawei Technologies"})
    assert "is the same name as the curated row `huawei,Huawei Technologies," in refusal(tmp_path)


def test_no_more_than_ten_problems_are_shown(tmp_path: Path) -> None:
    rows = [
        {"vendor_id": f"v-{n}", "vendor_name": f"Tarnix {n}", "vendor_kind": "shop"}
        for n in range(25)
    ]
    write(tmp_path, "vendors", *rows)
    message = refusal(tmp_path)
    assert message.count("column vendor_kind") == 10
    assert "15 more" in message


def test_the_hash_follows_the_bytes(tmp_path: Path) -> None:
    write(tmp_path, "vendors", VENDOR)
    before = read(tmp_path).content_hash
    write(tmp_path, "vendors", {**VENDOR, "vendor_name": "Other"})
    own = read(tmp_path)
    assert before != own.content_hash != ""
    own.write(tmp_path / "out")
    assert written_hash(tmp_path / "out") == own.content_hash


HOLDING = {
    "owner_name": "Example Holding",
    "owned_name": "Example Chip",
    "share_kind": "exact",
    "share_pct_min": "51",
    "share_pct_max": "51",
    "known_from": "2031-03-03",
}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"share_pct_max": ""}, "exact needs share_pct_min and share_pct_max"),
        ({"share_pct_max": "52"}, "exact has the same figure twice"),
        ({"share_kind": "range", "share_pct_max": "50"}, "the smaller one first"),
        ({"share_kind": "majority"}, "majority has no figures"),
        ({"share_pct_min": "101", "share_pct_max": "101"}, "101 is above 100"),
        ({"owned_name": "Example Holding"}, "a party cannot own itself"),
        (
            {"valid_from": "2031-01-02", "valid_to": "2031-01-02"},
            "does not lie after valid_from 2031-01-02",
        ),
    ],
)
def test_a_share_that_cannot_be_is_refused(
    tmp_path: Path, changes: dict[str, str], told: str
) -> None:
    write(tmp_path, "ownership", HOLDING)
    assert read(tmp_path).tables["ownership"].rows[0]["is_direct"] is True
    write(tmp_path, "ownership", HOLDING | changes)
    assert told in refusal(tmp_path)


def test_rejections_are_kept_as_rejects(tmp_path: Path) -> None:
    event = "cn-miit-2024-09-27-h20-guidance"
    write(tmp_path, "rejections", {"event_id": event, "reason": "not ours"})
    [reject] = read(tmp_path).reject_records()
    assert (reject["reason"], reject["row_number"]) == ("user_rejection", 2)
    assert reject["detail"] == f"{event}: not ours"


def test_allowed_values_are_those_of_the_curated_ledger() -> None:
    """What the ledger holds, a user may write too."""
    allowed = {column.name: column.allowed for column in EVENTS.columns if column.allowed}
    with (SEEDS / "ledger" / "actions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for name in ("action_type", "instrument", "direction", "stage", "scope"):
        assert {row[name] for row in rows} <= set(allowed[name]), name


@settings(max_examples=60, deadline=None)
@given(content=st.binary(max_size=300), name=st.sampled_from(sorted(FILES)))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, name: str
) -> None:
    folder = tmp_path_factory.mktemp("overlay")
    (folder / f"{name}.csv").write_bytes(content)
    try:
        told = f"{name}.csv, line {len(read(folder).write(folder / 'out'))}"
    except OverlayError as refused:
        told = refused.message
    assert f"{name}.csv, line" in told


@pytest.mark.parametrize("mic", ["XSHE", "BJSE", "XTAI", "XTKS", "XKRX", "XAMS", "XLON"])
def test_a_security_of_any_known_exchange_is_taken(tmp_path: Path, mic: str) -> None:
    row = {"security_id": "own-share", "symbol": "OWN.X", "security_name": "Own share"}
    write(tmp_path, "securities", {**row, "mic": mic, "currency": "EUR"})
    assert read(tmp_path).write(tmp_path / "out")["securities"] == 1
    write(tmp_path, "securities", {**row, "mic": "XXXX", "currency": "EUR"})
    assert "XXXX" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"watch_id": "a"}, "name a customer, a chip or a country"),
        ({"watch_id": "a", "chip": "nvidia-h20"}, "name its country"),
        ({"watch_id": "a", "chip": "h20", "country": "CN"}, "not among the chips and families"),
        ({"watch_id": "a", "country": "China"}, "not among the countries"),
        ({"watch_id": "a", "country": "CN", "owners": "Huawei"}, "owners are those of a customer"),
        ({"watch_id": "a", "country": "CN", "export_type": "gift"}, "allowed are export_from_us"),
        ({"watch_id": "A b", "country": "CN"}, "lower-case letters, digits and hyphens"),
        ({"watch_id": "a", "customer": "x" * 301}, "not of the form"),
    ],
)
def test_a_wrong_row_of_the_watch_list_is_refused(
    tmp_path: Path, row: dict[str, str], said: str
) -> None:
    write(tmp_path, "watch", row)
    assert said in refusal(tmp_path)


def test_customers_chips_and_destinations_can_be_watched(tmp_path: Path) -> None:
    names = ("watch_id", "customer", "chip", "country")
    rows = (
        ("a", "Example Ltd", "", ""),
        ("b", "", "nvidia-h20", "CN"),
        ("c", "", "nvidia-h20-96gb", "HK"),
        ("d", "", "", "AE"),
        ("e", "华为", "own-x1", "CN"),
    )
    write(tmp_path, "watch", *(dict(zip(names, row, strict=True)) for row in rows))
    write(tmp_path, "vendors", VENDOR)
    chip = {
        "chip_id": "own-x1",
        "chip_name": "X1",
        "vendor_id": "example-chips",
        "designer_country": "DE",
        "china_sale": "not_sold",
    }
    write(tmp_path, "chips", chip)
    assert read(tmp_path).write(tmp_path / "out")["watch"] == 5
    table = pq.read_table(tmp_path / "out" / "watch.parquet").to_pylist()
    assert [row["export_type"] for row in table] == ["export_from_us"] * 5
