"""The declared dashboards fit the published warehouse; their bundle is whole and never changes."""

import re
import shutil
import socket
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from dashboards.superset import serve
from dashboards.superset.bundle import files, hardened_uri, write_zip
from dashboards.superset.charts import fixed_uuid, form_data
from dashboards.superset.declarations import FOLDER, Chart, Dataset, read_declared
from dashboards.superset.landing import LandsOnStart
from dashboards.superset.layout import metadata
from dashboards.superset.questions import questions
from pipelines.errors import ChipwatchError
from pipelines.labels import curated_labels, released_labels
from pipelines.warehouse import REPOSITORY, Warehouse

DECLARED = read_declared()
CHARTS = sorted(DECLARED.charts(), key=lambda chart: chart.key)
FILTERS = [
    (board.key, each.dataset, each.column)
    for board in DECLARED.dashboards
    for each in board.filters
    if each.dataset
]
URI = "duckdb:////somewhere/chipwatch.duckdb"


@pytest.fixture(scope="module")
def published(sample_warehouse: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(sample_warehouse / "chipwatch.duckdb"), read_only=True)


def sql_of(dataset: Dataset, name: str) -> str:
    """A column as Superset writes it into a query."""
    column = dataset.column(name)
    assert column is not None, f"{dataset.key} declares no column {name}"
    return f"({column.expression})" if column.expression else name


def query_of(chart: Chart) -> str:
    """The query that Superset makes of a chart, without the filters a reader sets."""
    columns = [
        f'{sql_of(chart.dataset, name)} as "{name}"' for name in dict.fromkeys(chart.columns)
    ]
    metrics = []
    for name in chart.metrics:
        metric = chart.dataset.metric(name)
        assert metric is not None, f"{chart.dataset.key} declares no metric {name}"
        metrics.append(f'{metric.expression} as "{name}"')
    where = " and ".join(f"({condition})" for condition in chart.where) or "true"
    group = " group by all" if metrics else ""
    return f"select {', '.join(columns + metrics)} from {chart.dataset.source} where {where}{group}"


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.key)
def test_every_chart_has_something_to_show(
    published: duckdb.DuckDBPyConnection, chart: Chart
) -> None:
    rows = published.execute(query_of(chart)).fetchall()
    assert rows
    assert any(value not in (None, 0) for row in rows for value in row)


@pytest.mark.parametrize("dataset", DECLARED.datasets.values(), ids=lambda dataset: dataset.key)
def test_columns_are_published_with_the_declared_types(
    published: duckdb.DuckDBPyConnection, dataset: Dataset
) -> None:
    plain = [column for column in dataset.columns if not column.expression]
    found = published.execute(f"describe select * from {dataset.source}").fetchall()
    types = {name: str(data_type).lower() for name, data_type, *_ in found}
    assert {column.name: column.data_type for column in plain} == types
    for column in dataset.columns:
        if column.expression:
            query = f"describe select {column.expression} as it from {dataset.source}"
            computed = published.execute(query).fetchall()[0][1].lower()
            assert computed.split("(")[0] == column.data_type.split("(")[0] or (
                column.data_type.startswith("decimal") and computed == "double"
            ), column.name
    assert not dataset.date or types[dataset.date] in ("date", "timestamp")


@pytest.mark.parametrize(("board", "dataset", "column"), FILTERS)
def test_every_filter_offers_values(
    published: duckdb.DuckDBPyConnection, board: str, dataset: Dataset, column: str
) -> None:
    values = published.execute(
        f"select count(distinct {sql_of(dataset, column)}) from {dataset.source}"
    ).fetchall()[0][0]
    assert values > 1, (board, column)


@pytest.mark.parametrize(
    "board",
    [board for board in DECLARED.dashboards if board.key != "start"],
    ids=lambda board: board.key,
)
def test_date_issuer_vendor_and_chip_can_be_chosen_everywhere(board: Any) -> None:
    assert {"Date", "Issuer", "Vendor", "Chip"} <= {each.name for each in board.filters}


@pytest.mark.parametrize("board", DECLARED.dashboards, ids=lambda board: board.key)
def test_a_filter_says_which_charts_it_leaves_as_they_are(board: Any) -> None:
    built = metadata(board, {})["native_filter_configuration"]
    titles = {chart.title for chart in board.charts if chart.key != "release"}
    for declared, native in zip(board.filters, built, strict=True):
        target = native["targets"][0]
        moved = {
            chart.title
            for chart in board.charts
            if (chart.dataset.column(target["column"]["name"]) if target else chart.dataset.date)
        }
        said = native["description"]
        _, _, only = said.partition("Moves only: ")
        _, _, but = said.partition("Does not move: ")
        named = {title for title in titles if title in (only or but)}
        assert moved == (named if only else titles - named), (declared.name, said)
        excluded = {board.charts[number - 1].title for number in native["scope"]["excluded"]}
        assert excluded - {"The release being read"} == titles - moved


@pytest.mark.parametrize("board", DECLARED.dashboards, ids=lambda board: board.key)
def test_nothing_but_an_existing_value_filters_a_dashboard(
    published: duckdb.DuckDBPyConnection, board: Any
) -> None:
    built = metadata(board, {})
    assert not built["cross_filters_enabled"]
    for declared, native in zip(board.filters, built["native_filter_configuration"], strict=True):
        chosen = native["defaultDataMask"]["filterState"].get("value", [])
        assert chosen == ([declared.default] if declared.default else [])
        if declared.dataset:
            assert native["controlValues"]["creatable"] is False
            values = published.execute(
                f"select distinct {sql_of(declared.dataset, declared.column)} "
                f"from {declared.dataset.source}"
            ).fetchall()
            assert {(value,) for value in chosen} <= set(values)


def test_cards_and_value_never_share_an_axis(published: duckdb.DuckDBPyConnection) -> None:
    charts = [
        chart
        for chart in CHARTS
        if chart.dataset.key == "shares" and chart.kind in ("bars", "lines")
    ]
    assert charts
    for chart in charts:
        counted = published.execute(
            f"select distinct denominator like 'value %', product_scope from "
            f"{chart.dataset.source} where {' and '.join(chart.where)}"
        ).fetchall()
        assert len(counted) == 1, chart.key


def test_a_total_never_stands_among_its_members(published: duckdb.DuckDBPyConnection) -> None:
    for chart in CHARTS:
        if chart.dataset.key == "shares" and chart.kind in ("bars", "lines"):
            kinds = published.execute(
                f"select distinct vendor_kind = 'aggregate' from {chart.dataset.source} "
                f"where {' and '.join(chart.where)} and vendor_id <> 'other-domestic'"
            ).fetchall()
            assert len(kinds) == 1, chart.key


def test_a_forecast_has_a_name_and_a_color_of_its_own(
    published: duckdb.DuckDBPyConnection,
) -> None:
    shares = DECLARED.datasets["shares"]
    charts = [chart for chart in CHARTS if chart.options.get("split") == "vendor_and_kind"]
    names = set()
    for chart in charts:
        names |= set(
            published.execute(
                f"select distinct {sql_of(shares, 'vendor_and_kind')}, estimate_kind = 'forecast' "
                f"from {shares.source} where {' and '.join(chart.where)}"
            ).fetchall()
        )
    assert any(is_forecast for _, is_forecast in names)
    assert all(("(forecast)" in name) == is_forecast for name, is_forecast in names)
    colors = [DECLARED.colors[name] for name, _ in names]
    assert len(set(colors)) == len(colors)


def test_a_year_that_is_not_whole_says_so(published: duckdb.DuckDBPyConnection) -> None:
    trade = DECLARED.datasets["trade"]
    years = published.execute(
        f"select distinct is_partial_period, {sql_of(trade, 'year_told')} from {trade.source} "
        "where period_kind = 'year'"
    ).fetchall()
    assert {is_partial for is_partial, _ in years} == {True, False}
    assert all(is_partial == year.endswith(" (part)") for is_partial, year in years)


def test_a_small_p_is_written_as_below_a_thousandth() -> None:
    for key, column in (("reactions", "p_quantile"), ("reaction_groups", "p_value")):
        told = sql_of(DECLARED.datasets[key], "p_told")
        shown = [
            duckdb.execute(
                f"select {told} from (select $1::decimal(9, 6) as {column})", [p]
            ).fetchall()[0][0]
            for p in (0.0004, 0.001, 0.25, None)
        ]
        assert shown == ["< 0.001", "0.001", "0.250", ""]


def test_a_price_has_a_point_on_each_day_of_actions_and_on_no_other(
    published: duckdb.DuckDBPyConnection,
) -> None:
    prices = DECLARED.datasets["prices"]
    assert published.execute(
        f"select count(*) - (select count(*) from marts.fct_stock_daily) from {prices.source}"
    ).fetchall() == [(0,)]
    marked = published.execute(
        f"select session_on from {prices.source} where security_id = 'nvda' "
        "and net_direction in ('tighten', 'loosen', 'mixed')"
    ).fetchall()
    days = published.execute(
        "select distinct reactions.day0_on from marts.rpt_market_reaction as reactions "
        "inner join marts.dim_event_day as days on reactions.event_day_id = days.event_day_id "
        "inner join marts.fct_stock_daily as prices on prices.security_id = 'nvda' "
        "and prices.session_on = reactions.day0_on "
        "where reactions.security_id = 'nvda' and reactions.is_default "
        "and days.net_direction <> 'neutral'"
    ).fetchall()
    assert marked
    assert sorted(marked) == sorted(days)


def test_the_questions_of_the_page_are_the_saved_queries() -> None:
    page = (REPOSITORY / "docs" / "questions.md").read_text()
    asked = questions()
    assert len(asked) == page.count("```sql")
    assert all(f"```sql\n{one.sql}```" in page for one in asked)
    assert len({one.title for one in asked}) == len(asked)
    assert all(one.text and "```" not in one.text for one in asked)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", "302 Found"),
        ("GET", "/superset/welcome/", "302 Found"),
        ("POST", "/", "200 OK"),
        ("GET", "/superset/dashboard/chipwatch-measures/", "200 OK"),
    ],
)
def test_the_first_page_is_start_here(method: str, path: str, status: str) -> None:
    told: list[tuple[str, dict[str, str]]] = []

    def superset(_environ: dict[str, Any], start: Any) -> list[bytes]:
        start("200 OK", [])
        return [b"a page"]

    answer = LandsOnStart(superset)(
        {"PATH_INFO": path, "REQUEST_METHOD": method},
        lambda code, headers: told.append((code, dict(headers))),
    )
    assert told[0][0] == status
    if status.startswith("302"):
        assert list(answer) == []
        board = told[0][1]["Location"].rstrip("/").rsplit("/", 1)[-1]
        assert board == DECLARED.dashboards[0].slug


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.key)
def test_a_chart_shows_the_label_of_a_value_and_not_the_value(chart: Chart) -> None:
    enumerated = {column for column, _ in curated_labels().by_value}
    assert not set(chart.columns) & enumerated
    expressions = [column.expression for column in chart.dataset.columns]
    assert not [text for text in expressions if "'_', ' '" in text]


@pytest.mark.parametrize("dataset", DECLARED.datasets.values(), ids=lambda dataset: dataset.key)
def test_words_are_labels_of_the_release_and_add_no_row(
    published: duckdb.DuckDBPyConnection, dataset: Dataset
) -> None:
    given = yaml.safe_load((FOLDER / "datasets.yml").read_text())[dataset.key]
    plain = given.get("sql") or f"select * from {dataset.table}"
    counts = [
        published.execute(f"select count(*) from {source}").fetchall()
        for source in (f"({plain})", dataset.source)
    ]
    assert counts[0] == counts[1]
    labels = released_labels(published)
    for name, word in given.get("words", {}).items():
        pairs = published.execute(
            f"select distinct {word['of']}, {name} from {dataset.source}"
        ).fetchall()
        known = labels.of_column(word["of"])
        assert pairs
        assert [(raw, shown) for raw, shown in pairs if raw and shown != known[raw].label] == []


@pytest.mark.parametrize(
    "chart",
    [
        chart
        for chart in CHARTS
        if chart.options.get("split") in {"side", "direction_name", "us_group_name", "short_list"}
    ],
    ids=lambda chart: chart.key,
)
def test_every_side_direction_and_status_in_a_legend_has_its_color(
    published: duckdb.DuckDBPyConnection, chart: Chart
) -> None:
    shown = published.execute(
        f"select distinct {sql_of(chart.dataset, chart.options['split'])} from "
        f"{chart.dataset.source} where {' and '.join(chart.where) or 'true'}"
    ).fetchall()
    assert {text for (text,) in shown} <= DECLARED.colors.keys()


def test_a_metric_counts_an_action_and_an_event_day_once(
    published: duckdb.DuckDBPyConnection,
) -> None:
    events, reactions = DECLARED.datasets["events"], DECLARED.datasets["reactions"]
    actions, mean = events.metric("actions"), reactions.metric("mean_abnormal_return")
    assert actions is not None
    assert mean is not None
    of_events = f"select {actions.expression}, count(*) from {events.source}"
    counted, rows = published.execute(of_events).fetchall()[0]
    assert counted == published.execute("select count(*) from marts.rpt_events").fetchall()[0][0]
    assert rows > counted
    window = "model = 'market_model' and window_label = '[0, 0]' and is_estimable"
    once = (
        "(select any_value(abnormal_return_pct) as abnormal_return_pct from "
        f"marts.rpt_market_reaction where is_default and {window} "
        "group by event_day_id, security_id)"
    )
    spread, plain = (
        published.execute(query).fetchall()[0][0]
        for query in (
            f"select {mean.expression} from {reactions.source} where {window}",
            f"select avg(abnormal_return_pct) from {once}",
        )
    )
    assert spread == pytest.approx(plain)


def test_the_notice_says_sample_because_the_release_does(
    published: duckdb.DuckDBPyConnection,
) -> None:
    sql = DECLARED.datasets["release"].sql
    rows = published.execute(f"select is_sample, notice from ({sql})").fetchall()
    assert [(row[0], "SAMPLE DATA" in row[1]) for row in rows] == [(True, True)]
    live = sql.replace(
        "from meta.releases", "from (select * replace (false as is_sample) from meta.releases)"
    )
    notice = published.execute(f"select notice from ({live})").fetchall()[0][0]
    assert "Live data" in notice
    assert "SAMPLE" not in notice


def test_links_lead_nowhere_but_to_an_address(published: duckdb.DuckDBPyConnection) -> None:
    evidence = sql_of(DECLARED.datasets["events"], "evidence")

    def link(address: str | None) -> str:
        query = f"select {evidence} from (select $1::varchar as source_url)"
        return str(published.execute(query, [address]).fetchall()[0][0])

    assert link("https://www.bis.gov/a?b=c") == (
        '<a href="https://www.bis.gov/a?b=c" target="_blank" rel="noopener">bis.gov</a>'
    )
    odd = (None, "javascript:alert(1)", "", 'https://a.test/"onclick="x')
    assert [link(address) for address in odd] == ["", "", "", ""]


def test_the_bundle_is_the_same_bytes_in_any_process(tmp_path: Path) -> None:
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-m", "dashboards.superset.bundle", str(tmp_path / f"{seed}.zip")],
            cwd=REPOSITORY,
            env={"PYTHONHASHSEED": seed, "CHIPWATCH_WAREHOUSE": "/somewhere"},
            check=True,
        )
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()


def test_the_bundle_is_whole(tmp_path: Path) -> None:
    write_zip(files(DECLARED, URI), tmp_path / "bundle.zip")
    with zipfile.ZipFile(tmp_path / "bundle.zip") as bundle:
        content = {
            name.removeprefix("chipwatch/"): yaml.safe_load(bundle.read(name))
            for name in bundle.namelist()
        }
    by_folder: dict[str, list[dict[str, Any]]] = {}
    for name, value in content.items():
        by_folder.setdefault(name.split("/")[0], []).append(value)
    uuids = [value["uuid"] for name, value in content.items() if name != "metadata.yaml"]
    assert len(uuids) == len(set(uuids))
    assert content["metadata.yaml"]["type"] == "assets"
    assert len(by_folder["dashboards"]) == 4
    assert len(by_folder["queries"]) == len(questions())
    assert len(by_folder["charts"]) == len(CHARTS)
    datasets = {dataset["uuid"] for dataset in by_folder["datasets"]}
    assert {chart["dataset_uuid"] for chart in by_folder["charts"]} <= datasets
    charts = {chart["uuid"] for chart in by_folder["charts"]}
    placed = set()
    for board in by_folder["dashboards"]:
        for part in board["position"].values():
            if isinstance(part, dict):
                assert set(part.get("children", ())) <= set(board["position"])
                if part["type"] == "CHART":
                    placed.add(part["meta"]["uuid"])
        for native in board["metadata"]["native_filter_configuration"]:
            target = native["targets"][0]
            assert not target or target["datasetUuid"] in datasets
    assert placed == charts


def test_identifiers_do_not_move_with_a_title_or_a_version() -> None:
    assert fixed_uuid("dashboard", "measures") == "2db4f4b8-56d5-5f8c-830c-2ee8b6803d00"


def test_the_address_is_the_hardened_one(sample_warehouse: Path, tmp_path: Path) -> None:
    import sqlalchemy

    own = shutil.copy(sample_warehouse / "chipwatch.duckdb", tmp_path / "with space.duckdb")
    engine = sqlalchemy.create_engine(hardened_uri(own))
    with engine.connect() as connection:
        assert connection.execute(sqlalchemy.text("select count(*) from meta.releases")).scalar()
        for forbidden in (
            "select * from read_text('/etc/hostname')",
            "set enable_external_access = true",
            "create table marts.mine (a integer)",
        ):
            with pytest.raises(sqlalchemy.exc.SQLAlchemyError):
                connection.execute(sqlalchemy.text(forbidden))
    engine.dispose()


def test_exposures_name_what_the_dashboards_read() -> None:
    path = REPOSITORY / "dbt_project" / "models" / "exposures.yml"
    exposures = yaml.safe_load(path.read_text())["exposures"]
    stated = {
        exposure["name"]: (
            exposure["label"],
            exposure["url"],
            set(re.findall(r"ref\('(\w+)'\)", " ".join(exposure["depends_on"]))),
        )
        for exposure in exposures
    }
    declared = {}
    for board in DECLARED.dashboards:
        read = {chart.dataset for chart in board.charts}
        read |= {each.dataset for each in board.filters if each.dataset}
        declared[f"superset_{board.key}"] = (
            board.title,
            f"http://{serve.HOST}:{serve.PORT}/superset/dashboard/{board.slug}/",
            {
                name
                for dataset in read
                for name in re.findall(r"\b(?:marts|meta)\.(\w+)", dataset.source)
            }
            - {"releases"},
        )
    assert stated == declared


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The declarations, to be spoiled."""
    for path in FOLDER.glob("*.yml"):
        (tmp_path / path.name).write_text(path.read_text())
    return tmp_path


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("measures.yml", "steps_due: 8", "steps_due: 7", "row 5 does not add up to 12"),
        ("measures.yml", "{chip_groups: 6", "{chip_grouping: 6", "chip_grouping"),
        ("markets.yml", "dataset: prices\n", "dataset: price\n", "chart price_marked"),
        ("markets.yml", "dataset: prices,", "dataset: price,", "filter Security charted"),
        ("start.yml", "answers: 12", "answer: 12", "places unknown charts: answer"),
        ("datasets.yml", "model: rpt_trade", "model: rpt_trades", "rpt_trades"),
        ("datasets.yml", "  date: public_on", "  dates: public_on", "unknown keys: dates"),
        ("datasets.yml", "{of: flow,", "{of: flows,", "has words for flows"),
        ("look.yml", "colors:", "colors: [", "look.yml cannot be read"),
        ("look.yml", "{tighten:", "{tightens:", "values without a label: tightens"),
    ],
)
def test_a_wrong_declaration_is_named(copy: Path, name: str, old: str, new: str, says: str) -> None:
    text = (copy / name).read_text()
    assert old in text
    (copy / name).write_text(text.replace(old, new, 1))
    with pytest.raises(ChipwatchError, match=re.escape(says)):
        read_declared(copy)


def test_an_unknown_option_of_a_chart_is_named() -> None:
    chart = CHARTS[0]
    wrong = Chart(chart.key, "", "number", chart.dataset, "", (), {"metric": "a", "colour": "red"})
    with pytest.raises(ChipwatchError, match="colour"):
        form_data(wrong)


def test_nothing_published_and_a_taken_port_are_said(
    tmp_path: Path, sample_warehouse: Path
) -> None:
    with pytest.raises(ChipwatchError, match="No release is published"):
        serve.check(Warehouse(tmp_path), serve.PORT)
    with socket.socket() as other:
        other.bind((serve.HOST, 0))
        other.listen()
        with pytest.raises(ChipwatchError, match="is taken"):
            serve.check(Warehouse(sample_warehouse), other.getsockname()[1])


def test_secrets_are_made_once_and_for_their_owner_alone(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    home, environment = serve.prepare(warehouse)
    access = home / "access.json"
    first = access.read_text()
    assert access.stat().st_mode & 0o777 == 0o600
    assert home.stat().st_mode & 0o777 == 0o700
    serve.prepare(warehouse)
    assert access.read_text() == first
    secret = yaml.safe_load(first)
    assert not {secret["password"], secret["secret_key"]} & set(environment.values())


def test_dashboards_are_imported_again_only_when_their_declarations_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imports: list[Path] = []
    monkeypatch.setattr(serve, "import_bundle", lambda home, _: imports.append(home))
    home, environment = serve.prepare(Warehouse(tmp_path))
    serve.import_if_changed(home, environment)
    serve.prepare(Warehouse(tmp_path))
    serve.import_if_changed(home, environment)
    assert len(imports) == 1
    write_zip({"metadata.yaml": "other"}, home / "bundle.zip")
    serve.import_if_changed(home, environment)
    assert len(imports) == 2


def test_the_environment_is_pinned_with_hashes() -> None:
    for name in ("requirements.txt", "requirements-test.txt"):
        text = (FOLDER / name).read_text()
        pinned = re.findall(r"^[a-z0-9][\w.\[\]-]*==\S+", text, re.MULTILINE | re.IGNORECASE)
        assert len(pinned) > 100
        assert text.count("--hash=sha256:") >= len(pinned)
        assert "index-url" not in text
    locked = (REPOSITORY / "requirements.txt").read_text()
    ours = re.findall(r"^(duckdb(?:-engine)?==\S+)", (FOLDER / "requirements.in").read_text(), re.M)
    assert len(ours) == 2
    assert all(f"\n{pin} " in locked for pin in ours)
