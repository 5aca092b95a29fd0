"""Files as the services really served them, added by hand, through the whole job."""

import gzip
import shutil
from pathlib import Path

import pytest

from pipelines.releases.query import ask
from tests.conftest import chipwatch

FILES = {
    "federal_register/documents": [
        "federal_register/fr_toolbelt_bis_docs_allfields.json",
        "federal_register/swift_regulatory-document.json",
        "federal_register/swift_search-newest-page-one.json",
    ],
    "csl/entries": ["csl/csl_ai_chip_rows_2022-04.csv"],
    "sec/company_facts": ["sec/companyfacts_CIK0001045810_full.json.gz"],
    "yahoo_chart/bars": ["yahoo/v8_chart_NVDA_5d_2024-01-22_presplit.json"],
}


@pytest.fixture(scope="module")
def live(recorded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A live warehouse of the recorded payloads."""
    folder = tmp_path_factory.mktemp("real")
    place = folder / "warehouse"
    for name, files in FILES.items():
        paths = [recorded / file for file in files]
        if name == "csl/entries":
            paths = [with_its_last_row_twice(paths[0], folder)]
        added = chipwatch("archive", "add", name, *paths, "--warehouse", place)
        assert added.returncode == 0, added.stderr
    result = chipwatch("run", "--warehouse", place)
    assert result.returncode == 0, result.stderr
    (place / "run.out").write_text(result.stdout)
    return place / "chipwatch.duckdb"


def with_its_last_row_twice(file: Path, folder: Path) -> Path:
    """The recorded rows with a defect that the service itself has: the same entry twice."""
    content = file.read_bytes()
    last = content.rstrip(b"\n").rsplit(b"\n", 1)[1]
    path = folder / file.name
    path.write_bytes(content.rstrip(b"\n") + b"\n" + last + b"\n")
    return path


def test_it_is_live_and_holds_no_sample(live: Path) -> None:
    assert "live: 6 archived payloads, no sample data." in (live.parent / "run.out").read_text()
    rows = ask(live, "select bool_or(is_sample), count(*) from meta.payloads").rows
    assert rows[0][0] is False
    origins = ask(live, "select distinct origin from meta.payloads order by 1").rows
    assert origins == [("curated",), ("user",)]


def test_nvidia_revenue_is_as_filed(live: Path) -> None:
    rows = ask(
        live,
        """
        select cast(revenue_amount / 1000000 as integer), accession_number
        from marts.fct_vendor_revenue
        where vendor_id = 'nvidia' and geography = 'total' and is_preferred
          and period_kind = 'quarter' and period_end_on = '2024-07-28'
        """,
    ).rows
    assert rows == [(30040, "0001045810-24-000264")]


def test_listings_of_the_real_rows_are_there(live: Path) -> None:
    rows = ask(
        live,
        """
        select vendor_id, min(valid_from) from marts.fct_entity_listings
        where list_code = 'EL' and vendor_id in ('huawei', 'smic', 'hygon') group by 1 order by 1
        """,
    ).rows
    assert [(vendor, str(since)) for vendor, since in rows] == [
        ("huawei", "2019-05-21"),
        ("hygon", "2019-06-24"),
        ("smic", "2020-12-18"),
    ]


def test_every_reject_has_its_reason(live: Path) -> None:
    rejects = ask(live, "select source, dataset, row_no, reason from meta.rejects").rows
    assert sorted(rejects) == [
        ("csl", "entries", 168, "duplicate"),
        ("sec", "company_facts", 22533, "repeats_another_period"),
    ]
    counted = ask(live, "select sum(reject_count) from meta.payloads").rows
    assert counted == [(1,)]


def test_a_sample_warehouse_takes_no_real_file(
    recorded: Path, sample_warehouse: Path, tmp_path: Path
) -> None:
    file = recorded / FILES["csl/entries"][0]
    result = chipwatch("archive", "add", "csl/entries", file, "--warehouse", sample_warehouse)
    assert result.returncode == 1
    assert "never mix" in result.stderr


def test_an_added_file_may_be_compressed_and_is_kept_byte_for_byte(
    recorded: Path, tmp_path: Path
) -> None:
    plain = recorded / FILES["csl/entries"][0]
    packed = tmp_path / "rows.csv.gz"
    with plain.open("rb") as source, gzip.open(packed, "wb") as target:
        shutil.copyfileobj(source, target)
    place = tmp_path / "w"
    for file in (plain, packed):
        result = chipwatch("archive", "add", "csl/entries", file, "--warehouse", place)
        assert result.returncode == 0, result.stderr
    assert len(list((place / "archive").rglob("*.gz"))) == 1


def test_a_file_that_is_not_what_the_source_returns_is_named(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text("<html><title>Request Access</title></html>")
    result = chipwatch("archive", "add", "csl/entries", file, "--warehouse", tmp_path / "w")
    assert result.returncode == 1
    assert "a build will refuse it" in result.stdout
    assert "Traceback" not in result.stderr
