"""Links from listed names to vendors, on made-up entries that show one defect each."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.derived import cache
from pipelines.derived.cache import DerivedError
from pipelines.derived.entity_links import derive
from pipelines.derived.entity_links.derive import derive_entity_links
from pipelines.derived.entity_links.links import (
    LINKS_SCHEMA,
    LinkInputError,
    Links,
    find_links,
)

ALIASES = [
    ("huawei", "Huawei", "prefix"),
    ("huawei", "Huawei Technologies Co., Ltd.", "exact"),
    ("huawei", "华为", "prefix"),
    ("hisilicon", "HiSilicon", "prefix"),
    ("smic", "SMIC", "prefix"),
    ("smic", "Semiconductor Manufacturing International", "prefix"),
    ("biren", "Biren", "prefix"),
    ("moore-threads", "Moore Threads", "prefix"),
    ("alibaba", "Alibaba", "prefix"),
    ("t-head", "Alibaba Pingtouge", "prefix"),
    ("yitu", "Yitu", "exact"),
    ("intel", "Intel", "exact"),
]
OTHER_WORDS = ("Affiliated Entity:", "(Alibaba)", "Pingtouge", "Beijing", "Trading", "and", "Ltd.")
ENTRIES_SCHEMA = pa.schema(
    [
        ("entry_key", pa.string()),
        ("list_code", pa.string()),
        ("name", pa.string()),
        ("alt_names", pa.list_(pa.string())),
        ("entry_type", pa.string()),
    ]
)


def aliases(rows: list[tuple[str, str, str]] | None = None) -> pa.Table:
    columns = list(zip(*(ALIASES if rows is None else rows), strict=True)) or [[], [], []]
    return pa.table(
        [pa.array(column, pa.string()) for column in columns],
        names=["vendor_id", "alias", "match_kind"],
    )


def overrides(*rows: tuple[str, str]) -> pa.Table:
    return pa.table(
        {
            "name": pa.array([name for name, _ in rows], pa.string()),
            "vendor_id": pa.array([vendor for _, vendor in rows], pa.string()),
        }
    )


def entries(*rows: dict[str, Any]) -> pa.Table:
    plain = {"list_code": "EL", "alt_names": None, "entry_type": None}
    return pa.Table.from_pylist(
        [plain | {"entry_key": f"k{at}"} | row for at, row in enumerate(rows)],
        schema=ENTRIES_SCHEMA,
    )


def link(
    name: str, *alt_names: str, overrides_: pa.Table | None = None, **entry: str
) -> dict[str, Any] | None:
    table = entries({"name": name, "alt_names": list(alt_names)} | entry)
    found = find_links(table, aliases(), overrides() if overrides_ is None else overrides_).links
    assert found.schema == LINKS_SCHEMA
    rows = found.to_pylist()
    return rows[0] if rows else None


@pytest.mark.parametrize(
    ("name", "vendor", "method", "score"),
    [
        ("HUAWEI TECHNOLOGIES CO LTD", "huawei", "exact", "1.0000"),
        ("Huawei Technologies Co., Ltd., Tsim Sha Tsui", "huawei", "exact", "0.9500"),
        ("Huawei Technologies (Bolivia) Co., Ltd.", "huawei", "exact", "0.9500"),
        ("Huawei Chile S.A.", "huawei", "prefix", "0.9000"),
        ("Beijing Huawei Digital Technologies Co., Ltd.", "huawei", "prefix", "0.9000"),
        ("North Huawei Communication Technology Co., Ltd., ", "huawei", "prefix", "0.9000"),
        (
            "Hangzhou Huawei Digital Technology Co., Ltd., Hangzhou, Zhejiang, China",
            "huawei",
            "prefix",
            "0.9000",
        ),
        ("Wulanchabu Huawei Cloud Computing Technology", "huawei", "prefix", "0.8000"),
        ("Xi?an Huawei Technologies Co., Ltd., Xi?an, Shaanxi", "huawei", "prefix", "0.8000"),
        ("深圳华为终端有限公司", "huawei", "prefix", "0.9000"),
        ("Semiconductor Manufacturing International Corporation (SMIC)", "smic", "exact", "0.9500"),
        ("SMIC Holdings Limited", "smic", "prefix", "0.9000"),
        ("Shanghai Biren Intelligent Technology Co., Ltd.", "biren", "prefix", "0.9000"),
        ("Beijing Moore Threads Technology Co., Ltd.", "moore-threads", "prefix", "0.9000"),
        ("Yitu Limited", "yitu", "exact", "1.0000"),
        ("Yitu Limited, Hong Kong", "yitu", "exact", "0.9500"),
        ("Alibaba Pingtouge (Hangzhou) Semiconductor", "t-head", "prefix", "0.9000"),
        ("Alibaba Cloud", "alibaba", "prefix", "0.9000"),
        ("Trading House Ltd (HiSilicon)", "hisilicon", "exact", "0.7000"),
    ],
)
def test_names_that_belong_to_a_vendor(name: str, vendor: str, method: str, score: str) -> None:
    found = link(name)
    assert found is not None
    assert (found["vendor_id"], found["method"], str(found["score"])) == (vendor, method, score)
    assert found["matched_name"] == name.strip() or score == "0.7000"


@pytest.mark.parametrize(
    "name",
    [
        "Huaweilong Trading Co., Ltd.",  # only part of a word
        "Yitu Trading Co., Ltd.",  # an exact alias is no prefix
        "Intel Automation Sdn Bhd",
        "Intel Co. Ltd Agency",  # a short alias, and another word behind the legal form
        "Anand Biren Patel Exports",  # a short word inside a name
        "Global SMIC Logistics",
        "Semiconductor Manufacturing Machines",  # only part of an alias
        "中华为民公司",  # the two characters run across two words
        "Co., Ltd.",
        "",
        "???",
    ],
)
def test_names_that_only_look_like_a_vendor(name: str) -> None:
    assert link(name) is None


def test_an_affiliate_that_bears_another_name_belongs_to_the_company_that_heads_the_entry() -> None:
    found = link(
        "Huawei Technologies Co., Ltd. (Huawei).  Affiliated Entity: Hangzhou New Longshine Co."
    )
    assert found is not None
    assert (found["vendor_id"], str(found["score"])) == ("huawei", "0.8500")
    named = link("Huawei Technologies Co., Ltd. Affiliated Entity: HiSilicon Optoelectronics")
    assert named is not None
    assert (named["vendor_id"], str(named["score"])) == ("hisilicon", "0.9000")
    assert named["matched_name"] == "HiSilicon Optoelectronics"


def test_other_names_count_less_than_the_listed_name() -> None:
    found = link("Suzhou Design Center", "SMIC North", "and Yitu Ltd.")
    assert found is not None
    assert (found["vendor_id"], str(found["score"])) == ("yitu", "0.7000")
    assert found["matched_name"] == "Yitu Ltd."
    listed = link("SMIC Holdings", "Yitu Ltd.")
    assert listed is not None
    assert listed["vendor_id"] == "smic"


def test_two_vendors_at_the_same_rank_are_reported_and_not_linked() -> None:
    table = entries({"name": "Joint Laboratory", "alt_names": ["SMIC Labs", "HiSilicon Labs"]})
    found = find_links(table, aliases(), overrides())
    assert found.links.num_rows == 0
    assert found.ambiguous["vendor_id"].to_pylist() == ["hisilicon", "smic"]
    decided = find_links(table, aliases(), overrides(("joint laboratory", "smic")))
    assert decided.links["vendor_id"].to_pylist() == ["smic"]
    assert decided.ambiguous.num_rows == 0


def test_one_alias_of_two_vendors_is_ambiguous_where_it_occurs() -> None:
    torn = aliases([*ALIASES, ("smee", "Yitu", "exact")])
    found = find_links(entries({"name": "Yitu"}, {"name": "SMIC"}), torn, overrides())
    assert found.ambiguous["vendor_id"].to_pylist() == ["smee", "yitu"]
    assert found.links["vendor_id"].to_pylist() == ["smic"]


def test_an_override_decides_alone() -> None:
    never = overrides(("huawei chile sa", ""), ("Proven Honour Capital Limited", "huawei"))
    assert link("Huawei Chile S.A.", overrides_=never) is None
    assert link("Huawei Cuba", overrides_=never) is not None
    found = link("PROVEN HONOUR CAPITAL LIMITED", overrides_=never)
    assert found is not None
    assert (found["vendor_id"], found["method"]) == ("huawei", "override")
    assert found["alias"] == "Proven Honour Capital Limited"


def test_an_override_for_one_list_leaves_the_others() -> None:
    only = overrides(("Yitu Limited", "")).append_column("source_list", pa.array(["CMIC"]))
    assert link("Yitu Limited", overrides_=only, list_code="CMIC") is None
    assert link("Yitu Limited", overrides_=only, list_code="EL") is not None


@pytest.mark.parametrize("kind", ["Individual", "individual", "Vessel", "Aircraft"])
def test_people_and_ships_are_not_linked_by_their_name(kind: str) -> None:
    assert link("Huawei", entry_type=kind) is None
    named = overrides(("Huawei", "huawei"))
    assert link("Huawei", entry_type=kind, overrides_=named) is not None
    assert link("Huawei", entry_type="Entity") is not None


@pytest.mark.parametrize(
    ("aliases_", "overrides_", "named"),
    [
        (aliases([("huawei", "Huawei", "fuzzy")]), overrides(), "fuzzy"),
        (aliases([("huawei", " - ", "exact")]), overrides(), "no letters"),
        (aliases([("", "Huawei", "exact")]), overrides(), "no vendor"),
        (aliases().drop_columns(["match_kind"]), overrides(), "match_kind"),
        (aliases(), overrides(("", "huawei")), "no name"),
        (aliases(), overrides(("Yitu", "yitu"), ("YITU", "")), "different vendors"),
        (aliases(), overrides().drop_columns(["name"]), "lack the column name"),
    ],
)
def test_a_wrong_curated_table_is_refused(
    aliases_: pa.Table, overrides_: pa.Table, named: str
) -> None:
    with pytest.raises(LinkInputError, match=named):
        find_links(entries({"name": "Huawei"}), aliases_, overrides_)


@settings(deadline=None)
@given(
    st.lists(
        st.lists(
            st.sampled_from([*(alias for _, alias, _ in ALIASES), *OTHER_WORDS]),
            max_size=8,
        ).map(" ".join),
        max_size=6,
    ),
    st.randoms(use_true_random=False),
)
def test_every_entry_has_at_most_one_vendor_whatever_the_order(
    names: list[str], random: Any
) -> None:
    rows = [
        {"entry_key": f"k{at}", "name": name, "alt_names": names[:at]}
        for at, name in enumerate(names)
    ]
    shuffled, alias_rows = list(rows), list(ALIASES)
    random.shuffle(shuffled)
    random.shuffle(alias_rows)
    found = find_links(entries(*rows), aliases(), overrides())
    again = find_links(entries(*shuffled), aliases(alias_rows), overrides())
    assert found.links.equals(again.links)
    assert found.ambiguous.equals(again.ambiguous)
    linked = found.links["entry_key"].to_pylist()
    assert len(linked) == len(set(linked))
    assert set(linked).isdisjoint(found.ambiguous["entry_key"].to_pylist())


@pytest.fixture
def curated(tmp_path: Path) -> tuple[Path, Path]:
    aliases_csv, overrides_csv = tmp_path / "aliases.csv", tmp_path / "overrides.csv"
    lines = [f'{vendor},"{alias}",{kind},test,high' for vendor, alias, kind in ALIASES]
    header = "vendor_id,alias,match_kind,source,confidence"
    aliases_csv.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    overrides_csv.write_text("name,vendor_id,reason,source,confidence\n", encoding="utf-8")
    return aliases_csv, overrides_csv


def raw_file(tmp_path: Path, sha: str, *rows: dict[str, Any]) -> Path:
    path = tmp_path / "raw" / f"{sha}.parquet"
    path.parent.mkdir(exist_ok=True)
    table = entries(*rows)
    shas = pa.array([sha] * table.num_rows, pa.string())
    pq.write_table(table.append_column("payload_sha256", shas), path)
    return path


def test_derive_links_every_payload_once(
    tmp_path: Path, curated: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []

    def counted(*tables: pa.Table) -> Links:
        made.append(tables[0].num_rows)
        return find_links(*tables)

    monkeypatch.setattr(derive, "find_links", counted)
    out = tmp_path / "derived"
    one = raw_file(tmp_path, "a" * 64, {"name": "Huawei Cuba"}, {"name": "Other"})
    first = derive_entity_links([one], *curated, out)
    assert derive_entity_links([one], *curated, out) == first
    assert made == [2]
    two = raw_file(tmp_path, "b" * 64, {"name": "Huawei Cuba"}, {"entry_key": "z", "name": "Yitu"})
    both = derive_entity_links([two, one], *curated, out)
    assert both == derive_entity_links([one, two], *curated, out) != first
    assert made == [2, 2]
    assert pq.read_table(both, schema=LINKS_SCHEMA)["entry_key"].to_pylist() == ["k0", "z"]
    assert both.is_relative_to(out / "entity_links")
    assert not list(out.rglob(".*"))

    curated[1].write_text("name,vendor_id\nHuawei Cuba,\n", encoding="utf-8")
    changed = derive_entity_links([one, two], *curated, out)
    assert made == [2, 2, 2, 2]
    assert pq.read_table(changed)["entry_key"].to_pylist() == ["z"]
    assert pq.read_table(both)["entry_key"].to_pylist() == ["k0", "z"]


def test_a_changed_linker_makes_everything_again(
    tmp_path: Path, curated: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = [raw_file(tmp_path, "a" * 64, {"name": "Huawei Cuba"})]
    before = derive_entity_links(raw, *curated, tmp_path / "derived")
    monkeypatch.setattr(cache, "module_hash", lambda _: "of other code")
    after = derive_entity_links(raw, *curated, tmp_path / "derived")
    assert after != before
    assert after.read_bytes() == before.read_bytes()


def test_a_payload_parsed_anew_is_linked_anew(tmp_path: Path, curated: tuple[Path, Path]) -> None:
    raw = [raw_file(tmp_path, "a" * 64, {"name": "Huawei Cuba"})]
    before = derive_entity_links(raw, *curated, tmp_path / "derived")
    raw = [raw_file(tmp_path, "a" * 64, {"name": "Huawei Cuba", "entry_key": "new"})]
    after = derive_entity_links(raw, *curated, tmp_path / "derived")
    assert pq.read_table(before)["entry_key"].to_pylist() == ["k0"]
    assert pq.read_table(after)["entry_key"].to_pylist() == ["new"]


def test_an_entry_in_two_payloads_has_one_link_or_is_ambiguous(
    tmp_path: Path, curated: tuple[Path, Path], caplog: pytest.LogCaptureFixture
) -> None:
    lab, center = {"name": "Laboratory"}, {"name": "Center"}
    old = raw_file(
        tmp_path,
        "a" * 64,
        lab | {"alt_names": ["SMIC Labs"]},
        center | {"alt_names": ["SMIC Labs"]},
    )
    new = raw_file(
        tmp_path, "b" * 64, lab | {"alt_names": ["Yitu"]}, center | {"alt_names": ["Biren Labs"]}
    )
    with caplog.at_level(logging.WARNING):
        path = derive_entity_links([old, new], *curated, tmp_path / "derived")
    rows = pq.read_table(path).to_pylist()
    assert [(row["entry_key"], row["vendor_id"]) for row in rows] == [("k0", "yitu")]
    ties = pq.read_table(path.with_suffix(derive.AMBIGUOUS_SUFFIX)).to_pylist()
    assert [(row["entry_key"], row["vendor_id"]) for row in ties] == [
        ("k1", "biren"),
        ("k1", "smic"),
    ]
    assert "1 screening-list entries" in caplog.text


def test_no_payload_gives_an_empty_file(tmp_path: Path, curated: tuple[Path, Path]) -> None:
    path = derive_entity_links([], *curated, tmp_path / "derived")
    table = pq.read_table(path)
    assert table.num_rows == 0
    assert table.schema.names == LINKS_SCHEMA.names


def test_a_folder_that_cannot_be_written_is_named(
    tmp_path: Path, curated: tuple[Path, Path]
) -> None:
    (tmp_path / "derived").write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(DerivedError, match="cannot be written"):
        derive_entity_links([], *curated, tmp_path / "derived")


def test_unreadable_files_are_named(tmp_path: Path, curated: tuple[Path, Path]) -> None:
    aliases_csv, overrides_csv = curated
    out = tmp_path / "derived"
    broken = tmp_path / f"{'c' * 64}.parquet"
    broken.write_bytes(b"PAR1 half a file")
    with pytest.raises(DerivedError, match="c" * 64):
        derive_entity_links([broken], aliases_csv, overrides_csv, out)
    with pytest.raises(DerivedError, match=r"gone\.parquet"):
        derive_entity_links([tmp_path / "gone.parquet"], aliases_csv, overrides_csv, out)
    with pytest.raises(DerivedError, match=r"nowhere\.csv"):
        derive_entity_links([], tmp_path / "nowhere.csv", overrides_csv, out)
    raw = [raw_file(tmp_path, "a" * 64, {"name": "Huawei"})]
    for content, named in (
        (b"vendor_id,alias,match_kind\nhuawei,Huawei\n", "Row 1 of"),
        (b"vendor_id,alias,match_kind\nhuawei,\xff,exact\n", "cannot be read"),
        (b"", "lack the columns"),
    ):
        aliases_csv.write_bytes(content)
        with pytest.raises((DerivedError, LinkInputError), match=named):
            derive_entity_links(raw, aliases_csv, overrides_csv, out)
    curated[0].write_text("vendor_id,alias,match_kind\nhuawei,Huawei,exact\n", encoding="utf-8")
    done = derive_entity_links(raw, aliases_csv, overrides_csv, out)
    done.write_bytes(b"")
    with pytest.raises(DerivedError, match="Delete the folder"):
        derive_entity_links(raw, aliases_csv, overrides_csv, out)


def test_a_file_of_many_payloads_gives_what_a_file_of_each_gives(
    tmp_path: Path, curated: tuple[Path, Path]
) -> None:
    lab, center = {"name": "Laboratory"}, {"name": "Center"}
    apart = [
        raw_file(tmp_path, "a" * 64, lab | {"alt_names": ["SMIC Labs"]}, center),
        raw_file(tmp_path, "b" * 64, center | {"alt_names": ["Biren Labs"]}, lab),
        raw_file(tmp_path, "c" * 64, center, lab | {"alt_names": ["Yitu"]}),
    ]
    together = tmp_path / "raw" / "2026-01-pack.parquet"
    pq.write_table(pa.concat_tables(map(pq.read_table, apart)), together)
    of_each = derive_entity_links(apart, *curated, tmp_path / "apart")
    of_all = derive_entity_links([together], *curated, tmp_path / "together")
    for suffix, rows in ((".parquet", 1), (derive.AMBIGUOUS_SUFFIX, 2)):
        one, other = (pq.read_table(p.with_suffix(suffix)) for p in (of_each, of_all))
        assert one.num_rows == rows
        assert one.equals(other)
