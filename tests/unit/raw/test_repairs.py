"""Declared repairs: applied where they fit, counted, told when they no longer do."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from pipelines.archive.contents import read_contents
from pipelines.archive.store import Archive, Entry, Origin, PayloadMeta
from pipelines.fetch.http import Answer
from pipelines.fetch.outcomes import judge_answer
from pipelines.raw.parse import parse_payload
from pipelines.raw.write import RawResult, parse_dataset, write_raw
from pipelines.sources import parser_for
from pipelines.specs import SOURCES_FOLDER, DatasetSpec, Repair, SpecError, read_spec, spec
from pipelines.warehouse import Warehouse

NAME = "fred/series"
PAYLOAD = b"observation_date,DEXCHUS\n2031-01-02,7.1\n2031-01-03,71.2\n"
MISPRINT = Repair(
    {"series_id": "DEXCHUS", "observation_on": "2031-01-03"},
    "value",
    "71.2000000000",
    "7.12",
    "a misplaced point",
    "kim",
    date(2999, 1, 1),
)


def declared(*repairs: Repair) -> DatasetSpec:
    return replace(spec(NAME), repairs=repairs)


def archived(folder: Path, payload: bytes) -> tuple[Archive, Entry]:
    archive = Archive(folder / "archive")
    when = datetime(2031, 1, 4, tzinfo=UTC)
    meta = PayloadMeta("fred", "series", Origin.USER, when, "public", "public")
    return archive, archive.add(payload, meta)


def raw(folder: Path, with_repairs: DatasetSpec, payload: bytes = PAYLOAD) -> RawResult:
    archive, entry = archived(folder, payload)
    return write_raw(archive, entry, with_repairs, parser_for(NAME), folder / "raw")


def values(with_repairs: DatasetSpec, payload: bytes = PAYLOAD) -> list[object]:
    return [row["value"] for row in parse_payload(with_repairs, payload).rows]


def test_the_expected_value_is_replaced_in_its_row_only() -> None:
    assert values(declared()) == [Decimal("7.1"), Decimal("71.2")]
    assert values(declared(MISPRINT)) == [Decimal("7.1"), Decimal("7.12")]


def test_another_value_upstream_is_left_alone_and_signalled() -> None:
    mended = PAYLOAD.replace(b"71.2", b"7.13")
    parsed = parse_payload(declared(MISPRINT), mended)
    assert values(declared(MISPRINT), mended) == [Decimal("7.1"), Decimal("7.13")]
    assert parsed.repair_count == 0
    [told] = parsed.outdated_repairs
    assert "observation_on=2031-01-03" in told
    assert "71.2" in told
    judgement = judge_answer(
        Answer(200, {}, mended), declared(MISPRINT), parser_for(NAME), today=date(2031, 1, 4)
    )
    assert any("repair no longer applies" in warning for warning in judgement.warnings)


def test_a_payload_without_the_row_says_nothing() -> None:
    parsed = parse_payload(declared(MISPRINT), PAYLOAD[:40] + b"\n")
    assert (parsed.repair_count, parsed.outdated_repairs) == (0, ())


def test_the_raw_file_remembers_and_other_declarations_make_it_anew(tmp_path: Path) -> None:
    first, again = raw(tmp_path, declared(MISPRINT)), raw(tmp_path, declared(MISPRINT))
    assert (first.repairs, again.repairs) == (1, 1)
    made = first.path.stat().st_mtime_ns
    assert raw(tmp_path, declared()).repairs == 0
    assert raw(tmp_path, declared(MISPRINT)).path.stat().st_mtime_ns > made
    outdated = raw(tmp_path, declared(replace(MISPRINT, expected="8")))
    assert (outdated.repairs, len(outdated.outdated_repairs)) == (0, 1)
    kept = raw(tmp_path, declared(replace(MISPRINT, expected="8")))
    assert kept.outdated_repairs == outdated.outdated_repairs


def test_a_build_counts_repairs_and_notes_the_outdated(tmp_path: Path) -> None:
    place = Warehouse(tmp_path)
    place.ensure("live")
    archive, _ = archived(tmp_path, PAYLOAD)
    [record] = parse_dataset(
        place, place.build("a").create(), read_contents(archive), declared(MISPRINT)
    ).payloads
    assert (record["repair_count"], record["note"]) == (1, None)
    outdated = declared(replace(MISPRINT, expected="8"))
    [record] = parse_dataset(
        place, place.build("b").create(), read_contents(archive), outdated
    ).payloads
    assert record["repair_count"] == 0
    assert "repair no longer applies" in str(record["note"])


def test_members_of_lists_and_days() -> None:
    csl = spec("csl/entries")
    path = Path(__file__).parents[1] / "sources" / "data" / "csl__entries" / "current.csv"
    row = next(r for r in parse_payload(csl, path.read_bytes()).rows if r["citations"])
    citation = str(row["citations"][0])  # type: ignore[index]
    where = {"entry_key": str(row["entry_key"])}
    repairs = (
        Repair(where, "citations", citation, "99 FR 1", "test", "kim", date(2999, 1, 1)),
        Repair(
            where, "start_on", str(row["start_on"]), "2031-05-06", "test", "kim", date(2999, 1, 1)
        ),
    )
    parsed = parse_payload(replace(csl, repairs=repairs), path.read_bytes())
    [mended] = [r for r in parsed.rows if r["entry_key"] == row["entry_key"]]
    assert mended["citations"][0] == "99 FR 1"  # type: ignore[index]
    assert mended["start_on"] == date(2031, 5, 6)
    assert parsed.repair_count == 2


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"column": "nothing"}, "nothing"),
        ({"where": {"name": "x"}}, "other than the one repaired"),
        ({"where": {}}, "other than the one repaired"),
        ({"reason": ""}, "reason"),
        ({"column": "start_on", "replacement": "soon"}, "YYYY-MM-DD"),
    ],
)
def test_a_wrong_declaration_is_refused(
    tmp_path: Path, change: dict[str, object], told: str
) -> None:
    content = yaml.safe_load((SOURCES_FOLDER / "csl" / "spec.yml").read_text("utf-8"))
    content["datasets"]["entries"]["repairs"][0].update(change)
    path = tmp_path / "csl" / "spec.yml"
    path.parent.mkdir()
    path.write_text(yaml.safe_dump(content), "utf-8")
    with pytest.raises(SpecError, match=told):
        read_spec(path)


def test_a_repair_that_has_ended_is_not_done_and_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = replace(MISPRINT, until=date(2030, 12, 31))
    holding = replace(MISPRINT, until=date(2031, 1, 1))
    assert declared(ended, holding).on(date(2031, 1, 1)).repairs == (holding,)
    warehouse = Warehouse(tmp_path / "w")
    warehouse.ensure("live")
    archived(tmp_path / "w", PAYLOAD)
    build = warehouse.build("b").create()
    over = replace(MISPRINT, until=date(2020, 1, 1))
    contents = read_contents(Archive(warehouse.archive))
    (record,) = parse_dataset(warehouse, build, contents, declared(over)).payloads
    assert record["repair_count"] == 0
    (told,) = record["outdated_repairs"]
    assert "kim declared it until 2020-01-01, which is over" in told
