"""A live warehouse from end to end: fetched from the simulator, built, audited, published."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from pipelines.archive.store import Archive
from pipelines.sources import fetchable_sources
from pipelines.specs import datasets_read_as, load_specs
from pipelines.warehouse import SAMPLE_ARCHIVE
from tests.conftest import chipwatch
from tests.simulator.command_line import command_line
from tests.simulator.harness import CANARIES, TRACES
from tests.simulator.server import Simulator
from tests.simulator.world import World

pytestmark = pytest.mark.slow

BY_NAME = {
    spec.source
    for spec in load_specs().values()
    if (fetch := spec.source_spec.fetch) and fetch.enabled == "by_name"
}
OWN_PRICES = """\
symbol,date,open,high,low,close,volume,currency
AMD,2025-01-02,120.6,123.7,118.7,120.63,34000000,USD
AMD,2025-01-03,121.7,125.7,121.4,125.37,36000000,
"""
OWN_FLOWS = """\
reporter,partner,hs_edition,hs_code,period,flow,value,currency,quantity,quantity_unit,basis,partner_basis,source
CN,MY,HS2022,85411000,2026-03,import,900000000,CNY,100,pieces,CIF,origin,a page
"""
"""Its code is not described in dim_hs_code."""


@dataclass(frozen=True)
class Published:
    """A live warehouse after its first release, and all that was printed on the way."""

    root: Path
    printed: str

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        file = str(self.root / "chipwatch.duckdb")
        with duckdb.connect(file, read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def columns(self, name: str) -> list[str]:
        """The published tables that have a column of that name."""
        found = self.ask(
            "select schema_name || '.' || table_name from duckdb_columns()"
            f" where not internal and column_name = '{name}'"
        )
        return [str(table) for (table,) in found]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Sample first, then live: every source fetched, with a key where it takes one, and built."""
    folder = tmp_path_factory.mktemp("live")
    sample = chipwatch("run", "--warehouse", folder / "sample")
    assert sample.returncode == 0, sample.stderr
    simulator = Simulator(World(datetime.now(UTC) - timedelta(hours=2)))
    with simulator.running():
        place = ("--warehouse", folder / "live")
        for name, text in (("price_csv/bars", OWN_PRICES), ("customs_csv/flows", OWN_FLOWS)):
            own = folder / "own.csv"
            own.write_text(text)
            assert chipwatch("archive", "add", name, own, *place).returncode == 0
        runs = [
            command_line(simulator, "fetch", *BY_NAME, *place),
            command_line(simulator, "run", "--live", *place),
        ]
        assert {source for source, _ in simulator.asked} == set(fetchable_sources())
        for source in CANARIES:
            sent = [f"{a.query} {a.headers}" for name, a in simulator.asked if name == source]
            assert any(CANARIES[source][1] in text for text in sent), source
    printed = "".join(run.stdout + run.stderr for run in runs)
    assert [run.returncode for run in runs] == [0, 0], printed
    return Published(folder / "live", printed)


def test_what_was_fetched_is_published(published: Published) -> None:
    assert "live: " in published.printed
    assert "no sample data" in published.printed
    rows = published.ask(
        "select source, sum(row_count), max(status) from meta.sources group by all"
    )
    fetched = {source: (count, status) for source, count, status in rows}
    for source in fetchable_sources():
        count, status = fetched[source]
        assert int(str(count)) > 0, source
        assert status == "ok", source
    assert published.ask("select count(*) > 0 from marts.fct_stock_daily") == [(True,)]


def test_headlines_of_every_source_are_articles(published: Published) -> None:
    rows = published.ask(
        "select distinct unnest(string_split(sources, '; ')) from marts.fct_articles"
    )
    wanted = {spec.source for spec in datasets_read_as("headlines").values()}
    assert {source for (source,) in rows} == wanted


def test_files_dropped_in_stand_beside_what_was_fetched(published: Published) -> None:
    bars = published.ask(
        "select session_on::text, close_split_adjusted::text, currency from marts.fct_stock_daily"
        " where security_id = 'amd' order by 1"
    )
    assert bars == [("2025-01-02", "120.630000", "USD"), ("2025-01-03", "125.370000", "USD")]
    flows = published.ask(
        "select partner_name, hs_description, value_amount::text, is_chip from marts.rpt_trade"
        " where hs_code = '85411000'"
    )
    assert flows == [("Malaysia", None, "900000000.00", False)]


def test_a_live_release_holds_no_sample_row(published: Published) -> None:
    assert published.ask("select distinct is_sample from meta.releases") == [(False,)]
    marked = published.columns("is_sample")
    assert len(marked) > 5
    for table in marked:
        assert published.ask(f"select count(*) from {table} where is_sample") == [(0,)], table
    composed = {entry.sha256 for entry in Archive(SAMPLE_ARCHIVE).entries()}
    of_payloads = published.columns("payload_sha256")
    assert len(of_payloads) > 20
    for table in of_payloads:
        found = published.ask(f"select distinct payload_sha256 from {table}")
        assert not composed & {str(sha) for (sha,) in found}, table
    assert published.ask("select count(*) from meta.payloads where origin = 'sample'") == [(0,)]


def test_keys_are_left_nowhere_in_a_release(published: Published) -> None:
    left = [path for path in published.root.rglob("*") if path.is_file()]
    assert any(path.suffix == ".duckdb" and "releases" in path.parts for path in left)
    assert any(path.name == "manifest.json" for path in left)
    for path in left:
        content = path.read_bytes()
        if path.suffix == ".gz":
            content += gzip.decompress(content)
        for trace in TRACES:
            assert trace not in content, f"{path} holds a key"
            assert trace not in str(path).encode()
    tables = published.ask(
        "select schema_name || '.' || table_name from duckdb_tables() where not internal"
    )
    for (table,) in tables:
        told = json.dumps(published.ask(f"select t::varchar from {table} as t")).encode()
        assert not any(trace in told for trace in TRACES), table
    assert not any(trace in published.printed.encode() for trace in TRACES)


def test_one_throttled_service_of_prices_costs_nothing_that_another_has(tmp_path: Path) -> None:
    """Yahoo refuses from the first day on, whoever asks and wherever; others have a key."""
    simulator = Simulator(World(datetime.now(UTC) - timedelta(hours=2)))
    simulator.faults["yahoo_chart"] = "429"
    with simulator.running():
        run = command_line(simulator, "run", "--live", "--warehouse", tmp_path)
    assert run.returncode == 3, run.stdout + run.stderr
    told = [line for line in run.stdout.splitlines() if line.startswith("  yahoo_chart: ")]
    assert any("throttled: the source answered with error 429" in line for line in told), told
    built = Published(tmp_path, run.stdout)
    [(sources, bars)] = built.ask(
        "select list(distinct source), count(*) from marts.fct_stock_daily"
        " where security_id = 'nvda'"
    )
    [other] = sources  # type: ignore[misc]
    assert f"{other}/bars" in load_specs()
    assert other in CANARIES
    assert int(str(bars)) > 100
    [(status, reason)] = built.ask(
        "select status, status_reason from meta.sources where source = 'yahoo_chart'"
    )
    assert status != "ok"
    assert "429" in str(reason)


def test_the_sample_archive_is_refused_by_a_live_warehouse(published: Published) -> None:
    before = (published.root / "chipwatch.duckdb").read_bytes()
    refused = chipwatch("run", "--archive", SAMPLE_ARCHIVE, "--warehouse", published.root)
    assert refused.returncode == 1
    assert "live" in refused.stderr
    assert "what to do" in refused.stderr
    assert (published.root / "chipwatch.duckdb").read_bytes() == before
