"""Records are only ever added: a line that a kill cut short costs no other record."""

from pathlib import Path

from pipelines.archive import fetch_log
from pipelines.files.durable import append_record, read_records
from pipelines.warehouse import Warehouse

FIRST = {"at": "2026-01-01", "said": "erster Satz, ungekürzt"}
SECOND = {"at": "2026-01-02", "said": "中文"}


def test_a_record_follows_a_line_cut_short_at_any_byte(tmp_path: Path) -> None:
    whole = tmp_path / "whole.jsonl"
    append_record(whole, FIRST)
    kept = whole.read_bytes()
    append_record(whole, FIRST)
    line = whole.read_bytes()[len(kept) :]
    assert read_records(whole) == [FIRST, FIRST]
    for length in range(len(line) + 1):
        cut = tmp_path / f"{length}.jsonl"
        cut.write_bytes(kept + line[:length])
        append_record(cut, SECOND)
        found = read_records(cut)
        is_whole = length >= len(line.rstrip(b"\n"))
        assert found == ([FIRST, FIRST, SECOND] if is_whole else [FIRST, SECOND]), length


def test_the_log_of_fetches_loses_no_run_to_a_half_line(tmp_path: Path) -> None:
    place = Warehouse(tmp_path)
    place.ensure("live")
    run = {"kind": "run", "source": "one", "is_complete": True, "outcome": "ok"}
    fetch_log.append(place, {**run, "at": "2026-01-01T00:00:00+00:00"})
    [log] = [path for path in tmp_path.rglob("*.jsonl") if b'"one"' in path.read_bytes()]
    log.write_bytes(log.read_bytes() + b'{"kind": "run", "source": "one", "at": "2026-01-0')
    fetch_log.append(place, {**run, "at": "2026-01-03T00:00:00+00:00"})
    assert str(fetch_log.fetch_status(place)["one"].last_success_at).startswith("2026-01-03")
