"""What a release changed for the watch list: by its data, by the days between, or nothing."""

from __future__ import annotations

import json
import shutil
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

import duckdb
import pytest

from pipelines.answer import watch
from pipelines.answer.question import understood
from pipelines.publish import webhook
from pipelines.releases.changes import WATCH_FEED_NAME, WATCH_NAME
from pipelines.releases.query import reading
from pipelines.releases.shelf import Release
from pipelines.releases.site_files import LIST_NAME, list_of
from pipelines.report import file as report_file
from pipelines.report.file import watch_changes
from pipelines.screening import since
from pipelines.screening.lookup import Lookup
from pipelines.screening.verdicts import Asked
from pipelines.warehouse import Warehouse

LISTED = "87 FR 77505"


def watched(watch_id: str, **words: str) -> watch.Watched:
    return watch.Watched(watch_id, None, understood(words))


CAMBRICON = watched("cambricon", to="Cambricon", country="CN")
NEXPERIA = watched("nexperia", to="Nexperia", country="NL")
H20 = watched("h20", chip="nvidia-h20", country="CN")
BAKERY = watched("bakery", to="Quarry Bakery Holdings", country="DE")


def release(database: Path, release_id: str, released_at: str, previous: str | None) -> Release:
    manifest = {
        "release_id": release_id,
        "released_at": released_at,
        "previous_release_id": previous,
        "is_sample": True,
    }
    return Release(release_id, database.parent, manifest)


@pytest.fixture(scope="module")
def now(sample_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("now")
    shutil.copyfile(sample_warehouse / "chipwatch.duckdb", folder / "chipwatch.duckdb")
    return folder / "chipwatch.duckdb"


@pytest.fixture(scope="module")
def without_cambricon(now: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file as if the listing of Cambricon had not been known."""
    path = tmp_path_factory.mktemp("before") / "chipwatch.duckdb"
    shutil.copyfile(now, path)
    with duckdb.connect(str(path)) as connection:
        for table in ("fct_entity_listings", "rpt_listed_names"):
            connection.execute(
                f"delete from marts.{table} where listing_id in (select listing_id "
                "from marts.fct_entity_listings where vendor_id = 'cambricon') "
                "or vendor_id = 'cambricon'"
            )
    return path


def test_nothing_is_told_when_nothing_changed(now: Path, tmp_path: Path) -> None:
    one = release(now, "r1", "2026-11-29T10:00:00", None)
    other = release(now, "r2", "2026-11-30T10:00:00", "r1")
    found = watch.changes([CAMBRICON, NEXPERIA, H20, BAKERY], one, other)
    assert found == []
    shutil.copyfile(now, tmp_path / "chipwatch.duckdb")
    quiet = release(tmp_path / "chipwatch.duckdb", "r2", "2026-11-30T10:00:00", "r1")
    watch.write(quiet, found)
    assert not (tmp_path / WATCH_NAME).exists()
    assert watch_changes(quiet) == ()


def test_a_listing_that_came_is_told_with_the_reason(
    now: Path, without_cambricon: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = release(without_cambricon, "r1", "2026-11-29T10:00:00", None)
    after = release(now, "r2", "2026-11-30T10:00:00", "r1")
    found = watch.changes([CAMBRICON, BAKERY, H20], before, after)
    assert {one.watched.watch_id for one in found} == {"cambricon"}
    against = next(one for one in found if one.difference.shown["kind"] == "against")
    assert against.difference.change == "new"
    assert against.difference.shown["citation"] == LISTED
    assert against.why.startswith("Another input changed")

    watch.write(after, found)
    told = json.loads((after.path / WATCH_NAME).read_text("utf-8"))
    assert told["changes"][0]["watch_id"] == "cambricon"
    assert "no clearance" in told["note"]
    feed = ET.fromstring((after.path / WATCH_FEED_NAME).read_bytes())  # noqa: S314
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == len(found)
    assert [one["text"] for one in watch_changes(after)] == [
        one.difference.shown["text"] for one in found
    ]

    sent: list[dict[str, object]] = []
    monkeypatch.setenv(webhook.VARIABLE, "http://127.0.0.1:9/x")
    monkeypatch.setattr(webhook, "_send", lambda _, body: sent.append(body) or True)
    place = Warehouse(tmp_path / "w")
    place.ensure("sample")
    for _ in range(2):
        webhook.tell_watched(place, "r2", watch.told_lines(found))
    webhook.tell_watched(place, "r3", [])
    assert [body["kind"] for body in sent] == ["watch_changed"]


def test_names_show_what_changed_since_a_release(now: Path, without_cambricon: Path) -> None:
    asked = [Asked("Cambricon"), Asked("Huawei"), Asked("Foo", owners="Cambricon = 60")]
    day = date(2026, 11, 30)
    with reading(without_cambricon) as old, reading(now) as new:
        lookups = [Lookup(release, day, day) for release in (old, new)]
    answers = [[one.look_up(each) for one in lookups] for each in asked]
    cambricon, huawei, foo = (since.changes(*pair) for pair in answers)
    assert {one.kind for one in cambricon} == {"new"}
    assert all(one.shown["list_code"] == "EL" for one in cambricon)
    assert huawei == []
    assert {one.shown["stated_owner"] for one in foo} == {"Cambricon"}
    assert {one.kind for one in since.changes(*reversed(answers[0]))} == {"gone"}


def test_the_public_edition_of_a_report_has_no_watch_list(
    now: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = release(tmp_path / "chipwatch.duckdb", "r2", "2026-11-30T10:00:00", "r1")
    told = {"watch_id": "our-secret", "change": "new", "kind": "against", "text": "x",
            "why": "w", "citation": "c"}  # fmt: skip
    (tmp_path / WATCH_NAME).write_text(json.dumps({"changes": [told]}))

    def render(_: Path, __: bool, watched: object) -> dict[str, bytes]:
        page = json.dumps(watched).encode()
        return {"index.html": page, LIST_NAME: list_of({"index.html": page}, "r2")}

    monkeypatch.setattr(report_file, "render_site", render)
    for is_public in (False, True):
        written = report_file.write_site(made, tmp_path / "pages", is_public=is_public)
        assert ("our-secret" in written.first_page.read_text()) is not is_public
    (tmp_path / WATCH_NAME).write_text('{"changes": [7]}')
    assert watch_changes(made) == ()


def test_a_day_that_came_is_told_as_such(now: Path) -> None:
    """The Affiliates Rule was in force on the first day and suspended on the second."""
    before = release(now, "r1", "2025-10-15T10:00:00", None)
    after = release(now, "r2", "2025-12-01T10:00:00", "r1")
    found = {one.difference.shown["key"]: one for one in watch.changes([NEXPERIA], before, after)}
    owned = found["affiliate:bis-affiliates:nexperia"]
    assert owned.difference.what == "rule_status: in_force → suspended; against → noted"
    assert owned.why.startswith("The day came")


def test_a_chip_that_only_the_newer_release_knows_is_new(now: Path, tmp_path: Path) -> None:
    path = tmp_path / "chipwatch.duckdb"
    shutil.copyfile(now, path)
    with duckdb.connect(str(path)) as connection:
        for table in ("dim_chip", "dim_chip_family"):
            connection.execute(f"delete from marts.{table} where vendor_id = 'nvidia'")
    before = release(path, "r1", "2026-11-29T10:00:00", None)
    found = watch.changes([H20], before, release(now, "r2", "2026-11-30T10:00:00", "r1"))
    assert found
    assert {one.difference.change for one in found} == {"new"}
