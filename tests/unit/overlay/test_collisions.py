"""Own rows that are a curated row in disguise are refused, with both rows."""

import csv
import random
import unicodedata
from pathlib import Path

import pytest

from pipelines.overlay.collisions import name_key, symbol_key
from pipelines.overlay.files import OverlayError, read_overlay
from pipelines.warehouse import SEEDS
from tests.unit.overlay.test_files import EVENT, VENDOR, read, refusal, write

SECURITY = {
    "security_id": "own-share",
    "symbol": "OWN",
    "security_name": "Own share",
    "mic": "XNAS",
    "currency": "USD",
}
CHIP = {
    "chip_id": "own-chip",
    "chip_name": "Own chip",
    "vendor_id": "nvidia",
    "designer_country": "US",
    "china_sale": "sold",
}


def seed(path: str) -> list[dict[str, str]]:
    with (SEEDS / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("name", "row", "curated"),
    [
        ("vendors", {**VENDOR, "vendor_name": "NVIDIA Corp."}, "`nvidia,Nvidia,英伟达`"),
        ("vendors", {**VENDOR, "vendor_name": "Nv1dia"}, "`nvidia,Nvidia,英伟达`"),
        ("vendors", {**VENDOR, "vendor_name": "Ｈｕａｗｅｉ"}, "`huawei,Huawei,华为`"),
        ("vendors", {**VENDOR, "vendor_name": "Нuаwеі"}, "`huawei,Huawei,华为`"),
        ("vendors", {**VENDOR, "vendor_name_zh": "华为"}, "`huawei,Huawei,华为`"),
        ("vendors", {**VENDOR, "vendor_name": "Fourth Paradigm Ltd"}, "`4paradigm,Fourth Par"),
        ("vendors", {**VENDOR, "vendor_id": "nv1dia"}, "`nvidia,Nvidia,英伟达`"),
        ("vendors", {**VENDOR, "cik": "0001045810"}, "`nvidia,1045810`"),
        ("vendor_aliases", {"vendor_id": "amd", "alias": "Nvidia"}, "`nvidia,"),
        ("vendor_aliases", {"vendor_id": "amd", "alias": "Нuаwеі"}, "`huawei,"),
        ("vendor_aliases", {"vendor_id": "amd", "alias": "Hua Wei"}, "`huawei,"),
        ("securities", {**SECURITY, "symbol": "nvda"}, "`nvda,NVDA,XNAS`"),
        ("securities", {**SECURITY, "symbol": "ＮＶＤＡ"}, "`nvda,NVDA,XNAS`"),
        ("securities", {**SECURITY, "symbol": "NVDA.US"}, "`nvda,NVDA,XNAS`"),
        ("securities", {**SECURITY, "symbol": "ΝVDА"}, "`nvda,NVDA,XNAS`"),
        ("securities", {**SECURITY, "symbol": "688041.SH", "mic": "XSHG"}, "`688041-ss,688041.SS"),
        ("securities", {**SECURITY, "symbol": "981", "mic": "XHKG"}, "`0981-hk,0981.HK,XHKG`"),
        ("chips", {**CHIP, "chip_name": "ＲＴＸ 4090 D"}, "RTX 4090 D"),
    ],
)
def test_a_curated_row_in_disguise_is_refused_with_both_rows(
    tmp_path: Path, name: str, row: dict[str, str], curated: str
) -> None:
    write(tmp_path, name, row)
    told = refusal(tmp_path)
    assert f"{name}.csv, line 2, column" in told
    assert "is the same" in told
    assert f"the curated row {curated}" in told or curated in told.split("the curated row", 1)[1]


def test_every_curated_name_is_found_however_it_is_spelled(tmp_path: Path) -> None:
    """Case, width, a legal form and letters of another script, drawn at random (fixed seed)."""
    dice = random.Random(16)  # noqa: S311
    cyrillic = str.maketrans("aceopxyABCEHKMOPTX", "асеорхуАВСЕНКМОРТХ")
    rows = [row for row in seed("reference/vendor_aliases.csv") if row["vendor_id"] != "arm"]
    for row in dice.sample(rows, 60):
        alias = row["alias"]
        spelled = dice.choice(
            [
                alias.swapcase(),
                f"{alias} Co., Ltd.",
                alias.translate(cyrillic),
                "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in alias),
                unicodedata.normalize("NFD", alias),
                f"“{alias}”",
            ]
        )
        write(tmp_path, "vendor_aliases", {"vendor_id": "arm", "alias": spelled})
        assert f"`{row['vendor_id']}," in refusal(tmp_path), (spelled, row)


def test_no_two_curated_vendors_securities_or_chips_share_a_key() -> None:
    owners: dict[str, set[str]] = {}
    for row in seed("reference/vendor_aliases.csv"):
        owners.setdefault(name_key(row["alias"]), set()).add(row["vendor_id"])
    for row in seed("reference/vendors.csv"):
        for column in ("vendor_id", "vendor_name", "vendor_name_zh"):
            owners.setdefault(name_key(row[column]), set()).add(row["vendor_id"])
    owners.pop("", None)
    assert {key: found for key, found in owners.items() if len(found) > 1} == {}
    securities = seed("reference/securities.csv")
    assert len({symbol_key(row["symbol"], row["mic"]) for row in securities}) == len(securities)
    chips = seed("chips/chip_models.csv")
    assert len({name_key(row["chip_name"]) for row in chips}) == len(chips)


def test_own_rows_collide_with_each_other_too(tmp_path: Path) -> None:
    vendors = [VENDOR, {**VENDOR, "vendor_id": "other", "vendor_name": "EXAMPLE, Inc."}]
    write(tmp_path, "vendors", *[{**row, "cik": "77"} for row in vendors])
    told = refusal(tmp_path)
    assert "line 3, column vendor_name" in told
    assert "`example-chips,Example,` of vendors.csv, line 2" in told
    assert "line 3, column cik" in told
    (tmp_path / "vendors.csv").unlink()
    write(tmp_path, "securities", SECURITY, {**SECURITY, "security_id": "b", "symbol": "own.US"})
    assert "line 3, column symbol" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("parents", "loop"),
    [
        ({"a": "a"}, "a -> a"),
        ({"a": "b", "b": "a"}, "a -> b -> a"),
        ({"a": "b", "b": "c", "c": "a"}, "a -> b -> c -> a"),
    ],
)
def test_a_parent_that_leads_back_is_refused(
    tmp_path: Path, parents: dict[str, str], loop: str
) -> None:
    rows = [
        {**VENDOR, "vendor_id": key, "vendor_name": f"Tarnix {key}", "parent_vendor_id": parent}
        for key, parent in parents.items()
    ]
    write(tmp_path, "vendors", *rows)
    assert f"its parents lead back to it: {loop}" in refusal(tmp_path)


def test_a_chain_of_parents_is_accepted(tmp_path: Path) -> None:
    rows = [
        {**VENDOR, "vendor_id": "a", "vendor_name": "Tarnix", "parent_vendor_id": "b"},
        {**VENDOR, "vendor_id": "b", "vendor_name": "Quarry", "parent_vendor_id": "nvidia"},
    ]
    write(tmp_path, "vendors", *rows)
    assert len(read(tmp_path).tables["vendors"].rows) == 2


@pytest.mark.parametrize("sign", ["\u200b", "\u202e", "\x1b", "\x07", "\u00ad", "\ufeff"])
@pytest.mark.parametrize(
    ("name", "row", "column"),
    [
        ("vendors", VENDOR, "vendor_name"),
        ("vendor_aliases", {"vendor_id": "nvidia", "alias": "Tarnix"}, "alias"),
        ("securities", SECURITY, "symbol"),
        ("events", EVENT, "summary"),
    ],
)
def test_a_character_that_shows_nothing_is_refused(
    tmp_path: Path, name: str, row: dict[str, str], column: str, sign: str
) -> None:
    text = row[column]
    write(tmp_path, name, {**row, column: f"{text[:2]}{sign}{text[2:]}"})
    told = refusal(tmp_path)
    assert f"column {column}: character 3 is U+{ord(sign):04X}, which shows nothing" in told


def test_prose_may_have_lines_and_names_may_not(tmp_path: Path) -> None:
    write(tmp_path, "events", {**EVENT, "summary": "One.\nTwo."})
    assert len(read(tmp_path).tables["events"].rows) == 1
    write(tmp_path, "events", {**EVENT, "title": "One\nTwo"})
    assert "column title: character 4 is U+000A" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"first_public_on": "0001-01-01"}, "lies outside 1940 to 2099"),
        ({"effective_on": "9999-12-31"}, "lies outside 1940 to 2099"),
        (
            {"first_public_at": "2031-03-04T10:00:00Z", "first_public_zone": "America/New_York"},
            "it is 2031-03-04 in America/New_York, first_public_on says 2031-03-03",
        ),
    ],
)
def test_an_impossible_date_is_refused(tmp_path: Path, cells: dict[str, str], told: str) -> None:
    write(tmp_path, "events", {**EVENT, **cells})
    assert told in refusal(tmp_path)


def test_one_bad_name_does_not_hide_another(tmp_path: Path) -> None:
    rows = [{"vendor_id": "arm", "alias": alias} for alias in ("Нuаwеі", "NVIDIA Inc", "Tarnix")]
    write(tmp_path, "vendor_aliases", *rows)
    with pytest.raises(OverlayError) as caught:
        read_overlay(tmp_path, SEEDS)
    assert caught.value.message.count("is the same name as") == 2


@pytest.mark.parametrize(
    ("symbol", "mic", "is_taken"),
    [
        ("000977.SZ", "XSHG", False),
        ("600000.SS", "XSHE", False),
        ("600000.sh", "XSHG", True),
        ("OWN.HK", "XNAS", False),
        ("OWN.US", "ARCX", True),
        ("OWN.N", "XNAS", False),
        ("OWN.TWO", "XTAI", False),
        ("OWN.B", "XNYS", True),
        ("OWN", "XETR", True),
    ],
)
def test_the_ending_of_a_symbol_is_that_of_its_exchange(
    tmp_path: Path, symbol: str, mic: str, is_taken: bool
) -> None:
    write(tmp_path, "securities", {**SECURITY, "symbol": symbol, "mic": mic})
    if is_taken:
        assert read(tmp_path).tables["securities"].rows
    else:
        assert "column mic: the ending of" in refusal(tmp_path)


@pytest.mark.parametrize("currency", ["RMB", "CNH", "NTD", "DEM", "GBX", "usd", "US"])
def test_a_currency_is_a_code_in_use(tmp_path: Path, currency: str) -> None:
    write(tmp_path, "securities", {**SECURITY, "currency": currency})
    assert "is not a currency by its code of ISO 4217" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("vendor_id", "alias", "owner"),
    [
        ("tencent", "Hikvision Digital Technology", "hikvision"),
        ("amd", "Huawei Device Dongguan Co., Ltd.", "huawei"),
        ("intel", "Shenzhen Huawei Technical Service", "huawei"),
    ],
)
def test_an_alias_under_which_lists_know_another_curated_vendor_is_refused(
    tmp_path: Path, vendor_id: str, alias: str, owner: str
) -> None:
    row = {"vendor_id": vendor_id, "alias": alias, "match_kind": "prefix", "replaces": ""}
    write(tmp_path, "vendor_aliases", row)
    assert f"lists call {owner} so" in refusal(tmp_path)
    write(tmp_path, "vendor_aliases", {**row, "replaces": owner})
    assert read(tmp_path).tables["vendor_aliases"].rows
    write(tmp_path, "vendor_aliases", {**row, "vendor_id": owner})
    assert read(tmp_path).tables["vendor_aliases"].rows
